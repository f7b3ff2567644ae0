//! Typing a service in, and noting what we know of one that comes from a feed.

use caseload::domain::ids::ServiceId;
use caseload::domain::intent::Intent;
use caseload::domain::service::{Origin, Place, Service};
use caseload::domain::terms::Need;
use caseload::readmodel::find::{self, Found};
use caseload::tui::effect::Errand;
use caseload::wire::Request;

use crate::seat::Seat;
use crate::world::world;

fn seat(service: Service) -> Seat {
    let world = world().practice("Elm").worker("Amira").client("Tom");
    let mut seat = Seat::new(world, "Amira");
    let directory = &mut seat.world.heads.directory;
    directory.services.insert(service.id, service);
    seat
}

fn intents(seat: &Seat) -> Vec<Intent> {
    let errands = seat.desk.errands.iter();
    errands
        .filter_map(|errand| match errand {
            Errand::Send(_, Request::Do(intent)) => Some(intent.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_service_is_typed_in_from_anywhere() {
    let mut seat = seat(Service::default());
    seat.keys("A")
        .types("Elm Chess")
        .keys("tab")
        .types("Chess Club");
    seat.keys("tab tab tab").types("lonel; housing");
    assert!(
        seat.text().contains("loneliness or isolation"),
        "{}",
        seat.text()
    );
    seat.keys("tab")
        .types("Elm Hall, Mill Road EL1 4QA")
        .keys("f2");
    let [Intent::AddService(service)] = &intents(&seat)[..] else {
        panic!("{}", seat.text());
    };
    assert_eq!(
        (service.name.as_str(), service.organisation.as_str()),
        ("Elm Chess", "Chess Club")
    );
    assert_eq!(service.needs, [Need::Loneliness, Need::Housing]);
    assert_eq!(
        service.places,
        [Place::from_line("Elm Hall, Mill Road EL1 4QA")]
    );
}

#[test]
fn a_need_that_is_none_is_said_at_its_field_and_nothing_is_sent() {
    let mut seat = seat(Service::default());
    seat.keys("A")
        .types("Elm Chess")
        .keys("tab tab tab tab")
        .types("chess")
        .keys("f2");
    assert!(
        seat.text().contains("\"chess\" is none of the needs"),
        "{}",
        seat.text()
    );
    assert_eq!(intents(&seat), []);
}

#[test]
fn of_a_service_from_a_feed_only_what_we_know_is_asked() {
    let service = Service {
        id: ServiceId(3),
        name: "Debt Line".to_owned(),
        origin: Some(Origin {
            source: "council".to_owned(),
            id: "x1".to_owned(),
            ..Origin::default()
        }),
        ..Service::default()
    };
    let mut seat = seat(service.clone());
    let row = find::service_row(&seat.world.heads, ServiceId(3), &[]);
    let found = Found {
        query: "debt line".to_owned(),
        rows: row.into_iter().collect(),
        total: 1,
        ..Found::default()
    };
    seat.found.insert("debt line".to_owned(), found);
    seat.keys("/").types("debt line").keys("enter e");
    let text = seat.text();
    assert!(text.contains("The rest comes from \"council\""), "{text}");
    assert!(!text.contains("Run by"), "{text}");
    seat.keys("tab").types("Ros").keys("f2");
    let [
        Intent::EditService {
            service: id, to, ..
        },
    ] = &intents(&seat)[..]
    else {
        panic!("{}", seat.text());
    };
    assert_eq!((*id, to.local.contact.as_str()), (ServiceId(3), "Ros"));
    assert_eq!(to.without_local(), service);
}
