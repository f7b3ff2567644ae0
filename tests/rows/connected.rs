//! Services with their people: counts over reach only, the wait, what is not answered, what was not
//! told; and their steps on the Agenda.

use caseload::{
    domain::{
        case::CaseState,
        ids::ServiceId,
        terms::{ClosingReason, Need, Stage},
    },
    readmodel::{
        agenda::{self, Agenda, Section},
        cases::Whose,
        client,
        connected::{self, ConnectedCard, ConnectedPage, ConnectedQuery, Figures},
    },
};

use crate::world::{World, day, world};

fn elm() -> World {
    let world = world().worker("Amira").practice("Elm");
    world.service("Knit & Natter").service("Citizens Advice")
}

fn page(world: &World, who: &str, query: &ConnectedQuery) -> ConnectedPage {
    connected::build(&world.heads, world.asker(who), world.today(), query)
}

fn card(world: &World, who: &str) -> ConnectedCard {
    let (asker, today) = (world.asker(who), world.today());
    connected::card(&world.heads, asker, today, ServiceId(1)).expect("a service")
}

fn figures(world: &World, who: &str) -> Figures {
    let rows = page(world, who, &ConnectedQuery::default()).rows;
    let row = rows.into_iter().find(|row| row.id == ServiceId(1));
    row.expect("listed").figures
}

fn agenda(world: &World, who: &str) -> Agenda {
    let (asker, today) = (world.asker(who), world.today());
    agenda::build(&world.heads, asker, today, None, Whose::Mine)
}

fn closed() -> CaseState {
    CaseState::Closed {
        reason: ClosingReason::GoalsMet,
        outcome: String::new(),
    }
}

#[test]
fn people_of_others_do_not_count() {
    let world = elm().client("Ann A").due_in_days(9).sent_days_ago(1, 20, 9);
    let world = world.worker("Ben").practice("Elm");
    let world = world.client("Zed Z").due_in_days(9).sent_days_ago(1, 40, 0);
    let mine = figures(&world, "Amira");
    assert_eq!((mine.open, mine.unanswered, mine.longest), (1, 1, 20));
    assert!(mine.due.is_empty());
    let names: Vec<String> = card(&world, "Amira")
        .people
        .iter()
        .map(|one| one.client.clone())
        .collect();
    assert_eq!(names, ["Ann A"]);
    assert_eq!(figures(&world, "Ben").longest, 40);
    assert!(
        agenda(&world, "Amira")
            .rows
            .iter()
            .all(|row| row.service.is_none())
    );
    let rows = agenda(&world, "Ben").rows;
    assert!(rows.iter().any(|row| row.service == Some(ServiceId(1))));
}

#[test]
fn the_wait_is_the_median_of_those_who_went_and_says_how_many() {
    let went = |world: World, name: &str, sent: i64, first: i64| {
        world.client(name).due_in_days(9).connected(1, |one| {
            one.stage = Stage::Attending;
            one.since = day(-first);
            one.sent_on = Some(day(-sent));
            one.first_attended = Some(day(-first));
        })
    };
    let mut world = went(elm(), "Ann A", 40, 37);
    world = went(world, "Bob B", 40, 30);
    world = went(world, "Cat C", 90, 40).state(closed());
    world = world.client("Dan D").due_in_days(9).sent_days_ago(1, 14, 9);
    let figures = figures(&world, "Amira");
    assert_eq!((figures.wait_days, figures.wait_of), (Some(10), 3));
    assert_eq!(figures.stages, [(Stage::Sent, 1), (Stage::Attending, 2)]);
    assert_eq!(
        figures.unanswered, 0,
        "fourteen days are not more than fourteen"
    );
    assert_eq!(figures.by_stage(), "1 sent, 2 attending");
}

#[test]
fn what_was_sent_lately_is_held_against_what_was_told() {
    let mut world = elm();
    for (name, ago) in [("Ann A", 2), ("Bob B", 30), ("Cat C", 31)] {
        world = world.client(name).due_in_days(9).sent_days_ago(1, ago, 9);
    }
    let before = figures(&world, "Amira");
    assert_eq!((before.sent_lately, before.told_on), (2, None));
    let world = world.client("Dan D").due_in_days(9).connected(1, |one| {
        one.stage = Stage::Completed;
        one.sent_on = Some(day(-60));
        one.fed_back_on = Some(day(-3));
    });
    assert_eq!(figures(&world, "Amira").told_on, Some(day(-3)));
}

