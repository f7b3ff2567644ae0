//! A query from its first letter to the rows of an answer: which readings and how much leniency are
//! tried, what is merged, and what the reader is told about it.

use super::index::Index;
use super::matcher::Matcher;
use super::notes;
use super::query::{Query, Reading};
use super::rank::{ItemId, Kind, KindSet, Ranked, Reach, Scope, Top};
use super::record::Role;
use super::seek::{Cause, Matched, visit};
use super::shelf::{Facet, Shelf};
use super::text::{ASIDE, EXACT, Leniency, PREFIX, Text};

/// While fewer fit as typed, typing errors are forgiven; and queries of one-letter words stop here.
const ENOUGH: usize = 50;
/// Counting stops at so many clients, services, or notes with typing errors forgiven.
const MOST: usize = 10_000;
/// Counting stops at so many notes that fit as typed: the newest are listed, and read first.
const MOST_NOTES: usize = 1000;

/// Why an item was found, where its name alone does not show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// By its name, or a note by its text.
    Name,
    /// By what the client is called.
    KnownAs,
    /// By a former name.
    FormerName,
    /// By the NHS number.
    NhsNumber,
    /// By a phone number.
    Phone,
    /// By the date of birth.
    Born,
    /// By the postcode.
    Postcode,
    /// By the practice, or a service's description.
    Aside,
}

/// One row of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub item: ItemId,
    /// The client it is about: itself, or that of a note; none for a service.
    pub client: Option<u32>,
    /// How well it fits; higher is better, 1000 is exact.
    pub score: u16,
    /// Folded words, or the beginnings of words, that matched; see [`super::fold::spans`].
    pub marks: Vec<String>,
    /// The least obvious reason why it was found.
    pub why: Why,
    /// A typing error was forgiven.
    pub near: bool,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The best, in order; the same query on the same words always gives the same order.
    pub hits: Vec<Hit>,
    /// How many fit and may be seen.
    pub total: usize,
    /// There are more than `total`: counting stopped early.
    pub more: bool,
    /// The two best fit equally well, and are not both notes: ask, never guess.
    pub equal_best: bool,
}

/// The answer for one kind, with what merging needs.
type Part = (Top, Vec<(Ranked, Hit)>);

impl Index {
    /// Looks for `query` among those that `reach` does not hide: words in any order, all must fit.
    /// `limit` hits at most; of those that fit equally well the nearer ones first, see [`Reach`].
    ///
    /// Queries of one-letter words stop at fifty of each kind, others at ten thousand. A link worker
    /// who sees more than that and wants her own first even then uses [`Self::find_for`].
    pub fn find(
        &self,
        query: &str,
        kinds: KindSet,
        limit: usize,
        reach: &dyn Fn(ItemId) -> Reach,
    ) -> Found {
        self.find_in(
            query,
            kinds,
            limit,
            Scope {
                own: &[],
                only_own: false,
                reach,
            },
        )
    }

    /// As [`Self::find`], among these clients (ids ascending) and their notes, and all services.
    /// Quick where they are few, however many others there are.
    pub fn find_among(
        &self,
        query: &str,
        kinds: KindSet,
        limit: usize,
        own: &[u32],
        reach: &dyn Fn(ItemId) -> Reach,
    ) -> Found {
        self.find_in(
            query,
            kinds,
            limit,
            Scope {
                own,
                only_own: true,
                reach,
            },
        )
    }

    /// As [`Self::find`], where some clients (ids ascending) are known to be the asker's own: they
    /// are looked at first and all of them, so that stopping early never hides one.
    pub fn find_for(
        &self,
        query: &str,
        kinds: KindSet,
        limit: usize,
        own: &[u32],
        reach: &dyn Fn(ItemId) -> Reach,
    ) -> Found {
        self.find_in(
            query,
            kinds,
            limit,
            Scope {
                own,
                only_own: false,
                reach,
            },
        )
    }

