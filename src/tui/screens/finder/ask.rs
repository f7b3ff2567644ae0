//! One question at a time: while the hub is busy with one, only the latest text is remembered and
//! asked next.

use std::time::Duration;

use crate::readmodel::find::FindKind;
use crate::tui::effect::{Effect, Tag};
use crate::wire::Request;

/// Rows asked for among all kinds: whoever does not see the one they mean types on, and every row
/// that changes costs a slow line.
const ROWS: u32 = 16;
/// Rows asked for of one kind, to look through.
const ROWS_OF_ONE_KIND: u32 = 50;
/// Changes made by others are looked up at most once in this while.
const AT_MOST_EVERY: Duration = Duration::from_secs(1);
/// The alarm that ends the while.
const COOLED: Tag = Tag(u32::MAX);

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) text: String,
    pub(super) kind: Option<FindKind>,
}

impl Asked {
    /// Commands are known here; the hub need not be asked.
    fn is_for_hub(&self) -> bool {
        self.kind != Some(FindKind::Command)
    }
}

/// What was asked, and what was answered last.
#[derive(Debug, Default)]
pub(super) struct Asking {
    last: u32,
    in_flight: Option<(Tag, Asked)>,
    answered: Option<Asked>,
    /// An alarm is set.
    cooling: bool,
}

impl Asking {
    /// Asks, unless it is known or another question is under way.
    pub(super) fn want(&mut self, wanted: &Asked) -> Vec<Effect> {
        if self.in_flight.is_some() || self.knows(wanted) {
            return Vec::new();
        }
        self.last = self.last % (u32::MAX / 2) + 1;
        let tag = Tag(self.last);
        self.in_flight = Some((tag, wanted.clone()));
        let request = Request::Find {
            text: wanted.text.clone(),
            kinds: wanted.kind.into_iter().collect(),
            limit: match wanted.kind {
                Some(_) => ROWS_OF_ONE_KIND,
                None => ROWS,
            },
        };
        vec![Effect::Send(tag, request)]
    }

    /// Whether the latest answer is the one to this.
    pub(super) fn knows(&self, wanted: &Asked) -> bool {
        !wanted.is_for_hub() || self.answered.as_ref() == Some(wanted)
    }

    /// An answer came: to which question, if it is to the one under way.
    pub(super) fn answered(&mut self, tag: Tag) -> Option<Asked> {
        let (_, asked) = self.in_flight.take_if(|(awaited, _)| *awaited == tag)?;
        self.answered = Some(asked.clone());
        Some(asked)
    }

    /// The line is there again: nothing asked before will be answered.
    pub(super) fn ask_anew(&mut self, wanted: &Asked) -> Vec<Effect> {
        self.in_flight = None;
        self.answered = None;
        self.want(wanted)
    }

    /// Others changed something: the answer is looked at again in a while.
    pub(super) fn stale(&mut self) -> Vec<Effect> {
        if self.cooling {
            return Vec::new();
        }
        self.cooling = true;
        vec![Effect::Wake(COOLED, AT_MOST_EVERY)]
    }

    /// An alarm went off.
    pub(super) fn woken(&mut self, tag: Tag, wanted: &Asked) -> Vec<Effect> {
        if tag != COOLED {
            return Vec::new();
        }
        self.cooling = false;
        if self.in_flight.is_some() {
            // The answer under way may be older than the change.
            return self.stale();
        }
        self.answered = None;
        self.want(wanted)
    }
}
