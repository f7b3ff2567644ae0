//! Looking after a store: backup, restore, verify, rebuild, doctor.

use std::fs;

use crate::run::{Home, hubs_of};

#[test]
fn a_backup_of_a_store_in_use_is_restored_and_agrees_with_it() {
    let home = Home::with_demo();
    let cases = home.json(&["--as", "pat", "cases", "--state", "all"]);
    let backup = home.path("b.tar").display().to_string();
    home.run(&["backup", &backup]).expect(0);
    // A file that is there is not written over.
    let there = fs::read(&backup).unwrap();
    home.run(&["backup", &backup]).expect(1);
    assert_eq!(fs::read(&backup).unwrap(), there);

    let into = home.path("restored").display().to_string();
    let key = home.path("store/root.key").display().to_string();
    home.run(&["restore", &backup, "--into", &into, "--root-key", &key])
        .expect(0);
    let restored = home.json(&["--data", &into, "--as", "pat", "cases", "--state", "all"]);
    assert_eq!(restored, cases);
    home.run(&["--data", &into, "verify", "--deep"]).expect(0);
    assert_eq!(hubs_of(&home.path("restored")).len(), 1);
    // A folder with a store in it is not written over either.
    home.run(&["restore", &backup, "--into", &into, "--root-key", &key])
        .expect(1);
    assert_eq!(
        home.json(&["--data", &into, "cases"]),
        home.json(&["cases"])
    );
}

#[test]
fn a_backup_without_its_key_stays_closed_and_says_where_the_key_belongs() {
    let home = Home::with_demo();
    let backup = home.path("b.tar").display().to_string();
    home.run(&["backup", &backup]).expect(0);
    let into = home.path("restored").display().to_string();
    let ran = home.run(&["restore", &backup, "--into", &into]).expect(1);
    assert!(ran.err.contains("root.key"), "{}", ran.err);
    home.run(&["--data", &into, "agenda"]).expect(3);
    let key = home.path("store/root.key");
    fs::copy(key, home.path("restored/root.key")).unwrap();
    home.run(&["--data", &into, "agenda"]).expect(0);
}

#[test]
fn a_keyring_that_lost_its_end_is_damage() {
    let home = Home::with_demo();
    let keyring = home.path("store/keyring");
    let mut bytes = fs::read(&keyring).unwrap();
    *bytes.last_mut().unwrap() ^= 0x10;
    fs::write(&keyring, bytes).unwrap();
    let ran = home.run(&["agenda"]).expect(4);
    assert!(ran.err.contains("keyring"), "{}", ran.err);
}

#[test]
fn a_backup_that_was_changed_is_refused_and_nothing_is_restored() {
    let home = Home::with_demo();
    let backup = home.path("b.tar");
    home.run(&["backup", &backup.display().to_string()])
        .expect(0);
    let mut bytes = fs::read(&backup).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(&backup, bytes).unwrap();
    let into = home.path("restored");
    let named = into.display().to_string();
    home.run(&["restore", &backup.display().to_string(), "--into", &named])
        .expect(1);
    assert!(!into.join("store.toml").exists());
}

#[test]
fn verify_rebuild_and_doctor_find_a_sound_store_sound() {
    let home = Home::with_demo();
    let verified = home.run(&["verify"]).expect(0);
    assert!(
        verified.out.contains("everything is as it was written"),
        "{}",
        verified.out
    );
    home.run(&["verify", "--deep"]).expect(0);
    assert_eq!(home.json(&["verify"])["sound"], true);
    let before = home.json(&["--as", "pat", "cases", "--state", "all"]);
    home.run(&["rebuild"]).expect(0);
    assert_eq!(
        home.json(&["--as", "pat", "cases", "--state", "all"]),
        before
    );
    home.run(&["doctor"]).expect(0);
    // Views thrown away while no hub runs are made again by the next command, which says so.
    home.end_hub(&home.path("store"));
    fs::remove_dir_all(home.path("store/views")).unwrap();
    assert_eq!(
        home.json(&["--as", "pat", "cases", "--state", "all"]),
        before
    );
}

#[test]
fn what_was_acknowledged_is_there_after_the_hub_was_killed() {
    let home = Home::with_demo();
    let case = home.json(&["agenda"])[0]["case"]
        .as_str()
        .unwrap()
        .to_owned();
    for round in 0..5 {
        let note = format!("Round {round} of five.");
        let args = [
            "log",
            &case,
            "--kind",
            "phone",
            "--result",
            "no-answer",
            "--next",
            "+3d",
            "--note",
            &note,
        ];
        home.run(&args).expect(0);
        for hub in hubs_of(&home.path("store")) {
            let killed = std::process::Command::new("kill")
                .args(["-9", &hub.to_string()])
                .status();
            assert!(killed.unwrap().success());
        }
    }
    let card = home.json(&["client", &case]).to_string();
    for round in 0..5 {
        assert!(
            card.contains(&format!("Round {round} of five.")),
            "round {round}"
        );
    }
    home.run(&["verify", "--deep"]).expect(0);
}
