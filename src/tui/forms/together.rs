//! One thing for everybody who is marked on a list: one day for their next steps, or one link worker
//! for their cases. All or none, after one question, and one undo takes it back.

use super::about::{About, Facts};
use super::assign;
use super::fields::{line, note, say_fault};
use super::menu::{Menu, Taken};
use super::sheet::{self, Kind, Then};
use serde::{Deserialize, Serialize};

use crate::domain::dates::{parse_due, read_back_when};
use crate::domain::ids::StaffId;
use crate::domain::intent::{Intent, SeenCase};
use crate::readmodel::drafts::DraftKey;
use crate::tui::dialogs::pick::Item;
use crate::tui::effect::Tag;
use crate::tui::screen::Answer;
use crate::tui::widgets::form::Form;
use crate::wire::talk::Done;

/// What the list below is told when it was done: [`Answer::Confirmed`] with this tag.
pub const DONE: Tag = Tag(u32::MAX - 65);

const ON: &str = "on";
const NOTE: &str = "note";
/// In a draft: to whom, by id and by name, and who was marked.
const TO: &str = "to";
const NAME: &str = "name";
const MARKED: &str = "marked";
/// So many people are named in a question; of more, the others are counted.
const NAMED_MAX: usize = 12;

/// Somebody who is marked, as they were seen then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    pub seen: SeenCase,
    pub name: String,
    /// A next step stands that can be moved.
    pub has_step: bool,
    /// It has a time of day.
    pub at_a_time: bool,
}

/// "5 people", or the one by name.
fn people(marked: &[Marked]) -> String {
    match marked {
        [one] => one.name.clone(),
        many => format!("{} people", many.len()),
    }
}

