//! From one frame to the next in as few bytes as a plain terminal allows.
//!
//! ratatui's own backend sends 25 bytes with every frame, changed or not, and twice the bytes for a
//! colour; over a slow line bytes are what a person waits for. So this compares the frames itself:
//! it remembers where the cursor stands and how it writes, and an unchanged frame is no bytes.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use crate::tui::draw::{Look, Pad};

/// Blank cells at the end of a row that are cheaper to erase than to write.
const ERASE_MIN: usize = 4;
/// Unchanged cells between two changed ones that are cheaper to write again than to jump over.
const BRIDGE_MAX: usize = 4;

/// How cells are written now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Pen = Pen {
    fg: Color::Reset,
    bg: Color::Reset,
    modifier: Modifier::empty(),
};

impl Pen {
    fn of(cell: &Cell) -> Pen {
        Pen {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }
}

/// What the terminal shows, and the way to the next frame.
pub(super) struct Painter {
    look: Look,
    shown: Buffer,
    next: Buffer,
    out: Vec<u8>,
    pen: Pen,
    /// Where the cursor stands, if that is certain.
    at: Option<Position>,
    cursor_seen: bool,
    /// Whether what the terminal shows is not known.
    forgotten: bool,
    /// Rows that the terminal wrapped by itself.
    flows: Vec<u16>,
}

impl Painter {
    /// A painter for a terminal that is empty, with the cursor hidden in its first cell.
    pub(super) fn new(look: Look) -> Painter {
        Painter {
            look,
            shown: Buffer::default(),
            next: Buffer::default(),
            out: Vec::new(),
            pen: PLAIN,
            at: Some(Position::ORIGIN),
            cursor_seen: false,
            forgotten: false,
            flows: Vec::new(),
        }
    }

    /// The terminal may show anything: the next frame draws every row.
    pub(super) fn forget(&mut self) {
        self.forgotten = true;
    }

