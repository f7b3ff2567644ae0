//! What the help and the palette have in common: the commands that can be reached, narrowed by
//! typing, with a marker.

use ratatui::layout::Rect;

use crate::tui::action::{Action, ListAction, Scope, TABLE};
use crate::tui::draw::Pad;
use crate::tui::effect::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::{Bind, Keymap};
use crate::tui::screen::Screen;
use crate::tui::text::width;
use crate::tui::theme::Role;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::{Marker, Rows};

/// Columns for the keys.
const KEYS_WIDTH: u16 = 20;

/// One command as it is listed.
#[derive(Clone, Debug)]
pub struct Command {
    /// What it does.
    pub action: Action,
    /// Its keys, as people are shown them; empty for none.
    pub keys: String,
    /// Whose its keys are, where they are not shipped: "(yours)", "(site)".
    pub from: String,
    /// Why it does not work here; `None` where it does.
    pub unable: Option<String>,
}

/// Every command that works where the screen is, scope by scope, innermost first.
pub fn commands(keymap: &Keymap, screen: &dyn Screen) -> Vec<Command> {
    let stack = screen.scope().stack();
    let mut found = Vec::new();
    for scope in stack {
        for row in TABLE.iter().filter(|row| row.scope == *scope) {
            let comes_through = |bind: &&Bind| {
                bind.chord
                    .first()
                    .is_some_and(|key| !screen.typing().takes(*key))
            };
            let binds: Vec<&Bind> = keymap
                .reach(stack, row.action)
                .filter(comes_through)
                .collect();
            let keys: Vec<String> = binds.iter().map(|bind| bind.label()).collect();
            found.push(Command {
                action: row.action,
                keys: keys.join(", "),
                from: keymap.mark(row.action).to_owned(),
                unable: unable(screen, row.action),
            });
        }
    }
    found
}

fn unable(screen: &dyn Screen, action: Action) -> Option<String> {
    if action == ListAction::Write.into() && screen.rows_out().is_none() {
        return Some("no rows here".to_owned());
    }
    screen.unable(action)
}

/// One row of the list.
#[derive(Clone, Debug)]
enum Line {
    Heading(Scope),
    Command(Command),
}

/// The list, what is typed to narrow it, and the marker.
pub struct Commands {
    all: Vec<Command>,
    headings: bool,
    typed: Field,
    shown: Vec<Line>,
    marker: Marker<Action>,
}

impl Rows for Vec<Line> {
    type Id = Action;

    fn count(&self) -> usize {
        self.len()
    }

    fn id(&self, index: usize) -> Option<Action> {
        match self.get(index) {
            Some(Line::Command(command)) => Some(command.action),
            Some(Line::Heading(_)) | None => None,
        }
    }
}

impl Commands {
    /// All commands, grouped under headings while nothing is typed if `headings`.
    pub fn new(all: Vec<Command>, headings: bool) -> Commands {
        let (typed, shown, marker) = (Field::line(""), Vec::new(), Marker::default());
        let mut commands = Commands {
            all,
            headings,
            typed,
            shown,
            marker,
        };
        commands.narrow();
        commands
    }

    /// Takes a key that is text.
    pub fn typed(&mut self, key: Key) {
        self.typed.key(key);
        self.narrow();
    }

    /// Takes pasted text.
    pub fn pasted(&mut self, text: &str) {
        self.typed.paste(text);
        self.narrow();
    }

    /// Moves the marker.
    pub fn act(&mut self, action: ListAction) {
        self.marker.act(&self.shown, action);
    }

    /// The number of the command under the marker, and how many there are.
    pub fn position(&self) -> (usize, usize) {
        self.marker.position(&self.shown)
    }

    /// Does the command under the marker with the screen below.
    pub fn run(&self) -> Vec<Effect> {
        match self.shown.get(self.marker.index()) {
            Some(Line::Command(command)) => vec![Effect::Run(command.action)],
            Some(Line::Heading(_)) | None => Vec::new(),
        }
    }

    /// Keeps the commands that hold every word typed, in the title, the name or the keys; those
    /// whose name begins with what was typed come first.
    fn narrow(&mut self) {
        let text = self.typed.text().to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut kept: Vec<&Command> = self.all.iter().filter(|it| holds(it, &words)).collect();
        if let Some(first) = words.first() {
            kept.sort_by_key(|command| !command.action.row().name.starts_with(first));
        }
        let grouped = self.headings && words.is_empty();
        let mut shown = Vec::new();
        let mut last = None;
        for command in kept {
            let scope = command.action.row().scope;
            if grouped && last != Some(scope) {
                shown.push(Line::Heading(scope));
                last = Some(scope);
            }
            shown.push(Line::Command(command.clone()));
        }
        self.shown = shown;
        self.marker = Marker::default();
        self.marker.settle(&self.shown);
    }

    /// Draws the field and the list.
    pub fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let prompt = "Type to narrow: ";
        let x = pad.text(area.x, area.y, area.width, prompt, Role::Text);
        let (at, of) = self.position();
        let count = if of == 0 {
            "nothing found".to_owned()
        } else {
            format!("{at} of {of}")
        };
        let wide = u16::try_from(width(&count)).unwrap_or(0);
        pad.right(area.right(), area.y, wide, &count, Role::Text);
        let field = area.right().saturating_sub(x + wide + 2);
        self.typed.draw(
            Rect {
                x,
                y: area.y,
                width: field,
                height: 1,
            },
            pad,
            true,
        );
        let list = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        self.marker.draw(
            list,
            pad,
            self.shown.len(),
            |index, line, selected, pad| match self.shown.get(index) {
                Some(Line::Heading(scope)) => {
                    pad.text(line.x - 1, line.y, line.width, scope.title(), Role::Heading);
                }
                Some(Line::Command(command)) => draw_command(command, line, selected, pad),
                None => {}
            },
        );
    }
}

fn draw_command(command: &Command, line: Rect, selected: bool, pad: &mut Pad<'_>) {
    let keys = KEYS_WIDTH.min(line.width / 3);
    pad.text(line.x, line.y, keys, &command.keys, Role::Key);
    let x = line.x + keys + 1;
    let role = if selected { Role::Name } else { Role::Text };
    let wide = line.right().saturating_sub(x);
    let end = pad.text(x, line.y, wide, command.action.row().title, role) + 2;
    let note = match (&command.unable, command.from.is_empty()) {
        (Some(reason), _) => format!("not now: {reason}"),
        (None, false) => command.from.clone(),
        (None, true) => return,
    };
    pad.text(
        end,
        line.y,
        line.right().saturating_sub(end),
        &note,
        Role::Text,
    );
}

fn holds(command: &Command, words: &[&str]) -> bool {
    let row = command.action.row();
    let text = format!("{} {} {}", row.title, row.name, command.keys).to_lowercase();
    words.iter().all(|word| text.contains(word))
}
