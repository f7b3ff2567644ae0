//! Who is marked on a list of people, for what is then done for all of them at once. A mark stays when
//! the rows change under it; where its case has changed since, it says so, and whoever acts on it is
//! refused by name.

use crate::domain::ids::CaseId;
use crate::tui::forms::Marked;
use crate::tui::glyphs::Glyphs;

/// What stands before a marked row whose case has changed since.
const CHANGED: &str = "!";

/// The marks of one list, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Marks {
    marked: Vec<Mark>,
}

#[derive(Debug)]
struct Mark {
    of: Marked,
    /// Its row came in another version since.
    changed: bool,
}

impl Marks {
    /// Marks somebody, or takes the mark away.
    pub(super) fn toggle(&mut self, of: Marked) {
        let had = self.marked.len();
        self.marked.retain(|mark| mark.of.seen.case != of.seen.case);
        if self.marked.len() == had {
            let changed = false;
            self.marked.push(Mark { of, changed });
        }
    }

    /// The row of a case came (again), in that version.
    pub(super) fn sees(&mut self, case: CaseId, version: u64) {
        let marked = self.marked.iter_mut();
        for mark in marked.filter(|mark| mark.of.seen.case == case) {
            mark.changed = mark.of.seen.version != version;
        }
    }

    /// What stands before the row of that case; nothing where it is not marked.
    pub(super) fn sign(&self, case: CaseId, glyphs: Glyphs) -> &'static str {
        let mut marked = self.marked.iter();
        match marked.find(|mark| mark.of.seen.case == case) {
            Some(mark) if mark.changed => CHANGED,
            Some(_) => glyphs.marked,
            None => "",
        }
    }

    /// Everybody who is marked.
    pub(super) fn all(&self) -> Vec<Marked> {
        self.marked.iter().map(|mark| mark.of.clone()).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.marked.is_empty()
    }

    /// Takes all marks away; says whether there was one.
    pub(super) fn clear(&mut self) -> bool {
        let had = !self.marked.is_empty();
        self.marked.clear();
        had
    }

    /// What stands on the status line while somebody is marked.
    pub(super) fn words(&self) -> Option<String> {
        let changed = self.marked.iter().filter(|mark| mark.changed).count();
        match (self.marked.len(), changed) {
            (0, _) => None,
            (count, 0) => Some(format!("{count} marked")),
            (count, changed) => Some(format!(
                "{count} marked, {changed} changed since ({CHANGED}): mark anew"
            )),
        }
    }
}
