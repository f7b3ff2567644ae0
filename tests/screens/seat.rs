//! A desk over the real screens, with a hub made of an invented world: what a screen asks is
//! answered from the heads, when the test says so.

use std::collections::BTreeMap;

use caseload::domain::access::Asker;
use caseload::domain::decision::Decision;
use caseload::domain::heads::Heads;
use caseload::domain::ids::{CaseId, ClientId, MeetingId};
use caseload::domain::intent::Intent;
use caseload::domain::part::Part;
use caseload::domain::terms::StoreKind;
use caseload::domain::zone::store_date;
use caseload::readmodel::cases::{CasePage, CaseQuery, CaseRow};
use caseload::readmodel::client::ClientCard;
use caseload::readmodel::drafts::Draft;
use caseload::readmodel::find::{self, Found};
use caseload::readmodel::review::MeetingCard;
use caseload::readmodel::stand::Stood;
use caseload::readmodel::{
    agenda, cases, changes, client, connected, integration, lately, lists, named, review, services,
    since, team,
};
use caseload::tui::app::{App, Setup};
use caseload::tui::effect::{Alarm, Errand, Ticket};
use caseload::tui::glyphs::ASCII;
use caseload::tui::input::Input;
use caseload::tui::keymap::Keymap;
use caseload::tui::rooms;
use caseload::wire::talk::{ClientBy, Done};
use caseload::wire::{Notice, Reply, Request, Trouble};
use chrono::NaiveDate;

use crate::demo::setup;
use crate::desk::Desk;
use crate::world::World;

/// One person at the real screens.
pub(crate) struct Seat {
    pub(crate) desk: Desk,
    pub(crate) world: World,
    who: String,
    pub(crate) drafts: Vec<Draft>,
    /// Answers in place of those made from the world, by the text that was asked.
    pub(crate) found: BTreeMap<String, Found>,
    /// Questions of the finder that were sent, in order.
    pub(crate) asked: Vec<String>,
    /// A Caseload of so many cases that no world holds.
    pub(crate) many: Option<u32>,
    /// What is asked to be saved is saved in the world; else it is not answered.
    pub(crate) saves: bool,
    /// How the Caseload was chosen to be listed last.
    pub(crate) view: CaseQuery,
    /// Errands answered so far.
    done: usize,
}

/// A page out of so many cases; the name says the number.
fn a_page_of(many: u32, query: &CaseQuery, today: NaiveDate) -> CasePage {
    let end = query.offset.saturating_add(query.limit).min(many);
    let row = |number: u32| CaseRow {
        case: CaseId(number),
        client: format!("Person {number}"),
        client_id: ClientId(number),
        worker: "amira".to_owned(),
        practice: "Elm".to_owned(),
        state: "active".to_owned(),
        next_due: Some(today),
        next_at: None,
        next_kind: None,
        what: String::new(),
        last_spoke: None,
        open_days: 1,
        late_days: 0,
        spoke: 0,
        tries: 0,
        version: 1,
    };
    CasePage {
        today,
        rows: (query.offset..end).map(row).collect(),
        offset: query.offset,
        total: many,
        left_out: String::new(),
        groups: Vec::new(),
    }
}

impl Seat {
    /// `who` at the Agenda, with everything answered.
    pub(crate) fn new(world: World, who: &str) -> Seat {
        Seat::sized(world, who, (80, 24))
    }

    pub(crate) fn sized(world: World, who: &str, size: (u16, u16)) -> Seat {
        let mut seat = Seat::waiting(world, who, setup(Keymap::built_in(), size));
        seat.serve();
        seat
    }

    /// The same in plain ASCII.
    pub(crate) fn ascii(world: World, who: &str) -> Seat {
        let mut setup = setup(Keymap::built_in(), (80, 24));
        setup.look.glyphs = ASCII;
        let mut seat = Seat::waiting(world, who, setup);
        seat.serve();
        seat
    }

    /// Where an earlier session's line broke.
    pub(crate) fn stood(world: World, who: &str, stood: Stood) -> Seat {
        let setup = setup(Keymap::built_in(), (80, 24));
        let extras = rooms::Extras {
            stood: Some(stood),
            ..rooms::Extras::default()
        };
        let mut seat = Seat::with(world, who, setup, extras);
        seat.serve();
        seat
    }

