//! Every fault is told, with its line, its column and its value.

use caseload::exchange::referrals::column::Column;
use caseload::exchange::report::Report;

use super::{assert_faults, faults, read_plain, rows, said};

#[test]
fn all_faults_of_all_rows_come_at_once() {
    let found = faults(
        "nhs_number,given_name,family_name,date_of_birth,referred_on,practice_ods\n\
         9990000019,Peter,Hall,1980-01-01,2026-11-03,X90001\n\
         999000001,,Hall,31/04/1980,2026-11-03,X90001\n\
         9999999999,Ann,Lee,24/11/2026,24/11/2026,X9\n\
         9.99E+09,Ann,Lee,01/01/1880,03/11/1026,\n\
         ,Ann,Lee,2020-01-01,2019-01-01,X 90001\n\
         ,Ann,Lee,45987,soon,\n\
         ,Ann,Lee,,,\n",
    );
    assert_faults(
        &found,
        &[
            "2 nhs_number [9990000019] The check digit does not fit",
            "3 given_name [] Every row needs a name here.",
            "3 date_of_birth [31/04/1980] There is no 31 April.",
            "3 nhs_number [999000001] An NHS number has 10 digits, this has 9",
            "4 referred_on [24/11/2026] This day is still to come.",
            "4 date_of_birth [24/11/2026] This birth is still to come.",
            "4 nhs_number [9999999999] An NHS number is never one digit ten times",
            "4 practice_ods [X9] An ODS code is 3 to 10",
            "5 referred_on [03/11/1026] No referral is from before 2000.",
            "5 date_of_birth [01/01/1880] This is more than 120 years ago.",
            "5 nhs_number [9.99E+09] A spreadsheet has shortened",
            "6 date_of_birth [2020-01-01] This is after the referral on 1 Jan 2019.",
            "6 practice_ods [X 90001] An ODS code is 3 to 10",
            "7 referred_on [soon] This is not a date such as",
            "7 date_of_birth [45987] A spreadsheet has turned this date into a day number",
            "8 referred_on [] Every row needs the day of its referral.",
        ],
    );
}

#[test]
fn headings_are_judged_before_rows() {
    assert_faults(
        &faults("famly_name,Forename,Usual GP,notes,Notes\na,b,c,d,e\n"),
        &[
            "1 famly_name [] This heading is not known; did you mean family_name?",
            "1 Forename [] This heading is not known; did you mean given_name?",
            "1 Usual GP [] This heading is not known. Take the column out",
            "1 Notes [] This heading stands in column 4 and in column 5.",
            "1 given_name [] There is no such column",
            "1 family_name [] There is no such column",
            "1 referred_on [] There is no such column. Add it, or give one day",
            "2 given_name [] Every row needs",
            "2 family_name [] Every row needs",
            "2 referred_on [] Every row needs",
        ],
    );
    assert_faults(
        &faults("a,b\n1,2\n"),
        &["1  [] This line should hold the headings"],
    );
}

#[test]
fn rows_twice_in_the_file_name_both_lines() {
    let found = faults(
        "nhs_number,given_name,family_name,date_of_birth,referred_on\n\
         9990000018,Zoë,Hall,1980-01-01,2026-11-03\n\
         9990000018,Zoe,HALL,1980-01-01,03/11/2026\n\
         9990000018,Zoë,Hall,1980-01-01,2026-11-04\n\
         ,ZOE,Hall,1980-01-01,2026-11-03\n\
         9990000026,Zoë,Hall,1980-01-01,2026-11-03\n\
         9990000018,Eve,Lark,1990-01-01,2026-11-05\n",
    );
    assert_faults(
        &found,
        &[
            "3 family_name [Zoe HALL] The same person and day of referral are already in line 2.",
            "5 family_name [ZOE Hall] The same person and day of referral are already in line 2.",
            "7 nhs_number [999 000 0018] Line 2 has this NHS number for someone born on 1 Jan 1980",
        ],
    );
}

