//! One line of the history in full, over the client's page: with what stood there before, and the
//! ways to put it right.

use ratatui::layout::Rect;

use crate::domain::dates;
use crate::domain::ids::{CaseId, ContactId};
use crate::domain::zone::store_time;
use crate::readmodel::client::{ClientCard, HistoryRow, WordsCard};
use crate::tui::action::{Action, EntryAction, ListAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag};
use crate::tui::forms::{self, person};
use crate::tui::screen::{Covers, HubSaid, Screen};
use crate::tui::screens::reading::Reading;
use crate::wire::{Reply, Request};

/// What stood there before was asked for.
const EARLIER: Tag = Tag(1);

/// A line of the history.
pub(super) struct Entry {
    reading: Reading,
    case: CaseId,
    /// The version that a change of the case is made on.
    version: u64,
    /// Which contact or note it is, if it is one.
    id: Option<ContactId>,
    /// "the contact of 3 Nov".
    what: String,
    /// It was put right before.
    is_changed: bool,
}

impl Entry {
    pub(super) fn new(card: &ClientCard, row: &HistoryRow) -> Entry {
        let title = format!(
            "{}: {}, {}, {}",
            person::name(card),
            dates::full(row.on),
            row.kind,
            row.who
        );
        let recorded = store_time(row.recorded);
        let mut text = row.text.clone();
        if recorded.date() != row.on {
            let at = recorded.format("%-d %b %Y, %H:%M");
            text.push_str(&format!("\n\nRecorded {at}."));
        }
        let word = if row.kind == "note" {
            "note"
        } else {
            "contact"
        };
        let case = card.case.as_ref();
        Entry {
            reading: Reading::new(title, text),
            case: case.map_or(CaseId(0), |case| case.case),
            version: case.map_or(0, |case| case.version),
            id: row.id,
            what: format!("the {word} of {}", dates::short(row.on, card.today)),
            is_changed: !row.changed.is_empty(),
        }
    }

    fn take(&mut self, card: &WordsCard) {
        for earlier in &card.earlier {
            self.reading.add(&format!(
                "\n\n--- {}; before that ({}):\n{}",
                earlier.changed, earlier.head, earlier.text
            ));
        }
    }
}

impl Screen for Entry {
    fn heading(&self) -> String {
        self.reading.heading()
    }

    fn scope(&self) -> Scope {
        match self.id {
            Some(_) => Scope::Entry,
            None => Scope::List,
        }
    }

    fn plain(&self) -> Option<Vec<String>> {
        self.reading.plain()
    }

    fn hints(&self) -> Vec<Action> {
        match self.id {
            Some(_) => vec![
                EntryAction::Amend.into(),
                EntryAction::Move.into(),
                ListAction::PageDown.into(),
            ],
            None => self.reading.hints(),
        }
    }

    fn covers(&self) -> Covers {
        Covers::Part
    }

    fn opened(&mut self) -> Vec<Effect> {
        let case = self.case;
        let asked = self.id.filter(|_| self.is_changed);
        asked
            .map(|id| Effect::Send(EARLIER, Request::Words { case, id }))
            .into_iter()
            .collect()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let screen = match (action, self.id) {
            (Action::Entry(EntryAction::Amend), Some(id)) => forms::amend(self.case, id),
            (Action::Entry(EntryAction::Move), Some(id)) => {
                forms::move_words(self.case, self.version, id, &self.what)
            }
            (action, _) => return self.reading.act(action),
        };
        // The page below shows it as it is afterwards.
        vec![Effect::Replace(screen)]
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        if let HubSaid::Reply(EARLIER, Reply::Words(card)) = said {
            self.take(card);
        }
        Vec::new()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        self.reading.draw(area, pad);
    }
}
