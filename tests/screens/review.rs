//! The Team and a review by keys alone, from the list of who to the agreed record.

use caseload::domain::case::{CaseField, CaseState};
use caseload::domain::contact::Contact;
use caseload::domain::terms::{Outcome, Stage};
use insta::assert_snapshot;

use crate::seat::Seat;
use crate::world::{World, contact, day, world};

/// Amira and her people, whom Sam supervises; two that nobody has yet.
fn elm() -> World {
    let world = world().practice("Elm").worker("Amira").supervisor("Sam");
    let world = world.service("Citizens Advice").service("Knit & Natter");
    let spoke = |ago: i64, note: &str| Contact {
        on: day(-ago),
        minutes: 50,
        note: note.to_owned(),
        we_promised: "ring Citizens Advice about the letter".to_owned(),
        ..contact(Outcome::Spoke)
    };
    let world = world
        .client("Margaret O'Neill")
        .referred_days_ago(63)
        .logged(spoke(42, "talked about sleep"))
        .logged(spoke(31, "chose the letters as first goal"))
        .logged(spoke(20, "read two letters together"))
        .state(CaseState::Active)
        .tried_days_ago(6)
        .tried_days_ago(0)
        .case_field(CaseField::Matters, "to sleep without worrying")
        .connected(1, |one| {
            one.stage = Stage::Attending;
            one.since = day(-20);
            one.sent_on = Some(day(-30));
        })
        .sent_days_ago(2, 11, 3)
        .due_in_days(-13)
        .moved(3)
        .case_field(
            CaseField::Brought,
            "she will not open the letters alone, what now?",
        );
    let world = world
        .client("Ibrahim Yusuf")
        .referred_days_ago(6)
        .due_in_days(1);
    let world = world
        .client("Peter Hall")
        .referred_days_ago(27)
        .spoke_days_ago(3)
        .due_in_days(-4)
        .what("housing form");
    let world = world.client("Settled Susan").referred_days_ago(20);
    let world = world.spoke_days_ago(2).due_in_days(4);
    let world = world.client("Una Late").unallocated().referred_days_ago(9);
    world.client("Vic New").unallocated().referred_days_ago(2)
}

fn sam(size: (u16, u16)) -> Seat {
    let mut seat = Seat::sized(elm(), "Sam", size);
    seat.saves = true;
    seat
}

trait Sees {
    fn sees(&mut self, words: &str) -> &mut Seat;
}

impl Sees for Seat {
    fn sees(&mut self, words: &str) -> &mut Seat {
        let text = self.text();
        assert!(text.contains(words), "no {words:?} in\n{text}");
        self
    }
}

