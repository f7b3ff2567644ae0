//! One thing for several people over the wire: one entry, told to everybody, undone whole; all or
//! none.

use caseload::{
    domain::{
        ids::CaseId,
        intent::{Intent, NextChoice, SeenCase},
    },
    wire::Notice,
};

use super::store::{AMIRA, IDA, PEG, Session, Store, TOM, day};

const LATER: &str = "2036-12-04";

fn seen(session: &mut Session, case: CaseId) -> SeenCase {
    let version = session.case(case).unwrap().version;
    SeenCase { case, version }
}

fn due(session: &mut Session, case: CaseId) -> Option<chrono::NaiveDate> {
    let next = session.case(case).unwrap().next;
    next.follow_up().map(|due| due.on)
}

fn all(session: &mut Session, cases: &[CaseId]) -> Intent {
    let cases = cases.iter().map(|case| seen(session, *case)).collect();
    Intent::MoveSteps {
        cases,
        on: day(LATER),
    }
}

#[test]
fn two_steps_move_together_or_not_at_all() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut sam) = (hub.session("amira"), hub.session("sam"));
    for case in [PEG, TOM] {
        amira.log(case, "rang").unwrap();
    }
    let before = [PEG, TOM].map(|case| due(&mut amira, case));
    assert!(before.iter().all(Option::is_some), "{before:?}");

    let stale = all(&mut amira, &[PEG, TOM]);
    let version = sam.case(TOM).unwrap().version;
    sam.act(Intent::SetNextStep {
        case: TOM,
        version,
        next: NextChoice::NoneBecause("he rings".to_owned()),
    })
    .unwrap();
    let seq = amira.desk().unwrap().seq;
    let refused = amira.act(stale).unwrap_err().to_string();
    assert!(
        refused.contains("Sam Reed changed the case of Tomasz Zieliński"),
        "{refused}"
    );
    assert_eq!(amira.desk().unwrap().seq, seq, "nothing was written");
    assert_eq!(due(&mut amira, PEG), before[0]);
    sam.act(Intent::Undo).unwrap();

    let both = all(&mut amira, &[PEG, TOM]);
    let done = amira.act(both).unwrap();
    assert_eq!(done.seq, seq + 2, "one entry after Sam's undo");
    assert_eq!(
        [PEG, TOM].map(|case| due(&mut amira, case)),
        [Some(day(LATER)); 2]
    );
    let told = |notice: &Notice| match notice {
        Notice::Changed { cases, seq, .. } if *seq == done.seq => Some(cases.clone()),
        _ => None,
    };
    let cases = sam.notice("both cases", told);
    assert!(cases.contains(&PEG) && cases.contains(&TOM), "{cases:?}");
    amira.act(Intent::Undo).unwrap();
    assert_eq!([PEG, TOM].map(|case| due(&mut amira, case)), before);
    amira.act(Intent::Redo).unwrap();
    assert_eq!(due(&mut sam, TOM), Some(day(LATER)));

    let theirs = Intent::AssignAll {
        cases: vec![
            seen(&mut amira, PEG),
            SeenCase {
                case: IDA,
                version: 1,
            },
        ],
        to: Some(AMIRA),
        note: "mine now".to_owned(),
    };
    let refused = amira.act(theirs).unwrap_err().to_string();
    assert!(refused.starts_with("There is no case"), "{refused}");
    hub.session("pat").assert_sound();
}
