//! A form on the screen: loading what it needs, drafts, saving, refusals. What it asks and what
//! comes of it is a [`Kind`].
//!
//! Keys that come before the card are kept and typed in when it is there, so that a fast hand
//! loses nothing. A draft holds only what differs from the form as it was offered: what others
//! change meanwhile is not put back.

mod ask;
mod compare;
mod draft;
mod draw;
mod heard;
mod kind;
mod screen;

use std::time::Duration;

pub(super) use self::kind::{Kind, Then};

use self::compare::Overtaken;
use super::about::{About, Facts};
use crate::domain::intent::Intent;
use crate::domain::refusal::Known;
use crate::readmodel::drafts::Draft;
use crate::tui::action::Action;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::key::Key;
use crate::tui::screen::Screen;
use crate::tui::widgets::form::{Came, Form};
use crate::wire::{Reply, Request};

/// The drafts were asked for.
const DRAFTS: Tag = Tag(3);
/// The intent was sent.
const SAVE: Tag = Tag(4);
/// A draft was kept or dropped; also the alarm for it.
const DRAFT: Tag = Tag(5);
/// Whether to throw the draft away.
const DISCARD: Tag = Tag(6);
/// Whether it is one of those known.
const KNOWN: Tag = Tag(7);
/// Whether to save over what somebody else set.
const OVER: Tag = Tag(8);
/// Whether it is to go into several records.
const SURE: Tag = Tag(9);

/// What is typed was asked about.
const ASIDE: Tag = Tag(10);
/// What stands now was asked for.
const RENEW: Tag = Tag(11);

/// At most so much typing is lost when the session is killed.
const KEEP_AFTER: Duration = Duration::from_secs(2);

/// How far the form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Loading,
    Filling,
    Saving,
    /// The line broke while it was being saved: whether it was saved is being looked up.
    Checking,
    /// Somebody else was faster: what they set is being looked up.
    Comparing,
    /// Saved or thrown away: nothing is to be kept.
    Gone,
}

/// Something done before the form was there.
enum Early {
    Key(Key),
    Paste(String),
    Act(Action),
}

struct Sheet<K> {
    kind: K,
    facts: Facts,
    stage: Stage,
    form: Form,
    /// The fields as they were offered.
    offered: Vec<(&'static str, String)>,
    /// The drafts as the hub has them, until the form is made.
    drafts: Option<Vec<Draft>>,
    /// Changed since the draft was last kept.
    dirty: bool,
    /// The alarm for keeping it is set.
    alarm: bool,
    /// The hub holds a draft of this form.
    stored: bool,
    early: Vec<Early>,
    /// One sentence at the top: a refusal.
    top: String,
    known: Vec<Known>,
    /// What is to be saved once the question is answered.
    asked: Option<Intent>,
    /// What somebody else changed under this form.
    overtaken: Option<Overtaken>,
    /// It is saved as soon as the hub has said what it was asked about what is typed.
    saves_then: bool,
}

/// The screen of a form.
pub(super) fn open<K: Kind + 'static>(about: About, kind: K) -> Box<dyn Screen> {
    let facts = Facts::new(about, kind.wants_desk());
    Box::new(Sheet {
        kind,
        facts,
        stage: Stage::Loading,
        form: Form::default(),
        offered: Vec::new(),
        drafts: None,
        dirty: false,
        alarm: false,
        stored: false,
        early: Vec::new(),
        top: String::new(),
        known: Vec::new(),
        asked: None,
        overtaken: None,
        saves_then: false,
    })
}

impl<K: Kind> Sheet<K> {
    fn load(&self) -> Vec<Effect> {
        let mut asks = self.facts.ask();
        if self.drafts.is_none() {
            asks.push(Effect::Send(DRAFTS, Request::Drafts));
        }
        asks
    }

    /// Makes the form once everything is there, with the draft in it and what was typed meanwhile.
    fn start(&mut self) -> Vec<Effect> {
        if self.stage != Stage::Loading || !self.facts.is_ready() {
            return Vec::new();
        }
        let Some(drafts) = self.drafts.take() else {
            return Vec::new();
        };
        if let Some(reason) = self.kind.closed(&self.facts) {
            self.stage = Stage::Gone;
            return vec![Effect::Say(Tone::Note, reason), Effect::Pop];
        }
        self.form = self.kind.form(&self.facts);
        self.offered = draft::snapshot(&self.form);
        self.stage = Stage::Filling;
        let mut effects = Vec::new();
        let key = self.kind.key(&self.facts);
        let kept = drafts
            .into_iter()
            .find(|draft| Some(&draft.key) == key.as_ref() && self.kind.belongs(&draft.fields));
        if let Some(kept) = kept {
            self.stored = true;
            draft::restore(&mut self.form, &kept);
            let words = "This is the draft that you kept".to_owned();
            effects.push(Effect::Say(Tone::Note, words));
            self.compare_draft(&kept);
        }
        self.kind.read_back(&mut self.form, &self.facts);
        for early in std::mem::take(&mut self.early) {
            effects.extend(match early {
                Early::Key(key) => self.typed(key),
                Early::Paste(text) => self.pasted(&text),
                Early::Act(action) => self.act(action),
            });
        }
        effects
    }