    /// Before the hub has answered anything.
    pub(crate) fn waiting(world: World, who: &str, setup: Setup) -> Seat {
        Seat::with(world, who, setup, rooms::Extras::default())
    }

    /// The same in a session that has more.
    pub(crate) fn with(world: World, who: &str, setup: Setup, extras: rooms::Extras) -> Seat {
        let mut of = lists::desk(&world.heads, world.asker(who), world.today());
        of.kind = StoreKind::Training;
        let (app, errands) = App::new(setup, rooms::with(of, extras));
        let mut seat = Seat {
            desk: Desk { app, errands },
            world,
            who: who.to_owned(),
            drafts: Vec::new(),
            found: BTreeMap::new(),
            asked: Vec::new(),
            many: None,
            saves: false,
            view: CaseQuery::default(),
            done: 0,
        };
        let today = seat.world.today();
        seat.desk.input(Input::Notice(Notice::TodayIs(today)));
        seat
    }

    /// Questions that nobody has answered yet.
    pub(crate) fn open_questions(&mut self) -> Vec<(Ticket, Request)> {
        let new = self.desk.errands.get(self.done..).unwrap_or_default();
        let asked = new.iter().filter_map(|errand| match errand {
            Errand::Send(ticket, request) => Some((*ticket, request.clone())),
            _ => None,
        });
        let asked = asked.collect();
        self.done = self.desk.errands.len();
        asked
    }

    /// Answers everything, and what is asked because of the answers.
    pub(crate) fn serve(&mut self) -> &mut Seat {
        loop {
            let open = self.open_questions();
            if open.is_empty() {
                return self;
            }
            for (ticket, request) in open {
                if let Request::Find { text, .. } = &request {
                    self.asked.push(text.clone());
                }
                if let Request::KeepCaseload(query) = &request {
                    self.view = query.clone();
                }
                let reply = match &request {
                    Request::Do(intent) if self.saves => Some(self.make_so(intent)),
                    _ => self.reply(&request),
                };
                if let Some(reply) = reply {
                    let done = matches!(reply, Reply::Done(_));
                    self.desk.input(Input::Reply(ticket, reply));
                    if done {
                        self.tell();
                    }
                }
            }
        }
    }

    fn make_so(&mut self, intent: &Intent) -> Reply {
        let who = self.who.clone();
        match self.world.ask(&who, intent.clone()) {
            Ok(decision) => Reply::Done(Done {
                seq: self.world.heads.seq,
                said: decision.said,
                client: decision.client,
                case: decision.case,
            }),
            Err(refusal) => Reply::Refused(refusal),
        }
    }

    /// Everybody who shows anything of anybody hears that it changed.
    fn tell(&mut self) {
        let seq = self.world.heads.seq;
        let clients = self.world.heads.clients.iter().map(|head| head.client);
        let cases = self.world.heads.cases.iter().map(|head| head.case);
        let notice = Notice::Changed {
            seq,
            clients: clients.collect(),
            cases: cases.collect(),
        };
        self.desk.input(Input::Notice(notice));
        self.desk.input(Input::Notice(Notice::NotesChanged { seq }));
    }

    /// What the hub would say of the notes on the work.
    fn on_the_work(&self, request: &Request) -> Option<Reply> {
        let (heads, today) = (&self.world.heads, self.world.today());
        let asker = self.world.asker(&self.who);
        Some(match request {
            Request::Integration(query) => {
                Reply::Integration(Box::new(integration::build(heads, asker, today, query)))
            }
            Request::NotesSay(query) => {
                let gathered = integration::gather(heads, asker, today, query);
                Reply::NotesSay(Box::new(gathered.said()))
            }
            Request::Named(text) => Reply::Named(named::named(heads, asker, text)),
            Request::Note(id) => {
                Reply::Note(Box::new(integration::note(heads, asker, today, *id)?))
            }
            _ => return None,
        })
    }

