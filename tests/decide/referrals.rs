//! Taking in a referral, and the duplicate check within and beyond reach.

use caseload::domain::{
    case::{CaseField, CaseFields, CaseState, NextStep},
    client::{ClientField, ClientFields},
    decide::Decision,
    fields::client_field,
    ids::{ClientId, PracticeId},
    intent::{Intent, NextChoice, Referred},
    nhs::NhsNumber,
    refusal::Refusal,
};

use crate::world::{World, day, follow_up, world};

fn elm() -> World {
    world().worker("Amira").practice("Elm")
}

fn fields(of: &[(ClientField, &str)]) -> ClientFields {
    let owned = of.iter().map(|(field, text)| (*field, (*text).to_owned()));
    owned.collect()
}

/// Somebody new at Elm, the first practice here.
fn new(of: &[(ClientField, &str)], although_similar: bool) -> Referred {
    Referred::New {
        fields: fields(of),
        practice: PracticeId(1),
        although_similar,
    }
}

fn open(world: &mut World, who: &str, referred: Referred) -> Result<Decision, Refusal> {
    let worker = Some(world.staff(who).id);
    let intent = Intent::OpenCase {
        referred,
        worker,
        fields: CaseFields::new(),
        next: NextChoice::Keep,
    };
    world.ask(who, intent)
}

const PEG: &[(ClientField, &str)] = &[
    (ClientField::Given, "Peg"),
    (ClientField::Family, "O'Neill"),
    (ClientField::NhsNumber, "999 000 0018"),
];

#[test]
fn a_new_person_and_case_are_one_entry_with_canonical_fields() {
    let mut world = elm();
    let intent = Intent::OpenCase {
        referred: new(PEG, false),
        worker: None,
        fields: CaseFields::from([
            (CaseField::ReferredOn, "2026-11-20".to_owned()),
            (CaseField::Source, "GP".to_owned()),
            (CaseField::Reason, "bereavement".to_owned()),
        ]),
        next: NextChoice::Due(follow_up(2)),
    };
    let before = world.entries.len();
    let decision = world.ask("Amira", intent).expect("taken in");
    assert_eq!(world.entries.len(), before + 1);
    assert_eq!(decision.said, "Peg O'Neill is on the list.");
    let client = decision.client.expect("a client");
    assert_eq!(
        world.clients[&client].fields[&ClientField::NhsNumber],
        "9990000018"
    );
    let head = world.head("Peg O'Neill");
    assert_eq!(head.referred_on, day(-3));
    assert_eq!(head.asked.to_string(), "from GP: bereavement");
    assert_eq!((head.worker, &head.state), (None, &CaseState::Received));
    assert_eq!(head.next, NextStep::Due(follow_up(2)));
}

#[test]
fn without_a_day_a_referral_is_of_today_and_asks_for_its_next_step() {
    let mut world = elm();
    open(&mut world, "Amira", new(PEG, false)).expect("taken in");
    let head = world.head("Peg O'Neill");
    assert_eq!((head.referred_on, &head.next), (day(0), &NextStep::Missing));
}

#[test]
fn a_person_needs_a_name_and_a_practice_that_is_here() {
    let mut world = elm();
    let unnamed = new(&[(ClientField::KnownAs, "Peg")], false);
    assert_eq!(
        open(&mut world, "Amira", unnamed),
        Err(Refusal::NameMissing)
    );
    let nowhere = Referred::New {
        fields: fields(PEG),
        practice: PracticeId(77),
        although_similar: false,
    };
    let refused = open(&mut world, "Amira", nowhere);
    assert!(matches!(refused, Err(Refusal::NotFound { .. })));
}

