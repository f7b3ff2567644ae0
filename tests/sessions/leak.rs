//! What a safeguarding concern says goes nowhere but to those who may read it and ask for it by
//! itself: one phrase, searched for in every byte that leaves the hub and in every file.

use std::fs;

use caseload::{
    clock,
    domain::{
        concern::Concern,
        consent::Consent,
        ids::{PartId, ServiceId},
        intent::Intent,
        part::{Part, PartChange},
        people::Staff,
        terms::{ConsentScope, HowGiven, Role},
    },
    readmodel::{
        cases::Whose,
        changes,
        client::message_back,
        connected::ConnectedQuery,
        drafts::{Draft, DraftKey},
        services::ServiceQuery,
        table,
    },
    wire::{Notice, Reply, Request, talk::ClientBy},
};

use super::store::{PEG, PEG_CLIENT, Running, Session, Store, files_under};

/// In no other text of the store.
const PHRASE: &str = "plover beneath glass";

fn holds(bytes: &[u8], phrase: &str) -> bool {
    let bytes = bytes.to_ascii_lowercase();
    bytes
        .windows(phrase.len())
        .any(|part| part == phrase.as_bytes())
}

fn concern(what: &str) -> Part {
    let today = caseload::domain::zone::store_date(clock::now());
    Part::Concern(Concern {
        what: format!("{PHRASE} {what}"),
        noticed_on: today,
        discussed_with: format!("Dr Rao {PHRASE}"),
        discussed_on: Some(today),
        outcome: format!("decided {PHRASE}"),
        review_on: Some(today),
        closed_on: None,
        closed_because: String::new(),
    })
}

/// Notes a concern, changes it, undoes that and brings it back; leaves a draft of another.
fn write(session: &mut Session) {
    let set = |id: Option<PartId>, version, what| Intent::SetParts {
        client: PEG_CLIENT,
        changes: vec![PartChange {
            id,
            version,
            case: None,
            now: Some(concern(what)),
        }],
        because: format!("because {PHRASE}"),
    };
    session.act(set(None, 0, "first")).unwrap();
    let kept = guarded(session).expect("may read").parts.last().cloned();
    let kept = kept.expect("a concern");
    session.act(set(Some(kept.id), kept.seq, "second")).unwrap();
    session.act(Intent::Undo).unwrap();
    session.act(Intent::Redo).unwrap();
    let draft = Draft {
        key: DraftKey::Concern(PEG_CLIENT),
        label: "Margaret O'Neill".to_owned(),
        at: clock::now(),
        fields: vec![("Concern".to_owned(), PHRASE.to_owned())],
        cursor: (0, 0, 0),
        mark: None,
    };
    session.ask(&Request::KeepDraft(draft)).unwrap();
}

fn guarded(session: &mut Session) -> Option<caseload::readmodel::client::ClientCard> {
    match session.ask(&Request::Guarded(ClientBy::Id(PEG_CLIENT))) {
        Ok(Reply::Client(card)) => Some(*card),
        Ok(other) => panic!("{other:?}"),
        Err(_) => None,
    }
}

/// Everything that a session may ask to read, but for its own drafts and what is asked for by
/// itself.
fn questions() -> Vec<Request> {
    let find = |text: &str| Request::Find {
        text: text.to_owned(),
        kinds: Vec::new(),
        limit: 20,
    };
    vec![
        Request::Desk,
        Request::Agenda {
            practice: None,
            whose: Whose::All,
        },
        Request::Cases(caseload::readmodel::cases::CaseQuery {
            whose: Whose::All,
            states: caseload::readmodel::cases::States::All,
            ..caseload::readmodel::cases::CaseQuery::default()
        }),
        Request::Coding(Whose::All),
        Request::Client(ClientBy::Id(PEG_CLIENT)),
        Request::Client(ClientBy::Case(PEG)),
        Request::Client(ClientBy::Nhs("9990070385".to_owned())),
        Request::Connected(ConnectedQuery::default()),
        Request::ConnectedTo(ServiceId(1)),
        Request::Services(ServiceQuery::default()),
        Request::Changes(PEG_CLIENT),
        Request::Lately,
        Request::Stood,
        find(PHRASE),
        find("plover"),
        find("glass"),
        find("margaret"),
    ]
}

fn assert_told_nothing(session: &mut Session, who: &str) {
    for question in questions() {
        let answer = session.ask(&question);
        let bytes = postcard::to_stdvec(&answer.map_err(|trouble| trouble.to_string())).unwrap();
        // What was asked for comes back with the answer of the finder.
        let asked = matches!(&question, Request::Find { .. });
        let found = match (&question, session.ask(&question)) {
            (Request::Find { text, .. }, Ok(Reply::Found(found))) if text != "margaret" => {
                found.total != 0
            }
            _ => !asked && holds(&bytes, PHRASE),
        };
        assert!(!found, "{who} was told by {question:?}");
    }
    for notice in &session.notices {
        let bytes = postcard::to_stdvec(notice).unwrap();
        assert!(!holds(&bytes, PHRASE), "{who} was told by {notice:?}");
    }
}

