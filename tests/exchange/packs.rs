//! Packs as files: hostile text stays text, the page stands by itself, what must not be in is not in.

use caseload::{
    domain::{
        ids::{CaseId, ClientId, StaffId},
        review::Rule,
    },
    exchange::pack::{self, Bars, Block, Cell, Format, Name, Pack, Row, Section, Table, Week},
    readmodel::review::{QueueRow, Reason, ReviewPage},
};

use crate::{today, ymd};

const HOSTILE: [&str; 7] = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</style></table><h1>x",
    "a\u{202e}b | c\u{1b}[31m",
    "مرحبا & \u{5d0}\u{5d1}",
    "=HYPERLINK(\"http://x\")",
    "[x](javascript:alert(1)) # `y` *z*",
];

fn written(pack: &Pack, format: Format) -> String {
    String::from_utf8(pack.written(format).unwrap()).unwrap()
}

fn hostile() -> Pack {
    let long = "x".repeat(5_000);
    let mut words: Vec<&str> = HOSTILE.to_vec();
    words.push(&long);
    let row = |words: &&str| Row {
        name: Name::new(*words, *words),
        cells: vec![Cell::Text((*words).to_owned()), Cell::Few],
    };
    let table = Table {
        code: "table",
        caption: HOSTILE[0].to_owned(),
        corner: "Row",
        columns: vec![
            Name::new("words", HOSTILE[1]),
            Name::new("count", HOSTILE[2]),
        ],
        rows: words.iter().map(row).collect(),
    };
    let mut blocks: Vec<Block> = words
        .iter()
        .map(|one| Block::Text((*one).to_owned()))
        .collect();
    blocks.extend(words.iter().map(|one| Block::Quote {
        words: format!("{one}\n{one}"),
        whose: (*one).to_owned(),
    }));
    let own = |one: &&str| ((*one).to_owned(), (*one).to_owned());
    blocks.push(Block::Definitions(words.iter().map(own).collect()));
    blocks.push(Block::Bars(Bars {
        title: HOSTILE[0].to_owned(),
        bars: words
            .iter()
            .map(|one| ((*one).to_owned(), Cell::Count(3)))
            .collect(),
    }));
    blocks.push(Block::Table(table));
    Pack {
        code: "test",
        title: HOSTILE[1].to_owned(),
        from: None,
        to: today(),
        about: vec![("about", "About", HOSTILE[2].to_owned())],
        sections: vec![Section {
            code: "section",
            title: HOSTILE[0].to_owned(),
            blocks,
        }],
    }
}

/// Tags that are open at each place, checked to close in order; gives every tag with what is in it.
fn tags(page: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut all = Vec::new();
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    let text = format!("{before}{after}");
    for part in text.split('<').skip(1) {
        let (tag, _) = part.split_once('>').expect("a tag ends");
        let name: String = tag.chars().take_while(|c| !c.is_whitespace()).collect();
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closes in order");
        } else if !["!DOCTYPE", "meta"].contains(&name.as_str()) && !tag.ends_with('/') {
            open.push(name);
        }
        all.push(tag.to_owned());
    }
    assert!(open.is_empty(), "{open:?}");
    all
}

#[test]
fn hostile_text_stays_text_on_the_page() {
    let page = written(&hostile(), Format::Html);
    let tags = tags(&page);
    let known = [
        "!DOCTYPE",
        "html",
        "head",
        "meta",
        "title",
        "body",
        "main",
        "h1",
        "h2",
        "p",
        "dl",
        "dt",
        "dd",
        "section",
        "div",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "span",
        "blockquote",
        "footer",
        "svg",
        "text",
        "rect",
    ];
    for tag in &tags {
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|c| !c.is_whitespace())
            .collect();
        let name = name.trim_end_matches('/');
        assert!(known.contains(&name), "{tag}");
        assert!(
            !tag.contains(" on") && !tag.contains("href") && !tag.contains("src="),
            "{tag}"
        );
    }
    assert!(
        !page.contains(['\u{202e}', '\u{1b}']),
        "no marks of direction, no controls"
    );
    for outside in [
        "http:",
        "https:",
        "url(",
        "@import",
        "<script",
        "<link",
        "javascript:a(",
        "<img",
    ] {
        let text = page.replace("=HYPERLINK(&quot;http://x&quot;)", "");
        assert!(!text.contains(outside), "{outside}");
    }
    assert_eq!(page.matches("<h1>").count(), 1);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
    assert!(page.contains("@page { size: A4;") && page.contains("<caption>"));
    let headed = tags
        .iter()
        .filter(|tag| tag.starts_with("th "))
        .all(|tag| tag.contains("scope="));
    assert!(headed, "every heading says of what");
}

