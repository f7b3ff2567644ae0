//! A form: fields one under the other, each with a label, help, what it was understood as, and
//! what is wrong with it. Knows nothing of what the fields mean.

use std::cell::Cell;

use ratatui::layout::Rect;

use crate::tui::action::{FormAction, Scope, TextAction};
use crate::tui::draw::Pad;
use crate::tui::key::Key;
use crate::tui::screen::Typing;
use crate::tui::text::width;
use crate::tui::theme::Role;
use crate::tui::widgets::choice::Choice;
use crate::tui::widgets::field::{Field, Step, Took};

/// Rows that a field of many lines takes at least.
const NOTE_ROWS: u16 = 5;
/// Columns between label and value.
const GAP: u16 = 2;
/// What is said under a field takes at most so many rows.
const UNDER_ROWS_MAX: usize = 3;
/// Rows at the bottom for help and faults.
const FOOT_ROWS: u16 = 2;

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// One line.
    Line(Field),
    /// Many lines.
    Note(Field),
    /// One of a few words.
    Choice(Choice),
}

/// One field of a form.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name by which the screen knows it.
    pub name: &'static str,
    /// What stands in front of it.
    pub label: String,
    /// What to put in, with an example; shown while the field is being filled in.
    pub help: String,
    /// What is in it.
    pub value: Value,
    /// How what was typed is understood, such as a date in full; shown beside it.
    pub read_back: String,
    /// What is wrong with it; empty for nothing.
    pub fault: String,
    /// What is said under it, such as what somebody else has set meanwhile; empty for nothing.
    pub beneath: String,
}

impl Entry {
    /// A field with nothing said about it yet.
    pub fn new(name: &'static str, label: &str, help: &str, value: Value) -> Entry {
        let (label, help) = (label.to_owned(), help.to_owned());
        Entry {
            name,
            label,
            help,
            value,
            read_back: String::new(),
            fault: String::new(),
            beneath: String::new(),
        }
    }

    /// The text, or the word taken.
    pub fn text(&self) -> String {
        match &self.value {
            Value::Line(field) | Value::Note(field) => field.text(),
            Value::Choice(choice) => choice.word().to_owned(),
        }
    }

    /// Rows of the value itself.
    fn value_rows(&self) -> u16 {
        match self.value {
            Value::Note(_) => NOTE_ROWS,
            Value::Line(_) | Value::Choice(_) => 1,
        }
    }

    /// All its rows, where the value has so many columns.
    fn rows(&self, wide: u16) -> u16 {
        let under = u16::try_from(self.under(wide).len()).unwrap_or(u16::MAX);
        self.value_rows().saturating_add(under)
    }

    /// How many of so many columns are for what stands beside the value: half of a line that has
    /// something to say there; a note and a choice need all of it.
    fn beside(&self, wide: u16) -> u16 {
        let says = !self.read_back.is_empty() || !self.fault.is_empty();
        match self.value {
            Value::Line(_) if says => wide / 2,
            Value::Line(_) | Value::Note(_) | Value::Choice(_) => 0,
        }
    }

    /// Whether the fault has room beside the value.
    fn fault_fits(&self, wide: u16) -> bool {
        width(&self.fault) + usize::from(GAP) <= usize::from(self.beside(wide))
    }

    /// What stands under the value: a fault that has no room beside it, and what is said there.
    fn under(&self, wide: u16) -> Vec<(String, Role)> {
        let fault = match self.fault_fits(wide) {
            true => "",
            false => self.fault.as_str(),
        };
        let mut lines = Vec::new();
        for (words, role) in [(fault, Role::Fault), (&self.beneath, Role::Late)] {
            if words.is_empty() {
                continue;
            }
            let wrapped = crate::tui::text::wrap(words, usize::from(wide));
            lines.extend(
                wrapped
                    .into_iter()
                    .take(UNDER_ROWS_MAX)
                    .map(|line| (line, role)),
            );
        }
        lines
    }
}

