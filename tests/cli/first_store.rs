//! A first store in three commands, with a referral list of one's own.

use std::{fs, os::unix::fs::PermissionsExt};

use serde_json::Value;

use crate::run::{Home, Ran, project};

/// `init --training` and what the example list names beside.
fn training() -> Home {
    let home = Home::new();
    let args = [
        "init",
        "--training",
        "--name",
        "Amira Khan",
        "--role",
        "link-worker",
        "--practice",
        "Elm Tree Surgery",
        "--ods",
        "X90001",
    ];
    home.run(&args).expect(0);
    home
}

fn with_team(home: &Home) {
    for (ods, name) in [("X90002", "Oak Lane"), ("X90003", "Mill Road")] {
        home.run(&["practice", "add", "--ods", ods, "--name", name])
            .expect(0);
    }
    home.run(&["staff", "add", "ben", "--name", "Ben Osei"])
        .expect(0);
}

fn imported(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err))
}

#[test]
fn a_training_store_with_an_imported_list_in_three_commands() {
    let home = training();
    let export = project("demo-data/gp-search-export.csv");
    let map = project("docs/import-map-example.toml");
    let list = ["import", "referrals", &export, "--map", &map];
    let dry = home.run(&[&list[..], &["--dry-run"]].concat()).expect(0);
    assert!(dry.out.contains("4 people would be added"), "{}", dry.out);
    assert!(dry.out.contains("Nothing was changed"), "{}", dry.out);
    assert_eq!(home.run(&["--json", "cases"]).expect(0).out.trim(), "[]");
    home.run(&list).expect(0);
    let agenda = home.json(&["agenda"]);
    let agenda = agenda.as_array().unwrap();
    assert_eq!(agenda.len(), 4);
    let names: Vec<&str> = agenda
        .iter()
        .map(|row| row["client"].as_str().unwrap())
        .collect();
    for name in [
        "Bernadette Walsh",
        "Alastair McKay",
        "Shazia Begum",
        "Seán O'Dowd",
    ] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert_eq!(
        home.json(&["find", "9990072973"])[0]["label"]
            .as_str()
            .unwrap()
            .split("  ")
            .next(),
        Some("Bernadette Walsh")
    );
    home.run(&["verify", "--deep"]).expect(0);
}

