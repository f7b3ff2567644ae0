//! What is not a session, and what goes wrong inside one, ends that line and nothing else.

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
    thread,
    time::Duration,
};

use caseload::{
    domain::{
        case::FollowUp,
        ids::{CaseId, ClientId, PracticeId},
        intent::{Intent, NextChoice},
        terms::ContactKind,
    },
    readmodel::{
        cases::{CaseQuery, Whose},
        drafts::DraftKey,
    },
    wire::{
        Notice, Request, frame,
        hello::{Hello, MAGIC, PROTOCOL, Welcome},
        talk::ClientBy,
    },
};
use chrono::NaiveDate;

use super::store::{PEG, Running, Store, log};

/// Sends bytes and reads what comes until the hub closes the line.
fn answer_to(hub: &Running, bytes: &[u8]) -> Vec<u8> {
    let mut line = UnixStream::connect(&hub.socket).unwrap();
    line.set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    // The hub may close before everything is written.
    line.write_all(bytes).unwrap_or_default();
    let mut heard = Vec::new();
    match line.read_to_end(&mut heard) {
        Ok(_) => heard,
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => heard,
        Err(error) => panic!("the hub kept the line: {error}"),
    }
}

fn hello(protocol: u16) -> Vec<u8> {
    let hello = Hello {
        magic: MAGIC,
        protocol,
        version: "9.9.9".to_owned(),
        as_person: "amira".to_owned(),
    };
    let mut bytes = Vec::new();
    frame::write(&mut bytes, &hello, 4096).unwrap();
    bytes
}

fn welcome_to(hub: &Running, bytes: &[u8]) -> Welcome {
    frame::read(&mut answer_to(hub, bytes).as_slice(), 4096).expect("a welcome")
}

