//! Notes of supervision: written about one's own work or that of somebody one supervises, private
//! until shared, marked by both sides, answered.

use chrono::NaiveDate;

use crate::domain::{
    fact::{About, Fact},
    heads::{Counters, Touch},
    ids::{NoteId, StaffId},
    refusal::Refusal,
    supervision::{Answer, KeptNote, Mark, NoteIntent, NoteText, OwnMark, SupervisionNote},
    terms::{Concept, Side},
    text::{Field, clean},
};

use super::{Decision, Desk, next};

/// So many answers one note may have; what is more belongs into a note of its own.
const ANSWERS_MAX: usize = 30;

pub(super) fn decide(
    desk: &Desk,
    ids: &mut Counters,
    asked: NoteIntent,
) -> Result<Decision, Refusal> {
    match asked {
        NoteIntent::Write(text) => write(desk, ids, text),
        NoteIntent::Change { note, version, now } => change(desk, note, version, now),
        NoteIntent::TakeAway { note, version } => take_away(desk, note, version),
        NoteIntent::Share { note, version } => share(desk, note, version),
        NoteIntent::Mark {
            note,
            version,
            concept,
            set,
        } => mark(desk, note, version, concept, set),
        NoteIntent::Answer {
            note,
            version,
            text,
        } => answer(desk, note, version, &text),
    }
}

fn write(desk: &Desk, ids: &mut Counters, asked: NoteText) -> Result<Decision, Refusal> {
    let me = desk.asker.staff.id;
    let side = desk.asker.writes_about(desk.heads, asked.subject);
    let side = side.ok_or_else(|| Refusal::NotAllowed {
        doing: "write about this person's work".to_owned(),
        instead: "Link workers write about their own work, supervisors about that of the link \
                  workers they supervise."
            .to_owned(),
    })?;
    let now = SupervisionNote {
        id: NoteId(0),
        subject: asked.subject,
        practice: asked.practice,
        level: asked.level,
        on: the_day(desk, asked.on)?,
        author: me,
        side,
        text: text_of(&asked.text)?,
        shared: asked.shared,
        marks: Vec::new(),
        answers: Vec::new(),
    };
    let now = with_own_marks(desk, now, side, asked.marks)?;
    let is_known = |kept: &KeptNote| {
        let id = kept.note.id;
        kept.note == SupervisionNote { id, ..now.clone() }
    };
    if desk.heads.directory.notes.values().any(is_known) {
        return Err(Refusal::Said("This note is kept already.".to_owned()));
    }
    let id = NoteId(next(&mut ids.note));
    let said = if now.shared {
        format!("Kept, and shared with {}.", shared_with(desk, &now))
    } else {
        "Kept. Nobody but you reads it until you share it.".to_owned()
    };
    Ok(set(None, Some(SupervisionNote { id, ..now }), said))
}

fn change(desk: &Desk, id: NoteId, version: u64, asked: NoteText) -> Result<Decision, Refusal> {
    let was = own(desk, id, version, "change this note")?;
    if asked.subject != was.subject {
        return Err(Refusal::Said(
            "A note stays with the link worker whose work it is about. Write another.".to_owned(),
        ));
    }
    if was.shared && !asked.shared {
        return Err(Refusal::Said(
            "A note that was shared stays shared: it may have been read.".to_owned(),
        ));
    }
    let now = SupervisionNote {
        practice: asked.practice,
        level: asked.level,
        on: the_day(desk, asked.on.or(Some(was.on)))?,
        text: text_of(&asked.text)?,
        shared: asked.shared,
        ..was.clone()
    };
    let now = with_own_marks(desk, now, was.side, asked.marks)?;
    changed(was, now, "Saved.")
}

