//! How a connection goes, in two or three keys: of several connections which one, then what happened.

use super::{changed, connection};
use crate::domain::connection::passes_on;
use crate::domain::ids::PartId;
use crate::domain::intent::Intent;
use crate::domain::terms::{Attended, Stage};
use crate::readmodel::client::{ClientCard, ConnectionLine};
use crate::tui::dialogs::pick::Item;
use crate::tui::forms::about::{self, About, Facts};
use crate::tui::forms::menu::{self, Menu, Taken};
use crate::tui::forms::{sheet, words};
use crate::tui::screen::Screen;

/// The connections of the case shown.
pub(in crate::tui::forms) fn of_case(card: &ClientCard) -> impl Iterator<Item = &ConnectionLine> {
    let case = card.case.as_ref().map(|case| case.case);
    let lines = card.connections.iter();
    lines.filter(move |line| Some(line.case) == case)
}

/// What happened with a connection; of several, which one first.
pub(in crate::tui::forms) fn open(card: &ClientCard) -> Box<dyn Screen> {
    let mut lines = of_case(card);
    match (lines.next(), lines.next()) {
        (Some(only), None) => menu::open(About::from(card), Happened::new(only)),
        _ => menu::open(About::from(card), Which::default()),
    }
}

/// Which connection.
#[derive(Default)]
struct Which {
    offered: Vec<ConnectionLine>,
}

impl Menu for Which {
    fn title(&self) -> String {
        "Connected".to_owned()
    }

    fn changes(&self, _index: usize) -> bool {
        false
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        if let Some(card) = facts.card.as_deref() {
            self.offered = of_case(card).cloned().collect();
        }
        let item = |line: &ConnectionLine| Item {
            words: line.service.clone(),
            note: line.said.clone(),
        };
        (self.offered.iter().map(item).collect(), 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        match self.offered.get(index) {
            Some(line) => Taken::Open(menu::open(about::of(facts), Happened::new(line))),
            None => Taken::Nothing,
        }
    }
}

/// Something that can have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    To(Stage),
    DidNotGo,
    Told,
    Details,
    Away,
}

/// What can have happened, most wanted first: the first nine have a digit.
const MOVES: &[(Move, &str, &str)] = &[
    (Move::To(Stage::Attending), "attending", "they went"),
    (Move::To(Stage::Received), "received", "the service has it"),
    (Move::To(Stage::Accepted), "accepted", "they have a place"),
    (Move::DidNotGo, "did not go", "the stage stays"),
    (Move::Told, "told them", "the service knows how it goes"),
    (Move::To(Stage::Completed), "completed", "as it was meant"),
    (Move::To(Stage::Failed), "did not work out", ""),
    (Move::To(Stage::Declined), "declined", "the service said no"),
    (Move::Details, "days, next step, note", "all of it"),
    (Move::To(Stage::OnHold), "on hold", ""),
    (Move::To(Stage::Sent), "sent", "asked, no reply yet"),
    (
        Move::To(Stage::Signposted),
        "signposted",
        "no reply expected",
    ),
    (
        Move::To(Stage::Cancelled),
        "cancelled",
        "not wanted any more",
    ),
    (Move::Away, "take it away", "entered by mistake"),
];

/// What happened with one connection.
struct Happened {
    part: PartId,
    service: String,
    offered: Vec<Move>,
}

impl Happened {
    fn new(line: &ConnectionLine) -> Happened {
        Happened {
            part: line.part,
            service: line.service.clone(),
            offered: Vec::new(),
        }
    }
}

impl Menu for Happened {
    fn title(&self) -> String {
        self.service.clone()
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::not_open(facts)
    }

    fn changes(&self, index: usize) -> bool {
        self.offered.get(index) != Some(&Move::Details)
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let now = connection(facts, self.part).map(|(_, connection)| connection.stage);
        let mut moves = MOVES.to_vec();
        // What is still a draft is sent next.
        if matches!(now, Some(Stage::Draft | Stage::Signposted)) {
            moves.sort_by_key(|(what, ..)| *what != Move::To(Stage::Sent));
        }
        self.offered = moves.iter().map(|(what, ..)| *what).collect();
        let item = |(what, words, means): &(Move, &str, &str)| Item {
            words: (*words).to_owned(),
            note: match now.map(Move::To) == Some(*what) {
                true => "now".to_owned(),
                false => (*means).to_owned(),
            },
        };
        (moves.iter().map(item).collect(), 0)
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let (Some(what), Some((kept, was))) =
            (self.offered.get(index), connection(facts, self.part))
        else {
            return Taken::Nothing;
        };
        let mut now = was.clone();
        match what {
            Move::To(stage) if *stage == was.stage => return Taken::Nothing,
            // It was not asked for yet: the form does.
            Move::To(stage) if passes_on(*stage) && was.agreed.is_none() => {
                return self.details(facts, Some(*stage));
            }
            Move::To(stage) => now.stage = *stage,
            Move::DidNotGo => now.attended = Attended::No,
            Move::Told => now.fed_back_on = Some(facts.today()),
            Move::Details => return self.details(facts, None),
            Move::Away => {}
        }
        let now = (*what != Move::Away).then_some(now);
        let Some(card) = facts.card.as_deref() else {
            return Taken::Nothing;
        };
        Taken::Do(Intent::SetParts {
            client: card.client_id,
            changes: vec![changed(kept, now)],
            because: String::new(),
        })
    }
}

impl Happened {
    fn details(&self, facts: &Facts, stage: Option<Stage>) -> Taken {
        let form = super::change::Change::new(self.part, stage);
        Taken::Open(sheet::open(about::of(facts), form))
    }
}
