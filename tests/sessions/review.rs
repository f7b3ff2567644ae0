//! A review over the wire: the supervisor decides and ends it, the link worker's session hears of it at
//! once, sees the decision on the client and answers the record; nobody else reads any of it.

use caseload::{
    domain::{
        ids::{CaseId, MeetingId},
        intent::Intent,
        meeting::ReviewStep,
        people::Staff,
    },
    readmodel::review::{MeetingCard, ReviewPage},
    wire::{Notice, Reply, Request, talk::ClientBy},
};

use super::store::{Session, Store, wait_until};

fn page(seat: &mut Session, of: &Staff) -> ReviewPage {
    match seat.ask(&Request::Review(of.id)).unwrap() {
        Reply::Review(page) => *page,
        other => panic!("no review: {other:?}"),
    }
}

fn record(seat: &mut Session, meeting: MeetingId) -> MeetingCard {
    match seat.ask(&Request::Meeting(meeting)).unwrap() {
        Reply::Meeting(card) => *card,
        other => panic!("no record: {other:?}"),
    }
}

fn step(seat: &mut Session, step: ReviewStep) {
    seat.act(Intent::Review(step)).unwrap();
}

#[test]
fn a_decision_is_seen_by_the_link_worker_within_the_wait_and_the_record_is_agreed() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut sam) = (hub.session("amira"), hub.session("sam"));
    let of = amira.desk().unwrap().me;
    let case: CaseId = page(&mut sam, &of).queue.first().map_or_else(
        || sam.cases().rows.first().expect("a case").case,
        |row| row.case,
    );
    step(
        &mut sam,
        ReviewStep::Decide {
            case,
            what: "two more visits".to_owned(),
            why: "letters".to_owned(),
            again_on: None,
        },
    );
    let (_, _, cases) = amira.told_of(case);
    assert!(cases.contains(&case));
    wait_until("the decision on the client's page", || {
        let card = amira.card(ClientBy::Case(case)).unwrap();
        let decided = card.case.and_then(|case| case.review.decided);
        decided.is_some_and(|one| one.what == "two more visits")
    });
    let open = page(&mut sam, &of).under_way.expect("under way");
    let (meeting, version) = (open.id, open.version);
    step(
        &mut sam,
        ReviewStep::Close {
            meeting,
            version,
            next_on: None,
        },
    );
    amira.notice("that the review ended", |notice| {
        matches!(notice, Notice::DirectoryChanged { .. }).then_some(())
    });
    let card = record(&mut amira, meeting);
    assert!(card.may_answer && !card.may_close);
    assert_eq!(card.lines.len(), 1);
    assert!(card.lines[0].decided[0].contains("two more visits"));
    let version = card.version;
    step(&mut amira, ReviewStep::Agree { meeting, version });
    assert_eq!(record(&mut sam, meeting).agreed.len(), 2);

    for stranger in ["ben", "pat"] {
        let mut seat = hub.session(stranger);
        assert!(seat.ask(&Request::Meeting(meeting)).is_err());
        let review = seat.ask(&Request::Review(of.id));
        assert!(!matches!(review, Ok(Reply::Review(_))), "{stranger}");
    }
    sam.assert_sound();
}
