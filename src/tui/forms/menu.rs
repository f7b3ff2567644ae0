//! A list of choices about one person, that asks for the card by itself.

use ratatui::layout::Rect;

use super::about::{About, Facts, Heard};
use super::overtaken::changes;
use super::person;
use super::words;
use crate::domain::intent::Intent;
use crate::domain::refusal::Refusal;
use crate::readmodel::client::ClientCard;
use crate::tui::action::{Action, Scope};
use crate::tui::dialogs::pick::{Item, Pick};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::key::Key;
use crate::tui::screen::{Answer, Covers, HubSaid, Screen, Typing};
use crate::wire::{Reply, Request};

/// The intent was sent.
const SAVE: Tag = Tag(4);
/// What the list answers with.
const TAKEN: Tag = Tag(5);

/// What one list offers.
pub(super) trait Menu {
    /// "Status".
    fn title(&self) -> String;

    /// Whether it needs the lists of staff and practices.
    fn wants_desk(&self) -> bool {
        false
    }

    /// Whether it is about safeguarding: then nobody else is on the screen, and it is not copied.
    fn is_guarded(&self) -> bool {
        false
    }

    /// Why there is nothing to choose.
    fn closed(&self, _facts: &Facts) -> Option<String> {
        None
    }

    /// What to have before one's eyes while choosing; asked for after the choices.
    fn words(&self, _facts: &Facts) -> String {
        String::new()
    }

    /// Whether this choice may change a record at once, so that Enter must take it and no digit
    /// does.
    fn changes(&self, _index: usize) -> bool {
        true
    }

    /// The choices, and which of them the marker starts on.
    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize);

    /// What comes of a choice.
    fn take(&mut self, index: usize, facts: &Facts) -> Taken;
}

/// What comes of a choice.
pub(super) enum Taken {
    Nothing,
    /// The list is done with.
    Close,
    Do(Intent),
    /// The case is open again: its next step is asked for.
    DoThenNextStep(Intent),
    Open(Box<dyn Screen>),
    /// As if the action's key had been pressed on the screen below.
    Run(Action),
}

struct Choices<M> {
    menu: M,
    facts: Facts,
    pick: Option<Pick>,
    then_next_step: bool,
    /// Who was faster and when, and the card that the choice was made on.
    overtaken: Option<(String, Option<Box<ClientCard>>)>,
}

/// The screen of a list.
pub(super) fn open<M: Menu + 'static>(about: About, menu: M) -> Box<dyn Screen> {
    let facts = Facts::new(about, menu.wants_desk());
    Box::new(Choices {
        menu,
        facts,
        pick: None,
        then_next_step: false,
        overtaken: None,
    })
}

impl<M: Menu> Choices<M> {
    fn start(&mut self) -> Vec<Effect> {
        if !self.facts.is_ready() {
            return self.facts.ask();
        }
        if let Some(reason) = self.menu.closed(&self.facts) {
            return vec![Effect::Say(Tone::Note, reason), Effect::Pop];
        }
        let (items, on) = self.menu.items(&self.facts);
        let by_enter = (0..items.len()).filter(|index| self.menu.changes(*index));
        let by_enter = by_enter.collect();
        let pick = Pick::new(TAKEN, self.heading(), items, on);
        let words = self.menu.words(&self.facts);
        self.pick = Some(pick.taken_by_enter(by_enter).under(words));
        self.compare().into_iter().collect()
    }

    /// Somebody was faster: the list stays, with what stands now in it.
    fn overtaken_by(&mut self, who: &str, at: &str) -> Vec<Effect> {
        let words = format!("{who} changed this at {at}");
        self.overtaken = Some((words, self.facts.card.clone()));
        self.facts.ask_card().into_iter().collect()
    }

    /// Says what somebody else changed before this could be saved.
    fn compare(&mut self) -> Option<Effect> {
        let (who, before) = self.overtaken.take()?;
        let changed = changes(before.as_deref()?, self.facts.card.as_deref()?);
        let said = changed
            .iter()
            .map(|(part, now)| format!("{} now {now}", part.label()));
        let mut said: Vec<String> = said.collect();
        said.push("choose again".to_owned());
        Some(Effect::Say(
            Tone::Trouble,
            format!("{who}: {}", said.join("; ")),
        ))
    }

