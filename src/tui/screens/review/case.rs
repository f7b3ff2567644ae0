//! One case of a review: why it is here, what happened since, what was decided before, and what comes
//! of it today. Space goes to the next.

use ratatui::layout::Rect;

use super::draw::draw_title;
use super::{NO_RECORD, latest_record, open_ahead, record, today};
use crate::domain::ids::CaseId;
use crate::domain::intent::Intent;
use crate::domain::meeting::ReviewStep;
use crate::readmodel::client::ClientCard;
use crate::readmodel::review::{QueueRow, ReviewPage};
use crate::readmodel::stand::Spot;
use crate::tui::action::{Action, ListAction, ReviewCaseAction, Scope};
use crate::tui::draw::Pad;
use crate::tui::effect::{Effect, Tag, Tone};
use crate::tui::forms;
use crate::tui::screen::{HubSaid, Place, Screen};
use crate::tui::screens::doors;
use crate::wire::talk::ClientBy;
use crate::wire::{Notice, Reply, Request};

/// The review was asked for.
const PAGE: Tag = Tag(1);
/// The client was asked for.
const CARD: Tag = Tag(2);
/// The review was begun, so that an action can name it.
const BEGIN: Tag = Tag(4);
/// It was said that the case was talked about.
const DISCUSS: Tag = Tag(3);

/// The page of one case.
pub(super) struct ReviewCase {
    page: ReviewPage,
    case: CaseId,
    card: Option<Box<ClientCard>>,
    /// Why there is no card.
    sentence: String,
    /// How far the page is scrolled.
    from: usize,
    /// An action is to be agreed as soon as the review has begun.
    acts: bool,
}

/// The page of a case of this review.
pub(super) fn open(page: ReviewPage, case: CaseId) -> Box<dyn Screen> {
    Box::new(ReviewCase {
        page,
        case,
        card: None,
        sentence: String::new(),
        from: 0,
        acts: false,
    })
}

impl ReviewCase {
    fn at(&self) -> Option<usize> {
        self.page.queue.iter().position(|row| row.case == self.case)
    }

    fn row(&self) -> Option<&QueueRow> {
        self.page.queue.get(self.at()?)
    }

    fn ask_card(&self) -> Effect {
        Effect::Send(CARD, Request::Client(ClientBy::Case(self.case)))
    }

    fn ask_page(&self) -> Effect {
        Effect::Send(PAGE, Request::Review(self.page.worker_id))
    }

    /// Goes to the next case that has not been talked about: after this one, else from the first on.
    fn next(&mut self) -> Vec<Effect> {
        let after = self.at().map_or(0, |at| at + 1);
        let rows = &self.page.queue;
        let waits = |row: &&QueueRow| !row.discussed && row.case != self.case;
        let later = rows.iter().skip(after).find(waits);
        let Some(next) = later.or_else(|| rows.iter().find(waits)) else {
            let words = "Everybody on the list has been talked about; r shows the record";
            return vec![Effect::Say(Tone::Done, words.to_owned()), Effect::Pop];
        };
        self.case = next.case;
        self.card = None;
        self.from = 0;
        vec![self.ask_card()]
    }

    fn discussed(&mut self) -> Vec<Effect> {
        match self.row().is_some_and(|row| row.discussed) {
            true => self.next(),
            false => {
                let step = ReviewStep::Discuss { case: self.case };
                vec![Effect::Send(DISCUSS, Request::Do(Intent::Review(step)))]
            }
        }
    }

    fn said_discussed(&mut self, reply: &Reply) -> Vec<Effect> {
        let words = match reply {
            Reply::Done(done) => {
                let case = self.case;
                let row = self.page.queue.iter_mut().find(|row| row.case == case);
                if let Some(row) = row {
                    row.discussed = true;
                }
                let mut effects = vec![Effect::Say(Tone::Done, done.said.clone())];
                effects.extend(self.next());
                effects.push(self.ask_page());
                return effects;
            }
            Reply::Refused(refusal) => refusal.to_string(),
            Reply::Trouble(trouble) => trouble.to_string(),
            _ => return Vec::new(),
        };
        vec![Effect::Say(Tone::Trouble, words), self.ask_page()]
    }

    fn act_here(&mut self, action: ReviewCaseAction) -> Vec<Effect> {
        let screen = match action {
            ReviewCaseAction::Discussed => return self.discussed(),
            ReviewCaseAction::Decide => Some(match self.card.as_deref() {
                Some(card) => forms::decide(card),
                None => forms::decide(self.case),
            }),
            ReviewCaseAction::Act => return self.agree_action(),
            ReviewCaseAction::Note => Some(forms::write_note(Some(self.page.worker_id))),
            ReviewCaseAction::Record => latest_record(&self.page).map(record::open),
            ReviewCaseAction::Week => Some(open_ahead(self.page.worker_id)),
        };
        screen.map(Effect::Push).into_iter().collect()
    }