    /// Draws a frame of that size and gives the bytes that bring the terminal to it; none where it
    /// shows the frame already.
    pub(super) fn frame(&mut self, size: (u16, u16), draw: impl FnOnce(&mut Pad<'_>)) -> &[u8] {
        let area = Rect::new(0, 0, size.0, size.1);
        self.out.clear();
        if *self.shown.area() != area {
            self.forgotten |= !self.shown.area().is_empty();
            self.shown = Buffer::empty(area);
        }
        let mut next = std::mem::take(&mut self.next);
        next.resize(area);
        next.reset();
        let mut cursor = None;
        let mut pad = Pad::new(&mut next, &mut cursor, self.look);
        draw(&mut pad);
        let flows = pad.into_flows();
        // Which rows are wrapped is settled by writing them in one go, on rows that were erased.
        let same = flows.is_empty() || next.content() == self.shown.content();
        self.forgotten |= flows != self.flows || !same;
        let afresh = self.forgotten;
        self.flows = flows;
        if self.forgotten {
            self.erase_rows(area);
        }
        for y in 0..area.height {
            let comes_on = y
                .checked_sub(1)
                .is_some_and(|above| self.flows.contains(&above));
            if afresh && (comes_on || self.flows.contains(&y)) {
                self.flowing_row(y, &next, comes_on);
            } else {
                self.row(y, &next);
            }
        }
        self.place_cursor(cursor);
        self.next = std::mem::replace(&mut self.shown, next);
        &self.out
    }

    /// Empties the terminal row by row: what is cleared at once, some terminals keep.
    fn erase_rows(&mut self, area: Rect) {
        self.forgotten = false;
        self.shown = Buffer::empty(area);
        // Whoever wrote there may have left any colour.
        self.out.extend_from_slice(b"\x1b[m");
        self.pen = PLAIN;
        self.at = None;
        for y in 0..area.height {
            self.go_to(0, y);
            self.out.extend_from_slice(b"\x1b[2K");
        }
    }

    fn row(&mut self, y: u16, next: &Buffer) {
        let width = usize::from(next.area().width);
        let start = usize::from(y) * width;
        let (Some(new), Some(old)) = (
            next.content().get(start..start + width),
            self.shown.content().get(start..start + width),
        ) else {
            return;
        };
        // Cells behind this are blank in the new row, and none is half of a wide character.
        let last = new.iter().rposition(|cell| !is_blank(cell));
        let wide = |at: usize| new.get(at).map_or(1, |cell| cell.symbol().width().max(1));
        let end = last.map_or(0, |at| (at + wide(at)).min(width));
        let tail = old.iter().skip(end).filter(|cell| !is_blank(cell)).count();
        let erase = tail >= ERASE_MIN;
        let old: Vec<Cell> = old.to_vec();
        let upto = if erase { end } else { width };
        self.cells(y, new, &old, upto);
        if erase {
            self.go_to(u16::try_from(end).unwrap_or(0), y);
            self.write_with(PLAIN);
            self.out.extend_from_slice(b"\x1b[K");
        }
    }

    /// Writes a row that comes on from the one above, or goes on in the one below, sign by sign: the
    /// terminal goes to the next row by itself when the row is full.
    fn flowing_row(&mut self, y: u16, next: &Buffer, comes_on: bool) {
        let width = usize::from(next.area().width);
        let start = usize::from(y) * width;
        let cells = next.content().get(start..start + width).unwrap_or_default();
        let last = cells.iter().rposition(|cell| !is_blank(cell));
        let end = match self.flows.contains(&y) {
            true => width,
            false => last.map_or(0, |at| at + 1),
        };
        if comes_on {
            self.at = Some(Position { x: 0, y });
        }
        let mut x = 0;
        while let Some(cell) = cells.get(x).filter(|_| x < end) {
            self.go_to(u16::try_from(x).unwrap_or(0), y);
            let wide = cell.symbol().width().max(1);
            self.put(cell, wide, width);
            x += wide;
        }
    }

    fn cells(&mut self, y: u16, new: &[Cell], old: &[Cell], upto: usize) {
        let mut x = 0;
        // The right half of a wide character that is gone must be written even where it looks the
        // same.
        let mut stale_upto = 0;
        let mut written_upto: Option<usize> = None;
        while x < upto {
            let (Some(cell), Some(was)) = (new.get(x), old.get(x)) else {
                return;
            };
            let wide = cell.symbol().width().max(1);
            if cell != was {
                stale_upto = stale_upto.max(x + was.symbol().width().max(wide));
            }
            if cell != was || x < stale_upto {
                if let Some(gap) = written_upto.map(|upto| upto..x) {
                    self.bridge(new.get(gap).unwrap_or_default(), cell);
                }
                self.go_to(u16::try_from(x).unwrap_or(0), y);
                self.put(cell, wide, new.len());
                written_upto = Some(x + wide);
            }
            x += wide;
        }
    }

    /// Writes the cells of a short gap again where that is cheaper than a jump: in the way of
    /// writing that is on, or in the one that the next cell needs anyway.
    fn bridge(&mut self, gap: &[Cell], next: &Cell) {
        let Some(first) = gap.first() else { return };
        let pen = Pen::of(first);
        let same = |cell: &Cell| cell.symbol().len() == 1 && Pen::of(cell) == pen;
        let free = pen == self.pen || pen == Pen::of(next);
        if self.at.is_none() || !free || gap.len() > BRIDGE_MAX || !gap.iter().all(same) {
            return;
        }
        self.write_with(pen);
        for cell in gap {
            self.out.extend_from_slice(cell.symbol().as_bytes());
        }
        if let Some(at) = &mut self.at {
            at.x += u16::try_from(gap.len()).unwrap_or(0);
        }
    }

    fn put(&mut self, cell: &Cell, wide: usize, columns: usize) {
        self.write_with(Pen::of(cell));
        self.out.extend_from_slice(cell.symbol().as_bytes());
        // Terminals disagree about the width of anything but single plain characters, and about
        // where the cursor stands after the last column.
        let sure = wide == 1 && cell.symbol().chars().count() == 1;
        self.at = self.at.filter(|_| sure).map(|at| Position {
            x: at.x + 1,
            y: at.y,
        });
        self.at = self.at.filter(|at| usize::from(at.x) < columns);
    }

    fn write_with(&mut self, pen: Pen) {
        if pen == self.pen {
            return;
        }
        let mut codes = Vec::new();
        // Only the way from plain is written without a reset first: it is by far the commonest.
        if self.pen != PLAIN && pen != PLAIN {
            codes.push(0);
        }
        for (modifier, code) in [
            (Modifier::BOLD, 1),
            (Modifier::ITALIC, 3),
            (Modifier::UNDERLINED, 4),
            (Modifier::REVERSED, 7),
        ] {
            if pen.modifier.contains(modifier) {
                codes.push(code);
            }
        }
        codes.extend(code_of(pen.fg));
        codes.extend(code_of(pen.bg).map(|code| code + 10));
        let codes: Vec<String> = codes.iter().map(u8::to_string).collect();
        self.out
            .extend_from_slice(format!("\x1b[{}m", codes.join(";")).as_bytes());
        self.pen = pen;
    }

    /// Moves the cursor in as few bytes as there are.
    fn go_to(&mut self, x: u16, y: u16) {
        let to = Position { x, y };
        if self.at == Some(to) {
            return;
        }
        let direct = match x {
            0 => format!("\x1b[{}H", y + 1),
            _ => format!("\x1b[{};{}H", y + 1, x + 1),
        };
        let way = self.at.and_then(|from| by_steps(from, to));
        let shortest = way.filter(|way| way.len() < direct.len()).unwrap_or(direct);
        self.out.extend_from_slice(shortest.as_bytes());
        self.at = Some(to);
    }

    fn place_cursor(&mut self, cursor: Option<Position>) {
        match cursor {
            Some(position) => {
                self.go_to(position.x, position.y);
                if !self.cursor_seen {
                    self.out.extend_from_slice(b"\x1b[?25h");
                }
            }
            None if self.cursor_seen => self.out.extend_from_slice(b"\x1b[?25l"),
            None => {}
        }
        self.cursor_seen = cursor.is_some();
    }
}

/// The way on from one cell to another further right or a little further down.
fn by_steps(from: Position, to: Position) -> Option<String> {
    let down = to.y.checked_sub(from.y)?;
    let right = |columns: u16| match columns {
        0 => String::new(),
        1 => "\x1b[C".to_owned(),
        _ => format!("\x1b[{columns}C"),
    };
    match down {
        0 => Some(right(to.x.checked_sub(from.x)?)),
        1..=2 => Some("\r\n".repeat(usize::from(down)) + &right(to.x)),
        _ => None,
    }
}

/// A cell that shows nothing, in the terminal's own colours.
fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Pen::of(cell) == PLAIN
}

/// The code of one of the sixteen named colours as text colour; as background it is ten more.
fn code_of(colour: Color) -> Option<u8> {
    use Color::{
        Black, Blue, Cyan, DarkGray, Gray, Green, LightBlue, LightCyan, LightGreen, LightMagenta,
        LightRed, LightYellow, Magenta, Red, White, Yellow,
    };
    let order = [
        Black,
        Red,
        Green,
        Yellow,
        Blue,
        Magenta,
        Cyan,
        Gray,
        DarkGray,
        LightRed,
        LightGreen,
        LightYellow,
        LightBlue,
        LightMagenta,
        LightCyan,
        White,
    ];
    let index = order.iter().position(|known| *known == colour)?;
    let index = u8::try_from(index).ok()?;
    Some(if index < 8 { 30 + index } else { 82 + index })
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use proptest::prelude::*;

    use super::*;
    use crate::tui::glyphs::WGL4;
    use crate::tui::theme::{Role, Theme};

    const LOOK: Look = Look {
        theme: Theme::Default,
        glyphs: WGL4,
    };

    fn bytes(painter: &mut Painter, size: (u16, u16), lines: &[&str]) -> Vec<u8> {
        let draw = |pad: &mut Pad<'_>| {
            for (line, y) in lines.iter().zip(0..) {
                pad.text(0, y, size.0, line, Role::Text);
            }
        };
        painter.frame(size, draw).to_vec()
    }

