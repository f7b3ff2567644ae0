//! The ways in which one person's names, numbers and dates are typed.

use caseload::search::{ClientWords, Index, ItemId, Kind, KindSet, Reach, Why, fold};
use chrono::NaiveDate;

fn everyone(_: ItemId) -> Reach {
    Reach::Other
}

/// Ids of the clients found, in order.
fn clients(index: &Index, typed: &str) -> Vec<u32> {
    let found = index.find(typed, KindSet::only(Kind::Client), 50, &everyone);
    found.hits.iter().map(|hit| hit.item.id).collect()
}

fn town() -> Index {
    let mut index = Index::new();
    let peg = ClientWords {
        given: "Margaret",
        family: "O'Neill",
        known_as: "Peg",
        former: vec!["Byrne"],
        born: NaiveDate::from_ymd_opt(1955, 3, 4),
        nhs: "999 000 0018",
        phones: vec!["07700 900118", "+44 1632 960055"],
        postcode: "EL1 4QT",
        practice: "Elm Tree Surgery",
    };
    index.put_client(1, &peg);
    let others = [
        (2, "Zoë", "Hart"),
        (3, "ÉVA", "Szabó"),
        (4, "Mary-Ann", "Smith-Jones"),
        (5, "José Luis", "de la Cruz"),
        (6, "Łukasz", "Zieliński"),
        (7, "Søren", "Weiß"),
        (8, "Dorothy", "MacDonald"),
        (9, "James", "Thomas"),
        (10, "Thomas", "James"),
        (11, "Anne", "Abernathy"),
    ];
    for (id, given, family) in others {
        let words = ClientWords {
            given,
            family,
            born: NaiveDate::from_ymd_opt(1980, 12, id),
            postcode: "EL14 4QT",
            ..ClientWords::default()
        };
        index.put_client(id, &words);
    }
    index.put_service(1, "StepChange Debt Charity", "free advice on debt by phone");
    index.put_service(2, "Knit & Natter", "Elm Hall, Tuesdays");
    index.put_note(
        1,
        1,
        "O'Neill asked about the debt letters, wants a check-up.",
    );
    index.put_note(2, 1, "Rang 07700 900118, no answer.");
    index
}

#[test]
fn names_are_found_however_they_are_written() {
    let index = town();
    for (typed, id) in [
        ("oneil", 1),
        ("o'neill", 1),
        ("O’Neill", 1),
        ("o neill", 1),
        ("neill", 1),
        ("peg", 1),
        ("byrne", 1),
        ("marg one", 1),
        ("one marg", 1),
        ("oneill, margaret", 1),
        ("zoe", 2),
        ("ZOË", 2),
        ("zoe\u{308}", 2),
        ("éva", 3),
        ("eva", 3),
        ("smith", 4),
        ("jones", 4),
        ("smithjones", 4),
        ("smith-jones", 4),
        ("smith jones", 4),
        ("jones-smith", 4),
        ("maryann", 4),
        ("mary ann", 4),
        ("delacruz", 5),
        ("de la cruz", 5),
        ("cruz", 5),
        ("joseluis", 5),
        ("zielinski", 6),
        ("lukasz", 6),
        ("soren weiss", 7),
        ("weiß", 7),
        ("mac donald", 8),
        ("macdonald", 8),
        ("oniel", 1),
        ("margret", 1),
        ("mrgrt", 1),
        ("zielinksi", 6),
        ("abernethi", 11),
    ] {
        assert_eq!(clients(&index, typed).first(), Some(&id), "{typed}");
    }
}

#[test]
fn numbers_dates_and_postcodes_are_found_with_and_without_spaces() {
    let index = town();
    for typed in [
        "9990000018",
        "999 000 0018",
        "999000",
        "999 000 00",
        "07700 900118",
        "07700900118",
        "0770",
        "+44 7700 900118",
        "447700900118",
        "7700900118",
        "01632 960055",
        "01632960055",
        "4/3/55",
        "04/03/1955",
        "1955-03-04",
        "4 mar 1955",
        "4.3.55",
        "4 March 55",
        "04031955",
        "040355",
        "4 3 1955",
        "4/3",
        "1955",
        "oneill 1955",
        "oneill 4/3/55",
        "4 mar 1955 oneill",
        "EL1 4QT",
        "el14qt",
        "el1 4",
        "el1",
        "oneill el1",
        "el1 oneill 1955",
        "elm tree oneill",
    ] {
        assert_eq!(clients(&index, typed).first(), Some(&1), "{typed}");
    }
    assert_eq!(
        clients(&index, "el1 4qt"),
        [1],
        "the space says where the outward part ends"
    );
    assert_eq!(clients(&index, "oneill 1956"), Vec::<u32>::new());
    assert_eq!(clients(&index, "9990000019"), Vec::<u32>::new());
}

