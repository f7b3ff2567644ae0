//! Asks for a day that is over, as people type it, and reads it back as weekday and date before it is
//! taken.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::domain::dates::{Holidays, parse_past, read_back};
use crate::tui::action::{Action, FormAction, Scope};
use crate::tui::draw::{Pad, centred};
use crate::tui::effect::Effect;
use crate::tui::key::Key;
use crate::tui::screen::{Covers, Screen, Typing};
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::field::Field;

/// Columns of the dialog at most.
const WIDTH_MAX: u16 = 64;
/// How a day may be typed.
const HOW: &str = "mon, 16/11, yesterday, -1w, 10 days ago";

/// What comes of the day; none is today.
type Then = Box<dyn Fn(Option<NaiveDate>) -> Vec<Effect>>;

/// The dialog.
pub struct AskDay {
    title: &'static str,
    about: &'static str,
    today: NaiveDate,
    holidays: Holidays,
    /// Today may be chosen, by typing nothing too.
    takes_today: bool,
    day: Field,
    fault: String,
    then: Then,
}

impl AskDay {
    /// A dialog for a day before `today`.
    pub fn new(
        title: &'static str,
        about: &'static str,
        today: NaiveDate,
        then: impl Fn(Option<NaiveDate>) -> Vec<Effect> + 'static,
    ) -> AskDay {
        AskDay {
            title,
            about,
            today,
            holidays: Holidays::built_in(),
            takes_today: false,
            day: Field::line(""),
            fault: String::new(),
            then: Box::new(then),
        }
    }

    /// Today may be chosen, too.
    #[must_use]
    pub fn or_today(self) -> AskDay {
        AskDay {
            takes_today: true,
            ..self
        }
    }

    /// Offers a day.
    #[must_use]
    pub fn offering(self, typed: &str) -> AskDay {
        AskDay {
            day: Field::line(typed),
            ..self
        }
    }

    /// The day typed; none for today.
    fn read(&self) -> Result<Option<NaiveDate>, String> {
        let typed = self.day.text();
        let when = match typed.trim() {
            "" if self.takes_today => return Ok(None),
            "" => return Err("A day is needed, such as mon or -1w.".to_owned()),
            typed => parse_past(typed, self.today, &self.holidays),
        };
        let when = when.map_err(|fault| fault.to_string())?;
        if when.time.is_some() {
            return Err("A day without a time: what stood at its end is shown.".to_owned());
        }
        if when.date < self.today {
            return Ok(Some(when.date));
        }
        match self.takes_today {
            true => Ok(None),
            false => Err("Today is not over. Choose an earlier day.".to_owned()),
        }
    }

    fn go(&mut self) -> Vec<Effect> {
        match self.read() {
            Ok(day) => (self.then)(day),
            Err(fault) => {
                self.fault = fault;
                Vec::new()
            }
        }
    }

    /// What is said below the field while it is being typed.
    fn said(&self) -> (String, Role) {
        if !self.fault.is_empty() {
            return (self.fault.clone(), Role::Fault);
        }
        let said = match self.read() {
            Ok(Some(day)) => read_back(day, self.today, &self.holidays),
            Ok(None) => "today, as it is now".to_owned(),
            Err(_) => HOW.to_owned(),
        };
        (said, Role::Text)
    }
}

impl Screen for AskDay {
    fn heading(&self) -> String {
        self.title.to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn typing(&self) -> Typing {
        Typing::Text
    }

    fn hints(&self) -> Vec<Action> {
        vec![FormAction::Accept.into()]
    }

    fn covers(&self) -> Covers {
        Covers::Part
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Form(FormAction::Accept | FormAction::Save) => self.go(),
            Action::Form(FormAction::Discard) => vec![Effect::Pop],
            _ => Vec::new(),
        }
    }

    fn typed(&mut self, key: Key) -> Vec<Effect> {
        self.fault.clear();
        self.day.key(key);
        Vec::new()
    }

    fn pasted(&mut self, text: &str) -> Vec<Effect> {
        self.fault.clear();
        self.day.paste(text);
        Vec::new()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let wide = WIDTH_MAX.min(area.width);
        let inner = usize::from(wide.saturating_sub(4));
        let about = wrap(self.about, inner);
        let (said, role) = self.said();
        let said = wrap(&said, inner);
        let rows = about.len() + said.len().max(2);
        let height = u16::try_from(rows).unwrap_or(6).saturating_add(5);
        let frame = centred(area, wide, height);
        let inside = pad.framed(frame, self.title);
        let x = pad.text(inside.x, inside.y, inside.width, "Day  ", Role::Text);
        let field = Rect {
            x,
            y: inside.y,
            width: inside.right().saturating_sub(x),
            height: 1,
        };
        let lines = said.iter().map(|line| (line.as_str(), role));
        for ((line, role), y) in lines.zip(inside.y + 1..inside.bottom()) {
            pad.text(inside.x, y, inside.width, line, role);
        }
        let last = u16::try_from(about.len()).unwrap_or(0);
        let from = inside.bottom().saturating_sub(last).max(inside.y + 3);
        for (line, y) in about.iter().zip(from..inside.bottom()) {
            pad.text(inside.x, y, inside.width, line, Role::Text);
        }
        self.day.draw(field, pad, true);
    }
}
