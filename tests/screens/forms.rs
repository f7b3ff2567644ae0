//! Next step, status and the list of everything else.

use caseload::domain::case::{CaseState, NextStep};
use caseload::domain::ids::{CaseId, StaffId};
use caseload::domain::intent::{Intent, NextChoice};
use caseload::domain::terms::{ClosingReason, HoldingReason, Role};

use crate::table::{Table, day, peg};

#[test]
fn the_next_step_form_reads_the_day_back() {
    let mut table = Table::new(peg());
    table
        .keys("f")
        .types("next tue 14:00")
        .shows("Tue 1 Dec 14:00, in 8 days");
    insta::assert_snapshot!(table.text(), @r#"
     1 Agenda  2 Caseload
    ────────────────────────────────────────────────────────────────────────────────
     Next step   Margaret O'Neill "Peg"   born 4 Mar 1955 (71)   Elm Tree
     Due Tue 10 Nov, 13 d late, phone: CAB: heard back?
    ────────────────────────────────────────────────────────────────────────────────
    > Next step on  next tue 14:00                    Tue 1 Dec 14:00, in 8 days
      Next step by  phone
      For what      CAB: heard back?












      A day, with a time for an appointment: fri, +2w, 14/3, tue 14:00. Or: none,
      because ...
    ────────────────────────────────────────────────────────────────────────────────
     Ctrl-S save  Tab next field  Shift-Tab previous field  Ctrl-X discard
    "#);
    table.keys("f2");
    let Intent::SetNextStep {
        next: NextChoice::Due(next),
        ..
    } = table.only()
    else {
        panic!("no day")
    };
    assert_eq!(
        (next.on, next.what.as_str()),
        (day("2026-12-01"), "CAB: heard back?")
    );
}

#[test]
fn the_reason_for_no_next_step_is_not_what_the_old_one_was_for() {
    let mut table = Table::new(peg());
    table
        .keys("f")
        .types("none")
        .keys("f2")
        .shows("why there is no next step");
    assert!(table.intents().is_empty());
}

#[test]
fn a_status_is_chosen_from_one_list() {
    let mut table = Table::new(peg());
    table.keys("s");
    insta::assert_snapshot!(table.text(), @r#"
     1 Agenda  2 Caseload
    ────────────────────────────────────────────────────────────────────────────────
     Margaret O'Neill "Peg"   born 4 Mar 1955 (71)   Elm Tree       with Amira Khan
     07700 900118  NO voicemail, after 10:00    12 Mill Road EL1 4QT   999 000 0018
     ▲ dog, visit in pairs    hearing aid                                         ▲
    ────────────────────────────────────────────────────────────────────────────────
     NEX┌ Status: Margaret O'Neill "Peg", born 4 Mar 1955 (71), Elm Tree ──────┐
     For│   1 contacting                              tried, not yet spoken to │
     We │   2 waiting list                             on our own waiting list │
     She│ > 3 active                                                       now │
     Las│   4 holding          active work that waits, with a reason and a day │
    ────│   5 paused                at their own wish, with a day to ask again │────
     Act│   6 closing                    word to the referrer is still to come │
     Mat│   7 closed                         with a reason and what came of it │
     Ref│   8 declined                                            they said no │
        │   9 not accepted                                          we said no │
    ────└──────────────────────────────────────────────────────────────────────┘es ─
    >17 Nov  phone      no answer, no message left                           A Khan
     10 Nov  phone      no answer, no message left                           A Khan
     03 Nov  home       went through two letters together; April one missi…  A Khan
     03 Nov  next step  Tue 10 Nov, phone: CAB: heard back?                  A Khan
     29 Oct  surgery    talked about sleep; chose the letters as first goal  A Khan
    ─────────────────────────────────────────────────────────────── … 3 more below ─
     Enter choose  Down next  Up previous  Esc back  ? help
    "#);
    // A digit is too little for a change: it goes there, Enter takes.
    table.keys("2").shows("> 2 waiting list");
    assert_eq!(table.intents(), []);
    table.keys("enter");
    let Intent::SetState { state, .. } = table.only() else {
        panic!("no state")
    };
    assert_eq!(state, CaseState::Waiting);
}

#[test]
fn holding_asks_for_a_reason_and_a_day() {
    let mut table = Table::new(peg());
    table.keys("s 4 f2").shows("Choose a reason");
    table.keys("w tab").types("+4w").keys("f2");
    let Intent::SetState { state, .. } = table.only() else {
        panic!("no state")
    };
    let reason = HoldingReason::Waiting;
    assert_eq!(
        state,
        CaseState::Holding {
            reason,
            review_on: day("2026-12-21")
        }
    );
}

#[test]
fn closing_and_the_other_ends_ask_why() {
    let mut table = Table::new(peg());
    table
        .keys("s 7 g tab")
        .types("pays her bills now")
        .keys("f2 s 8 f2")
        .shows("Say why");
    table
        .types("too soon")
        .keys("f2 s 5")
        .types("1/2")
        .keys("f2");
    let states: Vec<CaseState> = table
        .intents()
        .into_iter()
        .map(|intent| match intent {
            Intent::SetState { state, .. } => state,
            other => panic!("{other:?}"),
        })
        .collect();
    let outcome = "pays her bills now".to_owned();
    assert_eq!(
        states,
        [
            CaseState::Closed {
                reason: ClosingReason::GoalsMet,
                outcome
            },
            CaseState::Declined {
                because: "too soon".to_owned()
            },
            CaseState::Paused {
                ask_on: day("2027-02-01")
            },
        ]
    );
}

#[test]
fn a_half_written_status_does_not_turn_up_under_another() {
    let mut table = Table::new(peg());
    table
        .keys("s 8")
        .types("said no for now")
        .keys("esc s 9")
        .hides("said no");
    table.keys("esc s 8").shows("said no for now");
}

#[test]
fn a_case_that_is_open_again_is_asked_for_its_next_step() {
    let mut card = peg();
    let case = card.case.as_mut().expect("a case");
    case.state = CaseState::Declined {
        because: "not now".to_owned(),
    };
    case.next = NextStep::NoneBecause("declined".to_owned());
    let mut table = Table::new(card);
    table.keys("l").shows("change its status first").keys("s");
    if let Some(case) = table.card.case.as_mut() {
        case.state = CaseState::Active;
    }
    table.keys("3 enter").shows("Next step on");
}

#[test]
fn everything_else_is_in_one_list() {
    let mut table = Table::new(peg());
    table
        .keys("m")
        .shows("Details")
        .shows("Give to")
        .keys("esc");
    table.desk.me.role = Role::Supervisor;
    table.keys("m").shows("4 Give to");
    table
        .shows("More: Margaret O'Neill \"Peg\", born 4 Mar 1955 (71), Elm Tree")
        .shows("names, numbers, permissions, alerts, carer")
        .shows("a new referral of this person")
        .shows("the text for the practice, to paste")
        .shows("appointment, tried to reach you");
    table.keys("4 2 enter").shows("Hand over to").keys("f2");
    assert!(matches!(
        table.only(),
        Intent::Assign {
            to: Some(StaffId(2)),
            ..
        }
    ));
    table.keys("m 3").types("sister rang").keys("f2");
    assert_eq!(
        table.intents()[1],
        Intent::AddNote {
            case: CaseId(70),
            text: "sister rang".to_owned()
        }
    );
}
