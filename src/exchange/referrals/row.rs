//! One row's cells turned into a referral, or into the faults of each of them.

use chrono::NaiveDate;

use super::column::Column;
use super::layout::{Cells, Layout};
use super::{Options, ReferralRow, names};
use crate::domain::contact_details::{phone_shown, postcode_shown};
use crate::domain::dates::{DateFault, Order, Years, check_birth, full, parse_written};
use crate::domain::nhs::NhsNumber;
use crate::domain::text::REPLACEMENT;
use crate::exchange::import_map::{ImportMap, NameOrder};
use crate::exchange::report::{Fault, Report};

/// Characters of an ODS code; practices have six, other organisations three to ten.
const ODS_CHARS: std::ops::RangeInclusive<usize> = 3..=10;

/// No list goes back further; an earlier year is a slip.
const FIRST_YEAR: i32 = 2000;

/// Reads rows by the options of one import.
pub(super) struct RowReader {
    today: NaiveDate,
    default_referred_on: Option<NaiveDate>,
    order: Order,
    tidy_capitals: bool,
}

/// Where a fault is told of.
struct Told<'a> {
    line: u64,
    layout: &'a Layout,
    report: &'a mut Report,
    any: bool,
}

impl Told<'_> {
    fn fault(&mut self, column: Column, value: &str, message: impl Into<String>) {
        self.any = true;
        self.report.add(Fault::new(
            self.line,
            self.layout.heading(column),
            value,
            message,
        ));
    }
}

impl RowReader {
    pub(super) fn new(options: &Options<'_>, map: &ImportMap) -> RowReader {
        RowReader {
            today: options.today,
            default_referred_on: options.default_referred_on,
            order: map.date_order,
            tidy_capitals: map.tidy_capitals,
        }
    }

    /// The referral of a row; none where the row has a fault, which the report then has.
    pub(super) fn row(
        &self,
        line: u64,
        cells: &Cells,
        layout: &Layout,
        report: &mut Report,
    ) -> Option<ReferralRow> {
        let mut told = Told {
            line,
            layout,
            report,
            any: false,
        };
        let names = self.names(cells, &mut told);
        let referred_on = self.referred_on(cells, &mut told);
        let date_of_birth = self.date_of_birth(cells, referred_on, &mut told);
        let nhs_number = nhs_number(cells, &mut told);
        let practice_ods = practice_ods(cells, &mut told);
        for column in [Column::PreferredName, Column::AssignedTo] {
            check_readable(column, cells.get(column), &mut told);
        }
        let (Some((given_name, family_name)), Some(referred_on), false) =
            (names, referred_on, told.any)
        else {
            return None;
        };
        let text =
            |column: Column| Some(cells.get(column).to_owned()).filter(|text| !text.is_empty());
        Some(ReferralRow {
            line,
            nhs_number,
            given_name,
            family_name,
            preferred_name: text(Column::PreferredName),
            date_of_birth,
            phone: text(Column::Phone).map(|phone| phone_shown(&phone)),
            postcode: text(Column::Postcode).map(|postcode| postcode_shown(&postcode)),
            practice_ods,
            referred_on,
            source: text(Column::Source),
            reason: text(Column::Reason),
            assigned_to: text(Column::AssignedTo),
            notes: text(Column::Notes),
        })
    }

    fn names(&self, cells: &Cells, told: &mut Told<'_>) -> Option<(String, String)> {
        let (given, family) = match &cells.names {
            Some((both, order)) => match names::split(both, *order) {
                Some(names) => names,
                None => {
                    let message = match order {
                        NameOrder::FamilyFirst => {
                            "This should be a family name, a comma and a given name."
                        }
                        NameOrder::GivenFirst => "This should be a given name and a family name.",
                    };
                    told.fault(Column::FamilyName, both, message);
                    return None;
                }
            },
            None => (
                cells.get(Column::GivenName).to_owned(),
                cells.get(Column::FamilyName).to_owned(),
            ),
        };
        for (column, name) in [(Column::GivenName, &given), (Column::FamilyName, &family)] {
            if name.is_empty() {
                told.fault(column, "", "Every row needs a name here.");
            }
            check_readable(column, name, told);
        }
        let tidy = |name: String| {
            if self.tidy_capitals {
                names::tidied(&name)
            } else {
                name
            }
        };
        Some((tidy(given), tidy(family)))
    }