#[test]
fn the_team_in_a_window_of_the_usual_size() {
    let mut seat = sam((80, 24));
    seat.keys("4");
    assert_snapshot!(seat.text(), @r#"
     1 Agenda 2 Caseload 3 Services 4 Team 5 Review 6 Integration   TRAINING 23 Nov
    ────────────────────────────────────────────────────────────────────────────────
      Network          now                     7 days, from Tue 17 Nov
                      open  hold  late quiet   new ended spoke tries  year   review
      Unallocated 2, oldest 9 d
    > Amira              4     .     2     1     1     .     2     2     4 none yet











    ────────────────────────────────────────────────────────────────────────────────
     Amira: Elm, full time
     New people in a year 4; the guide for full time is 200 to 250
     Enter begins the first review

    ────────────────────────────────────────────────────────────────────────────────
     Enter open  a allocate  Right figures  . cover  / find  ? help
    "#);
}

#[test]
fn the_team_in_a_large_window_with_a_figure_chosen() {
    let mut seat = sam((120, 40));
    seat.keys("4 right right right");
    assert_snapshot!(seat.text(), @r#"
     1 Agenda  2 Caseload  3 Services  4 Team  5 Review  6 Integration                                  TRAINING Mon 23 Nov
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
      Network             now                     7 days, from Tue 17 Nov
                         open  hold  late quiet   new ended spoke tries  year                                   next review
      Unallocated 2, oldest 9 d
    > Amira                 4     .    [2]    1     1     .     2     2     4                                      none yet



























    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Amira: Elm, full time
     New people in a year 4; the guide for full time is 200 to 250
     Enter lists: Late

    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Enter open  a allocate  Right figures  . cover  / find  ? help
    "#);
}

#[test]
fn every_figure_opens_its_cases_and_says_which() {
    let mut seat = sam((80, 24));
    seat.keys("4 right right right enter");
    seat.sees("Late, Amira")
        .sees("Margaret O'Neill")
        .sees("row 1 of 2");
    seat.keys("esc");
    seat.sees("Unallocated 2").keys("home enter");
    seat.sees("with nobody yet")
        .sees("Una Late")
        .sees("Vic New");
}

#[test]
fn the_oldest_unallocated_is_given_to_somebody_with_their_load_beside() {
    let mut seat = sam((80, 24));
    seat.keys("4 a");
    seat.sees("Una Late").sees("4 open; Elm");
    seat.keys("enter");
    seat.types("new here").keys("ctrl-s");
    seat.sees("Unallocated 1, oldest 2 d");
}

#[test]
fn the_list_of_a_review() {
    let mut seat = sam((80, 24));
    seat.keys("4 enter");
    assert_snapshot!(seat.text(), @r#"
     1 Agenda 2 Caseload 3 Services 4 Team 5 Review 6 Integration   TRAINING 23 Nov
    ────────────────────────────────────────────────────────────────────────────────
     Review: Amira with Sam                      since Mon 16 Nov   3 cases, 0 done
    ────────────────────────────────────────────────────────────────────────────────
     From last time
      Nothing was asked for, or all of it is done
     How are you, and what is heavy this week?
      (nothing written; Enter writes a line between the two of you)
     To talk about
      Overdue 2; Quiet, holding, long 1; New 1; Not reviewed, closing 1
      Nobody under: risk; services
    >   Margaret O'Neill      Elm      Amira brings it: "she will not open the let…
        Ibrahim Yusuf         Elm      never spoken to, referred 6 d ago, no try
        Peter Hall            Elm      4 d late








    ────────────────────────────────────────────────────────────────────────────────
     Enter open  w next week  Esc back  ? help
    "#);
}

#[test]
fn a_case_of_a_review() {
    let mut seat = sam((80, 24));
    seat.keys("5 enter enter");
    assert_snapshot!(seat.text(), @r#"
     1 Agenda 2 Caseload 3 Services 4 Team 5 Review 6 Integration   TRAINING 23 Nov
    ────────────────────────────────────────────────────────────────────────────────
     Review: Amira with Sam                  since Mon 16 Nov   case 1 of 3, 0 done
    ────────────────────────────────────────────────────────────────────────────────
     Margaret O'Neill   Elm Surgery   active 0 d   spoke 3, tries 2
     Why it is here
       ► Amira brings it: "she will not open the letters alone, what now?"
       ► 13 d late                           rule: any next step past its date
       ► date moved 3 times                  rule: 3 or more
       ► last spoke 20 d ago, usual gap 11 d  rule: over 14 d and over usual gap
       ► never talked about, open 63 d       rule: not talked about for over 28 d
     Since last time  17 Nov phone: no answer, no message left; 23 Nov phone: no
                      answer, no message left
     We promised      ring Citizens Advice about the letter
     Matters to them  "to sleep without worrying"
     Connected        ● Citizens Advice: attending 3 Nov, not fed back
                      ○ Knit & Natter: sent 12 Nov, no reply 11 d, ask Thu 26 Nov
    ────────────────────────────────────────────────────────────────────────────────
     Today
      decision        none yet
      action          none yet
      note            about the work; never on this record (n)
    ────────────────────────────────────────────────────────────────────────────────
     Space discussed  d decision  a action  n note  Enter open  Esc back  ? help
    "#);
}

#[test]
fn a_case_of_a_review_in_a_large_window() {
    let mut seat = sam((120, 40));
    seat.keys("5 enter enter");
    assert_snapshot!(seat.text(), @r#"
     1 Agenda  2 Caseload  3 Services  4 Team  5 Review  6 Integration                                  TRAINING Mon 23 Nov
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Review: Amira with Sam                                                          since Mon 16 Nov   case 1 of 3, 0 done
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Margaret O'Neill   Elm Surgery   active 0 d   spoke 3, tries 2
     Why it is here
       ► Amira brings it: "she will not open the letters alone, what now?"
       ► 13 d late                           rule: any next step past its date
       ► date moved 3 times                  rule: 3 or more
       ► last spoke 20 d ago, usual gap 11 d  rule: over 14 d and over usual gap
       ► never talked about, open 63 d       rule: not talked about for over 28 d
     Since last time  17 Nov phone: no answer, no message left; 23 Nov phone: no answer, no message left
     We promised      ring Citizens Advice about the letter
     Matters to them  "to sleep without worrying"
     Connected        ● Citizens Advice: attending 3 Nov, not fed back
                      ○ Knit & Natter: sent 12 Nov, no reply 11 d, ask Thu 26 Nov
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Today
      decision        none yet
      action          none yet
      note            about the work; never on this record (n)

















    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     Space discussed  d decision  a action  n note  Enter open  Esc back  ? help
    "#);
}

#[test]
fn a_review_by_keys_alone_from_the_team_to_the_agreed_record() {
    let mut seat = sam((80, 24));
    seat.keys("4 enter enter").sees("case 1 of 3, 0 done");
    // A decision, which stands on the client's own page.
    seat.keys("d").types("go together").keys("enter");
    seat.types("letters, not advice")
        .keys("enter")
        .types("+3w")
        .keys("ctrl-s");
    seat.sees("go together; why: letters, not advice. Review again Mon 14");
    // An action for the link worker.
    seat.keys("a")
        .types("text Peg a time")
        .keys("enter")
        .types("fri")
        .keys("ctrl-s");
    seat.sees("Amira: text Peg a time, by Fri 27 Nov");
    // Space notes that it was talked about, and goes on: one key where nothing is needed.
    seat.keys("space")
        .sees("Ibrahim Yusuf")
        .keys("space")
        .sees("Peter Hall");
    seat.keys("space")
        .sees("Everybody on the list has been talked about");
    seat.keys("r")
        .sees("Talked about: 3")
        .sees("neither decision nor action");
    seat.sees("action, Amira: text Peg a time")
        .sees("Nobody has agreed");
    seat.keys("c").keys("ctrl-s").sees("Agreed: Sam");
    // The link worker, at their own desk: the decision, the action, the record.
    let mut amira = Seat::new(seat.world.clone(), "Amira");
    amira.saves = true;
    amira.sees("text Peg a time");
    amira.keys("/").types("neill").keys("enter");
    amira
        .sees("Review")
        .sees("decided: go together; why: letters, not advice");
    // What was brought has been talked about.
    amira.sees("not brought to review");
    assert!(!amira.text().contains("To review"));
    amira
        .keys("5")
        .sees("3 talked about, waits for you to agree");
    amira.keys("r a").sees("Agreed: Sam, Amira");
    amira
        .keys("u")
        .sees("Agreed: Sam")
        .keys("d")
        .types("it was my idea")
        .keys("ctrl-s");
    amira.sees("Amira sees it so: it was my idea");
}

#[test]
fn an_action_first_begins_the_review_that_it_names() {
    let mut seat = sam((80, 24));
    seat.keys("5 enter enter a").sees("Action of the review");
    seat.types("ring the practice").keys("ctrl-s");
    seat.sees("Amira: ring the practice");
    seat.keys("u u").sees("none yet");
}

#[test]
fn what_is_heavy_is_written_between_the_two() {
    let mut seat = sam((80, 24));
    seat.keys("5 enter home enter")
        .sees("Only the link worker and the supervisor");
    seat.types("two deaths in a week")
        .keys("ctrl-s")
        .sees("two deaths in a week");
    let mut amira = Seat::new(seat.world.clone(), "Amira");
    amira.keys("5").sees("two deaths in a week");
}

#[test]
fn b_brings_a_case_and_takes_it_back() {
    let mut amira = Seat::new(elm(), "Amira");
    amira.saves = true;
    amira
        .keys("/")
        .types("peter")
        .keys("enter")
        .sees("not brought to review");
    amira.keys("b").types("the form again").keys("ctrl-s");
    amira.sees("To review").sees("Amira: \"the form again\"");
    amira.keys("5").sees("Amira brings it: \"the form again\"");
    amira
        .keys("2 /")
        .types("peter")
        .keys("enter b ctrl-u ctrl-s");
    amira.sees("not brought to review");
}

#[test]
fn a_link_worker_is_told_why_they_cannot_look_at_a_colleague() {
    let world = elm()
        .worker("Ben")
        .practice("Elm")
        .client("Ida")
        .due_in_days(1);
    let mut world = world;
    let was = world.staff("Ben").clone();
    let mut now = was.clone();
    now.supervisor = Some(world.staff("Sam").id);
    let fact = caseload::domain::fact::Fact::StaffChanged { was, now };
    let about = caseload::domain::fact::About::Rest;
    world.record(world.staff("Sam").id, vec![(about, fact)]);
    let mut seat = Seat::new(world, "Amira");
    seat.keys("4 down right")
        .sees("so that it can be shared fairly");
    seat.keys("enter").sees("your colleague's people");
    assert!(!seat.text().contains("Ida"));
}

#[test]
fn next_weeks_list_shows_who_comes_up_if_nothing_happens() {
    let mut seat = sam((80, 24));
    seat.keys("5 enter w")
        .sees("Next week, if nothing happens before");
    seat.sees("Settled Susan").sees("3 d late");
}

#[test]
fn a_note_on_the_work_is_written_from_the_review_about_that_link_worker() {
    let mut seat = sam((80, 24));
    seat.keys("4 enter down enter n");
    seat.sees("Note on the work").sees("Amira");
    seat.keys("esc").sees("Why it is here");
}
