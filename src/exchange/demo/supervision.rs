//! Notes of supervision written by hand, as entries: each is written, then marked by the other side,
//! then answered.

use std::collections::VecDeque;

use chrono::{NaiveTime, Timelike};
use serde::Deserialize;

use crate::domain::{
    fact::Fact,
    ids::{NoteId, StaffId},
    supervision::{Answer, Mark, SupervisionNote},
    terms::{Concept, NoteLevel, Position, Side},
};

use super::{
    calendar::{Calendar, Moment},
    data::{Clock, DataFault},
    team::Team,
};

const FILE: &str = "supervision.toml";
/// The other side marks a note so many days after it was written, where nothing is said.
const READ_AFTER: i32 = 2;

/// One note as the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteText {
    about: String,
    by: String,
    #[serde(default)]
    practice: Option<String>,
    #[serde(default = "practice_level")]
    level: NoteLevel,
    day: i32,
    at: Clock,
    #[serde(default = "yes")]
    shared: bool,
    text: String,
    #[serde(default)]
    read: Option<i32>,
    #[serde(default)]
    marks: Vec<MarkText>,
    #[serde(default)]
    answers: Vec<AnswerText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkText {
    by: String,
    #[serde(default)]
    concept: Option<Concept>,
    position: Position,
    #[serde(default)]
    words: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerText {
    by: String,
    day: i32,
    text: String,
}

fn practice_level() -> NoteLevel {
    NoteLevel::Practice
}

fn yes() -> bool {
    true
}

/// One entry about a note.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) moment: Moment,
    pub(super) who: StaffId,
    pub(super) subject: StaffId,
    pub(super) fact: Fact,
}

/// All entries about notes, in the order of time. Notes of people whom a small demonstration does not
/// have are left out.
///
/// # Errors
/// Where a note names a practice that `network.toml` does not.
pub(super) fn told(
    texts: &[NoteText],
    sites: &[(String, usize)],
    team: &Team,
    calendar: &Calendar,
) -> Result<VecDeque<Noted>, DataFault> {
    let mut all = Vec::new();
    let mut id = 0;
    for text in texts {
        let known = |handle: &str| team.find(handle).map(|staff| staff.id);
        let (Some(subject), Some(author)) = (known(&text.about), known(&text.by)) else {
            continue;
        };
        id += 1;
        let telling = Telling {
            text,
            team,
            calendar,
            subject,
            author,
        };
        all.extend(telling.entries(NoteId(id), sites)?);
    }
    all.sort_by_key(|noted| noted.moment);
    Ok(all.into())
}

/// One note while it is told.
struct Telling<'a> {
    text: &'a NoteText,
    team: &'a Team,
    calendar: &'a Calendar,
    subject: StaffId,
    author: StaffId,
}

impl Telling<'_> {
    fn entries(&self, id: NoteId, sites: &[(String, usize)]) -> Result<Vec<Noted>, DataFault> {
        let mut note = self.written(id, sites)?;
        let mut entries = vec![self.noted(self.moment(self.text.day), self.author, None, &note)];
        let read = self.text.read.unwrap_or(self.text.day + READ_AFTER);
        let theirs = self.marks(false);
        if let Some(by) = theirs.first().map(|mark| mark.by) {
            let was = note.clone();
            note.marks.extend(theirs);
            note.marks.sort_by_key(|mark| (mark.concept, mark.by));
            entries.push(self.noted(self.moment(read), by, Some(was), &note));
        }
        for answer in &self.text.answers {
            let was = note.clone();
            let moment = self.moment(answer.day);
            let who = self.somebody(&answer.by);
            note.answers.push(Answer {
                who,
                on: self.calendar.date(moment.day),
                text: answer.text.clone(),
            });
            entries.push(self.noted(moment, who, Some(was), &note));
        }
        Ok(entries)
    }

    /// The note as its author wrote it.
    fn written(&self, id: NoteId, sites: &[(String, usize)]) -> Result<SupervisionNote, DataFault> {
        let practice = match &self.text.practice {
            None => None,
            Some(practice) => {
                let site = sites.iter().find(|(key, _)| key == practice);
                let site = site.and_then(|(_, at)| self.team.sites.get(*at));
                let fault = || DataFault::new(FILE, format!("there is no practice {practice}"));
                Some(site.ok_or_else(fault)?.practice.id)
            }
        };
        let day = self.moment(self.text.day).day;
        Ok(SupervisionNote {
            id,
            subject: self.subject,
            practice,
            level: self.text.level,
            on: self.calendar.date(day),
            author: self.author,
            side: self.side(self.author),
            text: self.text.text.trim().to_owned(),
            shared: self.text.shared,
            marks: self.marks(true),
            answers: Vec::new(),
        })
    }

    /// The marks of the author, or those of the other side.
    fn marks(&self, of_author: bool) -> Vec<Mark> {
        let marks = self.text.marks.iter().map(|mark| {
            let by = self.somebody(&mark.by);
            Mark {
                concept: mark.concept,
                position: mark.position,
                words: mark.words.clone(),
                by,
                side: self.side(by),
                cue: false,
            }
        });
        let mut marks: Vec<Mark> = marks
            .filter(|mark| (mark.by == self.author) == of_author)
            .collect();
        marks.sort_by_key(|mark| (mark.concept, mark.by));
        marks
    }

    fn side(&self, who: StaffId) -> Side {
        if who == self.subject {
            Side::LinkWorker
        } else {
            Side::Supervisor
        }
    }

    fn somebody(&self, handle: &str) -> StaffId {
        let staff = self.team.find(handle);
        staff.map_or(StaffId::PROGRAM, |staff| staff.id)
    }

    /// At the time of day at which the note was written; never on a weekend, never today.
    fn moment(&self, day: i32) -> Moment {
        let Clock(at): Clock = self.text.at;
        Moment {
            day: self.calendar.worked(day.min(-1)),
            second: NaiveTime::num_seconds_from_midnight(&at),
        }
    }

    fn noted(
        &self,
        moment: Moment,
        who: StaffId,
        was: Option<SupervisionNote>,
        now: &SupervisionNote,
    ) -> Noted {
        Noted {
            moment,
            who,
            subject: self.subject,
            fact: Fact::SupervisionNoteSet {
                note: now.id,
                was: was.map(Box::new),
                now: Some(Box::new(now.clone())),
            },
        }
    }
}