#[test]
fn the_reason_is_told_and_the_letters_are_marked() {
    let index = town();
    let first = |typed: &str| {
        index
            .find(typed, KindSet::ALL, 50, &everyone)
            .hits
            .remove(0)
    };
    for (typed, why) in [
        ("margaret oneil", Why::Name),
        ("peg oneil", Why::KnownAs),
        ("byrne", Why::FormerName),
        ("999000", Why::NhsNumber),
        ("07700900", Why::Phone),
        ("oneil 1955", Why::Born),
        ("el1 4qt", Why::Postcode),
        ("oneil elm", Why::Aside),
    ] {
        assert_eq!(first(typed).why, why, "{typed}");
    }
    let hit = first("onei marg");
    assert_eq!(
        (hit.marks.as_slice(), hit.near),
        (&["onei".into(), "marg".into()][..], false)
    );
    let name = "Margaret O'Neill";
    let marked: Vec<&str> = fold::spans(name, &hit.marks)
        .into_iter()
        .filter_map(|span| name.get(span))
        .collect();
    assert_eq!(marked, ["Marg", "O'Nei"]);
    let hit = first("onelil");
    assert_eq!(
        (hit.marks.as_slice(), hit.near),
        (&["oneill".to_string()][..], true)
    );
}

#[test]
fn services_and_notes_are_found_beside_clients() {
    let index = town();
    let found = index.find("debt", KindSet::ALL, 50, &everyone);
    let items: Vec<ItemId> = found.hits.iter().map(|hit| hit.item).collect();
    assert_eq!(items, [ItemId::service(1), ItemId::note(1)]);
    assert_eq!(found.hits[1].client, Some(1));
    let items = |typed: &str, kinds: KindSet| -> Vec<ItemId> {
        let found = index.find(typed, kinds, 50, &everyone);
        found.hits.iter().map(|hit| hit.item).collect()
    };
    assert_eq!(items("advice phone", KindSet::ALL), [ItemId::service(1)]);
    assert_eq!(items("oneil deb", KindSet::ALL), [ItemId::note(1)]);
    assert_eq!(items("checkup", KindSet::ALL), [ItemId::note(1)]);
    assert_eq!(items("check-up asked", KindSet::ALL), [ItemId::note(1)]);
    assert_eq!(items("lettres", KindSet::ALL), [ItemId::note(1)]);
    assert_eq!(
        items("oneill", KindSet::only(Kind::Note)),
        [ItemId::note(1)]
    );
    let both = KindSet::only(Kind::Client).with(Kind::Service);
    assert_eq!(items("debt", both), [ItemId::service(1)]);
    assert_eq!(
        items("07700 900118", KindSet::only(Kind::Note)),
        [ItemId::note(2)]
    );
}

#[test]
fn two_who_fit_equally_well_are_said_to() {
    let index = town();
    let equal = |typed: &str| index.find(typed, KindSet::ALL, 50, &everyone).equal_best;
    assert!(
        equal("james thomas"),
        "one has these names the other way round"
    );
    let one = index.find("james thomas", KindSet::ALL, 1, &everyone);
    assert!(
        one.equal_best && one.hits.len() == 1,
        "also where one row was asked for"
    );
    assert_eq!(clients(&index, "james thomas"), [9, 10]);
    assert_eq!(clients(&index, "thomas james"), [10, 9]);
    assert!(
        !equal("oneil"),
        "a note that has the name is no second person"
    );
    assert!(equal("1980"));
    assert!(!equal("james 1980-12-09"));
    assert!(!equal("nobody at all"));
}

#[test]
fn nothing_typed_finds_nothing_and_nothing_breaks() {
    let index = town();
    let long = "x".repeat(100_000);
    for typed in [
        "",
        " ",
        "-",
        "'",
        "&",
        "/",
        "4/",
        "//",
        "...",
        "\u{0}",
        "\u{308}",
        "🙂",
        "日本",
        "1/2/3/4/5",
        "((((",
        "+",
        "999999999999999999999999999999",
        &long,
        "a a a a a a a a a a a a a a a a",
    ] {
        let found = index.find(typed, KindSet::ALL, 50, &everyone);
        assert!(found.hits.len() <= found.total, "{typed}");
    }
    assert_eq!(index.find("oneill", KindSet::ALL, 0, &everyone).hits, []);
}
