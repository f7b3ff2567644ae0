//! Services: connecting somebody, saying how it goes, one call about several people; by keys alone.

use caseload::domain::case::CaseField;
use caseload::domain::ids::ServiceId;
use caseload::domain::intent::Intent;
use caseload::domain::part::Part;
use caseload::domain::terms::{Need, Stage};
use caseload::tui::effect::Errand;
use caseload::wire::Request;
use insta::assert_snapshot;

use crate::seat::Seat;
use crate::world::{World, day, world};

/// Three services, and six people of Amira's: five sent to the first, eleven days ago.
fn elm() -> World {
    let mut world = world().worker("Amira").practice("Elm");
    world = world
        .service("Knit & Natter")
        .service("Citizens Advice")
        .service("Men's Shed");
    for (id, need) in [(1, Need::Loneliness), (2, Need::Money), (3, Need::Work)] {
        let services = &mut world.heads.directory.services;
        services.get_mut(&ServiceId(id)).expect("there").needs = vec![need];
    }
    for (name, ago) in [
        ("Ann Ash", 11),
        ("Bob Birch", 9),
        ("Cat Cole", 9),
        ("Dan Dale", 8),
        ("Eve Elm", 20),
    ] {
        world = world
            .client(name)
            .spoke_days_ago(3)
            .due_in_days(9)
            .sent_days_ago(1, ago, 0);
    }
    world = world.client("Tom Teak").spoke_days_ago(3).due_in_days(9);
    world = world.case_field(CaseField::Reason, "money");
    world.connected(3, |one| {
        one.stage = Stage::Attending;
        one.since = day(-20);
        one.sent_on = Some(day(-30));
        one.first_attended = Some(day(-20));
    })
}

fn seat_sized(size: (u16, u16)) -> Seat {
    let mut seat = Seat::sized(elm(), "Amira", size);
    seat.saves = true;
    seat
}

fn seat() -> Seat {
    seat_sized((80, 24))
}

/// Tom's page.
fn tom() -> Seat {
    let mut seat = seat();
    seat.keys("/").types("teak").keys("enter");
    assert!(seat.text().contains("Tom Teak"), "{}", seat.text());
    seat
}

fn intents(seat: &Seat) -> Vec<Intent> {
    let sent = seat.desk.errands.iter().filter_map(|errand| match errand {
        Errand::Send(_, Request::Do(intent)) => Some(intent.clone()),
        _ => None,
    });
    sent.collect()
}

/// Presses keys and counts them.
fn count(seat: &mut Seat, keys: &str) -> usize {
    seat.keys(keys);
    keys.split(' ').count()
}

#[test]
fn somebody_is_connected_in_twelve_keys_at_most() {
    let mut seat = tom();
    let mut keys = count(&mut seat, "c");
    assert!(
        seat.text().contains("For what they need"),
        "{}",
        seat.text()
    );
    keys += count(&mut seat, "k n i t enter");
    keys += count(&mut seat, "s ctrl-s");
    assert!(keys <= 12, "{keys}");
    assert_eq!(keys, 8);
    assert_eq!(intents(&seat).len(), 1, "{}", seat.text());
    let record = &seat.world.clients[&seat.world.client_id("Tom Teak")];
    let kinds: Vec<&str> = record.parts.iter().map(|kept| kept.part.word()).collect();
    assert_eq!(kinds, ["connection", "connection", "consent"]);
    let Part::Connection(made) = &record.parts[1].part else {
        panic!("{record:?}");
    };
    assert_eq!((made.stage, made.sent_on), (Stage::Sent, Some(day(0))));
    assert!(made.agreed.is_some());
    let step = made.next.as_ref().expect("a step");
    assert_eq!((step.on, step.what.as_str()), (day(14), "ask for a reply"));
    let entry = seat.world.entries.last().expect("an entry");
    assert_eq!(entry.facts.len(), 2, "one entry for both");
}

