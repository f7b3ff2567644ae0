//! Safeguarding concerns of one person: the list, and what can be done with each. Only those see it
//! whom the hub gives the concerns, and nobody else is on the screen with it.

pub(super) mod form;

use self::form::ConcernForm;
use super::about::{self, Facts};
use super::menu::{self, Menu, Taken};
use super::part;
use super::sheet;
use crate::domain::concern::Concern;
use crate::domain::dates;
use crate::domain::ids::PartId;
use crate::domain::intent::Intent;
use crate::domain::part::{Kept, Part};
use crate::readmodel::client::ClientCard;
use crate::tui::dialogs::pick::Item;
use crate::tui::screens::reading::Reading;

/// The list.
#[derive(Default)]
pub(super) struct Concerns {
    /// What each row is; none for a new one.
    rows: Vec<Option<PartId>>,
}

/// The concerns of a card, those still open first, the newest first among each.
fn all(card: &ClientCard) -> Vec<(&Kept, &Concern)> {
    let parts = card.parts.iter();
    let parts = parts.filter_map(|kept| match &kept.part {
        Part::Concern(concern) => Some((kept, concern)),
        _ => None,
    });
    let mut all: Vec<(&Kept, &Concern)> = parts.collect();
    all.sort_by_key(|(_, concern)| (!concern.is_open(), std::cmp::Reverse(concern.noticed_on)));
    all
}

/// What the open concerns say, a line each.
pub(super) fn open_ones(card: &ClientCard) -> Vec<String> {
    let open = all(card).into_iter().filter(|(_, one)| one.is_open());
    let line = |(_, one): (&Kept, &Concern)| {
        let what = one.what.replace('\n', " / ");
        format!("safeguarding: {what} ({})", when(one, card))
    };
    open.map(line).collect()
}

/// "noticed 20 Nov, look again 30 Nov", or "closed 3 Nov: the key is back".
fn when(concern: &Concern, card: &ClientCard) -> String {
    let day = |day| dates::short(day, card.today);
    match (concern.closed_on, concern.review_on) {
        (Some(on), _) => format!("closed {}: {}", day(on), concern.closed_because),
        (None, Some(on)) => format!(
            "noticed {}, look again {}",
            day(concern.noticed_on),
            day(on)
        ),
        (None, None) => format!("noticed {}", day(concern.noticed_on)),
    }
}

impl Menu for Concerns {
    fn title(&self) -> String {
        "Safeguarding".to_owned()
    }

    fn is_guarded(&self) -> bool {
        true
    }

    fn changes(&self, _index: usize) -> bool {
        false
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let (mut rows, mut items) = (Vec::new(), Vec::new());
        if let Some(card) = facts.card.as_deref() {
            for (kept, concern) in all(card) {
                rows.push(Some(kept.id));
                items.push(Item {
                    words: concern.what.replace('\n', " / "),
                    note: when(concern, card),
                });
            }
        }
        rows.push(None);
        items.push(Item {
            words: "Note a concern".to_owned(),
            note: "what, with whom it was discussed, what was decided".to_owned(),
        });
        self.rows = rows;
        (items, 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let about = about::of(facts);
        Taken::Open(match self.rows.get(index) {
            Some(Some(part)) => menu::open(about, OneConcern::new(*part)),
            Some(None) => sheet::open(about, ConcernForm::new(None)),
            None => return Taken::Nothing,
        })
    }
}

/// The concern with that id, as the card has it.
fn concern(facts: &Facts, part: PartId) -> Option<(&Kept, &Concern)> {
    let card = facts.card.as_deref()?;
    all(card).into_iter().find(|(kept, _)| kept.id == part)
}

/// Why nothing can be done with it.
fn gone(facts: &Facts, part: PartId) -> Option<String> {
    part::gone(concern(facts, part))
}

/// Sets a concern on the version that the card has, or takes it away.
fn set(
    facts: &Facts,
    part: Option<PartId>,
    now: Option<Concern>,
    because: String,
) -> Option<Intent> {
    part::set(facts, part, None, now.map(Part::Concern), because)
}

/// What can be done with a concern.
struct OneConcern {
    part: PartId,
}

const CHANGE: usize = 0;
const BEFORE: usize = 1;
const AWAY: usize = 2;

impl OneConcern {
    fn new(part: PartId) -> OneConcern {
        OneConcern { part }
    }
}

impl Menu for OneConcern {
    fn title(&self) -> String {
        "Safeguarding concern".to_owned()
    }

    fn is_guarded(&self) -> bool {
        true
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        gone(facts, self.part)
    }

    fn changes(&self, index: usize) -> bool {
        index == AWAY
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let item = |words: &str, note: String| Item {
            words: words.to_owned(),
            note,
        };
        let before = match before(facts, self.part).len() {
            0 => "nothing: it stands as it was written".to_owned(),
            1 => "1 earlier text".to_owned(),
            count => format!("{count} earlier texts"),
        };
        let items = vec![
            item(
                "Read, change or close",
                "discussed, decided, look again".to_owned(),
            ),
            item("What stood before", before),
            item("Take it away", "undo brings it back".to_owned()),
        ];
        (items, CHANGE)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let about = about::of(facts);
        match index {
            CHANGE => Taken::Open(sheet::open(about, ConcernForm::new(Some(self.part)))),
            BEFORE => {
                let texts = before(facts, self.part);
                match texts.is_empty() {
                    true => Taken::Nothing,
                    false => {
                        let title = "Safeguarding: what stood before".to_owned();
                        Taken::Open(Reading::guarded(title, texts.join("\n\n")))
                    }
                }
            }
            AWAY => {
                let away = set(facts, Some(self.part), None, String::new());
                away.map_or(Taken::Nothing, Taken::Do)
            }
            _ => Taken::Nothing,
        }
    }
}

/// Each earlier text of a concern with when it was changed, by whom and why, newest first.
fn before(facts: &Facts, part: PartId) -> Vec<String> {
    let Some(card) = facts.card.as_deref() else {
        return Vec::new();
    };
    let earlier = card.earlier.iter().rev().filter(|row| row.part == part);
    let text = |row: &crate::readmodel::client::EarlierPartRow| match &row.was {
        Part::Concern(was) => Some(format!("{}\n{}", row.changed, whole(was, card))),
        _ => None,
    };
    earlier.filter_map(text).collect()
}

/// Everything that a concern said.
fn whole(concern: &Concern, card: &ClientCard) -> String {
    let mut lines = vec![concern.what.clone(), when(concern, card)];
    if !concern.discussed_with.is_empty() {
        let on = concern.discussed_on;
        let on = on.map_or_else(String::new, |on| {
            format!(", {}", dates::short(on, card.today))
        });
        lines.push(format!("discussed with {}{on}", concern.discussed_with));
    }
    if !concern.outcome.is_empty() {
        lines.push(format!("decided: {}", concern.outcome));
    }
    lines.join("\n")
}