#[test]
fn two_people_of_one_name_are_two_people() {
    let list = rows(
        b"given_name,family_name,phone,referred_on\n\
          Ann,Lee,07700 900118,2026-11-03\n\
          Ann,Lee,07700 900119,2026-11-03\n",
    );
    assert_eq!(list.rows.len(), 2);
}

#[test]
fn rows_that_do_not_fit_the_headings_are_told() {
    let found = faults(
        "given_name,family_name,referred_on,notes\n\
         Ann,Lee,2026-11-03,one, two\n\
         Ann,Lee\n\
         Ann,Lee,2026-11-03,right,,\n",
    );
    assert_faults(
        &found,
        &[
            "2  [] This row has 5 cells and there are 4 headings. A separator",
            "3  [] This row has 2 cells and there are 4 headings. A line break",
        ],
    );
}

#[test]
fn a_column_without_heading_is_told_once() {
    let found = faults(
        "given_name,family_name,referred_on,\nAnn,Lee,2026-11-03,\nBen,Lee,2026-11-03,x\nEve,Lee,2026-11-03,y\n",
    );
    assert_faults(&found, &["3  [x] Column 4 has values and no heading."]);
}

#[test]
fn a_quotation_mark_left_open_is_told_where_it_begins() {
    let text = "given_name,family_name,referred_on,notes\nAnn,Lee,2026-11-03,ok\nBen,Lee,2026-11-03,\"open\nEve,Lee,2026-11-03,\n";
    assert_faults(
        &faults(text),
        &["3  [] A quotation mark is opened in this row and never closed"],
    );
}

#[test]
fn what_is_no_list_is_named() {
    let of = |bytes: &[u8]| said(super::read_with(bytes, None));
    assert_faults(&of(b""), &["file  [] The file is empty"]);
    assert_faults(
        &of(b"PK\x03\x04\x14\x00"),
        &["file  [] This is a spreadsheet file, not CSV."],
    );
    assert_faults(&of(b"%PDF-1.7"), &["file  [] This is a PDF"]);
    assert_faults(
        &of(b"given_name,family_name,referred_on\n"),
        &["file  [] There are headings and no rows."],
    );
}

#[test]
fn texts_that_do_not_fit_are_not_cut_in_silence() {
    let long = "x".repeat(130);
    let found = faults(&format!(
        "given_name,family_name,referred_on\n{long},Lee,2026-11-03\n"
    ));
    assert_faults(
        &found,
        &["2 given_name [xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…] This is 30 characters longer"],
    );
}

#[test]
fn characters_that_cannot_be_read_in_a_name_are_told() {
    let found =
        faults("given_name,family_name,referred_on,notes\nA\u{0}nn,Lee,2026-11-03,n\u{7}n\n");
    assert_faults(
        &found,
        &["2 given_name [A\u{FFFD}nn] There is a character here that cannot be read."],
    );
}

#[test]
fn the_hub_adds_faults_under_the_headings_of_the_file() {
    let list =
        rows(b"Given Name,Family Name,Referred On,Practice ODS\nAnn,Lee,2026-11-03,X90009\n");
    let row = &list.rows[0];
    let mut report = Report {
        rows: 1,
        ..Report::default()
    };
    report.add(list.fault(
        row.line,
        Column::PracticeOds,
        "X90009",
        "No practice here has this code.",
    ));
    assert_eq!(
        (report.faults[0].line, report.faults[0].column.as_str()),
        (Some(2), "Practice ODS")
    );
    let json = serde_json::to_string(&report).unwrap();
    assert!(
        json.contains("\"line\":2") && json.contains("\"value\":\"X90009\""),
        "{json}"
    );
}

#[test]
fn a_report_counts_its_rows() {
    let report =
        read_plain("given_name,family_name,referred_on\nAnn,Lee,soon\nBen,Lee,2026-11-03\n")
            .unwrap_err();
    assert_eq!(report.rows, 2);
    assert!(
        report
            .table(80)
            .starts_with("1 fault in 2 rows; nothing was taken over.\n")
    );
}
