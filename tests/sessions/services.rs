//! A feed of services over the wire: dry, whole, found by need and place, undone whole.

use caseload::{
    domain::{
        ids::ServiceId,
        intent::Intent,
        service::{FeedService, Origin, Place, Service},
        terms::Need,
    },
    readmodel::services::{ServiceCard, ServicePage, ServiceQuery},
    wire::{
        Reply, Request, Trouble,
        talk::{FedServices, FeedCommit},
    },
};

use super::store::{Session, Store};

fn fed(id: u32) -> FeedService {
    let service = Service {
        name: format!("Debt Line {id}"),
        offers: "Free advice".to_owned(),
        needs: vec![Need::Money],
        places: vec![Place::from_line("Corn Street, Elmbridge EL1 1BA")],
        origin: Some(Origin {
            id: format!("6f0c2f52-{id}"),
            ..Origin::default()
        }),
        ..Service::default()
    };
    FeedService {
        service,
        organisation: None,
    }
}

fn import(
    seat: &mut Session,
    rows: &[FeedService],
    commit: &FeedCommit,
) -> Result<FedServices, Trouble> {
    for rows in rows.chunks(20) {
        assert_eq!(seat.ask(&Request::ServiceRows(rows.to_vec()))?, Reply::Kept);
    }
    match seat.ask(&Request::ServicesCommit(commit.clone()))? {
        Reply::Fed(fed) => Ok(fed),
        other => panic!("not fed: {other:?}"),
    }
}

fn page(seat: &mut Session, near: &str) -> ServicePage {
    let query = ServiceQuery {
        need: Some(Need::Money),
        near: near.to_owned(),
        offset: 0,
        limit: 100,
    };
    match seat.ask(&Request::Services(query)).unwrap() {
        Reply::Services(page) => page,
        other => panic!("no page: {other:?}"),
    }
}

fn card(seat: &mut Session, id: u32) -> ServiceCard {
    match seat.ask(&Request::Service(ServiceId(id))).unwrap() {
        Reply::Service(card) => *card,
        other => panic!("no card: {other:?}"),
    }
}

fn whole(otherwise: &str) -> FeedCommit {
    FeedCommit {
        otherwise: otherwise.to_owned(),
        whole: true,
        ..FeedCommit::default()
    }
}

#[test]
fn a_feed_comes_in_is_found_and_is_taken_back_whole() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut pat) = (hub.session("amira"), hub.session("pat"));
    let rows: Vec<FeedService> = (1..=50).map(fed).collect();
    let dry = FeedCommit {
        dry_run: true,
        ..whole("elm")
    };
    let would = import(&mut pat, &rows, &dry).unwrap();
    assert_eq!((would.added, would.import), (50, None));
    assert_eq!(page(&mut pat, "EL1").total, 0);

    let done = import(&mut pat, &rows, &whole("elm")).unwrap();
    assert_eq!((done.added, done.source.as_str()), (50, "elm"));
    let import_id = done.import.expect("an import");
    assert_eq!(page(&mut amira, "el1 4qt").total, 50);
    assert_eq!(page(&mut amira, "EL2").total, 0);
    hub.wait_read();
    let found = amira.find("debt el1");
    assert!(
        found.rows[0]
            .label
            .contains("money, debt, benefits   Corn Street, Elmbridge EL1 1BA"),
        "{found:?}"
    );
    assert_eq!(found.rows[0].side, "EL1");

    // Another file name, the same ids: the same feed.
    let again = import(&mut pat, &rows[1..], &whole("another file")).unwrap();
    assert_eq!(
        (again.source.as_str(), again.gone, again.unchanged),
        ("elm", 1, 49)
    );
    let gone = again.import.expect("a mark was written");
    assert!(card(&mut amira, 1).service.gone_since().is_some());
    pat.ask(&Request::ImportUndo(gone)).unwrap();
    assert_eq!(card(&mut amira, 1).service.gone_since(), None);

    let mut ours = card(&mut amira, 7);
    ours.service.local.note = "Ring before ten.".to_owned();
    let edit = Intent::EditService {
        service: ServiceId(7),
        version: ours.version,
        to: Box::new(ours.service),
    };
    amira.act(edit).unwrap();
    let refused = pat.ask(&Request::ImportUndo(import_id)).unwrap_err();
    assert!(
        refused
            .message
            .starts_with("Amira Khan has changed it since"),
        "{refused:?}"
    );
    amira.act(Intent::Undo).unwrap();
    pat.ask(&Request::ImportUndo(import_id)).unwrap();
    assert_eq!(page(&mut pat, "").total, 0);
    pat.assert_sound();
    drop((amira, pat, hub));
    let hub = store.open();
    hub.session("pat").assert_sound();
}
