//! One client whole: who they are and how to reach them, what is due, what was said, and the
//! history.

pub(in crate::tui) mod beside;
pub(in crate::tui::screens) mod blocks;
mod entry;
mod head;
mod page;
mod plain;

use ratatui::layout::Rect;

use crate::domain::client::ClientField;
use crate::readmodel::client::{CaseCard, ClientCard, HistoryRow};
use crate::readmodel::stand::Spot;
use crate::readmodel::table;
use crate::tui::action::{Action, CaseAction, ClientAction, EverywhereAction, ListAction, Scope};
use crate::tui::dialogs::pick::{Item, Pick};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::forms::{self, person};
use crate::tui::screen::{Answer, HubSaid, RowsOut, Screen};
use crate::tui::screens::changes;
use crate::tui::text::wrap;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Marker;
use crate::wire::talk::ClientBy;
use crate::wire::{Notice, Reply, Request, TroubleKind};

/// The card was asked for.
const CARD: Tag = Tag(1);
/// The card with safeguarding was asked for.
const GUARDED: Tag = Tag(3);
/// Their cases are offered.
const CASES: Tag = Tag(2);

/// A row of the history: the entry that recorded it, and which of that entry's rows it is.
type RowId = (u64, u16);

/// The client screen.
pub struct Client {
    by: ClientBy,
    card: Option<Box<ClientCard>>,
    /// Why there is no card.
    sentence: String,
    /// Whether they are shown alone, the private alert open; ended when the screen is left.
    private: bool,
    /// What the open safeguarding concerns say, while they are shown alone and may be read.
    guarded: Vec<String>,
    rows: Vec<Option<RowId>>,
    marker: Marker<RowId>,
}

/// The screen of one client.
pub fn open(by: ClientBy) -> Box<dyn Screen> {
    Box::new(Client::new(by, false))
}

/// The same with the private alert open, for when it was asked for from a list.
pub fn open_private(by: ClientBy) -> Box<dyn Screen> {
    Box::new(Client::new(by, true))
}

impl Client {
    fn new(by: ClientBy, private: bool) -> Client {
        Client {
            by,
            card: None,
            sentence: String::new(),
            private,
            guarded: Vec::new(),
            rows: Vec::new(),
            marker: Marker::default(),
        }
    }

    fn ask(&self) -> Vec<Effect> {
        let mut asks = vec![Effect::Send(CARD, Request::Client(self.by.clone()))];
        asks.extend(self.ask_guarded());
        asks
    }

    /// Safeguarding is asked for only where it is to be shown.
    fn ask_guarded(&self) -> Option<Effect> {
        let card = self.card.as_ref();
        let wanted = self.private && card.is_none_or(|card| card.concerns > 0);
        wanted.then(|| Effect::Send(GUARDED, Request::Guarded(self.by.clone())))
    }

    /// Shows them alone, or no longer.
    fn show_alone(&mut self, alone: bool) -> Vec<Effect> {
        self.private = alone;
        self.guarded.clear();
        self.ask_guarded().into_iter().collect()
    }

    fn take(&mut self, card: &ClientCard) {
        let history = card.case.as_ref().map_or(&[][..], |case| &case.history);
        self.rows = ids(history);
        self.card = Some(Box::new(card.clone()));
        self.sentence.clear();
        // On the newest entry one stays on the newest; on any other, on that one.
        if self.marker.index() == 0 {
            self.marker.select(&self.rows, 0);
        } else {
            self.marker.settle(&self.rows);
        }
    }

    fn case(&self) -> Option<&CaseCard> {
        self.card.as_ref()?.case.as_ref()
    }

    fn concerns(&self, notice: &Notice) -> bool {
        let Some(card) = &self.card else { return true };
        match notice {
            Notice::Changed { clients, cases, .. } => {
                clients.contains(&card.client_id)
                    || card.cases.iter().any(|line| cases.contains(&line.case))
            }
            Notice::DirectoryChanged { .. } => true,
            _ => false,
        }
    }

