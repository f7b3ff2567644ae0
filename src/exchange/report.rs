//! What is wrong with a file, for people and for programs.

use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthStr;

use crate::domain::text::excerpt;

/// So many characters of a value are quoted: enough to find it, too little to leak a note.
const VALUE_CHARS_MAX: usize = 40;

/// So many faults are kept; a file of another kind has one or more in every line.
const FAULTS_MAX: usize = 5_000;

/// One thing wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The line of the file, from 1, in which the row begins; none for the file as a whole.
    pub line: Option<u64>,
    /// The heading of the column as the file has it; empty where no column is at fault.
    pub column: String,
    /// The value, cleaned and shortened; empty where there is none.
    pub value: String,
    /// What is wrong and what to do, as a sentence.
    pub message: String,
}

impl Fault {
    /// A fault of one value.
    pub fn new(line: u64, column: &str, value: &str, message: impl Into<String>) -> Fault {
        Fault {
            line: Some(line),
            column: excerpt(column, VALUE_CHARS_MAX),
            value: excerpt(value, VALUE_CHARS_MAX),
            message: message.into(),
        }
    }

    /// A fault of the file as a whole.
    pub fn of_file(message: impl Into<String>) -> Fault {
        Fault {
            line: None,
            column: String::new(),
            value: String::new(),
            message: message.into(),
        }
    }
}

/// All faults of a file, in the order of its lines.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// How many rows were read, headings and empty lines not counted.
    pub rows: u64,
    /// The faults, at most 5,000 of them.
    pub faults: Vec<Fault>,
    /// How many more there are.
    pub faults_left_out: u64,
}

impl Report {
    /// Adds a fault, or only counts it where there are too many to read.
    pub fn add(&mut self, fault: Fault) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(fault);
        } else {
            self.faults_left_out += 1;
        }
    }

    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    /// Puts the faults in the order of lines, those of the file first.
    pub fn sort(&mut self) {
        self.faults.sort_by_key(|fault| fault.line);
    }

    /// The report as a text table of at most `width` columns, messages wrapped.
    pub fn table(&self, width: usize) -> String {
        let total = self
            .faults_left_out
            .saturating_add(u64::try_from(self.faults.len()).unwrap_or(0));
        let mut text = format!(
            "{} in {}; nothing was taken over.\n",
            counted(total, "fault"),
            counted(self.rows, "row")
        );
        if self.faults.is_empty() {
            return text;
        }
        let widest = |name: &str, value: fn(&Fault) -> String, most: usize| {
            let widths = self.faults.iter().map(|fault| value(fault).width());
            widths.chain([name.width()]).max().unwrap_or(0).min(most)
        };
        let line_width = widest("line", line_shown, 8);
        let column_width = widest("column", |fault| fault.column.clone(), 18);
        let value_width = widest("value", |fault| fault.value.clone(), 20);
        let indent = line_width + column_width + value_width + 6;
        let message_width = width.saturating_sub(indent).max(24);
        let mut put = |line: &str, column: &str, value: &str, message: &str| {
            let row = format!(
                "{line:>line_width$}  {}  {}  {message}",
                padded(column, column_width),
                padded(value, value_width)
            );
            text.push_str(row.trim_end());
            text.push('\n');
        };
        put("line", "column", "value", "what is wrong");
        for fault in &self.faults {
            let mut lines = wrap(&fault.message, message_width).into_iter();
            let first = lines.next().unwrap_or_default();
            put(&line_shown(fault), &fault.column, &fault.value, &first);
            for more in lines {
                put("", "", "", &more);
            }
        }
        if self.faults_left_out > 0 {
            text.push_str(&format!("… and {} more.\n", self.faults_left_out));
        }
        text
    }
}

fn counted(number: u64, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

fn line_shown(fault: &Fault) -> String {
    fault
        .line
        .map_or_else(|| "file".to_owned(), |line| line.to_string())
}

/// `text` in exactly `width` columns, ending in `…` where it does not fit.
fn padded(text: &str, width: usize) -> String {
    let mut shown = text.to_owned();
    let mut chars_max = width;
    while shown.width() > width && chars_max > 0 {
        shown = excerpt(text, chars_max);
        chars_max -= 1;
    }
    let missing = width.saturating_sub(shown.width());
    shown + &" ".repeat(missing)
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_aligned_and_wrapped() {
        let mut report = Report {
            rows: 120,
            ..Report::default()
        };
        report.add(Fault::new(
            31,
            "date_of_birth",
            "31/04/1955",
            "There is no 31 April.",
        ));
        report.add(Fault::new(
            3,
            "nhs_number",
            "999 000 0019",
            "The check digit does not fit: one digit is wrong or two are swapped.",
        ));
        report.add(Fault::of_file("There is no column referred_on."));
        report.sort();
        let expected = "\
3 faults in 120 rows; nothing was taken over.
line  column         value         what is wrong
file                               There is no column referred_on.
   3  nhs_number     999 000 0019  The check digit does not fit: one
                                   digit is wrong or two are swapped.
  31  date_of_birth  31/04/1955    There is no 31 April.
";
        assert_eq!(report.table(70), expected);
    }

    #[test]
    fn a_hostile_value_is_shortened_and_harmless() {
        let fault = Fault::new(2, "notes", &"\u{1b}]0;x\u{7}é".repeat(1000), "…");
        assert_eq!(fault.value.chars().count(), VALUE_CHARS_MAX);
        assert!(!fault.value.contains(char::is_control));
    }

    #[test]
    fn too_many_faults_are_counted() {
        let mut report = Report::default();
        for line in 0..6_000 {
            report.add(Fault::new(line, "x", "y", "z"));
        }
        assert_eq!(
            (report.faults.len(), report.faults_left_out),
            (FAULTS_MAX, 1_000)
        );
        assert!(report.table(80).starts_with("6000 faults in 0 rows"));
        assert!(report.table(80).ends_with("… and 1000 more.\n"));
    }
}