    /// Lets the form take something, and looks at the field that was left by it.
    fn turn(&mut self, take: impl FnOnce(&mut Form) -> Came) -> Vec<Effect> {
        let before = self.form.current().map(|entry| entry.name);
        let came = take(&mut self.form);
        let after = self.form.current().map(|entry| entry.name);
        if let Some(left) = before.filter(|_| before != after) {
            self.left(left);
        }
        self.came(came)
    }

    /// Says what is wrong with a field as soon as it is left; one that holds nothing, or what was
    /// offered, is looked at when it is saved.
    fn left(&mut self, name: &'static str) {
        let text = self.form.text(name);
        let offered = self.offered.contains(&(name, text.clone()));
        if !offered && !text.trim().is_empty() {
            self.kind.left(&mut self.form, name, &self.facts);
        }
    }

    fn came(&mut self, came: Came) -> Vec<Effect> {
        match came {
            Came::Nothing => Vec::new(),
            Came::Changed(name) => self.changed(name),
            Came::Full(name) => {
                let mut effects = self.changed(name);
                let words = "This field is full; not everything found room";
                effects.push(Effect::Say(Tone::Trouble, words.to_owned()));
                effects
            }
            Came::Said(words) => vec![Effect::Say(Tone::Note, words.to_owned())],
            Came::Save => self.save(),
            Came::Discard => self.discard(),
        }
    }

    fn changed(&mut self, name: &'static str) -> Vec<Effect> {
        if let Some(entry) = self.form.entry_mut(name) {
            entry.fault.clear();
        }
        self.kind.changed(&mut self.form, name, &self.facts);
        self.kind.read_back(&mut self.form, &self.facts);
        self.dirty = true;
        if self.alarm {
            return Vec::new();
        }
        self.alarm = true;
        vec![Effect::Wake(DRAFT, KEEP_AFTER)]
    }

    fn save(&mut self) -> Vec<Effect> {
        if self.stage != Stage::Filling {
            return Vec::new();
        }
        self.known.clear();
        if self.overtaken.is_none() {
            self.top.clear();
        }
        draft::clear_faults(&mut self.form);
        let intent = self.kind.intent(&mut self.form, &self.facts);
        let faulty = self.form.go_to_fault();
        let question = self.question();
        match (intent, question) {
            (Some(_), Some(question)) if !faulty => vec![question],
            (Some(_), None)
                if !faulty && !self.saves_then && self.kind.asks(&self.form).is_some() =>
            {
                self.saves_then = true;
                self.ask_aside()
            }
            (Some(intent), _) if !faulty => self.send_or_ask(intent),
            _ => Vec::new(),
        }
    }

    /// Asks the hub about what is typed, where the form has something to ask.
    fn ask_aside(&self) -> Vec<Effect> {
        let request = self.kind.asks(&self.form);
        let ask = request.map(|request| Effect::Send(ASIDE, request));
        ask.into_iter().collect()
    }

    /// The hub said what it was asked about what is typed.
    fn heard_aside(&mut self, reply: &Reply) -> Vec<Effect> {
        if self.stage != Stage::Filling {
            return Vec::new();
        }
        let warning = self.kind.told(&self.form, reply);
        self.kind.read_back(&mut self.form, &self.facts);
        if !self.saves_then {
            return Vec::new();
        }
        match warning {
            Some(words) => {
                self.saves_then = false;
                self.top = words;
                Vec::new()
            }
            // Whatever was answered, it is saved: a warning never stands in the way.
            None => {
                let effects = self.save();
                self.saves_then = false;
                effects
            }
        }
    }

    /// Nothing of this form is to be kept any more.
    fn forget(&mut self) -> Vec<Effect> {
        self.stage = Stage::Gone;
        let mut effects = vec![Effect::Sleep(DRAFT)];
        if let (true, Some(key)) = (self.stored, self.kind.key(&self.facts)) {
            effects.push(Effect::Send(DRAFT, Request::DropDraft(key)));
        }
        effects
    }

    fn discard(&mut self) -> Vec<Effect> {
        if !self.is_changed() {
            let mut effects = self.forget();
            effects.push(Effect::Pop);
            return effects;
        }
        let words = "What you have typed here is thrown away for good.";
        vec![Effect::Push(Box::new(Confirm::new(
            DISCARD,
            self.heading(),
            words,
        )))]
    }

    /// Whether anything was typed that is worth keeping.
    fn is_changed(&self) -> bool {
        draft::snapshot(&self.form) != self.offered
    }

    fn keep(&mut self) -> Option<Effect> {
        let key = self.kind.key(&self.facts)?;
        self.dirty = false;
        self.stored = true;
        let service = self.facts.service.as_ref();
        let service = service.map_or_else(|| self.kind.label(), |card| card.service.name.clone());
        let client = self.facts.card.as_ref();
        let label = client.map_or(service, |card| card.client.clone());
        let mut draft = draft::draft(key, &label, &self.form, &self.offered);
        draft.fields.extend(self.kind.marks());
        Some(Effect::Send(DRAFT, Request::KeepDraft(draft)))
    }
}
