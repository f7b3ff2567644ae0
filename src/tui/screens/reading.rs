//! A text in full, over the page that it belongs to.

use std::cell::Cell;

use ratatui::layout::Rect;

use crate::tui::action::{Action, ListAction, Scope};
use crate::tui::draw::{Pad, centred};
use crate::tui::effect::Effect;
use crate::tui::forms;
use crate::tui::prose;
use crate::tui::screen::{Covers, Screen};
use crate::tui::theme::Role;

/// Lines longer than this are hard to read.
const WIDTH_MAX: u16 = 84;

/// A text, to be read.
pub(in crate::tui) struct Reading {
    title: String,
    text: String,
    /// The line at the top.
    top: usize,
    /// The highest such line and the lines of a page, known when it was drawn.
    last: Cell<usize>,
    page: Cell<usize>,
    /// It is about safeguarding: nobody else is on the screen, and it is not copied.
    guarded: bool,
}

impl Reading {
    pub(super) fn new(title: String, text: String) -> Reading {
        Reading {
            title,
            text,
            top: 0,
            last: Cell::new(0),
            page: Cell::new(1),
            guarded: false,
        }
    }

    /// What only those may read who may read safeguarding.
    pub(in crate::tui) fn guarded(title: String, text: String) -> Box<dyn Screen> {
        Box::new(Reading {
            guarded: true,
            ..Reading::new(title, text)
        })
    }

    pub(in crate::tui) fn open(title: String, text: String) -> Box<dyn Screen> {
        Box::new(Reading::new(title, text))
    }

    /// More of the text, below what is there.
    pub(super) fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Moves about in it.
    pub(super) fn go(&mut self, action: ListAction) {
        let top = match action {
            ListAction::Open | ListAction::Write => return,
            ListAction::Next => self.top + 1,
            ListAction::Previous => self.top.saturating_sub(1),
            ListAction::PageDown => self.top + self.page.get(),
            ListAction::PageUp => self.top.saturating_sub(self.page.get()),
            ListAction::First => 0,
            ListAction::Last => self.last.get(),
        };
        self.top = top.min(self.last.get());
    }
}

impl Screen for Reading {
    fn heading(&self) -> String {
        self.title.clone()
    }

    fn scope(&self) -> Scope {
        Scope::List
    }

    fn shows_one_alone(&self) -> bool {
        self.guarded
    }

    fn plain(&self) -> Option<Vec<String>> {
        if self.guarded {
            return Some(forms::not_copied(&self.title));
        }
        let text = self.text.split('\n').map(str::to_owned);
        Some(
            [self.title.clone(), String::new()]
                .into_iter()
                .chain(text)
                .collect(),
        )
    }

    fn hints(&self) -> Vec<Action> {
        vec![ListAction::PageDown.into()]
    }

    fn covers(&self) -> Covers {
        match self.guarded {
            true => Covers::Whole,
            false => Covers::Part,
        }
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::List(ListAction::Open) => return vec![Effect::Pop],
            Action::List(action) => self.go(action),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        if self.guarded {
            pad.clear(area);
        }
        let wide = WIDTH_MAX.min(area.width.saturating_sub(4));
        let columns = usize::from(wide.saturating_sub(4));
        let lines = prose::rows(&self.text, columns, pad.glyphs());
        let height = u16::try_from(lines.len())
            .unwrap_or(u16::MAX)
            .saturating_add(2);
        let inside = pad.framed(centred(area, wide, height), &self.title);
        // The last page is a full one.
        let last = lines.len().saturating_sub(usize::from(inside.height));
        let top = self.top.min(last);
        self.last.set(last);
        self.page.set(usize::from(inside.height).max(2) - 1);
        let seen = lines.iter().skip(top);
        for (line, y) in seen.zip(inside.top()..inside.bottom()) {
            pad.prose(inside.x, y, inside.width, line);
        }
        if top < last && inside.height > 1 {
            let more = format!(" {} {} more ", pad.glyphs().down, last - top);
            pad.right(
                inside.right(),
                inside.bottom(),
                inside.width,
                &more,
                Role::Text,
            );
        }
    }
}
