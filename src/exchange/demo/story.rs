//! Cases written by hand, as entries.

use chrono::Timelike;

use crate::domain::{
    case::{CaseField, CaseState, FollowUp, NextStep},
    contact::Contact,
    fact::Fact,
    ids::StaffId,
};

use super::{
    calendar::{Calendar, Moment},
    connected::Connected,
    data::{DataFault, ServiceText, Story, StoryContact, StoryEvent, StoryNext, StoryState},
    team::Team,
    tell::{CASE, CLIENT, CONTACT},
};

/// One entry of a story, its ids not stamped yet.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) moment: Moment,
    pub(super) who: StaffId,
    pub(super) facts: Vec<Fact>,
}

/// The case as it stands after the events so far.
struct Now<'a> {
    calendar: &'a Calendar,
    state: CaseState,
    next: NextStep,
    matters: Option<String>,
    last: Option<Moment>,
}

/// All entries of one story.
///
/// # Errors
/// Where the story names somebody or a practice that `network.toml` does not.
pub(super) fn told(
    story: &Story,
    sites: &[(String, usize)],
    services: &[ServiceText],
    team: &Team,
    calendar: &Calendar,
) -> Result<Vec<Told>, DataFault> {
    let staff = |handle: &str| {
        let found = team.find(handle).map(|staff| staff.id);
        found.ok_or_else(|| fault(story, &format!("nobody is called {handle}")))
    };
    let worker = story.worker.as_deref().map(staff).transpose()?;
    let mut now = Now {
        calendar,
        state: CaseState::Received,
        next: NextStep::Missing,
        matters: None,
        last: None,
    };
    let mut connected = Connected::default();
    let mut entries = Vec::with_capacity(story.event.len());
    for event in &story.event {
        let mut facts = Vec::new();
        if entries.is_empty() {
            facts.extend(opening(story, sites, team, calendar, worker)?);
        }
        let moment = now.moment(event);
        now.happened(event, moment, &mut facts);
        for one in &event.connections {
            let made = connected.told(one, services, calendar, moment);
            facts.extend(made.map_err(|what| fault(story, &what))?);
        }
        let on = calendar.date(moment.day);
        facts.extend(event.measures.iter().map(|one| connected.taken(one, on)));
        facts.extend(event.goals.iter().map(|one| connected.wished(one, on)));
        let who = match (&event.who, worker) {
            (Some(handle), _) => staff(handle)?,
            (None, Some(worker)) => worker,
            (None, None) => return Err(fault(story, "an event does not say who recorded it")),
        };
        entries.push(Told { moment, who, facts });
    }
    Ok(entries)
}

fn fault(story: &Story, what: &str) -> DataFault {
    let family = story
        .client
        .get(&crate::domain::client::ClientField::Family);
    let family = family.map_or("?", String::as_str);
    DataFault::new("stories", format!("{family}: {what}"))
}

fn opening(
    story: &Story,
    sites: &[(String, usize)],
    team: &Team,
    calendar: &Calendar,
    worker: Option<StaffId>,
) -> Result<[Fact; 2], DataFault> {
    let practice = sites
        .iter()
        .find(|(id, _)| *id == story.practice)
        .and_then(|(_, at)| team.sites.get(*at))
        .map(|site| site.practice.id)
        .ok_or_else(|| fault(story, "the practice is not listed"))?;
    let referred_on = calendar.date(calendar.settled(story.referred));
    let mut fields = story.case.clone();
    fields.insert(CaseField::ReferredOn, referred_on.to_string());
    Ok([
        Fact::ClientAdded {
            client: CLIENT,
            practice,
            fields: story.client.clone(),
        },
        Fact::CaseOpened {
            case: CASE,
            client: CLIENT,
            practice,
            worker,
            referred_on,
            fields,
        },
    ])
}

