//! Directories of services in the Open Referral UK form: an invented feed, read whole, joined,
//! bent and broken.

use caseload::domain::{
    service::{FeedService, Service},
    terms::{Need, ServiceStatus},
};
use caseload::exchange::services::{Feed, FeedFile, NeedWords, read};

use super::ymd;

const PAGE: &str = include_str!("feeds/elmbridge-page-1.json");

fn file(name: &str, text: &str) -> FeedFile {
    FeedFile {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn read_all(files: &[(&str, &str)]) -> Feed {
    let files: Vec<FeedFile> = files.iter().map(|(name, text)| file(name, text)).collect();
    read(&files, &NeedWords::built_in())
}

fn said(feed: &Feed) -> Vec<String> {
    let said = |fault: &caseload::exchange::services::FeedFault| {
        let line = fault.line.map(|line| format!(":{line}"));
        format!(
            "{}{}: {}",
            fault.file,
            line.unwrap_or_default(),
            fault.message
        )
    };
    feed.faults.iter().map(said).collect()
}

fn first(feed: &Feed) -> &Service {
    &feed.services.first().expect("a service").service
}

#[test]
fn a_page_gives_everything_that_a_link_worker_needs() {
    let feed = read_all(&[("page-1.json", PAGE)]);
    assert_eq!(feed.services.len(), 3);
    assert_eq!(feed.partial, "");
    let debt = first(&feed);
    assert_eq!(debt.name, "Elmbridge Debt Line");
    assert_eq!(debt.organisation, "Elm Valley Advice");
    assert_eq!(debt.status, ServiceStatus::Active);
    assert_eq!(
        debt.offers,
        "Free advice on debts & benefits.\nBring your letters."
    );
    assert_eq!(debt.needs, [Need::Money]);
    assert_eq!(debt.terms.words, ["Origami"]);
    assert_eq!(
        debt.place_line(),
        "Corn Exchange, 2 Corn Street, Elmbridge, Elmshire EL1 1BA"
    );
    assert_eq!(debt.districts(), ["EL1"]);
    assert_eq!(
        debt.places[0].access,
        "Step-free from Mill Lane. Hearing loop in room 2."
    );
    assert_eq!(debt.terms.schedules, ["Tue, Thu 10:00-12:00 weekly"]);
    assert_eq!(debt.phone, "01632 960021");
    assert_eq!(debt.terms.contacts, ["Ros Invented, Adviser, 01632 960021"]);
    assert_eq!(debt.terms.cost, "Free; Home visit: £5 towards petrol");
    assert_eq!(debt.ages_line(), "18 and over");
    assert_eq!(debt.terms.languages, ["English", "Polish"]);
    assert_eq!(debt.terms.areas, ["Elmbridge and Nether Weir"]);
    assert_eq!(debt.terms.alert, "Closed on 24 December.");
    let origin = debt.origin.as_ref().expect("from a feed");
    assert_eq!(origin.id, "6f0c2f52-77a5-4c0e-9a57-0d6b1a52e001");
    assert_eq!(origin.last_modified, Some(ymd(2026, 10, 2)));
    assert_eq!(origin.assured, Some(ymd(2026, 9, 1)));
    for kept in [
        "assurer_email",
        "Ring the side bell",
        "\"latitude\":52.1",
        "A grant",
        "extent_type",
    ] {
        assert!(origin.unread.contains(kept), "{kept}: {}", origin.unread);
    }
    let run_by = feed.services[0].organisation.as_ref().expect("a record");
    assert_eq!(run_by.charity, "9000001");
    assert_eq!(run_by.url, "https://advice.example");
}

#[test]
fn nulls_missing_parts_and_numbers_for_texts_are_met() {
    let feed = read_all(&[("page-1.json", PAGE)]);
    let walkers = &feed.services[1].service;
    assert_eq!(walkers.status, ServiceStatus::Paused);
    assert_eq!(walkers.needs, [Need::Activity]);
    assert!(walkers.is_stale(ymd(2026, 11, 23)));
    assert!(!first(&feed).is_stale(ymd(2026, 11, 23)));
    let id = |row: &FeedService| row.service.origin.as_ref().map(|origin| origin.id.clone());
    assert_eq!(id(&feed.services[2]).as_deref(), Some("4711"));
}

#[test]
fn rows_without_an_id_or_a_name_are_left_out_by_line_and_the_rest_goes_in() {
    let feed = read_all(&[("page-1.json", PAGE)]);
    let faults = said(&feed);
    assert_eq!(faults.len(), 2, "{faults:#?}");
    assert!(faults[0].starts_with("page-1.json:76: No id: \"No number at all\" was left out"));
    assert!(
        faults[1].starts_with("page-1.json:77: The service \"6f0c2f52"),
        "{}",
        faults[1]
    );
}

#[test]
fn an_object_an_array_and_an_organisation_say_the_same() {
    let page: serde_json::Value = serde_json::from_str(PAGE).unwrap();
    let one = page["contents"][0].clone();
    let mut run_by = one["organization"].clone();
    let mut bare = one.clone();
    bare.as_object_mut().unwrap().remove("organization");
    run_by["services"] = serde_json::Value::Array(vec![bare.clone()]);
    let mut place = bare["service_at_locations"][0].clone();
    let mut short = one.clone();
    short
        .as_object_mut()
        .unwrap()
        .remove("service_at_locations");
    place["service"] = short;
    let wanted = read_all(&[("one.json", &one.to_string())]);
    assert_eq!(wanted.services.len(), 1);
    assert_eq!(wanted.partial, "it is a single record, not a list");
    for (name, value) in [
        ("array", serde_json::json!([one])),
        ("organisation", run_by),
        ("at location", place),
        ("twice", serde_json::json!([one, one])),
    ] {
        let feed = read_all(&[("feed.json", &value.to_string())]);
        assert_eq!(feed.services, wanted.services, "{name}");
        assert_eq!(said(&feed), [""; 0], "{name}");
    }
}

#[test]
fn a_folder_of_files_is_one_feed() {
    let feed = read_all(&[
        (
            "services.json",
            r#"[{"id":"s1","name":"Choir","status":"active","organization_id":"o1"}]"#,
        ),
        (
            "organisations.json",
            r#"[{"id":"o1","name":"Singers","website":"https://sing.example"}]"#,
        ),
        (
            "more.json",
            r#"{"id":"s1","name":"Choir","status":"active","email":"a@sing.example"}"#,
        ),
        (
            "places.json",
            r#"[{"id":"l1","service_id":"s1","location":{"id":"x","name":"Elm Hall"}}]"#,
        ),
    ]);
    assert_eq!(said(&feed), [""; 0]);
    let choir = first(&feed);
    assert_eq!(feed.services.len(), 1);
    assert_eq!(choir.organisation, "Singers");
    assert_eq!(choir.email, "a@sing.example");
    assert_eq!(choir.place_line(), "Elm Hall");
}

#[test]
fn one_id_with_two_meanings_is_named() {
    let feed = read_all(&[
        (
            "a.json",
            "[{\"id\":\"s1\",\"name\":\"Choir\"},\n{\"id\":\"s1\",\"name\":\"Chess\"}]",
        ),
        ("b.json", "[{\"id\":\"s1\",\"name\":\"Cards\"}]"),
    ]);
    assert_eq!(first(&feed).name, "Choir");
    let faults = said(&feed);
    assert!(faults[0].starts_with(
        "a.json:2: The id \"s1\" is there twice, and what it says differs (\"name\")."
    ));
    assert!(
        faults[1].contains("of line 1 in an earlier file."),
        "{faults:?}"
    );
}

#[test]
fn counters_are_not_trusted_but_a_missing_page_is_noticed() {
    let page = |pages: u32| {
        format!(
            "{{\"total_items\":1,\"total_pages\":{pages},\"contents\":[{{\"id\":\"a\",\"name\":\"A\"}},{{\"id\":\"b\",\"name\":\"B\"}}]}}"
        )
    };
    assert_eq!(read_all(&[("p", &page(1))]).services.len(), 2);
    let part = read_all(&[("p", &page(10))]);
    assert_eq!(part.partial, "it says that it has 10 pages and 1 came");
}

#[test]
fn tables_are_joined_by_their_ids() {
    let feed = read_all(&[
        (
            "feed/services.csv",
            "id,organization_id,name,status,description\ns1,o1,Choir,active,\"Songs,\nold and new\"\n,o1,Nobody,active,\n",
        ),
        (
            "feed/organizations.csv",
            "id,name,website\no1,Singers,https://sing.example\n",
        ),
        (
            "feed/service_at_locations.csv",
            "id,service_id,location_id\nsal1,s1,l1\n",
        ),
        (
            "feed/locations.csv",
            "id,location_type,name\nl1,physical,Elm Hall\n",
        ),
        (
            "feed/addresses.csv",
            "id,location_id,address_1,city,postal_code,address_type\na1,l1,1 Mill Road,Elmbridge,EL1 4QA,physical\n",
        ),
        (
            "feed/contacts.csv",
            "id,service_id,name,title\nk1,s1,Ros Invented,Conductor\n",
        ),
        (
            "feed/phones.csv",
            "id,contact_id,service_id,number\np1,k1,,01632 960022\np2,,s1,01632 960023\n",
        ),
        (
            "feed/schedules.csv",
            "id,service_id,freq,byday,opens_at\nx1,s1,WEEKLY,WE,19:30\nx2,gone,WEEKLY,WE,19:30\n",
        ),
        (
            "feed/attributes.csv",
            "id,link_id,taxonomy_term_id\nt1,s1,tt1\n",
        ),
        (
            "feed/taxonomy_terms.csv",
            "id,name,description\ntt1,Social isolation,x\n",
        ),
    ]);
    let choir = first(&feed);
    assert_eq!(feed.services.len(), 1);
    assert_eq!(choir.organisation, "Singers");
    assert_eq!(choir.offers, "Songs,\nold and new");
    assert_eq!(
        choir.place_line(),
        "Elm Hall, 1 Mill Road, Elmbridge EL1 4QA"
    );
    assert_eq!(choir.phone, "01632 960023");
    assert_eq!(
        choir.terms.contacts,
        ["Ros Invented, Conductor, 01632 960022"]
    );
    assert_eq!(choir.terms.schedules, ["Wed from 19:30 weekly"]);
    assert_eq!(choir.needs, [Need::Loneliness]);
    let faults = said(&feed);
    assert_eq!(faults.len(), 2, "{faults:#?}");
    assert!(
        faults[0].starts_with("feed/services.csv:4: No id: \"Nobody\""),
        "{faults:#?}"
    );
    assert!(faults[1].starts_with("feed/schedules.csv:3: 1 rows from here on belong to nothing"));
}

#[test]
fn what_is_no_feed_is_named() {
    let cases = [
        ("", "The file is empty."),
        (
            "<html><body>502</body></html>",
            "This is a web page, not a feed",
        ),
        ("PK\u{3}\u{4}rest", "This is a spreadsheet file"),
        ("hello", "This is neither JSON nor"),
        ("[]", "There is no service in it."),
        ("{\"contents\": 7}", "The page has no list of contents."),
        ("[1, \"two\"]", "This row is no object."),
        (
            PAGE.get(..900).unwrap(),
            "The file ends in the middle: it was cut off.",
        ),
        ("[{\"id\":\"a\",\"name\":\"A\",\"x\":1e999}]", "From column"),
    ];
    for (text, wanted) in cases {
        let feed = read_all(&[("f.json", text)]);
        let faults = said(&feed);
        assert!(
            faults.iter().any(|fault| fault.contains(wanted)),
            "{wanted}: {faults:?}"
        );
        assert!(feed.services.is_empty());
    }
}

/// A generator with a fixed seed (xorshift), so that a failure can be run again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).unwrap()
    }
}

