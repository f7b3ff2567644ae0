//! One reading of a query against a shelf: each query word once against the distinct words and the
//! sorted numbers, and how well a record fits them all. Knows nothing of reach and of order.

mod visit;

pub(super) use visit::visit;

use std::ops::RangeInclusive;

use super::digits::holders;
use super::matcher::Matcher;
use super::query::Word;
use super::rank::{Fit, Seen};
use super::record::{Record, Role, Term};
use super::shelf::{Facet, Shelf};
use super::text::{ASIDE, Cost, EXACT, Leniency, PREFIX};
use super::vocabulary::WordId;

/// The cost of the beginning of a number or a postcode.
const BEGUN: Cost = PREFIX + 2;
/// Ranges are counted no further to learn which query word is the rarest.
const COUNTED: usize = 2000;

/// Those who fit a query word in one way.
#[derive(Clone, Debug)]
enum Run {
    Word {
        aside: bool,
        word: WordId,
    },
    Keys {
        facet: Facet,
        range: RangeInclusive<u64>,
    },
}

/// What made a record fit a query word.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cause {
    /// A word, by its place among the record's terms.
    Term(usize),
    /// A number.
    Number(Facet),
}

/// A query word with all that it fits on a shelf.
#[derive(Debug)]
pub(super) struct Matched<'q> {
    word: &'q Word,
    /// The best first.
    runs: Vec<(Cost, Run)>,
    /// Cost and one of each word of the names, zero for one that does not fit: a byte a word is
    /// quicker to ask than the words themselves.
    names: Vec<u8>,
    aside: Vec<u8>,
    /// Those who may fit, at least.
    size: usize,
    /// A range of numbers has too many to be worth listing.
    wide: bool,
}

impl<'q> Matched<'q> {
    /// Compares a query word with the words and numbers of a shelf.
    pub(super) fn new(
        word: &'q Word,
        shelf: &Shelf,
        leniency: Leniency,
        matcher: &Matcher,
    ) -> Self {
        let mut matched = Self {
            word,
            runs: Vec::new(),
            names: vec![0; shelf.lexicon(false).words().len()],
            aside: vec![0; shelf.lexicon(true).words().len()],
            size: 0,
            wide: false,
        };
        matched.words(shelf, leniency, matcher);
        matched.numbers(shelf);
        matched.runs.sort_by_key(|&(cost, _)| cost);
        matched
    }

    fn words(&mut self, shelf: &Shelf, leniency: Leniency, matcher: &Matcher) {
        for aside in [false, true] {
            let lexicon = shelf.lexicon(aside);
            let (extra, leniency, table) = if aside {
                (ASIDE, Leniency::AsTyped, &mut self.aside)
            } else {
                (0, leniency, &mut self.names)
            };
            for (cost, word) in lexicon.fitting(&self.word.text, leniency, matcher) {
                // Words aside have one class only, so that one begun is the last of it.
                let cost = if aside {
                    extra + cost.min(PREFIX - 1)
                } else {
                    cost
                };
                if let Some(cell) = table.get_mut(word as usize) {
                    *cell = cost + 1;
                }
                self.size += lexicon.holders(word).len();
                self.runs.push((cost, Run::Word { aside, word }));
            }
        }
    }

    fn numbers(&mut self, shelf: &Shelf) {
        let mut ranges: Vec<(Facet, RangeInclusive<u64>)> = Vec::new();
        ranges.extend(self.word.digits.map(|digits| (Facet::Nhs, digits.range())));
        ranges.extend(
            self.word
                .phones
                .iter()
                .map(|phone| (Facet::Phone, phone.range())),
        );
        ranges.extend(self.word.born.clone().map(|range| (Facet::Born, range)));
        let dates = self
            .word
            .dates
            .iter()
            .flat_map(super::dates::DatePattern::ranges);
        ranges.extend(dates.map(|range| (Facet::Born, range)));
        ranges.extend(
            self.word
                .postcode
                .map(|typed| (Facet::Postcode, typed.range())),
        );
        for (facet, range) in ranges {
            let keys = shelf.keys(facet);
            let whole = *range.start()..=*range.start();
            if facet == Facet::Phone && holders(keys, whole.clone()).next().is_some() {
                self.runs.push((
                    EXACT,
                    Run::Keys {
                        facet,
                        range: whole,
                    },
                ));
            }
            let count = holders(keys, range.clone()).take(COUNTED).count();
            if count > 0 {
                self.wide |= count == COUNTED;
                self.size += if count == COUNTED { shelf.len() } else { count };
                let least = if facet == Facet::Phone { BEGUN } else { EXACT };
                self.runs.push((least, Run::Keys { facet, range }));
            }
        }
    }

