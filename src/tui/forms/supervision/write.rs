//! Writing a note on the work, or changing one's own.
//!
//! While it is typed, the word list suggests concepts and shows the words that fired. It marks nothing
//! by itself and never suggests a position.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;

use super::{concepts_of, positions};
use crate::domain::dates::{parse_past, read_back};
use crate::domain::ids::StaffId;
use crate::domain::integration::warn::{Sign, names_a_person};
use crate::domain::intent::Intent;
use crate::domain::people::Staff;
use crate::domain::supervision::{NoteIntent, NoteText, OwnMark};
use crate::domain::terms::{Concept, NoteLevel, Position, Role};
use crate::readmodel::drafts::DraftKey;
use crate::readmodel::integration::{NoteCard, letter, short};
use crate::readmodel::lists::Desk;
use crate::tui::forms::about::Facts;
use crate::tui::forms::fields::{choice, line, note, say_fault};
use crate::tui::forms::sheet::Kind;
use crate::tui::widgets::form::{Entry, Form};
use crate::wire::{Reply, Request};

const ABOUT: &str = "about";
const NOTE: &str = "note";
const CONCEPTS: &str = "concepts";
const WHOLE: &str = "whole";
const PRACTICE: &str = "practice";
const LEVEL: &str = "level";
const WHEN: &str = "when";
const SHARED: &str = "shared";

/// What stands for no practice in particular.
const NO_PRACTICE: &str = "none in particular";
const PRIVATE: &str = "private";
const IS_SHARED: &str = "shared";
/// Warnings shown at once.
const WARNINGS_SHOWN: usize = 2;
/// Words that fired which are named at once.
const CUES_SHOWN: usize = 4;
/// Names of clients that are named at once.
const NAMES_SHOWN: usize = 3;

/// The form.
pub(in crate::tui::forms) struct Write {
    /// The link worker it is about, where that is known from the start.
    subject: Option<StaffId>,
    card: Option<Box<NoteCard>>,
    /// The text that the hub has looked at for names, and those that it found.
    looked_at: String,
    named: Vec<String>,
}

impl Write {
    /// A new note.
    pub(in crate::tui::forms) fn about(subject: Option<StaffId>) -> Write {
        Write {
            subject,
            card: None,
            looked_at: String::new(),
            named: Vec::new(),
        }
    }

    /// A change of one's own.
    pub(in crate::tui::forms) fn changes(card: Box<NoteCard>) -> Write {
        Write {
            subject: Some(card.note.subject),
            card: Some(card),
            looked_at: String::new(),
            named: Vec::new(),
        }
    }

    /// Whose work it is about, as chosen.
    fn chosen(&self, form: &Form, desk: &Desk) -> Option<StaffId> {
        if let Some(card) = &self.card {
            return Some(card.note.subject);
        }
        match desk.me.role {
            Role::LinkWorker => Some(desk.me.id),
            _ => {
                let name = form.text(ABOUT);
                let mut workers = supervised(desk);
                workers
                    .find(|staff| staff.name == name)
                    .map(|staff| staff.id)
            }
        }
    }

    /// The marks of the author as the form has them: letters keep what was said with them.
    fn marks(&self, form: &Form, concepts: &[Concept]) -> Vec<OwnMark> {
        let card = self.card.as_deref();
        let before = card.map(|card| card.note.own_marks(card.me));
        let before = before.unwrap_or_default();
        let suggested = suggested(&form.text(NOTE));
        let stands = |concept| before.iter().find(|mark| mark.concept == concept).cloned();
        let mut marks: Vec<OwnMark> = concepts
            .iter()
            .map(|concept| {
                stands(Some(*concept)).unwrap_or_else(|| OwnMark {
                    concept: Some(*concept),
                    cue: suggested.iter().any(|(one, _)| one == concept),
                    ..OwnMark::default()
                })
            })
            .collect();
        let whole = Position::find(&form.text(WHOLE)).unwrap_or_default();
        if whole != Position::NotStated {
            marks.push(OwnMark {
                position: whole,
                ..stands(None).unwrap_or_default()
            });
        }
        marks
    }
}