/// What came of an action or a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// Nothing that the screen need know.
    Nothing,
    /// The field of that name holds something else now: read it back, keep the draft.
    Changed(&'static str),
    /// The field of that name took only a part.
    Full(&'static str),
    /// A sentence for the person; nothing changed.
    Said(&'static str),
    /// The person wants to save.
    Save,
    /// The person wants to throw the draft away.
    Discard,
}

/// A form while it is being filled in.
#[derive(Clone, Debug, Default)]
pub struct Form {
    entries: Vec<Entry>,
    at: usize,
    /// The first row seen; settled when drawn.
    top: Cell<u16>,
    /// What was copied or cut in one of the fields, for all of them.
    held: String,
}

impl Form {
    /// A form on its first field.
    pub fn new(entries: Vec<Entry>) -> Form {
        Form {
            entries,
            at: 0,
            top: Cell::new(0),
            held: String::new(),
        }
    }

    /// Its fields.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The field of that name.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The field of that name, to be read back or found fault with.
    pub fn entry_mut(&mut self, name: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.name == name)
    }

    /// The text of the field of that name; empty where there is none.
    pub fn text(&self, name: &str) -> String {
        self.entry(name).map(Entry::text).unwrap_or_default()
    }

    /// The field being filled in.
    pub fn current(&self) -> Option<&Entry> {
        self.entries.get(self.at)
    }

    /// Goes to the field of that name.
    pub fn go_to(&mut self, name: &str) {
        if let Some(at) = self.entries.iter().position(|entry| entry.name == name) {
            self.at = at;
        }
    }

    /// Goes to the first field with a fault; says whether there is one.
    pub fn go_to_fault(&mut self) -> bool {
        let found = self
            .entries
            .iter()
            .position(|entry| !entry.fault.is_empty());
        self.at = found.unwrap_or(self.at);
        found.is_some()
    }

    /// The scope in force: a field of many lines has one of its own.
    pub fn scope(&self) -> Scope {
        match self.current().map(|entry| &entry.value) {
            Some(Value::Note(_)) => Scope::Text,
            _ => Scope::Form,
        }
    }

    /// A form takes letters always: they are text, or choose a word.
    pub fn typing(&self) -> Typing {
        Typing::Text
    }

    /// Lets go of what is marked in the current field; `false` where nothing was.
    pub fn let_go(&mut self) -> bool {
        match self.entries.get_mut(self.at).map(|entry| &mut entry.value) {
            Some(Value::Note(field)) => field.let_go(),
            _ => false,
        }
    }

    /// Does an action of the form scope.
    pub fn act(&mut self, action: FormAction) -> Came {
        let last = self.entries.len().saturating_sub(1);
        match action {
            FormAction::Accept if self.at >= last => return Came::Save,
            FormAction::Accept | FormAction::NextField => self.at = (self.at + 1).min(last),
            FormAction::PreviousField => self.at = self.at.saturating_sub(1),
            FormAction::Save => return Came::Save,
            FormAction::Discard => return Came::Discard,
        }
        Came::Nothing
    }

    /// Does an action of the scope of long texts.
    pub fn act_in_text(&mut self, action: TextAction) -> Came {
        let Some(entry) = self.entries.get_mut(self.at) else {
            return Came::Nothing;
        };
        let Value::Note(field) = &mut entry.value else {
            return Came::Nothing;
        };
        let (name, held) = (entry.name, &mut self.held);
        let moves = match action {
            TextAction::NewLine => return came(name, field.new_line()),
            TextAction::Mark => {
                field.toggle_mark();
                return Came::Nothing;
            }
            TextAction::UndoTyping => return changed(field.undo(), name, "Nothing to take back"),
            TextAction::RedoTyping => return changed(field.redo(), name, "Nothing to bring back"),
            TextAction::Copy => return copy(field, held),
            TextAction::Cut => return cut(field, held, name),
            TextAction::Paste => return came(name, field.paste(held)),
            TextAction::LineUp => Step::Up,
            TextAction::LineDown => Step::Down,
            TextAction::PageUp => Step::PageUp,
            TextAction::PageDown => Step::PageDown,
            TextAction::WordBack => Step::WordLeft,
            TextAction::WordForward => Step::WordRight,
        };
        match (field.go(moves, false), moves) {
            (false, Step::Up) => self.act(FormAction::PreviousField),
            (false, Step::Down) => self.act(FormAction::NextField),
            _ => Came::Nothing,
        }
    }

    /// Takes a key that is text.
    pub fn typed(&mut self, key: Key) -> Came {
        let Some(entry) = self.entries.get_mut(self.at) else {
            return Came::Nothing;
        };
        let took = match &mut entry.value {
            Value::Line(field) | Value::Note(field) => field.key(key),
            Value::Choice(choice) => match choice.key(key) {
                true => Took::Changed,
                false => Took::Same,
            },
        };
        came(entry.name, took)
    }

    /// Takes pasted text.
    pub fn pasted(&mut self, text: &str) -> Came {
        let Some(entry) = self.entries.get_mut(self.at) else {
            return Came::Nothing;
        };
        match &mut entry.value {
            Value::Line(field) | Value::Note(field) => came(entry.name, field.paste(text)),
            Value::Choice(_) => Came::Nothing,
        }
    }

    /// Draws the fields, each with what is wrong with it, and at the bottom the current one's help.
    pub fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        let labels = self
            .entries
            .iter()
            .map(|entry| width(&entry.label))
            .max()
            .unwrap_or(0);
        let labels = u16::try_from(labels)
            .unwrap_or(area.width)
            .min(area.width / 3);
        let foot = FOOT_ROWS.min(area.height / 3);
        let fields = Rect {
            height: area.height - foot,
            ..area
        };
        let wide = value_width(labels, fields.width);
        let heights = self.heights(wide, fields.height);
        let top = self.settle_top(&heights, fields.height);
        let mut row = 0_u16;
        for (index, (entry, rows)) in self.entries.iter().zip(&heights).enumerate() {
            if row + rows > top && row < top + fields.height {
                // A field that begins above the window is drawn from the window's first row on.
                let y = fields.y + row.saturating_sub(top);
                let height = (row + rows).min(top + fields.height) - row.max(top);
                let line = Rect {
                    y,
                    height,
                    ..fields
                };
                self.draw_entry(entry, index == self.at, labels, line, pad);
            }
            row += rows;
        }
        self.draw_foot(
            Rect {
                y: fields.bottom(),
                height: foot,
                ..area
            },
            pad,
        );
    }

    /// The rows of each field. Long notes grow into what the others leave free, the one that is
    /// being written first.
    fn heights(&self, width: u16, height: u16) -> Vec<u16> {
        let rows = |entry: &Entry| entry.rows(width);
        let mut heights: Vec<u16> = self.entries.iter().map(rows).collect();
        let mut free = height.saturating_sub(heights.iter().sum());
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by_key(|index| *index != self.at);
        for index in order {
            let (Some(entry), Some(rows)) = (self.entries.get(index), heights.get_mut(index))
            else {
                continue;
            };
            if let Value::Note(field) = &entry.value {
                let wanted = u16::try_from(field.rows_in(width)).unwrap_or(u16::MAX);
                let more = wanted.saturating_sub(entry.value_rows()).min(free);
                *rows += more;
                free -= more;
            }
        }
        heights
    }

    /// The first row to be seen, so that the current field is.
    fn settle_top(&self, heights: &[u16], height: u16) -> u16 {
        let before: u16 = heights.iter().take(self.at).sum();
        let rows = heights.get(self.at).copied().unwrap_or(1).min(height);
        let lowest = (before + rows).saturating_sub(height);
        let top = self.top.get().clamp(lowest.min(before), before);
        self.top.set(top);
        top
    }

    fn draw_entry(&self, entry: &Entry, current: bool, labels: u16, area: Rect, pad: &mut Pad<'_>) {
        if current {
            let marker = pad.glyphs().marker;
            pad.text(area.x, area.y, 1, marker, Role::Text);
            pad.focus(area.x, area.y);
        }
        let role = if current { Role::Name } else { Role::Text };
        pad.text(area.x + GAP, area.y, labels, &entry.label, role);
        let wide = value_width(labels, area.width);
        let x = area.right() - wide;
        let (words, role) = match entry.fault.is_empty() {
            true => (&entry.read_back, Role::Text),
            false => (&entry.fault, Role::Fault),
        };
        let beside = entry.beside(wide);
        let value = Rect {
            x,
            y: area.y,
            width: wide - beside,
            height: under_above(entry, wide, area.height),
        };
        match &entry.value {
            Value::Line(field) | Value::Note(field) if current => field.draw(value, pad, true),
            Value::Line(field) => {
                pad.text(x, area.y, value.width, &field.text(), Role::Text);
            }
            Value::Note(field) => draw_note(&field.text(), value, pad),
            Value::Choice(choice) => choice.draw(x, area.y, wide, pad, current),
        }
        // A fault whose rows are below the window is cut beside the value rather than not seen.
        let whole = area.height >= entry.rows(wide);
        let fits = entry.fault.is_empty() || entry.fault_fits(wide) || !whole;
        if beside > GAP && fits {
            pad.text(value.right() + GAP, area.y, beside - GAP, words, role);
        }
        for ((line, role), y) in entry.under(wide).iter().zip(value.bottom()..area.bottom()) {
            pad.text(x, y, wide, line, *role);
        }
    }

    fn draw_foot(&self, area: Rect, pad: &mut Pad<'_>) {
        let Some(entry) = self.current() else { return };
        let mut end = area.right();
        if let Value::Note(field) = &entry.value
            && let (at, of) = field.position()
            && of > field.seen()
        {
            let said = format!("line {at} of {of}");
            end = pad.right(end.saturating_sub(1), area.y, area.width, &said, Role::Text);
        }
        let wide = end.saturating_sub(area.x + GAP + 1);
        let lines = crate::tui::text::wrap(&entry.help, usize::from(wide));
        for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
            pad.text(area.x + GAP, y, wide, line, Role::Text);
        }
    }
}

