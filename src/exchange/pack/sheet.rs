//! A pack as CSV: one cell of a table a row, so that all tables of a pack stand in one file under the
//! same headings.

use std::io;

use crate::exchange::rows::CsvRows;

use super::{Block, Cell, Pack, Section};

const HEADINGS: [&str; 6] = ["section", "table", "row", "label", "column", "value"];

pub(super) fn rows(pack: &Pack) -> io::Result<Vec<u8>> {
    let mut csv = CsvRows::new(Vec::new(), &HEADINGS)?;
    let period = pack.period();
    csv.row(&["pack", "about", "title", "Title", "value", &pack.title])?;
    csv.row(&["pack", "about", "period", "Period", "value", &period])?;
    for (code, label, words) in &pack.about {
        csv.row(&["pack", "about", code, label, "value", words])?;
    }
    for section in &pack.sections {
        section_rows(&mut csv, section)?;
    }
    csv.finish()
}

fn section_rows(csv: &mut CsvRows<Vec<u8>>, section: &Section) -> io::Result<()> {
    let code = section.code;
    for block in &section.blocks {
        match block {
            Block::Text(words) => csv.row(&[code, "text", "", "", "value", words])?,
            Block::Quote { words, whose } => {
                csv.row(&[code, "quote", "", whose, "value", words])?;
            }
            Block::Definitions(terms) => {
                for (label, words) in terms {
                    csv.row(&[code, "definition", "", label, "value", words])?;
                }
            }
            Block::Bars(_) => {}
            Block::Table(table) => {
                for row in &table.rows {
                    for (column, cell) in table.columns.iter().zip(&row.cells) {
                        let (name, value) = (&row.name, shown(cell));
                        let cells = [
                            code,
                            table.code,
                            &name.code,
                            &name.label,
                            &column.code,
                            &value,
                        ];
                        csv.row(&cells)?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// A cell with nothing to say is empty, for whoever counts.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => String::new(),
        said => said.shown(),
    }
}
