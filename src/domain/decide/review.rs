//! Reviews: what a supervisor and a link worker do while they talk about a caseload, and what is
//! agreed in the end. Decisions go onto the person's record; all else stays with the review.

use chrono::{Days, NaiveDate};

use crate::domain::{
    access::Right,
    decision::Decision as Decided,
    fact::{About, Fact},
    heads::{CaseHead, Counters, Heads, Touch},
    ids::{CaseId, MeetingId, PartId, StaffId},
    meeting::{KeptMeeting, Meeting, ReviewStep},
    part::Part,
    refusal::Refusal,
    text::{Field, clean},
};

use super::{Decision, Desk, next, part};

/// A first review looks back so many days.
const FIRST_LOOKS_BACK: u64 = 7;

pub(super) fn step(desk: &Desk, ids: &mut Counters, step: ReviewStep) -> Result<Decision, Refusal> {
    match step {
        ReviewStep::Begin { worker } => begin(desk, ids, worker),
        ReviewStep::Discuss { case } => discuss(desk, ids, case),
        ReviewStep::Decide {
            case,
            what,
            why,
            again_on,
        } => {
            let decided = Decided {
                on: desk.today,
                by: desk.asker.staff.id,
                with: None,
                what,
                why,
                again_on,
                meeting: None,
            };
            decide(desk, ids, case, decided)
        }
        ReviewStep::Heavy {
            worker,
            version,
            text,
        } => heavy(desk, ids, worker, version, &text),
        ReviewStep::Close {
            meeting,
            version,
            next_on,
        } => close(desk, meeting, version, next_on),
        ReviewStep::Agree { meeting, version } => agree(desk, meeting, version),
        ReviewStep::Disagree {
            meeting,
            version,
            text,
        } => disagree(desk, meeting, version, &text),
    }
}

fn begin(desk: &Desk, ids: &mut Counters, worker: StaffId) -> Result<Decision, Refusal> {
    let mut decision = Decision::default();
    under_way(desk, ids, worker, &mut decision)?;
    if decision.facts.is_empty() {
        return Err(Refusal::Said(
            "This review is under way already: go on where it stopped.".to_owned(),
        ));
    }
    let name = desk.heads.staff_name(worker);
    decision.said = format!("The review with {name} has begun.");
    Ok(decision)
}

/// The review of the asker with this link worker that is under way; begun here where there is none.
fn under_way(
    desk: &Desk,
    ids: &mut Counters,
    worker: StaffId,
    decision: &mut Decision,
) -> Result<MeetingId, Refusal> {
    let me = desk.asker.staff.id;
    if !desk.asker.reviews(desk.heads, worker) {
        desk.asker.need(Right::Review)?;
        return Err(Refusal::NotAllowed {
            doing: format!("review the caseload of {}", desk.heads.staff_name(worker)),
            instead: "Their supervisor does.".to_owned(),
        });
    }
    if let Some(open) = desk.heads.directory.open_meeting(worker, me) {
        return Ok(open.meeting.id);
    }
    let id = MeetingId(next(&mut ids.meeting));
    let begun = Meeting {
        id,
        worker,
        supervisor: me,
        on: desk.today,
        since: since(desk, worker),
        heavy: String::new(),
        closed_on: None,
        next_on: None,
        agreed: Vec::new(),
        disagreement: String::new(),
    };
    let fact = Fact::MeetingSet {
        meeting: id,
        was: None,
        now: Some(Box::new(begun)),
    };
    decision.facts.push((About::Staff(worker), fact));
    Ok(id)
}

/// The day on which this link worker's caseload was last reviewed.
fn since(desk: &Desk, worker: StaffId) -> NaiveDate {
    let reviews = desk.heads.directory.meetings_of(worker);
    let last = reviews.map(|kept| kept.meeting.on).max();
    let week_ago = desk.today.checked_sub_days(Days::new(FIRST_LOOKS_BACK));
    last.or(week_ago).unwrap_or(desk.today)
}

/// A case in reach, with the link worker whose review it belongs to.
fn reviewed<'h>(desk: &Desk<'h>, case: CaseId) -> Result<(&'h CaseHead, StaffId), Refusal> {
    let head = desk.asker.case(desk.heads, case)?;
    let worker = head.worker.ok_or_else(|| {
        Refusal::Said("Nobody has this case: give it to a link worker first.".to_owned())
    })?;
    Ok((head, worker))
}