impl Kind for Write {
    fn title(&self) -> String {
        match &self.card {
            Some(card) => format!("Change the note on {}'s work", card.worker),
            None => "Note on the work".to_owned(),
        }
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        let card = self.card.as_ref();
        Some(card.map_or(DraftKey::SupervisionNote, |card| {
            DraftKey::ChangeNote(card.note.id)
        }))
    }

    fn label(&self) -> String {
        "a note on the work".to_owned()
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        let desk = facts.desk.as_deref()?;
        let may = match desk.me.role {
            Role::LinkWorker => true,
            Role::Supervisor => supervised(desk).next().is_some(),
            Role::PracticeManager => false,
        };
        let words = "Notes on the work are written by link workers and by those who supervise them";
        (!may).then(|| words.to_owned())
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let Some(desk) = facts.desk.as_deref() else {
            return Form::default();
        };
        let asks_about = self.card.is_none() && desk.me.role == Role::Supervisor;
        let mut entries = Vec::new();
        if asks_about {
            let workers: Vec<&Staff> = supervised(desk).collect();
            let names: Vec<&str> = workers.iter().map(|staff| staff.name.as_str()).collect();
            let taken = workers.iter().find(|staff| Some(staff.id) == self.subject);
            let taken = taken.map(|staff| staff.name.as_str());
            let help = "The link worker whose work it is about.";
            entries.push(choice(ABOUT, "About", help, &names, taken));
        }
        entries.extend(self.entries(desk));
        let mut form = Form::new(entries);
        if !asks_about || self.subject.is_some() {
            form.go_to(NOTE);
        }
        form
    }

    fn context(&self, _facts: &Facts) -> String {
        "About the work, never about a client: name nobody who is served.".to_owned()
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        let understood = concepts_of(&form.text(CONCEPTS)).unwrap_or_default();
        let suggested = suggested(&form.text(NOTE));
        let open = suggested
            .iter()
            .filter(|(concept, _)| !understood.contains(concept));
        let open: Vec<String> = open
            .map(|(concept, cues)| format!("{} {} ({cues})", letter(*concept), short(*concept)))
            .collect();
        if let Some(entry) = form
            .entry_mut(CONCEPTS)
            .filter(|entry| !is_of_others(entry))
        {
            let names: Vec<&str> = understood.iter().map(|one| short(*one)).collect();
            entry.read_back = names.join("; ");
            entry.beneath = match open.is_empty() {
                true => super::words_fault(),
                false => format!("Suggested by the word list: {}", open.join("; ")),
            };
        }
        let warned = self.warned(&form.text(NOTE), facts);
        if let Some(entry) = form.entry_mut(NOTE).filter(|entry| !is_of_others(entry)) {
            entry.beneath = warned;
        }
        let day = day(form, facts).ok().flatten();
        if let Some(entry) = form.entry_mut(WHEN) {
            let read = day.map(|day| read_back(day, facts.today(), &facts.holidays));
            entry.read_back = read.unwrap_or_default();
        }
    }

    fn edits_record(&self) -> bool {
        self.card.is_some()
    }

    fn renews(&self) -> Option<Request> {
        self.card.as_ref().map(|card| Request::Note(card.note.id))
    }

    fn renewed(&mut self, reply: &Reply) {
        if let Reply::Note(card) = reply {
            self.card = Some(card.clone());
        }
    }

    fn asks(&self, form: &Form) -> Option<Request> {
        let text = form.text(NOTE);
        let is_new = !text.trim().is_empty() && text != self.looked_at;
        is_new.then_some(Request::Named(text))
    }

