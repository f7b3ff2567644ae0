//! Forms by keys alone: what is asked of the hub, what becomes of a draft, what a refusal leaves.

use caseload::domain::case::{CaseState, FollowUp, NextStep};
use caseload::domain::client::ClientField;
use caseload::domain::ids::{CaseId, ClientId, PracticeId, StaffId};
use caseload::domain::intent::{Intent, NextChoice, Referred};
use caseload::domain::refusal::{Known, Refusal};
use caseload::domain::terms::{ClosingReason, ContactKind, HoldingReason, Outcome, Role, With};
use caseload::readmodel::drafts::DraftKey;
use caseload::tui::forms;
use caseload::tui::input::Input;
use caseload::wire::{Reply, Request};

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

fn only(table: &Table) -> Intent {
    let intents = table.intents();
    assert_eq!(intents.len(), 1, "{intents:?}\n{}", table.text());
    intents.into_iter().next().expect("an intent")
}

#[test]
fn the_log_form_at_home() {
    let mut table = Table::new(peg());
    table.keys("l").types("rang back").keys("tab").types("fri");
    insta::assert_snapshot!(table.text(), @"");
}

#[test]
fn the_log_form_on_a_wide_screen() {
    let mut table = Table::sized(peg(), (120, 40));
    table.keys("l shift-tab n");
    insta::assert_snapshot!(table.text(), @"");
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
    } = only(&table)
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
    let Intent::LogContact { next, .. } = only(&table) else {
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
    let Intent::LogContact { next, .. } = only(&table) else {
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
    let Intent::LogContact { contact, next, .. } = only(&table) else {
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
    let Intent::LogContact { contact, next, .. } = only(&table) else {
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
fn a_draft_is_kept_while_typing_and_comes_back_with_its_cursor() {
    let mut table = Table::new(peg());
    table.keys("l").types("half a sent");
    assert!(table.drafts.is_empty(), "not at every key");
    table.wakes();
    assert_eq!(table.drafts[0].key, DraftKey::LogContact(CaseId(70)));
    assert_eq!(table.drafts[0].label, "Margaret O'Neill");
    table
        .types("enc")
        .keys("left left esc")
        .shows("The draft is kept")
        .shows("NEXT STEP");
    table
        .keys("l")
        .shows("half a sentenc")
        .shows("This is the draft that you kept");
    table.types("X").shows("half a sentXenc");
    table.keys("tab").types("fri").keys("f2");
    assert!(table.drafts.is_empty(), "a saved form leaves no draft");
}

#[test]
fn a_form_that_nothing_was_typed_into_leaves_no_draft() {
    let mut table = Table::new(peg());
    table.keys("l esc").hides("draft");
    assert!(table.drafts.is_empty());
}

#[test]
fn a_terminal_that_goes_away_leaves_the_draft() {
    let mut table = Table::new(peg());
    table.keys("l").types("mid word").input(Input::HangUp);
    assert_eq!(
        table.drafts[0].fields,
        [("note".to_owned(), "mid word".to_owned())]
    );
}

#[test]
fn a_draft_is_thrown_away_after_a_question_only() {
    let mut table = Table::new(peg());
    table
        .keys("l")
        .types("wrong person")
        .keys("ctrl-x")
        .shows("thrown away for good")
        .shows("Margaret O'Neill");
    table.keys("enter").shows("wrong person");
    table
        .keys("ctrl-x Y")
        .shows("Thrown away")
        .shows("NEXT STEP");
    assert!(table.drafts.is_empty());
    table.keys("l").hides("wrong person");
}

#[test]
fn a_refusal_keeps_the_text_and_a_second_save_is_made_on_the_new_version() {
    let mut table = Table::new(peg());
    let refusal = Refusal::ChangedMeanwhile {
        who: "Ben Osei".to_owned(),
        at: "10:41".to_owned(),
    };
    table.answers.push_back(Reply::Refused(refusal));
    table.keys("l").types("met her").keys("tab").types("fri");
    table.card.case.as_mut().expect("a case").version = 43;
    table
        .keys("f2")
        .shows("Ben Osei changed this at 10:41")
        .shows("met her")
        .keys("f2");
    let versions: Vec<u64> = table
        .intents()
        .iter()
        .map(|intent| match intent {
            Intent::LogContact { version, .. } => *version,
            _ => 0,
        })
        .collect();
    assert_eq!(versions, [42, 43]);
}

#[test]
fn keys_that_come_before_the_card_are_typed_in_when_it_is_there() {
    let mut table = Table::away(peg(), (80, 24), || forms::log_contact(CaseId(70)));
    table
        .types("hello")
        .keys("enter")
        .types("there")
        .keys("tab")
        .types("fri");
    table.away = false;
    table
        .input(Input::HubBack)
        .shows("hello")
        .shows("there")
        .shows("Fri 27 Nov");
    table.keys("f2");
    let Intent::LogContact { contact, .. } = only(&table) else {
        panic!("not a log")
    };
    assert_eq!(contact.note, "hello\nthere");
}

#[test]
fn what_was_not_answered_when_the_line_broke_is_sent_again_once() {
    let mut table = Table::new(peg());
    table.keys("l").types("spoke").keys("tab").types("fri");
    table.away = true;
    table.keys("f2").input(Input::HubLost).shows("spoke");
    table.away = false;
    table.input(Input::HubBack);
    assert_eq!(
        table.intents().len(),
        2,
        "not saved yet, so it is sent again"
    );
    table.shows("Logged.");
}

#[test]
fn what_may_have_been_saved_when_the_line_broke_is_not_sent_twice() {
    let mut table = Table::new(peg());
    table.keys("l").types("spoke").keys("tab").types("fri");
    table.away = true;
    table.keys("f2").input(Input::HubLost);
    table.away = false;
    table.card.case.as_mut().expect("a case").version = 43;
    table
        .input(Input::HubBack)
        .shows("it may be there already")
        .shows("spoke");
    assert_eq!(table.intents().len(), 1);
}

#[test]
fn the_next_step_form_reads_the_day_back() {
    let mut table = Table::new(peg());
    table
        .keys("f")
        .types("next tue 14:00")
        .shows("Tue 1 Dec 14:00, in 8 days");
    insta::assert_snapshot!(table.text(), @"");
    table.keys("f2");
    let Intent::SetNextStep {
        next: NextChoice::Due(next),
        ..
    } = only(&table)
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
    insta::assert_snapshot!(table.text(), @"");
    table.keys("2");
    let Intent::SetState { state, .. } = only(&table) else {
        panic!("no state")
    };
    assert_eq!(state, CaseState::Waiting);
}

#[test]
fn holding_asks_for_a_reason_and_a_day() {
    let mut table = Table::new(peg());
    table.keys("s 4 f2").shows("Choose a reason");
    table.keys("w tab").types("+4w").keys("f2");
    let Intent::SetState { state, .. } = only(&table) else {
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
    table.keys("3").shows("Next step on");
}

#[test]
fn details_send_only_what_was_changed() {
    let mut table = Table::new(peg());
    table
        .keys("e")
        .shows("4 Mar 1955 (71)")
        .shows("999 000 0018");
    insta::assert_snapshot!(table.text(), @"");
    table.keys("tab tab ctrl-u").types("Peggy").keys("f2");
    let Intent::EditClient {
        client,
        version,
        set,
    } = only(&table)
    else {
        panic!("no edit")
    };
    assert_eq!((client, version), (ClientId(7), 11));
    assert_eq!(set, [(ClientField::KnownAs, Some("Peggy".to_owned()))]);
}

#[test]
fn a_field_is_emptied_and_an_answer_taken_back() {
    let mut table = Table::new(peg());
    table.keys("e tab tab ctrl-u");
    for _ in 0..6 {
        table.keys("tab");
    }
    table.shows("Others may hear it").keys("home f2");
    let Intent::EditClient { set, .. } = only(&table) else {
        panic!("no edit")
    };
    assert_eq!(
        set,
        [
            (ClientField::KnownAs, None),
            (ClientField::MayVoicemail, None)
        ]
    );
}

#[test]
fn a_wrong_number_is_said_at_its_field() {
    let mut table = Table::new(peg());
    table
        .keys("e tab tab tab tab ctrl-u")
        .types("9990000019")
        .keys("f2");
    assert!(table.intents().is_empty());
    let marked = table.lines().into_iter().find(|line| line.starts_with('>'));
    assert!(marked.expect("a field").contains("NHS number"));
}

#[test]
fn another_practice_is_a_move_of_its_own_after_the_rest() {
    let mut table = Table::new(peg());
    table
        .keys("e tab tab ctrl-u")
        .types("Peggy")
        .keys("tab tab tab m f2");
    let intents = table.intents();
    assert!(
        matches!(intents[0], Intent::EditClient { version: 11, .. }),
        "{intents:?}"
    );
    let moved = Intent::MovePractice {
        client: ClientId(7),
        version: 99,
        practice: PracticeId(2),
    };
    assert_eq!(intents[1], moved);
}

#[test]
fn everything_else_is_in_one_list() {
    let mut table = Table::new(peg());
    table
        .keys("m")
        .shows("Details")
        .hides("Give to")
        .keys("esc");
    table.desk.me.role = Role::Supervisor;
    table.keys("m").shows("4 Give to");
    insta::assert_snapshot!(table.text(), @"");
    table.keys("4 2");
    assert!(matches!(
        only(&table),
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

#[test]
fn the_referral_keeps_needs_by_their_code() {
    let mut table = Table::new(peg());
    table
        .keys("m 2")
        .shows("money, debt, benefits")
        .keys("tab tab tab ctrl-u")
        .types("bereav")
        .shows("bereavement");
    table.keys("tab tab").types("a visit").keys("f2");
    let Intent::EditCase { set, .. } = only(&table) else {
        panic!("no edit")
    };
    let texts: Vec<&str> = set.iter().filter_map(|(_, text)| text.as_deref()).collect();
    assert_eq!(texts, ["bereavement", "a visit"]);
}

fn new_person() -> Table {
    Table::on(peg(), (80, 24), || forms::new_referral(None))
}

#[test]
fn somebody_new_is_taken_in() {
    let mut table = new_person();
    table
        .types("Zoë")
        .keys("tab")
        .types("Hart")
        .keys("tab tab")
        .types("4/3/1960")
        .keys("tab tab e");
    insta::assert_snapshot!(table.text(), @"");
    table.keys("f2");
    let Intent::OpenCase {
        referred,
        worker,
        next,
        ..
    } = only(&table)
    else {
        panic!("no case")
    };
    let Referred::New {
        fields,
        practice,
        although_similar,
    } = referred
    else {
        panic!("known")
    };
    assert_eq!(fields[&ClientField::Born], "1960-03-04");
    assert_eq!((practice, although_similar), (PracticeId(1), false));
    assert_eq!((worker, next), (Some(StaffId(1)), NextChoice::Keep));
    table.shows("NEXT STEP");
}

#[test]
fn somebody_like_her_is_shown_before_a_second_record_is_made() {
    let known = Known {
        client: ClientId(7),
        case: Some(CaseId(70)),
        label: "Margaret O'Neill, born 4 Mar 1955, Elm Tree (P7)".to_owned(),
    };
    let perhaps = Reply::Refused(Refusal::Perhaps { known: vec![known] });
    let mut table = new_person();
    table.answers.push_back(perhaps.clone());
    table
        .types("Margaret")
        .keys("tab")
        .types("O'Neill")
        .keys("tab tab tab tab e f2");
    table
        .shows("Is it one of these?")
        .shows("born 4 Mar 1955")
        .keys("2");
    let Intent::OpenCase {
        referred: Referred::New {
            although_similar, ..
        },
        ..
    } = &table.intents()[1]
    else {
        panic!("not sent again");
    };
    assert!(although_similar);
    let mut table = new_person();
    table.answers.push_back(perhaps);
    table
        .types("Margaret")
        .keys("tab tab tab tab tab e f2 1")
        .shows("NEXT STEP");
    assert_eq!(
        table.drafts[0].key,
        DraftKey::NewClient,
        "what was typed is not lost"
    );
}

#[test]
fn a_new_case_of_somebody_known_asks_for_the_referral_only() {
    let mut table = Table::new(peg());
    table
        .keys("a")
        .hides("Given name")
        .shows("Margaret O'Neill")
        .keys("f2");
    let Intent::OpenCase { referred, .. } = only(&table) else {
        panic!("no case")
    };
    assert_eq!(referred, Referred::Known(ClientId(7)));
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
    let Intent::LogContact { contact, .. } = only(&table) else {
        panic!("not a log")
    };
    assert_eq!(contact.note, "one\ntwo\nthree");
}

#[test]
fn the_hub_hears_of_a_draft_at_most_every_two_seconds() {
    let mut table = Table::new(peg());
    table.asked.clear();
    table.keys("l").types("a whole sentence without a pause");
    let kept = |table: &Table| {
        table
            .asked
            .iter()
            .filter(|ask| matches!(ask, Request::KeepDraft(_)))
            .count()
    };
    assert_eq!(kept(&table), 0);
    table.wakes();
    assert_eq!(kept(&table), 1);
    table.types("!");
    table.wakes();
    assert_eq!(kept(&table), 2);
}
