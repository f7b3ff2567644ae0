//! A form as a screen of the app: what each of its keys and alarms does.

use super::super::{person, words};
use super::{DISCARD, DRAFT, Early, KNOWN, Kind, OVER, SURE, Sheet, Stage, draw};
use crate::readmodel::stand::Spot;
use crate::tui::action::{Action, FormAction, Scope, TextAction};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::key::Key;
use crate::tui::screen::{Answer, HubSaid, Screen, Typing};
use crate::tui::screens::client;
use crate::tui::widgets::form::{Came, Entry};
use crate::wire::talk::ClientBy;
use ratatui::layout::Rect;

impl<K: Kind> Screen for Sheet<K> {
    fn may_change(&self) -> bool {
        true
    }

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
            HubSaid::Lost | HubSaid::Notice(_) | HubSaid::NewDay | HubSaid::OtherDay => Vec::new(),
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
            let mut effects = self.ask_aside();
            effects.extend(self.keep());
            effects
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
            context_rows: self.kind.context_rows(),
            sentence: words,
            is_fault: self.stage == Stage::Filling,
        };
        draw::draw(&head, &self.form, area, pad);
    }
}
