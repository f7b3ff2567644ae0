//! The client's page: cards in, screen out.

use caseload::domain::case::NextStep;
use caseload::domain::client::ClientField;
use caseload::domain::contact::Tally;
use caseload::domain::ids::{CaseId, ClientId};
use caseload::domain::refusal::Refusal;
use caseload::tui::input::Input;
use caseload::tui::screens::client::open;
use caseload::wire::talk::ClientBy;
use caseload::wire::{Notice, Reply, Request, Trouble};

use crate::seat::Seat;
use crate::table::{Table, peg};
use crate::world::world;

#[test]
fn the_page_at_home() {
    let table = Table::new(peg());
    insta::assert_snapshot!(table.text(), @r#"
     1 Agenda  2 Caseload
    ────────────────────────────────────────────────────────────────────────────────
     Margaret O'Neill "Peg"   born 4 Mar 1955 (71)   Elm Tree       with Amira Khan
     07700 900118  NO voicemail, after 10:00    12 Mill Road EL1 4QT   999 000 0018
     ▲ dog, visit in pairs    hearing aid                                         ▲
    ────────────────────────────────────────────────────────────────────────────────
     NEXT STEP       phone, was due Tue 10 Nov: 13 d late, moved 3×
     For             CAB: heard back?
     We promised     to ring Citizens Advice about the April letter
     She said        she would look for the letter
     Last spoke      Tue 3 Nov, home, 50 min; 2 tries since
    ────────────────────────────────────────────────────────────────────────────────
     Active 63 d     spoke 5, tries 2, open 70 d, not brought to review
     Matters to her  "to sleep without worrying about the letters"
     Referred        Mon 14 Sep, Dr Rao (GP): money, debt, benefits; also
                     loneliness or isolation
    ──────────────────────────────────────────────────────────────────── 8 entries ─
    >17 Nov  phone      no answer, no message left                           A Khan
     10 Nov  phone      no answer, no message left                           A Khan
     03 Nov  home       went through two letters together; April one missi…  A Khan
     03 Nov  next step  Tue 10 Nov, phone: CAB: heard back?                  A Khan
     29 Oct  surgery    talked about sleep; chose the letters as first goal  A Khan
    ─────────────────────────────────────────────────────────────── … 3 more below ─
     l log  f next step  c connect  s status  b bring  m more  v private  . cover
    "#);
}

#[test]
fn the_page_on_a_wide_screen() {
    let table = Table::sized(peg(), (120, 40));
    insta::assert_snapshot!(table.text(), @r#"
     1 Agenda  2 Caseload
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Margaret O'Neill "Peg"   born 4 Mar 1955 (71)   Elm Tree                                               with Amira Khan
     07700 900118  NO voicemail, after 10:00    12 Mill Road EL1 4QT                                           999 000 0018
     ▲ dog, visit in pairs    hearing aid                                                                                 ▲
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     NEXT STEP       phone, was due Tue 10 Nov: 13 d late, moved 3×           Carer     Siobhan (niece) 07700 900119
     For             CAB: heard back?                                         Pronouns  she/her
     We promised     to ring Citizens Advice about the April letter           Named GP  Dr Rao
     She said        she would look for the letter
     Last spoke      Tue 3 Nov, home, 50 min; 2 tries since
    ────────────────────────────────────────────────────────────────────────
     Active 63 d     spoke 5, tries 2, open 70 d, not brought to review
     Matters to her  "to sleep without worrying about the letters"
     Referred        Mon 14 Sep, Dr Rao (GP): money, debt, benefits; also
                     loneliness or isolation
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    >17 Nov  phone      no answer, no message left                                                                   A Khan
     10 Nov  phone      no answer, no message left                                                                   A Khan
     03 Nov  home       went through two letters together; April one missing, she thinks it is with her sister / w…  A Khan
     03 Nov  next step  Tue 10 Nov, phone: CAB: heard back?                                                          A Khan
     29 Oct  surgery    talked about sleep; chose the letters as first goal                                          A Khan
     21 Sep  status     active (was contacting)                                                                      A Khan
     21 Sep  phone      rang back, glad that somebody asks; meet at the surgery                                      A Khan
     14 Sep  referral   referred 14 Sep, from Dr Rao: money, debt, benefits                                          A Khan













    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     l log  f next step  c connect  s status  b bring  m more  v private  . cover  / find  ? help
    "#);
}

#[test]
fn the_page_in_a_small_window() {
    let table = Table::sized(peg(), (60, 15));
    insta::assert_snapshot!(table.text(), @r#"
     1 Agenda  2 Caseload
    ────────────────────────────────────────────────────────────
     Margaret O'Neill "Peg"   born 4 Mar 1955 (71)   Elm Tree
     07700 900118  NO voicemail, after 10:00…      999 000 0018
     ▲ dog, visit in pairs    hearing aid                     ▲
     NEXT STEP       phone, was due Tue 10 Nov: 13 d late, …
     For             CAB: heard back?
     We promised     to ring Citizens Advice about the April …
     … 5 more
    ──────────────────────────────────────────────── 8 entries ─
    >17 Nov  phone      no answer, no message left       A Khan
     10 Nov  phone      no answer, no message left       A Khan
     03 Nov  home       went through two letters toget…  A Khan
    ─────────────────────────────────────────── … 5 more below ─
     l log  f next step  c connect  s status  b bring  m more
    "#);
}

#[test]
fn another_change_of_theirs_is_asked_for_and_the_marker_stays() {
    let mut table = Table::new(peg());
    table.keys("j j");
    let marked = |table: &Table| table.lines().into_iter().find(|line| line.starts_with('>'));
    let before = marked(&table).expect("a row");
    assert!(before.contains("two letters"), "{before}");
    let card = &mut table.card;
    let history = &mut card.case.as_mut().expect("a case").history;
    let mut newest = history[0].clone();
    (newest.seq, newest.text) = (50, "rang back".to_owned());
    history.insert(0, newest);
    table.asked.clear();
    let changed = |clients| Notice::Changed {
        seq: 50,
        clients,
        cases: Vec::new(),
    };
    table.input(Input::Notice(changed(vec![ClientId(8)])));
    assert!(
        table.asked.is_empty(),
        "somebody else's change is nothing to her page"
    );
    table.input(Input::Notice(changed(vec![ClientId(7)])));
    assert!(matches!(table.asked[..], [Request::Client(_)]));
    table.shows("9 entries");
    assert_eq!(marked(&table), Some(before));
    table.keys("home");
    let history = &mut table.card.case.as_mut().expect("a case").history;
    let mut newest = history[0].clone();
    (newest.seq, newest.text) = (51, "and again".to_owned());
    history.insert(0, newest);
    table.input(Input::Notice(changed(vec![ClientId(7)])));
    let newest = marked(&table).expect("a row");
    assert!(newest.contains("and again"), "{newest}");
}

#[test]
fn an_entry_is_read_in_full() {
    let mut table = Table::new(peg());
    table.keys("j j enter");
    insta::assert_snapshot!(table.text(), @r#"
     1 Agenda  2 Caseload
    ────────────────────────────────────────────────────────────────────────────────
     Margaret O'Neill "Peg"   born 4 Mar 1955 (71)   Elm Tree       with Amira Khan
     07700 900118  NO voicemail, after 10:00    12 Mill Road EL1 4QT   999 000 0018
     ▲ dog, visit in pairs    hearing aid                                         ▲
    ────────────────────────────────────────────────────────────────────────────────
     NEXT STEP       phone, was due Tue 10 Nov: 13 d late, moved 3×
     For             CAB: heard back?
     We promised     to ring Citizens Advice about the April letter
     S┌ Margaret O'Neill "Peg": 3 Nov 2026, home, A Khan ────────────────────────┐
     L│ went through two letters together; April one missing, she thinks it is   │
    ──│ with her sister                                                          │──
     A│ we promised: to ring Citizens Advice about the April letter              │
     M│ they said: she would look for the letter                                 │
     R└──────────────────────────────────────────────────────────────────────────┘
                     loneliness or isolation
    ──────────────────────────────────────────────────────────────────── 8 entries ─
     17 Nov  phone      no answer, no message left                           A Khan
     10 Nov  phone      no answer, no message left                           A Khan
    >03 Nov  home       went through two letters together; April one missi…  A Khan
     03 Nov  next step  Tue 10 Nov, phone: CAB: heard back?                  A Khan
     29 Oct  surgery    talked about sleep; chose the letters as first goal  A Khan
    ─────────────────────────────────────────────────────────────── … 3 more below ─
     PgDn page down  Esc back  ? help
    "#);
    table.keys("enter").hides("they said");
}

#[test]
fn the_private_alert_opens_on_purpose_and_shuts_again() {
    let mut table = Table::new(peg());
    table.hides("brother").shows("▲");
    table.keys("v").shows("brother reads her letters");
    table.keys("v").hides("brother");
    table.keys("v esc").hides("brother").shows("NEXT STEP");
}

#[test]
fn one_of_several_cases_is_chosen() {
    let mut card = peg();
    let mut older = card.cases[0].clone();
    older.case = CaseId(60);
    older.state = "closed: goals met".to_owned();
    older.referred_on = crate::table::day("2024-02-05");
    card.cases.push(older);
    let mut table = Table::new(card);
    table
        .shows("Other cases")
        .shows("5 Feb 2024, closed: goals met");
    table
        .keys("tab")
        .shows("Cases of Margaret O'Neill")
        .keys("2");
    assert_eq!(
        table.asked.last(),
        Some(&Request::Client(ClientBy::Case(CaseId(60))))
    );
    table.keys("m 6").shows("Cases of Margaret O'Neill");
}

#[test]
fn a_bare_record_has_no_empty_lines_for_what_nobody_asked() {
    let mut card = peg();
    card.fields.clear();
    (card.born, card.age) = (None, None);
    let case = card.case.as_mut().expect("a case");
    case.fields.clear();
    case.promised = None;
    case.next = NextStep::Missing;
    case.tally = Tally::default();
    case.worker.clear();
    let table = Table::new(card);
    insta::assert_snapshot!(table.text(), @r#"
     1 Agenda  2 Caseload
    ────────────────────────────────────────────────────────────────────────────────
     Margaret O'Neill "Peg"   born: not asked   Elm Tree            with nobody yet
     no phone
    ────────────────────────────────────────────────────────────────────────────────
     NEXT STEP    none is set, and nobody said why
     Last spoke   not yet
    ────────────────────────────────────────────────────────────────────────────────
     Active 63 d  spoke 0, tries 0, open 70 d, not brought to review
     Referred     Mon 14 Sep
    ────────────────────────────────────────────────────────────────────────────────
    >17 Nov  phone      no answer, no message left                           A Khan
     10 Nov  phone      no answer, no message left                           A Khan
     03 Nov  home       went through two letters together; April one missi…  A Khan
     03 Nov  next step  Tue 10 Nov, phone: CAB: heard back?                  A Khan
     29 Oct  surgery    talked about sleep; chose the letters as first goal  A Khan
     21 Sep  status     active (was contacting)                              A Khan
     21 Sep  phone      rang back, glad that somebody asks; meet at the su…  A Khan
     14 Sep  referral   referred 14 Sep, from Dr Rao: money, debt, benefits  A Khan



    ────────────────────────────────────────────────────────────────────────────────
     l log  f next step  c connect  s status  b bring  m more  u undo  . cover
    "#);
}

#[test]
fn somebody_who_has_died_is_said_to_have_first() {
    let mut card = peg();
    card.fields
        .insert(ClientField::DiedOn, "2026-11-20".to_owned());
    Table::new(card).shows("▲ died 20 Nov 2026");
}

#[test]
fn a_card_that_is_refused_is_a_sentence() {
    let refusal = Refusal::NotFound {
        what: "client".to_owned(),
        id: "P7".to_owned(),
    };
    let mut table = Table::away(peg(), (80, 24), || open(ClientBy::Id(ClientId(7))));
    table.refuses(refusal);
    table.shows("There is no client P7");
    table.keys("l enter m s v").shows("There is no client P7");
}

#[test]
fn an_alert_is_never_cut() {
    let mut card = peg();
    let alert = "dog in the yard, ring first, visit in pairs, the bell does not work, knock at the window of the kitchen";
    card.fields.insert(ClientField::Alert, alert.to_owned());
    card.fields
        .insert(ClientField::PrivateAlert, alert.to_uppercase());
    let mut table = Table::new(card);
    table
        .shows("window of the kitchen")
        .keys("v")
        .shows("WINDOW OF THE KITCHEN");
}

#[test]
fn what_was_said_to_be_done_goes_when_somebody_changes_it() {
    let mut table = Table::new(peg());
    table.keys("f").types("fri").keys("f2").shows("Logged.");
    let changed = |seq, client| {
        Input::Notice(Notice::Changed {
            seq,
            clients: vec![ClientId(client)],
            cases: Vec::new(),
        })
    };
    // One's own change is told like any other; somebody else's person is another matter.
    table.input(changed(99, 7)).shows("Logged.");
    table.input(changed(100, 8)).shows("Logged.");
    table.input(changed(101, 7)).hides("Logged.");
}

#[test]
fn who_has_gone_to_somebody_else_leaves_the_screen() {
    let world = world().worker("Amira").practice("Elm").client("Tom Hall");
    let mut seat = Seat::new(world.due_in_days(0), "Amira");
    seat.keys("enter");
    assert!(seat.text().contains("Tom Hall"), "{}", seat.text());
    let case = seat.world.case_of("Tom Hall");
    let changed = Notice::Changed {
        seq: 99,
        clients: Vec::new(),
        cases: vec![case],
    };
    seat.desk.input(Input::Notice(changed));
    for (ticket, request) in seat.open_questions() {
        if matches!(request, Request::Client(_)) {
            let gone = Trouble::refused("There is no case C1 in your reach.");
            seat.desk.input(Input::Reply(ticket, Reply::Trouble(gone)));
        }
    }
    assert!(!seat.text().contains("Tom Hall"), "{}", seat.text());
    assert!(
        seat.text().contains("not in your reach any more"),
        "{}",
        seat.text()
    );
}