fn names(marked: &[Marked]) -> String {
    let named = marked.iter().take(NAMED_MAX).map(|one| one.name.as_str());
    let named: Vec<&str> = named.collect();
    match marked.len().saturating_sub(NAMED_MAX) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

fn seen(marked: &[Marked]) -> Vec<SeenCase> {
    marked.iter().map(|one| one.seen).collect()
}

/// One day for the next steps of all of them.
pub(super) struct MoveSteps {
    marked: Vec<Marked>,
    /// The day that was understood, as the question says it.
    day: String,
}

impl MoveSteps {
    pub(super) fn new(marked: Vec<Marked>) -> MoveSteps {
        let day = String::new();
        MoveSteps { marked, day }
    }
}

impl Kind for MoveSteps {
    fn title(&self) -> String {
        format!("Move the next steps of {}", people(&self.marked))
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        None
    }

    fn closed(&self, _facts: &Facts) -> Option<String> {
        let without = self.marked.iter().find(|one| !one.has_step)?;
        let name = &without.name;
        Some(format!(
            "{name} has no next step that could move: take that mark away"
        ))
    }

    fn form(&mut self, _facts: &Facts) -> Form {
        let help = "One day for all: fri, +2w, 14/3. How and what for stay as they are.";
        Form::new(vec![line(ON, "Move to", help, "")])
    }

    fn context(&self, _facts: &Facts) -> String {
        names(&self.marked)
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        let (today, text) = (facts.today(), form.text(ON));
        let when = parse_due(text.trim(), today, &facts.holidays);
        if let Some(entry) = form.entry_mut(ON) {
            entry.read_back = when
                .map(|when| read_back_when(when, today, &facts.holidays))
                .unwrap_or_default();
        }
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        let typed = parse_due(form.text(ON).trim(), facts.today(), &facts.holidays);
        if let (ON, Err(fault)) = (name, typed) {
            say_fault(form, ON, &fault.to_string());
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let today = facts.today();
        let text = form.text(ON);
        let when = match parse_due(text.trim(), today, &facts.holidays) {
            _ if text.trim().is_empty() => {
                say_fault(form, ON, "Say on what day they are all due.");
                return None;
            }
            Ok(when) => when,
            Err(fault) => {
                say_fault(form, ON, &fault.to_string());
                return None;
            }
        };
        if when.time.is_some() {
            let words = "A day only: nobody has the same appointment as all the others.";
            say_fault(form, ON, words);
            return None;
        }
        self.day = read_back_when(when, today, &facts.holidays);
        Some(Intent::MoveSteps {
            cases: seen(&self.marked),
            on: when.date,
        })
    }

    fn question(&self) -> Option<String> {
        if self.marked.len() < 2 {
            return None;
        }
        let times = match self.marked.iter().filter(|one| one.at_a_time).count() {
            0 => "",
            1 => " One of them is at a time of day, which goes.",
            _ => " Some of them are at a time of day, which goes.",
        };
        Some(format!(
            "The next steps of {} move to {}: {}.{times} One undo takes all of it back.",
            people(&self.marked),
            self.day,
            names(&self.marked)
        ))
    }

    fn then(&mut self, _done: &Done) -> Then {
        Then::Answer(Answer::Confirmed(DONE))
    }

    fn may_be_sent_again(&self) -> bool {
        false
    }
}

/// To whom all of their cases go.
pub(super) struct GiveTo {
    marked: Vec<Marked>,
    offered: Vec<(Option<StaffId>, String)>,
}

impl GiveTo {
    pub(super) fn new(marked: Vec<Marked>) -> GiveTo {
        let offered = Vec::new();
        GiveTo { marked, offered }
    }
}

impl Menu for GiveTo {
    fn title(&self) -> String {
        format!("Give the cases of {} to", people(&self.marked))
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn closed(&self, _facts: &Facts) -> Option<String> {
        let words = "Who was marked is not known any more: mark them anew";
        self.marked.is_empty().then(|| words.to_owned())
    }

    fn changes(&self, _index: usize) -> bool {
        // A form follows, and a question.
        false
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        self.offered.clear();
        let Some(desk) = facts.desk.as_deref() else {
            return (Vec::new(), 0);
        };
        let mut items = Vec::new();
        for staff in assign::workers(desk, facts) {
            self.offered.push((Some(staff.id), staff.name.clone()));
            items.push(Item {
                words: staff.name.clone(),
                note: assign::practices(desk, staff),
            });
        }
        if assign::may(facts) {
            self.offered.push((None, "nobody".to_owned()));
            items.push(Item {
                words: "nobody".to_owned(),
                note: "to be given later".to_owned(),
            });
        }
        (items, 0)
    }

    fn take(&mut self, index: usize, _facts: &Facts) -> Taken {
        let Some((to, name)) = self.offered.get(index).cloned() else {
            return Taken::Nothing;
        };
        let marked = self.marked.clone();
        Taken::Open(sheet::open(About::Nobody, GiveAll { marked, to, name }))
    }
}

/// What whoever has the cases next must know, the same in all of them.
pub(super) struct GiveAll {
    marked: Vec<Marked>,
    to: Option<StaffId>,
    name: String,
}

impl GiveAll {
    /// The form that a draft was kept of.
    pub(super) fn of_draft(fields: &[(String, String)]) -> Option<GiveAll> {
        let field = |name: &str| fields.iter().find(|(known, _)| known == name);
        let (_, marked) = field(MARKED)?;
        let (_, to) = field(TO)?;
        let (_, name) = field(NAME)?;
        Some(GiveAll {
            marked: serde_json::from_str(marked).ok()?,
            to: serde_json::from_str(to).ok()?,
            name: name.clone(),
        })
    }
}

impl Kind for GiveAll {
    fn title(&self) -> String {
        format!(
            "Give the cases of {} to {}",
            people(&self.marked),
            self.name
        )
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        Some(DraftKey::GiveAll)
    }

    fn label(&self) -> String {
        people(&self.marked)
    }

    fn belongs(&self, fields: &[(String, String)]) -> bool {
        let same = |mark: &(String, String)| fields.contains(mark);
        self.marks().iter().all(same)
    }

    fn marks(&self) -> Vec<(String, String)> {
        let mark = |name: &str, text: String| (name.to_owned(), text);
        vec![
            mark(TO, serde_json::to_string(&self.to).unwrap_or_default()),
            mark(NAME, self.name.clone()),
            mark(
                MARKED,
                serde_json::to_string(&self.marked).unwrap_or_default(),
            ),
        ]
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let help = match assign::may(facts) {
            true => "What they must know, the same in each history. May be empty.",
            false => "What they must know: it stands in the history of each of them.",
        };
        Form::new(vec![note(NOTE, "Note", help, "")])
    }

    fn context(&self, _facts: &Facts) -> String {
        names(&self.marked)
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let note = form.text(NOTE).trim().to_owned();
        if note.is_empty() && !assign::may(facts) {
            say_fault(form, NOTE, "Say in a few words what they must know.");
            return None;
        }
        Some(Intent::AssignAll {
            cases: seen(&self.marked),
            to: self.to,
            note,
        })
    }

    fn question(&self) -> Option<String> {
        let many = self.marked.len() > 1;
        many.then(|| {
            format!(
                "The cases of {} go to {}: {}. One undo takes all of it back.",
                people(&self.marked),
                self.name,
                names(&self.marked)
            )
        })
    }

    fn then(&mut self, _done: &Done) -> Then {
        Then::Answer(Answer::Confirmed(DONE))
    }

    fn may_be_sent_again(&self) -> bool {
        false
    }
}