    /// What the list wants done; a choice taken is for this screen.
    fn picked(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut kept = Vec::new();
        for effect in effects {
            match effect {
                Effect::Answer(Answer::Picked(TAKEN, index)) => kept.extend(self.take(index)),
                other => kept.push(other),
            }
        }
        kept
    }

    fn take(&mut self, index: usize) -> Vec<Effect> {
        match self.menu.take(index, &self.facts) {
            Taken::Nothing => Vec::new(),
            Taken::Close => vec![Effect::Pop],
            Taken::Open(screen) => vec![Effect::Replace(screen)],
            Taken::Run(action) => vec![Effect::Run(action)],
            Taken::Do(intent) => vec![Effect::Send(SAVE, Request::Do(intent))],
            Taken::DoThenNextStep(intent) => {
                self.then_next_step = true;
                vec![Effect::Send(SAVE, Request::Do(intent))]
            }
        }
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        match self.facts.hear(tag, reply) {
            Heard::Taken if self.facts.is_ready() => return self.start(),
            Heard::Taken => return Vec::new(),
            Heard::Denied(reason) => return vec![Effect::Say(Tone::Trouble, reason), Effect::Pop],
            Heard::Other => {}
        }
        let (tone, words) = match reply {
            Reply::Refused(Refusal::ChangedMeanwhile { who, at }) => {
                return self.overtaken_by(who, at);
            }
            Reply::Done(done) => (Tone::Done, done.said.clone()),
            Reply::Refused(refusal) => (Tone::Trouble, refusal.to_string()),
            Reply::Trouble(trouble) => (Tone::Trouble, trouble.to_string()),
            _ => return Vec::new(),
        };
        let case = self.facts.case().map(|case| case.case);
        let after = match (self.then_next_step && tone == Tone::Done, case) {
            (true, Some(case)) => Effect::Replace(super::next_step(case)),
            _ => Effect::Pop,
        };
        vec![Effect::Say(tone, words), after]
    }
}

impl<M: Menu> Screen for Choices<M> {
    fn may_change(&self) -> bool {
        true
    }

    fn heading(&self) -> String {
        match self.facts.card.as_deref() {
            Some(card) => format!("{}: {}", self.menu.title(), person::line(card)),
            None => self.menu.title(),
        }
    }

    fn scope(&self) -> Scope {
        Scope::Menu
    }

    fn typing(&self) -> Typing {
        Typing::Digits
    }

    fn hints(&self) -> Vec<Action> {
        self.pick.as_ref().map(Screen::hints).unwrap_or_default()
    }

    fn position(&self) -> Option<(usize, usize)> {
        self.pick.as_ref().and_then(Screen::position)
    }

    fn covers(&self) -> Covers {
        match self.menu.is_guarded() {
            true => Covers::Whole,
            false => Covers::Part,
        }
    }

    fn shows_one_alone(&self) -> bool {
        self.menu.is_guarded()
    }

    fn plain(&self) -> Option<Vec<String>> {
        let guarded = self.menu.is_guarded();
        guarded.then(|| words::not_copied(&self.heading()))
    }

    fn opened(&mut self) -> Vec<Effect> {
        self.start()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let effects = self.pick.as_mut().map(|pick| pick.act(action));
        self.picked(effects.unwrap_or_default())
    }

    fn typed(&mut self, key: Key) -> Vec<Effect> {
        let effects = self.pick.as_mut().map(|pick| pick.typed(key));
        self.picked(effects.unwrap_or_default())
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => self.facts.ask(),
            HubSaid::Lost | HubSaid::Notice(_) | HubSaid::NewDay | HubSaid::OtherDay => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        if self.menu.is_guarded() {
            pad.clear(area);
        }
        if let Some(pick) = &self.pick {
            pick.draw(area, pad);
        }
    }
}
