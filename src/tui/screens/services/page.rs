//! One service: what it is, and who is connected to it, by stage. Somebody marked with Space is one of
//! those whom the next contact with the service is about.

mod draw;

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use crate::domain::ids::{CaseId, PartId, ServiceId};
use crate::domain::terms::Stage;
use crate::readmodel::connected::{ConnectedCard, ConnectedPerson, DueThere};
use crate::readmodel::table::table;
use crate::tui::action::{Action, ListAction, Scope, ServiceAction};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::forms;
use crate::tui::screen::{HubSaid, RowsOut, Screen};
use crate::tui::screens::doors;
use crate::tui::screens::refresh::{Refresh, changes_lists};
use crate::tui::widgets::list::Marker;
use crate::wire::{Notice, Reply, Request};

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// The stage of the people below; none for those whose case or connection has ended.
    Heading(Option<Stage>),
    Person(usize),
}

/// The page of one service.
struct Page {
    service: ServiceId,
    card: Option<Box<ConnectedCard>>,
    lines: Vec<Line>,
    ids: Vec<Option<PartId>>,
    marker: Marker<PartId>,
    /// Those marked, with the version in which they were.
    marks: BTreeMap<PartId, u64>,
    refresh: Refresh,
    /// Why there is no card.
    sentence: String,
}

/// The page of that service.
pub fn open(service: ServiceId) -> Box<dyn Screen> {
    Box::new(Page {
        service,
        card: None,
        lines: Vec::new(),
        ids: Vec::new(),
        marker: Marker::default(),
        marks: BTreeMap::new(),
        refresh: Refresh::default(),
        sentence: String::new(),
    })
}

impl Page {
    fn person(&self) -> Option<&ConnectedPerson> {
        let id = self.marker.id()?;
        let people = &self.card.as_ref()?.people;
        people.iter().find(|person| person.part == *id)
    }

    fn take(&mut self, card: &ConnectedCard) {
        self.lines.clear();
        self.ids.clear();
        let mut last = None;
        for (index, person) in card.people.iter().enumerate() {
            let heading = person.is_open().then_some(person.stage);
            if last != Some(heading) {
                last = Some(heading);
                self.lines.push(Line::Heading(heading));
                self.ids.push(None);
            }
            self.lines.push(Line::Person(index));
            self.ids.push(Some(person.part));
        }
        // Whoever was spoken about since is marked no more.
        let stands = |part: &PartId, version: &u64| {
            let same = |person: &&ConnectedPerson| person.part == *part;
            card.people
                .iter()
                .find(same)
                .is_some_and(|person| person.version == *version)
        };
        self.marks.retain(|part, version| stands(part, version));
        self.marker.settle(&self.ids);
        self.card = Some(Box::new(card.clone()));
    }

    fn heard(&mut self, tag: Tag, reply: &Reply) -> Vec<Effect> {
        if !self.refresh.is_answer(tag) {
            return Vec::new();
        }
        match reply {
            Reply::ConnectedTo(card) => self.take(card),
            Reply::Refused(refusal) => self.sentence = refusal.to_string(),
            Reply::Trouble(trouble) => self.sentence = trouble.to_string(),
            _ => {}
        }
        let service = self.service;
        self.refresh.after_answer(|| Request::ConnectedTo(service))
    }

    fn mark(&mut self) -> Vec<Effect> {
        let Some(person) = self.person() else {
            return Vec::new();
        };
        if person.ended {
            let words = "This case has ended: nothing is logged there any more".to_owned();
            return vec![Effect::Say(Tone::Note, words)];
        }
        let (part, version) = (person.part, person.version);
        if self.marks.remove(&part).is_none() {
            self.marks.insert(part, version);
        }
        self.marker.act(&self.ids, ListAction::Next);
        Vec::new()
    }

    /// What was logged has been logged: nobody of those cases is marked any more.
    fn unmark(&mut self, cases: &[CaseId]) {
        let people = self.card.iter().flat_map(|card| &card.people);
        for person in people.filter(|person| cases.contains(&person.case)) {
            self.marks.remove(&person.part);
        }
    }

    /// Those marked; where nobody is, all about whom something is due.
    fn about(&self) -> Vec<DueThere> {
        let Some(card) = &self.card else {
            return Vec::new();
        };
        if self.marks.is_empty() {
            return card.figures.due.clone();
        }
        let marked = card
            .people
            .iter()
            .filter(|person| self.marks.contains_key(&person.part));
        marked
            .map(|person| DueThere {
                client: person.client.clone(),
                seen: person.seen(),
            })
            .collect()
    }
}

impl Screen for Page {
    fn heading(&self) -> String {
        match &self.card {
            Some(card) => card.service.name.clone(),
            None => "Service".to_owned(),
        }
    }

    fn scope(&self) -> Scope {
        Scope::Service
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            ListAction::Open.into(),
            ServiceAction::Mark.into(),
            ServiceAction::Log.into(),
        ]
    }

    fn unable(&self, action: Action) -> Option<String> {
        let sentence = match action {
            Action::List(ListAction::Open) | Action::Service(ServiceAction::Mark)
                if self.person().is_none() =>
            {
                "Nobody is under the marker"
            }
            Action::Service(ServiceAction::Log) if self.about().is_empty() => {
                "Nobody is marked and nothing is due here: mark whom it was about"
            }
            _ => return None,
        };
        Some(sentence.to_owned())
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(self.marker.position(&self.ids))
    }

    fn nth(&mut self, number: usize) -> Vec<Effect> {
        let taken = self.marker.take_nth(&self.ids, number);
        let person = self.person().filter(|_| taken);
        person
            .map(|person| doors::client_of(person.case))
            .unwrap_or_default()
    }

    fn rows_out(&self) -> Option<(String, RowsOut)> {
        let card = self.card.as_ref().filter(|card| !card.people.is_empty())?;
        let name = format!("service-{}-{}.csv", card.service.id, card.today);
        Some((name, RowsOut::Here(table(&card.people))))
    }

    fn opened(&mut self) -> Vec<Effect> {
        self.refresh.ask(Request::ConnectedTo(self.service))
    }

    fn on_top_again(&mut self) -> Vec<Effect> {
        self.opened()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match (action, self.person()) {
            (Action::List(ListAction::Open), Some(person)) => doors::client_of(person.case),
            (Action::List(action), _) => {
                self.marker.act(&self.ids, action);
                Vec::new()
            }
            (Action::Service(ServiceAction::Mark), _) => self.mark(),
            (Action::Service(ServiceAction::Edit), _) => {
                vec![Effect::Push(forms::edit_service(self.service))]
            }
            (Action::Service(ServiceAction::Log), _) => {
                doors::log_with(self.service, &self.heading(), self.about())
            }
            _ => Vec::new(),
        }
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        let request = Request::ConnectedTo(self.service);
        if let HubSaid::Notice(Notice::Changed { cases, .. }) = said {
            self.unmark(cases);
        }
        match said {
            HubSaid::Reply(tag, reply) => self.heard(*tag, reply),
            HubSaid::Back => self.refresh.is_back(request),
            said if changes_lists(said) => self.refresh.changed(|| request),
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        let request = Request::ConnectedTo(self.service);
        self.refresh.woken(tag, || request)
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        self.draw_all(area, pad);
    }
}
