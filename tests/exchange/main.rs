//! Files in and out, from outside: whole lists read, every fault told, nothing that makes it panic.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on stops"
)]

mod examples;
mod faults;
mod hostile;
mod import_map;
mod packs;
mod reading;
mod services;

use caseload::exchange::import_map::ImportMap;
use caseload::exchange::referrals::{Options, ReferralList, read};
use caseload::exchange::report::Report;
use chrono::NaiveDate;

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn today() -> NaiveDate {
    ymd(2026, 11, 23)
}

fn read_with(bytes: &[u8], map: Option<&ImportMap>) -> Result<ReferralList, Report> {
    let options = Options {
        today: today(),
        default_referred_on: None,
        map,
    };
    read(bytes, &options, &mut |_| {})
}

fn read_plain(text: &str) -> Result<ReferralList, Report> {
    read_with(text.as_bytes(), None)
}

/// The list's rows; a report as text where there is one, so that a failing test says why.
fn rows(bytes: &[u8]) -> ReferralList {
    read_with(bytes, None).unwrap_or_else(|report| panic!("{}", report.table(100)))
}

/// `line column value: message` of every fault.
fn faults(text: &str) -> Vec<String> {
    said(read_plain(text))
}

fn said(result: Result<ReferralList, Report>) -> Vec<String> {
    let report = result.expect_err("a report of faults");
    assert!(!report.is_clean());
    let said = |fault: &caseload::exchange::report::Fault| {
        let line = fault
            .line
            .map_or("file".to_owned(), |line| line.to_string());
        format!(
            "{line} {} [{}] {}",
            fault.column, fault.value, fault.message
        )
    };
    report.faults.iter().map(said).collect()
}

fn assert_faults(found: &[String], wanted: &[&str]) {
    let fits = found.len() == wanted.len()
        && found
            .iter()
            .zip(wanted)
            .all(|(found, wanted)| found.starts_with(wanted));
    assert!(fits, "found {found:#?}\nwanted {wanted:#?}");
}
