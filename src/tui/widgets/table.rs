//! Columns that line up by display width, narrowed and left out by need where the window is small.

use ratatui::layout::Rect;

use crate::tui::draw::Pad;
use crate::tui::theme::Role;

/// Columns between two columns.
const GAP: u16 = 2;

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// What it needs at least, in columns of the screen.
    pub least: u16,
    /// What it is worth having at most.
    pub most: u16,
    /// Whether its text ends at its right side, as figures do.
    pub right: bool,
    /// Which columns go first where there is no room: the highest; 0 never goes.
    pub spare: u8,
}

impl Column {
    /// A column of a fixed width that never goes.
    pub const fn fixed(title: &'static str, width: u16) -> Column {
        Column {
            title,
            least: width,
            most: width,
            right: false,
            spare: 0,
        }
    }

    /// A column that takes what is left.
    pub const fn growing(title: &'static str, least: u16, most: u16) -> Column {
        Column {
            title,
            least,
            most,
            right: false,
            spare: 0,
        }
    }

    /// The same column with its text at the right side.
    pub const fn to_the_right(self) -> Column {
        Column {
            right: true,
            ..self
        }
    }

    /// The same column, left out before those of a lower number.
    pub const fn spared(self, spare: u8) -> Column {
        Column { spare, ..self }
    }
}

/// Where each column starts and how wide it is; `None` for one that is left out.
pub fn places(columns: &[Column], width: u16) -> Vec<Option<(u16, u16)>> {
    let mut kept: Vec<bool> = vec![true; columns.len()];
    while needed(columns, &kept) > width {
        let spared = (0..columns.len()).filter(|at| kept[*at] && columns[*at].spare > 0);
        let Some(goes) = spared.max_by_key(|at| (columns[*at].spare, *at)) else {
            break;
        };
        kept[goes] = false;
    }
    let mut left = width.saturating_sub(needed(columns, &kept));
    let mut x = 0_u16;
    let mut places = Vec::new();
    for (column, kept) in columns.iter().zip(kept) {
        if !kept || x >= width {
            places.push(None);
            continue;
        }
        let grows = left.min(column.most.saturating_sub(column.least));
        left -= grows;
        let wide = (column.least + grows).min(width - x);
        places.push(Some((x, wide)));
        x = x.saturating_add(wide + GAP);
    }
    places
}

fn needed(columns: &[Column], kept: &[bool]) -> u16 {
    let widths = columns
        .iter()
        .zip(kept)
        .filter(|(_, kept)| **kept)
        .map(|(column, _)| column.least);
    let count = u16::try_from(kept.iter().filter(|kept| **kept).count()).unwrap_or(0);
    widths
        .fold(0, u16::saturating_add)
        .saturating_add(count.saturating_sub(1) * GAP)
}

/// Draws one row of cells into the first line of `area`.
pub fn draw_row(area: Rect, pad: &mut Pad<'_>, columns: &[Column], cells: &[(&str, Role)]) {
    let places = places(columns, area.width);
    for ((place, column), (words, role)) in places.iter().zip(columns).zip(cells) {
        let Some((x, wide)) = *place else { continue };
        let x = area.x + x;
        if column.right {
            pad.right(x + wide, area.y, wide, words, *role);
        } else {
            pad.text(x, area.y, wide, words, *role);
        }
    }
}

/// Draws the headings of the columns.
pub fn draw_head(area: Rect, pad: &mut Pad<'_>, columns: &[Column]) {
    let titles: Vec<(&str, Role)> = columns
        .iter()
        .map(|column| (column.title, Role::Heading))
        .collect();
    draw_row(area, pad, columns, &titles);
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column::growing("name", 10, 30),
        Column::fixed("due", 6).to_the_right(),
        Column::fixed("practice", 8).spared(1),
        Column::fixed("tries", 5).spared(2),
    ];

    #[test]
    fn columns_share_the_room_and_the_spare_ones_go_first() {
        assert_eq!(
            places(COLUMNS, 35),
            [Some((0, 10)), Some((12, 6)), Some((20, 8)), Some((30, 5))]
        );
        assert_eq!(
            places(COLUMNS, 30),
            [Some((0, 12)), Some((14, 6)), Some((22, 8)), None]
        );
        assert_eq!(
            places(COLUMNS, 20),
            [Some((0, 12)), Some((14, 6)), None, None]
        );
        assert_eq!(places(COLUMNS, 9), [Some((0, 9)), None, None, None]);
    }
}