fn take_away(desk: &Desk, id: NoteId, version: u64) -> Result<Decision, Refusal> {
    let was = own(desk, id, version, "take this note away")?;
    let others = was.marks.iter().any(|mark| mark.by != was.author)
        || was.answers.iter().any(|answer| answer.who != was.author);
    if others {
        return Err(Refusal::Said(
            "Somebody else has marked or answered it: it stays. Add an answer of your own."
                .to_owned(),
        ));
    }
    let said = "Taken away. u brings it back.".to_owned();
    Ok(set(Some(was.clone()), None, said))
}

fn share(desk: &Desk, id: NoteId, version: u64) -> Result<Decision, Refusal> {
    let was = own(desk, id, version, "share this note")?;
    if was.shared {
        return Err(Refusal::Said("It is shared already.".to_owned()));
    }
    let now = SupervisionNote {
        shared: true,
        ..was.clone()
    };
    let said = format!("Shared with {}.", shared_with(desk, &now));
    changed(was, now, &said)
}

fn mark(
    desk: &Desk,
    id: NoteId,
    version: u64,
    concept: Option<Concept>,
    asked: Option<OwnMark>,
) -> Result<Decision, Refusal> {
    let (was, touch) = read(desk, id)?;
    desk.unchanged(touch, version)?;
    let me = desk.asker.staff.id;
    let mut marks = was.own_marks(me);
    marks.retain(|mark| mark.concept != concept);
    let said = match &asked {
        Some(_) => "Marked.",
        None => "Your mark is taken away.",
    };
    marks.extend(asked.map(|mark| OwnMark { concept, ..mark }));
    let side = desk.asker.side_on(was);
    let now = with_own_marks(desk, was.clone(), side, marks)?;
    changed(was, now, said)
}

fn answer(desk: &Desk, id: NoteId, version: u64, text: &str) -> Result<Decision, Refusal> {
    let (was, touch) = read(desk, id)?;
    if !desk.asker.answers_note(desk.heads, was) {
        return Err(Refusal::NotAllowed {
            doing: "answer this note".to_owned(),
            instead: "It is private; share it first.".to_owned(),
        });
    }
    desk.unchanged(touch, version)?;
    if was.answers.len() >= ANSWERS_MAX {
        return Err(Refusal::Said(format!(
            "This note has {ANSWERS_MAX} answers. Write a note of your own."
        )));
    }
    let mut now = was.clone();
    now.answers.push(Answer {
        who: desk.asker.staff.id,
        on: desk.today,
        text: text_of(text)?,
    });
    changed(was, now, "Answered.")
}

/// A note that the asker reads; "there is none" where they do not.
fn read<'d>(desk: &Desk<'d>, id: NoteId) -> Result<(&'d SupervisionNote, Touch), Refusal> {
    let kept = desk.heads.directory.notes.get(&id);
    kept.filter(|kept| desk.asker.reads_note(desk.heads, &kept.note))
        .map(|kept| (&kept.note, kept.touch))
        .ok_or_else(|| Refusal::NotFound {
            what: "note".to_owned(),
            id: id.to_string(),
        })
}

/// A note of the asker's own, unchanged since `version`.
fn own<'d>(
    desk: &Desk<'d>,
    id: NoteId,
    version: u64,
    doing: &str,
) -> Result<&'d SupervisionNote, Refusal> {
    let (note, touch) = read(desk, id)?;
    if note.author != desk.asker.staff.id {
        return Err(Refusal::NotAllowed {
            doing: doing.to_owned(),
            instead: "Only its author may; mark it or answer it instead.".to_owned(),
        });
    }
    desk.unchanged(touch, version)?;
    Ok(note)
}

fn the_day(desk: &Desk, on: Option<NaiveDate>) -> Result<NaiveDate, Refusal> {
    match on {
        Some(on) if on > desk.today => Err(Refusal::Field {
            field: "When".to_owned(),
            fault: "this day is still to come.".to_owned(),
        }),
        on => Ok(on.unwrap_or(desk.today)),
    }
}

fn text_of(typed: &str) -> Result<String, Refusal> {
    let text = clean(typed, Field::NOTE).into_owned();
    if text.is_empty() {
        return Err(Refusal::Field {
            field: "Note".to_owned(),
            fault: "nothing is written yet.".to_owned(),
        });
    }
    Ok(text)
}

