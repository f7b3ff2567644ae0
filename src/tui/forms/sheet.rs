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
mod kind;

use std::time::Duration;

use ratatui::layout::Rect;

pub(super) use self::kind::{Kind, Then};

use self::compare::Overtaken;
use super::about::{About, CARD, Facts, Heard};
use super::person;
use super::words;
use crate::domain::intent::Intent;
use crate::domain::refusal::{Known, Refusal};
use crate::readmodel::client::ClientCard;
use crate::readmodel::drafts::Draft;
use crate::readmodel::stand::Spot;
use crate::tui::action::{Action, FormAction, Scope, TextAction};
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::pick::{Item, Pick};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::key::Key;
use crate::tui::screen::{Answer, HubSaid, Screen, Typing};
use crate::tui::screens::client;
use crate::tui::widgets::form::{Came, Entry, Form};
use crate::wire::talk::{ClientBy, Done};
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
            (Some(intent), _) if !faulty => self.send_or_ask(intent),
            _ => Vec::new(),
        }
    }

    fn saved(&mut self, done: &Done) -> Vec<Effect> {
        let after = match self.kind.then(done) {
            Then::Also(intent) => return vec![Effect::Send(SAVE, Request::Do(intent))],
            Then::Close => Effect::Pop,
            Then::Open(screen) => Effect::Replace(screen),
        };
        let mut effects = self.forget();
        effects.push(Effect::Say(Tone::Done, done.said.clone()));
        effects.push(after);
        effects
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

    fn refused(&mut self, refusal: &Refusal) -> Vec<Effect> {
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

    fn hub_back(&mut self) -> Vec<Effect> {
        match self.stage {
            Stage::Loading => return self.load(),
            Stage::Gone => return Vec::new(),
            Stage::Filling => {}
            Stage::Saving | Stage::Checking => match self.facts.ask_card() {
                Some(ask) => {
                    self.stage = Stage::Checking;
                    return vec![ask];
                }
                None => return self.send_again(),
            },
            Stage::Comparing => return self.facts.ask_card().into_iter().collect(),
        }
        if !self.is_changed() {
            return Vec::new();
        }
        self.keep().into_iter().collect()
    }

    /// The card as it is after the line broke: nothing saved, so it is sent again; or something was.
    fn checked(&mut self, before: (u64, u64, u64), card: Option<Box<ClientCard>>) -> Vec<Effect> {
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
    fn versions(&self) -> (u64, u64, u64) {
        let card = self.facts.card.as_deref();
        let client = card.map_or(0, |card| card.version);
        let parts = card.and_then(|card| card.parts.iter().map(|kept| kept.seq).max());
        (client, self.facts.version(), parts.unwrap_or(0))
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
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

impl<K: Kind> Screen for Sheet<K> {
    fn heading(&self) -> String {
        match self.facts.card.as_deref() {
            Some(card) => format!("{}: {}", self.kind.title(), person::line(card)),
            None => self.kind.title(),
        }
    }

    fn scope(&self) -> Scope {
        self.form.scope()
    }

    fn typing(&self) -> Typing {
        self.form.typing()
    }

    fn spot(&self) -> Option<Spot> {
        match self.stage {
            Stage::Gone => None,
            // Come back to only on purpose: its draft is listed.
            _ if self.kind.is_guarded() => None,
            _ => self.kind.key(&self.facts).map(Spot::Form),
        }
    }

    fn shows_one_alone(&self) -> bool {
        self.kind.is_guarded()
    }

    fn plain(&self) -> Option<Vec<String>> {
        if self.kind.is_guarded() {
            return Some(words::not_copied(&self.heading()));
        }
        let entry = |entry: &Entry| format!("{}: {}", entry.label, entry.text());
        let entries = self.form.entries().iter().map(entry);
        Some([self.heading()].into_iter().chain(entries).collect())
    }

    fn hints(&self) -> Vec<Action> {
        let enter: Action = match self.form.scope() {
            Scope::Text => TextAction::NewLine.into(),
            _ => FormAction::PreviousField.into(),
        };
        vec![
            FormAction::Save.into(),
            FormAction::NextField.into(),
            enter,
            FormAction::Discard.into(),
        ]
    }

    fn opened(&mut self) -> Vec<Effect> {
        self.load()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        if self.stage == Stage::Loading {
            self.early.push(Early::Act(action));
            return Vec::new();
        }
        let in_text = self.form.scope() == Scope::Text;
        self.turn(|form| match action {
            // Pressed before the form was there, when nobody knew that the field has many lines.
            Action::Form(FormAction::Accept) if in_text => form.act_in_text(TextAction::NewLine),
            Action::Form(action) => form.act(action),
            Action::Text(action) => form.act_in_text(action),
            _ => Came::Nothing,
        })
    }

    fn typed(&mut self, key: Key) -> Vec<Effect> {
        if self.stage == Stage::Loading {
            self.early.push(Early::Key(key));
            return Vec::new();
        }
        self.turn(|form| form.typed(key))
    }

    fn pasted(&mut self, text: &str) -> Vec<Effect> {
        if self.stage == Stage::Loading {
            self.early.push(Early::Paste(text.to_owned()));
            return Vec::new();
        }
        self.turn(|form| form.pasted(text))
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => self.hub_back(),
            HubSaid::Lost | HubSaid::Notice(_) | HubSaid::NewDay => Vec::new(),
        }
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        match answer {
            Answer::Confirmed(DISCARD) => {
                let mut effects = self.forget();
                effects.push(Effect::Say(Tone::Note, "Thrown away".to_owned()));
                effects.push(Effect::Pop);
                effects
            }
            Answer::Confirmed(SURE) => self.confirmed(),
            Answer::Confirmed(OVER) => {
                self.settle();
                self.save()
            }
            Answer::Picked(KNOWN, index) => match self.known.get(*index) {
                Some(known) => vec![Effect::Replace(client::open(ClientBy::Id(known.client)))],
                None => {
                    self.kind.although_similar();
                    self.save()
                }
            },
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        if tag != DRAFT {
            return Vec::new();
        }
        self.alarm = false;
        let due = self.dirty && self.stage != Stage::Gone;
        if due {
            self.keep().into_iter().collect()
        } else {
            Vec::new()
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.form.let_go() {
            return Vec::new();
        }
        let typed = !matches!(self.stage, Stage::Loading | Stage::Gone) && self.is_changed();
        if typed {
            let words = "The draft is kept".to_owned();
            vec![Effect::Say(Tone::Note, words), Effect::Pop]
        } else {
            vec![Effect::Pop]
        }
    }

    fn leaving(&mut self) -> Vec<Effect> {
        match self.stage {
            Stage::Loading | Stage::Gone => Vec::new(),
            _ if self.is_changed() => self.keep().into_iter().collect(),
            _ => self.forget(),
        }
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        let words = match self.stage {
            Stage::Loading | Stage::Gone => return,
            Stage::Saving => "Saving ...",
            Stage::Checking => "Looking whether it was saved ...",
            Stage::Comparing => "Somebody was faster; looking what stands now ...",
            Stage::Filling => self.top.as_str(),
        };
        let head = draw::Head {
            title: self.kind.title(),
            card: self.facts.card.as_deref(),
            context: self.kind.context(&self.facts),
            sentence: words,
            is_fault: self.stage == Stage::Filling,
        };
        draw::draw(&head, &self.form, area, pad);
    }
}
