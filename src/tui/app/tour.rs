//! The tour of a demonstration: one line under the places that asks for a key, goes on when what the
//! key does was done by whatever way, and is ended by Esc. It takes no room and no key but Esc.

use ratatui::layout::Rect;

use super::App;
use crate::tui::action::{Action, CaseAction, EverywhereAction, FinderAction, ListAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::Tone;
use crate::tui::key::{Key, Name};
use crate::tui::text::width;
use crate::tui::theme::Role;

/// Where the tour is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tour {
    /// It can be started by its key; any other key declines.
    Offered,
    /// At the step with this number, from 0.
    At(usize),
    Over,
}

/// One step: what must be done, and the words before and after its key.
type Step = (Action, &'static str, &'static str);

/// The way round: seven steps from the Agenda, each within reach of the one before.
const STEPS: [Step; 7] = [
    (
        Action::List(ListAction::Next),
        "Most urgent first.",
        "moves to the next row.",
    ),
    (
        Action::List(ListAction::Open),
        "",
        "opens the person on that row.",
    ),
    (
        Action::Case(CaseAction::Log),
        "All about one person.",
        "logs a contact with them.",
    ),
    (
        Action::Everywhere(EverywhereAction::Find),
        "It waits, half filled.",
        "finds anyone, from here too.",
    ),
    (
        Action::Finder(FinderAction::Open),
        "Type some of a name.",
        "opens what you find.",
    ),
    (
        Action::Everywhere(EverywhereAction::Caseload),
        "",
        "goes to everybody you work with.",
    ),
    (
        Action::Everywhere(EverywhereAction::Help),
        "",
        "shows all that works where you are.",
    ),
];

impl App {
    /// Takes a key for the tour, if it is one of the tour's; the first key after the offer decides.
    pub(super) fn tour_takes(&mut self, key: Key) -> bool {
        match self.tour {
            Tour::Offered => {
                self.tour = Tour::Over;
                false
            }
            Tour::At(_) if key == Key::named(Name::Esc) => {
                self.tour = Tour::Over;
                let again = self.words_for_key(EverywhereAction::Tour.into());
                self.say(
                    Tone::Note,
                    format!("The tour has ended; {again} starts it again"),
                );
                true
            }
            Tour::At(_) | Tour::Over => false,
        }
    }

    pub(super) fn start_tour(&mut self) {
        self.tour = Tour::At(0);
        if let Some((first, _)) = self.rooms.places().first() {
            self.go(*first);
        }
    }

    /// Goes on where this is what the step asked for.
    pub(super) fn tour_did(&mut self, action: Action) {
        let Tour::At(at) = self.tour else { return };
        if STEPS.get(at).is_none_or(|(wanted, ..)| *wanted != action) {
            return;
        }
        if at + 1 < STEPS.len() {
            self.tour = Tour::At(at + 1);
            return;
        }
        self.tour = Tour::Over;
        let quit = self.words_for_key(EverywhereAction::Quit.into());
        let words = format!("That was the tour. Esc goes back; {quit} leaves the demonstration");
        self.say(Tone::Done, words);
    }

    /// The key of an action where the person is; where it has none that works there, its key
    /// elsewhere, and at last the way by the palette.
    fn words_for_key(&self, action: Action) -> String {
        let keymap = &self.setup.keymap;
        let here = self.top().and_then(|top| self.usable(top, action));
        let elsewhere = || keymap.key_of(action.row().scope.stack(), action);
        let by_palette = || {
            let palette = EverywhereAction::Palette.into();
            let key = keymap.key_of(Scope::Everywhere.stack(), palette);
            format!("{} {}", key.unwrap_or_default(), action.word())
        };
        here.map(|bind| bind.label())
            .or_else(elsewhere)
            .unwrap_or_else(by_palette)
    }

    /// Draws the line over the upper rule.
    pub(super) fn draw_tour(&self, area: Rect, y: u16, pad: &mut Pad<'_>) {
        let (start, before, key, after, end) = match self.tour {
            Tour::Over => return,
            Tour::Offered => {
                let key = self.words_for_key(EverywhereAction::Tour.into());
                let after = "shows you round in seven steps; any other key: no.";
                ("New here?".to_owned(), "", key, after, "")
            }
            Tour::At(at) => {
                let Some((action, before, after)) = STEPS.get(at) else {
                    return;
                };
                let start = format!("Tour {}/{}", at + 1, STEPS.len());
                let key = self.words_for_key(*action);
                (start, *before, key, *after, "Esc ends it")
            }
        };
        let wide = u16::try_from(width(end)).unwrap_or(0);
        let room = area.width.saturating_sub(wide + 3);
        let before = match before.is_empty() {
            true => String::new(),
            false => format!("{before} "),
        };
        let pieces = [
            (" ", Role::Text),
            (start.as_str(), Role::Heading),
            ("  ", Role::Text),
            (&before, Role::Text),
            (&key, Role::Key),
            (" ", Role::Text),
            (after, Role::Text),
            (" ", Role::Text),
        ];
        pad.pieces(area.x, y, room, &pieces);
        if !end.is_empty() {
            let end = format!(" {end} ");
            pad.right(area.right() - 1, y, wide + 2, &end, Role::Text);
        }
    }
}
