//! Which cell of a row belongs to which column, from the line of headings.

use std::collections::BTreeMap;

use super::column::{Column, folded};
use super::{Options, Record};
use crate::domain::text::{Field, clean, over_length};
use crate::exchange::decode;
use crate::exchange::import_map::{ImportMap, NameOrder, Target};
use crate::exchange::report::{Fault, Report};
use crate::exchange::rows::as_before;

/// The cells of one row by column, cleaned; empty where the file has none.
pub(super) struct Cells {
    by_column: [String; Column::ALL.len()],
    /// Given and family name in one cell, where the file has them so.
    pub(super) names: Option<(String, NameOrder)>,
}

impl Cells {
    pub(super) fn get(&self, column: Column) -> &str {
        self.by_column
            .get(column.index())
            .map_or("", String::as_str)
    }

    fn put(&mut self, column: Column, text: String) {
        if let Some(cell) = self.by_column.get_mut(column.index()) {
            if column == Column::Notes && !cell.is_empty() && !text.is_empty() {
                cell.push('\n');
                cell.push_str(&text);
            } else if !text.is_empty() {
                *cell = text;
            }
        }
    }
}

/// The meaning of each column of the file, in its order.
pub(super) struct Layout {
    places: Vec<Place>,
    /// Notes that come from several headings say which.
    notes_named: bool,
    constants: Vec<(Column, String)>,
}

struct Place {
    heading: String,
    target: Option<Target>,
}

impl Layout {
    /// Reads the headings; none where no row could be understood with them.
    pub(super) fn of(
        first: &Record,
        options: &Options<'_>,
        map: &ImportMap,
        report: &mut Report,
    ) -> Option<Layout> {
        let headings: Vec<String> = first
            .cells
            .iter()
            .map(|cell| clean(&decode::cell(cell), Field::NAME).into_owned())
            .collect();
        let target = |heading: &String| {
            map.target(heading)
                .or_else(|| Column::of(heading).map(Target::Column))
        };
        let targets: Vec<Option<Target>> = headings.iter().map(target).collect();
        if targets.iter().all(Option::is_none) {
            report.add(no_headings(first.line));
            return None;
        }
        for (heading, target) in headings.iter().zip(&targets) {
            if target.is_none() && !heading.is_empty() && !map.ignore_other {
                report.add(unknown_heading(first.line, heading));
            }
        }
        check_twice(&headings, &targets, first.line, report);
        check_missing(&targets, options, map, first.line, report);
        let notes = |target: &&Option<Target>| **target == Some(Target::Column(Column::Notes));
        let notes_named = targets.iter().filter(notes).count() > 1;
        let places = headings
            .into_iter()
            .zip(targets)
            .map(|(heading, target)| Place { heading, target })
            .collect();
        let constants = Column::ALL
            .into_iter()
            .filter_map(|column| Some((column, map.constant(column)?.to_owned())))
            .collect();
        Some(Layout {
            places,
            notes_named,
            constants,
        })
    }

    /// The heading that the file has for a column, or the standard one.
    pub(super) fn heading(&self, column: Column) -> &str {
        let is_it = |target: Target| match target {
            Target::Column(known) => known == column,
            Target::Names(_) => matches!(column, Column::GivenName | Column::FamilyName),
            Target::Ignored => false,
        };
        let place = self
            .places
            .iter()
            .find(|place| place.target.is_some_and(is_it));
        place.map_or(column.name(), |place| place.heading.as_str())
    }

    /// The heading of every column, for faults that are found later.
    pub(super) fn headings(&self) -> Vec<(Column, String)> {
        Column::ALL
            .map(|column| (column, self.heading(column).to_owned()))
            .to_vec()
    }

    /// The cells of a row by column; none where the row does not fit the headings.
    pub(super) fn cells(&self, record: &Record, report: &mut Report) -> Option<Cells> {
        let count = record.cells.len();
        let extra_blank = record
            .cells
            .iter()
            .skip(self.places.len())
            .all(|cell| cell.trim_ascii().is_empty());
        if count < self.places.len() || !extra_blank {
            report.add(wrong_count(record.line, count, self.places.len()));
            return None;
        }
        let mut cells = Cells {
            by_column: Default::default(),
            names: None,
        };
        for (place, cell) in self.places.iter().zip(record.cells.iter()) {
            let Some(target) = place.target else { continue };
            let text = decode::cell(cell);
            let text = as_before(&text);
            match target {
                Target::Ignored => {}
                Target::Names(order) => {
                    let field = Field::line(Field::NAME.chars_max() * 2);
                    let text = self.cleaned(text, field, place, record.line, report);
                    cells.names = Some((text, order));
                }
                Target::Column(column) => {
                    let text = self.cleaned(text, column.field(), place, record.line, report);
                    let named = column == Column::Notes && self.notes_named && !text.is_empty();
                    let text = if named {
                        format!("{}: {text}", place.heading)
                    } else {
                        text
                    };
                    cells.put(column, text);
                }
            }
        }
        for (column, constant) in &self.constants {
            if cells.get(*column).is_empty() {
                cells.put(*column, constant.clone());
            }
        }
        Some(cells)
    }

