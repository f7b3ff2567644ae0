//! Consents of one person, each a fact of its own: given or refused, on a day, in some way, and
//! withdrawn on another. One that was withdrawn stays to be seen.

pub(super) mod form;

use self::form::{ConsentForm, What};
use super::about::{self, Facts};
use super::menu::{self, Menu, Taken};
use super::part;
use super::sheet;
use crate::domain::consent::Consent;
use crate::domain::dates;
use crate::domain::ids::PartId;
use crate::domain::intent::Intent;
use crate::domain::part::{Kept, Part};
use crate::readmodel::client::{ClientCard, EarlierPartRow};
use crate::tui::dialogs::pick::Item;
use crate::tui::screens::reading::Reading;

/// The list.
#[derive(Default)]
pub(super) struct Consents {
    /// What each row is; none for a new one.
    rows: Vec<Option<PartId>>,
}

/// The consents of a card, what was said last first.
fn all(card: &ClientCard) -> Vec<(&Kept, &Consent)> {
    let parts = card.parts.iter();
    let parts = parts.filter_map(|kept| match &kept.part {
        Part::Consent(consent) => Some((kept, consent)),
        _ => None,
    });
    let mut all: Vec<(&Kept, &Consent)> = parts.collect();
    all.sort_by_key(|(kept, consent)| std::cmp::Reverse((consent.last_said(), kept.id)));
    all
}

/// With whom something may be shared; empty where it is about nobody else.
fn with_whom(consent: &Consent, card: &ClientCard) -> String {
    let Some(service) = consent.service else {
        return consent.organisation.clone();
    };
    let known = card
        .connections
        .iter()
        .find(|one| one.service_id == service);
    known.map_or_else(|| format!("service {service}"), |one| one.service.clone())
}

/// "share with an organisation, Knit & Natter".
fn what(consent: &Consent, card: &ClientCard) -> String {
    match with_whom(consent, card).as_str() {
        "" => consent.scope.label().to_owned(),
        whom => format!("{}, {whom}", consent.scope.label()),
    }
}

/// "yes, said so, Tue 3 Nov", "no, ..." or "WITHDRAWN Thu 12 Nov".
fn answer(consent: &Consent, card: &ClientCard) -> String {
    let on = |day| dates::short(day, card.today);
    match (consent.given, consent.withdrawn_on) {
        (true, Some(day)) => format!("WITHDRAWN {}, given {}", on(day), on(consent.on)),
        (true, None) => format!("yes, {}, {}", consent.how.label(), on(consent.on)),
        (false, _) => format!("NO, {}, {}", consent.how.label(), on(consent.on)),
    }
}

/// Every consent in one line, for a page with room: those that are a no first.
pub(super) fn in_a_line(card: &ClientCard) -> String {
    let mut all = all(card);
    all.sort_by_key(|(_, consent)| consent.holds());
    let short = |(_, consent): &(&Kept, &Consent)| {
        let answer = match (consent.given, consent.withdrawn_on) {
            (true, Some(day)) => format!("WITHDRAWN {}", dates::short(day, card.today)),
            (true, None) => "yes".to_owned(),
            (false, _) => "NO".to_owned(),
        };
        format!("{}: {answer}", what(consent, card))
    };
    let said: Vec<String> = all.iter().map(short).collect();
    said.join("; ")
}

impl Menu for Consents {
    fn title(&self) -> String {
        "Consents".to_owned()
    }