#[test]
fn faults_of_fields_name_the_field() {
    let mut world = elm();
    for (field, typed) in [
        (ClientField::NhsNumber, "9990000000"),
        (ClientField::Born, "2027-01-01"),
        (ClientField::Born, "sometime"),
        (ClientField::MayText, "perhaps"),
        (ClientField::Postcode, "nowhere"),
    ] {
        let referred = new(&[(ClientField::Given, "Peg"), (field, typed)], false);
        let label = field.spec().label;
        match open(&mut world, "Amira", referred) {
            Err(Refusal::Field { field, .. }) => assert_eq!(field, label, "{typed}"),
            other => panic!("{typed}: {other:?}"),
        }
    }
}

#[test]
fn a_training_store_takes_invented_numbers_only_and_a_real_store_none() {
    // Computed, so that no real number stands in the project.
    let real = (400_000_000..).find_map(NhsNumber::from_first_nine);
    let real = real.expect("some number is right").digits();
    let today = day(0);
    let field = |typed: &str, invented| {
        client_field(ClientField::NhsNumber, typed, today, invented).is_ok()
    };
    assert!(field("9990000018", true) && !field("9990000018", false));
    assert!(field(&real, false) && !field(&real, true));
}

#[test]
fn the_same_nhs_number_in_reach_is_always_named() {
    let mut world = elm();
    open(&mut world, "Amira", new(PEG, false)).expect("taken in");
    let other = &[
        (ClientField::Given, "Margaret"),
        (ClientField::NhsNumber, "9990000018"),
    ];
    for although in [false, true] {
        match open(&mut world, "Amira", new(other, although)) {
            Err(Refusal::Perhaps { known }) => {
                assert_eq!(known[0].client, ClientId(1));
                assert_eq!(known[0].label, "Peg O'Neill, Elm Surgery (P1)");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn somebody_alike_is_asked_about_once() {
    let mut world = elm();
    open(&mut world, "Amira", new(PEG, false)).expect("taken in");
    let like = &[
        (ClientField::Given, "Pat"),
        (ClientField::Family, "O'Neill"),
    ];
    let asked = open(&mut world, "Amira", new(like, false));
    assert!(matches!(asked, Err(Refusal::Perhaps { .. })), "{asked:?}");
    open(&mut world, "Amira", new(like, true)).expect("somebody else");
}

#[test]
fn out_of_reach_only_an_exact_nhs_number_is_answered_and_only_with_whom_to_ask() {
    let mut world = elm().worker("Ben Osei").practice("Elm");
    open(&mut world, "Ben Osei", new(PEG, false)).expect("taken in");
    let number = &[
        (ClientField::Given, "M"),
        (ClientField::NhsNumber, "9990000018"),
    ];
    assert_eq!(
        open(&mut world, "Amira", new(number, false)),
        Err(Refusal::KnownElsewhere {
            with: "B Osei".to_owned()
        })
    );
    let like = &[
        (ClientField::Given, "Peg"),
        (ClientField::Family, "O'Neill"),
    ];
    open(&mut world, "Amira", new(like, false)).expect("a name alone tells nothing");
}

#[test]
fn a_known_person_gets_another_case_only_from_those_who_reach_them() {
    let mut world = elm().client("Tom").worker("Ben").practice("Elm");
    let tom = Referred::Known(world.client_id("Tom"));
    open(&mut world, "Amira", tom.clone()).expect("another case");
    assert_eq!(
        world
            .heads
            .client(world.client_id("Tom"))
            .unwrap()
            .cases
            .len(),
        2
    );
    let refused = open(&mut world, "Ben", tom);
    assert!(matches!(refused, Err(Refusal::NotFound { .. })));
}

#[test]
fn a_link_worker_takes_cases_for_themselves_and_a_supervisor_gives_them_out() {
    let mut world = elm().supervisor("Sam").worker("Ben").practice("Elm");
    let intent = Intent::OpenCase {
        referred: new(PEG, false),
        worker: Some(world.staff("Ben").id),
        fields: CaseFields::new(),
        next: NextChoice::Keep,
    };
    let refused = world.ask("Amira", intent.clone());
    assert!(
        matches!(refused, Err(Refusal::NotAllowed { .. })),
        "{refused:?}"
    );
    world.ask("Sam", intent).expect("given");
}
