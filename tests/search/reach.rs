//! Who may see whom, inside ranking and counting.

use std::cell::Cell;

use caseload::search::{Index, ItemId, Kind, KindSet, Reach};

use crate::people::{Dice, Person, Slip, index_of, mistype, note, people, rare_words};

/// Queries as they are typed, some half, some wrongly.
fn queries(people: &[&Person], dice: &mut Dice) -> Vec<String> {
    let mut queries: Vec<String> = [
        "m", "s", "ma", "sm", "07", "9", "mary s", "el1", "surgery", "the",
    ]
    .map(String::from)
    .to_vec();
    for person in people.iter().step_by(8) {
        let cut: String = person.family.chars().take(3).collect();
        queries.extend([
            person.family.clone(),
            format!("{} {cut}", person.given),
            mistype(&person.family.to_lowercase(), Slip::Wrong, dice),
            format!(
                "{} {}",
                person.given,
                mistype(&person.family.to_lowercase(), Slip::Missing, dice)
            ),
            person.nhs.clone(),
            person.phone.chars().take(8).collect(),
            person.born.format("%d/%m/%Y").to_string(),
            person.postcode.clone(),
            format!("{} letters", person.family),
        ]);
    }
    queries
}

/// Eighty clients of one link worker among 100,000 of others: hits, order, counts and the question
/// whether two fit equally well are those of an index that holds nobody else.
#[test]
fn a_link_workers_own_clients_are_found_as_if_alone() {
    let mut dice = Dice::new(9);
    let people = people(100_080, 4);
    let rare = rare_words(2000, 5);
    let is_own = |id: usize| id % 1251 == 7;
    let own: Vec<u32> = (0..people.len())
        .filter(|id| is_own(*id))
        .map(|id| id as u32)
        .collect();
    assert_eq!(own.len(), 80);
    let mut all = index_of(&people);
    let mut alone = Index::new();
    for (id, person) in people.iter().enumerate() {
        let with_note = is_own(id) || id % 50 == 0;
        let text = if with_note {
            note(person, &rare, &mut dice)
        } else {
            String::new()
        };
        if with_note {
            all.put_note(id as u32, id as u32, &text);
        }
        if is_own(id) {
            alone.put_client(id as u32, &person.words());
            alone.put_note(id as u32, id as u32, &text);
        }
    }
    let hers: Vec<&Person> = own.iter().map(|id| &people[*id as usize]).collect();
    let reach = |item: ItemId| {
        if is_own(item.id as usize) {
            Reach::Own
        } else {
            Reach::Hidden
        }
    };
    for typed in queries(&hers, &mut dice) {
        let expected = alone.find(&typed, KindSet::ALL, 50, &|_| Reach::Own);
        let by_predicate = all.find(&typed, KindSet::ALL, 50, &reach);
        assert_eq!(by_predicate, expected, "{typed}");
        let by_list = all.find_among(&typed, KindSet::ALL, 50, &own, &reach);
        assert_eq!(by_list, expected, "{typed}");
        let by_both = all.find_for(&typed, KindSet::ALL, 50, &own, &reach);
        assert_eq!(by_both, expected, "{typed}");
    }
}

/// Records read one by one against lists held against lists.
#[test]
fn looking_at_everyone_one_by_one_finds_the_same() {
    let mut dice = Dice::new(2);
    let people = people(8000, 6);
    let index = index_of(&people);
    let everyone: Vec<u32> = (0..8000).collect();
    let some: Vec<&Person> = people.iter().step_by(97).collect();
    let mut queries = queries(&some, &mut dice);
    queries.extend(
        [
            "mary smith",
            "john jo",
            "m s",
            "smith 07",
            "smith surgery el",
        ]
        .map(String::from),
    );
    for typed in queries {
        let kinds = KindSet::only(Kind::Client);
        let found = index.find(&typed, kinds, 50, &|_| Reach::Own);
        // Those that stop at fifty are not the same fifty; all others are counted to the end.
        if !found.more {
            assert_eq!(
                found,
                index.find_among(&typed, kinds, 50, &everyone, &|_| Reach::Own),
                "{typed}"
            );
        }
    }
}

#[test]
fn own_clients_come_first_even_where_counting_stops() {
    let mut index = Index::new();
    let smith = Person {
        family: "Smith".into(),
        given: "Ann".into(),
        ..people(1, 1).remove(0)
    };
    for id in 0..12_000 {
        index.put_client(id, &smith.words());
        index.put_note(id, id, "rang about the boiler");
    }
    let reach = |item: ItemId| {
        if item.id == 11_999 {
            Reach::Own
        } else {
            Reach::Other
        }
    };
    for typed in ["s", "sm", "smith", "ann smith", "boiler"] {
        let found = index.find_for(typed, KindSet::ALL, 5, &[11_999], &reach);
        assert_eq!(found.hits[0].item.id, 11_999, "{typed}");
        assert_eq!(found.hits.len(), 5);
        assert!(
            found.more && found.total < 12_000,
            "{typed} {}",
            found.total
        );
    }
    let found = index.find("s", KindSet::ALL, 100, &reach);
    assert_eq!((found.total, found.more), (50, true));
    let found = index.find("ann smith", KindSet::ALL, 100, &|item| match item.id {
        11_500 | 42 => Reach::Other,
        11_999 => Reach::Own,
        _ => Reach::Hidden,
    });
    let ids: Vec<u32> = found.hits.iter().map(|hit| hit.item.id).collect();
    assert_eq!(
        (ids.as_slice(), found.total, found.more),
        (&[11_999, 42, 11_500][..], 3, false)
    );
    assert!(found.equal_best);
}

#[test]
fn hidden_clients_hide_their_notes() {
    let mut index = Index::new();
    let people = people(3, 1);
    for id in 0..3 {
        index.put_client(id, &people[id as usize].words());
        index.put_note(id + 10, id, "wants help with the garden");
    }
    let found = index.find("garden help", KindSet::ALL, 50, &|item| {
        assert_ne!(item.kind, Kind::Note, "asked about the client");
        if item.id == 1 {
            Reach::Hidden
        } else {
            Reach::Other
        }
    });
    let ids: Vec<u32> = found.hits.iter().map(|hit| hit.item.id).collect();
    assert_eq!((ids.as_slice(), found.total), (&[12, 10][..], 2));
}

/// In the hub the question takes longer than all else that is done for a note.
#[test]
fn about_a_hidden_client_is_asked_once_for_all_their_notes() {
    let mut index = Index::new();
    for note in 0..60 {
        index.put_note(note, note % 3, "wants help with the garden");
    }
    let asked = Cell::new(0);
    let reach = |item: ItemId| {
        asked.set(asked.get() + 1);
        if item.id == 0 {
            Reach::Other
        } else {
            Reach::Hidden
        }
    };
    let found = index.find("garden", KindSet::only(Kind::Note), 50, &reach);
    assert_eq!((found.total, asked.get()), (20, 20 + 2));
}