#[test]
fn needs_places_and_names_are_found_by_beginnings_of_words_in_any_order() {
    let mut world = elm();
    let needs = |world: &mut World, id, needs: &[Need]| {
        let services = &mut world.heads.directory.services;
        services.get_mut(&ServiceId(id)).expect("there").needs = needs.to_vec();
    };
    needs(&mut world, 1, &[Need::Loneliness]);
    needs(&mut world, 2, &[Need::Money]);
    let found = |text: &str| -> Vec<String> {
        let query = ConnectedQuery {
            text: text.to_owned(),
            needs: Vec::new(),
        };
        page(&world, "Amira", &query)
            .rows
            .into_iter()
            .map(|row| row.name)
            .collect()
    };
    assert_eq!(found("nat kni"), ["Knit & Natter"]);
    assert_eq!(found("debt"), ["Citizens Advice"]);
    assert_eq!(found("elm hall"), ["Citizens Advice", "Knit & Natter"]);
    assert_eq!(found("zzz"), [""; 0]);
    let query = ConnectedQuery {
        text: String::new(),
        needs: vec![Need::Mood, Need::Loneliness],
    };
    let rows = page(&world, "Amira", &query).rows;
    assert_eq!(
        (rows[0].name.as_str(), rows[0].fits),
        ("Knit & Natter", Some(Need::Loneliness))
    );
    assert_eq!(rows[1].fits, None);
}

#[test]
fn steps_with_a_service_are_one_row_of_the_agenda_in_due_order() {
    let mut world = elm();
    for (name, ago, ask) in [("Ann A", 11, 0), ("Bob B", 3, 0), ("Cat C", 2, 4)] {
        world = world
            .client(name)
            .spoke_days_ago(5)
            .due_in_days(20)
            .sent_days_ago(1, ago, ask);
    }
    world = world
        .client("Dan D")
        .spoke_days_ago(5)
        .due_in_days(20)
        .sent_days_ago(2, 30, -3);
    let all = agenda(&world, "Amira");
    let said: Vec<_> = all
        .rows
        .iter()
        .map(|row| (row.section, row.client.as_str(), row.what.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (
                Section::Late,
                "Citizens Advice",
                "Dan D sent, no reply 30 d"
            ),
            (
                Section::Today,
                "Knit & Natter",
                "2 people sent, no reply 11 d"
            ),
        ]
    );
    assert_eq!((all.counts.late, all.counts.today), (1, 1));
    let names: Vec<&str> = all.rows[1]
        .there
        .iter()
        .map(|one| one.client.as_str())
        .collect();
    assert_eq!(names, ["Ann A", "Bob B"], "what lies ahead is asked then");
    assert_eq!((all.rows[1].case, all.rows[1].late_days), (None, 0));
    let gone = world
        .client("Eve E")
        .due_in_days(20)
        .sent_days_ago(2, 5, 0)
        .died_days_ago(1);
    assert_eq!(
        agenda(&gone, "Amira").rows.len(),
        2,
        "death stops every prompt"
    );
    assert_eq!(agenda(&gone, "Amira").rows[0].there.len(), 1);
}

#[test]
fn a_client_is_told_what_they_are_connected_to_in_this_reach() {
    let world = elm()
        .client("Ann A")
        .sent_days_ago(1, 11, 9)
        .connected(2, |one| {
            one.stage = Stage::Attending;
            one.since = day(-20);
        });
    let record = &world.clients[&world.client_id("Ann A")];
    let of = |who: &str| {
        client::build(
            &world.heads,
            world.asker(who),
            world.today(),
            record,
            &[],
            None,
        )
    };
    let said: Vec<String> = of("Amira")
        .connections
        .iter()
        .map(|one| format!("{}: {}", one.service, one.said))
        .collect();
    assert_eq!(
        said,
        [
            "Knit & Natter: sent 12 Nov, no reply 11 d",
            "Citizens Advice: attending 3 Nov, not fed back"
        ]
    );
    let world = world.clone().worker("Ben").practice("Elm");
    let record = &world.clients[&world.client_id("Ann A")];
    let theirs = client::build(
        &world.heads,
        world.asker("Ben"),
        world.today(),
        record,
        &[],
        None,
    );
    assert!(theirs.connections.is_empty() && theirs.parts.is_empty());
}
