//! Putting right over the wire: the store agrees with its journal after each, and the finder follows.

use caseload::domain::client::ClientField;
use caseload::domain::ids::{CaseId, ClientId};
use caseload::domain::intent::{Intent, Merge};
use caseload::domain::written::Written;
use caseload::readmodel::find::FindKind;
use caseload::wire::talk::ClientBy;
use caseload::wire::{Reply, Request};

use super::store::{PEG, PEG_CLIENT, Session, Store, TOM};

const TOM_CLIENT: ClientId = ClientId(2);

fn words(session: &mut Session, case: CaseId) -> Written {
    let card = session.case(case).unwrap();
    let id = card.history.iter().find_map(|row| row.id).unwrap();
    match session.ask(&Request::Words { case, id }).unwrap() {
        Reply::Words(card) => card.words.written,
        other => panic!("{other:?}"),
    }
}

/// Clients and notes that are found, by the client they lead to.
fn found(session: &mut Session, text: &str) -> Vec<(FindKind, Option<ClientId>)> {
    let rows = session.find(text).rows;
    rows.into_iter()
        .map(|row| (row.kind, row.client_id))
        .collect()
}

#[test]
fn what_was_changed_or_moved_is_found_where_it_is() {
    let store = Store::training();
    let hub = store.open();
    let mut amira = hub.session("amira");
    hub.wait_read();
    amira.log(PEG, "Talked about budgerigars.").unwrap();
    assert_eq!(
        found(&mut amira, "budgerigars"),
        [(FindKind::Note, Some(PEG_CLIENT))]
    );
    let Written::Contact(mut contact) = words(&mut amira, PEG) else {
        panic!("a contact");
    };
    contact.note = "Talked about pigeons.".to_owned();
    let id = contact.id;
    let version = amira.case(PEG).unwrap().version;
    let amend = Intent::Amend {
        case: PEG,
        version,
        now: Written::Contact(contact),
        because: "more is known".to_owned(),
    };
    amira.act(amend).unwrap();
    assert!(amira.find("budgerigars").rows.is_empty());
    let version = amira.case(PEG).unwrap().version;
    let moves = Intent::MoveWords {
        case: PEG,
        version,
        id,
        to: TOM,
    };
    amira.act(moves).unwrap();
    assert_eq!(
        found(&mut amira, "pigeons"),
        [(FindKind::Note, Some(TOM_CLIENT))]
    );
    assert_eq!(amira.case(TOM).unwrap().tally.spoke, 1);
    assert_eq!(amira.case(PEG).unwrap().tally.spoke, 0);
    hub.session("pat").assert_sound();
    amira.act(Intent::Undo).unwrap();
    amira.act(Intent::Undo).unwrap();
    assert_eq!(
        found(&mut amira, "budgerigars"),
        [(FindKind::Note, Some(PEG_CLIENT))]
    );
    amira.act(Intent::Redo).unwrap();
    amira.act(Intent::Redo).unwrap();
    assert_eq!(
        found(&mut amira, "pigeons"),
        [(FindKind::Note, Some(TOM_CLIENT))]
    );
    hub.session("pat").assert_sound();
}

fn join(session: &mut Session) {
    let card = |session: &mut Session, id| session.card(ClientBy::Id(id)).unwrap();
    let (peg, tom) = (card(session, PEG_CLIENT), card(session, TOM_CLIENT));
    let merge = Merge {
        kept: PEG_CLIENT,
        kept_version: peg.version,
        gone: TOM_CLIENT,
        gone_version: tom.version,
        take: vec![ClientField::Phone],
        wrong_number: tom.fields.get(&ClientField::NhsNumber).cloned(),
    };
    session.act(Intent::Merge(Box::new(merge))).unwrap();
}

