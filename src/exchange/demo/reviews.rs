//! The reviews of last week and what is brought to the next, from what the stories say of them: one
//! review for each link worker who has a story that speaks of it.

use std::collections::VecDeque;

use chrono::Days;

use crate::domain::{
    case::CaseField,
    decision::Decision,
    fact::{About, Fact},
    ids::{CaseId, ClientId, MeetingId, PartId, StaffId, ToDoId},
    meeting::Meeting,
    part::Part,
    terms::ToDoKind,
    todo::{Owner, ToDo},
};

use super::{
    World,
    calendar::Moment,
    data::{Story, StoryReview},
    team::Worker,
    tell::{CASE, CLIENT},
};

/// When the reviews were held, when actions of theirs were done, when cases were brought.
const HELD: i32 = -7;
const DONE: i32 = -4;
const BROUGHT: i32 = -1;
/// The number of the part that is a decision, within its case.
const DECISION: PartId = PartId(16);

/// An entry to come.
#[derive(Debug, Clone)]
pub(super) struct Due {
    pub(super) moment: Moment,
    pub(super) who: StaffId,
    pub(super) what: What,
}

#[derive(Debug, Clone)]
pub(super) enum What {
    /// The review with what was said about each case, by the number of its story.
    Held(Box<Meeting>, Vec<(u32, StoryReview)>, u32),
    /// The link worker agrees with its record.
    Agreed(Box<Meeting>),
    /// An action is done.
    Done(ToDoId, u32, Box<ToDo>),
    Brought(u32, String),
}

/// All of them, in the order of time.
pub(super) fn due(world: &World) -> VecDeque<Due> {
    let mut all = Vec::new();
    let (mut meeting, mut todo) = (0, 0);
    for worker in &world.team.workers {
        let stories = of(world, worker);
        let said: Vec<(u32, StoryReview)> = stories
            .iter()
            .filter_map(|(case, story)| Some((*case, story.review.clone()?)))
            .collect();
        if !said.is_empty() {
            meeting += 1;
            held(world, worker, (meeting, todo + 1), &said, &mut all);
            let actions = said.iter().filter(|(_, one)| one.action.is_some());
            todo += u32::try_from(actions.count()).unwrap_or(0);
        }
        let brought = stories
            .iter()
            .filter_map(|(case, story)| Some((*case, story.brought.clone()?)));
        all.extend((0..).zip(brought).map(|(at, (case, why))| Due {
            moment: moment(world, BROUGHT, 17 * 3600 + at * 60 + meeting),
            who: worker.staff,
            what: What::Brought(case, why),
        }));
    }
    all.sort_by_key(|due| due.moment);
    all.into()
}

/// The stories of a link worker, by their numbers.
fn of<'w>(world: &'w World, worker: &Worker) -> Vec<(u32, &'w Story)> {
    let told = world.stories.len();
    let stories = (0..).zip(world.invented.stories.iter().take(told));
    let theirs = |story: &Story| {
        let handle = story.worker.as_deref();
        let staff = handle.and_then(|handle| world.team.find(handle));
        staff.is_some_and(|staff| staff.id == worker.staff)
    };
    stories.filter(|(_, story)| theirs(story)).collect()
}

fn moment(world: &World, day: i32, second: u32) -> Moment {
    Moment {
        day: world.calendar.settled(day),
        second,
    }
}

fn held(
    world: &World,
    worker: &Worker,
    (number, first): (u32, u32),
    said: &[(u32, StoryReview)],
    all: &mut Vec<Due>,
) {
    let at = moment(world, HELD, 15 * 3600 + number * 60);
    let on = world.calendar.date(at.day);
    let week = Days::new(7);
    let meeting = Meeting {
        id: MeetingId(number),
        worker: worker.staff,
        supervisor: worker.supervisor,
        on,
        since: on - week,
        heavy: String::new(),
        closed_on: Some(on),
        next_on: Some(world.today + Days::new(u64::from(number % 4))),
        agreed: vec![worker.supervisor],
        disagreement: String::new(),
    };
    let mut todo = first;
    for (case, one) in said {
        let Some(action) = action(world, worker, &meeting, *case, one) else {
            continue;
        };
        if one.done {
            all.push(Due {
                moment: moment(world, DONE, 16 * 3600 + todo * 60),
                who: worker.staff,
                what: What::Done(ToDoId(todo), *case, Box::new(action)),
            });
        }
        todo += 1;
    }
    // The first link worker, at whose desk the demonstration opens, has yet to answer.
    if number > 1 {
        all.push(Due {
            moment: moment(world, HELD + 1, 9 * 3600 + number * 60),
            who: worker.staff,
            what: What::Agreed(Box::new(meeting.clone())),
        });
    }
    all.push(Due {
        moment: at,
        who: worker.supervisor,
        what: What::Held(Box::new(meeting), said.to_vec(), first),
    });
}

