//! Fields changed, one at a time or together.

use caseload::domain::{
    case::CaseField, client::ClientField, decide::Decision, intent::Intent, refusal::Refusal,
};

use crate::world::{World, day, world};

fn tom() -> World {
    world().worker("Amira").practice("Elm").client("Tom Hall")
}

fn client_version(world: &World) -> u64 {
    let head = world.heads.client(world.client_id("Tom Hall"));
    head.expect("known").touch.seq
}

fn edit(world: &mut World, set: &[(ClientField, &str)]) -> Result<Decision, Refusal> {
    let typed = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let intent = Intent::EditClient {
        client: world.client_id("Tom Hall"),
        version: client_version(world),
        set: set
            .iter()
            .map(|(field, text)| (*field, typed(text)))
            .collect(),
        because: String::new(),
    };
    world.ask("Amira", intent)
}

fn edit_case(world: &mut World, set: &[(CaseField, &str)]) -> Result<Decision, Refusal> {
    let intent = Intent::EditCase {
        case: world.case_of("Tom Hall"),
        version: world.version("Tom Hall"),
        set: set
            .iter()
            .map(|(field, text)| (*field, Some((*text).to_owned())))
            .collect(),
        because: String::new(),
    };
    world.ask("Amira", intent)
}

fn value(world: &World, field: ClientField) -> Option<String> {
    world.clients[&world.client_id("Tom Hall")]
        .fields
        .get(&field)
        .cloned()
}

#[test]
fn only_what_changed_is_recorded_and_an_empty_value_means_not_asked() {
    let mut world = tom().field(ClientField::MayText, "no");
    let decision = edit(
        &mut world,
        &[(ClientField::Given, "Tom"), (ClientField::MayText, "y")],
    );
    assert_eq!(decision.expect("saved").facts.len(), 1);
    assert_eq!(value(&world, ClientField::MayText).as_deref(), Some("yes"));
    edit(&mut world, &[(ClientField::MayText, "")]).expect("saved");
    assert_eq!(value(&world, ClientField::MayText), None);
    assert!(
        edit(&mut world, &[(ClientField::Given, "Tom")]).is_err(),
        "no change"
    );
}

#[test]
fn of_a_field_named_twice_the_last_counts_and_undo_still_works() {
    let mut world = tom();
    let twice = [
        (ClientField::Hours, "mornings"),
        (ClientField::Hours, "after 10"),
    ];
    edit(&mut world, &twice).expect("saved");
    assert_eq!(
        value(&world, ClientField::Hours).as_deref(),
        Some("after 10")
    );
    world.ask("Amira", Intent::Undo).expect("undone");
    assert_eq!(value(&world, ClientField::Hours), None);
}

#[test]
fn the_last_name_stays() {
    let mut world = tom();
    edit(&mut world, &[(ClientField::Given, "")]).expect("the family name is left");
    let nameless = Intent::EditClient {
        client: world.client_id("Hall"),
        version: world
            .heads
            .client(world.client_id("Hall"))
            .unwrap()
            .touch
            .seq,
        set: vec![(ClientField::Family, None)],
        because: String::new(),
    };
    assert_eq!(world.ask("Amira", nameless), Err(Refusal::NameMissing));
}

#[test]
fn an_nhs_number_belongs_to_one_person() {
    let mut world = tom();
    edit(&mut world, &[(ClientField::NhsNumber, "9990000026")]).expect("free");
    world = world
        .client("Una")
        .field(ClientField::NhsNumber, "9990000034");
    let taken = edit(&mut world, &[(ClientField::NhsNumber, "9990000034")]).unwrap_err();
    assert_eq!(
        taken.to_string(),
        "NHS number: it is the number of Una (P2)."
    );
    let world2 = world.worker("Ben").practice("Elm").client("Ivy");
    let mut world = world2.field(ClientField::NhsNumber, "9990000042");
    let elsewhere = edit(&mut world, &[(ClientField::NhsNumber, "9990000042")]);
    let ben = Refusal::KnownElsewhere {
        with: "Ben".to_owned(),
    };
    assert_eq!(elsewhere, Err(ben));
}

#[test]
fn the_practice_moves_with_all_cases_by_either_way() {
    let mut world = tom().practice("Mill");
    let mill = world.practice_id("Mill");
    edit(&mut world, &[(ClientField::Practice, "mill")]).expect("moved");
    assert_eq!(world.head("Tom Hall").practice, mill);
    assert_eq!(
        value(&world, ClientField::Practice),
        None,
        "no text of the record"
    );
    let back = Intent::MovePractice {
        client: world.client_id("Tom Hall"),
        version: client_version(&world),
        practice: world.practice_id("Elm"),
    };
    world.ask("Amira", back.clone()).expect("moved back");
    assert_ne!(world.head("Tom Hall").practice, mill);
    assert!(matches!(
        world.ask("Amira", back),
        Err(Refusal::ChangedMeanwhile { .. })
    ));
    assert!(edit(&mut world, &[(ClientField::Practice, "Nowhere")]).is_err());
}

#[test]
fn a_changed_reason_or_referrer_is_read_on_every_list() {
    let mut world = tom();
    edit_case(&mut world, &[(CaseField::Reason, "housing")]).expect("saved");
    assert_eq!(world.head("Tom Hall").asked.to_string(), "housing");
    edit_case(&mut world, &[(CaseField::Source, "gp")]).expect("saved");
    assert_eq!(world.head("Tom Hall").asked.to_string(), "from GP: housing");
    edit_case(&mut world, &[(CaseField::ReferredBy, "Dr Rao")]).expect("saved");
    assert_eq!(
        world.head("Tom Hall").asked.to_string(),
        "from Dr Rao: housing"
    );
    edit_case(&mut world, &[(CaseField::ReferredBy, "")]).expect("saved");
    assert_eq!(world.head("Tom Hall").asked.to_string(), "from GP: housing");
}

#[test]
fn the_day_of_referral_can_be_put_right_and_back_but_not_taken_away() {
    let mut world = tom();
    assert!(edit_case(&mut world, &[(CaseField::ReferredOn, "")]).is_err());
    edit_case(&mut world, &[(CaseField::ReferredOn, "2026-11-01")]).expect("saved");
    assert_eq!(world.head("Tom Hall").referred_on, day(-22));
    world.ask("Amira", Intent::Undo).expect("undone");
    assert_eq!(world.head("Tom Hall").referred_on, day(0));
}

#[test]
fn a_stale_edit_of_a_client_names_who_was_faster() {
    let mut world = tom();
    let stale = Intent::EditClient {
        client: world.client_id("Tom Hall"),
        version: client_version(&world),
        set: vec![(ClientField::Hours, Some("evenings".to_owned()))],
        because: String::new(),
    };
    edit(&mut world, &[(ClientField::Hours, "mornings")]).expect("saved");
    let refused = world.ask("Amira", stale);
    assert!(matches!(refused, Err(Refusal::ChangedMeanwhile { .. })));
}

#[test]
fn nobody_out_of_reach_is_edited() {
    let mut world = tom().worker("Ben").practice("Elm");
    let intent = Intent::EditClient {
        client: world.client_id("Tom Hall"),
        version: client_version(&world),
        set: vec![(ClientField::Hours, Some("evenings".to_owned()))],
        because: String::new(),
    };
    let refused = world.ask("Ben", intent);
    assert!(matches!(refused, Err(Refusal::NotFound { .. })));
}
