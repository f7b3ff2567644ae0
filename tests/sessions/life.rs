//! A hub's life: one a store, sockets of any path, leaving by itself, handing over.

use std::{fs, os::unix::net::UnixListener, path::PathBuf, time::Duration};

use caseload::{
    hub::{
        layout::Layout,
        serve::{self, OpenFor, Stay},
    },
    wire::{
        Notice, Request, TroubleKind,
        link::{Link, NoLink},
    },
};

use super::store::{PEG, Running, Session, Store, wait_until};

#[test]
fn a_second_hub_gives_way_to_the_first() {
    let store = Store::training();
    let hub = store.open();
    let mut amira = hub.session("amira");
    let second = Running::start(&store.layout, OpenFor::Owner, Stay::ForGood).unwrap();
    assert!(second.is_none());
    amira.log(PEG, "Still served.").unwrap();
}

#[test]
fn a_hub_that_a_session_started_leaves_after_its_stay() {
    let store = Store::training();
    let stay = Stay::For(Duration::from_millis(30));
    let hub = store.open_as(OpenFor::Owner, stay);
    let amira = hub.session("amira");
    let ben = hub.session("ben");
    drop(amira);
    // One is still there.
    let mut ben = ben;
    ben.desk().unwrap();
    drop(ben);
    hub.wait_gone();
    drop(store.open());
}

#[test]
fn a_socket_left_by_a_hub_that_was_killed_is_replaced() {
    let store = Store::training();
    // Bound and dropped: the file stays, nobody listens.
    drop(UnixListener::bind(store.layout.socket()).unwrap());
    assert!(matches!(
        Link::connect(&store.layout.socket(), ""),
        Err(NoLink::Nobody(_))
    ));
    let hub = store.open();
    hub.session("amira").desk().unwrap();
}

#[test]
fn what_is_no_socket_is_never_removed_for_one() {
    let store = Store::training();
    let notes = store.layout.data.join("notes.txt");
    fs::write(&notes, "precious").unwrap();
    let refused = serve::bind(&notes, OpenFor::Owner).unwrap_err();
    assert_eq!(refused.kind, TroubleKind::Offline);
    assert_eq!(fs::read_to_string(&notes).unwrap(), "precious");
    let link = store.layout.data.join("link");
    std::os::unix::fs::symlink(&notes, &link).unwrap();
    serve::bind(&link, OpenFor::Owner).unwrap_err();
    assert_eq!(fs::read_to_string(&notes).unwrap(), "precious");
}

#[test]
fn the_socket_of_another_hub_is_not_taken_from_it() {
    let (store, other) = (Store::training(), Store::training());
    let hub = store.open();
    serve::bind(&hub.socket, OpenFor::Owner).unwrap_err();
    hub.session("amira").desk().unwrap();
    drop(other);
}

#[test]
fn a_path_longer_than_the_kernel_takes_works_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let long = "a-folder-with-a-name-of-forty-characters".to_owned() + "/";
    let path = folder.path().join(long.repeat(4));
    let layout = Layout::new(path);
    assert!(layout.socket().as_os_str().len() > 160);
    Store::found(&layout, caseload::clock::now());
    let hub = Running::start(&layout, OpenFor::Owner, Stay::ForGood)
        .unwrap()
        .unwrap();
    hub.session("amira").log(PEG, "From far away.").unwrap();
    drop(hub);
    // A killed hub leaves a socket there too.
    let hub = Running::start(&layout, OpenFor::Owner, Stay::ForGood);
    hub.unwrap().unwrap().session("amira").desk().unwrap();
}

#[test]
fn the_socket_is_open_to_its_owner_only_and_to_the_group_for_a_service() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let store = Store::training();
    assert_eq!(mode(&store.open().socket), 0o600);
    assert_eq!(
        mode(&store.open_as(OpenFor::Mapped, Stay::ForGood).socket),
        0o660
    );
}

#[test]
fn a_folder_that_others_may_look_into_is_refused_with_the_command_that_closes_it() {
    use std::os::unix::fs::PermissionsExt;
    let store = Store::training();
    fs::set_permissions(&store.layout.data, fs::Permissions::from_mode(0o755)).unwrap();
    let refused = Running::start(&store.layout, OpenFor::Owner, Stay::ForGood)
        .err()
        .unwrap();
    assert!(refused.hint.contains("chmod 700"), "{refused:?}");
}

#[test]
fn a_hub_that_hands_over_tells_its_sessions_and_goes() {
    let store = Store::training();
    let hub = store.open();
    let (mut amira, mut ben) = (hub.session("amira"), hub.session("ben"));
    amira.ask(&Request::HandOver).unwrap();
    ben.notice("word of the handing over", |notice| {
        matches!(notice, Notice::HandingOver).then_some(())
    });
    let socket = hub.socket.clone();
    hub.wait_gone();
    // Whoever is still connected is told, in a sentence, that nothing was saved.
    let late = ben.act(caseload::domain::intent::Intent::Undo).unwrap_err();
    assert_eq!(late.kind, TroubleKind::Offline);
    assert!(Link::connect(&socket, "ben").is_err());
    // The next one serves.
    drop((amira, ben));
    store.open().session("amira").desk().unwrap();
}

#[test]
fn one_account_may_not_take_all_the_places() {
    let store = Store::training();
    let hub = store.open();
    let mut crowd: Vec<Session> = (0..64).map(|_| hub.quiet_session("amira")).collect();
    for _ in 0..20 {
        let refused = hub.refusal("amira");
        assert!(refused.message.contains("Too many sessions"), "{refused}");
    }
    crowd.pop();
    wait_until("a place is free", || {
        Link::connect(&hub.socket, "amira").is_ok()
    });
    crowd[0].desk().unwrap();
}
