//! Reading a referral list: every row of it, or every fault in it.
//!
//! Judges what the file alone can tell: its shape, its columns, dates, check digits, rows that are
//! there twice. Whether a practice or a member of staff is known is for the hub, which adds its own
//! faults to the same report by [`ReferralList::fault`].

pub mod column;
mod layout;
mod names;
mod row;
mod twice;

use std::io::{self, Read};

use chrono::NaiveDate;

use super::decode::{END_MARK, ROW_BYTES_MAX, RowBudget, TextStream, separator};
use super::import_map::ImportMap;
use super::report::{Fault, Report};
pub use crate::domain::referral::ReferralRow;
use column::Column;
use layout::Layout;
use row::RowReader;
use twice::Twice;

/// How a list is to be read.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The day it is read on; no date in the list may be later.
    pub today: NaiveDate,
    /// The day of the referral for rows without one.
    pub default_referred_on: Option<NaiveDate>,
    /// What other headings mean.
    pub map: Option<&'a ImportMap>,
}

/// A list without a fault of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralList {
    /// The referrals in the order of the file.
    pub rows: Vec<ReferralRow>,
    headings: Vec<(Column, String)>,
}

impl ReferralList {
    /// A fault that only the store can tell, under the heading that the file has for `column`.
    pub fn fault(&self, line: u64, column: Column, value: &str, message: &str) -> Fault {
        let heading = self.headings.iter().find(|(known, _)| *known == column);
        let heading = heading.map_or(column.name(), |(_, heading)| heading.as_str());
        Fault::new(line, heading, value, message)
    }
}

/// Reads a whole list. `progress` is told, now and then, how many bytes of it were read.
///
/// Understands UTF-8, UTF-16 and Windows-1252, commas, semicolons, tabs and bars, quoted line
/// breaks and any line ends. Either all rows come back or a report of all faults.
pub fn read(
    input: impl Read,
    options: &Options<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<ReferralList, Report> {
    let mut report = Report::default();
    let list = match TextStream::open(input, progress) {
        Ok(stream) => read_stream(stream, options, &mut report),
        Err(error) => {
            report.add(Fault::of_file(not_readable(&error)));
            None
        }
    };
    match list {
        Some(list) if report.is_clean() => Ok(list),
        _ => {
            report.sort();
            Err(report)
        }
    }
}

fn not_readable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::InvalidData => error.to_string(),
        _ => format!("The file could not be read to its end: {error}."),
    }
}

fn read_stream<R: Read>(
    mut stream: TextStream<'_, R>,
    options: &Options<'_>,
    report: &mut Report,
) -> Option<ReferralList> {
    let plain = ImportMap::default();
    let map = options.map.unwrap_or(&plain);
    let mut skipped = map.headings_line - 1;
    for _ in 0..skipped {
        if let Err(error) = stream.skip_line() {
            report.add(Fault::of_file(not_readable(&error)));
            return None;
        }
    }
    let mut delimiter = separator(stream.ahead());
    // Excel writes and reads a first line that only names the separator.
    if let [
        b's' | b'S',
        b'e' | b'E',
        b'p' | b'P',
        b'=',
        named,
        b'\n',
        ..,
    ] = stream.ahead()
    {
        delimiter = *named;
        skipped += u64::from(stream.skip_line().is_ok());
    }
    let mut records = Records::new(stream, delimiter, skipped);
    let first = match records.next() {
        Next::Record(first) => first,
        Next::End => {
            report.add(Fault::of_file(
                "The file is empty: there is no line of headings.",
            ));
            return None;
        }
        Next::Fault(fault) => {
            report.add(fault);
            return None;
        }
    };
    let layout = Layout::of(&first, options, map, report)?;
    read_rows(&mut records, &layout, &RowReader::new(options, map), report)
}

fn read_rows<R: Read>(
    records: &mut Records<TextStream<'_, R>>,
    layout: &Layout,
    reader: &RowReader,
    report: &mut Report,
) -> Option<ReferralList> {
    let mut rows = Vec::new();
    let mut twice = Twice::default();
    let mut no_heading = layout::NoHeading::default();
    loop {
        let record = match records.next() {
            Next::Record(record) => record,
            Next::End => break,
            Next::Fault(fault) => {
                report.add(fault);
                break;
            }
        };
        if record.is_blank() {
            continue;
        }
        report.rows += 1;
        no_heading.look(layout, &record, report);
        let Some(cells) = layout.cells(&record, report) else {
            continue;
        };
        if let Some(row) = reader.row(record.line, &cells, layout, report) {
            twice.look(&row, layout, report);
            rows.push(row);
        }
        if !report.is_clean() {
            // The list is refused already; the rows are read for their faults only.
            rows.clear();
        }
    }
    if report.rows == 0 && report.is_clean() {
        report.add(Fault::of_file("There are headings and no rows."));
    }
    Some(ReferralList {
        rows,
        headings: layout.headings(),
    })
}

/// One row of the file as it stands.
#[derive(Debug)]
struct Record {
    line: u64,
    cells: csv::ByteRecord,
}

impl Record {
    /// Nothing but spaces and separators.
    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim_ascii().is_empty())
    }
}

enum Next {
    Record(Record),
    End,
    Fault(Fault),
}

/// The rows of a stream with the lines in which they begin.
struct Records<R: Read> {
    reader: csv::Reader<R>,
    budget: RowBudget,
    lines_skipped: u64,
}

impl<'a, R: Read> Records<TextStream<'a, R>> {
    fn new(stream: TextStream<'a, R>, delimiter: u8, lines_skipped: u64) -> Self {
        let budget = stream.budget();
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(stream);
        Records {
            reader,
            budget,
            lines_skipped,
        }
    }

    fn next(&mut self) -> Next {
        let mut cells = csv::ByteRecord::new();
        self.budget.renew();
        let began = self.reader.position().line() + self.lines_skipped;
        match self.reader.read_byte_record(&mut cells) {
            Ok(true) => {}
            Ok(false) => return Next::End,
            Err(_) if self.budget.is_spent() => return Next::Fault(too_long(began)),
            Err(error) => {
                return Next::Fault(Fault::of_file(format!(
                    "The file could not be read to its end: {error}."
                )));
            }
        }
        // The reader's own position is that of the blank lines before a row.
        let breaks = cells
            .as_slice()
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        let ended = self.reader.position().line() + self.lines_skipped;
        let line = ended.saturating_sub(1 + u64::try_from(breaks).unwrap_or(0));
        if cells.as_slice() == END_MARK.as_bytes() {
            return Next::End;
        }
        if cells
            .as_slice()
            .ends_with(format!("{END_MARK}\n").as_bytes())
        {
            return Next::Fault(Fault {
                // No line end was taken behind this row: the file ended within it.
                line: Some(line + 1),
                column: String::new(),
                value: String::new(),
                message: "A quotation mark is opened in this row and never closed, so the rest of \
                          the file is one cell. Close it, or take it out."
                    .to_owned(),
            });
        }
        Next::Record(Record { line, cells })
    }
}

fn too_long(line: u64) -> Fault {
    let message = format!(
        "The row that begins here is longer than {} kilobytes. A quotation mark is probably opened \
         and never closed, or this is no list.",
        ROW_BYTES_MAX / 1024
    );
    Fault {
        line: Some(line),
        column: String::new(),
        value: String::new(),
        message,
    }
}
