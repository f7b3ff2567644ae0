//! The rows that scripts rely on: fields, their kinds, and what is where.

use serde_json::Value;

use crate::run::Home;

fn assert_fields(rows: &Value, fields: &[&str]) {
    let rows = rows.as_array().expect("rows");
    assert!(!rows.is_empty());
    for row in rows {
        for field in fields {
            assert!(row.get(field).is_some(), "{field} is missing in {row}");
        }
    }
}

#[test]
fn agenda_cases_find_and_client_have_the_fields_that_scripts_rely_on() {
    let home = Home::with_demo();
    let agenda = home.json(&["agenda"]);
    let promised = [
        "case",
        "client",
        "client_id",
        "worker",
        "practice",
        "due",
        "late_days",
        "kind",
        "what",
    ];
    assert_fields(&agenda, &promised);
    let late = agenda
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["late_days"].as_i64() > Some(0));
    let late = late.expect("the demo has somebody late");
    let due = late["due"].as_str().unwrap();
    assert!(
        chrono::NaiveDate::parse_from_str(due, "%Y-%m-%d").is_ok(),
        "{due}"
    );
    assert!(late["case"].as_str().unwrap().starts_with('C'));
    assert!(late["client_id"].as_str().unwrap().starts_with('P'));
    assert_eq!(late["worker"], "amira");

    let cases = home.json(&["cases"]);
    let promised = [
        "case",
        "client",
        "client_id",
        "worker",
        "state",
        "next_due",
        "last_spoke",
        "open_days",
        "spoke",
        "tries",
    ];
    assert_fields(&cases, &promised);
    let all = home.json(&["cases", "--state", "all"]);
    assert!(all.as_array().unwrap().len() > cases.as_array().unwrap().len());

    let client = late["client"].as_str().unwrap();
    let found = home.json(&["find", client]);
    assert_fields(&found, &["kind", "id", "label"]);
    let first = &found[0];
    assert_eq!(
        (&first["kind"], &first["id"]),
        (&Value::from("client"), &late["client_id"])
    );
    assert!(first["label"].as_str().unwrap().contains(client));

    for id in [&late["client_id"], &late["case"]] {
        let card = home.json(&["client", id.as_str().unwrap()]);
        assert_eq!(card["client"], late["client"]);
        assert_eq!(card["client_id"], late["client_id"]);
    }
    assert_fields(&home.json(&["services"]), &["id", "name"]);
    assert_fields(&home.json(&["staff", "list"]), &["handle", "role"]);
    assert_fields(&home.json(&["practice", "list"]), &["ods", "name"]);
}

#[test]
fn rows_are_csv_for_a_spreadsheet() {
    let home = Home::with_demo();
    let cases = home.json(&["cases"]);
    let case = cases[0]["case"].as_str().unwrap();
    home.run(&[
        "follow-up",
        case,
        "fri",
        "--what",
        "=HYPERLINK(\"http://x\")",
    ])
    .expect(0);
    for args in [
        &["agenda"][..],
        &["cases"],
        &["services"],
        &["client", case],
        &["find", "a"],
    ] {
        let ran = home.run(&[args, &["--csv"]].concat()).expect(0);
        let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
        let headings = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert!(!rows.is_empty(), "{args:?}");
        assert!(
            ran.out.lines().all(|line| !line.contains("\"=")),
            "{args:?}: {}",
            ran.out
        );
        let wide = headings.len();
        assert!(rows.iter().all(|row| row.len() == wide), "{args:?}");
        let marked = home.run(&[args, &["--csv", "--bom"]].concat()).expect(0);
        assert_eq!(marked.out, format!("\u{feff}{}", ran.out), "{args:?}");
    }
    let csv = home.run(&["cases", "--csv"]).expect(0).out;
    assert!(csv.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{csv}");
    assert_eq!(
        csv.matches("\r\n").count(),
        cases.as_array().unwrap().len() + 1
    );
    assert!(csv.contains("\"2026-11-27\""), "dates as ISO 8601: {csv}");
    // An empty list has its headings; the two ways of printing for programs exclude each other.
    let none = home
        .run(&["cases", "--state", "waiting", "--worker", "ben", "--csv"])
        .expect(0);
    assert_eq!(none.out.lines().count(), 1);
    home.run(&["--json", "cases", "--csv"]).expect(2);
    home.run(&["cases", "--bom"]).expect(2);
}

#[test]
fn rows_follow_the_caller_and_the_filters() {
    let home = Home::with_demo();
    let count = |args: &[&str]| home.json(args).as_array().unwrap().len();
    let amira = count(&["cases"]);
    let all = count(&["--as", "pat", "cases", "--worker", "all"]);
    assert!(amira > 0 && all > amira);
    assert_eq!(count(&["--as", "pat", "cases", "--worker", "amira"]), amira);
    // A link worker who asks for everybody's gets what is in reach.
    assert_eq!(count(&["cases", "--worker", "all"]), amira);
    assert_eq!(count(&["cases", "--state", "closed", "--worker", "ben"]), 0);
    // An empty list is a list.
    let nobody = home.run(&["--json", "cases", "--state", "waiting", "--worker", "ben"]);
    assert_eq!(nobody.expect(0).out.trim(), "[]");
    let of_ben = home.json(&["--as", "ben", "cases"]);
    assert!(
        of_ben
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["worker"] == "ben")
    );
}

