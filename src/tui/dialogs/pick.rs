//! A list of choices over a screen: arrows and Enter, or a digit. The screen below is told the
//! number of the one taken.

use ratatui::layout::Rect;

use crate::tui::action::{Action, ListAction, MenuAction, Scope};
use crate::tui::draw::{Pad, centred};
use crate::tui::effect::{Effect, Tag};
use crate::tui::key::Key;
use crate::tui::screen::{Answer, Covers, Screen, Typing};
use crate::tui::text::{width, wrap};
use crate::tui::theme::Role;
use crate::tui::widgets::list::{GUTTER, Marker};

/// One choice.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// What it is.
    pub words: String,
    /// More about it, to the right; may be empty.
    pub note: String,
}

/// A list of choices.
pub struct Pick {
    tag: Tag,
    title: String,
    items: Vec<Item>,
    rows: Vec<Option<usize>>,
    marker: Marker<usize>,
    /// Choices, by number, that only Enter takes.
    by_enter: Vec<usize>,
    /// What stands over the choices; may be empty.
    words: String,
}

impl Pick {
    /// A list of choices with the marker on one of them. The answer is [`Answer::Picked`] with the
    /// tag and the number of the choice, from 0. The title says whom it is about.
    pub fn new(tag: Tag, title: impl Into<String>, items: Vec<Item>, on: usize) -> Pick {
        let rows: Vec<Option<usize>> = (0..items.len()).map(Some).collect();
        let mut marker = Marker::default();
        marker.select(&rows, on);
        Pick {
            tag,
            title: title.into(),
            items,
            rows,
            marker,
            by_enter: Vec::new(),
            words: String::new(),
        }
    }

    /// The same where these choices change a record at once: a digit only moves the marker to
    /// them and Enter takes, so that no printable key does it.
    pub fn taken_by_enter(self, by_enter: Vec<usize>) -> Pick {
        Pick { by_enter, ..self }
    }

    /// The same under words that say what it is about.
    pub fn under(self, words: String) -> Pick {
        Pick { words, ..self }
    }

    fn take(&self, index: usize) -> Vec<Effect> {
        if index >= self.items.len() {
            return Vec::new();
        }
        vec![Effect::Answer(Answer::Picked(self.tag, index))]
    }
}

impl Screen for Pick {
    fn heading(&self) -> String {
        self.title.clone()
    }

    fn scope(&self) -> Scope {
        Scope::Menu
    }

    fn typing(&self) -> Typing {
        Typing::Digits
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            MenuAction::Choose.into(),
            MenuAction::Next.into(),
            MenuAction::Previous.into(),
        ]
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(self.marker.position(&self.rows))
    }

    fn covers(&self) -> Covers {
        Covers::Part
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let Action::Menu(action) = action else {
            return Vec::new();
        };
        let movement = match action {
            MenuAction::Choose => return self.take(self.marker.index()),
            MenuAction::Next => ListAction::Next,
            MenuAction::Previous => ListAction::Previous,
            MenuAction::First => ListAction::First,
            MenuAction::Last => ListAction::Last,
        };
        self.marker.act(&self.rows, movement);
        Vec::new()
    }

    fn typed(&mut self, key: Key) -> Vec<Effect> {
        let digit = key.printable().and_then(|c| c.to_digit(10));
        match digit.and_then(|digit| usize::try_from(digit).ok()) {
            Some(number @ 1..) if self.by_enter.contains(&(number - 1)) => {
                self.marker.select(&self.rows, number - 1);
                Vec::new()
            }
            Some(number @ 1..) => self.take(number - 1),
            Some(0) | None => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let line = |item: &Item| width(&item.words) + width(&item.note) + 8;
        let widest = self
            .items
            .iter()
            .map(line)
            .max()
            .unwrap_or(0)
            .max(width(&self.title) + 4);
        let wide = u16::try_from(widest)
            .unwrap_or(area.width)
            .saturating_add(GUTTER + 4);
        let words = wrap(
            &self.words,
            usize::from(wide.min(area.width).saturating_sub(4)),
        );
        let words = words.iter().filter(|_| !self.words.is_empty());
        let over = words.clone().count();
        let height = u16::try_from(self.items.len() + over)
            .unwrap_or(area.height)
            .saturating_add(2);
        let mut inside = pad.framed(centred(area, wide, height), &self.title);
        for line in words {
            if inside.height > 1 {
                pad.text(inside.x, inside.y, inside.width, line, Role::Text);
                inside.y += 1;
                inside.height -= 1;
            }
        }
        self.marker.draw(
            inside,
            pad,
            self.items.len(),
            |index, line, selected, pad| {
                let Some(item) = self.items.get(index) else {
                    return;
                };
                let digit = if index < 9 {
                    format!("{} ", index + 1)
                } else {
                    "  ".to_owned()
                };
                let role = if selected { Role::Name } else { Role::Text };
                let pieces = [(digit.as_str(), Role::Key), (item.words.as_str(), role)];
                let end = pad.pieces(line.x, line.y, line.width, &pieces);
                let left = line.right().saturating_sub(end + 2);
                pad.right(line.right(), line.y, left, &item.note, Role::Text);
            },
        );
        self.marker
            .draw_edge(inside, pad, self.items.len(), |rows| rows.len());
    }
}
