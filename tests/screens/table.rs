//! A session on the real screens with a hub that answers from fixed cards: keys in, screens and
//! intents out.

use std::collections::VecDeque;
use std::time::Duration;

use caseload::domain::case::{CaseField, CaseState, FollowUp, NextStep};
use caseload::domain::client::ClientField as F;
use caseload::domain::contact::Tally;
use caseload::domain::ids::{CaseId, ClientId, PracticeId, StaffId};
use caseload::domain::intent::Intent;
use caseload::domain::people::{Practice, Staff};
use caseload::domain::refusal::Refusal;
use caseload::domain::terms::{ContactKind, FinderReach, Role, StoreKind};
use caseload::readmodel::client::{
    CaseCard, CaseLine, ClientCard, HistoryRow, Promise, ReviewLines,
};
use caseload::readmodel::drafts::Draft;
use caseload::readmodel::lists::Desk;
use caseload::tui::app::{App, Rooms, Setup};
use caseload::tui::dialogs::commands::Command;
use caseload::tui::draw::{Look, Pad};
use caseload::tui::effect::{Alarm, Errand, Ticket, Tone};
use caseload::tui::glyphs::WGL4;
use caseload::tui::input::Input;
use caseload::tui::key::Key;
use caseload::tui::keymap::Keymap;
use caseload::tui::screen::{Place, Screen};
use caseload::tui::screens::client;
use caseload::tui::theme::Theme;
use caseload::wire::talk::{ClientBy, Done};
use caseload::wire::{Reply, Request};
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Opens a screen where the Agenda would be.
type Opens = fn() -> Box<dyn Screen>;

struct OneRoom(Opens);

impl Rooms for OneRoom {
    fn places(&self) -> Vec<(Place, &'static str)> {
        vec![(Place::Agenda, "Agenda"), (Place::Caseload, "Caseload")]
    }

    fn open(&self, _place: Place) -> Box<dyn Screen> {
        (self.0)()
    }

    fn finder(&self, _commands: Vec<Command>) -> Option<Box<dyn Screen>> {
        None
    }

    fn undo(&self) -> Option<Request> {
        Some(Request::Do(Intent::Undo))
    }

    fn answer(&self, _reply: &Reply) -> (Tone, String) {
        (Tone::Done, "Undone.".to_owned())
    }
}

/// A session and what its hub knows.
pub struct Table {
    pub app: App,
    pub card: ClientCard,
    pub desk: Desk,
    pub drafts: Vec<Draft>,
    /// Answers to intents, first come first served; saved where there is none.
    pub answers: VecDeque<Reply>,
    /// Every request so far.
    pub asked: Vec<Request>,
    pub alarms: Vec<(Alarm, Duration)>,
    /// The hub is away: nothing is answered.
    pub away: bool,
    unanswered: Vec<Ticket>,
}

impl Table {
    /// The client screen of the card at 80 by 24.
    pub fn new(card: ClientCard) -> Table {
        Table::sized(card, (80, 24))
    }

    pub fn sized(card: ClientCard, size: (u16, u16)) -> Table {
        Table::on(card, size, || client::open(ClientBy::Id(ClientId(7))))
    }

    pub fn on(card: ClientCard, size: (u16, u16), opens: Opens) -> Table {
        let mut table = Table::away(card, size, opens);
        table.away = false;
        table.input(Input::HubBack);
        table
    }

    /// The client screen in other colours or signs.
    pub fn looking(card: ClientCard, size: (u16, u16), look: Look) -> Table {
        let opens: Opens = || client::open(ClientBy::Id(ClientId(7)));
        let mut table = Table::start(card, size, opens, look);
        table.away = false;
        table.input(Input::HubBack);
        table
    }

    /// A screen before the hub has answered anything.
    pub fn away(card: ClientCard, size: (u16, u16), opens: Opens) -> Table {
        let look = Look {
            theme: Theme::Default,
            glyphs: WGL4,
        };
        Table::start(card, size, opens, look)
    }

    fn start(card: ClientCard, size: (u16, u16), opens: Opens, look: Look) -> Table {
        let setup = Setup {
            keymap: Keymap::built_in(),
            look,
            size,
            cover_after: Duration::from_secs(300),
            may_suspend: false,
            banner: String::new(),
        };
        let (app, errands) = App::new(setup, Box::new(OneRoom(opens)));
        let mut table = Table {
            app,
            card,
            desk: desk(),
            drafts: Vec::new(),
            answers: VecDeque::new(),
            asked: Vec::new(),
            alarms: Vec::new(),
            away: true,
            unanswered: Vec::new(),
        };
        table.perform(errands);
        table
    }

    pub fn input(&mut self, input: Input) -> &mut Table {
        let errands = self.app.update(input);
        self.perform(errands);
        self
    }

    fn perform(&mut self, errands: Vec<Errand>) {
        for errand in errands {
            match errand {
                Errand::Send(ticket, ask) => self.answer(ticket, ask),
                Errand::Wake(alarm, after) => self.alarms.push((alarm, after)),
                _ => {}
            }
        }
    }

