//! Screens that only tests have: a list with sections, a form, a list of choices, a question and a
//! finder, over invented people.

use std::time::Duration;

use caseload::tui::action::{Action, AgendaAction, CaseAction, FinderAction, ListAction, Scope};
use caseload::tui::app::{Rooms, Setup};
use caseload::tui::dialogs::commands::Command;
use caseload::tui::dialogs::confirm::Confirm;
use caseload::tui::dialogs::pick::{Item, Pick};
use caseload::tui::draw::{Look, Pad};
use caseload::tui::effect::{Effect, Tag, Tone};
use caseload::tui::glyphs::WGL4;
use caseload::tui::key::Key;
use caseload::tui::keymap::Keymap;
use caseload::tui::screen::{Answer, HubSaid, Place, Screen, Typing};
use caseload::tui::theme::{Role, Theme};
use caseload::tui::widgets::choice::Choice;
use caseload::tui::widgets::field::Field;
use caseload::tui::widgets::form::{Came, Entry, Form, Value};
use caseload::tui::widgets::list::Marker;
use caseload::tui::widgets::table::{Column, draw_row};
use caseload::wire::{Reply, Request};
use ratatui::layout::Rect;

const GIVEN: [&str; 10] = [
    "Joyce", "Tomasz", "Ibrahim", "Chloë", "Margaret", "Peter", "Dorothy", "Zoë", "Aoife", "Łucja",
];
const FAMILY: [&str; 9] = [
    "Adeyemi",
    "Zieliński",
    "Yusuf",
    "Hart",
    "O'Neill",
    "Hall",
    "Clarke",
    "Okafor",
    "Nguyễn",
];

const COLUMNS: &[Column] = &[
    Column::fixed("late", 6).to_the_right(),
    Column::growing("name", 18, 30),
    Column::fixed("how", 7),
    Column::growing("practice", 9, 12).spared(1),
    Column::growing("what", 12, 60).spared(2),
];

/// What a session on these screens is started with.
pub(crate) fn setup(keymap: Keymap, size: (u16, u16)) -> Setup {
    Setup {
        keymap,
        look: Look {
            theme: Theme::Default,
            glyphs: WGL4,
        },
        size,
        cover_after: Duration::from_secs(300),
        may_suspend: false,
        banner: "TRAINING".to_owned(),
    }
}

/// The demo's places: an Agenda and a Caseload.
pub(crate) struct DemoRooms;

impl Rooms for DemoRooms {
    fn places(&self) -> Vec<(Place, &'static str)> {
        vec![(Place::Agenda, "Agenda"), (Place::Caseload, "Caseload")]
    }

    fn open(&self, place: Place) -> Box<dyn Screen> {
        Box::new(People::new(place))
    }

    fn finder(&self, _commands: Vec<Command>) -> Option<Box<dyn Screen>> {
        Some(Box::new(Finder::default()))
    }

    fn undo(&self) -> Option<Request> {
        Some(Request::Desk)
    }

    fn answer(&self, _reply: &Reply) -> (Tone, String) {
        (
            Tone::Done,
            "Undone: logged a contact with Tomasz Okafor".to_owned(),
        )
    }
}

fn person(number: usize) -> String {
    let (given, family) = (
        GIVEN[number % GIVEN.len()],
        FAMILY[number * 7 % FAMILY.len()],
    );
    format!("{given} {family}")
}

/// A list with a heading before every tenth row.
pub(crate) struct People {
    place: Place,
    rows: Vec<Option<usize>>,
    marker: Marker<usize>,
    woken: u32,
    pub(crate) heard: Vec<String>,
}

impl People {
    pub(crate) fn new(place: Place) -> People {
        let rows: Vec<Option<usize>> = (0..200).map(|at| (at % 10 != 0).then_some(at)).collect();
        let mut marker = Marker::default();
        marker.settle(&rows);
        People {
            place,
            rows,
            marker,
            woken: 0,
            heard: Vec::new(),
        }
    }

    fn current(&self) -> String {
        person(self.marker.id().copied().unwrap_or(0))
    }

