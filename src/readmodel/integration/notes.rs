//! The notes behind a figure, and one note whole; for those who read them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    Behind, IntegrationQuery, NoteCard, NoteRow, PAGE_MAX, WHOLE_MAX,
    build::{Counted, marked},
    wording::letter,
};
use crate::domain::{
    access::Asker,
    heads::Heads,
    ids::{NoteId, StaffId},
    supervision::{Mark, SupervisionNote},
    terms::{Concept, Position, Side},
    text::excerpt,
};

/// Characters of an excerpt.
const EXCERPT_CHARS: usize = 240;

/// A page of notes, and how many there are in all.
pub(super) struct Listed {
    pub(super) rows: Vec<NoteRow>,
    pub(super) of: u32,
}

/// The notes behind what was asked for, the newest first.
pub(super) fn listed(
    heads: &Heads,
    asker: Asker,
    counted: &[Counted],
    query: &IntegrationQuery,
) -> Listed {
    let mut notes: Vec<&SupervisionNote> = counted
        .iter()
        .filter(|one| one.read && is_behind(one.note, query.behind))
        .map(|one| one.note)
        .collect();
    notes.sort_by_key(|note| std::cmp::Reverse((note.on, note.id)));
    let most = if query.whole { WHOLE_MAX } else { PAGE_MAX };
    let limit = query.limit.clamp(1, most) as usize;
    let page = notes.iter().skip(query.offset as usize).take(limit);
    Listed {
        of: u32::try_from(notes.len()).unwrap_or(u32::MAX),
        rows: page.map(|note| row(heads, asker, note, query)).collect(),
    }
}

fn is_behind(note: &SupervisionNote, behind: Behind) -> bool {
    match behind {
        Behind::All => true,
        Behind::Differing => !note.differences().is_empty(),
        Behind::Cell(concept, Some(position)) => marked(note).contains(&(concept, position)),
        Behind::Cell(concept, None) => note.marks.iter().any(|mark| mark.concept == concept),
    }
}

fn row(heads: &Heads, asker: Asker, note: &SupervisionNote, query: &IntegrationQuery) -> NoteRow {
    let last = note.answers.last();
    let answered = last.map(|answer| {
        let who = match answer.who {
            who if who == asker.staff.id => "you",
            who if who == note.subject => Side::LinkWorker.label(),
            _ => Side::Supervisor.label(),
        };
        let words = excerpt(&answer.text, EXCERPT_CHARS);
        format!("answered by {}: {words}", the(who))
    });
    NoteRow {
        note: note.id,
        on: note.on,
        practice: practice(heads, note),
        worker: heads.staff_name(note.subject).to_owned(),
        worker_id: note.subject,
        author: heads.staff_name(note.author).to_owned(),
        author_kind: note.side,
        level: note.level,
        shared: note.shared,
        marks: note.marks.iter().map(in_short).collect(),
        excerpt: rests_on(note, query.behind),
        answered: answered.unwrap_or_default(),
        differs: !note.differences().is_empty(),
        text: match query.whole {
            true => note.text.clone(),
            false => String::new(),
        },
    }
}

fn the(who: &str) -> String {
    match who {
        "you" => who.to_owned(),
        side => format!("the {side}"),
    }
}

/// "E bolted on (link worker)".
fn in_short(mark: &Mark) -> String {
    let concept = mark.concept.map_or("whole note", letter);
    format!(
        "{concept} {} ({})",
        mark.position.label(),
        mark.side.label()
    )
}

/// The words that the mark behind a figure rests on; where it names none, how the note begins.
fn rests_on(note: &SupervisionNote, behind: Behind) -> String {
    let fits = |mark: &&Mark| match behind {
        Behind::Cell(concept, position) => {
            mark.concept == concept && position.is_none_or(|at| mark.position == at)
        }
        Behind::All | Behind::Differing => false,
    };
    let words = note.marks.iter().filter(fits).map(|mark| mark.words.trim());
    let words = words.into_iter().find(|words| !words.is_empty());
    excerpt(words.unwrap_or(&note.text), EXCERPT_CHARS)
}

fn practice(heads: &Heads, note: &SupervisionNote) -> String {
    let practice = note.practice.and_then(|id| heads.practice(id));
    practice.map_or_else(String::new, |practice| practice.name.clone())
}

/// One note whole; `None` where there is none that the asker reads.
pub fn note(heads: &Heads, asker: Asker, today: NaiveDate, id: NoteId) -> Option<NoteCard> {
    let kept = heads.directory.notes.get(&id)?;
    let note = &kept.note;
    if !asker.reads_note(heads, note) {
        return None;
    }
    let marked = note.marks.iter().map(|mark| mark.by);
    let answered = note.answers.iter().map(|answer| answer.who);
    let people: BTreeSet<StaffId> = marked.chain(answered).chain([note.author]).collect();
    let named = |id: StaffId| (id, heads.staff_name(id).to_owned());
    Some(NoteCard {
        note: note.clone(),
        version: kept.touch.seq,
        today,
        worker: heads.staff_name(note.subject).to_owned(),
        practice: practice(heads, note),
        author: heads.staff_name(note.author).to_owned(),
        names: people.into_iter().map(named).collect(),
        me: asker.staff.id,
        side: asker.side_on(note),
        mine: note.author == asker.staff.id,
        may_answer: asker.answers_note(heads, note),
    })
}

impl NoteCard {
    /// What each side says of a concept that both marked differently: "link worker bolted on,
    /// supervisor fitting in".
    pub fn difference(&self, concept: Option<Concept>) -> String {
        let of = |side: Side| {
            let marks = self.note.marks.iter();
            let marks = marks.filter(|mark| mark.side == side && mark.concept == concept);
            let positions: Vec<&str> = marks.map(|mark| Position::label(mark.position)).collect();
            format!("{} {}", side.label(), positions.join(" and "))
        };
        format!("{}, {}", of(Side::LinkWorker), of(Side::Supervisor))
    }
}
