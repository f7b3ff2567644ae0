//! Notes on the work: written by somebody about somebody, marked by both sides.

use caseload::domain::fact::Fact;
use caseload::domain::{
    ids::NoteId,
    intent::Intent,
    people::Staff,
    supervision::{NoteIntent, NoteText, OwnMark},
    terms::{Concept, NoteLevel, Position},
};
use chrono::TimeDelta;

use super::World;

/// Notes on the work.
impl World {
    /// What a note would say, shared, marked by its author.
    pub fn note_text(
        &self,
        about: &str,
        text: &str,
        marks: &[(Option<Concept>, Position)],
    ) -> NoteText {
        let marks = marks.iter().map(|(concept, position)| OwnMark {
            concept: *concept,
            position: *position,
            ..OwnMark::default()
        });
        NoteText {
            subject: self.staff(about).id,
            practice: (self.practice.0 > 0).then_some(self.practice),
            level: NoteLevel::Practice,
            on: None,
            text: text.to_owned(),
            shared: true,
            marks: marks.collect(),
        }
    }

    /// A shared note by somebody on somebody's work at the current practice, so many days ago.
    pub fn note(
        mut self,
        by: &str,
        about: &str,
        ago: i64,
        text: &str,
        marks: &[(Option<Concept>, Position)],
    ) -> World {
        let mut note = self.note_text(about, text, marks);
        note.on = Some(self.today() - TimeDelta::days(ago));
        let intent = Intent::Supervise(NoteIntent::Write(note));
        self.ask(by, intent).expect("a note");
        self
    }

    /// The note written last, and the version that a change of it is made on.
    pub fn last_note(&self) -> (NoteId, u64) {
        let last = self.heads.directory.notes.values().last();
        let last = last.expect("a note");
        (last.note.id, last.touch.seq)
    }

    /// Sets somebody's mark of the note written last.
    pub fn marks_last(mut self, by: &str, concept: Option<Concept>, position: Position) -> World {
        let (note, version) = self.last_note();
        let set = OwnMark {
            position,
            ..OwnMark::default()
        };
        let intent = NoteIntent::Mark {
            note,
            version,
            concept,
            set: Some(set),
        };
        self.ask(by, Intent::Supervise(intent)).expect("a mark");
        self
    }

    /// Whoever was chosen last is supervised by somebody who is here already.
    pub fn supervised_by(mut self, name: &str) -> World {
        let supervisor = Some(self.staff(name).id);
        let worker = self.worker.expect("a worker to supervise");
        let was = self.heads.staff(worker).expect("staff").clone();
        let now = Staff {
            supervisor,
            ..was.clone()
        };
        self.rest(Fact::StaffChanged { was, now });
        self
    }
}
