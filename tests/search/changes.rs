//! However an index came about, it answers as one made afresh from what is there now.

use std::collections::BTreeMap;

use caseload::search::{Index, ItemId, KindSet, Reach};
use proptest::prelude::*;

use crate::people::{Person, people};

#[derive(Clone, Debug)]
enum Change {
    Client(u32, usize),
    Service(u32, usize),
    Note(u32, u32, usize),
    Remove(ItemId),
    Forget,
}

const SERVICES: [(&str, &str); 3] = [
    ("Knit & Natter", "Elm Hall"),
    ("Elm Gardens", "growing"),
    ("StepChange", "debt advice"),
];
const NOTES: [&str; 5] = [
    "asked about the debt letters",
    "likes the garden at Elm Hall",
    "no answer, left no message",
    "the daughter rang about debt",
    "knitting on Tuesdays",
];

fn change() -> impl Strategy<Value = Change> {
    let item = prop_oneof![
        (0u32..8).prop_map(ItemId::client),
        (0u32..3).prop_map(ItemId::service),
        (0u32..20).prop_map(ItemId::note),
    ];
    prop_oneof![
        4 => (0u32..8, 0usize..12).prop_map(|(id, who)| Change::Client(id, who)),
        1 => (0u32..3, 0usize..3).prop_map(|(id, what)| Change::Service(id, what)),
        4 => (0u32..20, 0u32..8, 0usize..5).prop_map(|(id, of, text)| Change::Note(id, of, text)),
        3 => item.prop_map(Change::Remove),
        1 => Just(Change::Forget),
    ]
}

/// What there is, apart from any index.
#[derive(Default)]
struct Now {
    clients: BTreeMap<u32, usize>,
    services: BTreeMap<u32, usize>,
    notes: BTreeMap<u32, (u32, usize)>,
}

impl Now {
    fn apply(&mut self, index: &mut Index, change: &Change, people: &[Person]) {
        match *change {
            Change::Client(id, who) => {
                index.put_client(id, &people[who].words());
                self.clients.insert(id, who);
            }
            Change::Service(id, what) => {
                index.put_service(id, SERVICES[what].0, SERVICES[what].1);
                self.services.insert(id, what);
            }
            Change::Note(id, of, text) => {
                index.put_note(id, of, NOTES[text]);
                self.notes.insert(id, (of, text));
            }
            Change::Remove(item) => {
                let there = if item == ItemId::client(item.id) {
                    self.notes.retain(|_, (of, _)| *of != item.id);
                    self.clients.remove(&item.id).is_some()
                } else if item == ItemId::service(item.id) {
                    self.services.remove(&item.id).is_some()
                } else {
                    self.notes.remove(&item.id).is_some()
                };
                assert_eq!(index.remove(item), there);
            }
            Change::Forget => index.forget_removed(),
        }
    }

    fn index(&self, people: &[Person]) -> Index {
        let mut index = Index::new();
        for (id, who) in &self.clients {
            index.put_client(*id, &people[*who].words());
        }
        for (id, what) in &self.services {
            index.put_service(*id, SERVICES[*what].0, SERVICES[*what].1);
        }
        for (id, (of, text)) in &self.notes {
            index.put_note(*id, *of, NOTES[*text]);
        }
        index
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn an_index_that_changed_is_as_a_fresh_one(changes in prop::collection::vec(change(), 1..60)) {
        let people = people(12, 3);
        let (mut now, mut index) = (Now::default(), Index::new());
        for change in &changes {
            now.apply(&mut index, change, &people);
        }
        let fresh = now.index(&people);
        let counts = index.counts();
        prop_assert_eq!(counts.clients, now.clients.len());
        prop_assert_eq!(counts.notes, now.notes.len());
        let mut queries: Vec<String> = ["the", "debt", "elm", "gardn", "a", "0", "99", "debt letters"]
            .map(String::from).to_vec();
        queries.extend(people.iter().flat_map(|p| [
            p.given.clone(), p.family.clone(), p.nhs.clone(), p.phone.clone(), p.postcode.clone(),
            p.practice.clone(), format!("{} {}", p.family, p.given), p.born.to_string(),
        ]));
        for forget in [false, true] {
            if forget {
                index.forget_removed();
                prop_assert_eq!(index.counts(), fresh.counts());
            }
            for typed in &queries {
                let found = index.find(typed, KindSet::ALL, 50, &|_| Reach::Other);
                prop_assert_eq!(found, fresh.find(typed, KindSet::ALL, 50, &|_| Reach::Other));
            }
            for person in &people {
                let same = |index: &Index| {
                    index.duplicates(&person.given, &person.family, Some(person.born), &person.nhs)
                };
                prop_assert_eq!(same(&index), same(&fresh));
            }
        }
    }
}

/// The names of someone erased are in no vocabulary any more.
#[test]
fn words_that_nobody_has_are_forgotten() {
    let mut index = Index::new();
    let people = people(2000, 8);
    index.put_client(0, &people[0].words());
    index.put_note(0, 0, "about the boiler");
    let before = index.counts();
    for round in 0..3 {
        for id in 1..2000 {
            index.put_client(id, &people[id as usize].words());
            index.put_note(id, id, &people[(id as usize + round) % 2000].family);
        }
    }
    for id in 1..2000 {
        index.remove(ItemId::client(id));
    }
    index.forget_removed();
    let found = index.find("boiler", KindSet::ALL, 50, &|_| Reach::Other);
    assert_eq!(found.total, 1);
    assert_eq!(index.counts(), before);
}
