//! In what order the finder lists people, for whoever asks.

use caseload::domain::{case::CaseState, ids::StaffId, intent::Intent};

use super::store::{PEG, SAL, Session, Store, TOM};

const SAM: StaffId = StaffId(3);

/// The given names of all whose NHS number begins alike, in order.
fn listed(session: &mut Session) -> Vec<String> {
    let rows = session.find("999007").rows;
    let given = |label: &str| label.split(' ').next().unwrap_or_default().to_owned();
    rows.iter().map(|row| given(&row.label)).collect()
}

#[test]
fn open_cases_stand_first_then_own_ones_then_names() {
    let store = Store::training();
    let hub = store.open();
    hub.wait_read();
    let [mut amira, mut sam, mut pat] = ["amira", "sam", "pat"].map(|who| hub.session(who));
    assert_eq!(listed(&mut amira), ["Margaret", "Tomasz"]);
    assert_eq!(listed(&mut pat), ["Ida", "Margaret", "Sal", "Tomasz"]);
    let version = amira.case(PEG).unwrap().version;
    let declined = CaseState::Declined {
        because: "has moved away".to_owned(),
    };
    amira
        .act(Intent::SetState {
            case: PEG,
            version,
            state: declined,
        })
        .unwrap();
    assert_eq!(
        listed(&mut amira),
        ["Tomasz", "Margaret"],
        "closed ones last"
    );
    assert_eq!(listed(&mut pat), ["Ida", "Sal", "Tomasz", "Margaret"]);
    let version = sam.case(TOM).unwrap().version;
    sam.act(Intent::Assign {
        case: TOM,
        version,
        to: Some(SAM),
        note: String::new(),
    })
    .unwrap();
    assert_eq!(
        listed(&mut sam),
        ["Tomasz", "Sal", "Margaret"],
        "own ones first"
    );
    let version = sam.case(SAL).unwrap().version;
    sam.act(Intent::Assign {
        case: SAL,
        version,
        to: Some(SAM),
        note: String::new(),
    })
    .unwrap();
    assert_eq!(listed(&mut sam), ["Sal", "Tomasz", "Margaret"]);
}
