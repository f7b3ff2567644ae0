//! Rows for other programs: CSV that a spreadsheet cannot be tricked with, and JSON.
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break as a
//! formula (OWASP, CSV injection). Such a cell is written with an apostrophe before it, also where
//! spaces, quotes or full-width forms hide the sign; reading it back takes the apostrophe off.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::readmodel::table::Table;

/// `cell` as it is written to a CSV file: with an apostrophe before what would be a formula.
pub fn neutralised(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// What [`neutralised`] was given, from what it made of it.
pub fn as_before(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

/// Whether a spreadsheet may take `cell` for a formula.
fn is_formula(cell: &str) -> bool {
    // A line break or a tab first is dangerous by itself; spaces and quotes only hide what follows.
    let is_sign = |c: char| {
        matches!(
            c,
            '=' | '+'
                | '-'
                | '@'
                | '\t'
                | '\r'
                | '\n'
                | '＝'
                | '＋'
                | '－'
                | '＠'
                | '−'
                | '﹢'
                | '﹣'
                | '﹫'
        )
    };
    let hides = |c: char| c == '\'' || c == '"' || c == '’' || c == '`' || c == '\u{FEFF}';
    cell.chars()
        .find(|&c| is_sign(c) || !(hides(c) || c.is_whitespace() || c.is_control()))
        .is_some_and(is_sign)
}

/// Rows of cells as CSV: a heading line, every cell quoted, lines ending in CRLF (RFC 4180).
pub struct CsvRows<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> CsvRows<W> {
    /// Starts a file with its headings.
    pub fn new(output: W, headings: &[&str]) -> io::Result<CsvRows<W>> {
        let mut builder = csv::WriterBuilder::new();
        builder
            .quote_style(csv::QuoteStyle::Always)
            .terminator(csv::Terminator::CRLF);
        let mut rows = CsvRows {
            writer: builder.from_writer(output),
        };
        rows.row(headings)?;
        Ok(rows)
    }

    /// Writes one row. It has as many cells as there are headings, or the write is refused.
    pub fn row(&mut self, cells: &[&str]) -> io::Result<()> {
        let neutral: Vec<Cow<'_, str>> = cells.iter().map(|cell| neutralised(cell)).collect();
        self.writer
            .write_record(neutral.iter().map(|cell| cell.as_bytes()))
            .map_err(io_error)
    }

    /// Writes out what is buffered and gives the output back.
    pub fn finish(self) -> io::Result<W> {
        self.writer
            .into_inner()
            .map_err(|error| io::Error::new(error.error().kind(), error.to_string()))
    }
}

/// Writes a table as CSV in UTF-8, with the mark at its beginning by which Excel knows that, where it
/// is asked for.
pub fn write_csv(mut output: impl Write, table: &Table, mark: bool) -> io::Result<()> {
    if mark {
        output.write_all("\u{FEFF}".as_bytes())?;
    }
    let mut csv = CsvRows::new(output, &table.headings)?;
    for row in &table.rows {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        csv.row(&cells)?;
    }
    csv.finish()?.flush()
}

/// Writes a table as one JSON array of objects; every cell is a string.
pub fn write_json(output: impl Write, table: &Table) -> io::Result<()> {
    let headings = table.headings.as_slice();
    let rows = table.rows.iter();
    json_rows(output, rows.map(|row| Object { headings, row }))
}

/// A row of a table with its headings.
struct Object<'a> {
    headings: &'a [&'static str],
    row: &'a [String],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.headings.iter().zip(self.row))
    }
}

fn io_error(error: csv::Error) -> io::Error {
    let kind = match error.kind() {
        csv::ErrorKind::Io(error) => error.kind(),
        _ => io::ErrorKind::InvalidInput,
    };
    io::Error::new(kind, error.to_string())
}