#[test]
fn find_reads_the_query_from_standard_input() {
    let home = Home::with_demo();
    let agenda = home.json(&["agenda"]);
    let client = agenda[0]["client"].as_str().unwrap();
    let named = home.run(&["find", client]).expect(0);
    let piped = home
        .run_with_input(&["find", "-"], &format!("{client}\n"))
        .expect(0);
    assert_eq!(piped.out, named.out);
    let nothing = home
        .run_with_input(&["--json", "find", "-"], "qqqqzzzz\n")
        .expect(1);
    assert_eq!(nothing.out.trim(), "[]");
}

#[test]
fn log_and_follow_up_print_the_entry_and_are_seen_in_the_rows() {
    let home = Home::with_demo();
    let agenda = home.json(&["agenda"]);
    let late = agenda
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["late_days"].as_i64() > Some(0));
    let case = late.unwrap()["case"].as_str().unwrap().to_owned();
    let args = [
        "log",
        &case,
        "--kind",
        "phone",
        "--result",
        "spoke",
        "--note",
        "-",
        "--next",
        "+2w",
        "--what",
        "ring again",
    ];
    let logged = home
        .run_with_input(&args, "Said — the choir is £3.\n")
        .expect(0);
    let entry: u64 = logged.out.trim().parse().expect("the entry's number");
    assert!(logged.err.contains("Logged"));
    let card = home.json(&["client", &case]);
    let newest = &card["case"]["history"][0];
    assert!(
        card["case"]["history"]
            .to_string()
            .contains("the choir is £3"),
        "{newest}"
    );
    let row = |home: &Home| {
        let rows = home.json(&["cases"]);
        let mut rows = rows.as_array().unwrap().clone();
        rows.retain(|row| row["case"] == case.as_str());
        rows.remove(0)
    };
    assert_eq!(row(&home)["next_due"], "2026-12-07");
    let set = home
        .run(&[
            "follow-up",
            &case,
            "tue",
            "--at",
            "14:00",
            "--what",
            "visit",
        ])
        .expect(0);
    assert!(set.out.trim().parse::<u64>().unwrap() > entry);
    assert_eq!(row(&home)["next_due"], "2026-11-24");
    let json = home.json(&["follow-up", &case, "fri"]);
    assert!(json["entry"].as_u64() > Some(entry));
    assert_eq!(json["case"], case.as_str());
}

#[test]
fn concepts_and_notes_have_their_fields_and_name_nobody_who_is_served() {
    let home = Home::with_demo();
    let concepts = home.json(&["concepts"]);
    assert_fields(&concepts, &["concept", "position", "notes", "last_raised"]);
    let rows = concepts.as_array().unwrap();
    assert_eq!(
        rows.len(),
        20,
        "four concepts and the whole note, four positions each"
    );
    let narrowed = home.json(&["concepts", "--worker", "amira", "--practice", "X90001"]);
    let sum = |rows: &Value| -> u64 {
        let rows = rows.as_array().unwrap().iter();
        rows.filter_map(|row| row["notes"].as_u64()).sum()
    };
    assert!(0 < sum(&narrowed) && sum(&narrowed) < sum(&concepts));
    let notes = home.json(&["notes"]);
    assert_fields(
        &notes,
        &["note", "on", "worker", "author_kind", "marks", "text"],
    );
    let clients = home.json(&["cases", "--worker", "all", "--state", "all"]);
    let printed = format!("{concepts}{narrowed}{notes}");
    for client in clients.as_array().unwrap() {
        let name = client["client"].as_str().unwrap();
        assert!(!printed.contains(name), "{name}");
    }
    assert!(
        !printed.contains("999 0") && !printed.contains("9990"),
        "an NHS number"
    );
}

#[test]
fn lists_are_had_as_they_stood_and_what_changed_since_and_nothing_else_is() {
    let home = Home::with_demo();
    let team = home.json(&["team", "--as", "pat", "--as-of", "2026-11-16"]);
    let now = home.json(&["team", "--as", "pat"]);
    assert_ne!(team, now);
    assert_fields(&team, &["worker", "figures", "next_review"]);
    let until = [
        "team",
        "--as",
        "pat",
        "--since",
        "2026-11-09",
        "--as-of",
        "2026-11-16",
    ];
    let changed = home.json(&until);
    assert_fields(
        &changed,
        &["case", "client", "new", "ended", "spoke", "step"],
    );
    assert_ne!(
        changed,
        home.json(&["team", "--as", "pat", "--since", "2026-11-16"])
    );
    let amira = ["review", "--as", "amira", "--as-of", "2026-11-16"];
    assert!(home.json(&amira).is_array());
    for command in ["agenda", "services", "client P1", "find peter"] {
        let mut args: Vec<&str> = command.split(' ').collect();
        args.extend(["--as-of", "2026-11-16"]);
        let ran = home.run(&args);
        assert_ne!(ran.code, 0, "{command}");
        assert!(ran.err.contains("as they stood"), "{command}: {}", ran.err);
    }
    let ran = home.run(&["team", "--since", "2026-11-23"]);
    assert!(ran.err.contains("not over"), "{}", ran.err);
}
