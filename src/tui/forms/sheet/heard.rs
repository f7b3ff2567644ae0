//! What the hub says to a form: saved, refused, or away while it was being saved.

use super::super::about::{CARD, Heard};
use super::compare::Overtaken;
use super::{ASIDE, DRAFT, DRAFTS, KNOWN, Kind, RENEW, SAVE, Sheet, Stage, Then, draft};
use crate::domain::refusal::Refusal;
use crate::readmodel::client::ClientCard;
use crate::tui::dialogs::pick::{Item, Pick};
use crate::tui::effect::{Effect, Tag, Tone};
use crate::wire::talk::Done;
use crate::wire::{Reply, Request};

impl<K: Kind> Sheet<K> {
    pub(super) fn saved(&mut self, done: &Done) -> Vec<Effect> {
        let after = match self.kind.then(done) {
            Then::Also(intent) => return vec![Effect::Send(SAVE, Request::Do(intent))],
            Then::Close => Effect::Pop,
            Then::Answer(answer) => Effect::Answer(answer),
            Then::Open(screen) => Effect::Replace(screen),
        };
        let mut effects = self.forget();
        effects.push(Effect::Say(Tone::Done, done.said.clone()));
        effects.push(after);
        effects
    }

    pub(super) fn refused(&mut self, refusal: &Refusal) -> Vec<Effect> {
        self.stage = Stage::Filling;
        self.top = refusal.to_string();
        match refusal {
            Refusal::ChangedMeanwhile { who, at } => self.overtaken_by(who, at),
            Refusal::Field { field, fault } => {
                draft::fault_by_label(&mut self.form, field, fault);
                Vec::new()
            }
            Refusal::Perhaps { known } => {
                self.known.clone_from(known);
                let title = "Is it one of these?";
                let item = |words: &str, note: &str| Item {
                    words: words.to_owned(),
                    note: note.to_owned(),
                };
                let mut items: Vec<Item> =
                    known.iter().map(|one| item(&one.label, "open")).collect();
                items.push(item("No, this is somebody else", "save"));
                let saves = vec![known.len()];
                let pick = Pick::new(KNOWN, title, items, 0).taken_by_enter(saves);
                vec![Effect::Push(Box::new(pick))]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn hub_back(&mut self) -> Vec<Effect> {
        match self.stage {
            Stage::Loading => return self.load(),
            Stage::Gone => return Vec::new(),
            Stage::Filling if self.saves_then => {
                self.saves_then = false;
                return self.save();
            }
            Stage::Filling => {}
            Stage::Saving | Stage::Checking => match self.facts.ask_card() {
                Some(ask) => {
                    self.stage = Stage::Checking;
                    return vec![ask];
                }
                None => return self.send_again(),
            },
            Stage::Comparing => return self.ask_what_stands(),
        }
        if !self.is_changed() {
            return Vec::new();
        }
        self.keep().into_iter().collect()
    }

    /// The card as it is after the line broke: nothing saved, so it is sent again; or something was.
    pub(super) fn checked(
        &mut self,
        before: (u64, u64, u64),
        card: Option<Box<ClientCard>>,
    ) -> Vec<Effect> {
        self.stage = Stage::Filling;
        if self.versions() == before {
            return self.save();
        }
        self.overtaken = card.map(Overtaken::unknown);
        self.compare();
        let words = "The line broke while this was being saved, and the record has changed since: it may be there \
                     already.";
        self.top = format!("{words}\n{}", self.top);
        Vec::new()
    }

    /// Of the client, the case or service, and the newest of the parts.
    pub(super) fn versions(&self) -> (u64, u64, u64) {
        let card = self.facts.card.as_deref();
        let client = card.map_or(0, |card| card.version);
        let parts = card.and_then(|card| card.parts.iter().map(|kept| kept.seq).max());
        (client, self.facts.version(), parts.unwrap_or(0))
    }

    pub(super) fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        let (before, card) = (self.versions(), self.facts.card.clone());
        match self.facts.hear(tag, reply) {
            Heard::Taken if tag == CARD && self.stage == Stage::Checking => {
                return self.checked(before, card);
            }
            Heard::Taken if tag == CARD && self.stage == Stage::Comparing => {
                self.stage = Stage::Filling;
                self.compare();
                return Vec::new();
            }
            Heard::Taken => return self.start(),
            Heard::Denied(reason) if self.stage == Stage::Loading => {
                self.stage = Stage::Gone;
                return vec![Effect::Say(Tone::Trouble, reason), Effect::Pop];
            }
            Heard::Denied(reason) => {
                self.stage = Stage::Filling;
                self.top = reason;
                return Vec::new();
            }
            Heard::Other => {}
        }
        match (tag, reply) {
            (ASIDE, reply) => self.heard_aside(reply),
            (RENEW, reply) => self.heard_renewed(reply),
            (DRAFTS, Reply::Drafts(drafts)) => {
                self.drafts = Some(drafts.clone());
                self.start()
            }
            (DRAFTS, _) => {
                self.drafts = Some(Vec::new());
                self.start()
            }
            (SAVE, Reply::Done(done)) => self.saved(done),
            (SAVE, Reply::Refused(refusal)) => self.refused(refusal),
            (SAVE, Reply::Trouble(trouble)) => {
                self.stage = Stage::Filling;
                self.top = [trouble.message.as_str(), &trouble.hint].join(" ");
                Vec::new()
            }
            (DRAFT, Reply::Trouble(trouble)) => {
                self.dirty = true;
                vec![Effect::Say(Tone::Trouble, trouble.to_string())]
            }
            _ => Vec::new(),
        }
    }
}