    fn find_in(&self, typed: &str, kinds: KindSet, limit: usize, scope: Scope<'_>) -> Found {
        let query = Query::read(typed, &self.matcher);
        if query.is_empty() {
            return Found::default();
        }
        // The second best is needed to know whether it is as good as the best.
        let search = Search {
            index: self,
            limit: limit.max(2),
            scope,
        };
        let mut found = Found::default();
        let mut ranked: Vec<(Ranked, Hit)> = Vec::new();
        for kind in [Kind::Client, Kind::Service, Kind::Note] {
            if !kinds.has(kind) {
                continue;
            }
            let (top, hits) = match kind {
                Kind::Client | Kind::Service => search.shelf(kind, &query.readings),
                Kind::Note => search.notes(&query.texts),
            };
            found.total += top.total;
            found.more |= top.stopped;
            ranked.extend(hits);
        }
        ranked.sort_by_key(|(ranked, _)| *ranked);
        found.equal_best = match ranked.as_slice() {
            [(a, _), (b, _), ..] => a.fit.class == b.fit.class && b.item.kind != Kind::Note,
            _ => false,
        };
        found.hits = ranked.into_iter().map(|(_, hit)| hit).take(limit).collect();
        found
    }
}

struct Search<'a> {
    index: &'a Index,
    limit: usize,
    scope: Scope<'a>,
}

impl Search<'_> {
    fn matcher(&self) -> &Matcher {
        &self.index.matcher
    }

    /// Clients or services: as typed, then read otherwise where nothing fits, then leniently while
    /// fewer than fifty fit.
    fn shelf(&self, kind: Kind, readings: &[Reading]) -> Part {
        let shelf = if kind == Kind::Client {
            &self.index.clients
        } else {
            &self.index.services
        };
        let first = readings.first().map(Vec::as_slice).unwrap_or_default();
        let (top, matched) = self.seek(kind, shelf, first, Leniency::AsTyped);
        if top.close == 0 {
            for reading in readings.iter().skip(1) {
                let (top, matched) = self.seek(kind, shelf, reading, Leniency::AsTyped);
                if top.close > 0 {
                    return self.client_hits(shelf, top, &matched);
                }
            }
        }
        let allowed = |word: &super::query::Word| word.text.allowed() > 0;
        let helps = || {
            first
                .iter()
                .zip(&matched)
                .all(|(word, found)| allowed(word) || found.fits())
        };
        let lenient = first.iter().any(allowed) && helps();
        if top.close >= ENOUGH || top.stopped || !lenient {
            return self.client_hits(shelf, top, &matched);
        }
        let (top, matched) = self.seek(kind, shelf, first, Leniency::Fuzzy);
        self.client_hits(shelf, top, &matched)
    }

    fn seek<'q>(
        &self,
        kind: Kind,
        shelf: &Shelf,
        reading: &'q [super::query::Word],
        leniency: Leniency,
    ) -> (Top, Vec<Matched<'q>>) {
        let short = reading.iter().all(|word| word.text.len() <= 1);
        let mut top = Top::new(self.limit, if short { ENOUGH } else { MOST });
        let matched = reading
            .iter()
            .map(|word| Matched::new(word, shelf, leniency, self.matcher()));
        let matched: Vec<Matched<'q>> = matched.collect();
        visit(shelf, kind, &matched, self.scope, &mut top);
        (top, matched)
    }

    fn client_hits(&self, shelf: &Shelf, mut top: Top, matched: &[Matched<'_>]) -> Part {
        let best = top.take_best();
        let hits = best
            .into_iter()
            .map(|ranked| (ranked, client_hit(shelf, ranked, matched)));
        let hits = hits.collect();
        (top, hits)
    }

    /// Notes: the same steps, but typing errors are forgiven only where nothing fits, and without
    /// fuzzy-matcher, which fits too much in running text.
    fn notes(&self, readings: &[Vec<Text>]) -> Part {
        let first = readings.first().map(Vec::as_slice).unwrap_or_default();
        let (mut top, mut matched) = self.notes_in(first, Leniency::AsTyped);
        // Leniency helps where each word either fits as typed or can be forgiven.
        let words = || first.iter().zip(&matched);
        let lenient = words().all(|(text, word)| notes::forgives(text) || word.fits())
            && first.iter().any(notes::forgives);
        for reading in readings.iter().skip(1) {
            if top.close == 0 {
                (top, matched) = self.notes_in(reading, Leniency::AsTyped);
            }
        }
        if top.close == 0 && lenient {
            (top, matched) = self.notes_in(first, Leniency::Edits);
        }
        let best = top.take_best();
        let hits = best
            .into_iter()
            .map(|ranked| (ranked, self.note_hit(ranked, &matched)));
        let hits = hits.collect();
        (top, hits)
    }

    fn notes_in(&self, texts: &[Text], leniency: Leniency) -> (Top, Vec<notes::Matched>) {
        let short = texts.iter().all(|text| text.len() <= 1);
        let mut top = Top::new(
            self.limit,
            match leniency {
                _ if short => ENOUGH,
                Leniency::AsTyped => MOST_NOTES,
                Leniency::Edits | Leniency::Fuzzy => MOST,
            },
        );
        let notes = &self.index.notes;
        let matched = texts
            .iter()
            .map(|text| notes.matched(text, leniency, self.matcher()));
        let matched: Vec<notes::Matched> = matched.collect();
        notes.visit(&matched, self.scope, &mut top);
        (top, matched)
    }

    fn note_hit(&self, ranked: Ranked, matched: &[notes::Matched]) -> Hit {
        let notes = &self.index.notes;
        Hit {
            item: ranked.item,
            client: notes.client(ranked.doc),
            score: score(ranked),
            marks: matched
                .iter()
                .flat_map(|word| notes.marks(ranked.doc, word))
                .collect(),
            why: Why::Name,
            near: !ranked.fit.close,
        }
    }
}

