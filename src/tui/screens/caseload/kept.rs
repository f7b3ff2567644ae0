//! Order, filter and headings as the person chose them last, in this session or an earlier one: the hub
//! keeps them. What is not theirs to choose any more is left out of it.

use super::{Caseload, choices};
use crate::readmodel::cases::CaseQuery;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::wire::{Reply, Request};

/// What was chosen is being kept.
pub(super) const KEEP: Tag = Tag(u32::MAX - 2);
/// What was chosen last was asked for.
pub(super) const KEPT: Tag = Tag(u32::MAX - 3);

/// Asks for what was chosen last.
pub(super) fn ask_choice() -> Effect {
    Effect::Send(KEPT, Request::KeptCaseload)
}

impl Caseload {
    pub(super) fn keep_choice(&self) -> Effect {
        Effect::Send(KEEP, Request::KeepCaseload(self.query.clone()))
    }

    pub(super) fn heard_choice(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        match (tag, reply) {
            (KEEP, Reply::Trouble(trouble)) => {
                let words = format!("This is for now only: {trouble}");
                vec![Effect::Say(Tone::Trouble, words)]
            }
            (KEEP, _) => Vec::new(),
            (_, reply) => {
                if let Reply::KeptCaseload(query) = reply {
                    self.query = self.still_possible(query.clone());
                }
                self.knows_choice = true;
                self.ask_anew()
            }
        }
    }

    /// The choice without a practice or link worker that cannot be chosen here any more: nothing may
    /// be left out that no line could name.
    fn still_possible(&self, kept: CaseQuery) -> CaseQuery {
        let there = |id| self.practices().iter().any(|practice| practice.id == id);
        let whose = choices::whose(&self.desk);
        let known = whose.iter().any(|(_, whose)| *whose == kept.whose);
        CaseQuery {
            practice: kept.practice.filter(|id| there(*id)),
            whose: if known {
                kept.whose
            } else {
                Default::default()
            },
            ..kept
        }
    }
}
