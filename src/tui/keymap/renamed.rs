//! Actions that were called otherwise once (K11). An old name is read, with a warning, for two minor
//! versions after the one that changed it: long enough to meet everybody's file, short enough that
//! this table stays small.

/// Versions in which an old name is still read.
const MINORS_KEPT: u32 = 2;

/// An action that has another name now, or is gone.
#[derive(Clone, Copy, Debug)]
pub struct Renamed {
    /// The scope it is in.
    pub scope: &'static str,
    /// What it was called.
    pub old: &'static str,
    /// What it is called; nothing where it is gone.
    pub new: Option<&'static str>,
    /// The minor version (the middle number) that changed it.
    pub since: u32,
}

/// Everything renamed or removed in the last versions.
const RENAMED: &[Renamed] = &[];

/// The renames that are still heeded.
#[derive(Clone, Copy, Debug)]
pub struct Renames {
    /// The table.
    pub table: &'static [Renamed],
    /// The minor version of the program that reads.
    pub minor: u32,
}

impl Renames {
    /// Those of this program.
    pub fn of_this_program() -> Renames {
        let minor = env!("CARGO_PKG_VERSION_MINOR").parse().unwrap_or(u32::MAX);
        Renames {
            table: RENAMED,
            minor,
        }
    }

    /// The rename of an old name, if it is young enough.
    pub fn find(&self, scope: &str, old: &str) -> Option<&'static Renamed> {
        self.table.iter().find(|renamed| {
            renamed.scope == scope
                && renamed.old == old
                && self.minor <= renamed.since.saturating_add(MINORS_KEPT)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::action::{named, scope_named};

    #[test]
    fn the_table_holds_no_name_that_is_too_old_or_leads_nowhere() {
        let Renames { table, minor } = Renames::of_this_program();
        for renamed in table {
            assert!(minor <= renamed.since + MINORS_KEPT, "{renamed:?}");
            let scope = scope_named(renamed.scope).expect("a scope");
            assert!(named(scope, renamed.old).is_none(), "{renamed:?}");
            assert!(
                renamed.new.is_none_or(|new| named(scope, new).is_some()),
                "{renamed:?}"
            );
        }
    }
}