fn changed(was: bool, name: &'static str, nothing: &'static str) -> Came {
    match was {
        true => Came::Changed(name),
        false => Came::Said(nothing),
    }
}

fn copy(field: &mut Field, held: &mut String) -> Came {
    let marked = field.marked();
    if marked.is_empty() {
        return Came::Said("Nothing is marked yet");
    }
    field.let_go();
    *held = marked;
    Came::Said("Remembered for this form; the terminal's own clipboard is as it was")
}

fn cut(field: &mut Field, held: &mut String, name: &'static str) -> Came {
    let taken = field.cut();
    if taken.is_empty() {
        return Came::Nothing;
    }
    *held = taken;
    Came::Changed(name)
}

/// Rows of a value above what is said under it; what does not fit is cut from below.
fn under_above(entry: &Entry, wide: u16, height: u16) -> u16 {
    let under = entry.rows(wide) - entry.value_rows();
    let value = entry.value_rows().min(height);
    height.saturating_sub(under).max(value)
}

/// Columns of a value behind labels of that width.
fn value_width(labels: u16, columns: u16) -> u16 {
    columns.saturating_sub(GAP + labels + GAP)
}

/// Draws the beginning of a note that is not being written in; where more follows, that is seen.
fn draw_note(text: &str, area: Rect, pad: &mut Pad<'_>) {
    let lines = crate::tui::text::wrap(text, usize::from(area.width));
    let rows = usize::from(area.height);
    for ((number, line), y) in lines.iter().enumerate().zip(area.top()..area.bottom()) {
        // A line that is too long gets its ellipsis.
        let next = lines.get(number + 1).filter(|_| number + 1 == rows);
        let shown = next.map_or_else(|| line.clone(), |next| format!("{line} {next} "));
        pad.text(area.x, y, area.width, &shown, Role::Text);
    }
}

fn came(name: &'static str, took: Took) -> Came {
    match took {
        Took::Changed => Came::Changed(name),
        Took::Same => Came::Nothing,
        Took::Full => Came::Full(name),
    }
}