    /// What the hub would say; nothing where no screen under test asks it.
    pub(crate) fn reply(&self, request: &Request) -> Option<Reply> {
        let (heads, today) = (&self.world.heads, self.world.today());
        let asker = self.world.asker(&self.who);
        Some(match request {
            Request::Desk => Reply::Desk(Box::new(lists::desk(heads, asker, today))),
            Request::Agenda { practice, whose } => {
                Reply::Agenda(agenda::build(heads, asker, today, *practice, *whose))
            }
            Request::Cases(query) if self.many.is_some() => {
                Reply::Cases(a_page_of(self.many?, query, today))
            }
            list if list.has_past() => self.list(heads, asker, today, list)?,
            Request::KeepCaseload(_) => Reply::Kept,
            Request::KeptCaseload => Reply::KeptCaseload(self.view.clone()),
            Request::Connected(query) => {
                Reply::Connected(connected::build(heads, asker, today, query))
            }
            Request::ConnectedTo(service) => {
                Reply::ConnectedTo(Box::new(connected::card(heads, asker, today, *service)?))
            }
            Request::NotesSay(_) | Request::Named(_) | Request::Note(_) => {
                self.on_the_work(request)?
            }
            Request::AsOf(day, inner) => self.reply_as_of(*day, inner)?,
            Request::Meeting(id) => Reply::Meeting(Box::new(self.record(*id)?)),
            Request::ToDo(id) => Reply::ToDo(Box::new(heads.directory.todos.get(id)?.clone())),
            Request::Service(id) => Reply::Service(Box::new(services::card(heads, today, *id)?)),
            Request::Drafts => Reply::Drafts(self.drafts.clone()),
            Request::Find { text, .. } => Reply::Found(self.find(text)),
            Request::Client(ClientBy::Case(case)) => {
                let client = heads.case(*case)?.client;
                Reply::Client(Box::new(self.card(client, Some(*case))?))
            }
            Request::Client(ClientBy::Id(client)) => {
                Reply::Client(Box::new(self.card(*client, None)?))
            }
            Request::Guarded(by) => {
                let client = match by {
                    ClientBy::Case(case) => heads.case(*case)?.client,
                    ClientBy::Id(client) => *client,
                    ClientBy::Nhs(_) => return None,
                };
                let card = self.card(client, None)?;
                let record = self.world.clients.get(&card.client_id)?;
                let card = client::with_concerns(card, heads, asker, record);
                Reply::Client(Box::new(card))
            }
            Request::Words { case, id } => {
                let words = self.world.cases.get(case)?.words(*id)?;
                Reply::Words(Box::new(client::words_card(heads, *case, words, today)))
            }
            Request::Changes(client) => {
                let record = self.world.clients.get(client)?;
                Reply::Changes(changes::build(heads, today, record, &[]))
            }
            Request::Lately => {
                let wanted = lately::wanted(heads, asker);
                let entry = |seq| self.world.entries.iter().find(|entry| entry.seq == seq);
                let entries: Vec<_> = wanted.into_iter().filter_map(entry).cloned().collect();
                Reply::Lately(lately::build(heads, asker, today, &entries))
            }
            _ => return None,
        })
    }

    /// The heads at the end of that day.
    fn past(&self, day: NaiveDate) -> Heads {
        let mut heads = Heads::default();
        let entries = self.world.entries.iter();
        for entry in entries.filter(|entry| store_date(entry.recorded) <= day) {
            heads.apply(entry);
        }
        heads
    }

    fn reply_as_of(&self, day: NaiveDate, request: &Request) -> Option<Reply> {
        let past = self.past(day);
        if past.seq == 0 {
            let words = "Nothing was written down by then.";
            return Some(Reply::Trouble(Trouble::refused(words)));
        }
        let asker = Asker {
            rights_of: Some(&self.world.heads),
            ..self.world.asker(&self.who)
        };
        match self.list(&past, asker, day, request)? {
            Reply::Review(mut page) => {
                page.leads = false;
                Some(Reply::Review(page))
            }
            other => Some(other),
        }
    }

    /// A list that has a past, as of a day.
    fn list(
        &self,
        heads: &Heads,
        asker: Asker,
        day: NaiveDate,
        request: &Request,
    ) -> Option<Reply> {
        Some(match request {
            Request::Cases(query) => Reply::Cases(cases::build(heads, asker, day, query)),
            Request::Team(practice) => Reply::Team(team::build(heads, asker, day, *practice)),
            Request::Review(worker) => match review::build(heads, asker, day, *worker) {
                Ok(page) => Reply::Review(Box::new(page)),
                Err(refusal) => Reply::Refused(refusal),
            },
            Request::Integration(query) => {
                Reply::Integration(Box::new(integration::build(heads, asker, day, query)))
            }
            Request::Since(query) => {
                let was = self.past(query.from);
                Reply::Since(Box::new(since::build(&was, heads, asker, day, query)))
            }
            _ => return None,
        })
    }

