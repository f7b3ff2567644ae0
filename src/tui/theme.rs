//! All colours there are. A role says what a text is; a theme says how that looks. Nothing is told
//! by colour alone, so every theme, mono included, shows the same words.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// What the eye should find first in a row: a name.
    Name,
    /// The heading of a section or a screen.
    Heading,
    /// The place where one is.
    Here,
    /// A rule or the side of a dialog.
    Rule,
    /// A key in the hint line or the help.
    Key,
    /// The marker and the name of the selected row.
    Selected,
    /// Something late or missing.
    Late,
    /// Something that must be read first.
    Alert,
    /// Something done.
    Done,
    /// What is wrong with a field, or did not work.
    Fault,
    /// Letters that match what was typed.
    Match,
    /// Words that their writer made bold.
    Strong,
    /// Words that their writer put in italics; the signs around them stay to be seen, because not
    /// every terminal has italics.
    Emphasis,
    /// Words that their writer underlined, and addresses.
    Underlined,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Role] = &[
        Role::Text,
        Role::Name,
        Role::Heading,
        Role::Here,
        Role::Rule,
        Role::Key,
        Role::Selected,
        Role::Late,
        Role::Alert,
        Role::Done,
        Role::Fault,
        Role::Match,
        Role::Strong,
        Role::Emphasis,
        Role::Underlined,
    ];
}

/// How the roles look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// A few colours.
    Default,
    /// Bright on dark, and reversed where it matters.
    HighContrast,
    /// Cyan and yellow only: told apart in every kind of colour blindness.
    ColourBlind,
    /// Bold, underline and reverse; no colour at all (`NO_COLOR`).
    Mono,
}

impl Theme {
    /// Every theme with its name in the config.
    pub const ALL: &'static [(Theme, &'static str)] = &[
        (Theme::Default, "default"),
        (Theme::HighContrast, "high-contrast"),
        (Theme::ColourBlind, "colour-blind"),
        (Theme::Mono, "mono"),
    ];

    /// The theme of that name.
    pub fn named(name: &str) -> Option<Theme> {
        Theme::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(theme, _)| *theme)
    }

    /// How a role looks.
    pub fn style(self, role: Role) -> Style {
        match self {
            Theme::Default => coloured(role, Color::Green, Color::Yellow, Color::LightRed),
            Theme::ColourBlind => coloured(role, Color::Cyan, Color::Yellow, Color::Yellow),
            Theme::HighContrast => high_contrast(role),
            Theme::Mono => Style::new().add_modifier(weight(role)),
        }
    }
}

/// The modifiers that carry a role without any colour.
fn weight(role: Role) -> Modifier {
    match role {
        Role::Text | Role::Rule | Role::Done => Modifier::empty(),
        Role::Name | Role::Heading | Role::Key | Role::Late => Modifier::BOLD,
        Role::Strong => Modifier::BOLD,
        Role::Emphasis => Modifier::ITALIC,
        Role::Match | Role::Underlined => Modifier::UNDERLINED,
        Role::Here | Role::Selected | Role::Alert | Role::Fault => Modifier::REVERSED,
    }
}

fn coloured(role: Role, done: Color, late: Color, alert: Color) -> Style {
    let plain = Style::new();
    match role {
        Role::Text | Role::Rule => plain,
        Role::Name | Role::Heading => plain.add_modifier(Modifier::BOLD),
        Role::Here | Role::Selected => plain.add_modifier(Modifier::REVERSED),
        Role::Key => plain.fg(Color::Cyan),
        Role::Late => plain.fg(late),
        Role::Alert | Role::Fault => plain.fg(alert).add_modifier(Modifier::BOLD),
        Role::Done => plain.fg(done),
        Role::Match => plain.fg(late).add_modifier(Modifier::UNDERLINED),
        Role::Strong | Role::Emphasis | Role::Underlined => plain.add_modifier(weight(role)),
    }
}

fn high_contrast(role: Role) -> Style {
    let bright = Style::new().fg(Color::White).bg(Color::Black);
    let reversed = Style::new().fg(Color::Black).bg(Color::White);
    match role {
        Role::Text | Role::Rule | Role::Done => bright,
        Role::Name | Role::Heading | Role::Key => bright.add_modifier(Modifier::BOLD),
        Role::Strong | Role::Emphasis | Role::Underlined => bright.add_modifier(weight(role)),
        Role::Late => bright.fg(Color::LightYellow),
        Role::Match => bright
            .fg(Color::LightYellow)
            .add_modifier(Modifier::UNDERLINED),
        Role::Here | Role::Selected | Role::Alert | Role::Fault => reversed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Red, green and blue of the sixteen colours as PuTTY ships them.
    const PUTTY: [(u8, u8, u8); 16] = [
        (0, 0, 0),
        (187, 0, 0),
        (0, 187, 0),
        (187, 187, 0),
        (0, 0, 187),
        (187, 0, 187),
        (0, 187, 187),
        (187, 187, 187),
        (85, 85, 85),
        (255, 85, 85),
        (85, 255, 85),
        (255, 255, 85),
        (85, 85, 255),
        (255, 85, 255),
        (85, 255, 255),
        (255, 255, 255),
    ];

    /// The same of Campbell, the palette of Windows consoles.
    const CAMPBELL: [(u8, u8, u8); 16] = [
        (12, 12, 12),
        (197, 15, 31),
        (19, 161, 14),
        (193, 156, 0),
        (0, 55, 218),
        (136, 23, 152),
        (58, 150, 221),
        (204, 204, 204),
        (118, 118, 118),
        (231, 72, 86),
        (22, 198, 12),
        (249, 241, 165),
        (59, 120, 255),
        (180, 0, 158),
        (97, 214, 214),
        (242, 242, 242),
    ];

    fn luminance((red, green, blue): (u8, u8, u8)) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
    }

    fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn number(colour: Color) -> usize {
        use Color::*;
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
        order
            .iter()
            .position(|known| *known == colour)
            .expect("one of the sixteen names")
    }

    fn shown(colour: Option<Color>, default: usize, palette: &[(u8, u8, u8); 16]) -> (u8, u8, u8) {
        match colour {
            None | Some(Color::Reset) => palette[default],
            Some(colour) => palette[number(colour)],
        }
    }

    #[test]
    fn every_role_can_be_read_in_every_theme() {
        for (theme, name) in Theme::ALL {
            for role in Role::ALL {
                let style = theme.style(*role);
                for palette in [&PUTTY, &CAMPBELL] {
                    let ratio = contrast(shown(style.fg, 7, palette), shown(style.bg, 0, palette));
                    assert!(ratio >= 4.5, "{role:?} in {name} has only {ratio:.2} to 1");
                }
            }
        }
    }

    #[test]
    fn no_text_is_blue_red_magenta_or_dark_grey() {
        for (theme, _) in Theme::ALL {
            for role in Role::ALL {
                let fg = theme.style(*role).fg;
                let dim = [Color::Blue, Color::Red, Color::Magenta, Color::DarkGray];
                assert!(!dim.iter().any(|colour| fg == Some(*colour)), "{role:?}");
            }
        }
    }

    #[test]
    fn mono_uses_no_colour() {
        for role in Role::ALL {
            let style = Theme::Mono.style(*role);
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }
}
