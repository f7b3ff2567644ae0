//! The record of a review: what was talked about, what was decided, how it ended, and whether both
//! agree.

use ratatui::layout::Rect;

use crate::domain::dates::short;
use crate::domain::ids::{CaseId, MeetingId};
use crate::domain::intent::Intent;
use crate::domain::meeting::ReviewStep;
use crate::readmodel::review::MeetingCard;
use crate::tui::action::{Action, ListAction, RecordAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::forms;
use crate::tui::screen::{HubSaid, Place, Screen};
use crate::tui::screens::doors;
use crate::tui::screens::refresh::changes_lists;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Marker;
use crate::wire::{Reply, Request};

/// The record was asked for.
const CARD: Tag = Tag(1);
/// An answer to it was sent.
const ANSWER: Tag = Tag(2);
/// Lines are wrapped to so many columns.
const WIDE: usize = 72;

/// The record of one review.
struct Record {
    meeting: MeetingId,
    card: Option<Box<MeetingCard>>,
    lines: Vec<(String, Role)>,
    /// The case that a line is about; each line has a number, so that it can be scrolled.
    ids: Vec<Option<usize>>,
    cases: Vec<Option<CaseId>>,
    marker: Marker<usize>,
    sentence: String,
}

pub(super) fn open(meeting: MeetingId) -> Box<dyn Screen> {
    Box::new(Record {
        meeting,
        card: None,
        lines: Vec::new(),
        ids: Vec::new(),
        cases: Vec::new(),
        marker: Marker::default(),
        sentence: String::new(),
    })
}

impl Record {
    fn ask(&self) -> Vec<Effect> {
        vec![Effect::Send(CARD, Request::Meeting(self.meeting))]
    }

    fn take(&mut self, card: &MeetingCard) {
        self.lines.clear();
        self.cases.clear();
        for (words, role, case) in lines(card) {
            // What was said of a case stands indented under it.
            let words_alone = words.trim_start();
            let indent = words.len() - words_alone.len();
            for line in wrap(words_alone, WIDE - indent) {
                self.lines.push((format!("{:indent$}{line}", ""), role));
                self.cases.push(case);
            }
        }
        self.ids = (0..self.lines.len()).map(Some).collect();
        self.card = Some(Box::new(card.clone()));
        self.marker.settle(&self.ids);
    }

    fn case(&self) -> Option<CaseId> {
        self.cases.get(self.marker.index()).copied().flatten()
    }

    fn act_here(&self, action: RecordAction) -> Vec<Effect> {
        let Some(card) = self.card.as_deref() else {
            return Vec::new();
        };
        match action {
            RecordAction::Close => {
                vec![Effect::Push(forms::end_review(card.id, card.version))]
            }
            RecordAction::Agree => {
                let step = ReviewStep::Agree {
                    meeting: card.id,
                    version: card.version,
                };
                vec![Effect::Send(ANSWER, Request::Do(Intent::Review(step)))]
            }
            RecordAction::Differ => {
                let form = forms::differ(card.id, card.version, &card.disagreement);
                vec![Effect::Push(form)]
            }
        }
    }
}

/// The record in lines, each with the case that it is about.
fn lines(card: &MeetingCard) -> Vec<(String, Role, Option<CaseId>)> {
    let words = |text: String| (text, Role::Text, None);
    let day = |on| short(on, card.today);
    let mut lines = Vec::new();
    if !card.heavy.is_empty() {
        let heavy = card.heavy.replace('\n', " ");
        lines.push(words(format!("Between the two of you: {heavy}")));
    }
    let count = card.lines.len();
    let heading = format!("Talked about: {count}");
    lines.push((heading, Role::Heading, None));
    for line in &card.lines {
        let name = format!("{}  {}", line.client, line.practice);
        lines.push((name, Role::Name, Some(line.case)));
        for decided in &line.decided {
            lines.push((format!("  decided: {decided}"), Role::Text, Some(line.case)));
        }
        for action in &line.actions {
            lines.push((format!("  action, {action}"), Role::Text, Some(line.case)));
        }
        if line.decided.is_empty() && line.actions.is_empty() {
            let nothing = "  talked about; neither decision nor action".to_owned();
            lines.push((nothing, Role::Text, Some(line.case)));
        }
    }
    for action in &card.actions {
        lines.push(words(format!("Action, {action}")));
    }
    lines.push(("How it ended".to_owned(), Role::Heading, None));
    lines.push(words(match card.closed_on {
        Some(on) => format!("Ended {}", day(on)),
        None => "Not ended yet: it goes on where it stopped".to_owned(),
    }));
    if let Some(on) = card.next_on {
        lines.push(words(format!("Next review {}", day(on))));
    }
    let agreed = match card.agreed.as_slice() {
        [] => "Nobody has agreed to this record yet".to_owned(),
        names => format!("Agreed: {}", names.join(", ")),
    };
    lines.push(words(agreed));
    if !card.disagreement.is_empty() {
        let said = card.disagreement.replace('\n', " ");
        lines.push(words(format!("{} sees it so: {said}", card.worker)));
    }
    lines
}

impl Screen for Record {
    fn heading(&self) -> String {
        "Record of the review".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Review)
    }

    fn hints(&self) -> Vec<Action> {
        let card = self.card.as_deref();
        let mut hints: Vec<Action> = Vec::new();
        if card.is_some_and(|card| card.may_close) {
            hints.push(RecordAction::Close.into());
        }
        if card.is_some_and(|card| card.may_answer) {
            hints.push(RecordAction::Agree.into());
            hints.push(RecordAction::Differ.into());
        }
        hints.push(ListAction::Open.into());
        hints
    }

    fn unable(&self, action: Action) -> Option<String> {
        let card = self.card.as_deref();
        let open = card.is_some_and(|card| card.closed_on.is_none());
        let words = match action {
            Action::List(ListAction::Open) if self.case().is_none() => "Nobody is under the marker",
            Action::Record(RecordAction::Close) if !card.is_some_and(|card| card.may_close) => {
                match open {
                    true => "The supervisor ends the review",
                    false => "It has ended; u takes that back",
                }
            }
            Action::Record(RecordAction::Agree | RecordAction::Differ)
                if !card.is_some_and(|card| card.may_answer) =>
            {
                match open {
                    true => "The review has not ended yet",
                    false => "The link worker answers from their own desk",
                }
            }
            _ => return None,
        };
        Some(words.to_owned())
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(self.marker.position(&self.ids))
    }

    fn opened(&mut self) -> Vec<Effect> {
        self.ask()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match (action, self.case()) {
            (Action::List(ListAction::Open), Some(case)) => doors::client_of(case),
            (Action::List(action), _) => {
                self.marker.act(&self.ids, action);
                Vec::new()
            }
            (Action::Record(action), _) => self.act_here(action),
            _ => Vec::new(),
        }
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(CARD, Reply::Meeting(card)) => self.take(card),
            HubSaid::Reply(CARD, Reply::Refused(refusal)) => self.sentence = refusal.to_string(),
            HubSaid::Reply(CARD, Reply::Trouble(trouble)) => self.sentence = trouble.to_string(),
            HubSaid::Reply(ANSWER, Reply::Done(done)) => {
                return vec![Effect::Say(Tone::Done, done.said.clone())];
            }
            HubSaid::Reply(ANSWER, Reply::Refused(refusal)) => {
                let mut effects = self.ask();
                effects.push(Effect::Say(Tone::Trouble, refusal.to_string()));
                return effects;
            }
            HubSaid::Reply(ANSWER, Reply::Trouble(trouble)) => {
                return vec![Effect::Say(Tone::Trouble, trouble.to_string())];
            }
            HubSaid::Back => return self.ask(),
            said if changes_lists(said) => return self.ask(),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        let wide = area.width.saturating_sub(2);
        let Some(card) = self.card.as_deref().filter(|_| area.height > 4) else {
            pad.text(area.x + 1, area.y, wide, &self.sentence, Role::Text);
            return;
        };
        let (on, since) = (short(card.on, card.today), short(card.since, card.today));
        let title = format!(
            "Record: {} with {}, {on}   (since {since})",
            card.worker, card.supervisor
        );
        pad.text(area.x + 1, area.y, wide, &title, Role::Heading);
        pad.rule(area, area.y + 1);
        let list = Rect {
            y: area.y + 2,
            height: area.height - 2,
            ..area
        };
        let count = self.lines.len();
        self.marker.draw(list, pad, count, |index, line, _, pad| {
            if let Some((words, role)) = self.lines.get(index) {
                pad.text(line.x, line.y, line.width, words, *role);
            }
        });
    }
}