    fn answer(&mut self, ticket: Ticket, ask: Request) {
        self.asked.push(ask.clone());
        if self.away {
            self.unanswered.push(ticket);
            return;
        }
        let reply = match ask {
            Request::Client(_) | Request::Guarded(_) => Reply::Client(Box::new(self.card.clone())),
            Request::Desk => Reply::Desk(Box::new(self.desk.clone())),
            Request::Drafts => Reply::Drafts(self.drafts.clone()),
            Request::KeepDraft(draft) => {
                self.drafts.retain(|kept| kept.key != draft.key);
                self.drafts.push(draft);
                Reply::Kept
            }
            Request::DropDraft(key) => {
                self.drafts.retain(|kept| kept.key != key);
                Reply::Kept
            }
            Request::Do(_) => self.answers.pop_front().unwrap_or(done("Logged.")),
            _ => return,
        };
        self.input(Input::Reply(ticket, reply));
    }

    /// Everything that was asked while the hub was away is refused.
    pub fn refuses(&mut self, refusal: Refusal) -> &mut Table {
        for ticket in std::mem::take(&mut self.unanswered) {
            self.input(Input::Reply(ticket, Reply::Refused(refusal.clone())));
        }
        self
    }

    /// Presses keys, named as in keymap files and separated by spaces.
    pub fn keys(&mut self, names: &str) -> &mut Table {
        for name in names.split(' ') {
            let key = Key::parse(name).unwrap_or_else(|| panic!("no key {name}"));
            self.input(Input::Key(key));
        }
        self
    }

    /// Types text as it stands.
    pub fn types(&mut self, text: &str) -> &mut Table {
        for c in text.chars() {
            self.input(Input::Key(Key::char(c)));
        }
        self
    }

    /// The alarm that the topmost screen set last goes off.
    pub fn wakes(&mut self) -> &mut Table {
        let of_screen = |(alarm, _): &(Alarm, Duration)| matches!(alarm, Alarm::Screen(..));
        let found = self.alarms.iter().rposition(of_screen);
        let (alarm, _) = self.alarms.remove(found.expect("an alarm"));
        self.input(Input::Alarm(alarm))
    }

    /// The intents sent so far.
    pub fn intents(&self) -> Vec<Intent> {
        let intent = |ask: &Request| match ask {
            Request::Do(intent) => Some(intent.clone()),
            _ => None,
        };
        self.asked.iter().filter_map(intent).collect()
    }

    /// The one intent sent.
    pub fn only(&self) -> Intent {
        let intents = self.intents();
        assert_eq!(intents.len(), 1, "{intents:?}\n{}", self.text());
        intents.into_iter().next().expect("an intent")
    }

    pub fn drawn(&self) -> (Buffer, Option<Position>) {
        let (columns, rows) = self.app.size();
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let mut cursor = None;
        let mut pad = Pad::new(&mut buffer, &mut cursor, self.app.look());
        self.app.draw(&mut pad);
        (buffer, cursor)
    }

    /// The screen as lines without trailing blanks.
    pub fn lines(&self) -> Vec<String> {
        let (buffer, _) = self.drawn();
        let width = usize::from(buffer.area().width.max(1));
        let line = |cells: &[ratatui::buffer::Cell]| {
            let text: String = cells.iter().map(|cell| cell.symbol()).collect();
            text.trim_end().to_owned()
        };
        buffer.content().chunks(width).map(line).collect()
    }

    pub fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// Fails with the screen unless it shows the words.
    pub fn shows(&mut self, words: &str) -> &mut Table {
        let text = self.text();
        assert!(text.contains(words), "{words:?} is not on\n{text}");
        self
    }

    pub fn hides(&mut self, words: &str) -> &mut Table {
        let text = self.text();
        assert!(!text.contains(words), "{words:?} is on\n{text}");
        self
    }
}

