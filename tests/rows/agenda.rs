//! Each case once, in the first section that fits.

use caseload::{
    domain::{
        case::CaseState,
        client::ClientField,
        concern::Concern,
        fact::{About, Fact},
        ids::PartId,
        part::Part,
        terms::HoldingReason,
    },
    readmodel::{
        agenda::{self, Agenda, AgendaRow, ROWS_MAX, Section},
        cases::Whose,
    },
};

use crate::world::{World, day, world};

fn elm() -> World {
    world().worker("Amira").practice("Elm")
}

fn of(world: &World, who: &str) -> Agenda {
    agenda::build(
        &world.heads,
        world.asker(who),
        world.today(),
        None,
        Whose::Mine,
    )
}

/// The names under one heading, in order.
fn under(agenda: &Agenda, section: Section) -> Vec<&str> {
    let rows = agenda.rows.iter().filter(|row| row.section == section);
    rows.map(|row| row.client.as_str()).collect()
}

fn only_row(world: &World) -> AgendaRow {
    let mut rows = of(world, "Amira").rows;
    assert_eq!(rows.len(), 1, "one case, one row: {rows:?}");
    rows.remove(0)
}

fn holding(review_in_days: i64) -> CaseState {
    CaseState::Holding {
        reason: HoldingReason::ALL[0],
        review_on: day(review_in_days),
    }
}

#[test]
fn someone_new_with_an_appointment_today_stands_at_their_time() {
    let world = elm().client("Ibrahim Yusuf").due_in_days(0).at(14, 0);
    let world = world.client("Joyce Adeyemi").due_in_days(0).at(9, 30);
    let agenda = of(&world, "Amira");
    assert_eq!(
        under(&agenda, Section::AtATimeToday),
        ["Joyce Adeyemi", "Ibrahim Yusuf"]
    );
    assert_eq!(agenda.rows.len(), 2);
    assert_eq!(agenda.counts.today, 2);
}

#[test]
fn someone_not_yet_spoken_to_is_new_whatever_was_set_oldest_first() {
    let world = elm().client("Chloe Hart").referred_days_ago(3);
    let world = world
        .client("Ibrahim Yusuf")
        .referred_days_ago(6)
        .due_in_days(-2)
        .tried_days_ago(1);
    let agenda = of(&world, "Amira");
    assert_eq!(
        under(&agenda, Section::New),
        ["Ibrahim Yusuf", "Chloe Hart"]
    );
    assert_eq!(agenda.counts.new, 2);
    assert_eq!(agenda.counts.late, 0, "each case once");
    let first = &agenda.rows[0];
    assert_eq!((first.open_days, first.late_days, first.tries), (6, 2, 1));
}

#[test]
fn late_is_oldest_first_and_says_how_often_it_was_moved() {
    let world = elm().client("Peter Hall").spoke_days_ago(9).due_in_days(-4);
    let world = world
        .client("Margaret O'Neill")
        .spoke_days_ago(20)
        .due_in_days(-13)
        .what("CAB: heard back?")
        .moved(3);
    let agenda = of(&world, "Amira");
    assert_eq!(
        under(&agenda, Section::Late),
        ["Margaret O'Neill", "Peter Hall"]
    );
    let first = &agenda.rows[0];
    assert_eq!((first.late_days, first.moved), (13, 3));
    assert_eq!(first.what, "CAB: heard back?");
    assert_eq!(
        (first.worker.as_str(), first.practice.as_str()),
        ("amira", "Elm")
    );
}

#[test]
fn an_open_case_without_a_next_step_is_brought_up() {
    let world = elm().client("Tom").spoke_days_ago(1);
    assert_eq!(only_row(&world).section, Section::NoNextStep);
}

#[test]
fn a_chosen_reason_for_none_is_not_asked_about_again() {
    let world = elm().client("Tom").spoke_days_ago(1).none_because("away");
    assert!(of(&world, "Amira").rows.is_empty());
}

