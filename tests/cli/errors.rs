//! Exit codes and sentences: 1 refused or nothing found, 2 usage, 3 not reachable, 4 damage.

use std::fs;

use crate::run::{Home, Ran};

fn json_error(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(ran.err.trim()).unwrap_or_else(|_| panic!("not JSON: {}", ran.err))
}

#[test]
fn refused_and_not_found_is_one() {
    let home = Home::with_demo();
    for args in [
        &["find", "qqqqzzzz"][..],
        &["client", "P999999"],
        &["client", "C999999"],
        &["--as", "nobody", "agenda"],
        &["import", "--undo", "I77"],
    ] {
        let ran = home.run(args).expect(1);
        assert!(ran.out.is_empty(), "{args:?}: {}", ran.out);
    }
    let case = home.json(&["agenda"])[0]["case"]
        .as_str()
        .unwrap()
        .to_owned();
    let spoke = [
        "log",
        &case,
        "--kind",
        "phone",
        "--result",
        "spoke",
        "--next",
        "yesterday",
    ];
    home.run(&spoke).expect(1);
    let error = json_error(&home.run(&["--json", "client", "P999999"]).expect(1));
    assert_eq!(error["kind"], "refused");
    assert!(error["message"].as_str().unwrap().contains("P999999"));
}

#[test]
fn wrong_usage_is_two() {
    let home = Home::with_demo();
    for args in [
        &["no-such-command"][..],
        &["cases", "--no-such-flag"],
        &["log", "C1", "--kind", "pigeon", "--result", "spoke"],
        &["cases", "--worker", "nobody"],
        &["cases", "--practice", "Q99999"],
        &["import", "referrals", "/nowhere/list.csv"],
        &["staff", "add", "x", "--name", "X", "--role", "king"],
        &["import"],
    ] {
        let ran = home.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}{}", ran.out, ran.err);
        assert!(!ran.err.contains("panicked"));
    }
    home.run(&["--help"]).expect(0);
    home.run(&["--version"]).expect(0);
}

#[test]
fn no_store_and_no_hub_is_three() {
    let home = Home::new();
    let ran = home.run(&["agenda"]).expect(3);
    assert!(ran.err.contains("There is no store in"), "{}", ran.err);
    assert!(ran.err.contains("caseload init"), "{}", ran.err);
    let error = json_error(&home.run(&["--json", "agenda"]).expect(3));
    assert_eq!(error["kind"], "offline");
    // A socket where nobody listens, and no store to start a hub on.
    let socket = home.path("gone.sock");
    drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
    let named = socket.display().to_string();
    home.run(&["--socket", &named, "agenda"]).expect(3);
}

#[test]
fn a_store_that_others_may_look_into_is_three_and_says_how_to_close_it() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::with_demo();
    fs::set_permissions(home.path("store"), fs::Permissions::from_mode(0o755)).unwrap();
    let ran = home.run(&["agenda"]).expect(3);
    assert!(ran.err.contains("chmod 700"), "{}", ran.err);
}

#[test]
fn damage_is_four_on_verify_and_on_writing_and_reading_goes_on() {
    let home = Home::with_demo();
    let cases = home.json(&["cases"]);
    let case = cases[0]["case"].as_str().unwrap().to_owned();
    home.end_hub(&home.path("store"));
    let segment = home.path("store/journal/segment-00000001");
    let mut bytes = fs::read(&segment).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    bytes[used - used / 50] ^= 1;
    fs::write(&segment, bytes).unwrap();
    let ran = home.run(&["verify"]).expect(4);
    assert!(
        ran.out.contains("damaged from entry"),
        "{}{}",
        ran.out,
        ran.err
    );
    home.run(&["verify", "--deep"]).expect(4);
    let verdict = home.run(&["--json", "verify"]).expect(4);
    let verdict: serde_json::Value = serde_json::from_str(&verdict.out).unwrap();
    assert_eq!(verdict["sound"], false);
    let logged = home
        .run(&["log", &case, "--kind", "phone", "--result", "no-answer"])
        .expect(4);
    assert!(logged.err.contains("damaged"), "{}", logged.err);
    // What was there when it was last used can be read, whole.
    assert_eq!(home.json(&["cases"]), cases);
    home.run(&["client", &case]).expect(0);
    // Without it, there is nobody left who could be let in, and that is said.
    home.end_hub(&home.path("store"));
    fs::remove_dir_all(home.path("store/views")).unwrap();
    let ran = home.run(&["verify"]).expect(4);
    assert!(ran.err.contains("damaged from entry"), "{}", ran.err);
}