fn discuss(desk: &Desk, ids: &mut Counters, case: CaseId) -> Result<Decision, Refusal> {
    let (head, worker) = reviewed(desk, case)?;
    let mut decision = Decision {
        client: Some(head.client),
        case: Some(case),
        ..Decision::default()
    };
    let meeting = under_way(desk, ids, worker, &mut decision)?;
    if is_discussed(desk, meeting, case) {
        return Err(Refusal::Said(
            "This was talked about in this review already.".to_owned(),
        ));
    }
    decision.facts.push(talked_about(worker, meeting, case));
    let name = desk.heads.client(head.client).map(|head| head.name());
    decision.said = format!("Discussed: {}.", name.unwrap_or_default());
    Ok(decision)
}

fn is_discussed(desk: &Desk, meeting: MeetingId, case: CaseId) -> bool {
    let kept = desk.heads.directory.meetings.get(&meeting);
    kept.is_some_and(|kept| kept.has_discussed(case))
}

fn talked_about(worker: StaffId, meeting: MeetingId, case: CaseId) -> (About, Fact) {
    let fact = Fact::CaseDiscussed {
        meeting,
        case,
        now: true,
    };
    (About::Staff(worker), fact)
}

fn decide(
    desk: &Desk,
    ids: &mut Counters,
    case: CaseId,
    decided: Decided,
) -> Result<Decision, Refusal> {
    let (head, worker) = reviewed(desk, case)?;
    let mut decision = Decision {
        client: Some(head.client),
        case: Some(case),
        ..Decision::default()
    };
    let meeting = under_way(desk, ids, worker, &mut decision)?;
    if !is_discussed(desk, meeting, case) {
        decision.facts.push(talked_about(worker, meeting, case));
    }
    let decided = Decided {
        with: Some(worker),
        meeting: Some(meeting),
        ..part::decision::texts(desk, decided)?
    };
    let fact = Fact::PartSet {
        client: head.client,
        case: Some(case),
        part: PartId(next(&mut ids.part)),
        was: None,
        now: Some(Part::Decision(decided)),
        because: String::new(),
    };
    decision.client_fact(fact);
    decision.said = "Decided; it stands on the record.".to_owned();
    Ok(decision)
}

fn heavy(
    desk: &Desk,
    ids: &mut Counters,
    worker: StaffId,
    version: u64,
    text: &str,
) -> Result<Decision, Refusal> {
    let text = clean(text, Field::NOTE).into_owned();
    let me = desk.asker.staff.id;
    let mut decision = Decision::default();
    // The link worker writes into the review that is under way; only the supervisor begins one.
    let open = match worker == me {
        true => {
            let reviews = desk.heads.directory.meetings_of(me).rev();
            let mut open = reviews.filter(|kept| kept.meeting.is_open());
            open.next().ok_or_else(|| {
                Refusal::Said("No review is under way; your supervisor begins it.".to_owned())
            })?
        }
        false => {
            let id = under_way(desk, ids, worker, &mut decision)?;
            let Some(kept) = desk.heads.directory.meetings.get(&id) else {
                // Begun by this very note.
                for (_, fact) in &mut decision.facts {
                    if let Fact::MeetingSet { now: Some(now), .. } = fact {
                        now.heavy.clone_from(&text);
                    }
                }
                decision.said = SAID_HEAVY.to_owned();
                return Ok(decision);
            };
            kept
        }
    };
    desk.unchanged(open.touch, version)?;
    changed(open, decision, SAID_HEAVY, |now| now.heavy = text)
}

const SAID_HEAVY: &str = "Kept for the two of you.";

/// One change of a review, or a refusal where it is none.
fn changed(
    kept: &KeptMeeting,
    mut decision: Decision,
    said: &str,
    change: impl FnOnce(&mut Meeting),
) -> Result<Decision, Refusal> {
    let was = kept.meeting.clone();
    let mut now = was.clone();
    change(&mut now);
    if was == now {
        return Err(Refusal::Said("Nothing was changed.".to_owned()));
    }
    let fact = Fact::MeetingSet {
        meeting: was.id,
        was: Some(Box::new(was)),
        now: Some(Box::new(now)),
    };
    decision
        .facts
        .push((About::Staff(kept.meeting.worker), fact));
    decision.said = said.to_owned();
    Ok(decision)
}