#[test]
fn today_at_any_time_and_this_week_end_where_they_say() {
    let week = agenda::WEEK_AHEAD_DAYS as i64;
    for (days, section) in [
        (-1, Some(Section::Late)),
        (0, Some(Section::Today)),
        (1, Some(Section::ThisWeek)),
        (week, Some(Section::ThisWeek)),
        (week + 1, None),
    ] {
        let world = elm().client("Tom").spoke_days_ago(1).due_in_days(days);
        let found = of(&world, "Amira").rows.first().map(|row| row.section);
        assert_eq!(found, section, "due in {days} days");
    }
}

#[test]
fn holding_comes_up_on_its_day_and_counts_the_days_since() {
    let held = |days| {
        let world = elm().client("Tom").spoke_days_ago(2);
        world.state(holding(days)).none_because("holding")
    };
    assert!(of(&held(1), "Amira").rows.is_empty());
    let row = only_row(&held(0));
    assert_eq!((row.section, row.late_days), (Section::HoldingDue, 0));
    let row = only_row(&held(-5));
    assert_eq!((row.late_days, row.due), (5, Some(day(-5))));
    let paused = elm().client("Tom").spoke_days_ago(2);
    let paused = paused.state(CaseState::Paused { ask_on: day(0) });
    let row = only_row(&paused.none_because("wishes so"));
    assert_eq!(row.section, Section::HoldingDue);
}

#[test]
fn quiet_is_four_weeks_after_two_way_contact_and_only_where_nothing_else_asks() {
    let quiet = |spoke, due| {
        let world = elm().client("Tom").spoke_days_ago(spoke).tried_days_ago(1);
        world.due_in_days(due)
    };
    assert!(of(&quiet(27, 20), "Amira").rows.is_empty());
    assert_eq!(only_row(&quiet(28, 20)).section, Section::Quiet);
    assert_eq!(only_row(&quiet(28, 3)).section, Section::ThisWeek);
    assert_eq!(only_row(&quiet(28, -3)).section, Section::Late);
}

#[test]
fn who_has_died_and_what_has_ended_brings_up_nothing() {
    let world = elm().client("Tom").spoke_days_ago(40).due_in_days(-3);
    assert_eq!(of(&world, "Amira").rows.len(), 1);
    let died = world.clone().died_days_ago(1);
    assert!(of(&died, "Amira").rows.is_empty());
    assert_eq!(of(&died, "Amira").counts, agenda::Counts::default());
    let ended = world.state(CaseState::Declined {
        because: "no wish".to_owned(),
    });
    assert!(of(&ended, "Amira").rows.is_empty());
}

#[test]
fn a_link_worker_sees_their_own_a_supervisor_all_in_reach() {
    let world = elm()
        .supervisor("Sam")
        .client("Tom")
        .worker("Ben")
        .client("Una");
    assert_eq!(of(&world, "Amira").rows[0].client, "Tom");
    assert_eq!(of(&world, "Amira").rows.len(), 1);
    assert_eq!(of(&world, "Sam").rows.len(), 1, "Ben is not Sam's");
    let world = world.worker("Ben").practice("Mill").manager("Pat");
    assert_eq!(of(&world, "Pat").rows.len(), 0, "both cases are at Elm");
    let of_ben = |who| {
        let whose = Whose::Of(world.staff("Ben").id);
        agenda::build(&world.heads, world.asker(who), world.today(), None, whose)
            .rows
            .len()
    };
    assert_eq!((of_ben("Amira"), of_ben("Ben")), (0, 1));
}

#[test]
fn a_practice_narrows_rows_and_counts_and_the_choice_stays() {
    let world = elm().client("Tom").practice("Mill").client("Una");
    let mill = world.practice_id("Mill");
    let asker = world.asker("Amira");
    let agenda = agenda::build(&world.heads, asker, day(0), Some(mill), Whose::Mine);
    assert_eq!(under(&agenda, Section::New), ["Una"]);
    assert_eq!((agenda.counts.new, agenda.narrowed), (1, Some(mill)));
    let choices: Vec<&str> = agenda.practices.iter().map(|p| p.short.as_str()).collect();
    assert_eq!(choices, ["Elm", "Mill"]);
}

