//! Whether someone is known already.

use caseload::search::{ClientWords, Index};
use chrono::NaiveDate;

fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

#[test]
fn the_same_person_is_known_again() {
    let mut index = Index::new();
    let peg = ClientWords {
        given: "Margaret Rose",
        family: "O'Neill-Byrne",
        known_as: "Peg",
        former: vec!["Walsh"],
        born: date(1955, 3, 4),
        nhs: "999 000 0018",
        ..ClientWords::default()
    };
    index.put_client(1, &peg);
    let ann = ClientWords {
        given: "Ann",
        family: "Hall",
        born: date(1955, 3, 4),
        ..ClientWords::default()
    };
    index.put_client(2, &ann);
    let known = |given, family, born, nhs| index.duplicates(given, family, born, nhs);
    let born = date(1955, 3, 4);
    for (given, family) in [
        ("Margaret", "O'Neill-Byrne"),
        ("margaret", "oneill byrne"),
        ("Margret", "Oneill"),
        ("Margaret Rose", "Byrne"),
        ("Peg", "Walsh"),
        ("Byrne", "Margaret"),
        ("Margaert", "Neill"),
        ("Margare", "Byrn"),
        ("Margarett", "Byrnes"),
    ] {
        assert_eq!(known(given, family, born, ""), [1], "{given} {family}");
    }
    assert_eq!(known("Nobody", "Known", None, "9990000018"), [1]);
    assert_eq!(known("Ann", "Hall", born, "999 000 0018"), [1, 2]);
    assert_eq!(
        known("Margaret", "Byrne", date(1955, 4, 3), ""),
        [1],
        "day and month swapped"
    );
    for (given, family, born) in [
        ("Margret", "Byrne", date(1955, 4, 3)),
        ("Margaret", "Byrne", date(1956, 3, 4)),
        ("Margaret", "Byrne", None),
        ("Margaret", "Hall", born),
        ("Mxrgxret", "Byrne", born),
        ("", "", born),
        ("", "Byrne", born),
    ] {
        assert_eq!(
            known(given, family, born, "999 000 0026"),
            Vec::<u32>::new(),
            "{given} {family}"
        );
    }
}