    fn about_case(&mut self, action: CaseAction) -> Vec<Effect> {
        let Some(card) = self.card.as_deref() else {
            return Vec::new();
        };
        let screen = match action {
            CaseAction::Log => forms::log_contact(card),
            CaseAction::NextStep => forms::next_step(card),
            CaseAction::Connect => forms::connect(card),
            CaseAction::Status => forms::status(card),
            CaseAction::Measure => forms::measures(card),
            CaseAction::Goals => forms::goals(card),
            CaseAction::Bring => forms::bring(card),
            CaseAction::More => forms::more_menu_on_client(card),
            CaseAction::Private => {
                return self.show_alone(!self.private);
            }
        };
        vec![Effect::Push(screen)]
    }

    fn about_client(&self, action: ClientAction) -> Vec<Effect> {
        let Some(card) = self.card.as_deref() else {
            return Vec::new();
        };
        let screen = match action {
            ClientAction::Edit => forms::edit_client(card),
            ClientAction::Connections => forms::connections(card),
            ClientAction::Changes => changes::open(card.client_id),
            ClientAction::Calls => forms::calls(card),
            ClientAction::Add => forms::new_referral(Some(card.client_id)),
            ClientAction::OtherCase => Box::new(choice_of_cases(card)),
        };
        vec![Effect::Push(screen)]
    }

    fn read(&self) -> Vec<Effect> {
        let row = self
            .case()
            .and_then(|case| case.history.get(self.marker.index()));
        match (&self.card, row) {
            (Some(card), Some(row)) => {
                vec![Effect::Push(Box::new(entry::Entry::new(card, row)))]
            }
            _ => Vec::new(),
        }
    }
}

fn ids(history: &[HistoryRow]) -> Vec<Option<RowId>> {
    let mut ids: Vec<Option<RowId>> = Vec::with_capacity(history.len());
    for row in history {
        let part = match ids.last() {
            Some(Some((seq, part))) if *seq == row.seq => part + 1,
            _ => 0,
        };
        ids.push(Some((row.seq, part)));
    }
    ids
}

fn choice_of_cases(card: &ClientCard) -> Pick {
    let shown = card.case.as_ref().map(|case| case.case);
    let item = |line: &crate::readmodel::client::CaseLine| Item {
        words: format!(
            "referred {}: {}",
            crate::domain::dates::full(line.referred_on),
            line.state
        ),
        note: line.worker.clone(),
    };
    let on = card
        .cases
        .iter()
        .position(|line| Some(line.case) == shown)
        .unwrap_or(0);
    let items = card.cases.iter().map(item).collect();
    Pick::new(CASES, format!("Cases of {}", person::name(card)), items, on)
}

impl Screen for Client {
    fn heading(&self) -> String {
        self.card
            .as_deref()
            .map_or_else(|| "Client".to_owned(), person::line)
    }

    fn scope(&self) -> Scope {
        Scope::Client
    }

    fn spot(&self) -> Option<Spot> {
        match self.by {
            ClientBy::Id(client) => Some(Spot::Client(client)),
            ClientBy::Case(case) => Some(Spot::Case(case)),
            ClientBy::Nhs(_) => None,
        }
    }

    fn plain(&self) -> Option<Vec<String>> {
        let card = self.card.as_deref()?;
        Some(plain::lines(card, self.private))
    }

    fn hints(&self) -> Vec<Action> {
        let mut hints: Vec<Action> = vec![
            CaseAction::Log.into(),
            CaseAction::NextStep.into(),
            CaseAction::Connect.into(),
            CaseAction::Status.into(),
            CaseAction::More.into(),
        ];
        // What has ended is brought to no review.
        let case = self.card.as_deref().and_then(|card| card.case.as_ref());
        if case.is_some_and(|case| case.state.is_open()) {
            hints.insert(4, CaseAction::Bring.into());
        }
        // There is room for one of the two beside the keys that always help.
        let alert = |card: &ClientCard| {
            card.concerns > 0 || !person::field(card, ClientField::PrivateAlert).is_empty()
        };
        hints.push(match self.card.as_deref().is_some_and(alert) {
            true => CaseAction::Private.into(),
            false => EverywhereAction::Undo.into(),
        });
        if self.private {
            // How this view is ended comes first.
            hints.insert(0, CaseAction::Private.into());
        }
        hints
    }

    fn shows_one_alone(&self) -> bool {
        self.private
    }

    fn back(&mut self) -> Vec<Effect> {
        match self.private {
            true => self.show_alone(false),
            false => vec![Effect::Pop],
        }
    }

