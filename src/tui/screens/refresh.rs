//! When a list asks the hub again: at once where a person wants something else, and at most once a
//! second where others change things, however many notices come.

use std::time::Duration;

use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::screen::HubSaid;
use crate::wire::{Notice, Request};

/// Notices within this while are answered by one question.
const AT_MOST_EVERY: Duration = Duration::from_secs(1);
/// The alarm that ends the while; far from the tags of questions.
const COOLED: Tag = Tag(u32::MAX);

/// Whether an answer is awaited, and whether it will be out of date.
#[derive(Debug, Default)]
pub(super) struct Refresh {
    /// The tag of the latest question.
    last: u32,
    in_flight: bool,
    /// The last question is less than a second old.
    cooling: bool,
    /// Something changed since the last question.
    stale: bool,
}

impl Refresh {
    /// Asks at once; answers to earlier questions will not count.
    pub(super) fn ask(&mut self, request: Request) -> Vec<Effect> {
        // Zero is left to the screen's other questions.
        self.last = self.last % (u32::MAX / 2) + 1;
        self.in_flight = true;
        self.stale = false;
        self.cooling = true;
        vec![
            Effect::Send(Tag(self.last), request),
            Effect::Wake(COOLED, AT_MOST_EVERY),
        ]
    }

    /// More rows are needed: asks at once, unless an answer is on its way; when that is there, what
    /// is needed may be something else.
    pub(super) fn fetch(&mut self, request: impl FnOnce() -> Request) -> Vec<Effect> {
        match self.in_flight {
            true => Vec::new(),
            false => self.ask(request()),
        }
    }

    /// Something changed: asks now, or as soon as it may.
    pub(super) fn changed(&mut self, request: impl FnOnce() -> Request) -> Vec<Effect> {
        if self.in_flight || self.cooling {
            self.stale = true;
            return Vec::new();
        }
        self.ask(request())
    }

    /// An answer came: whether it is the one to the latest question.
    pub(super) fn is_answer(&mut self, tag: Tag) -> bool {
        let latest = tag == Tag(self.last) && self.in_flight;
        self.in_flight &= !latest;
        latest
    }

    /// To be called after an answer was taken: asks again where it was out of date.
    pub(super) fn after_answer(&mut self, request: impl FnOnce() -> Request) -> Vec<Effect> {
        if self.stale {
            return self.changed(request);
        }
        Vec::new()
    }

    /// An alarm went off.
    pub(super) fn woken(&mut self, tag: Tag, request: impl FnOnce() -> Request) -> Vec<Effect> {
        if tag != COOLED {
            return Vec::new();
        }
        self.cooling = false;
        self.after_answer(request)
    }

    /// The line is there again: nothing asked before will be answered.
    pub(super) fn is_back(&mut self, request: Request) -> Vec<Effect> {
        self.ask(request)
    }

    /// The same on a place, which says so.
    pub(super) fn place_is_back(&mut self, request: Request) -> Vec<Effect> {
        let mut effects = self.is_back(request);
        effects.push(Effect::Say(Tone::Note, "The hub is back".to_owned()));
        effects
    }
}

/// Whether lists must ask again for what the hub said unasked.
pub(super) fn changes_lists(said: &HubSaid<'_>) -> bool {
    match said {
        HubSaid::NewDay => true,
        HubSaid::Notice(notice) => match notice {
            Notice::Changed { .. }
            | Notice::DirectoryChanged { .. }
            | Notice::Reading(_)
            | Notice::TodayIs(_) => true,
            Notice::NotesChanged { .. } | Notice::HandingOver => false,
        },
        HubSaid::Reply(..) | HubSaid::Lost | HubSaid::Back | HubSaid::OtherDay => false,
    }
}

/// Whether what is shown of notes of supervision must be asked again.
pub(super) fn changes_notes(said: &HubSaid<'_>) -> bool {
    match said {
        HubSaid::NewDay => true,
        HubSaid::Notice(notice) => matches!(
            notice,
            Notice::NotesChanged { .. } | Notice::DirectoryChanged { .. } | Notice::TodayIs(_)
        ),
        HubSaid::Reply(..) | HubSaid::Lost | HubSaid::Back | HubSaid::OtherDay => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sends(effects: &[Effect]) -> Option<Tag> {
        effects.iter().find_map(|effect| match effect {
            Effect::Send(tag, _) => Some(*tag),
            _ => None,
        })
    }

    proptest! {
        #[test]
        fn a_storm_of_notices_costs_one_question_a_second_and_the_last_change_is_seen(
            turns in prop::collection::vec(0_u8..4, 1..200)
        ) {
            let mut refresh = Refresh::default();
            let mut open: Option<Tag> = sends(&refresh.ask(Request::Drafts));
            // Whether a question was sent since the last second began, and since the last change.
            let (mut asked, mut seen) = (true, true);
            for turn in turns {
                let effects = match (turn, open) {
                    (0 | 1, _) => {
                        seen = false;
                        refresh.changed(|| Request::Drafts)
                    }
                    (2, Some(tag)) => {
                        prop_assert!(refresh.is_answer(tag));
                        open = None;
                        refresh.after_answer(|| Request::Drafts)
                    }
                    (3, _) => {
                        asked = false;
                        refresh.woken(COOLED, || Request::Drafts)
                    }
                    _ => Vec::new(),
                };
                if let Some(tag) = sends(&effects) {
                    prop_assert!(open.is_none() && !asked);
                    (open, asked, seen) = (Some(tag), true, true);
                }
            }
            for _ in 0..2 {
                if let Some(tag) = open.take() {
                    refresh.is_answer(tag);
                    open = sends(&refresh.after_answer(|| Request::Drafts));
                    seen |= open.is_some();
                }
                let sent = sends(&refresh.woken(COOLED, || Request::Drafts));
                seen |= sent.is_some();
                open = open.or(sent);
            }
            prop_assert!(seen);
        }
    }

    #[test]
    fn an_answer_to_an_earlier_question_does_not_count() {
        let mut refresh = Refresh::default();
        let first = sends(&refresh.ask(Request::Drafts)).expect("a question");
        let second = sends(&refresh.ask(Request::Desk)).expect("a question");
        assert!(!refresh.is_answer(first));
        assert!(refresh.is_answer(second));
        assert!(!refresh.is_answer(second));
    }
}