/// What a hostile hand puts in the place of a value.
fn hostile(dice: &mut Dice) -> String {
    let deep = format!("{}1{}", "[".repeat(90), "]".repeat(90));
    let deeper = format!("{}{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    let choices = [
        "null",
        "{}",
        "[]",
        "[[[]]]",
        "true",
        "-1",
        "1e999",
        "99999999999999999999999999",
        "\"\"",
        "\"\\u0000\\u001b[2J\\u202e\"",
        "\"2026-02-30\"",
        "\"9999999-99-99T99:99\"",
        "\"\\ud800\"",
        "{\"id\":{\"id\":[]}}",
        "[null,1,\"x\",{\"id\":null}]",
        "",
        ",",
        "}",
        "\"x",
        "NaN",
        &deep,
        &deeper,
    ];
    let long = format!("\"{}\"", "e\u{301}é👩".repeat(30_000));
    match dice.below(choices.len() + 1) {
        at if at < choices.len() => choices[at].to_owned(),
        _ => long,
    }
}

fn mutated(seed: u64) -> Vec<u8> {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut bytes = PAGE.as_bytes().to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        match dice.below(11) {
            0 => bytes.truncate(at),
            1 => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
            2 => bytes.splice(0..0, *b"\xEF\xBB\xBF").for_each(drop),
            3 => {
                let end = (at + dice.below(400)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece).for_each(drop);
            }
            4 => bytes
                .splice(at..at, [0xC3, 0x28, 0xF0, 0x9F])
                .for_each(drop),
            _ => {
                // A value after a colon becomes another one.
                let colons: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == b':').collect();
                let from = colons[dice.below(colons.len())] + 1;
                let rest = &bytes[from..];
                let len = rest
                    .iter()
                    .position(|byte| b",\n}]".contains(byte))
                    .unwrap_or(0);
                bytes
                    .splice(from..from + len, hostile(&mut dice).into_bytes())
                    .for_each(drop);
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

/// What must hold of any answer.
fn survives(files: &[FeedFile]) -> Feed {
    let feed = read(files, &NeedWords::built_in());
    assert!(!feed.services.is_empty() || !feed.faults.is_empty());
    for row in &feed.services {
        let service = &row.service;
        assert!(!service.name.is_empty());
        assert!(!service.origin.as_ref().expect("of a feed").id.is_empty());
        assert_eq!(
            row.clone().canonical(),
            *row,
            "cleaning twice changes nothing"
        );
        let bytes = postcard::to_allocvec(row).unwrap();
        assert!(
            bytes.len() < 200 * 1024,
            "{} bytes do not fit a frame",
            bytes.len()
        );
        let back: FeedService = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(back, *row);
        // What is kept unread is JSON itself, with its own harmless escapes.
        let mut said = row.clone();
        said.service.origin = None;
        said.organisation = None;
        let json = serde_json::to_string(&said).unwrap();
        assert!(
            !json.contains("\\u00") && !json.contains('\u{202e}'),
            "{json}"
        );
    }
    for fault in &feed.faults {
        assert!(!fault.message.is_empty() && !fault.message.contains(char::is_control));
    }
    feed
}

#[test]
fn fifty_hostile_mutations_end_in_services_or_named_faults() {
    let (mut read, mut faulty) = (0, 0);
    for seed in 1..=50 {
        let bytes = mutated(seed);
        let name = "mutation.json".to_owned();
        let feed = survives(&[FeedFile { name, bytes }]);
        read += u32::from(!feed.services.is_empty());
        faulty += u32::from(feed.services.is_empty() || feed.faults.len() > 2);
    }
    assert!(
        read >= 5 && faulty >= 5,
        "{read} read, {faulty} with faults of their own"
    );
}

#[test]
fn hostile_tables_end_in_services_or_named_faults() {
    let services = "id,name,status\ns1,Choir,active\ns2,\"Chess\",active\n";
    for (at, _) in services.char_indices() {
        for odd in ["\"", ",", "\n", "\0", "\u{FEFF}", "\u{1b}[2J", "\"\""] {
            let mut text = services.to_owned();
            text.insert_str(at, odd);
            survives(&[file("services.csv", &text), file("phones.csv", &text)]);
        }
    }
    let open = read_all(&[("services.csv", "id,name\ns1,Choir\ns2,\"Chess\ns3,Cards\n")]);
    assert!(
        said(&open)[0].contains("A quotation mark is opened"),
        "{:?}",
        said(&open)
    );
    assert_eq!(open.services.len(), 1);
}
