//! A question, asked only where undo is not exact. It names the person, and no small letter and
//! not Enter say yes.

use ratatui::layout::Rect;

use crate::tui::action::{Action, ConfirmAction, Scope};
use crate::tui::draw::{Pad, centred};
use crate::tui::effect::{Effect, Tag};
use crate::tui::screen::{Answer, Covers, Screen};
use crate::tui::text::wrap;
use crate::tui::theme::Role;

/// Columns that the question takes at most.
const WIDTH_MAX: u16 = 64;

/// A question.
pub struct Confirm {
    tag: Tag,
    title: String,
    words: String,
}

impl Confirm {
    /// A question whose title names the person or thing, and whose words say what would happen.
    /// The answer, where it is yes, is [`Answer::Confirmed`] with the tag.
    pub fn new(tag: Tag, title: impl Into<String>, words: impl Into<String>) -> Confirm {
        Confirm {
            tag,
            title: title.into(),
            words: words.into(),
        }
    }
}

impl Screen for Confirm {
    fn heading(&self) -> String {
        self.title.clone()
    }

    fn scope(&self) -> Scope {
        Scope::Confirm
    }

    fn hints(&self) -> Vec<Action> {
        vec![ConfirmAction::Yes.into(), ConfirmAction::No.into()]
    }

    fn covers(&self) -> Covers {
        Covers::Part
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Confirm(ConfirmAction::Yes) => {
                vec![Effect::Answer(Answer::Confirmed(self.tag))]
            }
            Action::Confirm(ConfirmAction::No) => vec![Effect::Pop],
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let width = WIDTH_MAX.min(area.width);
        let lines = wrap(&self.words, usize::from(width.saturating_sub(4)));
        let height = u16::try_from(lines.len())
            .unwrap_or(area.height)
            .saturating_add(2);
        let inside = pad.framed(centred(area, width, height), &self.title);
        pad.focus(inside.x, inside.y);
        for (line, y) in lines.iter().zip(inside.top()..inside.bottom()) {
            pad.text(inside.x, y, inside.width, line, Role::Text);
        }
    }
}
