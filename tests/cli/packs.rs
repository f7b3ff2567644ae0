//! `caseload export`: packs from a store, the same bytes each time, in new files, for who may.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

use crate::run::Home;

const PACKS: [&[&str]; 6] = [
    &["--as", "sam", "export", "review", "--worker", "amira"],
    &[
        "--as",
        "sam",
        "export",
        "review",
        "--worker",
        "amira",
        "--week",
        "2026-11-18",
    ],
    &[
        "--as",
        "sam",
        "export",
        "integration",
        "--from",
        "2026-08-01",
        "--to",
        "2026-11-30",
    ],
    &["--as", "amira", "export", "integration", "--texts"],
    &["--as", "pat", "export", "activity", "--quarter", "2026-Q4"],
    &["--as", "amira", "export", "activity", "--month", "2026-10"],
];

fn all(home: &Home) -> Vec<String> {
    let mut packs = Vec::new();
    for pack in PACKS {
        for format in ["html", "md", "csv", "json"] {
            packs.push(
                home.run(&[pack, &["--format", format]].concat())
                    .expect(0)
                    .out,
            );
        }
    }
    let marks = [
        "--as",
        "sam",
        "export",
        "integration",
        "--marks",
        "--format",
        "csv",
    ];
    packs.push(home.run(&marks).expect(0).out);
    packs
}

#[test]
fn packs_are_the_same_bytes_again_and_after_the_records_were_made_anew() {
    let home = Home::with_demo();
    let first = all(&home);
    assert!(first.iter().all(|pack| pack.len() > 200));
    assert!(first == all(&home), "the same, asked twice");
    home.run(&["--as", "pat", "rebuild"]).expect(0);
    assert!(first == all(&home), "the same, from new records");
    home.end_hub(&home.path("store"));
    assert!(first == all(&home), "the same, from a new hub");
}

#[test]
fn packs_name_nobody_unless_asked_and_hold_no_safeguarding() {
    let home = Home::with_demo();
    let people = home.json(&["--as", "pat", "cases", "--state", "all", "--worker", "all"]);
    let people: Vec<&str> = people
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["client"].as_str().unwrap())
        .collect();
    assert!(people.len() > 50);
    for pack in all(&home) {
        for name in &people {
            assert!(!pack.contains(name), "{name}");
        }
    }
    let named = [PACKS[0], &["--names", "--format", "md"]].concat();
    let named = home.run(&named).expect(0).out;
    assert!(named.contains("Margaret O'Neill (C"), "{named}");
    let notes = home.json(&["--as", "sam", "notes"]);
    let text = notes[0]["text"].as_str().unwrap();
    let words: String = text.chars().take(30).collect();
    let grid = home
        .run(&["--as", "sam", "export", "integration", "--format", "json"])
        .expect(0);
    assert!(!grid.out.contains(&words) && grid.out.contains("\"withheld\""));
    let texts = [
        "--as",
        "sam",
        "export",
        "integration",
        "--texts",
        "--format",
        "json",
    ];
    assert!(home.run(&texts).expect(0).out.contains(&words));
    let marks = [
        "--as",
        "sam",
        "export",
        "integration",
        "--marks",
        "--format",
        "csv",
    ];
    let marks = home.run(&marks).expect(0).out;
    let head = "\"note\",\"level\",\"concept\",\"position\",\"author_kind\",\"marked_by\",\"cue_accepted\",\"week\"";
    assert!(marks.starts_with(head), "{marks}");
}

#[test]
fn a_pack_goes_into_a_new_file_of_its_owner_or_is_refused() {
    let home = Home::with_demo();
    let file = home.path("pack.md");
    let named = file.display().to_string();
    let pack = [PACKS[5], &["--out", &named]].concat();
    let ran = home.run(&pack).expect(0);
    assert!(ran.out.is_empty() && ran.err.contains("pack.md"), "{ran:?}");
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.starts_with("# Social prescribing: activity"),
        "by the file's ending"
    );
    let again = home.run(&pack).expect(1);
    assert!(again.err.contains("stays"), "{}", again.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    let json = home.json(PACKS[5]);
    assert_eq!(
        (&json["pack"], &json["period"]["from"]),
        (&"activity".into(), &"2026-10-01".into())
    );
    let refused: [&[&str]; 4] = [
        &["--as", "ben", "export", "review", "--worker", "amira"],
        &["--as", "pat", "export", "integration", "--texts"],
        &[
            "--as",
            "sam",
            "export",
            "integration",
            "--marks",
            "--texts",
            "--format",
            "csv",
        ],
        &["export", "activity", "--out", "/nowhere/pack.md"],
    ];
    for args in refused {
        home.run(args).expect(1);
    }
    let wrong: [&[&str]; 6] = [
        &["export"],
        &["export", "activity", "--month", "2026-13"],
        &["export", "activity", "--month", "2027-01"],
        &[
            "export",
            "activity",
            "--month",
            "2026-10",
            "--quarter",
            "2026-Q3",
        ],
        &["export", "activity", "--practice", "X1"],
        &["--json", "export", "activity", "--format", "md"],
    ];
    for args in wrong {
        home.run(args).expect(2);
    }
}

fn browser() -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    let mut places =
        std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    places.find(|place| place.is_file())
}

fn prints(browser: &Path, home: &Home, page: &Path) {
    let pdf = page.with_extension("pdf");
    let ran = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--enable-logging=stderr",
        ])
        .arg(format!(
            "--user-data-dir={}",
            home.path("browser").display()
        ))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success(), "{said}");
    assert!(!said.contains("CONSOLE"), "{said}");
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF"), "{said}");
}

#[test]
fn the_pages_open_and_print_in_a_browser() {
    let Some(browser) = browser() else {
        println!("skipped: no chromium and no chrome is in PATH, so no page was opened");
        return;
    };
    let home = Home::with_demo();
    for (number, pack) in PACKS.iter().enumerate() {
        let page = home.path(&format!("pack-{number}.html"));
        let named = page.display().to_string();
        home.run(&[*pack, &["--out", &named]].concat()).expect(0);
        prints(&browser, &home, &page);
    }
}
