//! What is still to be done in the GP system.

use caseload::{
    domain::{
        case::{CaseField, CaseState},
        terms::ClosingReason,
    },
    readmodel::{
        agenda,
        cases::Whose,
        coding::{self, CodingList, ToDo},
    },
};

use crate::world::{World, world};

const REFERRAL: &str = "871731000000106";
const DECLINED: &str = "871711000000103";

fn list(world: &World) -> CodingList {
    let asker = world.asker("Amira");
    coding::build(&world.heads, asker, world.today(), Whose::Mine)
}

fn said(world: &World) -> Vec<(String, ToDo, String)> {
    let rows = list(world).rows.into_iter();
    rows.map(|row| (row.client, row.todo, row.code)).collect()
}

#[test]
fn one_code_an_episode_once_the_person_was_spoken_to_or_has_declined() {
    let world = world().worker("Amira").practice("Elm");
    let world = world.client("Ann").tried_days_ago(2);
    let world = world.client("Bob").spoke_days_ago(9).spoke_days_ago(2);
    let world = world.client("Cy").state(CaseState::Declined {
        because: "not now".to_owned(),
    });
    let world = world.client("Di").state(CaseState::NotAccepted {
        because: "out of area".to_owned(),
    });
    let world = world
        .client("Eve")
        .spoke_days_ago(5)
        .case_field(CaseField::Coded, "871731000000106 on 2026-11-20");
    let code = |who: &str, code: &str| (who.to_owned(), ToDo::Code, code.to_owned());
    let mut found = said(&world);
    found.sort();
    assert_eq!(found, [code("Bob", REFERRAL), code("Cy", DECLINED)]);
}

#[test]
fn a_case_that_is_being_closed_asks_for_its_message_until_it_is_given() {
    let closing = CaseState::Closing {
        reason: ClosingReason::GoalsMet,
        outcome: String::new(),
    };
    let world = world().worker("Amira").practice("Elm").client("Ann");
    let world = world.state(closing);
    assert_eq!(list(&world).rows[0].todo, ToDo::Message);
    let asker = world.asker("Amira");
    let agenda = agenda::build(&world.heads, asker, world.today(), None, Whose::Mine);
    assert_eq!((agenda.counts.to_code, agenda.counts.messages), (0, 1));
    let world = world.case_field(CaseField::MessageGiven, "2026-11-20");
    assert!(list(&world).rows.is_empty());
}

#[test]
fn others_cases_are_not_on_the_list() {
    let world = world().worker("Ben").practice("Elm");
    let world = world.client("Bob").spoke_days_ago(2);
    let world = world.worker("Amira");
    assert!(list(&world).rows.is_empty());
}
