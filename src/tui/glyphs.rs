//! The signs that the program itself draws: those of WGL4, which every font of PuTTY has, or plain
//! ASCII by `--ascii` or where the locale is not UTF-8.

/// One set of signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// A rule from side to side.
    pub rule: &'static str,
    /// The upright side of a dialog.
    pub side: &'static str,
    /// The corners of a dialog: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// In front of the selected row.
    pub marker: &'static str,
    /// In front of a marked row.
    pub marked: &'static str,
    /// At the end of text that was cut.
    pub ellipsis: &'static str,
    /// Something to read first: an alert.
    pub alert: &'static str,
    /// Something done.
    pub done: &'static str,
    /// Something under way.
    pub full: &'static str,
    /// Something sent and not yet answered.
    pub open: &'static str,
    /// Points at a reason or a choice to the right.
    pub right: &'static str,
    /// A choice to the left.
    pub left: &'static str,
    /// More rows above.
    pub up: &'static str,
    /// More rows below.
    pub down: &'static str,
    /// In front of one of several things said.
    pub bullet: &'static str,
    /// Whether text that is not ASCII must be folded to it.
    pub fold: bool,
}

/// The usual set.
pub const WGL4: Glyphs = Glyphs {
    rule: "─",
    side: "│",
    corners: ["┌", "┐", "└", "┘"],
    marker: ">",
    marked: "■",
    ellipsis: "…",
    alert: "▲",
    done: "√",
    full: "●",
    open: "○",
    right: "►",
    left: "◄",
    up: "↑",
    down: "↓",
    bullet: "•",
    fold: false,
};

/// The set for terminals that know nothing but ASCII.
pub const ASCII: Glyphs = Glyphs {
    rule: "-",
    side: "|",
    corners: ["+", "+", "+", "+"],
    marker: ">",
    marked: "*",
    ellipsis: "...",
    alert: "!",
    done: "/",
    full: "@",
    open: "o",
    right: ">",
    left: "<",
    up: "^",
    down: "v",
    bullet: "-",
    fold: true,
};

impl Glyphs {
    /// The set for a session: ASCII where asked for or where the locale does not say UTF-8.
    pub fn of(ascii: bool, locale: Option<&str>) -> Glyphs {
        let utf8 = locale.is_some_and(|name| {
            let name = name.to_ascii_lowercase();
            name.contains("utf-8") || name.contains("utf8")
        });
        if ascii || !utf8 { ASCII } else { WGL4 }
    }

    /// Every sign of the set.
    pub fn all(&self) -> Vec<&'static str> {
        let mut all = self.corners.to_vec();
        all.extend([
            self.rule,
            self.side,
            self.marker,
            self.marked,
            self.ellipsis,
            self.alert,
        ]);
        all.extend([
            self.done, self.full, self.open, self.right, self.left, self.up, self.down,
        ]);
        all.push(self.bullet);
        all
    }
}

/// Whether the font of a plain PuTTY has the character: ASCII, the Latin, Greek and Cyrillic
/// letters of WGL4 as whole blocks, and its signs one by one.
pub fn in_wgl4(c: char) -> bool {
    const SIGNS: &str =
        "‐–—‘’‚“”„†‡•…‰′″‹›€™←↑→↓↔↕√∞∩≈≠≡≤≥─│┌┐└┘├┤┬┴┼═║▀▄█▌▐░▒▓■□▪▫▲►▼◄◊○●◘◙◦☺☻☼♀♂♠♣♥♦♪♫";
    matches!(c, ' '..='~' | '\u{a0}'..='\u{17f}' | '\u{384}'..='\u{3ce}' | '\u{400}'..='\u{45f}')
        || SIGNS.contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::text::width;

    #[test]
    fn the_usual_signs_are_in_every_font_and_the_others_in_ascii() {
        for sign in WGL4.all() {
            assert!(sign.chars().all(in_wgl4), "{sign} is not in WGL4");
            assert_eq!(width(sign), 1);
        }
        assert!(ASCII.all().iter().all(|sign| sign.is_ascii()));
        assert!(!in_wgl4('╭') && !in_wgl4('✓') && !in_wgl4('⠋') && !in_wgl4('▏'));
    }

    #[test]
    fn the_locale_decides_unless_asked() {
        assert_eq!(Glyphs::of(false, Some("en_GB.UTF-8")), WGL4);
        assert_eq!(Glyphs::of(false, Some("C")), ASCII);
        assert_eq!(Glyphs::of(false, None), ASCII);
        assert_eq!(Glyphs::of(true, Some("en_GB.UTF-8")), ASCII);
    }
}
