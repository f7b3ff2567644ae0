//! Rows that are in one file twice, and one NHS number for two people.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::ReferralRow;
use super::column::Column;
use super::layout::Layout;
use crate::domain::contact_details::phone_key;
use crate::domain::dates::full;
use crate::domain::nhs::NhsNumber;
use crate::exchange::report::{Fault, Report};

/// What was seen in the rows before.
#[derive(Default)]
pub(super) struct Twice {
    by_number: BTreeMap<(NhsNumber, NaiveDate), u64>,
    by_name: BTreeMap<(String, NaiveDate), (u64, Option<NhsNumber>)>,
    births: BTreeMap<NhsNumber, (u64, NaiveDate)>,
}

impl Twice {
    /// Compares a row with those before it. The same person and day of referral twice is a fault:
    /// the same NHS number, or the same name and birth date (phone or postcode where there is
    /// none) unless two NHS numbers tell them apart.
    pub(super) fn look(&mut self, row: &ReferralRow, layout: &Layout, report: &mut Report) {
        let mut same = None;
        if let Some(number) = row.nhs_number {
            same = self.by_number.insert((number, row.referred_on), row.line);
            self.look_at_birth(number, row, layout, report);
        }
        let named = self.by_name.entry((name_key(row), row.referred_on));
        let other = *named.or_insert((row.line, row.nhs_number));
        let told_apart = matches!((other.1, row.nhs_number), (Some(one), Some(two)) if one != two);
        if other.0 != row.line && !told_apart {
            same = same.or(Some(other.0));
        }
        if let Some(first) = same {
            let message = format!(
                "The same person and day of referral are already in line {first}. Take one of the rows out."
            );
            let name = format!("{} {}", row.given_name, row.family_name);
            report.add(Fault::new(
                row.line,
                layout.heading(Column::FamilyName),
                &name,
                message,
            ));
        }
    }

    fn look_at_birth(
        &mut self,
        number: NhsNumber,
        row: &ReferralRow,
        layout: &Layout,
        report: &mut Report,
    ) {
        let Some(born) = row.date_of_birth else {
            return;
        };
        let (line, other) = *self.births.entry(number).or_insert((row.line, born));
        if other != born {
            let message = format!(
                "Line {line} has this NHS number for someone born on {}, this row for someone born on {}. \
                 Check both with the GP record.",
                full(other),
                full(born)
            );
            let heading = layout.heading(Column::NhsNumber);
            report.add(Fault::new(row.line, heading, &number.to_string(), message));
        }
    }
}

/// The name without accents and case, with what tells people of one name apart.
fn name_key(row: &ReferralRow) -> String {
    let folded = |name: &str| -> String {
        name.nfkd()
            .filter(|c| !is_combining_mark(*c) && c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let apart = match (row.date_of_birth, &row.phone, &row.postcode) {
        (Some(born), _, _) => born.to_string(),
        (None, Some(phone), _) => phone_key(phone).unwrap_or_else(|| phone.clone()),
        (None, None, Some(postcode)) => postcode.clone(),
        (None, None, None) => String::new(),
    };
    format!(
        "{}/{}/{apart}",
        folded(&row.family_name),
        folded(&row.given_name)
    )
}