/// What goes into pipes, files and other systems of what a card and the changes hold.
fn assert_not_out(session: &mut Session) {
    let card = session.card(ClientBy::Id(PEG_CLIENT)).unwrap();
    let case = card.case.clone().expect("a case");
    let Reply::Changes(changes) = session.ask(&Request::Changes(PEG_CLIENT)).unwrap() else {
        panic!("a list")
    };
    let changes: &changes::Changes = &changes;
    for text in [
        serde_json::to_string(&card).unwrap(),
        format!("{:?}", table::client(&card)),
        message_back(&card, &case, "Amira Khan"),
        serde_json::to_string(changes).unwrap(),
        serde_json::to_string(&session.agenda()).unwrap(),
        serde_json::to_string(&session.cases()).unwrap(),
    ] {
        assert!(!holds(text.as_bytes(), PHRASE), "{text}");
    }
    assert_eq!(card.concerns, 1, "a bare mark");
}

fn assert_in_no_file(store: &Store) {
    let files = files_under(&store.layout.data);
    assert!(files.len() >= 6, "{files:?}");
    for file in files {
        assert!(
            !holds(&fs::read(&file).unwrap(), PHRASE),
            "in {}",
            file.display()
        );
    }
}

fn all_asked(hub: &Running) {
    for who in ["amira", "sam", "pat", "ben"] {
        let mut session = hub.session(who);
        assert_told_nothing(&mut session, who);
        let reads = guarded(&mut session);
        let told = reads.map(|card| postcard::to_stdvec(&card).unwrap());
        let told = told.is_some_and(|bytes| holds(&bytes, PHRASE));
        assert_eq!(told, matches!(who, "amira" | "sam"), "{who}");
        let drafts = session.ask(&Request::Drafts).unwrap();
        let drafts = postcard::to_stdvec(&drafts).unwrap();
        assert_eq!(holds(&drafts, PHRASE), who == "amira", "{who}");
    }
}

#[test]
fn a_concern_is_told_to_those_who_may_read_it_and_ask_for_it_alone() {
    let store = Store::training();
    for round in 0..2 {
        let hub = store.open();
        hub.wait_read();
        let mut sam = hub.session("sam");
        let mut pat = hub.session("pat");
        let mut amira = hub.session("amira");
        if round == 0 {
            write(&mut amira);
            for session in [&mut sam, &mut pat] {
                session.notice("word of Peg", |notice| match notice {
                    Notice::Changed { clients, .. } if clients.contains(&PEG_CLIENT) => Some(()),
                    _ => None,
                });
                assert_told_nothing(session, "who was there");
            }
        }
        assert_not_out(&mut amira);
        assert_not_out(&mut pat);
        all_asked(&hub);
        let backup = store.layout.data.join("b.tar");
        fs::remove_file(&backup).unwrap_or_default();
        let file = backup.display().to_string();
        pat.ask(&Request::Backup { file }).unwrap();
        assert_in_no_file(&store);
        pat.assert_sound();
        drop((sam, pat, amira, hub));
        assert_in_no_file(&store);
    }
}

#[test]
fn who_loses_the_permission_loses_the_draft_and_the_undo() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut pat) = (hub.session("amira"), hub.session("pat"));
    write(&mut amira);
    let desk = pat.desk().unwrap();
    let was = desk.staff.iter().find(|staff| staff.handle == "amira");
    let now = Staff {
        role: Role::PracticeManager,
        ..was.unwrap().clone()
    };
    pat.act(Intent::ChangeStaff(now)).unwrap();
    assert!(guarded(&mut amira).is_none());
    assert!(amira.act(Intent::Undo).is_err());
    assert_eq!(
        amira.ask(&Request::Drafts).unwrap(),
        Reply::Drafts(Vec::new())
    );
}

#[test]
fn a_consent_is_on_the_card_as_programs_read_it() {
    let store = Store::training();
    let hub = store.open();
    let mut amira = hub.session("amira");
    let today = caseload::domain::zone::store_date(clock::now());
    let consent = Consent {
        scope: ConsentScope::SharePractice,
        service: None,
        organisation: String::new(),
        given: true,
        on: today,
        how: HowGiven::Written,
        withdrawn_on: Some(today),
        note: String::new(),
    };
    let give = Intent::SetParts {
        client: PEG_CLIENT,
        changes: vec![PartChange {
            id: None,
            version: 0,
            case: None,
            now: Some(Part::Consent(consent)),
        }],
        because: String::new(),
    };
    amira.act(give).unwrap();
    let card = amira.card(ClientBy::Id(PEG_CLIENT)).unwrap();
    let text = serde_json::to_string(&card).unwrap();
    for wanted in ["share-practice", "written", "withdrawn_on"] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
}
