//! Who may come in, and as whom: what the kernel says, mapped to people by the store.

use caseload::{
    domain::{
        client::ClientField,
        ids::{PracticeId, StaffId},
        intent::{Intent, NextChoice, Referred},
        people::Staff,
        terms::Role,
    },
    hub::{core::Core, peer, writer::Who},
    wire::{Trouble, TroubleKind, talk::ClientBy},
};

use super::store::{AMIRA, BEN, ELM, OAK, PEG, PEG_CLIENT, Store, TOM};

fn person(core: &Core, uid: u32, named: &str) -> Result<Who, Trouble> {
    peer::person(&core.heads(), uid, named, &core.layout)
}

fn newcomer(handle: &str, role: Role) -> Staff {
    Staff {
        id: StaffId(0),
        handle: handle.to_owned(),
        name: format!("{handle} newcomer"),
        role,
        practices: vec![ELM],
        supervisor: None,
        active: true,
        away: None,
        fte: None,
    }
}

#[test]
fn an_account_that_nobody_mapped_is_refused_in_one_sentence() {
    let store = Store::training();
    let hub = store.open();
    let refused = person(hub.core(), 54_321, "").unwrap_err();
    assert_eq!(refused.kind, TroubleKind::Refused);
    assert!(refused.message.contains("54321"), "{refused}");
    assert_eq!(
        refused.message.matches('.').count(),
        1,
        "one sentence: {refused}"
    );
    assert!(refused.hint.contains("staff add"));
    // Naming somebody helps nobody in.
    assert!(person(hub.core(), 54_321, "amira").is_err());
}

#[test]
fn an_account_acts_as_the_people_it_is_mapped_to_and_as_nobody_else() {
    let store = Store::training();
    let hub = store.open();
    let uid = 54_321;
    let mut pat = hub.session("pat");
    pat.act(Intent::MapAccount { staff: BEN, uid }).unwrap();
    let core = hub.core();
    assert_eq!(
        person(core, uid, "").unwrap(),
        Who {
            staff: BEN,
            owner: false
        }
    );
    assert_eq!(person(core, uid, "ben").unwrap().staff, BEN);
    assert_eq!(person(core, uid, "Ben Osei").unwrap().staff, BEN);
    let refused = person(core, uid, "amira").unwrap_err();
    assert!(
        refused.message.contains("may not act as \"amira\""),
        "{refused}"
    );
    pat.act(Intent::MapAccount { staff: AMIRA, uid }).unwrap();
    assert_eq!(person(core, uid, "amira").unwrap().staff, AMIRA);
    assert_eq!(
        person(core, uid, "").unwrap().staff,
        BEN,
        "the first stays the first"
    );
    pat.act(Intent::UnmapAccount { staff: BEN, uid }).unwrap();
    pat.act(Intent::UnmapAccount { staff: AMIRA, uid }).unwrap();
    assert!(person(core, uid, "").is_err());
}

#[test]
fn over_the_socket_the_handshake_alone_says_as_whom() {
    let store = Store::training();
    let hub = store.open();
    assert_eq!(
        hub.session("").desk().unwrap().me.id,
        AMIRA,
        "the first mapped"
    );
    assert_eq!(hub.session("ben").desk().unwrap().me.id, BEN);
    assert_eq!(hub.session("S2").desk().unwrap().me.id, BEN);
    let refused = hub.refusal("nobody");
    assert_eq!(refused.exit_code(), 1);
    assert!(refused.message.contains("nobody"), "{refused}");
}

#[test]
fn who_left_may_not_come_in_and_their_open_session_does_no_more() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut pat) = (hub.session("amira"), hub.session("pat"));
    // Nobody leaves with open cases: hers are given to others first.
    for case in [PEG, TOM] {
        let version = pat.case(case).unwrap().version;
        let given = Intent::Assign {
            case,
            version,
            to: Some(BEN),
            note: String::new(),
        };
        pat.act(given).unwrap();
    }
    let before = pat.case(PEG).unwrap().version;
    let mut gone = pat
        .desk()
        .unwrap()
        .staff
        .into_iter()
        .find(|staff| staff.id == AMIRA)
        .unwrap();
    gone.active = false;
    pat.act(Intent::ChangeStaff(gone)).unwrap();
    assert!(hub.refusal("amira").message.contains("may not act as"));
    // The session that was open reads nothing, writes nothing and is told nothing.
    assert!(amira.desk().is_err());
    assert!(
        amira
            .act(super::store::log(PEG, before, "Still here."))
            .is_err()
    );
    amira.notices.clear();
    pat.log(PEG, "Took it over.").unwrap();
    assert!(amira.desk().is_err());
    let changes =
        |notice: &&caseload::wire::Notice| matches!(notice, caseload::wire::Notice::Changed { .. });
    assert_eq!(amira.notices.iter().filter(changes).count(), 0);
}

