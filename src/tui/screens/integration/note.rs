//! One note on the work, whole: its text, the marks of both sides, the answers.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::note_lines::{lines, plain};
use crate::domain::ids::NoteId;
use crate::domain::intent::Intent;
use crate::domain::supervision::NoteIntent;
use crate::domain::terms::Concept;
use crate::readmodel::integration::NoteCard;
use crate::tui::action::{Action, ListAction, NoteAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::forms;
use crate::tui::screen::{HubSaid, Screen};
use crate::tui::screens::refresh::{Refresh, changes_notes};
use crate::tui::theme::Role;
use crate::wire::{Reply, Request};

/// An intent was sent; far from the tags of questions.
const DONE: Tag = Tag(0);

struct Page {
    id: NoteId,
    card: Option<Box<NoteCard>>,
    /// The line at the top.
    top: usize,
    /// The highest such line and the lines of a page, known when it was drawn.
    last: Cell<usize>,
    page: Cell<usize>,
    refresh: Refresh,
    /// Why there is no note.
    sentence: String,
}

/// The page of that note.
pub(super) fn open(id: NoteId) -> Box<dyn Screen> {
    Box::new(Page {
        id,
        card: None,
        top: 0,
        last: Cell::new(0),
        page: Cell::new(1),
        refresh: Refresh::default(),
        sentence: String::new(),
    })
}

impl Page {
    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        if tag == DONE {
            let mut effects = done(reply);
            effects.extend(self.refresh.ask(Request::Note(self.id)));
            return effects;
        }
        if !self.refresh.is_answer(tag) {
            return Vec::new();
        }
        match reply {
            Reply::Note(card) => self.card = Some(card.clone()),
            Reply::Trouble(trouble) => {
                // It was taken away, or is not for this person any more.
                self.card = None;
                self.sentence = trouble.to_string();
            }
            _ => {}
        }
        let id = self.id;
        self.refresh.after_answer(|| Request::Note(id))
    }

    fn scroll(&mut self, action: ListAction) -> Vec<Effect> {
        let top = match action {
            ListAction::Open => return vec![Effect::Pop],
            ListAction::Write => return Vec::new(),
            ListAction::Next => self.top + 1,
            ListAction::Previous => self.top.saturating_sub(1),
            ListAction::PageDown => self.top + self.page.get(),
            ListAction::PageUp => self.top.saturating_sub(self.page.get()),
            ListAction::First => 0,
            ListAction::Last => self.last.get(),
        };
        self.top = top.min(self.last.get());
        Vec::new()
    }

    /// The concept that its marks agree on, for an action about it.
    fn concept(&self) -> Option<Concept> {
        let marks = &self.card.as_deref()?.note.marks;
        let mut concepts = marks.iter().map(|mark| mark.concept);
        let first = concepts.next()?;
        concepts.all(|one| one == first).then_some(first)?
    }

    fn mark(&self, concept: Option<Concept>) -> Vec<Effect> {
        vec![Effect::Push(forms::mark_note(self.id, concept))]
    }

    fn own(&mut self, action: NoteAction) -> Vec<Effect> {
        let Some(card) = self.card.as_deref() else {
            return Vec::new();
        };
        let (note, version) = (self.id, card.version);
        let send = |intent| {
            let request = Request::Do(Intent::Supervise(intent));
            vec![Effect::Send(DONE, request)]
        };
        match action {
            NoteAction::Power => self.mark(Some(Concept::Power)),
            NoteAction::Identity => self.mark(Some(Concept::Identity)),
            NoteAction::Effect => self.mark(Some(Concept::Effect)),
            NoteAction::Infrastructure => self.mark(Some(Concept::Infrastructure)),
            NoteAction::Whole => self.mark(None),
            NoteAction::Answer => vec![Effect::Push(forms::answer_note(note))],
            NoteAction::Change => vec![Effect::Push(forms::change_note(note))],
            NoteAction::Act => vec![Effect::Push(forms::work_action(self.concept()))],
            NoteAction::Share => send(NoteIntent::Share { note, version }),
            NoteAction::TakeAway => send(NoteIntent::TakeAway { note, version }),
        }
    }
}

fn done(reply: &Reply) -> Vec<Effect> {
    let (tone, words) = match reply {
        Reply::Done(done) => (Tone::Done, done.said.clone()),
        Reply::Refused(refusal) => (Tone::Note, refusal.to_string()),
        Reply::Trouble(trouble) => (Tone::Trouble, trouble.to_string()),
        _ => return Vec::new(),
    };
    vec![Effect::Say(tone, words)]
}

impl Screen for Page {
    fn heading(&self) -> String {
        match self.card.as_deref() {
            Some(card) => format!("Note on {}'s work", card.worker),
            None => "Note on the work".to_owned(),
        }
    }

    fn scope(&self) -> Scope {
        Scope::Note
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            NoteAction::Power.into(),
            NoteAction::Identity.into(),
            NoteAction::Effect.into(),
            NoteAction::Infrastructure.into(),
            NoteAction::Whole.into(),
            NoteAction::Answer.into(),
        ]
    }

    fn unable(&self, action: Action) -> Option<String> {
        let Action::Note(action) = action else {
            return None;
        };
        let Some(card) = self.card.as_deref() else {
            return Some("There is no note here".to_owned());
        };
        let sentence = match action {
            NoteAction::Answer if !card.may_answer => "It is private; there is nobody to answer",
            NoteAction::Change | NoteAction::Share | NoteAction::TakeAway if !card.mine => {
                "Only its author may; mark it or answer it instead"
            }
            NoteAction::Share if card.note.shared => "It is shared already",
            _ => return None,
        };
        Some(sentence.to_owned())
    }

    fn plain(&self) -> Option<Vec<String>> {
        self.card.as_deref().map(plain)
    }

    fn opened(&mut self) -> Vec<Effect> {
        self.refresh.ask(Request::Note(self.id))
    }

    fn on_top_again(&mut self) -> Vec<Effect> {
        self.opened()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::List(action) => self.scroll(action),
            Action::Note(action) => self.own(action),
            _ => Vec::new(),
        }
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        let request = Request::Note(self.id);
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => self.refresh.is_back(request),
            said if changes_notes(said) => self.refresh.changed(|| request),
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        let request = Request::Note(self.id);
        self.refresh.woken(tag, || request)
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        let columns = usize::from(area.width.saturating_sub(2).min(100));
        let Some(card) = self.card.as_deref() else {
            pad.text(
                area.x + 1,
                area.y,
                area.width - 2,
                &self.sentence,
                Role::Text,
            );
            return;
        };
        let lines = lines(card, columns, pad.glyphs());
        let height = usize::from(area.height);
        let last = lines.len().saturating_sub(height);
        let top = self.top.min(last);
        self.last.set(last);
        self.page.set(height.max(2) - 1);
        for (line, y) in lines.iter().skip(top).zip(area.top()..area.bottom()) {
            pad.prose(area.x + 1, y, area.width - 2, line);
        }
        if top < last {
            let more = format!(" {} {} more ", pad.glyphs().down, last - top);
            let y = area.bottom() - 1;
            pad.right(area.right(), y, area.width, &more, Role::Text);
        }
    }
}
