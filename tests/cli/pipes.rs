//! Behaving in pipes: no process keeps them open, a reader may leave early.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

use crate::run::{Home, hubs_of, read_to_the_end};

#[test]
fn a_command_that_starts_the_hub_leaves_nobody_holding_its_pipes() {
    let home = Home::with_demo();
    assert!(hubs_of(&home.path("store")).is_empty());
    let child = home
        .command(&["agenda"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // With the hub holding on to one of them, this would wait for as long as the hub stays.
    let (out, err) = read_to_the_end(child);
    assert!(out.contains("Late"), "{out}");
    assert_eq!(err, "");
    let hubs = hubs_of(&home.path("store"));
    let [hub] = hubs[..] else {
        panic!("one hub stays: {hubs:?}")
    };
    // Its streams lead nowhere, its folder is the root, and it leads a session of its own.
    for stream in 0..3 {
        let to = std::fs::read_link(format!("/proc/{hub}/fd/{stream}")).unwrap();
        assert_eq!(to.to_str(), Some("/dev/null"), "stream {stream}");
    }
    assert_eq!(
        std::fs::read_link(format!("/proc/{hub}/cwd"))
            .unwrap()
            .to_str(),
        Some("/")
    );
    let stat = std::fs::read_to_string(format!("/proc/{hub}/stat")).unwrap();
    let after_name = stat.rsplit(") ").next().unwrap();
    let session = after_name.split(' ').nth(3).unwrap();
    assert_eq!(session, hub.to_string());
    let words = std::fs::read(format!("/proc/{hub}/cmdline")).unwrap();
    assert!(
        words.starts_with(b"caseload\0"),
        "{}",
        String::from_utf8_lossy(&words)
    );
}

#[test]
fn commands_started_at_once_share_one_hub() {
    let home = Home::with_demo();
    let children: Vec<_> = (0..6)
        .map(|_| {
            home.command(&["cases"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for child in children {
        let (out, err) = read_to_the_end(child);
        assert!(!out.is_empty(), "{err}");
    }
    assert_eq!(hubs_of(&home.path("store")).len(), 1);
}

#[test]
fn a_reader_that_leaves_early_is_a_normal_end() {
    let home = Home::with_demo();
    for args in [
        &["cases", "--state", "all"][..],
        &["--json", "cases"],
        &["man"],
        &["services"],
    ] {
        let mut child = home
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut reader = BufReader::with_capacity(16, child.stdout.take().unwrap());
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        drop(reader);
        let ran = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&ran.stderr);
        assert!(!err.contains("panicked"), "{args:?}: {err}");
        assert_eq!(ran.status.code(), Some(0), "{args:?}: {err}");
    }
}
