//! The columns of a referral list, and which heading means which.

use crate::domain::text::{Field, nearest};

/// A standard column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// NHS number; may be empty.
    NhsNumber,
    /// Given name; required.
    GivenName,
    /// Family name; required.
    FamilyName,
    /// What the person is called.
    PreferredName,
    /// Date of birth.
    DateOfBirth,
    /// Telephone number.
    Phone,
    /// Postcode.
    Postcode,
    /// ODS code of the practice.
    PracticeOds,
    /// Day of the referral; required, or one day for the whole list.
    ReferredOn,
    /// Who or what the referral came from.
    Source,
    /// Why the person was referred.
    Reason,
    /// The link worker.
    AssignedTo,
    /// Anything else.
    Notes,
}

use Column::{
    AssignedTo, DateOfBirth, FamilyName, GivenName, NhsNumber, Notes, Phone, Postcode, PracticeOds,
    PreferredName, Reason, ReferredOn, Source,
};

impl Column {
    /// All columns in the order of the documented list.
    pub const ALL: [Column; 13] = [
        NhsNumber,
        GivenName,
        FamilyName,
        PreferredName,
        DateOfBirth,
        Phone,
        Postcode,
        PracticeOds,
        ReferredOn,
        Source,
        Reason,
        AssignedTo,
        Notes,
    ];

    /// The heading of the column in a standard list.
    pub const fn name(self) -> &'static str {
        match self {
            NhsNumber => "nhs_number",
            GivenName => "given_name",
            FamilyName => "family_name",
            PreferredName => "preferred_name",
            DateOfBirth => "date_of_birth",
            Phone => "phone",
            Postcode => "postcode",
            PracticeOds => "practice_ods",
            ReferredOn => "referred_on",
            Source => "source",
            Reason => "reason",
            AssignedTo => "assigned_to",
            Notes => "notes",
        }
    }

    /// The column with this heading, whatever its case and whether it has spaces or underscores.
    pub fn of(heading: &str) -> Option<Column> {
        let folded = folded(heading);
        Column::ALL
            .into_iter()
            .find(|column| column.name() == folded)
    }

    /// The column that an unknown heading was probably meant to be, by spelling or by meaning.
    pub fn nearest(heading: &str) -> Option<Column> {
        const MEANINGS: [(&str, Column); 24] = [
            ("forename", GivenName),
            ("forenames", GivenName),
            ("first_name", GivenName),
            ("surname", FamilyName),
            ("last_name", FamilyName),
            ("known_as", PreferredName),
            ("dob", DateOfBirth),
            ("birth_date", DateOfBirth),
            ("born", DateOfBirth),
            ("nhs", NhsNumber),
            ("nhs_no", NhsNumber),
            ("telephone", Phone),
            ("mobile", Phone),
            ("tel", Phone),
            ("post_code", Postcode),
            ("ods", PracticeOds),
            ("ods_code", PracticeOds),
            ("practice_code", PracticeOds),
            ("referral_date", ReferredOn),
            ("date_of_referral", ReferredOn),
            ("date_referred", ReferredOn),
            ("referrer", Source),
            ("link_worker", AssignedTo),
            ("comments", Notes),
        ];
        let folded = folded(heading);
        let by_meaning = MEANINGS
            .iter()
            .find(|(other, _)| *other == folded)
            .map(|(_, column)| *column);
        by_meaning.or_else(|| Column::of(nearest(&folded, Column::ALL.map(Column::name))?))
    }

    /// What a cell of this column may hold.
    pub(super) const fn field(self) -> Field {
        match self {
            GivenName | FamilyName | PreferredName | AssignedTo => Field::NAME,
            NhsNumber | DateOfBirth | ReferredOn | Postcode | PracticeOds => Field::line(60),
            Phone => Field::line(100),
            Source => Field::LINE,
            Reason => Field::lines(2_000),
            Notes => Field::NOTE,
        }
    }

    /// Its place in [`Column::ALL`].
    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

/// A heading as it is compared: lower case, every run of other characters one underscore.
pub fn folded(heading: &str) -> String {
    let mut folded = String::new();
    for c in heading.chars() {
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with('_') {
            folded.push('_');
        }
    }
    folded.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_forgive_case_and_spaces() {
        for heading in ["nhs_number", "NHS Number", " Nhs-Number ", "NHS  NUMBER."] {
            assert_eq!(Column::of(heading), Some(NhsNumber), "{heading}");
        }
        for (at, column) in Column::ALL.into_iter().enumerate() {
            assert_eq!(
                (Column::of(column.name()), column.index()),
                (Some(column), at)
            );
        }
    }

    #[test]
    fn an_unknown_heading_has_a_nearest_column() {
        assert_eq!(Column::nearest("famly_name"), Some(FamilyName));
        assert_eq!(Column::nearest("Surname"), Some(FamilyName));
        assert_eq!(Column::nearest("DOB"), Some(DateOfBirth));
        assert_eq!(Column::nearest("Usual GP"), None);
    }
}
