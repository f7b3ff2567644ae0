//! How often the right client comes first, among thirty thousand of whom many have rare names.

use std::collections::BTreeMap;

use caseload::search::{Index, ItemId, KindSet, Reach, fold};

use crate::people::{Dice, Person, Slip, index_of, mistype, people};

struct Town {
    people: Vec<Person>,
    index: Index,
}

impl Town {
    fn new() -> Self {
        let people = people(30_000, 1);
        let index = index_of(&people);
        Self { people, index }
    }

    /// The share of those for whom `query` brings them first, in a hundred.
    fn first(&self, ids: &[u32], query: &mut dyn FnMut(&Person) -> String) -> f64 {
        let right = ids.iter().filter(|id| {
            let typed = query(&self.people[**id as usize]);
            let found = self.index.find(&typed, KindSet::ALL, 50, &|_| Reach::Other);
            found
                .hits
                .first()
                .is_some_and(|hit| hit.item == ItemId::client(**id))
        });
        right.count() as f64 * 100.0 / ids.len() as f64
    }

    /// Those whose `key` nobody else has, every so many of them.
    fn unique(&self, step: usize, key: impl Fn(&Person) -> String) -> Vec<u32> {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for person in &self.people {
            *count.entry(key(person)).or_default() += 1;
        }
        let unique = (0..)
            .zip(&self.people)
            .filter(|(_, person)| count[&key(person)] == 1);
        unique.map(|(id, _)| id).step_by(step).collect()
    }
}

#[test]
fn the_right_client_comes_first() {
    let town = Town::new();
    let name = |p: &Person| format!("{} {}", fold::fold(&p.given), fold::fold(&p.family));
    let mut ids = town.unique(37, name);
    assert!(ids.len() > 300);
    let exact = town.first(&ids, &mut |p| format!("{} {}", p.given, p.family));
    assert!(exact >= 100.0, "exact {exact}");
    let swapped = town.first(&ids, &mut |p| format!("{} {}", p.family, p.given));
    assert!(swapped >= 100.0, "swapped {swapped}");

    ids.retain(|id| {
        fold::fold(&town.people[*id as usize].family)
            .chars()
            .count()
            >= 5
    });
    for slip in [Slip::Wrong, Slip::Missing, Slip::Swapped] {
        let mut dice = Dice::new(5);
        let first = town.first(&ids, &mut |p| {
            format!(
                "{} {}",
                p.given,
                mistype(&fold::fold(&p.family), slip, &mut dice)
            )
        });
        assert!(first >= 98.0, "{slip:?} {first}");
    }

    let nhs = town.unique(173, |p| p.nhs.clone());
    let first = town.first(&nhs, &mut |p| p.nhs.clone());
    assert!(first >= 100.0, "NHS number {first}");
    let first = town.first(&nhs, &mut |p| p.nhs.replace(' ', ""));
    assert!(first >= 100.0, "NHS number without spaces {first}");
    let postcodes = town.unique(173, |p| p.postcode.clone());
    let first = town.first(&postcodes, &mut |p| p.postcode.to_lowercase());
    assert!(first >= 100.0, "postcode {first}");
    let first = town.first(&postcodes, &mut |p| p.postcode.replace(' ', ""));
    assert!(first >= 100.0, "postcode without its space {first}");
}

/// A family name alone is a weaker clue: invented names lie closer together than real ones.
#[test]
fn a_mistyped_family_name_alone_is_mostly_enough() {
    let town = Town::new();
    let mut ids = town.unique(23, |p| fold::fold(&p.family));
    ids.retain(|id| {
        fold::fold(&town.people[*id as usize].family)
            .chars()
            .count()
            >= 5
    });
    for slip in [Slip::Wrong, Slip::Missing, Slip::Swapped] {
        let mut dice = Dice::new(5);
        let first = town.first(&ids, &mut |p| {
            mistype(&fold::fold(&p.family), slip, &mut dice)
        });
        assert!(first >= 93.0, "{slip:?} {first}");
    }
}
