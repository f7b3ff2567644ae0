//! Mapping files: what they may say, and all that can be wrong with one.

use caseload::exchange::import_map::{ImportMap, NameOrder, Target};
use caseload::exchange::referrals::column::Column;

use super::{assert_faults, read_with, said, ymd};

fn map_faults(text: &str) -> Vec<String> {
    ImportMap::from_toml(text)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn settings_columns_and_constants_are_read() {
    let map = ImportMap::from_toml(
        "date_order = \"mdy\"\nheadings_line = 2\n[columns]\n\"Name \" = \"given_name family_name\"\n\
         'D.O.B.' = 'date_of_birth'\nGP = 'ignore'\n[constants]\nreferred_on = '11/03/2026'\n",
    )
    .unwrap();
    assert_eq!(
        map.target("NAME"),
        Some(Target::Names(NameOrder::GivenFirst))
    );
    assert_eq!(
        map.target("d o b"),
        Some(Target::Column(Column::DateOfBirth))
    );
    assert_eq!(map.target("gp"), Some(Target::Ignored));
    assert_eq!(map.target("notes"), None);
    let text =
        "Title of the search\nName,D.O.B.,GP,postcode\nMs Ann van Lee,12/31/1980,Dr X,EL1 4QT\n";
    let list = read_with(text.as_bytes(), Some(&map)).unwrap();
    let row = &list.rows[0];
    assert_eq!(
        (row.given_name.as_str(), row.family_name.as_str()),
        ("Ann van", "Lee")
    );
    assert_eq!(
        (row.date_of_birth, row.referred_on),
        (Some(ymd(1980, 12, 31)), ymd(2026, 11, 3))
    );
    assert_eq!((row.line, row.postcode.as_deref()), (3, Some("EL1 4QT")));
}

#[test]
fn other_columns_are_left_out_only_when_asked() {
    let text = "Given name,Family name,Referred on,Shoe size\nAnn,Lee,2026-11-03,5\n";
    let map = ImportMap::from_toml("ignore_other = true").unwrap();
    assert_eq!(
        read_with(text.as_bytes(), Some(&map)).unwrap().rows.len(),
        1
    );
    let strict = ImportMap::default();
    assert_faults(
        &said(read_with(text.as_bytes(), Some(&strict))),
        &["1 Shoe size [] This heading is not known."],
    );
}

#[test]
fn every_fault_has_line_and_column() {
    let found = map_faults(
        "headings_line = 0\n\
         date_order = \"british\"\n\
         ignore_others = true\n\
         tidy_capitals = \"yes\"\n\
         [columns]\n\
         \"NHS No\" = \"nhs_nmber\"\n\
         \"nhs no.\" = \"phone\"\n\
         \"Tel\" = \"phone\"\n\
         \"Name\" = \"family_name, given_name\"\n\
         \"Surname\" = \"family_name\"\n\
         \"Ref\" = \"referred_on\"\n\
         \"Age\" = 7\n\
         \"Shoe\" = \"shoe size\"\n\
         [constants]\n\
         family_name = \"Smith\"\n\
         referred_on = \"31/04/2026\"\n\
         sorce = \"GP\"\n\
         practice_ods = 5\n",
    );
    assert_faults(
        &found,
        &[
            "line 1, column 17: The headings are in a line from 1 to 1000.",
            "line 2, column 14: The order of dates is",
            "line 3, column 1: There is no setting \"ignore_others\"; did you mean ignore_other.",
            "line 4, column 17: tidy_capitals is true or false.",
            "line 6, column 12: There is no column \"nhs_nmber\"; did you mean nhs_number?",
            "line 8, column 1: phone already comes from \"nhs no.\"",
            "line 10, column 1: family_name already comes from",
            "line 12, column 9: The column is named in quotation marks",
            "line 13, column 10: There is no column \"shoe size\"; there are nhs_number, ",
            "line 15, column 1: family_name is each person's own",
            "line 16, column 1: referred_on comes from \"Ref\" and cannot be one for all as well.",
            "line 16, column 15: There is no 31 April.",
            "line 17, column 1: There is no column \"sorce\"; did you mean source?",
            "line 18, column 16: A constant is written in quotation marks",
        ],
    );
    assert!(
        map_faults("[columns\nx = \n").len() > 1,
        "faults of the syntax are all told"
    );
}
