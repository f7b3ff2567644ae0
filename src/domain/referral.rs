//! One referral as a list has it, read and cleaned, not yet judged against the store.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::nhs::NhsNumber;

/// One row of a referral list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralRow {
    /// The line of the file in which the row begins, from 1.
    pub line: u64,
    /// NHS number with a right check digit.
    pub nhs_number: Option<NhsNumber>,
    /// Given name, never empty.
    pub given_name: String,
    /// Family name, never empty.
    pub family_name: String,
    /// What the person is called.
    pub preferred_name: Option<String>,
    /// Not in the future, not after the referral, at most 120 years ago.
    pub date_of_birth: Option<NaiveDate>,
    /// As shown: `07700 900118`, or as it was written.
    pub phone: Option<String>,
    /// As shown: `EL1 4QT`, or as it was written.
    pub postcode: Option<String>,
    /// ODS code in capitals.
    pub practice_ods: Option<String>,
    /// Not in the future.
    pub referred_on: NaiveDate,
    /// Who or what the referral came from.
    pub source: Option<String>,
    /// Why the person was referred.
    pub reason: Option<String>,
    /// The link worker, as the list names them.
    pub assigned_to: Option<String>,
    /// Anything else; may have several lines.
    pub notes: Option<String>,
}