pub fn done(said: &str) -> Reply {
    Reply::Done(Done {
        seq: 99,
        said: said.to_owned(),
        client: Some(ClientId(7)),
        case: Some(CaseId(70)),
    })
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn row(seq: u64, on: &str, kind: &str, text: &str) -> HistoryRow {
    HistoryRow {
        seq,
        on: day(on),
        recorded: format!("{on}T11:20:00Z").parse().expect("an instant"),
        kind: kind.to_owned(),
        text: text.to_owned(),
        who: "A Khan".to_owned(),
        is_contact: kind != "status" && kind != "referral" && kind != "next step",
        id: None,
        changed: String::new(),
    }
}

/// Peg, as on the picture of the client screen; today is Monday 23 November 2026.
pub fn peg() -> ClientCard {
    let fields = [
        (F::Given, "Margaret"),
        (F::Family, "O'Neill"),
        (F::KnownAs, "Peg"),
        (F::Born, "1955-03-04"),
        (F::NhsNumber, "9990000018"),
        (F::Phone, "07700 900118"),
        (F::MayVoicemail, "no"),
        (F::Hours, "after 10:00"),
        (F::Address, "12 Mill Road"),
        (F::Postcode, "EL1 4QT"),
        (F::Alert, "dog, visit in pairs"),
        (F::PrivateAlert, "brother reads her letters"),
        (F::Communication, "hearing aid"),
        (F::Pronouns, "she/her"),
        (F::NamedGp, "Dr Rao"),
        (F::Carer, "Siobhan (niece) 07700 900119"),
    ];
    ClientCard {
        client_id: ClientId(7),
        client: "Margaret O'Neill".to_owned(),
        known_as: "Peg".to_owned(),
        born: Some(day("1955-03-04")),
        age: Some(71),
        practice_id: PracticeId(1),
        practice: "Elm Tree".to_owned(),
        fields: fields
            .iter()
            .map(|(field, text)| (*field, (*text).to_owned()))
            .collect(),
        version: 11,
        today: day("2026-11-23"),
        cases: vec![CaseLine {
            case: CaseId(70),
            state: "active".to_owned(),
            referred_on: day("2026-09-14"),
            worker: "amira".to_owned(),
        }],
        case: Some(case()),
        connections: Vec::new(),
        todos: Vec::new(),
        concerns: 0,
        also: Vec::new(),
        parts: Vec::new(),
        earlier: Vec::new(),
    }
}

fn case() -> CaseCard {
    let fields = [
        (CaseField::Source, "gp"),
        (CaseField::ReferredBy, "Dr Rao"),
        (CaseField::Reason, "money"),
        (CaseField::OtherReasons, "loneliness"),
        (
            CaseField::Matters,
            "to sleep without worrying about the letters",
        ),
    ];
    CaseCard {
        case: CaseId(70),
        version: 42,
        worker_id: Some(StaffId(1)),
        worker: "Amira Khan".to_owned(),
        state: CaseState::Active,
        state_since: day("2026-09-21"),
        referred_on: day("2026-09-14"),
        open_days: 70,
        asked: "from Dr Rao: money, debt, benefits".to_owned(),
        fields: fields
            .iter()
            .map(|(field, text)| (*field, (*text).to_owned()))
            .collect(),
        next: NextStep::Due(FollowUp {
            on: day("2026-11-10"),
            at: None,
            kind: ContactKind::Phone,
            what: "CAB: heard back?".to_owned(),
            moved: 3,
        }),
        late_days: 13,
        review: ReviewLines::default(),
        tally: Tally {
            spoke: 5,
            tries: 2,
            tries_since: 2,
            last_spoke: Some(day("2026-11-03")),
            last_any: Some(day("2026-11-17")),
        },
        tried: Vec::new(),
        promised: Some(Promise {
            on: day("2026-11-03"),
            how: "home, 50 min".to_owned(),
            we_promised: "to ring Citizens Advice about the April letter".to_owned(),
            they_said: "she would look for the letter".to_owned(),
        }),
        history: history(),
    }
}

fn history() -> Vec<HistoryRow> {
    let letters = "went through two letters together; April one missing, she thinks it is with her \
                   sister\nwe promised: to ring Citizens Advice about the April letter\nthey said: \
                   she would look for the letter";
    vec![
        row(40, "2026-11-17", "phone", "no answer, no message left"),
        row(38, "2026-11-10", "phone", "no answer, no message left"),
        row(30, "2026-11-03", "home", letters),
        row(
            30,
            "2026-11-03",
            "next step",
            "Tue 10 Nov, phone: CAB: heard back?",
        ),
        row(
            25,
            "2026-10-29",
            "surgery",
            "talked about sleep; chose the letters as first goal",
        ),
        row(21, "2026-09-21", "status", "active (was contacting)"),
        row(
            21,
            "2026-09-21",
            "phone",
            "rang back, glad that somebody asks; meet at the surgery",
        ),
        row(
            12,
            "2026-09-14",
            "referral",
            "referred 14 Sep, from Dr Rao: money, debt, benefits",
        ),
    ]
}

/// Amira's desk: two practices, two link workers and their supervisor.
pub fn desk() -> Desk {
    let staff = |id, handle: &str, name: &str, role| Staff {
        id: StaffId(id),
        handle: handle.to_owned(),
        name: name.to_owned(),
        role,
        practices: vec![PracticeId(1)],
        supervisor: None,
        active: true,
        away: None,
        fte: None,
    };
    let practice = |id, name: &str, short: &str| Practice {
        id: PracticeId(id),
        ods: format!("ZZ00{id}"),
        name: name.to_owned(),
        short: short.to_owned(),
        reach: FinderReach::Own,
        active: true,
    };
    let amira = staff(1, "amira", "Amira Khan", Role::LinkWorker);
    Desk {
        me: amira.clone(),
        today: day("2026-11-23"),
        kind: StoreKind::Training,
        today_stands: true,
        staff: vec![
            amira,
            staff(2, "ben", "Ben Osei", Role::LinkWorker),
            staff(3, "sam", "Sam Price", Role::Supervisor),
        ],
        practices: vec![
            practice(1, "Elm Tree", "Elm"),
            practice(2, "Mill Lane", "Mill"),
        ],
        open: Vec::new(),
        calls: Vec::new(),
        weeks: Vec::new(),
        read_only: String::new(),
        seq: 42,
    }
}
