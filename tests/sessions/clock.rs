//! A clock that cannot be right refuses writes until somebody says that it is.

use caseload::{clock, wire::Request};
use chrono::TimeDelta;

use super::store::{PEG, Store};

#[test]
fn a_clock_behind_the_last_entry_refuses_writes_until_it_is_accepted() {
    let store = Store::recorded(clock::now() + TimeDelta::minutes(7));
    let hub = store.open();
    let mut amira = hub.session("amira");
    let refused = amira.log(PEG, "Too early.").unwrap_err();
    assert!(refused.message.contains("clock"), "{refused}");
    assert!(
        refused.hint.contains("doctor --accept-clock"),
        "{refused:?}"
    );
    // Reading goes on.
    assert_eq!(amira.case(PEG).unwrap().tally.spoke, 0);
    // Who may not administer may not accept it either; here the account owns the folder.
    amira.ask(&Request::AcceptClock).unwrap();
    let done = amira.log(PEG, "Now.").unwrap();
    // Never earlier than the entry before.
    let core = hub.core();
    let read = |seq| caseload::hub::ledger::entry(&core.snapshot(), &core.keyring, seq).unwrap();
    assert!(read(done.seq).recorded >= read(done.seq - 1).recorded);
}

#[test]
fn a_clock_a_little_behind_is_taken_as_the_time_of_the_last_entry() {
    let store = Store::recorded(clock::now() + TimeDelta::minutes(3));
    let hub = store.open();
    let done = hub.session("amira").log(PEG, "Fine.").unwrap();
    let core = hub.core();
    let read = |seq| caseload::hub::ledger::entry(&core.snapshot(), &core.keyring, seq).unwrap();
    assert_eq!(read(done.seq).recorded, read(done.seq - 1).recorded);
}

#[test]
fn a_clock_a_year_ahead_refuses_writes_until_it_is_accepted() {
    let store = Store::recorded(clock::now() - TimeDelta::days(400));
    let hub = store.open();
    let mut amira = hub.session("amira");
    let refused = amira.log(PEG, "Too late.").unwrap_err();
    assert!(refused.message.contains("more than a year"), "{refused}");
    amira.ask(&Request::AcceptClock).unwrap();
    amira.log(PEG, "Now.").unwrap();
    // What was accepted counts for the entries that follow, whoever asks.
    hub.session("sam").log(PEG, "Again.").unwrap();
}
