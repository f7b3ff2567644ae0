//! `caseload keys`: the keymap in force, and every fault of one.

use std::fs;

use serde_json::Value;

use crate::run::Home;

fn file(home: &Home, name: &str, text: &str) -> String {
    let path = home.path(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn check_lists_every_fault_with_its_place_and_what_to_do() {
    let home = Home::new();
    let bad = "schema = 1\n[case]\nlgo = [\"f2\"]\nstatus = [\"ctrl-i\", \"X\"]\n[everywhere]\nquit = []\n";
    let bad = file(&home, "bad.toml", bad);
    let ran = home.run(&["keys", "--check", &bad]).expect(2);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", ran.out);
    assert!(
        lines[0].starts_with(&format!("{bad}:3:1: error K02: ")),
        "{}",
        ran.out
    );
    assert!(lines[0].ends_with("did you mean \"log\"?"), "{}", ran.out);
    assert!(lines[1].contains(":4:11: error K05: "), "{}", ran.out);
    assert!(lines[2].contains(":6:1: error K07: "), "{}", ran.out);
    let rows: Value =
        serde_json::from_str(&home.run(&["--json", "keys", "--check", &bad]).expect(2).out)
            .unwrap();
    let first = &rows[0];
    for field in [
        "code",
        "level",
        "file",
        "line",
        "column",
        "message",
        "suggestion",
    ] {
        assert!(first.get(field).is_some(), "{field} is missing in {first}");
    }
    assert_eq!(
        (&first["code"], &first["level"], &first["line"]),
        (&"K02".into(), &"error".into(), &3.into())
    );
    let good = file(
        &home,
        "good.toml",
        "schema = 1\n[case]\nlog = [\"ctrl-r\"]\n",
    );
    home.run(&["keys", "--check", &good]).expect(0);
    assert_eq!(
        home.run(&["--json", "keys", "--check", &good])
            .expect(0)
            .out
            .trim(),
        "[]"
    );
    for shipped in ["default", "vim", "function-keys"] {
        home.run(&["keys", "--check", shipped]).expect(0);
    }
    // A warning is no fault that anything fails for; what is not there is.
    let risky = file(
        &home,
        "risky.toml",
        "schema = 1\n[case]\nlog = [\"alt-x\"]\n",
    );
    assert!(
        home.run(&["keys", "--check", &risky])
            .expect(0)
            .out
            .contains("warning K08")
    );
    assert!(
        home.run(&["keys", "--check", "/nowhere.toml"])
            .expect(2)
            .out
            .contains("K01")
    );
    let latin = home.path("latin.toml");
    fs::write(&latin, b"schema = 1 # caf\xe9\n").unwrap();
    home.run(&["keys", "--check", &latin.display().to_string()])
        .expect(2);
}

#[test]
fn keys_prints_the_map_in_force_whole_or_for_one_place() {
    let home = Home::new();
    let all = home.run(&["keys"]).expect(0).out;
    assert!(all.contains("case        log            l "), "{all}");
    let card = home
        .run(&["keys", "--context", "agenda", "--format", "md"])
        .expect(0)
        .out;
    assert!(
        card.contains("| `l` | Log a contact |") && !card.contains("In a form"),
        "{card}"
    );
    let rows = home.json(&["keys", "--context", "form"]);
    let save = rows
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["action"] == "save")
        .unwrap();
    assert_eq!(save["keys"], serde_json::json!(["ctrl-s", "f2"]));
    let wrong = home.run(&["keys", "--context", "agnda"]).expect(2);
    assert!(wrong.err.contains("Did you mean agenda?"), "{}", wrong.err);
    // The person's own file, and one named for this time over it.
    let config = home.path(".config/caseload");
    fs::create_dir_all(&config).unwrap();
    fs::write(
        config.join("keymap.toml"),
        "schema = 1\nextends = \"vim\"\n[case]\nlog = [\"L\"]\n",
    )
    .unwrap();
    let own = home.run(&["keys"]).expect(0).out;
    assert!(
        own.contains("log            L                    Log a contact (yours)"),
        "{own}"
    );
    assert!(own.contains("g g, home"), "{own}");
    let named = home
        .run(&["keys", "--keymap", "function-keys"])
        .expect(0)
        .out;
    assert!(
        named.contains("log            f7 ") && !named.contains("g g"),
        "{named}"
    );
    let bad = home.run(&["keys", "--keymap", "emacs"]).expect(2);
    assert!(
        bad.err
            .contains("shipped keymaps are default, vim, function-keys"),
        "{}",
        bad.err
    );
    assert!(
        bad.out.contains("log "),
        "the rest still works: {}",
        bad.out
    );
}
