//! What the index keeps of one client or one service: word numbers and packed keys, no texts.

use super::digits::{Prefix, phone_digits, postcode_key};
use super::fold::{fold, parts, raw_words};
use super::shown::Place;
use super::vocabulary::WordId;
use super::{ClientWords, dates};

/// What a word is to the one who has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// A given name, or a word of a service's name.
    Given,
    /// A family name.
    Family,
    /// What they want to be called.
    KnownAs,
    /// A name they had before.
    Former,
    /// A part of a name with a hyphen or an apostrophe, or names written as one.
    Part,
    /// Not of the name: the practice, or a service's description.
    Aside,
}

const ROLES: [Role; 6] = [
    Role::Given,
    Role::Family,
    Role::KnownAs,
    Role::Former,
    Role::Part,
    Role::Aside,
];
const WORD_BITS: u32 = 29;

/// A word with its role, in four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Term(u32);

impl Term {
    /// Joins the two.
    pub(super) fn new(role: Role, word: WordId) -> Self {
        Self(((role as u32) << WORD_BITS) | (word & ((1 << WORD_BITS) - 1)))
    }

    /// The role.
    pub(super) fn role(self) -> Role {
        ROLES
            .get((self.0 >> WORD_BITS) as usize)
            .copied()
            .unwrap_or(Role::Aside)
    }

    /// The word, in the vocabulary of names or, for [`Role::Aside`], in the other.
    pub(super) fn word(self) -> WordId {
        self.0 & ((1 << WORD_BITS) - 1)
    }
}

/// One client or service.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Its words, those of the name first.
    pub(super) terms: Box<[Term]>,
    /// The NHS number as a key, 0 for none.
    pub(super) nhs: u64,
    /// Phone numbers as keys.
    pub(super) phones: Box<[u64]>,
    /// The birth date as a key, 0 for none.
    pub(super) born: u32,
    /// The postcode as a key, 0 for none.
    pub(super) postcode: u64,
    /// Where its name stands in the alphabet.
    pub(super) place: Place,
}

/// Texts on their way into the index.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// Folded words with their roles, each pair once.
    pub(super) words: Vec<(Role, String)>,
    /// The rest of the record; its terms are still empty.
    pub(super) record: Record,
}

impl Entry {
    /// Folds and packs what is known of a client.
    pub(super) fn of_client(client: &ClientWords<'_>) -> Self {
        let mut entry = Self::default();
        entry.name(Role::Given, client.given);
        entry.name(Role::Family, client.family);
        entry.name(Role::KnownAs, client.known_as);
        for former in &client.former {
            entry.name(Role::Former, former);
        }
        entry.aside(client.practice);
        let key = |digits: &str| Prefix::of_digits(digits).map_or(0, Prefix::key);
        let phones = client.phones.iter().map(|phone| key(&phone_digits(phone)));
        entry.record = Record {
            terms: Box::default(),
            nhs: key(client.nhs),
            phones: phones.filter(|&phone| phone != 0).collect(),
            born: client.born.map_or(0, dates::date_key),
            postcode: postcode_key(client.postcode),
            place: Place::of(&[client.given, client.family]),
        };
        entry
    }

    /// Folds the words of a service.
    pub(super) fn of_service(name: &str, other: &str) -> Self {
        let mut entry = Self::default();
        entry.name(Role::Given, name);
        entry.aside(other);
        entry.record.place = Place::of(&[name]);
        entry
    }

    fn name(&mut self, role: Role, field: &str) {
        let raws: Vec<&str> = raw_words(field).collect();
        for raw in &raws {
            self.word(role, fold(raw), 1);
        }
        for part in raws.iter().flat_map(|raw| parts(raw)) {
            self.word(Role::Part, fold(part), 2);
        }
        if (2..=4).contains(&raws.len()) {
            self.word(Role::Part, fold(&raws.concat()), 2);
        }
    }

    fn aside(&mut self, field: &str) {
        for raw in raw_words(field) {
            self.word(Role::Aside, fold(raw), 1);
            for part in parts(raw) {
                self.word(Role::Aside, fold(part), 2);
            }
        }
    }

    fn word(&mut self, role: Role, folded: String, least: usize) {
        let known = self
            .words
            .iter()
            .any(|(r, word)| *word == folded && (*r == role));
        if folded.len() >= least && !known {
            self.words.push((role, folded));
        }
    }
}