/// A review that the asker took part in, unchanged since `version`.
fn meeting<'h>(
    desk: &Desk<'h>,
    meeting: MeetingId,
    version: u64,
) -> Result<&'h KeptMeeting, Refusal> {
    let kept = desk.heads.directory.meetings.get(&meeting);
    let kept = kept.filter(|kept| kept.meeting.is_of(desk.asker.staff.id));
    let kept = kept.ok_or_else(|| Refusal::NotFound {
        what: "review".to_owned(),
        id: meeting.to_string(),
    })?;
    desk.unchanged(kept.touch, version)?;
    Ok(kept)
}

fn close(
    desk: &Desk,
    id: MeetingId,
    version: u64,
    next_on: Option<NaiveDate>,
) -> Result<Decision, Refusal> {
    let kept = meeting(desk, id, version)?;
    let me = desk.asker.staff.id;
    if kept.meeting.supervisor != me {
        return Err(Refusal::NotAllowed {
            doing: "end this review".to_owned(),
            instead: "The supervisor does; then you agree to its record.".to_owned(),
        });
    }
    if !kept.meeting.is_open() {
        return Err(Refusal::Said("This review has ended already.".to_owned()));
    }
    if let Some(on) = next_on.filter(|on| *on < desk.today) {
        return Err(Refusal::Field {
            field: "Next review".to_owned(),
            fault: format!("{} is over.", on.format("%-d %b")),
        });
    }
    let worker = desk.heads.staff(kept.meeting.worker);
    let worker = worker.map_or("the link worker", |staff| staff.given_name());
    let said = format!("The record stands. {worker} can agree to it.");
    changed(kept, Decision::default(), &said, |now| {
        now.closed_on = Some(desk.today);
        now.next_on = next_on;
        now.agreed = vec![me];
    })
}

fn agree(desk: &Desk, id: MeetingId, version: u64) -> Result<Decision, Refusal> {
    let kept = answerable(desk, id, version)?;
    let me = desk.asker.staff.id;
    changed(kept, Decision::default(), "Agreed.", |now| {
        now.disagreement.clear();
        if !now.agreed.contains(&me) {
            now.agreed.push(me);
        }
    })
}

fn disagree(desk: &Desk, id: MeetingId, version: u64, text: &str) -> Result<Decision, Refusal> {
    let kept = answerable(desk, id, version)?;
    let text = clean(text, Field::NOTE).into_owned();
    if text.is_empty() {
        return Err(Refusal::Field {
            field: "You see it so".to_owned(),
            fault: "say it in a few words; the record stays as it is beside it.".to_owned(),
        });
    }
    let me = desk.asker.staff.id;
    let said = "It stands under the record.";
    changed(kept, Decision::default(), said, |now| {
        now.disagreement = text;
        now.agreed.retain(|one| *one != me);
    })
}

/// A record that has ended, and is the asker's to agree to.
fn answerable<'h>(
    desk: &Desk<'h>,
    id: MeetingId,
    version: u64,
) -> Result<&'h KeptMeeting, Refusal> {
    let kept = meeting(desk, id, version)?;
    if kept.meeting.is_open() {
        return Err(Refusal::Said("This review has not ended yet.".to_owned()));
    }
    if kept.meeting.worker != desk.asker.staff.id {
        return Err(Refusal::Said(
            "Ending it, you agreed to this record. Now the link worker answers.".to_owned(),
        ));
    }
    Ok(kept)
}

/// Whether a review, or what was talked about in it, still stands as an entry left it; if not, the
/// last change of the review. `beside` are all facts of that entry.
pub(super) fn overtaken(desk: &Desk, fact: &Fact, beside: &[(About, Fact)]) -> Result<(), Touch> {
    let meetings = &desk.heads.directory.meetings;
    let (kept, same) = match fact {
        Fact::MeetingSet { meeting, was, now } => {
            let kept = meetings.get(meeting);
            let same = kept.map(|kept| &kept.meeting) == now.as_deref();
            // A review that goes takes nothing with it but what came with it.
            let came = |case| {
                beside.iter().any(
                    |(_, fact)| matches!(fact, Fact::CaseDiscussed { case: of, .. } if *of == case),
                )
            };
            let bare = kept.is_none_or(|kept| kept.discussed.iter().all(|one| came(one.case)));
            (kept, same && (was.is_some() || bare))
        }
        Fact::CaseDiscussed { meeting, case, now } => {
            let kept = meetings.get(meeting);
            let stands = kept
                .is_some_and(|kept| kept.meeting.is_open() && kept.has_discussed(*case) == *now);
            (kept, stands)
        }
        _ => return Ok(()),
    };
    unless(kept, same)
}