/// The note with these marks in the place of all that the asker had set. Nobody else's change.
fn with_own_marks(
    desk: &Desk,
    mut note: SupervisionNote,
    side: Side,
    marks: Vec<OwnMark>,
) -> Result<SupervisionNote, Refusal> {
    if let Some(practice) = note.practice
        && desk.heads.practice(practice).is_none()
    {
        return Err(Refusal::NotFound {
            what: "practice".to_owned(),
            id: practice.to_string(),
        });
    }
    let me = desk.asker.staff.id;
    let whole = plain(&note.text);
    note.marks.retain(|mark| mark.by != me);
    for own in marks {
        let words = clean(&own.words, Field::LINE).into_owned();
        if !whole.contains(&plain(&words)) {
            return Err(Refusal::Field {
                field: "Words".to_owned(),
                fault: "these words are not in the note; take them from it as they stand."
                    .to_owned(),
            });
        }
        note.marks
            .retain(|mark| mark.by != me || mark.concept != own.concept);
        note.marks.push(Mark {
            concept: own.concept,
            position: own.position,
            words,
            by: me,
            side,
            cue: own.cue,
        });
    }
    note.marks.sort_by_key(|mark| (mark.concept, mark.by));
    Ok(note)
}

/// Words as they are compared: whatever the case of the letters and the breaks of lines.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn shared_with(desk: &Desk, note: &SupervisionNote) -> String {
    let name = |id: StaffId| desk.heads.staff_name(id).to_owned();
    let supervisor = desk
        .heads
        .staff(note.subject)
        .and_then(|staff| staff.supervisor);
    let with: Vec<String> = [Some(note.subject), supervisor]
        .into_iter()
        .flatten()
        .filter(|reader| *reader != note.author)
        .map(name)
        .collect();
    if with.is_empty() {
        return "whoever will supervise you".to_owned();
    }
    with.join(" and ")
}

fn changed(was: &SupervisionNote, now: SupervisionNote, said: &str) -> Result<Decision, Refusal> {
    if *was == now {
        return Err(Refusal::Said("Nothing was changed.".to_owned()));
    }
    Ok(set(Some(was.clone()), Some(now), said.to_owned()))
}

fn set(was: Option<SupervisionNote>, now: Option<SupervisionNote>, said: String) -> Decision {
    let Some((note, subject)) = now
        .as_ref()
        .or(was.as_ref())
        .map(|note| (note.id, note.subject))
    else {
        return Decision::default();
    };
    let fact = Fact::SupervisionNoteSet {
        note,
        was: was.map(Box::new),
        now: now.map(Box::new),
    };
    Decision {
        facts: vec![(About::Staff(subject), fact)],
        said,
        ..Decision::default()
    }
}

/// The last change of a note, where it does not stand as `stands` any more, or is out of the asker's
/// reach: it is neither undone nor brought back then.
pub(super) fn stands_otherwise(
    desk: &Desk,
    id: NoteId,
    stands: Option<&SupervisionNote>,
) -> Option<Touch> {
    let kept = desk.heads.directory.notes.get(&id);
    let same = kept.map(|kept| &kept.note) == stands
        && stands.is_none_or(|note| desk.asker.reads_note(desk.heads, note));
    (!same).then(|| kept.map(|kept| kept.touch).unwrap_or_default())
}

/// What became of a note, in a few words.
pub(super) fn what(was: Option<&SupervisionNote>, now: Option<&SupervisionNote>) -> &'static str {
    match (was, now) {
        (None, _) => "the note",
        (Some(_), None) => "taking away the note",
        (Some(was), Some(now)) if was.answers != now.answers => "the answer to the note",
        (Some(was), Some(now)) if was.shared != now.shared => "sharing the note",
        (Some(was), Some(now)) if was.text == now.text => "the mark of the note",
        _ => "the change of the note",
    }
}
