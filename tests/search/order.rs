//! Who stands before whom among those who fit equally well.

use caseload::search::{ClientWords, Index, ItemId, Kind, KindSet, Reach};

const NAMES: [(&str, &str); 6] = [
    ("Maria", "Santos"),
    ("Margaret", "O'Neill"),
    ("Marek", "Nowak"),
    ("Margaret", "Byrne"),
    ("Omar", "Hussain"),
    ("Zoë", "Marsh"),
];

fn town() -> Index {
    let mut index = Index::new();
    for (id, (given, family)) in (0..).zip(NAMES) {
        let words = ClientWords {
            given,
            family,
            ..ClientWords::default()
        };
        index.put_client(id, &words);
    }
    index
}

/// The clients found, in order, where each is as near as it says.
fn found(typed: &str, reach: impl Fn(u32) -> Reach) -> Vec<(&'static str, &'static str)> {
    let reach = |item: ItemId| reach(item.id);
    let found = town().find(typed, KindSet::only(Kind::Client), 50, &reach);
    let names = found.hits.iter().map(|hit| NAMES[hit.item.id as usize]);
    names.collect()
}

#[test]
fn words_begun_stand_in_the_order_of_names_as_shown() {
    let expected = [
        ("Marek", "Nowak"),
        ("Margaret", "Byrne"),
        ("Margaret", "O'Neill"),
        ("Maria", "Santos"),
        ("Zoë", "Marsh"),
    ];
    assert_eq!(found("mar", |_| Reach::Other), expected);
    assert_eq!(found("Mar", |_| Reach::OwnClosed), expected);
    assert_eq!(found("marg", |_| Reach::Other), expected[1..3]);
}

#[test]
fn open_cases_before_closed_ones_and_own_before_others() {
    let reach = |id| match id {
        0 => Reach::Own,
        1 => Reach::OtherClosed,
        2 => Reach::OwnClosed,
        3 => Reach::Hidden,
        _ => Reach::Other,
    };
    let expected = [
        ("Maria", "Santos"),
        ("Zoë", "Marsh"),
        ("Marek", "Nowak"),
        ("Margaret", "O'Neill"),
    ];
    assert_eq!(found("mar", reach), expected);
}

#[test]
fn a_better_fit_stands_before_a_nearer_client() {
    let closed = |id| {
        if id == 1 {
            Reach::OtherClosed
        } else {
            Reach::Own
        }
    };
    assert_eq!(found("margaret oneill", closed), [NAMES[1]]);
    let mut index = town();
    let mar = ClientWords {
        family: "Mar",
        ..ClientWords::default()
    };
    index.put_client(9, &mar);
    let reach = |item: ItemId| {
        if item.id == 9 {
            Reach::OtherClosed
        } else {
            Reach::Own
        }
    };
    let found = index.find("mar", KindSet::ALL, 1, &reach);
    assert_eq!(found.hits[0].item, ItemId::client(9), "a whole name");
}

/// A note is found by what it says: the newest comes first, whether its case is open or not.
#[test]
fn notes_of_closed_cases_stand_among_the_others() {
    let mut index = town();
    for (note, client) in [(1, 0), (2, 1), (3, 2), (4, 3)] {
        index.put_note(note, client, "wrote to the council");
    }
    let reach = |item: ItemId| match item.id {
        0 => Reach::Own,
        1 => Reach::OwnClosed,
        2 => Reach::Other,
        _ => Reach::OtherClosed,
    };
    let notes = |own: &[u32]| -> Vec<u32> {
        let found = index.find_for("council", KindSet::ALL, 50, own, &reach);
        found.hits.iter().map(|hit| hit.item.id).collect()
    };
    assert_eq!(notes(&[]), [2, 1, 4, 3]);
    assert_eq!(notes(&[0, 1]), [2, 1, 4, 3]);
}

/// Which rows are shown does not depend on how many are asked for, or on who is looked at first.
#[test]
fn fewer_rows_are_the_first_of_more() {
    let index = town();
    let reach = |item: ItemId| {
        if item.id.is_multiple_of(2) {
            Reach::Other
        } else {
            Reach::OwnClosed
        }
    };
    let all = index.find("mar", KindSet::ALL, 50, &reach);
    for rows in 0..6 {
        let own = [1, 3, 5];
        let few = index.find_for("mar", KindSet::ALL, rows, &own, &reach);
        assert_eq!(few.hits, all.hits[..rows.min(5)]);
    }
}