impl Now<'_> {
    /// When it was recorded: on a working day, and after everything before.
    fn moment(&mut self, event: &StoryEvent) -> Moment {
        let meant = Moment {
            day: self.calendar.settled(event.day.min(-1)),
            second: event.at.0.num_seconds_from_midnight(),
        };
        let moment = match self.last {
            Some(last) if last >= meant => Moment {
                second: last.second + 60,
                ..last
            },
            _ => meant,
        };
        self.last = Some(moment);
        moment
    }

    fn happened(&mut self, event: &StoryEvent, moment: Moment, facts: &mut Vec<Fact>) {
        let on = self.calendar.date(moment.day);
        let state = event.state.as_ref().map(|state| {
            let now = self.state(state);
            Fact::CaseStateChanged {
                case: CASE,
                was: std::mem::replace(&mut self.state, now.clone()),
                now,
                on,
            }
        });
        // A contact opens up a case before it is logged; one that ends a case comes before the end.
        let (before, after) = match self.state.is_open() {
            true => (state, None),
            false => (None, state),
        };
        facts.extend(before);
        if let Some(matters) = &event.matters {
            facts.push(Fact::CaseSet {
                case: CASE,
                field: CaseField::Matters,
                was: self.matters.replace(matters.clone()),
                now: Some(matters.clone()),
                because: String::new(),
            });
        }
        let contact = event.contact.as_ref().map(|contact| logged(contact, on));
        let answered = contact.as_ref().is_some_and(Contact::answers);
        facts.extend(contact.map(|contact| Fact::ContactLogged {
            case: CASE,
            contact,
            tally: None,
        }));
        if let Some(text) = &event.note {
            facts.push(Fact::NoteAdded {
                case: CASE,
                note: CONTACT,
                on,
                text: text.clone(),
            });
        }
        facts.extend(after);
        if let Some(next) = &event.next {
            let now = self.next(next, answered);
            facts.push(Fact::NextStepSet {
                case: CASE,
                was: std::mem::replace(&mut self.next, now.clone()),
                now,
            });
        }
    }

    fn state(&self, state: &StoryState) -> CaseState {
        let day = |day: &i32| self.calendar.date(self.calendar.settled(*day));
        match state {
            StoryState::Contacting => CaseState::Contacting,
            StoryState::Waiting => CaseState::Waiting,
            StoryState::Active => CaseState::Active,
            StoryState::Holding { reason, review } => CaseState::Holding {
                reason: *reason,
                review_on: day(review),
            },
            StoryState::Paused { review } => CaseState::Paused {
                ask_on: day(review),
            },
            StoryState::Closing { reason, outcome } => CaseState::Closing {
                reason: *reason,
                outcome: outcome.clone(),
            },
            StoryState::Closed { reason, outcome } => CaseState::Closed {
                reason: *reason,
                outcome: outcome.clone(),
            },
            StoryState::Declined { because } => CaseState::Declined {
                because: because.clone(),
            },
        }
    }

    /// Another day for a step that nobody answered is a move, and moves are counted.
    fn next(&self, next: &StoryNext, answered: bool) -> NextStep {
        match next {
            StoryNext::None { none } => NextStep::NoneBecause(none.clone()),
            StoryNext::Due {
                day,
                at,
                kind,
                what,
            } => {
                let on = self.calendar.date(self.calendar.settled(*day));
                let moved = match &self.next {
                    NextStep::Due(was) if !answered => was.moved + u16::from(was.on != on),
                    _ => 0,
                };
                NextStep::Due(FollowUp {
                    on,
                    at: at.map(|at| at.0),
                    kind: *kind,
                    what: what.clone(),
                    moved,
                })
            }
        }
    }
}

fn logged(contact: &StoryContact, on: chrono::NaiveDate) -> Contact {
    Contact {
        id: CONTACT,
        kind: contact.kind,
        with: contact.with,
        outcome: contact.outcome,
        on,
        minutes: contact.minutes,
        note: contact.note.clone(),
        we_promised: contact.we_promised.clone(),
        they_said: contact.they_said.clone(),
    }
}