    fn record(&self, id: MeetingId) -> Option<MeetingCard> {
        let (heads, today) = (&self.world.heads, self.world.today());
        let kept = heads.directory.meetings.get(&id)?;
        let mut decisions: BTreeMap<CaseId, Vec<Decision>> = BTreeMap::new();
        for kept in self.world.clients.values().flat_map(|record| &record.parts) {
            if let (Part::Decision(one), Some(case)) = (&kept.part, kept.case) {
                decisions.entry(case).or_default().push(one.clone());
            }
        }
        let asker = self.world.asker(&self.who);
        Some(review::record(heads, asker, today, kept, &decisions))
    }

    fn card(&self, of: ClientId, case: Option<CaseId>) -> Option<ClientCard> {
        let (heads, today) = (&self.world.heads, self.world.today());
        let asker = self.world.asker(&self.who);
        let person = heads.client(of)?.client;
        let records = heads.records_of(person).into_iter();
        let mut records = records.filter_map(|id| self.world.clients.get(&id).cloned());
        let record = client::gathered(records.next()?, records.collect());
        let cases: Vec<_> = self.world.cases.values().cloned().collect();
        Some(client::build(heads, asker, today, &record, &cases, case))
    }

    /// Clients whose name holds with the text, in the order of their ids.
    fn find(&self, text: &str) -> Found {
        if let Some(found) = self.found.get(text) {
            return found.clone();
        }
        let (heads, today) = (&self.world.heads, self.world.today());
        let asker = self.world.asker(&self.who);
        let typed = text.to_lowercase();
        let marks = vec![typed.clone()];
        let all: Vec<ClientId> = heads.clients.iter().map(|head| head.client).collect();
        let rows = all
            .into_iter()
            .filter_map(|client| find::client_row(heads, asker, client, today, &marks))
            .filter(|row| !typed.is_empty() && row.label.to_lowercase().contains(&typed));
        let rows: Vec<_> = rows.collect();
        Found {
            query: text.to_owned(),
            total: u32::try_from(rows.len()).expect("few rows"),
            rows,
            more: false,
            in_reach: u32::try_from(heads.clients.iter().count()).expect("few clients"),
            equal_best: false,
            unread: String::new(),
        }
    }

    /// Presses keys and answers what they ask.
    pub(crate) fn keys(&mut self, names: &str) -> &mut Seat {
        for name in names.split(' ') {
            self.desk.keys(name);
            self.serve();
        }
        self
    }

    pub(crate) fn types(&mut self, text: &str) -> &mut Seat {
        for c in text.chars() {
            self.desk.types(&c.to_string());
            self.serve();
        }
        self
    }

    pub(crate) fn input(&mut self, input: Input) -> &mut Seat {
        self.desk.input(input);
        self.serve()
    }

    /// A notice that something changed, and every alarm that screens have asked for.
    pub(crate) fn changed(&mut self) -> &mut Seat {
        let seq = self.world.heads.seq;
        self.input(Input::Notice(Notice::Changed {
            seq,
            clients: Vec::new(),
            cases: Vec::new(),
        }));
        self.alarms()
    }

    /// Every alarm that screens have asked for goes off.
    pub(crate) fn alarms(&mut self) -> &mut Seat {
        let alarms = self.desk.errands.iter().filter_map(|errand| match errand {
            Errand::Wake(alarm @ Alarm::Screen(..), _) => Some(*alarm),
            _ => None,
        });
        let alarms: std::collections::BTreeSet<Alarm> = alarms.collect();
        for alarm in alarms {
            self.input(Input::Alarm(alarm));
        }
        self
    }

    /// The screen between the first rule and the last.
    pub(crate) fn body(&self) -> String {
        let lines = self.desk.lines();
        let last = lines.len().saturating_sub(2);
        lines.get(2..last).unwrap_or_default().join("\n")
    }

    pub(crate) fn text(&self) -> String {
        self.desk.text()
    }
}
