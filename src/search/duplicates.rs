//! Whether someone is known already: asked before a new client is made, over all clients and
//! whatever the asker's reach; what may be shown of the answer is the caller's to decide.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::dates::date_key;
use super::digits::{Prefix, holders};
use super::edits::within;
use super::fold::fold;
use super::index::{ClientWords, Index};
use super::record::{Entry, Record, Role};
use super::shelf::Facet;

/// How alike names must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alike {
    Same,
    OneEdit,
}

/// Somebody of the same name, whom nothing that is known tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Namesake {
    /// The client.
    pub client: u32,
    /// Both have a postcode, and it is the same.
    pub same_postcode: bool,
}

impl Index {
    /// Clients of the same names, given and family name swapped or not, known-as and former names
    /// counting too, ids ascending. Left out are those of another birth date or NHS number than
    /// the one given in `like`: they are somebody else.
    pub fn namesakes(&self, like: &ClientWords<'_>) -> Vec<Namesake> {
        let (given, family) = (fold(like.given), fold(like.family));
        let asked = Entry::of_client(like).record;
        let names = self.clients.lexicon(false);
        let holders = |name: &str| names.words().get(name).map(|word| names.holders(word));
        let (Some(first), Some(last)) = (holders(&given), holders(&family)) else {
            return Vec::new();
        };
        let other = |one: u64, two: u64| one != 0 && two != 0 && one != two;
        first
            .iter()
            .filter(|id| last.binary_search(id).is_ok())
            .filter_map(|id| Some((*id, self.clients.record(*id)?)))
            .filter(|(_, record)| {
                self.named(record, &given, &family, Alike::Same)
                    && !other(record.nhs, asked.nhs)
                    && !other(record.born.into(), asked.born.into())
            })
            .map(|(client, record)| Namesake {
                client,
                same_postcode: record.postcode != 0 && record.postcode == asked.postcode,
            })
            .collect()
    }

    /// Clients who may be the same person, ids ascending: the same NHS number; or the same date of
    /// birth and names alike within one edit each, given and family name swapped or not, known-as
    /// and former names counting too; or the same names and the date with day and month swapped.
    /// Without a date of birth only the NHS number tells.
    pub fn duplicates(
        &self,
        given: &str,
        family: &str,
        born: Option<NaiveDate>,
        nhs: &str,
    ) -> Vec<u32> {
        let mut same = BTreeSet::new();
        if let Some(number) = Prefix::of_digits(nhs) {
            let key = number.key();
            same.extend(holders(self.clients.keys(Facet::Nhs), key..=key));
        }
        let (given, family) = (fold(given), fold(family));
        let swapped =
            |date: NaiveDate| NaiveDate::from_ymd_opt(date.year(), date.day(), date.month());
        let dates = [
            (born, Alike::OneEdit),
            (born.and_then(swapped), Alike::Same),
        ];
        for (date, alike) in dates {
            let Some(key) = date.map(|date| u64::from(date_key(date))) else {
                continue;
            };
            for id in holders(self.clients.keys(Facet::Born), key..=key) {
                let record = self.clients.record(id);
                if record.is_some_and(|record| self.named(record, &given, &family, alike)) {
                    same.insert(id);
                }
            }
        }
        same.into_iter().collect()
    }

    /// Whether the record has both names, in either order.
    fn named(&self, record: &Record, given: &str, family: &str, alike: Alike) -> bool {
        let has = |name: &str, roles: &[Role]| {
            let terms = record
                .terms
                .iter()
                .filter(|term| roles.contains(&term.role()));
            terms
                .map(|&term| self.clients.text(term))
                .any(|text| is_alike(name, text, alike))
        };
        let first = [Role::Given, Role::KnownAs, Role::Part];
        let last = [Role::Family, Role::Former, Role::Part];
        has(given, &first) && has(family, &last) || has(given, &last) && has(family, &first)
    }
}

fn is_alike(name: &str, text: &str, alike: Alike) -> bool {
    if name.is_empty() || alike == Alike::Same {
        return !name.is_empty() && name == text;
    }
    let name: Vec<char> = name.chars().collect();
    let text: Vec<char> = text.chars().collect();
    // Either may lack its last letter, which to `within` is a word that is not finished.
    within(&name, &text, 1).is_some_and(|edits| edits.whole || text.len() == name.len() + 1)
        || within(&text, &name, 1).is_some_and(|edits| edits.whole)
}