    fn referred_on(&self, cells: &Cells, told: &mut Told<'_>) -> Option<NaiveDate> {
        use chrono::Datelike;

        let typed = cells.get(Column::ReferredOn);
        let date = match parse_written(typed, self.order, Years::ThisCentury) {
            Ok(date) => Some(date),
            Err(DateFault::Empty) if self.default_referred_on.is_some() => self.default_referred_on,
            Err(DateFault::Empty) => {
                told.fault(
                    Column::ReferredOn,
                    "",
                    "Every row needs the day of its referral.",
                );
                None
            }
            Err(fault) => {
                told.fault(Column::ReferredOn, typed, in_file(&fault));
                None
            }
        }?;
        if date > self.today {
            told.fault(Column::ReferredOn, typed, "This day is still to come.");
        } else if date.year() < FIRST_YEAR {
            told.fault(
                Column::ReferredOn,
                typed,
                format!("No referral is from before {FIRST_YEAR}."),
            );
        }
        Some(date)
    }

    fn date_of_birth(
        &self,
        cells: &Cells,
        referred_on: Option<NaiveDate>,
        told: &mut Told<'_>,
    ) -> Option<NaiveDate> {
        let typed = cells.get(Column::DateOfBirth);
        let date = match parse_written(typed, self.order, Years::NotAfter(self.today)) {
            Ok(date) => date,
            Err(DateFault::Empty) => return None,
            Err(fault) => {
                told.fault(Column::DateOfBirth, typed, in_file(&fault));
                return None;
            }
        };
        match check_birth(date, self.today) {
            Err(DateFault::Future { .. }) => {
                told.fault(Column::DateOfBirth, typed, "This birth is still to come.");
            }
            Err(_) => told.fault(
                Column::DateOfBirth,
                typed,
                "This is more than 120 years ago.",
            ),
            Ok(()) => {
                if let Some(referred_on) = referred_on.filter(|referred_on| *referred_on < date) {
                    let message = format!("This is after the referral on {}.", full(referred_on));
                    told.fault(Column::DateOfBirth, typed, message);
                }
            }
        }
        Some(date)
    }
}

/// A fault in the words for a file: what to type at a form is no help there.
fn in_file(fault: &DateFault) -> String {
    match fault {
        DateFault::NoSuchDay { .. } | DateFault::DayNumber | DateFault::YearMissing => {
            fault.to_string()
        }
        DateFault::NoSuchMonth { month } => format!(
            "There is no month {month}. Where the month comes first, a mapping file says so: \
             date_order = \"mdy\"."
        ),
        _ => "This is not a date such as 04/03/1955 or 1955-03-04.".to_owned(),
    }
}

fn nhs_number(cells: &Cells, told: &mut Told<'_>) -> Option<NhsNumber> {
    let typed = cells.get(Column::NhsNumber);
    if typed.is_empty() {
        return None;
    }
    match NhsNumber::parse(typed) {
        Ok(number) => Some(number),
        Err(fault) => {
            told.fault(Column::NhsNumber, typed, fault.to_string());
            None
        }
    }
}

fn practice_ods(cells: &Cells, told: &mut Told<'_>) -> Option<String> {
    let typed = cells.get(Column::PracticeOds);
    if typed.is_empty() {
        return None;
    }
    let code = typed.to_ascii_uppercase();
    if !ODS_CHARS.contains(&code.chars().count())
        || !code.chars().all(|c| c.is_ascii_alphanumeric())
    {
        told.fault(
            Column::PracticeOds,
            typed,
            "An ODS code is 3 to 10 letters and digits, such as L81008.",
        );
    }
    Some(code)
}

/// Names with characters that could not be read would be saved wrong for good.
fn check_readable(column: Column, text: &str, told: &mut Told<'_>) {
    if text.contains(REPLACEMENT) {
        told.fault(
            column,
            text,
            "There is a character here that cannot be read. Save the list as \"CSV UTF-8\" again.",
        );
    }
}