/// The same of a fact that was undone and is to be done again.
pub(super) fn changed_since_undo(
    desk: &Desk,
    fact: &Fact,
    beside: &[(About, Fact)],
) -> Result<(), Touch> {
    let directory = &desk.heads.directory;
    let (kept, same) = match fact {
        Fact::MeetingSet { meeting, was, now } => {
            let kept = directory.meetings.get(meeting);
            let same = kept.map(|kept| &kept.meeting) == was.as_deref();
            // Of one pair, one review is under way at a time.
            let begins = now.as_deref().filter(|_| was.is_none());
            let other = begins.and_then(|now| directory.open_meeting(now.worker, now.supervisor));
            (other.or(kept), same && other.is_none())
        }
        Fact::CaseDiscussed { meeting, case, now } => {
            let comes = beside.iter().any(|(_, fact)| begins(fact, *meeting));
            let kept = directory.meetings.get(meeting);
            let as_was = kept
                .is_some_and(|kept| kept.meeting.is_open() && kept.has_discussed(*case) != *now);
            (kept, as_was || (comes && kept.is_none()))
        }
        _ => return Ok(()),
    };
    unless(kept, same)
}

/// Whether a fact begins that review.
fn begins(fact: &Fact, meeting: MeetingId) -> bool {
    match fact {
        Fact::MeetingSet {
            meeting: of, was, ..
        } => *of == meeting && was.is_none(),
        _ => false,
    }
}

fn unless(kept: Option<&KeptMeeting>, same: bool) -> Result<(), Touch> {
    match same {
        true => Ok(()),
        false => Err(kept.map(|kept| kept.touch).unwrap_or_default()),
    }
}

/// What sets back a fact about a review.
pub(super) fn inverse(fact: &Fact) -> Option<Fact> {
    Some(match fact.clone() {
        Fact::MeetingSet { meeting, was, now } => Fact::MeetingSet {
            meeting,
            was: now,
            now: was,
        },
        Fact::CaseDiscussed { meeting, case, now } => Fact::CaseDiscussed {
            meeting,
            case,
            now: !now,
        },
        _ => return None,
    })
}

/// What an entry did to a review, in a few words.
pub(super) fn told(heads: &Heads, fact: &Fact) -> Option<String> {
    let name = |worker: StaffId| heads.staff_name(worker).to_owned();
    Some(match fact {
        Fact::MeetingSet {
            was: None,
            now: Some(now),
            ..
        } => format!("beginning the review with {}", name(now.worker)),
        Fact::MeetingSet {
            was: Some(was),
            now: Some(now),
            ..
        } => match (was.is_open(), now.is_open(), was.heavy == now.heavy) {
            (true, false, _) => format!("ending the review with {}", name(now.worker)),
            (_, _, false) => "what is heavy this week".to_owned(),
            _ => format!("the answer to the record of {}", store_day(now.on)),
        },
        Fact::MeetingSet { was: Some(was), .. } => {
            format!("the review with {}", name(was.worker))
        }
        Fact::CaseDiscussed { case, .. } => {
            let head = heads.case(*case).and_then(|case| heads.client(case.client));
            let whom = head.map_or_else(|| case.to_string(), |head| head.name());
            format!("that {whom} was talked about")
        }
        _ => return None,
    })
}

fn store_day(day: NaiveDate) -> String {
    day.format("%-d %b").to_string()
}

/// Whether what was brought to a review has been talked about since.
pub(super) fn is_answered(desk: &Desk, head: &CaseHead) -> bool {
    let Some(brought) = &head.brought else {
        return false;
    };
    let directory = &desk.heads.directory;
    directory.last_discussed(head.case, None) > Some(brought.at)
}
