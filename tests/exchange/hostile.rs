//! Whatever the bytes are: rows or named faults, and never a panic.

use proptest::prelude::*;

use super::{read_with, said};
use caseload::exchange::import_map::ImportMap;

const HEADINGS: &str = "nhs_number,given_name,family_name,date_of_birth,referred_on,notes\n";

/// Reads and checks what must hold of any answer.
fn survive(bytes: &[u8]) {
    let map = ImportMap::from_toml(
        "[columns]\nName = 'family_name, given_name'\n[constants]\nreferred_on = '2026-11-03'",
    )
    .unwrap();
    for map in [None, Some(&map)] {
        match read_with(bytes, map) {
            Ok(list) => {
                assert!(!list.rows.is_empty());
                for row in &list.rows {
                    assert!(!row.given_name.is_empty() && !row.family_name.is_empty());
                    // JSON would write a control as an escape; a line break in the notes may stay.
                    let whole = serde_json::to_string(row).unwrap().replace("\\n", "");
                    assert!(
                        !whole.contains("\\u00") && !whole.contains("\\r"),
                        "{whole}"
                    );
                }
            }
            Err(report) => {
                assert!(!report.faults.is_empty());
                for fault in &report.faults {
                    assert!(!fault.message.is_empty() && fault.value.chars().count() <= 40);
                }
                let table = report.table(80);
                assert!(
                    !table.replace('\n', "").contains(char::is_control),
                    "{table:?}"
                );
            }
        }
    }
}

/// Bytes that the reader has rules for.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let odd = prop::sample::select(vec![
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\0",
        "\u{FEFF}",
        "é",
        "\u{1b}[2J",
        "\u{202E}",
        "9990000018",
        "04/03/1955",
        "2026-11-03",
        "Ann",
        "Lee",
        "'=1",
        "\u{1E}end of file\u{1E}",
        "Name",
        "given_name,family_name,referred_on\n",
        "Lee, Ann",
        " ",
        "99999999999999999999",
    ]);
    let part = prop_oneof![
        6 => odd.prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 1..4),
    ];
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        survive(&bytes);
    }

    #[test]
    fn random_bytes_under_right_headings(bytes in pieces()) {
        survive(&[HEADINGS.as_bytes(), &bytes].concat());
        survive(&bytes);
    }

    #[test]
    fn utf_16_cut_anywhere(bytes in pieces(), cut in 0usize..40) {
        let text = format!("\u{FEFF}{HEADINGS}{}", String::from_utf8_lossy(&bytes));
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let end = wide.len().saturating_sub(cut);
        survive(wide.get(..end).unwrap_or_default());
    }

    #[test]
    fn mapping_files_of_any_text(text in "\\PC{0,40}|(\\[columns\\]\n)?([a-z\"' =.\\[\\]\n0-9-]{0,60})") {
        if let Err(faults) = ImportMap::from_toml(&text) {
            prop_assert!(!faults.is_empty());
        }
    }
}

#[test]
fn ten_megabytes_in_one_line_are_refused_early() {
    let mut bytes = HEADINGS.as_bytes().to_vec();
    bytes.extend_from_slice(b",Ann,Lee,,2026-11-03,");
    bytes.resize(10 << 20, b'x');
    let found = said(read_with(&bytes, None));
    assert!(
        found[0].starts_with("2  [] The row that begins here is longer than 1024 kilobytes."),
        "{found:?}"
    );
    let headless = vec![b'x'; 10 << 20];
    assert!(
        said(read_with(&headless, None))[0].starts_with("1  [] The row that begins here is longer")
    );
}

#[test]
fn quotes_never_closed_at_every_place_are_noticed() {
    let whole = format!(
        "{HEADINGS}9990000018,Ann,Lee,1980-01-01,2026-11-03,\"note\"\n,Ben,Lee,,2026-11-03,\n"
    );
    survive(whole.as_bytes());
    for (at, _) in whole.char_indices() {
        let mut broken = whole.clone();
        broken.insert(at, '"');
        survive(broken.as_bytes());
    }
    let field_start = whole.find(",Ben").unwrap() + 1;
    let mut open = whole;
    open.insert(field_start, '"');
    assert!(
        said(read_with(open.as_bytes(), None))[0].starts_with("3  [] A quotation mark is opened")
    );
}

#[test]
fn half_utf_8_and_nul_bytes() {
    survive(
        &[
            HEADINGS.as_bytes(),
            b",Ann\xC3,Le\xF0\x9F\x91,,2026-11-03,\xE2\x82\n",
        ]
        .concat(),
    );
    survive(&[HEADINGS.as_bytes(), &[0u8; 5000]].concat());
    survive(&[0u8; 5000]);
}
