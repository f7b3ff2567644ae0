//! What every screen stands in: the line of places, the rules, the hint line, and what is drawn
//! over all of it (cover, the sentence for small windows, the keys that may follow).

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::App;
use crate::tui::action::{Action, CoverAction, EverywhereAction, Scope};
use crate::tui::draw::{Look, Pad};
use crate::tui::effect::Tone;
use crate::tui::keymap::{self, Bind};
use crate::tui::screen::{Covers, FirstStep, Place, Screen};
use crate::tui::text::width;
use crate::tui::theme::Role;

/// Smaller windows show one sentence.
const COLUMNS_MIN: u16 = 60;
/// Smaller windows show one sentence.
const ROWS_MIN: u16 = 15;

/// Rows of an empty screen above what to do first: its head and a sentence.
const FIRST_STEPS_ROW: u16 = 6;
/// What a list says at its lower edge is never wider.
const EDGE_WIDTH: usize = 30;

impl App {
    /// Colours and signs of this session.
    pub fn look(&self) -> Look {
        self.setup.look
    }

    /// Columns and rows of the terminal.
    pub fn size(&self) -> (u16, u16) {
        self.setup.size
    }

    pub(super) fn is_too_small(&self) -> bool {
        let (columns, rows) = self.setup.size;
        columns < COLUMNS_MIN || rows < ROWS_MIN
    }

    /// Draws the whole frame.
    pub fn draw(&self, pad: &mut Pad<'_>) {
        let area = pad.area();
        pad.clear(area);
        pad.number_rows(self.setup.keymap.numbered_rows);
        if self.covered {
            self.draw_cover(area, pad);
        } else if area.width < COLUMNS_MIN || area.height < ROWS_MIN {
            self.draw_too_small(area, pad);
        } else {
            self.draw_frame(area, pad);
        }
    }

    fn draw_cover(&self, area: Rect, pad: &mut Pad<'_>) {
        let row = area.height / 2;
        let date = self.today.map(date_in_words).unwrap_or_default();
        let uncover = CoverAction::Uncover.into();
        let key = self
            .setup
            .keymap
            .key_of(Scope::Cover.stack(), uncover)
            .unwrap_or_default();
        for (offset, words) in [
            (0, date),
            (1, "covered".into()),
            (3, format!("{key} comes back")),
        ] {
            let wide = u16::try_from(width(&words)).unwrap_or(area.width);
            let x = area.width.saturating_sub(wide) / 2;
            pad.text(
                x,
                row.saturating_sub(1) + offset,
                area.width,
                &words,
                Role::Text,
            );
        }
    }

    fn draw_too_small(&self, area: Rect, pad: &mut Pad<'_>) {
        let (columns, rows) = (area.width, area.height);
        let whole = format!(
            "This window has {columns} columns and {rows} rows; caseload needs {COLUMNS_MIN} and \
             {ROWS_MIN}. Make it larger, or press q to leave; drafts are kept."
        );
        // The smaller the window, the fewer the words: how to leave is never among those cut.
        let lines = [whole.as_str(), "Too small. q leaves."]
            .map(|words| crate::tui::text::wrap(words, usize::from(columns)))
            .into_iter()
            .find(|lines| lines.len() <= usize::from(rows))
            .unwrap_or_else(|| vec!["q leaves".to_owned()]);
        for (line, y) in lines.iter().zip(0..rows) {
            pad.text(0, y, columns, line, Role::Text);
        }
    }

    fn draw_frame(&self, area: Rect, pad: &mut Pad<'_>) {
        let last = area.bottom() - 1;
        if let Some(alone) = self.top().filter(|top| top.covers() == Covers::Alone) {
            alone.draw(
                Rect {
                    height: area.height - 1,
                    ..area
                },
                pad,
            );
            if self.message.is_some() || self.hub_lost {
                let row = Rect {
                    y: last - 1,
                    height: 1,
                    ..area
                };
                pad.clear(row);
            }
            self.draw_message(area, last - 1, pad);
            return self.draw_hints(area, last, pad);
        }
        self.draw_places(area, pad);
        pad.rule(area, 1);
        self.draw_tour(area, 1, pad);
        pad.rule(area, last - 1);
        let body = self.body();
        let bottom = self
            .stack
            .iter()
            .rposition(|sheet| sheet.screen.covers() == Covers::Whole);
        for sheet in self.stack.iter().skip(bottom.unwrap_or(0)) {
            pad.hide_cursor();
            sheet.screen.draw(body, pad);
        }
        if let Some(top) = self.top() {
            self.draw_first_steps(top, body, pad);
        }
        self.draw_message(area, last - 1, pad);
        self.draw_hints(area, last, pad);
        if !self.chord.is_empty() {
            self.draw_follows(body, pad);
        }
    }