#[test]
fn hostile_text_stays_text_in_markdown_csv_and_json() {
    let pack = hostile();
    let text = written(&pack, Format::Markdown);
    // What has a backslash before it is a letter like any other.
    let mut marks = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            letter => marks.push(letter),
        }
    }
    assert!(
        !marks.contains(['<', '[', '`', '\u{1b}', '\u{202e}']),
        "{marks}"
    );
    let cells = text
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains("5"));
    for line in cells {
        let bars = line.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 4, "{line}");
    }
    let csv = pack.written(Format::Csv).unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(
        rows.iter()
            .flatten()
            .all(|cell| !cell.starts_with(['=', '+', '-', '@']))
    );
    assert!(rows.iter().any(|row| &row[4] == "count" && &row[5] == "<5"));
    let json: serde_json::Value = serde_json::from_str(&written(&pack, Format::Json)).unwrap();
    assert_eq!(
        json["sections"][0]["tables"][0]["rows"][0]["cells"]["words"],
        HOSTILE[0]
    );
    assert_eq!(json["period"]["to"], "2026-11-23");
    for format in [Format::Html, Format::Markdown, Format::Csv, Format::Json] {
        assert_eq!(
            pack.written(format).unwrap(),
            hostile().written(format).unwrap()
        );
    }
}

fn queued(case: u32, client: &str, rules: &[(Rule, &str)]) -> QueueRow {
    let reason = |(rule, said): &(Rule, &str)| Reason {
        rule: *rule,
        said: (*said).to_owned(),
        limit: "by the rule".to_owned(),
    };
    QueueRow {
        case: CaseId(case),
        client: client.to_owned(),
        client_id: ClientId(case),
        practice: "Elm".to_owned(),
        reasons: rules.iter().map(reason).collect(),
        discussed: false,
        decided: false,
        acted: false,
    }
}

#[test]
fn a_review_pack_has_no_safeguarding_and_names_only_where_asked() {
    let page = ReviewPage {
        today: today(),
        worker_id: StaffId(1),
        worker: "Amira Khan".to_owned(),
        supervisor: "Sam Price".to_owned(),
        leads: true,
        since: today(),
        under_way: None,
        actions: Vec::new(),
        queue: vec![
            queued(
                7,
                "Zoë Peña",
                &[
                    (Rule::Risk, "concern open"),
                    (Rule::Late, "Peña's step 3 d late"),
                ],
            ),
            queued(8, "Tom Guard", &[(Rule::Risk, "concern open")]),
        ],
        index: Vec::new(),
        next_week: Vec::new(),
        past: Vec::new(),
    };
    let week = |names| Week {
        from: ymd(2026, 11, 23),
        to: ymd(2026, 11, 29),
        page: &page,
        meetings: &[],
        load: None,
        names,
    };
    for format in [Format::Html, Format::Markdown, Format::Csv, Format::Json] {
        let plain = written(&pack::review(&week(false)), format);
        assert!(
            !plain.contains("concern open") && !plain.contains("C8"),
            "{plain}"
        );
        assert!(!plain.contains("Peña") && !plain.contains("Zoë"), "{plain}");
        assert!(plain.contains("C7"), "{plain}");
        let named = written(&pack::review(&week(true)), format);
        assert!(
            named.contains("Zoë Peña") && !named.contains("Tom Guard"),
            "{named}"
        );
        assert!(!named.contains("concern open"), "{named}");
    }
}
