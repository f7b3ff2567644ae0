//! The index against a plain reading of its rules: every client is compared with every word, with
//! no vocabulary, no sieve, no rarest word and no stopping. Slow, and right.

use super::matcher::Matcher;
use proptest::prelude::*;

use super::fold::fold;
use super::record::{Entry, Role};
use super::text::{ASIDE, Leniency, Text};
use super::{ClientWords, Hit, Index, ItemId, KindSet, Reach};

const NAMES: [&str; 24] = [
    "Ann",
    "Anna",
    "Hanna",
    "Dan",
    "Jon",
    "John",
    "Johnson",
    "Smith",
    "Smyth",
    "Smithers",
    "Zoë",
    "Zieliński",
    "O'Neill",
    "Neil",
    "Neal",
    "Mary",
    "Marty",
    "Margaret",
    "Margret",
    "Abernathy",
    "Abernethy",
    "Ab",
    "Li",
    "Smith-Jones",
];
const PRACTICES: [&str; 3] = ["Elm Tree Surgery", "Mill Lane", "Smith Street Surgery"];

const REACHES: [Reach; 5] = [
    Reach::Own,
    Reach::Other,
    Reach::OwnClosed,
    Reach::OtherClosed,
    Reach::Hidden,
];

#[derive(Clone, Debug)]
struct Person {
    given: String,
    family: String,
    known_as: &'static str,
    nhs: String,
    phone: String,
    practice: &'static str,
    reach: Reach,
}

fn person() -> impl Strategy<Value = Person> {
    let name = || {
        prop_oneof![4 => prop::sample::select(&NAMES[..]).prop_map(str::to_string),
        1 => "[a-d]{1,9}"]
    };
    let known_as = prop_oneof![3 => Just(""), 1 => prop::sample::select(&NAMES[..])];
    let reach = prop::sample::select(REACHES.to_vec());
    let names = (name(), name(), known_as);
    let numbers = (
        "999[0-2]{7}",
        "07[0-2]{9}",
        prop::sample::select(&PRACTICES[..]),
    );
    (names, numbers, reach).prop_map(
        |((given, family, known_as), (nhs, phone, practice), reach)| Person {
            given,
            family,
            known_as,
            nhs,
            phone,
            practice,
            reach,
        },
    )
}

fn typed_word() -> impl Strategy<Value = String> {
    let cut = |(name, from, to): (&str, usize, usize)| {
        let folded = fold(name);
        folded.chars().skip(from).take(to).collect::<String>()
    };
    prop_oneof![
        6 => (prop::sample::select(&NAMES[..]), 0usize..2, 1usize..10).prop_map(cut),
        1 => prop::sample::select(vec!["jhon", "smiht", "abernethi", "mrgrt", "elm", "surg", "neall"])
            .prop_map(str::to_string),
        1 => "[a-d]{1,9}",
        1 => "(999|07)[0-2]{0,4}",
    ]
}

/// The words of a client, and the two numbers, as texts.
struct Plain {
    words: Vec<(Role, String)>,
    numbers: [String; 2],
}

fn cost(word: &Text, client: &Plain, leniency: Leniency, matcher: &Matcher) -> Option<u16> {
    let typed = word.as_str();
    let by_word = client.words.iter().filter_map(|(role, text)| {
        if *role == Role::Aside {
            return Some(ASIDE + word.cost(text, Leniency::AsTyped, matcher)?.min(9));
        }
        word.cost(text, leniency, matcher)
    });
    let digits = typed.bytes().all(|b| b.is_ascii_digit());
    let begun = client
        .numbers
        .iter()
        .filter(|number| digits && number.starts_with(typed));
    let by_number = begun.map(|number| if number == typed { 0 } else { 12 });
    by_word.chain(by_number).min().map(u16::from)
}