#[test]
fn services_for_what_they_need_come_first() {
    let mut seat = tom();
    seat.keys("c enter");
    assert!(
        seat.text().contains("Connect to Citizens Advice"),
        "{}",
        seat.text()
    );
}

#[test]
fn enter_before_the_answer_takes_what_is_typed() {
    let mut seat = tom();
    seat.keys("c").types("kni");
    seat.desk.types("t").keys("enter");
    assert!(!seat.text().contains("Connect to Knit"), "{}", seat.text());
    seat.serve();
    assert!(seat.text().contains("Connect to Knit"), "{}", seat.text());
}

#[test]
fn a_no_keeps_it_a_draft_and_records_the_no() {
    let mut seat = tom();
    seat.keys("c").types("knit").keys("enter ctrl-s");
    assert!(intents(&seat).is_empty(), "nobody has asked them yet");
    assert!(
        seat.text().contains("Ask whether they agree"),
        "{}",
        seat.text()
    );
    seat.keys("n ctrl-s");
    let record = &seat.world.clients[&seat.world.client_id("Tom Teak")];
    let last: Vec<&Part> = record.parts.iter().skip(1).map(|kept| &kept.part).collect();
    let [Part::Connection(made), Part::Consent(no)] = last.as_slice() else {
        panic!("{last:?}");
    };
    assert_eq!(
        (made.stage, made.next.clone(), made.sent_on),
        (Stage::Draft, None, None)
    );
    assert!(!no.given);
}

