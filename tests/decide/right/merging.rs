//! Two records of one person: joined, worked with, parted.

use caseload::domain::{
    client::ClientField,
    consent::Consent,
    fact::{About, Fact},
    heads::Heads,
    ids::ClientId,
    intent::{Intent, Merge},
    part::{Part, PartChange},
    refusal::Refusal,
    terms::{ConsentScope, HowGiven},
};

use super::{edit, elm, log, noted, visible};
use crate::world::{World, day};

const TOM: &str = "9990000018";
const UNA: &str = "9990000026";

fn two() -> World {
    let world = elm()
        .practice("Mill")
        .worker("Amira")
        .client("Margaret O'Neill");
    let world = world.field(ClientField::Phone, "07700 900118");
    world.practice("Elm").worker("Ben")
}

fn own(world: &World, name: &str) -> ClientId {
    let mut all = world.heads.clients.iter();
    all.find(|head| head.name() == name).expect("known").client
}

fn merge(world: &World, kept: &str, gone: &str, take: &[ClientField]) -> Merge {
    let (kept, gone) = (own(world, kept), own(world, gone));
    let version = |client| world.heads.own_client(client).expect("known").touch.seq;
    Merge {
        kept,
        kept_version: version(kept),
        gone,
        gone_version: version(gone),
        take: take.to_vec(),
        wrong_number: None,
    }
}

fn join(world: &mut World, take: &[ClientField]) {
    let asked = merge(world, "Margaret Oneill", "Margaret O'Neill", take);
    world
        .ask("Amira", Intent::Merge(Box::new(asked)))
        .expect("joined");
}

#[test]
fn both_numbers_lead_to_one_page_with_the_cases_of_both() {
    let mut world = two();
    let (kept, gone) = (
        own(&world, "Margaret Oneill"),
        own(&world, "Margaret O'Neill"),
    );
    let cases = |world: &World, id: ClientId| world.heads.client(id).expect("known").cases.clone();
    let theirs = cases(&world, gone);
    let before = visible(&world.heads);
    join(
        &mut world,
        &[
            ClientField::Family,
            ClientField::Phone,
            ClientField::Practice,
        ],
    );
    let head = world.heads.client(gone).expect("known");
    assert_eq!(head.client, kept);
    assert_eq!(head.name(), "Margaret O'Neill");
    assert_eq!(head.practice, world.practice_id("Mill"));
    assert!(theirs.iter().all(|case| head.cases.contains(case)));
    assert_eq!(world.heads.records_of(kept), [kept, gone]);
    assert_eq!(
        world
            .heads
            .people()
            .filter(|one| one.client == gone)
            .count(),
        0
    );
    for case in &head.cases {
        let case = world.heads.case(*case).expect("known");
        assert_eq!(world.heads.person_of(case), kept);
        assert_eq!(case.practice, world.practice_id("Mill"));
    }
    world.ask("Amira", Intent::Undo).expect("undone");
    assert_eq!(visible(&world.heads), before);
    world.ask("Amira", Intent::Redo).expect("and back");
    world
        .ask("Amira", Intent::Unmerge { gone })
        .expect("parted");
    assert_eq!(visible(&world.heads), before);
}

#[test]
fn what_came_since_stays_where_it_was_written() {
    let mut world = two();
    let (kept, gone) = (
        own(&world, "Margaret Oneill"),
        own(&world, "Margaret O'Neill"),
    );
    let theirs = world.heads.client(gone).expect("known").cases[0];
    join(&mut world, &[ClientField::Family]);
    let consent = Part::Consent(Consent {
        scope: ConsentScope::Call,
        service: None,
        organisation: String::new(),
        given: true,
        on: day(0),
        how: HowGiven::Spoken,
        withdrawn_on: None,
        note: String::new(),
    });
    let parts = Intent::SetParts {
        // Asked for under the number that leads elsewhere by now.
        client: gone,
        changes: vec![PartChange {
            id: None,
            version: 0,
            case: None,
            now: Some(consent),
        }],
        because: String::new(),
    };
    world.ask("Ben", parts).expect("kept");
    let head = world.heads.client(kept).expect("known").clone();
    let hours = Intent::EditClient {
        client: gone,
        version: head.touch.seq,
        set: vec![
            (ClientField::Hours, Some("mornings".to_owned())),
            (ClientField::Family, Some("O'Neil".to_owned())),
        ],
        because: String::new(),
    };
    world.ask("Ben", hours).expect("saved");
    let note = Intent::AddNote {
        case: theirs,
        text: "rang".to_owned(),
    };
    world.ask("Ben", note).expect("noted");
    let parted = world.ask("Ben", Intent::Unmerge { gone }).expect("parted");
    assert!(parted.said.contains("is with that case"), "{}", parted.said);
    assert_eq!(world.clients[&kept].parts.len(), 1);
    assert!(world.clients[&gone].parts.is_empty());
    assert_eq!(world.clients[&kept].fields[&ClientField::Hours], "mornings");
    // Changed since, so not set back.
    assert_eq!(world.clients[&kept].fields[&ClientField::Family], "O'Neil");
    assert_eq!(world.heads.client(gone).expect("known").cases, [theirs]);
    assert!(
        !world
            .heads
            .client(kept)
            .expect("known")
            .cases
            .contains(&theirs)
    );
    assert!(
        world.cases[&theirs]
            .history
            .iter()
            .any(|line| line.written_id().is_some())
    );
    // Undo of the parting joins them again.
    world.ask("Ben", Intent::Undo).expect("undone");
    assert_eq!(world.heads.client(gone).expect("known").client, kept);
}

