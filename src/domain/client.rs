//! What a client's record holds: one table of fields, from which forms, checks and exports follow.
//!
//! The list is `domain.md` 2.7 after the groups of the social prescribing information standard
//! (PRSB v1.1). All but the name is optional, and "not asked" is not "no".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What may stand in a field, which decides how it is asked for and checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text, at most so many characters.
    Line(u16),
    /// Several lines of text, at most so many characters.
    Text(u16),
    /// A day in the past, kept as ISO.
    PastDate,
    /// A day to come or past, kept as ISO.
    Date,
    NhsNumber,
    Phone,
    Postcode,
    /// The id of a practice.
    Practice,
    /// Yes, no, or not asked.
    YesNo,
    /// One of a list of (code, label).
    Choice(&'static [(&'static str, &'static str)]),
}

/// One row of the table of fields.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    pub field: ClientField,
    pub label: &'static str,
    pub kind: FieldKind,
    /// One sentence shown while the field is being filled in.
    pub help: &'static str,
}

macro_rules! client_fields {
    ($($field:ident $label:literal $kind:expr, $help:literal;)*) => {
        /// A field of a client's record. The variant's kebab-case name is its word in files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum ClientField { $($field,)* }

        /// Every field of a client's record, in the order in which the form asks.
        pub const CLIENT_FIELDS: &[FieldSpec] = &[
            $(FieldSpec { field: ClientField::$field, label: $label, kind: $kind, help: $help },)*
        ];
    };
}

client_fields! {
    Given "Given name" FieldKind::Line(60), "As on the practice's list.";
    Family "Family name" FieldKind::Line(60), "As on the practice's list.";
    KnownAs "Known as" FieldKind::Line(40), "What they like to be called.";
    Born "Date of birth" FieldKind::PastDate, "For example 4/3/1955.";
    NhsNumber "NHS number" FieldKind::NhsNumber, "Ten digits; spaces do not matter.";
    Practice "Practice" FieldKind::Practice, "Where they are registered.";
    Phone "Phone" FieldKind::Phone, "The number to ring first.";
    MayCall "May we ring?" FieldKind::YesNo, "Leave empty if nobody asked.";
    MayVoicemail "Voicemail?" FieldKind::YesNo, "May we leave a message? Others may hear it.";
    MayText "Text?" FieldKind::YesNo, "May we send a text? Others may read it.";
    Hours "Best time" FieldKind::Line(60), "For example: after 10:00.";
    SecondPhone "Second phone" FieldKind::Phone, "Another number, or a carer's.";
    Email "Email" FieldKind::Line(120), "An address they read.";
    Address "Address" FieldKind::Line(160), "House, street and town.";
    Postcode "Postcode" FieldKind::Postcode, "For example EL1 4QT.";
    Alert "Alert" FieldKind::Line(120), "What must be known before a visit or call.";
    AlertReview "Alert review" FieldKind::Date, "When to ask whether it still holds.";
    PrivateAlert "Private alert" FieldKind::Line(200), "Shown as a mark; read in the private view only.";
    Communication "Communication" FieldKind::Line(120), "Hearing, sight, letters, large print.";
    Access "Access needs" FieldKind::Line(120), "Steps, wheelchair, someone to come along.";
    Language "Language" FieldKind::Line(60), "The language they are at home in.";
    Interpreter "Interpreter?" FieldKind::YesNo, "Is one needed?";
    Carer "Carer" FieldKind::Line(120), "Name and number.";
    CarerMaySpeak "Speak with carer?" FieldKind::YesNo, "May we speak with them?";
    NextOfKin "Next of kin" FieldKind::Line(120), "Name and number.";
    NextOfKinMaySpeak "Speak with kin?" FieldKind::YesNo, "May we speak with them?";
    Pronouns "Pronouns" FieldKind::Line(30), "For example she/her.";
    Gender "Gender" FieldKind::Line(40), "In their own words.";
    Ethnicity "Ethnicity" FieldKind::Line(60), "In their own words.";
    FormerName "Former name" FieldKind::Line(60), "An earlier name that others may use.";
    NamedGp "Named GP" FieldKind::Line(60), "For example Dr Rao.";
    DiedOn "Died on" FieldKind::PastDate, "Stops every prompt at once.";
}

/// The fields of one client; an absent field was not asked. Values are canonical: cleaned text,
/// ISO dates, ten digits, `yes` or `no`, codes.
pub type ClientFields = BTreeMap<ClientField, String>;

impl ClientField {
    /// The row of the table for this field.
    pub fn spec(self) -> &'static FieldSpec {
        // The table is generated from the same list as the enum, in the same order.
        &CLIENT_FIELDS[self as usize]
    }
}