    /// An action names its review, which is begun first where none is under way.
    fn agree_action(&mut self) -> Vec<Effect> {
        let worker = self.page.worker_id;
        let Some(open) = &self.page.under_way else {
            self.acts = true;
            let begin = Request::Do(Intent::Review(ReviewStep::Begin { worker }));
            return vec![Effect::Send(BEGIN, begin)];
        };
        vec![Effect::Push(match self.card.as_deref() {
            Some(card) => forms::action(card, open.id, worker),
            None => forms::action(self.case, open.id, worker),
        })]
    }

    fn take_page(&mut self, page: &ReviewPage) -> Vec<Effect> {
        self.page = page.clone();
        match self.page.under_way.is_some() && std::mem::take(&mut self.acts) {
            true => self.agree_action(),
            false => Vec::new(),
        }
    }

    fn concerns(&self, notice: &Notice) -> bool {
        match notice {
            Notice::Changed { cases, clients, .. } => {
                let client = self.card.as_ref().map(|card| card.client_id);
                cases.contains(&self.case) || client.is_some_and(|id| clients.contains(&id))
            }
            Notice::DirectoryChanged { .. } => true,
            _ => false,
        }
    }
}

impl Screen for ReviewCase {
    fn heading(&self) -> String {
        let name = self.row().map_or("", |row| row.client.as_str());
        format!("Review: {}: {name}", self.page.worker)
    }

    fn scope(&self) -> Scope {
        Scope::ReviewCase
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Review)
    }

    fn spot(&self) -> Option<Spot> {
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            ReviewCaseAction::Discussed.into(),
            ReviewCaseAction::Decide.into(),
            ReviewCaseAction::Act.into(),
            ReviewCaseAction::Note.into(),
            ListAction::Open.into(),
            ReviewCaseAction::Record.into(),
        ]
    }

    fn unable(&self, action: Action) -> Option<String> {
        let words = match action {
            Action::ReviewCase(ReviewCaseAction::Record) if latest_record(&self.page).is_none() => {
                NO_RECORD
            }
            _ => return None,
        };
        Some(words.to_owned())
    }

    fn opened(&mut self) -> Vec<Effect> {
        vec![self.ask_card()]
    }

    fn on_top_again(&mut self) -> Vec<Effect> {
        vec![self.ask_card(), self.ask_page()]
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::List(ListAction::Open) => doors::client_of(self.case),
            Action::List(ListAction::Next) => {
                self.from += 1;
                Vec::new()
            }
            Action::List(ListAction::Previous | ListAction::First) => {
                self.from = self.from.saturating_sub(1);
                Vec::new()
            }
            Action::ReviewCase(action) => self.act_here(action),
            _ => Vec::new(),
        }
    }

    fn hub_said(&mut self, said: &HubSaid<'_>) -> Vec<Effect> {
        match said {
            HubSaid::Reply(PAGE, Reply::Review(page)) => return self.take_page(page),
            HubSaid::Reply(BEGIN, Reply::Done(_)) => return vec![self.ask_page()],
            HubSaid::Reply(BEGIN, Reply::Refused(refusal)) => {
                self.acts = false;
                return vec![Effect::Say(Tone::Trouble, refusal.to_string())];
            }
            HubSaid::Reply(CARD, Reply::Client(card)) => {
                let shown = card.case.as_ref().map(|case| case.case);
                if shown == Some(self.case) {
                    self.card = Some(card.clone());
                    self.sentence.clear();
                }
            }
            HubSaid::Reply(CARD, Reply::Refused(refusal)) => self.sentence = refusal.to_string(),
            HubSaid::Reply(CARD, Reply::Trouble(trouble)) => self.sentence = trouble.to_string(),
            HubSaid::Reply(DISCUSS, reply) => return self.said_discussed(reply),
            HubSaid::Notice(notice) if self.concerns(notice) => {
                return vec![self.ask_card(), self.ask_page()];
            }
            HubSaid::Back | HubSaid::NewDay => return vec![self.ask_card(), self.ask_page()],
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, area: Rect, pad: &mut Pad<'_>) {
        pad.clear(area);
        if area.height < 6 {
            return;
        }
        let done = self.page.queue.iter().filter(|row| row.discussed).count();
        let of = self.page.queue.len();
        let counts = match self.at() {
            Some(at) => format!("case {} of {of}, {done} done", at + 1),
            None => format!("{of} cases, {done} done"),
        };
        draw_title(&self.page, &counts, area, pad);
        let below = Rect {
            y: area.y + 2,
            height: area.height - 2,
            ..area
        };
        today::draw(
            &self.page,
            self.row(),
            (self.card.as_deref(), &self.sentence),
            self.from,
            below,
            pad,
        );
    }
}