    fn told(&mut self, form: &Form, reply: &Reply) -> Option<String> {
        let text = form.text(NOTE);
        self.looked_at.clone_from(&text);
        let before = std::mem::take(&mut self.named);
        if let Reply::Named(places) = reply {
            self.named = names_in(&text, places);
        }
        let is_new = self.named.iter().any(|name| !before.contains(name));
        is_new.then(|| format!("{} Change it, or save again as it is.", self.names()))
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let desk = facts.desk.as_deref()?;
        if form.text(NOTE).trim().is_empty() {
            say_fault(form, NOTE, "Nothing is written yet.");
        }
        let subject = self.chosen(form, desk);
        if subject.is_none() {
            say_fault(form, ABOUT, "Whose work is it about?");
        }
        let concepts = concepts_of(&form.text(CONCEPTS)).unwrap_or_else(|letter| {
            let words = format!("\"{letter}\" is none of them: p, i, e, f.");
            say_fault(form, CONCEPTS, &words);
            Vec::new()
        });
        let on = day(form, facts).unwrap_or_else(|fault| {
            say_fault(form, WHEN, &fault);
            None
        });
        let practice = form.text(PRACTICE);
        let practice = desk.practices.iter().find(|one| one.name == practice);
        let now = NoteText {
            subject: subject?,
            practice: practice.map(|one| one.id),
            level: NoteLevel::find(&form.text(LEVEL)).unwrap_or(NoteLevel::Practice),
            on,
            text: form.text(NOTE),
            shared: form.text(SHARED) == IS_SHARED,
            marks: self.marks(form, &concepts),
        };
        Some(Intent::Supervise(match self.card.as_deref() {
            None => NoteIntent::Write(now),
            Some(card) => NoteIntent::Change {
                note: card.note.id,
                version: card.version,
                now,
            },
        }))
    }
}

impl Write {
    /// "This seems to name a client: O'Neill (line 2)."; empty where it does not.
    fn names(&self) -> String {
        let first: Vec<&str> = self
            .named
            .iter()
            .take(NAMES_SHOWN)
            .map(String::as_str)
            .collect();
        let more = self.named.len().saturating_sub(NAMES_SHOWN);
        match (first.is_empty(), more) {
            (true, _) => String::new(),
            (false, 0) => format!("This seems to name a client: {}.", first.join(", ")),
            (false, more) => {
                format!(
                    "This seems to name clients: {} and {more} more.",
                    first.join(", ")
                )
            }
        }
    }

    /// What in the text looks as if it named somebody who is served: a warning, never a refusal.
    fn warned(&self, text: &str, facts: &Facts) -> String {
        let staff = facts.desk.iter().flat_map(|desk| &desk.staff);
        let names: Vec<String> = staff.map(|one| one.name.to_lowercase()).collect();
        let works_here = |name: &str| {
            let name = name.to_lowercase();
            let is_one = |one: &String| *one == name || one.split(' ').any(|part| part == name);
            names.iter().any(is_one)
        };
        let mut said: Vec<String> = Vec::new();
        said.extend(Some(self.names()).filter(|names| !names.is_empty()));
        for warning in names_a_person(text, &|_| false, &works_here) {
            // Where the hub knows a name, its shape need not be spoken of.
            let is_said = warning.sign == Sign::Person && !self.named.is_empty();
            if !is_said && !said.contains(&warning.says) {
                said.push(warning.says);
            }
        }
        said.truncate(WARNINGS_SHOWN);
        said.join(" ")
    }

    /// What is asked whoever writes.
    fn entries(&self, desk: &Desk) -> Vec<Entry> {
        let was = self.card.as_deref().map(|card| &card.note);
        let own = self
            .card
            .as_deref()
            .map(|card| card.note.own_marks(card.me));
        let own = own.unwrap_or_default();
        let letters: Vec<&str> = own
            .iter()
            .filter_map(|mark| mark.concept.map(letter))
            .collect();
        let whole = own.iter().find(|mark| mark.concept.is_none());
        let whole = whole.map_or(Position::NotStated, |mark| mark.position);
        let mut entries = vec![
            note(
                NOTE,
                "Note",
                "What happened in the work, and what it says about how it is taken up here. \
                 *Marks* and lists may be used.",
                was.map_or("", |was| &was.text),
            ),
            line(
                CONCEPTS,
                "Concepts",
                "Letters of those it is about: p power, i identity, e effect, f infrastructure. \
                 Positions are said on the note itself.",
                &letters.join(" "),
            ),
            choice(
                WHOLE,
                "Whole note",
                "A position for all of it, without a concept; most notes state none.",
                &positions(),
                Some(whole.label()),
            ),
        ];
        entries.extend(self.of_where(desk));
        entries
    }