#[test]
fn garbage_instead_of_a_greeting_ends_that_line_only() {
    let store = Store::training();
    let hub = store.open();
    let mut amira = hub.session("amira");
    assert!(answer_to(&hub, b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n").is_empty());
    assert!(answer_to(&hub, &[0xff; 64]).is_empty());
    assert!(answer_to(&hub, &[0; 4]).is_empty());
    // A greeting of another program is told so, in the shape that never changes.
    let mut other = hello(PROTOCOL);
    other[4..12].copy_from_slice(b"casebook");
    let refused = welcome_to(&hub, &other).refused.unwrap();
    assert!(refused.message.contains("not a caseload session"));
    amira.log(PEG, "Undisturbed.").unwrap();
}

#[test]
fn a_greeting_that_does_not_come_is_not_waited_for() {
    let store = Store::training();
    let hub = store.open();
    let mut silent: Vec<_> = (0..5)
        .map(|_| UnixStream::connect(&hub.socket).unwrap())
        .collect();
    silent[0].write_all(&[40, 0, 0, 0, b'c']).unwrap();
    // Others come in while those say nothing.
    hub.session("amira").log(PEG, "Meanwhile.").unwrap();
    for line in &mut silent {
        line.set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let mut heard = Vec::new();
        let read = line.read_to_end(&mut heard);
        let reset = |error: &std::io::Error| error.kind() == std::io::ErrorKind::ConnectionReset;
        assert!(read.as_ref().is_ok_and(|_| heard.is_empty()) || read.as_ref().is_err_and(reset));
    }
}

#[test]
fn an_older_session_is_told_to_start_again() {
    let store = Store::training();
    let hub = store.open();
    let welcome = welcome_to(&hub, &hello(PROTOCOL - 1));
    let refused = welcome.refused.unwrap();
    assert!(refused.message.contains("caseload was updated"));
    assert!(refused.hint.contains("your draft is kept"));
    assert_eq!(refused.exit_code(), 3);
    hub.session("amira").desk().unwrap();
}

#[test]
fn a_newer_session_of_the_owner_makes_an_older_hub_hand_over() {
    let store = Store::training();
    let hub = store.open();
    let mut amira = hub.session("amira");
    let refused = welcome_to(&hub, &hello(PROTOCOL + 1)).refused.unwrap();
    assert!(refused.hint.contains("handing over"));
    amira.notice("word of the handing over", |notice| {
        matches!(notice, Notice::HandingOver).then_some(())
    });
    hub.wait_gone();
}

#[test]
fn a_frame_over_the_limit_or_not_understood_ends_that_session_only() {
    let store = Store::training();
    let hub = store.open();
    let mut amira = hub.session("amira");
    let greeting = hello(PROTOCOL);
    let welcomed = |rest: &[u8]| {
        let heard = answer_to(&hub, &[&greeting, rest].concat());
        let mut heard = heard.as_slice();
        let welcome: Welcome = frame::read(&mut heard, 4096).unwrap();
        assert_eq!(welcome.refused, None);
        assert!(heard.is_empty(), "answered a request that is none");
    };
    let length = u32::try_from(frame::REQUEST_BYTES_MAX + 1).unwrap();
    welcomed(&length.to_le_bytes());
    welcomed(&u32::MAX.to_le_bytes());
    welcomed(&[3, 0, 0, 0, 1, 0xff, 0xff]);
    welcomed(&[2, 0, 0, 0, 1, 1]);
    // A request with bytes left over is none.
    let mut longer = Vec::new();
    frame::write(&mut longer, &(7_u32, Request::Desk, 5_u8), 4096).unwrap();
    welcomed(&longer);
    amira.log(PEG, "Undisturbed.").unwrap();
}

/// Requests with values that nobody types.
fn extremes() -> Vec<Request> {
    let far = [NaiveDate::MAX, NaiveDate::MIN];
    let long = "é̷ \u{202e}\u{0}".repeat(8_000);
    let mut requests = vec![
        Request::Client(ClientBy::Id(ClientId(u32::MAX))),
        Request::Client(ClientBy::Case(CaseId(0))),
        Request::Client(ClientBy::Nhs(long.clone())),
        Request::Agenda {
            practice: Some(PracticeId(u32::MAX)),
            whose: Whose::All,
        },
        Request::Cases(CaseQuery {
            offset: u32::MAX,
            limit: u32::MAX,
            ..CaseQuery::default()
        }),
        Request::Find {
            text: long.clone(),
            kinds: Vec::new(),
            limit: u32::MAX,
        },
        Request::Find {
            text: String::new(),
            kinds: Vec::new(),
            limit: 0,
        },
        Request::Do(Intent::AddNote {
            case: CaseId(u32::MAX),
            text: long.clone(),
        }),
        Request::Do(Intent::AddNote {
            case: PEG,
            text: long,
        }),
        Request::DropDraft(DraftKey::Note(CaseId(u32::MAX))),
        Request::ImportCommit { dry_run: false },
        Request::Backup {
            file: String::new(),
        },
        Request::Backup {
            file: "/".to_owned(),
        },
        Request::Backup {
            file: "/proc/nowhere/b.tar".to_owned(),
        },
    ];
    requests.extend(far.into_iter().flat_map(far_days));
    requests
}

/// The same with a day that no calendar reaches.
fn far_days(on: NaiveDate) -> Vec<Request> {
    let mut requests = Vec::new();
    let next = NextChoice::Due(FollowUp {
        on,
        at: None,
        kind: ContactKind::Phone,
        what: String::new(),
        moved: u16::MAX,
    });
    for version in [0, u64::MAX, 2] {
        let next = next.clone();
        requests.push(Request::Do(Intent::SetNextStep {
            case: PEG,
            version,
            next,
        }));
    }
    let Intent::LogContact {
        case,
        mut contact,
        next,
        ..
    } = log(PEG, 2, "")
    else {
        unreachable!()
    };
    contact.on = on;
    contact.minutes = u16::MAX;
    for version in 2..12 {
        let (contact, next) = (contact.clone(), next.clone());
        requests.push(Request::Do(Intent::LogContact {
            case,
            version,
            contact,
            next,
        }));
    }
    requests
}

#[test]
fn values_that_nobody_types_are_answered_like_any_other() {
    let store = Store::training();
    let hub = store.open();
    hub.wait_read();
    let mut amira = hub.session("amira");
    let requests = extremes();
    for request in &requests {
        // Granted or refused, but answered, and the line holds.
        let answered = amira.ask(request);
        if let Err(trouble) = answered {
            let kind = trouble.kind;
            assert_ne!(
                kind,
                caseload::wire::TroubleKind::Bug,
                "{request:?}: {trouble}"
            );
        }
        amira.agenda();
        amira.cases();
        amira.case(PEG).unwrap();
        amira.desk().unwrap();
    }
    hub.session("pat").assert_sound();
}

#[test]
fn a_panic_under_any_lock_of_the_hub_ends_nothing_else() {
    let store = Store::training();
    let hub = store.open();
    hub.wait_read();
    let mut amira = hub.session("amira");
    let core = hub.core();
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    thread::scope(|scope| {
        let heads = scope.spawn(|| {
            let _held = core.heads_mut();
            panic!("with the heads in hand");
        });
        assert!(heads.join().is_err());
        let job = scope.spawn(|| core.ask_writer(|_| panic!("while handing over a job")));
        assert!(job.join().is_err());
    });
    // A job of the writer's that fails fails alone.
    let progress: caseload::hub::writer::Progress =
        std::sync::Arc::new(|_, _| panic!("in the writer's hands"));
    let who = caseload::hub::writer::Who {
        staff: super::store::AMIRA,
        owner: true,
    };
    let mut turn = caseload::hub::turn::Turn::new(std::sync::Arc::clone(core), who);
    let reply = turn.answer(Request::Verify { deep: true }, &progress);
    std::panic::set_hook(quiet);
    let caseload::wire::Reply::Trouble(trouble) = reply else {
        panic!("{reply:?}")
    };
    assert_eq!(trouble.kind, caseload::wire::TroubleKind::Bug);
    amira.log(PEG, "Undisturbed.").unwrap();
    hub.session("ben").desk().unwrap();
}