#[test]
fn counts_stay_true_when_rows_are_capped_and_no_section_is_crowded_out() {
    let mut world = elm();
    for number in 0..ROWS_MAX + 10 {
        world = world.client(&format!("New {number}"));
    }
    for number in 0..60 {
        let name = format!("Soon {number}");
        world = world.client(&name).spoke_days_ago(1).due_in_days(2);
    }
    let agenda = of(&world, "Amira");
    assert_eq!(agenda.rows.len(), ROWS_MAX);
    assert_eq!(agenda.counts.new as usize, ROWS_MAX + 10);
    assert_eq!(agenda.counts.this_week, 60);
    assert_eq!(agenda.left_out, 70);
    let share = ROWS_MAX / Section::ALL.len();
    assert_eq!(under(&agenda, Section::ThisWeek).len(), share);
    assert!(agenda.rows.is_sorted_by_key(|row| row.section));
}

#[test]
fn an_alert_comes_up_on_its_day_and_goes_when_the_day_is_set_anew() {
    let tom = || elm().client("Tom").spoke_days_ago(1).due_in_days(2);
    let due = |world: World, on: i64| {
        let world = world.field(ClientField::Alert, "dog");
        world.field(ClientField::AlertReview, &day(on).to_string())
    };
    let agenda = of(&due(tom(), -3), "Amira");
    assert_eq!(under(&agenda, Section::LookAgain), ["Tom"]);
    assert_eq!(under(&agenda, Section::ThisWeek), ["Tom"], "as it was");
    let row = &agenda.rows[0];
    assert_eq!(
        (row.what.as_str(), row.late_days),
        ("alert to look at again", 3)
    );
    let none = |world: &World| under(&of(world, "Amira"), Section::LookAgain).is_empty();
    assert!(!none(&due(tom(), 0)));
    assert!(none(&due(tom(), 1)), "not yet due");
    assert!(none(&due(due(tom(), -3), 30)), "set anew");
    assert!(none(&due(tom(), -3).field(ClientField::Alert, "")));
    assert!(none(&due(tom(), -3).died_days_ago(1)));
    let twice = due(tom(), -3).another_case();
    assert_eq!(under(&of(&twice, "Amira"), Section::LookAgain).len(), 1);
}

#[test]
fn a_concern_is_asked_for_again_by_those_who_may_read_it_and_leaves_no_word_in_a_file() {
    let world = elm().manager("Pat").worker("Amira").client("Tom");
    let mut world = world.spoke_days_ago(1).due_in_days(2);
    let (me, tom) = (world.staff("Amira").id, world.client_id("Tom"));
    let concern = Part::Concern(Concern {
        what: "bruise".to_owned(),
        noticed_on: day(-9),
        discussed_with: String::new(),
        discussed_on: None,
        outcome: String::new(),
        review_on: Some(day(-2)),
        closed_on: None,
        closed_because: String::new(),
    });
    let set = Fact::PartSet {
        client: tom,
        case: None,
        part: PartId(1),
        was: None,
        now: Some(concern),
        because: String::new(),
    };
    world.record(me, vec![(About::Client(tom), set)]);
    let agenda = of(&world, "Amira");
    let row = &agenda.rows[0];
    assert_eq!(
        (row.section, row.what.as_str(), row.late_days),
        (Section::LookAgain, "safeguarding to look at again", 2)
    );
    assert!(agenda.rows.iter().all(|row| row.safeguarding));
    let out: Vec<AgendaRow> = agenda.rows.iter().map(AgendaRow::going_out).collect();
    let out = serde_json::to_string(&out).expect("rows");
    assert!(!out.contains("safeguarding to") && !out.contains("\"safeguarding\":true"));
    let pats = of(&world, "Pat");
    assert!(under(&pats, Section::LookAgain).is_empty());
    assert!(pats.rows.iter().all(|row| row.safeguarding), "a bare mark");
}

#[test]
fn an_alert_is_a_mark_on_the_row() {
    let world = elm().client("Tom").field(ClientField::Alert, "dog");
    assert!(only_row(&world).alert);
}