    fn case(&mut self, action: CaseAction) -> Vec<Effect> {
        match action {
            CaseAction::Log => vec![Effect::Push(Box::new(LogForm::new(&self.current())))],
            CaseAction::Status => {
                let item = |words: &str, note: &str| Item {
                    words: words.into(),
                    note: note.into(),
                };
                let items = vec![item("hold", "keeps its review date"), item("close", "")];
                let title = format!("Status of {}", self.current());
                vec![Effect::Push(Box::new(Pick::new(Tag(1), title, items, 0)))]
            }
            CaseAction::More => {
                let title = format!("Erase {}", self.current());
                let words = "Everything held about this person is destroyed for good.";
                vec![Effect::Push(Box::new(Confirm::new(Tag(2), title, words)))]
            }
            CaseAction::Private => panic!("a fault with Tomasz Okafor in its words"),
            CaseAction::NextStep
            | CaseAction::Connect
            | CaseAction::Measure
            | CaseAction::Bring
            | CaseAction::Goals => {
                vec![Effect::Send(Tag(3), Request::Desk)]
            }
        }
    }
}

impl Screen for People {
    fn heading(&self) -> String {
        let (at, of) = self.marker.position(&self.rows);
        format!("{:?}: row {at} of {of}", self.place)
    }

    fn scope(&self) -> Scope {
        match self.place {
            Place::Caseload => Scope::Caseload,
            _ => Scope::Agenda,
        }
    }

    fn place(&self) -> Option<Place> {
        Some(self.place)
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            ListAction::Open.into(),
            CaseAction::Log.into(),
            CaseAction::NextStep.into(),
            AgendaAction::Practice.into(),
        ]
    }

    fn unable(&self, action: Action) -> Option<String> {
        (action == AgendaAction::Practice.into()).then(|| "one practice only".to_owned())
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::List(action) => {
                self.marker.act(&self.rows, action);
                Vec::new()
            }
            Action::Case(action) => self.case(action),
            Action::Agenda(AgendaAction::Add) => {
                vec![Effect::Wake(Tag(7), Duration::from_millis(20))]
            }
            _ => Vec::new(),
        }
    }

    fn woken(&mut self, tag: Tag) -> Vec<Effect> {
        self.woken += 1;
        vec![Effect::Say(Tone::Note, format!("woken by {}", tag.0))]
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        self.heard.push(format!("{said:?}"));
        match said {
            HubSaid::Reply(tag, _) => {
                vec![Effect::Say(Tone::Done, format!("answered {}", tag.0))]
            }
            _ => Vec::new(),
        }
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        vec![Effect::Say(Tone::Done, format!("{answer:?}"))]
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let alert = pad.glyphs().alert;
        self.marker
            .draw(area, pad, self.rows.len(), |index, line, _, pad| {
                let Some(number) = self.rows[index] else {
                    pad.text(line.x - 1, line.y, line.width, "Late", Role::Heading);
                    return;
                };
                let late = format!("{} d", number % 30);
                let what = format!("housing form, as agreed {alert} read first");
                let cells = [
                    (late.as_str(), Role::Late),
                    (&person(number), Role::Name),
                    ("phone", Role::Text),
                    ("Elm Tree", Role::Text),
                    (&what, Role::Text),
                ];
                draw_row(line, pad, COLUMNS, &cells);
            });
    }
}

/// A form with a choice, a line that is read back, and a note.
pub(crate) struct LogForm {
    who: String,
    form: Form,
}

impl LogForm {
    pub(crate) fn new(who: &str) -> LogForm {
        let how = Choice::new(&["phone", "home", "surgery", "letter"], None);
        let entries = vec![
            Entry::new(
                "how",
                "How",
                "How it was: a letter chooses",
                Value::Choice(how),
            ),
            Entry::new(
                "note",
                "Note",
                "What was said",
                Value::Note(Field::note("")),
            ),
            Entry::new(
                "next",
                "Next step",
                "fri, +2w, 14/3",
                Value::Line(Field::line("")),
            ),
        ];
        LogForm {
            who: who.to_owned(),
            form: Form::new(entries),
        }
    }

    fn came(&mut self, came: Came) -> Vec<Effect> {
        match came {
            Came::Changed("next") => {
                let text = self.form.text("next");
                if let Some(entry) = self.form.entry_mut("next") {
                    entry.read_back = if text == "fri" {
                        "Fri 27 Nov".to_owned()
                    } else {
                        String::new()
                    };
                }
                Vec::new()
            }
            Came::Save => self.save(),
            Came::Discard => vec![Effect::Pop],
            Came::Full(_) => vec![Effect::Say(Tone::Trouble, "no more room".to_owned())],
            Came::Said(words) => vec![Effect::Say(Tone::Note, words.to_owned())],
            Came::Changed(_) | Came::Nothing => Vec::new(),
        }
    }

