//! Which cases a list is made of: reach first, then whose.

use crate::domain::{
    access::{Asker, Right},
    heads::{CaseHead, Heads},
    terms::Role,
};

use super::cases::Whose;

/// Whether a case is in the asker's reach at all.
pub(super) fn in_reach(heads: &Heads, asker: Asker, case: &CaseHead) -> bool {
    asker.may(Right::Read) && asker.reaches_case(heads, case)
}

/// Whether a case in reach belongs to what was asked for.
pub(super) fn wanted(asker: Asker, whose: Whose, case: &CaseHead) -> bool {
    match whose {
        // A supervisor and a practice manager hold few cases of their own: theirs are all in reach.
        Whose::Mine => asker.staff.role != Role::LinkWorker || asker.owns_case(case),
        Whose::Of(worker) => case.worker == Some(worker),
        Whose::Unallocated => case.worker.is_none(),
        Whose::All => true,
    }
}

/// Open cases in reach that were asked for.
pub(super) fn open_cases<'h>(
    heads: &'h Heads,
    asker: Asker<'h>,
    whose: Whose,
) -> impl Iterator<Item = &'h CaseHead> {
    let only = match whose {
        Whose::Mine if asker.staff.role == Role::LinkWorker => Some(Some(asker.staff.id)),
        Whose::Of(worker) => Some(Some(worker)),
        Whose::Unallocated => Some(None),
        Whose::Mine | Whose::All => None,
    };
    let sets = heads.open_by_worker.iter();
    sets.filter(move |(worker, _)| only.is_none_or(|only| **worker == only))
        .flat_map(|(_, cases)| cases)
        .filter_map(|case| heads.case(*case))
        .filter(move |case| in_reach(heads, asker, case))
}
