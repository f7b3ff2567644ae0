//! The second pane of a wide Agenda: the client under the marker. Asked for only when the marker
//! rests, and gone as soon as it moves: nobody reads one person's number beside another's name, and
//! a held key costs a slow line nothing.

use std::cell::Cell;
use std::time::Duration;

use ratatui::layout::Rect;

use crate::domain::ids::CaseId;
use crate::readmodel::client::ClientCard;
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag};
use crate::tui::screen::HubSaid;
use crate::tui::screens::client::beside;
use crate::wire::talk::ClientBy;
use crate::wire::{Notice, Reply, Request};

/// The card was asked for.
pub(super) const CARD: Tag = Tag(u32::MAX - 3);
/// The marker may rest by now.
pub(super) const REST: Tag = Tag(u32::MAX - 2);
/// Whoever goes through a list presses the next key sooner.
const RESTS_AFTER: Duration = Duration::from_millis(250);
/// From this many columns on there is a second pane.
const WIDE_FROM: u16 = 110;
/// Columns between the list and the pane.
const GAP: u16 = 2;

/// The pane.
#[derive(Debug)]
pub(super) struct Beside {
    card: Option<Box<ClientCard>>,
    /// Whether there is room for it; known once it was drawn.
    wide: Cell<bool>,
}

impl Default for Beside {
    fn default() -> Beside {
        Beside {
            card: None,
            wide: Cell::new(true),
        }
    }
}

impl Beside {
    /// The marker is on this person now: looks again when it has rested.
    pub(super) fn moved(&self, on: Option<CaseId>) -> Vec<Effect> {
        match self.wide.get() && on.is_some() && !self.shows(on) {
            true => vec![Effect::Wake(REST, RESTS_AFTER)],
            false => Vec::new(),
        }
    }

    /// The marker rests on this person.
    pub(super) fn rests(&self, on: Option<CaseId>) -> Vec<Effect> {
        match on {
            Some(case) if self.wide.get() && !self.shows(on) => ask(case),
            _ => Vec::new(),
        }
    }

    /// Takes a card, if it is that of the person the marker is on.
    pub(super) fn heard(&mut self, reply: &Reply, on: Option<CaseId>) {
        match reply {
            Reply::Client(card) if case_of(card) == on => self.card = Some(card.clone()),
            Reply::Client(_) => {}
            _ => self.card = None,
        }
    }

    /// Asks again where the person shown has changed.
    pub(super) fn told(&mut self, said: &HubSaid<'_>, on: Option<CaseId>) -> Vec<Effect> {
        let stale = match said {
            HubSaid::Notice(Notice::Changed { clients, cases, .. }) => {
                let shown = self.card.as_deref();
                shown.is_some_and(|card| {
                    clients.contains(&card.client_id)
                        || case_of(card).is_some_and(|case| cases.contains(&case))
                })
            }
            HubSaid::Back | HubSaid::NewDay => self.card.is_some(),
            _ => false,
        };
        match on {
            Some(case) if stale && self.shows(on) => ask(case),
            _ if stale => {
                self.card = None;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn shows(&self, on: Option<CaseId>) -> bool {
        let shown = self.card.as_deref().and_then(case_of);
        shown.is_some() && shown == on
    }

    /// Draws the pane where there is room, and gives what is left for the list.
    pub(super) fn draw(&self, on: Option<CaseId>, area: Rect, pad: &mut Pad<'_>) -> Rect {
        self.wide.set(area.width >= WIDE_FROM);
        if !self.wide.get() {
            return area;
        }
        let width = area.width * 2 / 5;
        let list = Rect {
            width: area.width - width - GAP,
            ..area
        };
        let pane = Rect {
            x: list.right() + GAP,
            width: width - 1,
            ..area
        };
        if let Some(card) = self.card.as_deref().filter(|_| self.shows(on)) {
            beside::draw(card, pane, pad);
        }
        list
    }
}

fn ask(case: CaseId) -> Vec<Effect> {
    vec![Effect::Send(CARD, Request::Client(ClientBy::Case(case)))]
}

fn case_of(card: &ClientCard) -> Option<CaseId> {
    card.case.as_ref().map(|case| case.case)
}