/// Writes `rows` as one JSON array, a row a line, `[]` where there are none.
///
/// One row is in memory at a time. Strings need no neutralising: no spreadsheet opens JSON.
pub fn json_rows<T: Serialize>(
    mut output: impl Write,
    rows: impl IntoIterator<Item = T>,
) -> io::Result<()> {
    let mut before = "[\n";
    for row in rows {
        output.write_all(before.as_bytes())?;
        serde_json::to_writer(&mut output, &row)?;
        before = ",\n";
    }
    let end = if before == ",\n" { "\n]\n" } else { "[]\n" };
    output.write_all(end.as_bytes())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn csv(rows: &[&[&str]]) -> String {
        let mut file = CsvRows::new(Vec::new(), &["case", "what"]).unwrap();
        for row in rows {
            file.row(row).unwrap();
        }
        String::from_utf8(file.finish().unwrap()).unwrap()
    }

    #[test]
    fn formulas_are_written_as_text() {
        for cell in [
            "=1+1",
            "+44 7700 900118",
            "-2 d",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "  =1",
            "\"=1",
            "'=1",
            "＝1",
            "\u{FEFF}=1",
            "\u{A0}+1",
        ] {
            assert_eq!(neutralised(cell), format!("'{cell}"), "{cell:?}");
        }
        for cell in ["", "O'Neill", "'tis", "a=b", "07700 900118", "13 d", "Zoë"] {
            assert_eq!(neutralised(cell), cell);
        }
    }

    #[test]
    fn every_cell_is_quoted() {
        assert_eq!(
            csv(&[&["1", "says \"no\",\nthen =2"], &["2", "=2"]]),
            "\"case\",\"what\"\r\n\"1\",\"says \"\"no\"\",\nthen =2\"\r\n\"2\",\"'=2\"\r\n"
        );
    }

    #[test]
    fn a_row_of_another_length_is_refused() {
        let mut file = CsvRows::new(Vec::new(), &["case", "what"]).unwrap();
        assert_eq!(
            file.row(&["1"]).unwrap_err().kind(),
            io::ErrorKind::InvalidInput
        );
    }

    #[test]
    fn json_is_one_array() {
        let written = |rows: &[&str]| {
            let mut output = Vec::new();
            json_rows(&mut output, rows).unwrap();
            String::from_utf8(output).unwrap()
        };
        assert_eq!(written(&[]), "[]\n");
        assert_eq!(written(&["a", "b\""]), "[\n\"a\",\n\"b\\\"\"\n]\n");
    }

    #[test]
    fn a_table_is_written_with_or_without_the_mark_of_utf8() {
        let table = Table {
            headings: vec!["client", "late_days"],
            rows: vec![vec!["Zoë".to_owned(), "13".to_owned()]],
        };
        let written = |mark| {
            let mut output = Vec::new();
            write_csv(&mut output, &table, mark).unwrap();
            String::from_utf8(output).unwrap()
        };
        let plain = "\"client\",\"late_days\"\r\n\"Zoë\",\"13\"\r\n";
        assert_eq!(written(false), plain);
        assert_eq!(written(true), format!("\u{FEFF}{plain}"));
        let mut output = Vec::new();
        write_json(&mut output, &table).unwrap();
        let json = String::from_utf8(output).unwrap();
        assert_eq!(json, "[\n{\"client\":\"Zoë\",\"late_days\":\"13\"}\n]\n");
    }

    proptest! {
        #[test]
        fn cells_come_back_as_they_were(cells in prop::collection::vec("['\" =+@\t\n\r＝a-]{0,6}|\\PC{0,8}", 2)) {
            let written = csv(&[&[&cells[0], &cells[1]]]);
            let mut reader = csv::Reader::from_reader(written.as_bytes());
            let row = reader.records().next().unwrap().unwrap();
            for (read, cell) in row.iter().zip(&cells) {
                prop_assert_eq!(as_before(read), cell);
                prop_assert!(!is_formula(read) || read.starts_with('\''));
            }
        }
    }
}