#[test]
fn the_form_and_the_choice_of_a_service() {
    let mut seat = tom();
    seat.keys("c");
    assert_snapshot!(seat.text(), @r#"
     1 Agenda 2 Caseload 3 Services 4 Team 5 Review 6 Integration   TRAINING 23 Nov
    ────────────────────────────────────────────────────────────────────────────────
     Connect to a service   Tom Teak, born: not asked, Elm Surgery
     Need, place or name:                                                    3 of 3
    ────────────────────────────────────────────────────────────────────────────────
     For what they need
    > Citizens Advice                 Elm Hall            money, debt, b…
     Others
      Knit & Natter                   Elm Hall            loneliness or…      5 now
      Men's Shed                      Elm Hall            work, learning…     1 now












    ────────────────────────────────────────────────────────────────────────────────
     Enter open  Down next  Up previous  Esc back  F1 help
    "#);
    seat.types("knit").keys("enter s");
    assert_snapshot!(seat.text(), @r#"
     1 Agenda 2 Caseload 3 Services 4 Team 5 Review 6 Integration   TRAINING 23 Nov
    ────────────────────────────────────────────────────────────────────────────────
     Connect to Knit & Natter   Tom Teak   born: not asked   Elm Surgery
     Did they agree to be passed on to Knit & Natter? It is asked each time.
    ────────────────────────────────────────────────────────────────────────────────
    > They agreed   [said so]  in writing   by message   no
      It is         [sent]  draft   signposted   accepted   attending
      On                                              today, Mon 23 Nov
      Next step on  +2w                               Mon 7 Dec, in 14 days
      Next step by  with a service
      For what      ask for a reply
      Note








      Did they agree to be passed on to this service? First letter: said so, in
      writing, by message, no. Without a yes it stays a draft or a signposting.
    ────────────────────────────────────────────────────────────────────────────────
     Ctrl-S save  Tab next field  Shift-Tab previous field  Ctrl-X discard
    "#);
}

#[test]
fn how_it_goes_is_said_in_three_keys() {
    let mut seat = tom();
    seat.keys("o 5 enter");
    let record = &seat.world.clients[&seat.world.client_id("Tom Teak")];
    let Part::Connection(told) = &record.parts[0].part else {
        panic!("{record:?}");
    };
    assert_eq!(told.fed_back_on, Some(day(0)));
    seat.keys("o 6 enter");
    assert_eq!(
        seat.world.head("Tom Teak").connections[0].stage,
        Stage::Completed
    );
}

#[test]
fn a_signposting_is_sent_only_once_they_agreed() {
    let mut seat = tom();
    seat.keys("c")
        .types("knit")
        .keys("enter tab s")
        .keys("ctrl-s");
    let stage = |seat: &Seat| seat.world.head("Tom Teak").connections[1].stage;
    let text = seat.text();
    assert_eq!(seat.world.head("Tom Teak").connections.len(), 2, "{text}");
    assert_eq!(stage(&seat), Stage::Signposted);
    // Of two connections, the one still open stands first.
    seat.keys("esc /").types("teak").keys("enter o 2 1 enter");
    assert!(seat.text().contains("They agreed"), "{}", seat.text());
    seat.keys("ctrl-s");
    assert_eq!(stage(&seat), Stage::Signposted);
    seat.keys("i ctrl-s");
    assert_eq!(stage(&seat), Stage::Sent, "{}", seat.text());
}

#[test]
fn one_call_about_five_people_takes_twenty_keys() {
    let mut seat = seat();
    let mut keys = count(&mut seat, "3 enter");
    keys += count(&mut seat, "space space space space space l");
    seat.types("told those");
    keys += 10;
    keys += count(&mut seat, "f2");
    assert!(seat.text().contains("5 people"), "{}", seat.text());
    assert!(
        intents(&seat).is_empty(),
        "not before the question is answered"
    );
    keys += count(&mut seat, "Y");
    assert!(keys <= 20, "{keys}");
    let sent = intents(&seat);
    let [Intent::LogWithService(log)] = sent.as_slice() else {
        panic!("{}", seat.text());
    };
    assert_eq!(
        (log.about.len(), log.contact.note.as_str()),
        (5, "told those")
    );
    let entry = seat.world.entries.last().expect("an entry");
    assert_eq!(
        entry.facts.len(),
        10,
        "a contact and a closed step for each"
    );
    assert_eq!(seat.world.head("Eve Elm").connections[0].next, None);
    assert!(!seat.text().contains("marked"), "{}", seat.text());
    seat.keys("u");
    let step = &seat.world.head("Eve Elm").connections[0].next;
    assert!(step.is_some(), "one undo takes it back from all");
}

#[test]
fn with_nobody_marked_it_is_about_those_whom_something_is_due_about() {
    let mut seat = seat();
    seat.keys("3 l").types("they will ring").keys("tab y f2 Y");
    let sent = intents(&seat);
    let [Intent::LogWithService(log)] = sent.as_slice() else {
        panic!("{}", seat.text());
    };
    assert_eq!((log.about.len(), log.fed_back), (5, true));
    seat.keys("1 3 l");
    assert!(
        seat.text().contains("Nothing is due there"),
        "{}",
        seat.text()
    );
}

#[test]
fn a_question_answered_with_no_saves_nothing_and_keeps_what_was_typed() {
    let mut seat = seat();
    seat.keys("3 l").types("they will ring").keys("f2 n");
    assert!(intents(&seat).is_empty());
    assert!(seat.text().contains("they will ring"), "{}", seat.text());
}

#[test]
fn a_service_on_the_agenda_opens_and_is_logged_with() {
    let mut seat = seat();
    let text = seat.text();
    assert!(text.contains("5 people sent, no reply 20 d"), "{text}");
    seat.keys("f");
    assert!(seat.text().contains("This is a service"), "{}", seat.text());
    seat.keys("l");
    assert!(seat.text().contains("About 5 people"), "{}", seat.text());
    seat.keys("esc enter");
    assert!(seat.desk.app.heading().contains("Knit & Natter"));
}

#[test]
fn services_and_their_people_at_home() {
    let mut seat = seat();
    seat.keys("3");
    assert_snapshot!(seat.text(), @r#"
     1 Agenda 2 Caseload 3 Services 4 Team 5 Review 6 Integration   TRAINING 23 Nov
    ────────────────────────────────────────────────────────────────────────────────
      Service                      People                    Wait  No reply    Told
     With people of yours
    > Knit & Natter                5 sent                                 1   never
      Men's Shed                   1 attending           10 d (1)             never
     In the directory
      Citizens Advice











    ────────────────────────────────────────────────────────────────────────────────
     sent 5 in 30 days, told them nothing since; 1 without a reply for more than 1…
     Elm Hall
    ────────────────────────────────────────────────────────────────────────────────
     Enter open  l log  w narrow  . cover  / find  ? help
    "#);
    seat.keys("enter space");
    assert_snapshot!(seat.text(), @r#"
     1 Agenda 2 Caseload 3 Services 4 Team 5 Review 6 Integration   TRAINING 23 Nov
    ────────────────────────────────────────────────────────────────────────────────
     Knit & Natter                                                         1 marked
     Where   Elm Hall
     For     loneliness or isolation
     So far  sent 5 in 30 days, told them nothing since; 1 without a reply for more
             than 14 days, the longest 20 d; 5 steps are due
    ────────────────────────────────────────────────────────────────────────────────
     Sent
      ■  Eve Elm                           3 Nov, no reply 20 d      due today: as…
    >    Ann Ash                           12 Nov, no reply 11 d     due today: as…
         Bob Birch                         14 Nov, no reply 9 d      due today: as…
         Cat Cole                          14 Nov, no reply 9 d      due today: as…
         Dan Dale                          15 Nov, no reply 8 d      due today: as…








    ────────────────────────────────────────────────────────────────────────────────
     Enter open  Space mark  l log  Esc back  ? help
    "#);
    seat.keys("enter");
    let text = seat.text();
    assert!(
        text.contains("○ Knit & Natter: sent 12 Nov, no reply 11 d"),
        "{text}"
    );
}

#[test]
fn services_and_their_people_on_a_wide_screen() {
    let mut seat = seat_sized((120, 40));
    seat.keys("3");
    assert_snapshot!(seat.text(), @r"
     1 Agenda  2 Caseload  3 Services  4 Team  5 Review  6 Integration                                  TRAINING Mon 23 Nov
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
      Service                             People                           Wait  No reply    Told  Where
     With people of yours
    > Knit & Natter                       5 sent                                        1   never  Elm Hall
      Men's Shed                          1 attending                  10 d (1)             never  Elm Hall
     In the directory
      Citizens Advice                                                                              Elm Hall



























    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     sent 5 in 30 days, told them nothing since; 1 without a reply for more than 14 days, the longest 20 d; 5 steps are due
     Elm Hall
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Enter open  l log  w narrow  . cover  / find  ? help
    ");
    seat.keys("enter space");
    assert_snapshot!(seat.text(), @r"
     1 Agenda  2 Caseload  3 Services  4 Team  5 Review  6 Integration                                  TRAINING Mon 23 Nov
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Knit & Natter                                                                                                 1 marked
     Where   Elm Hall
     For     loneliness or isolation
     So far  sent 5 in 30 days, told them nothing since; 1 without a reply for more than 14 days, the longest 20 d; 5 steps
             are due
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Sent
      ■  Eve Elm                                        Elm        amira     3 Nov, no reply 20 d            due today: as…
    >    Ann Ash                                        Elm        amira     12 Nov, no reply 11 d           due today: as…
         Bob Birch                                      Elm        amira     14 Nov, no reply 9 d            due today: as…
         Cat Cole                                       Elm        amira     14 Nov, no reply 9 d            due today: as…
         Dan Dale                                       Elm        amira     15 Nov, no reply 8 d            due today: as…
























    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Enter open  Space mark  l log  Esc back  ? help
    ");
}

#[test]
fn services_are_narrowed_by_typing() {
    let mut seat = seat();
    seat.keys("3 w").types("work").keys("enter");
    assert!(
        seat.desk.app.heading().contains("Men's Shed"),
        "{}",
        seat.text()
    );
    seat.keys("esc");
    assert_eq!(seat.desk.app.heading(), "Services");
}