fn score(ranked: Ranked) -> u16 {
    1000_u16.saturating_sub(ranked.fit.cost)
}

/// A row for a client or a service, with what matched.
fn client_hit(shelf: &Shelf, ranked: Ranked, matched: &[Matched<'_>]) -> Hit {
    let item = ranked.item;
    let mut hit = Hit {
        item,
        client: Some(item.id).filter(|_| item.kind == Kind::Client),
        score: score(ranked),
        marks: Vec::new(),
        why: Why::Name,
        near: false,
    };
    let Some(record) = shelf.record(item.id) else {
        return hit;
    };
    for word in matched {
        let Some((cost, cause)) = word.fit(record) else {
            continue;
        };
        let (why, mark) = match cause {
            Cause::Number(facet) => (why_of(facet), word.typed().to_string()),
            Cause::Term(at) => {
                let Some(&term) = record.terms.get(at) else {
                    continue;
                };
                let begun = matches!(cost, EXACT | PREFIX | ASIDE);
                let role = term.role();
                let aside = role == Role::Aside;
                hit.near |= !aside && cost >= ASIDE;
                let mark = if begun || aside {
                    word.typed()
                } else {
                    shelf.text(term)
                };
                (why_of_role(role), mark.to_string())
            }
        };
        hit.marks.push(mark);
        hit.why = hit.why.max(why);
    }
    hit
}

fn why_of(facet: Facet) -> Why {
    match facet {
        Facet::Nhs => Why::NhsNumber,
        Facet::Phone => Why::Phone,
        Facet::Born => Why::Born,
        Facet::Postcode => Why::Postcode,
    }
}

fn why_of_role(role: Role) -> Why {
    match role {
        Role::Given | Role::Family | Role::Part => Why::Name,
        Role::KnownAs => Why::KnownAs,
        Role::Former => Why::FormerName,
        Role::Aside => Why::Aside,
    }
}