#[test]
fn two_nhs_numbers_are_two_people_unless_one_is_said_to_be_wrong() {
    let mut world = elm();
    for (name, number) in [("Tom Hall", TOM), ("Una Price", UNA)] {
        let asked = edit(&world, name, ClientField::NhsNumber, number);
        world.ask("Amira", asked).expect("saved");
    }
    let mut asked = merge(&world, "Tom Hall", "Una Price", &[ClientField::NhsNumber]);
    let refused = world.ask("Amira", Intent::Merge(Box::new(asked.clone())));
    assert!(
        matches!(&refused, Err(Refusal::Field { field, .. }) if field == "NHS number"),
        "{refused:?}"
    );
    asked.wrong_number = Some(TOM.to_owned());
    let tom = own(&world, "Tom Hall");
    world
        .ask("Amira", Intent::Merge(Box::new(asked)))
        .expect("joined");
    assert_eq!(world.clients[&tom].fields[&ClientField::NhsNumber], UNA);
    // The same number may be saved once more on the person that has it.
    let again = edit(&world, "Tom Hall", ClientField::NhsNumber, TOM);
    world.ask("Amira", again).expect("it is theirs");
}

#[test]
fn records_are_joined_in_any_order_and_parted_from_the_outside_in() {
    let mut world = two();
    let (a, b, c) = (
        own(&world, "Tom Hall"),
        own(&world, "Margaret Oneill"),
        own(&world, "Margaret O'Neill"),
    );
    let before = visible(&world.heads);
    join(&mut world, &[]);
    let asked = merge(&world, "Tom Hall", "Margaret Oneill", &[]);
    world
        .ask("Amira", Intent::Merge(Box::new(asked)))
        .expect("joined");
    assert_eq!(world.heads.client(c).expect("known").client, a);
    assert_eq!(world.heads.records_of(a), [a, b, c]);
    assert_eq!(world.heads.client(a).expect("known").cases.len(), 3);
    let inner = world.ask("Amira", Intent::Unmerge { gone: c });
    assert!(matches!(inner, Err(Refusal::Said(_))), "{inner:?}");
    for gone in [b, c] {
        world
            .ask("Amira", Intent::Unmerge { gone })
            .expect("parted");
    }
    assert_eq!(visible(&world.heads), before);
}

#[test]
fn the_same_record_is_not_joined_with_itself_and_nobody_beyond_reach() {
    let mut world = elm().practice("Oak").worker("Cy").client("Far Away");
    let same = merge(&world, "Tom Hall", "Tom Hall", &[]);
    assert!(world.ask("Amira", Intent::Merge(Box::new(same))).is_err());
    let far = merge(&world, "Tom Hall", "Far Away", &[]);
    assert!(matches!(
        world.ask("Amira", Intent::Merge(Box::new(far))),
        Err(Refusal::NotFound { .. })
    ));
}

#[test]
fn where_one_of_the_two_was_erased_the_fold_still_stands() {
    let mut world = two();
    join(&mut world, &[ClientField::Family]);
    let logged = log(&world, "Margaret O'Neill", noted("since", 0));
    world.ask("Ben", logged).expect("logged");
    let of = |about: &About, client| *about == About::Client(client);
    for erased in [own(&world, "Margaret O'Neill"), ClientId(3), ClientId(4)] {
        let mut heads = Heads::default();
        for entry in &world.entries {
            let mut entry = entry.clone();
            entry.facts.retain(|(about, _)| !of(about, erased));
            heads.apply(&entry);
        }
        assert!(heads.own_client(erased).is_none());
        assert!(heads.cases.iter().all(|case| case.client != erased));
        let facts = world.entries.iter().flat_map(|entry| &entry.facts);
        let others = facts.filter(|(about, _)| !of(about, erased));
        let opened = others.filter(|(_, fact)| matches!(fact, Fact::CaseOpened { .. }));
        assert_eq!(opened.count(), heads.cases.iter().count());
    }
}