/// Cost, reach, and id of all who fit, the best first.
fn naive(query: &[String], people: &[Person]) -> Vec<(u16, Reach, u32)> {
    let matcher = Matcher::default();
    let fits = |query: &[String], leniency: Leniency| {
        let words = query.iter().map(|word| Text::new(fold(word), &matcher));
        let words: Vec<Text> = words.collect();
        let seen = (0..)
            .zip(people)
            .filter(|(_, person)| person.reach != Reach::Hidden);
        let fits = seen.filter_map(|(id, person)| {
            let client = Plain {
                words: Entry::of_client(&words_of(person)).words,
                numbers: [person.nhs.clone(), person.phone.clone()],
            };
            let mut sum = 0;
            let mut close = true;
            for word in &words {
                let cost = cost(word, &client, leniency, &matcher)?;
                sum += cost;
                close &= cost < u16::from(ASIDE);
            }
            Some((sum, person.reach, id, close))
        });
        let mut fits: Vec<_> = fits.collect();
        fits.sort();
        fits
    };
    let letters = |word: &String| word.bytes().all(|b| !b.is_ascii_digit());
    let mut found = fits(query, Leniency::AsTyped);
    if !found.iter().any(|found| found.3) && query.len() == 2 && query.iter().all(letters) {
        let joined = fits(&[query.concat()], Leniency::AsTyped);
        if joined.iter().any(|found| found.3) {
            return joined
                .into_iter()
                .map(|(cost, reach, id, _)| (cost, reach, id))
                .collect();
        }
    }
    if found.iter().filter(|found| found.3).count() < 50 {
        found = fits(query, Leniency::Fuzzy);
    }
    found
        .into_iter()
        .map(|(cost, reach, id, _)| (cost, reach, id))
        .collect()
}

/// The name as it is shown, without case and accents.
fn shown(person: &Person) -> String {
    format!("{} {}", fold(&person.given), fold(&person.family))
}

/// Whether someone has no second name and no part of a name to be found by.
fn is_plain(person: &Person) -> bool {
    let whole = |name: &str| !name.contains(['-', '\'']);
    person.known_as.is_empty() && whole(&person.given) && whole(&person.family)
}

fn words_of(person: &Person) -> ClientWords<'_> {
    ClientWords {
        given: &person.given,
        family: &person.family,
        known_as: person.known_as,
        nhs: &person.nhs,
        phones: vec![&person.phone],
        practice: person.practice,
        ..ClientWords::default()
    }
}

proptest! {
    #[test]
    fn finds_whom_a_plain_reading_finds(
        mut people in prop::collection::vec(person(), 1..60),
        query in prop::collection::vec(typed_word(), 1..3),
    ) {
        let index_of = |people: &[Person]| {
            let mut index = Index::new();
            (0..).zip(people).for_each(|(id, person)| index.put_client(id, &words_of(person)));
            index
        };
        let index = index_of(&people);
        let reach = |item: ItemId| people[item.id as usize].reach;
        let typed = query.join(" ");
        let expected = naive(&query, &people);
        let is_own = |reach: Reach| matches!(reach, Reach::Own | Reach::OwnClosed);
        let own: Vec<u32> = (0..).zip(&people).filter(|(_, p)| is_own(p.reach))
            .map(|(id, _)| id).collect();
        for found in [
            index.find(&typed, KindSet::ALL, 100, &reach),
            index.find_for(&typed, KindSet::ALL, 100, &own, &reach),
        ] {
            let row = |hit: &Hit| (1000 - hit.score, reach(hit.item), hit.item.id);
            let got: Vec<(u16, Reach, u32)> = found.hits.iter().map(row).collect();
            prop_assert!(got.is_sorted_by_key(|(cost, reach, _)| (*cost, *reach)), "{got:?}");
            // By name, where nothing else tells two apart.
            let is_plain = |id: u32| query.len() == 1 && is_plain(&people[id as usize]);
            for (a, b) in got.iter().zip(got.iter().skip(1)) {
                let name = |id: u32| (shown(&people[id as usize]), id);
                let equal = (a.0, a.1) == (b.0, b.1) && is_plain(a.2) && is_plain(b.2);
                prop_assert!(!equal || name(a.2) < name(b.2), "{got:?}");
            }
            let mut sorted = got.clone();
            sorted.sort();
            prop_assert_eq!(&sorted, &expected, "{}", &typed);
            prop_assert_eq!(found.total, expected.len());
            let few = index.find(&typed, KindSet::ALL, 3, &reach);
            prop_assert_eq!(&few.hits[..], &found.hits[..found.hits.len().min(3)]);
            prop_assert_eq!(few.total, found.total);
        }
        for person in &mut people {
            person.reach = if is_own(person.reach) { person.reach } else { Reach::Hidden };
        }
        let reach = |item: ItemId| people[item.id as usize].reach;
        let among = index.find_among(&typed, KindSet::ALL, 100, &own, &reach);
        let row = |hit: &Hit| (1000 - hit.score, reach(hit.item), hit.item.id);
        let mut got: Vec<_> = among.hits.iter().map(row).collect();
        got.sort();
        prop_assert_eq!(got, naive(&query, &people));
    }
}