    /// The working area.
    pub(super) fn body(&self) -> Rect {
        let (width, height) = self.setup.size;
        Rect {
            x: 0,
            y: 2,
            width,
            height: height.saturating_sub(4),
        }
    }

    fn draw_places(&self, area: Rect, pad: &mut Pad<'_>) {
        let places: Vec<(Place, String, &str)> = self
            .rooms
            .places()
            .into_iter()
            .map(|one| self.keyed(one))
            .collect();
        let named = |gap: u16| -> usize {
            let wide = places
                .iter()
                .map(|(_, key, name)| width(key) + width(name) + usize::from(gap));
            wide.sum::<usize>() + 1
        };
        let today = self.today.map(date_in_words).unwrap_or_default();
        let banner = width(&self.setup.banner) + 1;
        let room = usize::from(area.width).saturating_sub(banner + 1);
        // Where it is tight, the places stand closer, then the weekday goes; a place is worth more.
        let (gap, today) = match &today {
            today if named(2) + width(today) <= room => (2, today.as_str()),
            today if named(1) + width(today) <= room => (1, today.as_str()),
            today => (1, today.split_once(' ').map_or("", |(_, day)| day)),
        };
        let right = format!("{} {today}", self.setup.banner);
        let end = pad.right(
            area.right() - 1,
            0,
            area.width / 2,
            right.trim(),
            Role::Text,
        );
        let here = self
            .stack
            .iter()
            .rev()
            .find_map(|sheet| sheet.screen.place());
        let mut x = 1;
        for (place, key, name) in places {
            let wide = u16::try_from(width(&key) + width(name)).unwrap_or(area.width);
            if x + wide + 1 > end {
                break;
            }
            let role = if here == Some(place) {
                Role::Here
            } else {
                Role::Text
            };
            x = pad.pieces(x, 0, wide, &[(&key, Role::Key), (name, role)]) + gap;
        }
    }