    fn changes(&self, _index: usize) -> bool {
        false
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let (mut rows, mut items) = (Vec::new(), Vec::new());
        if let Some(card) = facts.card.as_deref() {
            for (kept, consent) in all(card) {
                rows.push(Some(kept.id));
                items.push(Item {
                    words: what(consent, card),
                    note: answer(consent, card),
                });
            }
        }
        rows.push(None);
        items.push(Item {
            words: "Add a consent".to_owned(),
            note: "a yes or a no, for what, and how it was given".to_owned(),
        });
        self.rows = rows;
        (items, 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let about = about::of(facts);
        Taken::Open(match self.rows.get(index) {
            Some(Some(part)) => menu::open(about, OneConsent::new(*part)),
            Some(None) => sheet::open(about, ConsentForm::new(What::New)),
            None => return Taken::Nothing,
        })
    }
}

/// The consent with that id, as the card has it.
fn consent(facts: &Facts, part: PartId) -> Option<(&Kept, &Consent)> {
    let card = facts.card.as_deref()?;
    all(card).into_iter().find(|(kept, _)| kept.id == part)
}

/// Why nothing can be done with it.
fn gone(facts: &Facts, part: PartId) -> Option<String> {
    part::gone(consent(facts, part))
}

/// Sets a consent on the version that the card has, or takes it away.
fn set(
    facts: &Facts,
    part: Option<PartId>,
    now: Option<Consent>,
    because: String,
) -> Option<Intent> {
    part::set(facts, part, None, now.map(Part::Consent), because)
}

/// What can be done with a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Withdraw,
    Change,
    Before,
    Away,
}

/// The list of it.
struct OneConsent {
    part: PartId,
    deeds: Vec<Deed>,
}

impl OneConsent {
    fn new(part: PartId) -> OneConsent {
        let deeds = Vec::new();
        OneConsent { part, deeds }
    }
}

impl Menu for OneConsent {
    fn title(&self) -> String {
        "Consent".to_owned()
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        gone(facts, self.part)
    }

    fn changes(&self, index: usize) -> bool {
        self.deeds.get(index) == Some(&Deed::Away)
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let stands = consent(facts, self.part).is_some_and(|(_, consent)| consent.holds());
        let note = consent(facts, self.part).map_or("", |(_, consent)| consent.note.as_str());
        let earlier = before(facts, self.part).len();
        self.deeds.clear();
        if stands {
            self.deeds.push(Deed::Withdraw);
        }
        self.deeds.push(Deed::Change);
        if earlier > 0 {
            self.deeds.push(Deed::Before);
        }
        self.deeds.push(Deed::Away);
        let item = |deed: &Deed| {
            let (words, note) = match deed {
                Deed::Withdraw => ("They withdraw it", "with the day; it stays to be seen"),
                Deed::Change => ("Change what stands here", note),
                Deed::Before => ("What stood before", ""),
                Deed::Away => (
                    "Take it away",
                    "it was noted by mistake; undo brings it back",
                ),
            };
            Item {
                words: words.to_owned(),
                note: note.to_owned(),
            }
        };
        (self.deeds.iter().map(item).collect(), 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let about = about::of(facts);
        match self.deeds.get(index) {
            Some(Deed::Withdraw) => {
                let form = ConsentForm::new(What::Withdraw(self.part));
                Taken::Open(sheet::open(about, form))
            }
            Some(Deed::Change) => {
                let form = ConsentForm::new(What::Change(self.part));
                Taken::Open(sheet::open(about, form))
            }
            Some(Deed::Before) => {
                let texts = before(facts, self.part).join("\n\n");
                Taken::Open(Reading::open(
                    "Consent: what stood before".to_owned(),
                    texts,
                ))
            }
            Some(Deed::Away) => {
                let away = set(facts, Some(self.part), None, String::new());
                away.map_or(Taken::Nothing, Taken::Do)
            }
            None => Taken::Nothing,
        }
    }
}

/// Each earlier form of a consent, newest first.
fn before(facts: &Facts, part: PartId) -> Vec<String> {
    let Some(card) = facts.card.as_deref() else {
        return Vec::new();
    };
    let text = |row: &EarlierPartRow| match &row.was {
        Part::Consent(was) => {
            let said = format!("{}: {}", what(was, card), answer(was, card));
            Some(format!("{}\n{said}\n{}", row.changed, was.note))
        }
        _ => None,
    };
    let earlier = card.earlier.iter().rev().filter(|row| row.part == part);
    earlier.filter_map(text).collect()
}