    fn save(&mut self) -> Vec<Effect> {
        let missing = self.form.text("next").is_empty();
        if let Some(entry) = self.form.entry_mut("next") {
            entry.fault = if missing {
                "a date, or none".to_owned()
            } else {
                String::new()
            };
        }
        if self.form.go_to_fault() {
            return Vec::new();
        }
        let words = format!(
            "Logged {}: {}",
            self.form.text("how"),
            self.form.text("note")
        );
        vec![
            Effect::Say(Tone::Done, words.replace('\n', " / ")),
            Effect::Pop,
        ]
    }
}

impl Screen for LogForm {
    fn heading(&self) -> String {
        format!("Log a contact: {}", self.who)
    }

    fn scope(&self) -> Scope {
        self.form.scope()
    }

    fn typing(&self) -> Typing {
        self.form.typing()
    }

    fn hints(&self) -> Vec<Action> {
        use caseload::tui::action::FormAction::{NextField, Save};
        vec![Save.into(), NextField.into()]
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let came = match action {
            Action::Form(action) => self.form.act(action),
            Action::Text(action) => self.form.act_in_text(action),
            _ => Came::Nothing,
        };
        self.came(came)
    }

    fn typed(&mut self, key: Key) -> Vec<Effect> {
        let came = self.form.typed(key);
        self.came(came)
    }

    fn pasted(&mut self, text: &str) -> Vec<Effect> {
        let came = self.form.pasted(text);
        self.came(came)
    }

    fn leaving(&mut self) -> Vec<Effect> {
        vec![Effect::Send(Tag(9), Request::Drafts)]
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.text(
            area.x + 1,
            area.y,
            area.width,
            &self.heading(),
            Role::Heading,
        );
        let inside = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        self.form.draw(inside, pad);
    }
}

/// A finder over the same people.
pub(crate) struct Finder {
    query: Field,
    found: Vec<Option<usize>>,
    marker: Marker<usize>,
}

impl Default for Finder {
    fn default() -> Finder {
        let mut finder = Finder {
            query: Field::line(""),
            found: Vec::new(),
            marker: Marker::default(),
        };
        finder.narrow();
        finder
    }
}

impl Finder {
    fn narrow(&mut self) {
        let query = self.query.text().to_lowercase();
        let fits = |number: &usize| person(*number).to_lowercase().contains(&query);
        self.found = (0..200).filter(fits).map(Some).collect();
        self.marker = Marker::default();
        self.marker.settle(&self.found);
    }
}

impl Screen for Finder {
    fn heading(&self) -> String {
        "Find".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Finder
    }

    fn typing(&self) -> Typing {
        Typing::Text
    }

    fn hints(&self) -> Vec<Action> {
        vec![FinderAction::Open.into(), FinderAction::Narrow.into()]
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Finder(FinderAction::Next) => self.marker.step(&self.found, 1),
            Action::Finder(FinderAction::Previous) => self.marker.step_back(&self.found, 1),
            _ => {}
        }
        Vec::new()
    }

    fn typed(&mut self, key: Key) -> Vec<Effect> {
        self.query.key(key);
        self.narrow();
        Vec::new()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let x = pad.text(area.x + 1, area.y, area.width, "Find: ", Role::Text);
        let field = Rect {
            x,
            y: area.y,
            width: area.width.saturating_sub(x + 20),
            height: 1,
        };
        self.query.draw(field, pad, true);
        let count = format!("{} of 200 in reach", self.found.len());
        pad.right(area.right() - 1, area.y, 20, &count, Role::Text);
        let list = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        self.marker
            .draw(list, pad, self.found.len(), |index, line, _, pad| {
                if let Some(number) = self.found[index] {
                    let name = person(number);
                    let cells = [
                        ("client", Role::Text),
                        (&name, Role::Name),
                        ("", Role::Text),
                    ];
                    draw_row(line, pad, COLUMNS, &cells);
                }
            });
    }
}