    /// A place with its key as it stands before the name.
    fn keyed(&self, (place, name): (Place, &'static str)) -> (Place, String, &'static str) {
        let keymap = &self.setup.keymap;
        let key = keymap.key_of(Scope::Everywhere.stack(), action_of(place));
        (
            place,
            key.map(|key| format!("{key} ")).unwrap_or_default(),
            name,
        )
    }

    fn draw_message(&self, area: Rect, y: u16, pad: &mut Pad<'_>) {
        let lost = "The hub is away; what you type is kept, trying again".to_owned();
        let shown = match (&self.message, self.hub_lost) {
            (Some((tone, words)), _) => Some((*tone, words.clone())),
            (None, true) => Some((Tone::Trouble, lost)),
            (None, false) => {
                let standing = || self.top().and_then(Screen::standing);
                let words = self.offer().or_else(standing);
                words.map(|words| (Tone::Note, words))
            }
        };
        if let Some((tone, words)) = shown {
            let role = match tone {
                Tone::Done => Role::Done,
                Tone::Note => Role::Text,
                Tone::Trouble => Role::Fault,
            };
            // What a list says on this rule gives way as a whole rather than in part.
            if width(&words) + EDGE_WIDTH > usize::from(area.width) {
                pad.rule(area, y);
            }
            let room = self.draw_position(area, y, pad).saturating_sub(area.x + 2);
            pad.text(area.x + 1, y, room, &format!(" {words} "), role);
        } else {
            self.draw_position(area, y, pad);
        }
    }

    /// "row 3 of 41" at one place of every screen, where the keymap wants it; gives the column
    /// where it begins.
    fn draw_position(&self, area: Rect, y: u16, pad: &mut Pad<'_>) -> u16 {
        let position = self.top().and_then(Screen::position);
        match position.filter(|_| self.setup.keymap.numbered_rows) {
            Some((at, of)) => {
                let words = format!(" row {at} of {of} ");
                pad.right(area.right() - 1, y, 24, &words, Role::Text)
            }
            None => area.right(),
        }
    }

    fn draw_hints(&self, area: Rect, y: u16, pad: &mut Pad<'_>) {
        let Some(top) = self.top() else { return };
        let mut x = area.x + 1;
        for (key, word) in self.hints(top) {
            let wide = u16::try_from(width(&key) + 1 + width(&word)).unwrap_or(area.width);
            if x + wide >= area.right() {
                break;
            }
            let pieces = [
                (key.as_str(), Role::Key),
                (" ", Role::Text),
                (&word, Role::Text),
            ];
            x = pad.pieces(x, y, wide, &pieces) + 2;
        }
    }

    /// The keys and words of the hint line: those of the screen, then those that always help.
    fn hints(&self, top: &dyn Screen) -> Vec<(String, String)> {
        use EverywhereAction::{Back, Cover, Find, Help};
        let mut wanted = top.hints();
        let root = self.stack.len() == 1;
        let always: &[EverywhereAction] = if root {
            &[Cover, Find, Help]
        } else {
            &[Back, Help]
        };
        wanted.extend(always.iter().map(|action| Action::from(*action)));
        let mut hints: Vec<(String, String)> = Vec::new();
        for action in wanted {
            let shown = hints.iter().any(|(_, word)| *word == action.word());
            let usable = self.usable(top, action);
            if let (Some(bind), false, None) = (usable, shown, top.unable(action)) {
                hints.push((bind.label(), action.word()));
            }
        }
        hints
    }

    /// The first key of an action that comes through on this screen.
    pub(super) fn usable(&self, top: &dyn Screen, action: Action) -> Option<Bind> {
        let typing = top.typing();
        let mut binds = self.setup.keymap.reach(top.scope().stack(), action);
        binds
            .find(|bind| bind.chord.first().is_some_and(|key| !typing.takes(*key)))
            .cloned()
    }

    /// What to do first, on a screen that is empty because nobody is there yet.
    fn draw_first_steps(&self, top: &dyn Screen, body: Rect, pad: &mut Pad<'_>) {
        let steps: Vec<(String, &str)> = top
            .first_steps()
            .into_iter()
            .filter_map(|step| match step {
                FirstStep::Key(action, words) => {
                    self.usable(top, action).map(|bind| (bind.label(), words))
                }
                FirstStep::Command(command, words) => Some((command.to_owned(), words)),
            })
            .collect();
        let widest = steps.iter().map(|(key, _)| width(key)).max().unwrap_or(0);
        let column = u16::try_from(widest).unwrap_or(body.width) + 2;
        let height = u16::try_from(steps.len()).unwrap_or(0);
        let below_the_sentence = body.top() + FIRST_STEPS_ROW;
        let first = below_the_sentence.min(body.bottom().saturating_sub(height));
        for ((key, words), y) in steps.iter().zip(first..body.bottom()) {
            pad.text(body.x + 2, y, column, key, Role::Key);
            let x = body.x + 2 + column;
            pad.text(x, y, body.right().saturating_sub(x + 1), words, Role::Text);
        }
    }

    /// The keys that may follow those of a chord that has begun.
    fn draw_follows(&self, body: Rect, pad: &mut Pad<'_>) {
        let Some(top) = self.top() else { return };
        let follows = self.setup.keymap.follows(top.scope().stack(), &self.chord);
        let height = u16::try_from(follows.len())
            .unwrap_or(body.height)
            .saturating_add(2);
        let height = height.min(body.height);
        let frame = Rect {
            y: body.bottom() - height,
            height,
            ..body
        };
        pad.hide_cursor();
        let inside = pad.framed(frame, &format!("{} then", keymap::label(&self.chord)));
        for (bind, y) in follows.iter().zip(inside.top()..inside.bottom()) {
            let rest = bind.chord.get(self.chord.len()..).unwrap_or_default();
            let end = pad.text(inside.x, y, 12, &keymap::label(rest), Role::Key);
            let x = (inside.x + 12).max(end + 1);
            pad.text(
                x,
                y,
                inside.right().saturating_sub(x),
                bind.action.row().title,
                Role::Text,
            );
        }
    }
}

/// A date as the first line shows it.
fn date_in_words(date: NaiveDate) -> String {
    date.format("%a %-d %b").to_string()
}

fn action_of(place: Place) -> Action {
    match place {
        Place::Agenda => EverywhereAction::Agenda.into(),
        Place::Caseload => EverywhereAction::Caseload.into(),
        Place::Services => EverywhereAction::Services.into(),
        Place::Team => EverywhereAction::Team.into(),
        Place::Review => EverywhereAction::Review.into(),
        Place::Integration => EverywhereAction::Integration.into(),
    }
}
