//! The mapping file: which heading of a foreign list means which standard column.
//!
//! A small TOML text, explained in `docs/import-map-example.toml`. All its faults are told at once,
//! each with line and column.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::referrals::column::{Column, folded};
use crate::domain::dates::{Order, Years, parse_written};
use crate::domain::text::{Field, clean, excerpt, line_and_column, nearest};

/// How two names stand in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameOrder {
    /// `O'Neill, Margaret`: a comma between them.
    FamilyFirst,
    /// `Margaret O'Neill`: the last word is the family name.
    GivenFirst,
}

/// What a heading of the file means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A standard column.
    Column(Column),
    /// Given and family name in one.
    Names(NameOrder),
    /// Left out.
    Ignored,
}

/// A mapping that was read without a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportMap {
    /// The line of the file that has the headings, from 1; lines above are left out.
    pub headings_line: u64,
    /// Which number comes first in dates without a four-digit year in front.
    pub date_order: Order,
    /// Whether headings that nothing is said of are left out; else they are faults.
    pub ignore_other: bool,
    /// Whether names in capitals only are written as names: `O'NEILL` as `O'Neill`.
    pub tidy_capitals: bool,
    columns: BTreeMap<String, Target>,
    constants: BTreeMap<Column, String>,
}

/// One thing wrong with a mapping file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct MapFault {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong and what to do, as a sentence.
    pub message: String,
}

impl Default for ImportMap {
    fn default() -> ImportMap {
        ImportMap {
            headings_line: 1,
            date_order: Order::DayFirst,
            ignore_other: false,
            tidy_capitals: false,
            columns: BTreeMap::new(),
            constants: BTreeMap::new(),
        }
    }
}

impl ImportMap {
    /// Reads a mapping; returns every fault there is, in the order of its lines.
    pub fn from_toml(text: &str) -> Result<ImportMap, Vec<MapFault>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reading = Reading {
            text,
            map: ImportMap::default(),
            faults: Vec::new(),
            taken: BTreeMap::new(),
        };
        for error in errors {
            reading.fault(
                error.span().map_or(0, |span| span.start),
                error.message().to_owned(),
            );
        }
        for (key, value) in table.get_ref() {
            reading.setting(key.get_ref(), key.span().start, value);
        }
        reading.check_constants(table.get_ref());
        let Reading {
            map, mut faults, ..
        } = reading;
        if faults.is_empty() {
            return Ok(map);
        }
        faults.sort_by_key(|fault| (fault.line, fault.column));
        Err(faults)
    }

    /// What a heading means, if the mapping says anything of it.
    pub fn target(&self, heading: &str) -> Option<Target> {
        self.columns.get(&folded(heading)).copied()
    }

    /// The value that every row has in `column` where its own cell is empty.
    pub fn constant(&self, column: Column) -> Option<&str> {
        self.constants.get(&column).map(String::as_str)
    }
}

struct Reading<'a> {
    text: &'a str,
    map: ImportMap,
    faults: Vec<MapFault>,
    /// Which heading a column was already given to.
    taken: BTreeMap<Column, String>,
}