    fn unable(&self, action: Action) -> Option<String> {
        let Some(card) = self.card.as_deref() else {
            let needs_card = matches!(
                action,
                Action::Case(_) | Action::Client(_) | Action::List(_)
            );
            return needs_card.then(|| "nobody is shown yet".to_owned());
        };
        let closed = card.case.as_ref().is_some_and(|case| !case.state.is_open());
        let reason = match action {
            Action::Case(CaseAction::Private | CaseAction::More) => return None,
            Action::Case(_) if card.case.is_none() => "none of their cases is in your reach",
            Action::Case(CaseAction::Log | CaseAction::NextStep | CaseAction::Connect)
                if closed =>
            {
                "this case has ended; change its status first"
            }
            Action::Client(ClientAction::Connections) if !forms::is_connected(card) => {
                "they are connected to no service in this case"
            }
            Action::Client(ClientAction::OtherCase) if card.cases.len() < 2 => {
                "there is no other case"
            }
            Action::List(ListAction::Open) if self.rows.is_empty() => "there is no history yet",
            _ => return None,
        };
        Some(reason.to_owned())
    }

    fn position(&self) -> Option<(usize, usize)> {
        Some(self.marker.position(&self.rows))
    }

    fn nth(&mut self, number: usize) -> Vec<Effect> {
        match self.marker.take_nth(&self.rows, number) {
            true => self.read(),
            false => Vec::new(),
        }
    }

    fn rows_out(&self) -> Option<(String, RowsOut)> {
        let card = self.card.as_deref()?;
        let name = format!("client-{}-{}.csv", card.client_id, card.today);
        Some((name, RowsOut::Here(table::client(card))))
    }

    fn opened(&mut self) -> Vec<Effect> {
        self.ask()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::List(ListAction::Open) => self.read(),
            Action::List(action) => {
                self.marker.act(&self.rows, action);
                Vec::new()
            }
            Action::Case(action) => self.about_case(action),
            Action::Client(action) => self.about_client(action),
            _ => Vec::new(),
        }
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(CARD, Reply::Client(card)) => self.take(card),
            HubSaid::Reply(GUARDED, Reply::Client(card)) if self.private => {
                self.guarded = forms::open_concerns(card);
            }
            // Who may not read it has its mark.
            HubSaid::Reply(GUARDED, _) => self.guarded.clear(),
            HubSaid::Reply(CARD, Reply::Refused(refusal)) => {
                self.card = None;
                self.sentence = refusal.to_string();
            }
            // It was here and is not to be had any more: it has gone to somebody else, and nothing
            // of it stays on the screen. Who gave it away has been told where it is.
            HubSaid::Reply(CARD, Reply::Trouble(trouble))
                if trouble.kind == TroubleKind::Refused && self.card.is_some() =>
            {
                self.card = None;
                self.guarded.clear();
                self.sentence = "This person is not in your reach any more.".to_owned();
            }
            HubSaid::Reply(CARD, Reply::Trouble(trouble)) => {
                return vec![Effect::Say(Tone::Trouble, trouble.to_string())];
            }
            HubSaid::Notice(notice) if self.concerns(notice) => return self.ask(),
            HubSaid::Back | HubSaid::NewDay => return self.ask(),
            _ => {}
        }
        Vec::new()
    }

    fn answered(&mut self, answer: &Answer) -> Vec<Effect> {
        let Answer::Picked(CASES, index) = answer else {
            return Vec::new();
        };
        let line = self.card.as_ref().and_then(|card| card.cases.get(*index));
        let Some(line) = line else { return Vec::new() };
        self.by = ClientBy::Case(line.case);
        self.ask()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        let Some(card) = self.card.as_deref() else {
            let wide = usize::from(area.width.saturating_sub(2));
            for (line, y) in wrap(&self.sentence, wide)
                .iter()
                .zip(area.top()..area.bottom())
            {
                pad.text(
                    area.x + 1,
                    y,
                    area.width.saturating_sub(2),
                    line,
                    Role::Text,
                );
            }
            return;
        };
        let private = self.private.then_some(self.guarded.as_slice());
        let history = page::draw(card, private, area, pad);
        if let Some(case) = &card.case {
            page::draw_history(&self.marker, case, card.today, history, pad);
        }
    }
}
