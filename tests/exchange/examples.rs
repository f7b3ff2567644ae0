//! The example files that the documentation names are read without a fault.

use super::{read_with, rows, ymd};
use caseload::exchange::import_map::ImportMap;

const MAP: &str = include_str!("../../docs/import-map-example.toml");

#[test]
fn the_standard_example_is_read() {
    let list = rows(include_bytes!("../../demo-data/referrals-example.csv"));
    assert_eq!(list.rows.len(), 7);
    assert!(
        list.rows
            .iter()
            .filter_map(|row| row.nhs_number)
            .all(|number| number.is_test_range())
    );
    let peg = &list.rows[1];
    assert_eq!(
        (peg.given_name.as_str(), peg.family_name.as_str()),
        ("Margaret", "O'Neill")
    );
    assert_eq!(peg.preferred_name.as_deref(), Some("Peg"));
    assert_eq!(peg.date_of_birth, Some(ymd(1955, 3, 4)));
    assert_eq!(peg.referred_on, ymd(2026, 11, 3));
    assert_eq!(
        peg.notes.as_deref(),
        Some("Hearing aid, speak slowly.\nHas a dog.")
    );
    assert_eq!(list.rows[2].line, 5, "a quoted line break counts as a line");
    assert_eq!(list.rows[2].phone.as_deref(), Some("07700 900342"));
}

#[test]
fn the_gp_search_export_is_read_by_the_example_map() {
    let map = ImportMap::from_toml(MAP).unwrap();
    let export = include_bytes!("../../demo-data/gp-search-export.csv");
    let list =
        read_with(export, Some(&map)).unwrap_or_else(|report| panic!("{}", report.table(100)));
    let names: Vec<String> = list
        .rows
        .iter()
        .map(|row| format!("{} {}", row.given_name, row.family_name))
        .collect();
    assert_eq!(
        names,
        [
            "Bernadette Walsh",
            "Alastair McKay",
            "Shazia Begum",
            "Seán O'Dowd"
        ]
    );
    let first = &list.rows[0];
    assert_eq!((first.line, first.referred_on), (4, ymd(2026, 10, 26)));
    assert_eq!(first.practice_ods.as_deref(), Some("X90001"));
    assert_eq!(first.source.as_deref(), Some("GP search"));
    assert_eq!(
        first.notes.as_deref(),
        Some("Associated Text: Lives alone since May,\nlikes singing\nConsent: verbal, to share")
    );
    assert_eq!(list.rows[1].phone.as_deref(), Some("01632 960112"));
    assert_eq!(list.rows[1].postcode.as_deref(), Some("EL1 5RA"));
    assert!(
        list.rows[2]
            .notes
            .as_deref()
            .is_some_and(|notes| notes.contains("£40"))
    );
    assert!(
        list.rows
            .iter()
            .filter_map(|row| row.nhs_number)
            .all(|number| number.is_test_range())
    );
}

#[test]
fn without_its_map_the_export_is_refused_with_a_reason() {
    let export = include_bytes!("../../demo-data/gp-search-export.csv");
    let report = read_with(export, None).unwrap_err();
    assert_eq!(report.faults.len(), 1);
    assert!(report.faults[0].message.contains("mapping file"));
}
