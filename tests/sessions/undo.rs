//! Undo over the wire: my latest, whole; refused where somebody has changed it since.

use caseload::domain::intent::Intent;

use super::store::{PEG, Store, TOM, log};

#[test]
fn undo_takes_back_my_latest_whole_and_others_see_it() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut sam) = (hub.session("amira"), hub.session("sam"));
    let before = amira.case(PEG).unwrap();
    amira.log(PEG, "By mistake.").unwrap();
    sam.told_of(PEG);
    sam.notices.clear();
    amira.act(Intent::Undo).unwrap();
    sam.told_of(PEG);
    let after = sam.case(PEG).unwrap();
    assert_eq!(
        (after.next, after.state, after.tally),
        (before.next, before.state, before.tally)
    );
    assert!(
        !after
            .history
            .iter()
            .any(|row| row.text.contains("By mistake"))
    );
    assert!(amira.find("mistake").rows.is_empty());
    hub.session("pat").assert_sound();
}

#[test]
fn undo_is_refused_where_somebody_has_changed_it_since() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut sam) = (hub.session("amira"), hub.session("sam"));
    amira.log(PEG, "Mine.").unwrap();
    sam.log(PEG, "After that.").unwrap();
    let refused = amira.act(Intent::Undo).unwrap_err();
    assert!(
        refused.message.contains("Sam Reed has changed it since"),
        "{refused}"
    );
    assert_eq!(amira.case(PEG).unwrap().tally.spoke, 2);
}

#[test]
fn undo_is_of_ones_own_and_survives_the_hub() {
    let store = Store::training();
    {
        let hub = store.open();
        hub.session("amira").log(PEG, "One.").unwrap();
        hub.session("amira").log(TOM, "Two.").unwrap();
    }
    let hub = store.open();
    let (mut amira, mut sam) = (hub.session("amira"), hub.session("sam"));
    let nothing = sam.act(Intent::Undo).unwrap_err();
    assert!(nothing.message.contains("nothing of yours"), "{nothing}");
    amira.act(Intent::Undo).unwrap();
    assert_eq!(amira.case(TOM).unwrap().tally.spoke, 0);
    amira.act(Intent::Undo).unwrap();
    assert_eq!(amira.case(PEG).unwrap().tally.spoke, 0);
    amira.act(Intent::Undo).unwrap_err();
    // What was undone may be done again.
    let version = amira.case(PEG).unwrap().version;
    amira.act(log(PEG, version, "Again.")).unwrap();
}
