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

#[test]
fn a_namesake_is_known_by_name_alone_unless_something_tells_them_apart() {
    let mut index = Index::new();
    let peg = ClientWords {
        given: "Margaret Rose",
        family: "O'Neill",
        known_as: "Peg",
        nhs: "999 000 0018",
        postcode: "EL1 4QT",
        ..ClientWords::default()
    };
    index.put_client(1, &peg);
    let other = ClientWords {
        given: "Peg",
        family: "ONeill",
        born: date(1955, 3, 4),
        ..ClientWords::default()
    };
    index.put_client(2, &other);
    let like = |given, family| ClientWords {
        given,
        family,
        ..ClientWords::default()
    };
    let found = |like: &ClientWords| -> Vec<(u32, bool)> {
        let namesakes = index.namesakes(like).into_iter();
        namesakes
            .map(|one| (one.client, one.same_postcode))
            .collect()
    };
    assert_eq!(
        found(&like("peg", "O\u{2019}Neill")),
        [(1, false), (2, false)]
    );
    assert_eq!(found(&like("ONEILL", "Margaret")), [(1, false)]);
    let at_home = ClientWords {
        postcode: "el14qt",
        ..like("Peg", "O'Neill")
    };
    assert_eq!(found(&at_home), [(1, true), (2, false)]);
    for told_apart in [
        ClientWords {
            born: date(1960, 1, 1),
            ..like("Peg", "O'Neill")
        },
        ClientWords {
            nhs: "9990000026",
            ..like("Peg", "O'Neill")
        },
    ] {
        assert_eq!(found(&told_apart).len(), 1);
    }
    for nobody in [
        like("Pegg", "O'Neill"),
        like("Peg", ""),
        like("", "O'Neill"),
    ] {
        assert_eq!(found(&nobody), []);
    }
}
