//! A plain bar for each of a few figures, as SVG in the page. The same figures stand in a table
//! beside it; nothing is in the picture alone.

use std::fmt::Write as _;

use super::{Bars, Cell, html::escaped};

const WIDTH: u32 = 640;
const BAR: u32 = 22;
const GAP: u32 = 6;
/// Where the bars begin, and how long the longest is.
const LEFT: u32 = 90;
const LONGEST: u32 = 460;

pub(super) fn svg(bars: &Bars) -> String {
    let count = |cell: &Cell| match cell {
        Cell::Count(count) => Some(*count),
        _ => None,
    };
    let counts = bars.bars.iter().filter_map(|(_, cell)| count(cell));
    let most = counts.max().unwrap_or(0).max(1);
    let rows = u32::try_from(bars.bars.len()).unwrap_or(0);
    let height = rows * (BAR + GAP) + GAP;
    let title = escaped(&bars.title);
    let mut svg = format!(
        "<svg role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\">\
         <title>{title}</title>\n"
    );
    for (row, (label, cell)) in (0_u32..).zip(&bars.bars) {
        let top = GAP + row * (BAR + GAP);
        let base = top + BAR - 6;
        let long = count(cell).map_or(0, |count| {
            u32::try_from(u64::from(count) * u64::from(LONGEST) / u64::from(most)).unwrap_or(0)
        });
        let (label, said) = (escaped(label), escaped(&cell.shown()));
        let (end, begin) = (LEFT - 8, LEFT + long + 8);
        // Writing into a string does not fail.
        writeln!(
            svg,
            "<text x=\"{end}\" y=\"{base}\" text-anchor=\"end\">{label}</text>\
             <rect x=\"{LEFT}\" y=\"{top}\" width=\"{long}\" height=\"{BAR}\"/>\
             <text x=\"{begin}\" y=\"{base}\">{said}</text>"
        )
        .unwrap_or_default();
    }
    svg.push_str("</svg>\n");
    svg
}