#[test]
fn joined_records_are_one_person_and_come_apart_again() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut sam) = (hub.session("amira"), hub.session("sam"));
    hub.wait_read();
    amira.log(TOM, "Talked about pigeons.").unwrap();
    let tom = amira.card(ClientBy::Id(TOM_CLIENT)).unwrap();
    sam.told_of(TOM);
    join(&mut amira);
    let card = amira.card(ClientBy::Id(TOM_CLIENT)).unwrap();
    assert_eq!(card.client_id, PEG_CLIENT);
    assert_eq!(card.cases.len(), 2);
    assert_eq!(card.also[0].client_id, TOM_CLIENT);
    // By any name and from any note, the one record.
    for text in [tom.client.as_str(), "pigeons"] {
        let found = found(&mut amira, text);
        assert!(!found.is_empty(), "{text}");
        assert!(found.iter().all(|(_, client)| *client == Some(PEG_CLIENT)));
    }
    let rows = amira.cases().rows;
    let of_tom = rows.iter().find(|row| row.case == TOM).unwrap();
    assert_eq!(of_tom.client_id, PEG_CLIENT);
    hub.session("pat").assert_sound();
    amira.log(TOM, "Since they were joined.").unwrap();
    hub.session("pat").assert_sound();
    drop((amira, sam, hub));

    // The same after a start, and from a journal read anew.
    let hub = store.open();
    let mut amira = hub.session("amira");
    hub.wait_read();
    assert_eq!(
        found(&mut amira, "pigeons"),
        [(FindKind::Note, Some(PEG_CLIENT))]
    );
    assert!(hub.session("pat").verify(true).unwrap().sound);
    amira.act(Intent::Unmerge { gone: TOM_CLIENT }).unwrap();
    let after = amira.card(ClientBy::Id(TOM_CLIENT)).unwrap();
    assert_eq!((after.client_id, &after.client), (TOM_CLIENT, &tom.client));
    assert_eq!(after.fields, tom.fields);
    assert!(
        amira
            .card(ClientBy::Id(PEG_CLIENT))
            .unwrap()
            .also
            .is_empty()
    );
    assert_eq!(
        found(&mut amira, "pigeons"),
        [(FindKind::Note, Some(TOM_CLIENT))]
    );
    assert!(hub.session("pat").verify(true).unwrap().sound);
}

#[test]
fn what_i_did_lately_and_what_was_changed_are_mine_to_read() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut ben) = (hub.session("amira"), hub.session("ben"));
    amira.log(PEG, "One.").unwrap();
    let version = amira.card(ClientBy::Id(PEG_CLIENT)).unwrap().version;
    let edit = Intent::EditClient {
        client: PEG_CLIENT,
        version,
        set: vec![(ClientField::Hours, Some("mornings".to_owned()))],
        because: "asked by the person".to_owned(),
    };
    amira.act(edit).unwrap();
    amira.act(Intent::Undo).unwrap();
    let Reply::Lately(lately) = amira.ask(&Request::Lately).unwrap() else {
        panic!("a list");
    };
    let told: Vec<_> = lately
        .rows
        .iter()
        .map(|row| (row.what.as_str(), row.undone))
        .collect();
    assert_eq!(
        told,
        [
            ("change of details", true),
            ("contact (phone, spoke)", false)
        ]
    );
    let Reply::Lately(nothing) = ben.ask(&Request::Lately).unwrap() else {
        panic!("a list");
    };
    assert!(nothing.rows.is_empty());
    let Reply::Changes(changes) = amira.ask(&Request::Changes(PEG_CLIENT)).unwrap() else {
        panic!("a list");
    };
    let told: Vec<_> = changes
        .rows
        .iter()
        .map(|row| row.because.as_str())
        .collect();
    assert_eq!(told, ["undone", "asked by the person"]);
    assert_eq!(changes.rows[1].now, "mornings");
    // Out of reach there is no such record.
    assert!(ben.ask(&Request::Changes(PEG_CLIENT)).is_err());
    let id = amira
        .case(PEG)
        .unwrap()
        .history
        .iter()
        .find_map(|row| row.id)
        .unwrap();
    assert!(ben.ask(&Request::Words { case: PEG, id }).is_err());
}