fn action(
    world: &World,
    worker: &Worker,
    meeting: &Meeting,
    case: u32,
    one: &StoryReview,
) -> Option<ToDo> {
    Some(ToDo {
        kind: ToDoKind::Action,
        what: one.action.clone()?,
        caller: String::new(),
        owner: Owner::Staff(worker.staff),
        due: one.due.map(|day| world.calendar.date(day)),
        about: Some(CaseId(case)),
        concept: None,
        meeting: Some(meeting.id),
        by: meeting.supervisor,
        made_on: meeting.on,
        done_on: None,
    })
}

/// The facts of one entry. `number` says under which number a story's client and case run; parts are
/// stamped by the caller.
pub(super) fn facts(
    world: &World,
    due: &Due,
    mut number: impl FnMut(u32) -> ClientId,
) -> Vec<(About, Fact)> {
    match &due.what {
        What::Brought(case, why) => {
            let fact = Fact::CaseSet {
                case: CASE,
                field: CaseField::Brought,
                was: None,
                now: Some(why.clone()),
                because: String::new(),
            };
            vec![(About::Client(number(*case)), fact)]
        }
        What::Agreed(meeting) => {
            let mut now = meeting.clone();
            now.agreed.push(now.worker);
            vec![set(Some(meeting.clone()), now)]
        }
        What::Done(id, case, todo) => {
            let client = number(*case);
            let was = ToDo {
                about: Some(CaseId(client.0)),
                ..todo.as_ref().clone()
            };
            let now = ToDo {
                done_on: Some(world.calendar.date(due.moment.day)),
                ..was.clone()
            };
            vec![to_do(client, *id, Some(was), now)]
        }
        What::Held(meeting, said, first) => {
            let mut facts = vec![set(None, meeting.clone())];
            let worker = world.team.workers.iter();
            let worker = worker.clone().find(|worker| worker.staff == meeting.worker);
            let mut todo = *first;
            for (story, one) in said {
                let client = number(*story);
                let case = CaseId(client.0);
                let talked = Fact::CaseDiscussed {
                    meeting: meeting.id,
                    case,
                    now: true,
                };
                facts.push((About::Staff(meeting.worker), talked));
                facts
                    .extend(decided(world, meeting, one).map(|fact| (About::Client(client), fact)));
                let action = worker.and_then(|worker| action(world, worker, meeting, case.0, one));
                if let Some(action) = action {
                    facts.push(to_do(client, ToDoId(todo), None, action));
                    todo += 1;
                }
            }
            facts
        }
    }
}

fn set(was: Option<Box<Meeting>>, now: Box<Meeting>) -> (About, Fact) {
    let about = About::Staff(now.worker);
    let fact = Fact::MeetingSet {
        meeting: now.id,
        was,
        now: Some(now),
    };
    (about, fact)
}

fn to_do(client: ClientId, todo: ToDoId, was: Option<ToDo>, now: ToDo) -> (About, Fact) {
    let fact = Fact::ToDoSet {
        todo,
        was: was.map(Box::new),
        now: Some(Box::new(now)),
    };
    (About::Client(client), fact)
}

fn decided(world: &World, meeting: &Meeting, one: &StoryReview) -> Option<Fact> {
    let decision = Decision {
        on: meeting.on,
        by: meeting.supervisor,
        with: Some(meeting.worker),
        what: one.decided.clone()?,
        why: one.why.clone(),
        again_on: one.again.map(|day| world.calendar.date(day)),
        meeting: Some(meeting.id),
    };
    Some(Fact::PartSet {
        client: CLIENT,
        case: Some(CASE),
        part: DECISION,
        was: None,
        now: Some(Part::Decision(decision)),
        because: String::new(),
    })
}