    /// A cell as it may be kept; a fault rather than a cut in silence.
    fn cleaned(
        &self,
        text: &str,
        field: Field,
        place: &Place,
        line: u64,
        report: &mut Report,
    ) -> String {
        let over = over_length(text, field);
        if over > 0 {
            let message = format!(
                "This is {over} characters longer than the {} that fit. Shorten it.",
                field.chars_max()
            );
            report.add(Fault::new(line, &place.heading, text, message));
        }
        clean(text, field).into_owned()
    }
}

/// Values in columns without a heading: told once for each column.
#[derive(Default)]
pub(super) struct NoHeading {
    told: BTreeMap<usize, ()>,
}

impl NoHeading {
    pub(super) fn look(&mut self, layout: &Layout, record: &Record, report: &mut Report) {
        for (at, (place, cell)) in layout.places.iter().zip(record.cells.iter()).enumerate() {
            let bare = place.heading.is_empty() && !cell.trim_ascii().is_empty();
            if bare && self.told.insert(at, ()).is_none() {
                let message = format!(
                    "Column {} has values and no heading. Give it one, or empty it.",
                    at + 1
                );
                report.add(Fault::new(record.line, "", &decode::cell(cell), message));
            }
        }
    }
}

fn no_headings(line: u64) -> Fault {
    let message = format!(
        "This line should hold the headings and has none that is known. They are {}; name others in \
         a mapping file, which can also say that the headings stand further down.",
        Column::ALL.map(Column::name).join(", ")
    );
    Fault {
        line: Some(line),
        column: String::new(),
        value: String::new(),
        message,
    }
}

fn unknown_heading(line: u64, heading: &str) -> Fault {
    let message = match Column::nearest(heading) {
        Some(column) => format!(
            "This heading is not known; did you mean {}? Change it, or name it in a mapping file.",
            column.name()
        ),
        None => "This heading is not known. Take the column out, or name it in a mapping file."
            .to_owned(),
    };
    Fault::new(line, heading, "", message)
}

fn check_twice(headings: &[String], targets: &[Option<Target>], line: u64, report: &mut Report) {
    let mut by_text: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_column: BTreeMap<Column, &str> = BTreeMap::new();
    for (at, (heading, target)) in headings.iter().zip(targets).enumerate() {
        let key = folded(heading);
        if key.is_empty() || matches!(target, None | Some(Target::Ignored)) {
            continue;
        }
        if let Some(first) = by_text.insert(key, at) {
            let message = format!(
                "This heading stands in column {} and in column {}. Take one out.",
                first + 1,
                at + 1
            );
            report.add(Fault::new(line, heading, "", message));
            continue;
        }
        let columns: &[Column] = match target {
            Some(Target::Column(Column::Notes)) | Some(Target::Ignored) | None => &[],
            Some(Target::Column(column)) => std::slice::from_ref(column),
            Some(Target::Names(_)) => &[Column::GivenName, Column::FamilyName],
        };
        for column in columns {
            if let Some(other) = by_column.insert(*column, heading) {
                let message = format!(
                    "This and \"{other}\" are both {}. Take one out.",
                    column.name()
                );
                report.add(Fault::new(line, heading, "", message));
            }
        }
    }
}

fn check_missing(
    targets: &[Option<Target>],
    options: &Options<'_>,
    map: &ImportMap,
    line: u64,
    report: &mut Report,
) {
    let has = |column: Column| targets.contains(&Some(Target::Column(column)));
    let both = targets
        .iter()
        .any(|target| matches!(target, Some(Target::Names(_))));
    for column in [Column::GivenName, Column::FamilyName] {
        if !has(column) && !both {
            let message = "There is no such column, and every row needs one.";
            report.add(Fault::new(line, column.name(), "", message));
        }
    }
    let dated = has(Column::ReferredOn)
        || options.default_referred_on.is_some()
        || map.constant(Column::ReferredOn).is_some();
    if !dated {
        let message = "There is no such column. Add it, or give one day for all rows in a mapping \
                       file: [constants] and referred_on = \"2026-11-23\".";
        report.add(Fault::new(line, Column::ReferredOn.name(), "", message));
    }
}

fn wrong_count(line: u64, count: usize, wanted: usize) -> Fault {
    let why = if count < wanted {
        "A line break within a cell that has no quotation marks can cause this."
    } else {
        "A separator within a cell that has no quotation marks can cause this."
    };
    let message = format!("This row has {count} cells and there are {wanted} headings. {why}");
    Fault {
        line: Some(line),
        column: String::new(),
        value: String::new(),
        message,
    }
}