#[test]
fn in_a_training_store_a_new_person_is_the_owners_too() {
    let store = Store::training();
    let hub = store.open();
    let staff = newcomer("joy", Role::LinkWorker);
    hub.session("pat")
        .act(Intent::AddStaff { staff, uid: None })
        .unwrap();
    assert_eq!(hub.session("joy").desk().unwrap().me.handle, "joy");
    // Of another account nobody is anybody.
    assert!(person(hub.core(), 54_321, "joy").is_err());
}

#[test]
fn rights_are_checked_in_the_hub() {
    let store = Store::training();
    // The owner of the folder may administer; somebody else's account stands for all others.
    let hub = store.open();
    let core = hub.core();
    let who = Who {
        staff: BEN,
        owner: false,
    };
    let ask = |request| {
        let progress: caseload::hub::writer::Progress = std::sync::Arc::new(|_, _| {});
        caseload::hub::turn::Turn::new(std::sync::Arc::clone(core), who).answer(request, &progress)
    };
    use caseload::wire::{Reply, Request};
    let forbidden = [
        Request::Verify { deep: false },
        Request::Rebuild,
        Request::AcceptClock,
        Request::Backup {
            file: store.layout.data.join("b.tar").display().to_string(),
        },
        Request::ImportRows(Vec::new()),
        Request::ImportCommit { dry_run: true },
        Request::ImportUndo(caseload::domain::ids::ImportId(1)),
        Request::Do(Intent::AddStaff {
            staff: newcomer("eve", Role::PracticeManager),
            uid: Some(1),
        }),
        Request::Do(Intent::MapAccount {
            staff: AMIRA,
            uid: 1,
        }),
        Request::Client(caseload::wire::talk::ClientBy::Case(PEG)),
        Request::Client(caseload::wire::talk::ClientBy::Nhs("9990070385".to_owned())),
        Request::Do(super::store::log(PEG, 2, "Not mine.")),
    ];
    for request in forbidden {
        let shown = format!("{request:?}");
        match ask(request) {
            Reply::Trouble(trouble) => assert_eq!(trouble.kind, TroubleKind::Refused, "{shown}"),
            Reply::Refused(_) => {}
            other => panic!("{shown} was granted: {other:?}"),
        }
    }
    assert!(!store.layout.data.join("b.tar").exists());
}

fn referral(fields: &[(ClientField, &str)], practice: PracticeId, although: bool) -> Intent {
    let fields = fields
        .iter()
        .map(|(field, text)| (*field, (*text).to_owned()));
    Intent::OpenCase {
        referred: Referred::New {
            fields: fields.collect(),
            practice,
            although_similar: although,
        },
        worker: Some(AMIRA),
        fields: [].into(),
        next: NextChoice::NoneBecause("waits".to_owned()),
    }
}

#[test]
fn a_namesake_at_the_practice_or_the_postcode_is_asked_about_and_no_obstacle() {
    let store = Store::training();
    let hub = store.open();
    let mut amira = hub.session("amira");
    let name = [
        (ClientField::Given, "margaret"),
        (ClientField::Family, "ONeill"),
    ];
    let asked = amira.act(referral(&name, ELM, false)).unwrap_err();
    assert!(asked.message.contains("Margaret O'Neill"), "{asked}");
    let version = amira.card(ClientBy::Id(PEG_CLIENT)).unwrap().version;
    let postcode = (ClientField::Postcode, Some("EL1 4QT".to_owned()));
    amira
        .act(Intent::EditClient {
            client: PEG_CLIENT,
            version,
            set: vec![postcode],
            because: String::new(),
        })
        .unwrap();
    // At another practice it is another person, unless they live at the same postcode.
    let home = [name[0], name[1], (ClientField::Postcode, "el14qt")];
    let asked = amira.act(referral(&home, OAK, false)).unwrap_err();
    assert!(asked.message.contains("Margaret O'Neill"), "{asked}");
    amira.act(referral(&name, OAK, false)).unwrap();
    // Saying so again is enough.
    amira.act(referral(&home, ELM, true)).unwrap();
}