impl Reading<'_> {
    fn fault(&mut self, offset: usize, message: String) {
        let (line, column) = line_and_column(self.text, offset);
        self.faults.push(MapFault {
            line,
            column,
            message,
        });
    }

    fn setting(&mut self, key: &str, at: usize, value: &Spanned<DeValue<'_>>) {
        const SETTINGS: [&str; 6] = [
            "headings_line",
            "date_order",
            "ignore_other",
            "tidy_capitals",
            "columns",
            "constants",
        ];
        let value_at = value.span().start;
        match (key, value.get_ref()) {
            ("headings_line", DeValue::Integer(number)) => match number.as_str().parse::<u64>() {
                Ok(line @ 1..=1000) => self.map.headings_line = line,
                _ => self.fault(
                    value_at,
                    "The headings are in a line from 1 to 1000.".to_owned(),
                ),
            },
            ("date_order", DeValue::String(order)) => match order.as_ref() {
                "dmy" => self.map.date_order = Order::DayFirst,
                "mdy" => self.map.date_order = Order::MonthFirst,
                "ymd" => self.map.date_order = Order::YearFirst,
                _ => self.fault(
                    value_at,
                    "The order of dates is \"dmy\" (14/3/2027), \"mdy\" (3/14/2027) or \"ymd\"."
                        .to_owned(),
                ),
            },
            ("ignore_other", DeValue::Boolean(yes)) => self.map.ignore_other = *yes,
            ("tidy_capitals", DeValue::Boolean(yes)) => self.map.tidy_capitals = *yes,
            ("columns", DeValue::Table(table)) => self.columns(table),
            ("constants", DeValue::Table(table)) => self.constants(table),
            (known, _) if SETTINGS.contains(&known) => {
                let wanted = match known {
                    "headings_line" => "a number, for example 3",
                    "date_order" => "\"dmy\", \"mdy\" or \"ymd\"",
                    "columns" | "constants" => "a table, written as a line in square brackets",
                    _ => "true or false",
                };
                self.fault(value_at, format!("{known} is {wanted}."));
            }
            (unknown, _) => {
                let meant = nearest(unknown, SETTINGS)
                    .map(|setting| format!("; did you mean {setting}"))
                    .unwrap_or_default();
                self.fault(
                    at,
                    format!("There is no setting \"{}\"{meant}.", excerpt(unknown, 30)),
                );
            }
        }
    }

    fn columns(&mut self, table: &DeTable<'_>) {
        for (heading, value) in in_order(table) {
            let at = value.span().start;
            let Some(wanted) = value.get_ref().as_str() else {
                self.fault(
                    at,
                    "The column is named in quotation marks, for example \"nhs_number\"."
                        .to_owned(),
                );
                continue;
            };
            let name = excerpt(heading.get_ref(), 40);
            let key = folded(heading.get_ref());
            if key.is_empty() {
                self.fault(
                    heading.span().start,
                    "A heading has at least one letter or digit.".to_owned(),
                );
            } else if self.map.columns.contains_key(&key) {
                self.fault(
                    heading.span().start,
                    format!("The heading \"{name}\" is here twice."),
                );
            } else if let Some(target) = target_of(wanted) {
                self.give(target, &name, heading.span().start);
                self.map.columns.insert(key, target);
            } else {
                self.fault(at, no_such_column(wanted));
            }
        }
    }

    /// Refuses two headings for one column; only notes may come from several.
    fn give(&mut self, target: Target, heading: &str, at: usize) {
        let columns: &[Column] = match target {
            Target::Column(Column::Notes) | Target::Ignored => &[],
            Target::Column(ref column) => std::slice::from_ref(column),
            Target::Names(_) => &[Column::GivenName, Column::FamilyName],
        };
        for &column in columns {
            if let Some(other) = self.taken.insert(column, heading.to_owned()) {
                let message = format!(
                    "{} already comes from \"{other}\"; only notes may come from several.",
                    column.name()
                );
                self.fault(at, message);
            }
        }
    }

    fn constants(&mut self, table: &DeTable<'_>) {
        for (key, value) in in_order(table) {
            let at = key.span().start;
            let Some(column) = Column::of(key.get_ref()) else {
                self.fault(at, no_such_column(key.get_ref()));
                continue;
            };
            if !is_shared(column) {
                let name = column.name();
                self.fault(
                    at,
                    format!("{name} is each person's own and cannot be one for all."),
                );
                continue;
            }
            match value.get_ref() {
                DeValue::String(text) => {
                    let text = clean(text, Field::LINE).into_owned();
                    self.map.constants.insert(column, text);
                }
                _ => self.fault(
                    value.span().start,
                    "A constant is written in quotation marks, a day as \"2026-11-23\".".to_owned(),
                ),
            }
        }
    }

    /// What can only be judged once the whole file is read.
    fn check_constants(&mut self, table: &DeTable<'_>) {
        let Some(constants) = table
            .get("constants")
            .and_then(|value| value.get_ref().as_table())
        else {
            return;
        };
        for (key, value) in constants {
            let named = Column::of(key.get_ref());
            let Some(column) = named.filter(|column| is_shared(*column)) else {
                continue;
            };
            if let Some(heading) = self.taken.get(&column) {
                let message = format!(
                    "{} comes from \"{heading}\" and cannot be one for all as well.",
                    column.name()
                );
                self.fault(key.span().start, message);
            }
            let Some(constant) = self
                .map
                .constant(column)
                .filter(|_| column == Column::ReferredOn)
            else {
                continue;
            };
            if let Err(fault) = parse_written(constant, self.map.date_order, Years::ThisCentury) {
                self.fault(value.span().start, fault.to_string());
            }
        }
    }
}

/// The lines of a table as they stand in the file; the table itself sorts them by key.
fn in_order<'a, 'i>(
    table: &'a DeTable<'i>,
) -> Vec<(&'a Spanned<DeString<'i>>, &'a Spanned<DeValue<'i>>)> {
    let mut lines: Vec<_> = table.iter().collect();
    lines.sort_by_key(|(key, _)| key.span().start);
    lines
}

/// Whether all rows may have the same value.
fn is_shared(column: Column) -> bool {
    use Column::{AssignedTo, Notes, PracticeOds, Reason, ReferredOn, Source};
    matches!(
        column,
        PracticeOds | ReferredOn | Source | Reason | AssignedTo | Notes
    )
}

fn target_of(wanted: &str) -> Option<Target> {
    match folded(wanted).as_str() {
        "family_name_given_name" => Some(Target::Names(NameOrder::FamilyFirst)),
        "given_name_family_name" => Some(Target::Names(NameOrder::GivenFirst)),
        "ignore" => Some(Target::Ignored),
        _ => Column::of(wanted).map(Target::Column),
    }
}

fn no_such_column(wanted: &str) -> String {
    let shown = excerpt(wanted, 30);
    match Column::nearest(wanted) {
        Some(column) => format!(
            "There is no column \"{shown}\"; did you mean {}?",
            column.name()
        ),
        None => {
            let all = Column::ALL.map(Column::name).join(", ");
            format!(
                "There is no column \"{shown}\"; there are {all}, \"family_name, given_name\" \
                 for both in one, and \"ignore\"."
            )
        }
    }
}