#[test]
fn the_same_list_again_skips_and_counts_and_the_import_is_undone_whole() {
    let home = training();
    with_team(&home);
    let list = project("demo-data/referrals-example.csv");
    let first = imported(
        &home
            .run(&["--json", "import", "referrals", &list])
            .expect(0),
    );
    assert_eq!(
        (&first["rows"], &first["new_clients"]),
        (&Value::from(7), &Value::from(7))
    );
    assert_eq!(first["skipped"], 0);
    let again = imported(
        &home
            .run(&["--json", "import", "referrals", &list])
            .expect(0),
    );
    assert_eq!(
        (&again["new_clients"], &again["new_cases"]),
        (&Value::from(0), &Value::from(0))
    );
    assert_eq!(again["skipped"], 7);
    assert_eq!(again["import"], Value::Null);
    let mine = home.json(&["cases"]).as_array().unwrap().len();
    assert_eq!(
        mine, 6,
        "one is Ben's; those that name nobody come to the importer"
    );
    // In a training store its owner is everybody, so Ben's desk is there as well.
    assert_eq!(
        home.json(&["--as", "ben", "cases"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let import = first["import"].as_str().unwrap();
    let undone = home.run(&["import", "--undo", import]).expect(0);
    assert!(undone.err.contains("undone"), "{}", undone.err);
    assert_eq!(home.run(&["--json", "cases"]).expect(0).out.trim(), "[]");
    assert_eq!(home.run(&["import", "--undo", import]).expect(1).out, "");
    // And it may come again.
    let third = imported(
        &home
            .run(&["--json", "import", "referrals", &list])
            .expect(0),
    );
    assert_eq!(third["new_clients"], 7);
    home.run(&["verify", "--deep"]).expect(0);
}

#[test]
fn every_fault_is_reported_with_its_line_and_nothing_is_imported() {
    let home = training();
    let list = home.path("list.csv");
    let text = "nhs_number,given_name,family_name,date_of_birth,practice_ods,referred_on\n\
                9990070016,Zoë,Ashworth,1988-06-02,X90001,2026-11-02\n\
                9990070017,Bad,Digit,1988-06-02,X90001,2026-11-02\n\
                9990070385,No,Practice,1955-03-04,Q99999,2026-11-03\n\
                9990071128,No,Date,1971-01-19,X90001,soon\n";
    fs::write(&list, text).unwrap();
    let file = list.display().to_string();
    for dry in [&["--dry-run"][..], &[]] {
        let ran = home
            .run(&[&["import", "referrals", &file], dry].concat())
            .expect(1);
        for line in ["3", "5"] {
            let named = ran.err.lines().any(|row| {
                row.split_whitespace()
                    .any(|cell| cell.trim_end_matches(':') == line)
            });
            assert!(named, "line {line} in:\n{}", ran.err);
        }
        assert!(ran.out.is_empty());
    }
    let fixed = text
        .replace("9990070017", "9990071497")
        .replace("soon", "2026-11-09");
    fs::write(&list, fixed).unwrap();
    // What only the store knows is told in the same words.
    let ran = home.run(&["import", "referrals", &file]).expect(1);
    assert!(
        ran.err.contains("Q99999") && ran.err.contains("caseload practice add"),
        "{}",
        ran.err
    );
    let json = home
        .run(&["--json", "import", "referrals", &file])
        .expect(1);
    let report: Value = serde_json::from_str(&json.err).unwrap_or_else(|_| panic!("{}", json.err));
    assert!(report.to_string().contains("Q99999"));
    assert_eq!(home.run(&["--json", "cases"]).expect(0).out.trim(), "[]");
}

#[test]
fn a_real_store_keeps_its_key_outside_and_refuses_invented_numbers() {
    let home = Home::new();
    let args = [
        "init",
        "--name",
        "Amira Khan",
        "--practice",
        "Elm Tree",
        "--ods",
        "L81008",
    ];
    let ran = home.run(&args).expect(0);
    let keys: Vec<_> = fs::read_dir(home.path(".config/caseload"))
        .unwrap()
        .flatten()
        .collect();
    let [key] = &keys[..] else {
        panic!("one key outside the store")
    };
    assert_eq!(key.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(
        ran.err.contains(&key.path().display().to_string()),
        "{}",
        ran.err
    );
    assert!(!home.path("store/root.key").exists());
    let code = ran
        .err
        .lines()
        .find(|line| line.matches('-').count() >= 5)
        .expect("a recovery code");
    assert!(code.trim().len() >= 50, "{code}");
    assert!(ran.out.is_empty(), "a secret belongs to no pipe");

    let list = project("demo-data/referrals-example.csv");
    let refused = home
        .run(&["import", "referrals", &list, "--dry-run"])
        .expect(1);
    assert!(refused.err.contains("999"), "{}", refused.err);
    assert_eq!(home.run(&["--json", "cases"]).expect(0).out.trim(), "[]");
    // Names on the command line are seen by others on the machine.
    let warned = home.run(&["find", "ashworth"]).expect(1);
    assert!(warned.err.contains("use `-`"), "{}", warned.err);
    let again = home.run(&args).expect(1);
    assert!(again.err.contains("There is a store"), "{}", again.err);
}

#[test]
fn init_without_answers_says_which_are_missing_and_makes_nothing() {
    let home = Home::new();
    let ran = home.run(&["init", "--training"]).expect(2);
    assert!(ran.err.contains("--name"), "{}", ran.err);
    assert!(!home.path("store").exists());
    let args = [
        "init",
        "--training",
        "--name",
        "A",
        "--practice",
        "E",
        "--ods",
        "!",
    ];
    home.run(&args).expect(2);
    assert!(!home.path("store").exists());
}