    /// Where and when it was, and who reads it.
    fn of_where(&self, desk: &Desk) -> Vec<Entry> {
        let was = self.card.as_deref().map(|card| &card.note);
        let active = desk.practices.iter().filter(|one| one.active);
        let mut practices: Vec<&str> = active.map(|one| one.name.as_str()).collect();
        practices.push(NO_PRACTICE);
        let named = |id| desk.practices.iter().find(|one| one.id == id);
        let practice = match was {
            Some(was) => was.practice.and_then(named),
            None => match desk.me.practices.as_slice() {
                [only] => named(*only),
                _ => None,
            },
        };
        let levels: Vec<&str> = NoteLevel::ALL.iter().map(|one| one.label()).collect();
        let level = was.map_or(NoteLevel::Practice, |was| was.level);
        let sharing: &[&str] = match was.is_some_and(|was| was.shared) {
            true => &[IS_SHARED],
            false => &[PRIVATE, IS_SHARED],
        };
        vec![
            choice(
                PRACTICE,
                "Practice",
                "Where it happened.",
                &practices,
                Some(practice.map_or(NO_PRACTICE, |one| one.name.as_str())),
            ),
            choice(
                LEVEL,
                "Level",
                "Which level of the system it is about.",
                &levels,
                Some(level.label()),
            ),
            line(
                WHEN,
                "When",
                "The day it is about: thu, 12/11; empty for today.",
                &was.map(|was| was.on.to_string()).unwrap_or_default(),
            ),
            choice(
                SHARED,
                "Who reads",
                "Private is for you alone. Shared is read by the link worker and their supervisor.",
                sharing,
                sharing.first().copied(),
            ),
        ]
    }
}

/// The link workers whom the person at this desk supervises.
fn supervised(desk: &Desk) -> impl Iterator<Item = &Staff> {
    let me = desk.me.id;
    desk.staff
        .iter()
        .filter(move |staff| staff.active && staff.supervisor == Some(me))
}

/// The words at these places, each once, with the line where it stands first.
fn names_in(text: &str, places: &[Range<usize>]) -> Vec<String> {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for place in places {
        // What was typed meanwhile may have moved it: a place that is none says nothing.
        if let (Some(name), Some(before)) = (text.get(place.clone()), text.get(..place.start)) {
            let line = before.split('\n').count();
            let first = found.entry(name).or_insert(line);
            *first = line.min(*first);
        }
    }
    let mut names: Vec<(usize, &str)> =
        found.into_iter().map(|(name, line)| (line, name)).collect();
    names.sort_unstable();
    let said = names
        .into_iter()
        .map(|(line, name)| format!("{name} (line {line})"));
    said.collect()
}

/// Whether what stands under a field is what somebody else set there.
fn is_of_others(entry: &Entry) -> bool {
    entry.beneath.starts_with("now: ") || entry.beneath.starts_with("changed")
}

/// The concepts that the word list suggests, with the words that fired.
fn suggested(text: &str) -> Vec<(Concept, String)> {
    let suggestions = super::words_in_force().suggest(text).into_iter();
    let suggestion = suggestions.map(|one| {
        let mut cues: Vec<&str> = Vec::new();
        for fired in &one.cues {
            let said = text.get(fired.at.clone()).unwrap_or(&fired.cue);
            if !cues.contains(&said) {
                cues.push(said);
            }
        }
        cues.truncate(CUES_SHOWN);
        (one.concept, cues.join(", "))
    });
    suggestion.collect()
}

/// The day typed; none where the field is empty.
fn day(form: &Form, facts: &Facts) -> Result<Option<NaiveDate>, String> {
    let typed = form.text(WHEN);
    if typed.trim().is_empty() {
        return Ok(None);
    }
    parse_past(&typed, facts.today(), &facts.holidays)
        .map(|when| Some(when.date))
        .map_err(|fault| fault.to_string())
}