    #[test]
    fn an_unchanged_frame_is_no_bytes() {
        let mut painter = Painter::new(LOOK);
        assert!(!bytes(&mut painter, (20, 3), &["> one", "  two"]).is_empty());
        assert_eq!(bytes(&mut painter, (20, 3), &["> one", "  two"]), b"");
    }

    #[test]
    fn a_marker_that_moves_is_a_dozen_bytes() {
        let mut painter = Painter::new(LOOK);
        bytes(&mut painter, (80, 24), &["> one", "  two", "  three"]);
        let moved = bytes(&mut painter, (80, 24), &["  one", "> two", "  three"]);
        assert_eq!(String::from_utf8_lossy(&moved), "\x1b[1H \r\n>");
    }

    #[test]
    fn a_row_that_becomes_empty_is_erased_not_overwritten() {
        let mut painter = Painter::new(LOOK);
        bytes(
            &mut painter,
            (80, 2),
            &["something rather long to be overwritten", "x"],
        );
        let erased = bytes(&mut painter, (80, 2), &["", "x"]);
        assert_eq!(String::from_utf8_lossy(&erased), "\x1b[1H\x1b[K");
    }

    #[test]
    fn a_line_that_goes_on_is_wrapped_by_the_terminal_and_copied_as_one() {
        let mut painter = Painter::new(LOOK);
        let [columns, rows] = [10, 6].map(|n| NonZero::new(n).expect("not empty"));
        let mut terminal = vt100::Parser::new(rows, columns, 0);
        terminal.process(b"\x1b[?25l");
        let pages: [(&[&str], &[u16]); 4] = [
            (&["klmnopqrst", "abcdef ghi", "end"], &[0, 1]),
            (&["tsrqponmlk", "abc", "x"], &[0]),
            (&["tsrqponmlk", "abc", "x"], &[0]),
            (&["klmnopqrst", "abcdef ghi", "end"], &[]),
        ];
        let mut wrapped = Vec::new();
        for (lines, flows) in pages {
            let draw = |pad: &mut Pad<'_>| {
                for (line, y) in lines.iter().zip(0..) {
                    pad.text(0, y, 10, line, Role::Text);
                }
                flows.iter().for_each(|y| pad.flow(*y));
            };
            let sent = painter.frame((10, 6), draw).to_vec();
            terminal.process(&sent);
            let screen = terminal.screen();
            let rows: Vec<u16> = (0..6).filter(|y| screen.row_wrapped(*y)).collect();
            let joined = screen.contents().replace('\n', "|");
            wrapped.push((rows, joined, sent.is_empty()));
        }
        let one = "klmnopqrstabcdef ghiend".to_owned();
        assert_eq!(wrapped[0], (vec![0, 1], one, false));
        assert_eq!(wrapped[1], (vec![0], "tsrqponmlkabc|x".to_owned(), false));
        assert!(wrapped[2].2, "an unchanged frame is no bytes");
        assert_eq!(wrapped[3].0, [0; 0]);
    }

    /// A cell drawn at random: where, what and as what.
    type Dab = (u16, u16, String, usize);

    fn dabs() -> impl Strategy<Value = Vec<Dab>> {
        let words = prop_oneof![
            "[a-z ]{1,12}",
            Just("Zoë Łukasz".to_owned()),
            Just("漢字".to_owned()),
            Just("e\u{301}a".to_owned()),
            Just("    ".to_owned()),
        ];
        prop::collection::vec((0_u16..30, 0_u16..8, words, 0..Role::ALL.len()), 0..12)
    }

    proptest! {
        #[test]
        fn the_terminal_shows_what_was_drawn(
            frames in prop::collection::vec((dabs(), any::<bool>(), prop::option::of(0_u16..30)), 1..6)
        ) {
            let size = (30, 8);
            let [columns, rows] = [size.0, size.1].map(|n| NonZero::new(n).expect("not empty"));
            let mut terminal = vt100::Parser::new(rows, columns, 0);
            terminal.process(b"\x1b[?25l");
            let mut painter = Painter::new(LOOK);
            for (dabs, forget, cursor) in frames {
                if forget {
                    painter.forget();
                }
                let draw = |pad: &mut Pad<'_>| {
                    for (x, y, words, role) in &dabs {
                        pad.text(*x, *y, 30, words, Role::ALL[*role]);
                    }
                    if let Some(x) = cursor {
                        pad.show_cursor(x, 3);
                    }
                };
                let sent = painter.frame(size, draw).to_vec();
                terminal.process(&sent);
                let mut want = Buffer::empty(Rect::new(0, 0, size.0, size.1));
                let mut at = None;
                draw(&mut Pad::new(&mut want, &mut at, LOOK));
                for position in want.area().positions() {
                    let cell = &want[position];
                    let seen = terminal.screen().cell(position.y, position.x).expect("a cell");
                    if seen.is_wide_continuation() {
                        continue;
                    }
                    let text = if seen.has_contents() { seen.contents() } else { " " };
                    prop_assert_eq!(text, cell.symbol(), "at {:?}", position);
                    prop_assert_eq!(seen.bold(), cell.modifier.contains(Modifier::BOLD));
                    prop_assert_eq!(seen.inverse(), cell.modifier.contains(Modifier::REVERSED));
                }
                prop_assert_eq!(terminal.screen().hide_cursor(), cursor.is_none());
                if let Some(x) = cursor {
                    prop_assert_eq!(terminal.screen().cursor_position(), (3, x));
                }
            }
        }
    }
}
