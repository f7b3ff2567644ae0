//! The log form by keys alone: few keys, what is offered, what is asked of the hub.

use caseload::domain::case::FollowUp;
use caseload::domain::ids::CaseId;
use caseload::domain::intent::{Intent, NextChoice};
use caseload::domain::terms::{ContactKind, Outcome, With};
use caseload::tui::input::Input;

use crate::table::{Table, day, peg};

fn due(on: &str) -> FollowUp {
    FollowUp {
        on: day(on),
        at: None,
        kind: ContactKind::Phone,
        what: String::new(),
        moved: 0,
    }
}

#[test]
fn the_log_form_at_home() {
    let mut table = Table::new(peg());
    table.keys("l").types("rang back").keys("tab").types("fri");
    insta::assert_snapshot!(table.text(), @r#"
     1 Agenda  2 Caseload
    ────────────────────────────────────────────────────────────────────────────────
     Log a contact   Margaret O'Neill "Peg"   born 4 Mar 1955 (71)   Elm Tree
     Due Tue 10 Nov, 13 d late, phone: CAB: heard back?. Phone 07700 900118, NO vo…
    ────────────────────────────────────────────────────────────────────────────────
      Result        spoke
      Note          rang back




    > Next step on  fri                               Fri 27 Nov, in 4 days
      Next step by  phone
      For what
      We promised
      They said
      How           phone
      With          [the person]  carer or family   a service   a professional
      On                                              today, Mon 23 Nov
      Minutes
      A day, with a time for an appointment: fri, +2w, 14/3, tue 14:00. Or: none,
      because ...
    ────────────────────────────────────────────────────────────────────────────────
     Ctrl-S save  Tab next field  Shift-Tab previous field  Ctrl-X discard
    "#);
}

#[test]
fn the_log_form_on_a_wide_screen() {
    let mut table = Table::sized(peg(), (120, 40));
    table.keys("l shift-tab n");
    insta::assert_snapshot!(table.text(), @r#"
     1 Agenda  2 Caseload
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Log a contact   Margaret O'Neill "Peg"   born 4 Mar 1955 (71)   Elm Tree
     Due Tue 10 Nov, 13 d late, phone: CAB: heard back?. Phone 07700 900118, NO voicemail, after 10:00
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    > Result        no answer  ◄ ►                                            Tue 17 Nov  phone                      A Khan
      Note                                                                    no answer, no message left

                                                                              Tue 10 Nov  phone                      A Khan
                                                                              no answer, no message left

      Next step on  Tue 24 Nov 14:00              Tue 24 Nov 14:00, tomorrow  Tue 3 Nov  home                        A Khan
      Next step by  phone                                                     went through two letters together; April one
      For what      CAB: heard back?                                          missing, she thinks it is with her sister
      We promised                                                             we promised: to ring Citizens Advice about
      They said                                                               the April letter they said: she would look f…
      How           phone
      With          the person                                                Tue 3 Nov  next step                   A Khan
      On                                          today, Mon 23 Nov           Tue 10 Nov, phone: CAB: heard back?
      Minutes
                                                                              Thu 29 Oct  surgery                    A Khan
                                                                              talked about sleep; chose the letters as
                                                                              first goal

                                                                              Mon 21 Sep  status                     A Khan
                                                                              active (was contacting)

                                                                              Mon 21 Sep  phone                      A Khan
                                                                              rang back, glad that somebody asks; meet at
                                                                              the surgery

                                                                              Mon 14 Sep  referral                   A Khan
                                                                              referred 14 Sep, from Dr Rao: money, debt,
                                                                              benefits


      First letter: spoke, no answer, left a voicemail, did not attend,
      cancelled, sent.
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Ctrl-S save  Tab next field  Shift-Tab previous field  Ctrl-X discard  Esc back  F1 help
    "#);
}

#[test]
fn a_known_client_rings_back_in_few_keys() {
    let mut table = Table::new(peg());
    // From the finder's Enter on: l, ten letters, Tab, three letters, save.
    table
        .keys("l")
        .types("found them")
        .keys("tab")
        .types("fri")
        .keys("ctrl-s");
    let Intent::LogContact {
        case,
        version,
        contact,
        next,
    } = table.only()
    else {
        panic!("not a log");
    };
    assert_eq!((case, version), (CaseId(70), 42));
    assert_eq!(
        (contact.kind, contact.with, contact.outcome),
        (ContactKind::Phone, With::Person, Outcome::Spoke)
    );
    assert_eq!(
        (contact.on, contact.note.as_str()),
        (day("2026-11-23"), "found them")
    );
    assert_eq!(next, NextChoice::Due(due("2026-11-27")));
    table.shows("Logged.").shows("NEXT STEP");
    assert!(table.drafts.is_empty());
}

#[test]
fn a_log_is_not_saved_without_a_next_step_or_a_reason_for_none() {
    let mut table = Table::new(peg());
    table
        .keys("l")
        .types("all well")
        .keys("f2")
        .shows("Say when the next step is due");
    assert!(table.intents().is_empty());
    table
        .types("none")
        .keys("f2")
        .shows("Because")
        .shows("why there is no next step");
    assert!(table.intents().is_empty());
    table.types("moved to Leeds").keys("f2");
    let Intent::LogContact { next, .. } = table.only() else {
        panic!("not a log")
    };
    assert_eq!(next, NextChoice::NoneBecause("moved to Leeds".to_owned()));
}

#[test]
fn none_takes_its_reason_on_the_same_line() {
    let mut table = Table::new(peg());
    table
        .keys("l tab")
        .types("none, because her sister takes over")
        .keys("ctrl-s");
    let Intent::LogContact { next, .. } = table.only() else {
        panic!("not a log")
    };
    assert_eq!(
        next,
        NextChoice::NoneBecause("her sister takes over".to_owned())
    );
}

#[test]
fn a_try_offers_the_next_day_at_another_hour_and_keeps_what_was_due() {
    let mut table = Table::new(peg());
    table
        .keys("l shift-tab n")
        .shows("Tue 24 Nov 14:00")
        .shows("CAB: heard back?");
    // Spoken to after all: the offer goes again.
    table.keys("s").hides("Tue 24 Nov 14:00");
    table.keys("n f2");
    let Intent::LogContact { contact, next, .. } = table.only() else {
        panic!("not a log")
    };
    assert_eq!(contact.outcome, Outcome::NoAnswer);
    let NextChoice::Due(next) = next else {
        panic!("no day")
    };
    assert_eq!(
        (next.on, next.what.as_str()),
        (day("2026-11-24"), "CAB: heard back?")
    );
    assert_eq!(
        next.at.map(|at| at.to_string()).as_deref(),
        Some("14:00:00")
    );
}

#[test]
fn what_was_typed_for_the_next_step_is_never_overwritten_by_an_offer() {
    let mut table = Table::new(peg());
    table
        .keys("l tab")
        .types("+2w")
        .keys("shift-tab shift-tab n");
    table.shows("+2w").hides("Tue 24 Nov 14:00");
}

#[test]
fn every_field_of_a_log_reaches_the_hub() {
    let mut table = Table::new(peg());
    table
        .keys("l")
        .types("at home")
        .keys("tab")
        .types("14/12 9:30")
        .keys("tab h tab")
        .types("bring form");
    table
        .keys("tab")
        .types("to ask")
        .keys("tab")
        .types("will look")
        .keys("tab h tab c tab");
    table
        .types("yesterday")
        .shows("Sun 22 Nov")
        .keys("tab")
        .types("1h 10")
        .keys("enter");
    let Intent::LogContact { contact, next, .. } = table.only() else {
        panic!("not a log")
    };
    assert_eq!(
        (contact.kind, contact.with),
        (ContactKind::Home, With::Carer)
    );
    assert_eq!((contact.on, contact.minutes), (day("2026-11-22"), 70));
    assert_eq!(
        (contact.we_promised.as_str(), contact.they_said.as_str()),
        ("to ask", "will look")
    );
    let NextChoice::Due(next) = next else {
        panic!("no day")
    };
    assert_eq!(
        (next.on, next.kind, next.what.as_str()),
        (day("2026-12-14"), ContactKind::Home, "bring form")
    );
    assert!(next.at.is_some());
}

#[test]
fn a_date_that_is_none_is_said_at_its_field() {
    let mut table = Table::new(peg());
    table
        .keys("l tab")
        .types("31 feb")
        .keys("f2")
        .shows("There is no 31 February");
    table
        .keys("ctrl-u")
        .types("yesterday")
        .keys("f2")
        .shows("is in the past");
    table
        .keys("tab tab tab tab tab tab")
        .types("tomorrow")
        .keys("f2")
        .shows("in the past");
    assert!(table.intents().is_empty());
}

#[test]
fn a_paste_keeps_to_its_field() {
    let mut table = Table::new(peg());
    table
        .keys("l")
        .input(Input::Paste("one\r\ntwo\rthree".to_owned()));
    table
        .keys("tab")
        .input(Input::Paste("fri\n".to_owned()))
        .shows("Fri 27 Nov")
        .keys("f2");
    let Intent::LogContact { contact, .. } = table.only() else {
        panic!("not a log")
    };
    assert_eq!(contact.note, "one\ntwo\nthree");
}
