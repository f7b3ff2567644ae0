//! The same list in all the shapes that programs write it in.

use std::cell::Cell;

use caseload::exchange::referrals::{Options, ReferralRow, read};
use caseload::exchange::rows::CsvRows;

use super::{rows, today, ymd};

const LIST: &str = "\
nhs_number,given_name,family_name,date_of_birth,referred_on,notes
9990000018,Zoë,O’Neill,04/03/1955,2026-11-03,\"two
lines, and a comma\"
,Józef,Hall,,04/11/2026,
";

fn expected() -> Vec<ReferralRow> {
    rows(LIST.as_bytes()).rows
}

#[test]
fn the_plain_list_is_what_it_says() {
    let rows = expected();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].line, rows[1].line), (2, 4));
    assert_eq!(
        rows[0]
            .nhs_number
            .map(|number| number.to_string())
            .as_deref(),
        Some("999 000 0018")
    );
    assert_eq!(rows[0].notes.as_deref(), Some("two\nlines, and a comma"));
    assert_eq!(rows[1].referred_on, ymd(2026, 11, 4));
    assert_eq!(
        (
            rows[1].nhs_number,
            rows[1].date_of_birth,
            rows[1].notes.clone()
        ),
        (None, None, None)
    );
}

#[test]
fn byte_order_marks_line_ends_and_utf_16_change_nothing() {
    let crlf = LIST.replace('\n', "\r\n");
    let cr = LIST.replace('\n', "\r");
    for text in [
        format!("\u{FEFF}{LIST}"),
        crlf.clone(),
        cr,
        format!("\u{FEFF}{crlf}"),
    ] {
        assert_eq!(rows(text.as_bytes()).rows, expected());
    }
    let marked = format!("\u{FEFF}{crlf}");
    let little: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(rows(&little).rows, expected());
    assert_eq!(rows(&big).rows, expected());
}

#[test]
fn windows_1252_is_read_cell_by_cell() {
    let text = "given_name,family_name,referred_on\nZo\u{EB},O\u{92}Neill,2026-11-03\n";
    let mut bytes: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    bytes.extend_from_slice("Łukasz,Hall,2026-11-03\n".as_bytes());
    let list = rows(&bytes);
    assert_eq!(
        (
            list.rows[0].given_name.as_str(),
            list.rows[0].family_name.as_str()
        ),
        ("Zoë", "O’Neill")
    );
    assert_eq!(list.rows[1].given_name, "Łukasz");
}

#[test]
fn separators_are_found() {
    for separator in [";", "\t", "|"] {
        let text = LIST
            .replace("two\nlines, and a comma", "#")
            .replace(',', separator)
            .replace('#', "two\nlines, and a comma");
        assert_eq!(rows(text.as_bytes()).rows, expected(), "{separator:?}");
    }
    let named = format!("sep=,\n{LIST}");
    let lines: Vec<u64> = rows(named.as_bytes())
        .rows
        .iter()
        .map(|row| row.line)
        .collect();
    assert_eq!(lines, [3, 5]);
}

#[test]
fn headings_forgive_and_empty_parts_are_left_out() {
    let text = "\n\nNHS Number,Given Name, FAMILY_NAME ,Referred on,,\n\n\
                ,Peter,Hall,3/11/26,,\n,,,,,\n  \n\n,Ann,Lee,3/11/26,,\n,,,,,\n\n\n";
    let list = rows(text.as_bytes());
    let lines: Vec<u64> = list.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [5, 9]);
}

#[test]
fn a_day_for_the_whole_list_fills_the_gaps() {
    let text = "given_name,family_name\nPeter,Hall\n";
    let options = Options {
        today: today(),
        default_referred_on: Some(ymd(2026, 11, 20)),
        map: None,
    };
    let list = read(text.as_bytes(), &options, &mut |_| {}).unwrap();
    assert_eq!(list.rows[0].referred_on, ymd(2026, 11, 20));
}

#[test]
fn our_own_csv_comes_back_as_it_was() {
    let headings = ["given_name", "family_name", "referred_on", "phone", "notes"];
    let mut file = CsvRows::new(Vec::new(), &headings).unwrap();
    file.row(&[
        "Peter",
        "Hall",
        "2026-11-03",
        "+353 1 496 0018",
        "=not a formula\nsecond",
    ])
    .unwrap();
    let written = file.finish().unwrap();
    assert!(String::from_utf8_lossy(&written).contains("\"'+353"));
    let row = &rows(&written).rows[0];
    assert_eq!(row.phone.as_deref(), Some("+353 1 496 0018"));
    assert_eq!(row.notes.as_deref(), Some("=not a formula\nsecond"));
}

#[test]
fn many_rows_are_read_and_progress_reaches_the_end() {
    let mut text = String::from("given_name,family_name,date_of_birth,referred_on,notes\n");
    for number in 0..4_000 {
        text.push_str(&format!(
            "Ann{number},Lee,1980-01-01,2026-11-03,\"{}\"\n",
            "note ".repeat(20)
        ));
    }
    let told = Cell::new(0);
    let options = Options {
        today: today(),
        default_referred_on: None,
        map: None,
    };
    let list = read(text.as_bytes(), &options, &mut |bytes| {
        assert!(bytes >= told.get());
        told.set(bytes);
    });
    assert_eq!(list.unwrap().rows.len(), 4_000);
    assert_eq!(told.get(), u64::try_from(text.len()).unwrap());
}