    /// Whether those who have the rarest word should be held against the lists of this one before
    /// their records are read. Records are scattered over the memory, lists are read in order, but
    /// each list must be found: measured, 150, 1 and 50 to 100 ns.
    fn is_worth_listing(&self, rarest: &Self) -> bool {
        !self.wide && self.runs.len() * 75 + self.size < rarest.size * 150
    }

    /// Everyone who may fit it, as bits.
    fn holders(&self, shelf: &Shelf) -> Seen {
        let mut all = Seen::new(shelf.end());
        for (_, run) in &self.runs {
            match run {
                Run::Word { aside, word } => {
                    let ids = shelf.lexicon(*aside).holders(*word).iter();
                    ids.for_each(|&id| all.add(id));
                }
                Run::Keys { facet, range } => {
                    holders(shelf.keys(*facet), range.clone()).for_each(|id| all.add(id));
                }
            }
        }
        all
    }

    /// Whether anything fits it.
    pub(super) fn fits(&self) -> bool {
        !self.runs.is_empty()
    }

    /// The word as typed, folded.
    pub(super) fn typed(&self) -> &str {
        self.word.text.as_str()
    }

    /// How well a record fits this word, and by what; names before all else where equal.
    pub(super) fn fit(&self, record: &Record) -> Option<(Cost, Cause)> {
        let mut best: Option<(Cost, Cause)> = None;
        let mut consider = |cost: Cost, cause: Cause| {
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, cause));
            }
        };
        for (at, term) in record.terms.iter().enumerate() {
            let table = if term.role() == Role::Aside {
                &self.aside
            } else {
                &self.names
            };
            match table.get(term.word() as usize) {
                Some(&cost) if cost > 0 => consider(cost - 1, Cause::Term(at)),
                _ => {}
            }
        }
        let phones = record.phones.iter().map(|&phone| (Facet::Phone, phone));
        let others = [
            (Facet::Nhs, record.nhs),
            (Facet::Born, u64::from(record.born)),
            (Facet::Postcode, record.postcode),
        ];
        for (facet, key) in phones.chain(others) {
            if let Some(cost) = number_cost(self.word, facet, key) {
                consider(cost, Cause::Number(facet));
            }
        }
        best
    }
}

/// How well a number fits a query word.
fn number_cost(word: &Word, facet: Facet, key: u64) -> Option<Cost> {
    let whole_or = |whole: bool, begun: Cost| if whole { EXACT } else { begun };
    match facet {
        Facet::Nhs => {
            let digits = word.digits.filter(|digits| digits.range().contains(&key))?;
            Some(whole_or(digits.count() == 10, BEGUN))
        }
        Facet::Phone => {
            let begun = word
                .phones
                .iter()
                .filter(|typed| typed.range().contains(&key));
            begun.map(|typed| whole_or(typed.key() == key, BEGUN)).min()
        }
        Facet::Born => {
            let digits = word.born.as_ref().filter(|range| range.contains(&key));
            let digits = digits.map(|range| whole_or(range.start() == range.end(), BEGUN + 1));
            let key = u32::try_from(key).unwrap_or(0);
            let dates = word.dates.iter().filter_map(|date| date.fits(key));
            dates
                .map(|whole| whole_or(whole, BEGUN))
                .chain(digits)
                .min()
        }
        Facet::Postcode => Some(whole_or(word.postcode?.fits(key)?, BEGUN)),
    }
}

/// How well a record fits all words of a reading.
pub(super) fn fit(words: &[Matched<'_>], record: &Record) -> Option<Fit> {
    let mut fit = Fit {
        close: true,
        ..Fit::default()
    };
    let mut used = 0_u64;
    let mut family_first = false;
    let mut in_order = true;
    for word in words {
        let (cost, cause) = word.fit(record)?;
        fit.cost += u16::from(cost);
        fit.class += u16::from(cost / 10);
        fit.close &= cost < ASIDE;
        if let Cause::Term(at) = cause {
            used |= 1 << at.min(63);
            let role = record.terms.get(at).map(|term: &Term| term.role());
            fit.fine += u8::from(matches!(
                role,
                Some(Role::KnownAs | Role::Former | Role::Part)
            ));
            in_order &= !(family_first && role == Some(Role::Given));
            family_first |= role == Some(Role::Family);
        }
    }
    if words.len() == 1 {
        return Some(fit);
    }
    let named = |term: &Term| matches!(term.role(), Role::Given | Role::Family);
    let unused = |&(at, term): &(usize, &Term)| named(term) && used & 1 << at.min(63) == 0;
    let spare = record.terms.iter().enumerate().filter(unused).count();
    fit.fine += u8::try_from(spare.min(8) * 2).unwrap_or(0) + u8::from(!in_order);
    Some(fit)
}
