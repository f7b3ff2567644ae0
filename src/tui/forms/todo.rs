//! A to-do: what, by when, who does it. With a caller it is a call that was jotted down.

pub(super) mod call;
pub(super) mod row;

use chrono::NaiveDate;

use super::about::Facts;
use super::fields::{choice, line, say_fault};
use super::person;
use super::sheet::Kind;
use crate::domain::dates::{parse_due, read_back};
use crate::domain::ids::{MeetingId, StaffId};
use crate::domain::intent::Intent;
use crate::domain::people::{Practice, Staff};
use crate::domain::terms::{Concept, Role, ToDoKind};
use crate::domain::todo::{KeptToDo, Owner, ToDo, ToDoChange};
use crate::readmodel::drafts::DraftKey;
use crate::readmodel::lists::Desk;
use crate::tui::widgets::form::{Entry, Form};

const WHAT: &str = "what";
const CALLER: &str = "caller";
const DUE: &str = "due";
const WHO: &str = "who";
const ABOUT: &str = "about";
const CONCEPT: &str = "concept";

/// It is about nobody in particular.
const NOBODY: &str = "nobody in particular";
/// It is about no concept of the work.
const NO_CONCEPT: &str = "none";

/// The form, of a new to-do or of one that stands.
#[derive(Default)]
pub(super) struct ToDoForm {
    was: Option<Box<KeptToDo>>,
    /// The review that asks for it, and whose caseload it reviews.
    asked: Option<(MeetingId, StaffId)>,
    /// It is an action on the work outside of a review, about that concept.
    on_the_work: Option<Option<Concept>>,
}

impl ToDoForm {
    pub(super) fn change(was: Box<KeptToDo>) -> ToDoForm {
        ToDoForm {
            was: Some(was),
            ..ToDoForm::default()
        }
    }

    /// Something that a review of this link worker's caseload asks for.
    pub(super) fn action(meeting: MeetingId, worker: StaffId) -> ToDoForm {
        ToDoForm {
            asked: Some((meeting, worker)),
            ..ToDoForm::default()
        }
    }

    /// Something to do about the work, and the concept it is for.
    pub(super) fn on_the_work(concept: Option<Concept>) -> ToDoForm {
        ToDoForm {
            on_the_work: Some(concept),
            ..ToDoForm::default()
        }
    }

    fn is_action(&self) -> bool {
        let stands = self.todo().map(|todo| todo.kind == ToDoKind::Action);
        stands.unwrap_or(self.asked.is_some() || self.on_the_work.is_some())
    }

    /// What of the work it is about, where it may be about something.
    fn concept(&self) -> Option<Entry> {
        let stands = self.todo().and_then(|todo| todo.concept);
        let taken = stands.or(self.on_the_work.flatten());
        let mut words = vec![NO_CONCEPT];
        words.extend(Concept::ALL.iter().map(|one| one.code()));
        let help = "What of the work it is for: Integration counts what is open by concept. P power, \
                    I identity, E effect, F infrastructure.";
        let taken = Some(taken.map_or(NO_CONCEPT, Concept::code));
        (self.is_action() || stands.is_some())
            .then(|| choice(CONCEPT, "Concept", help, &words, taken))
    }

    fn todo(&self) -> Option<&ToDo> {
        self.was.as_ref().map(|was| &was.todo)
    }
}

impl Kind for ToDoForm {
    fn title(&self) -> String {
        match self.todo().map(|todo| todo.kind) {
            None if self.asked.is_some() => "Action of the review".to_owned(),
            None if self.on_the_work.is_some() => "Action on the work".to_owned(),
            None => "To do".to_owned(),
            Some(kind) => format!("Change the {}", kind.label()),
        }
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        Some(match (self.asked, facts.case()) {
            (Some(_), Some(case)) => DraftKey::Action(case.case),
            _ if self.on_the_work.is_some() => DraftKey::WorkAction,
            _ => DraftKey::ToDo(self.was.as_ref().map(|was| was.id)),
        })
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let Some(desk) = facts.desk.as_deref() else {
            return Form::new(Vec::new());
        };
        let text = |of: fn(&ToDo) -> &str| self.todo().map_or("", of);
        let due = self.todo().and_then(|todo| todo.due);
        let due = due.map_or_else(String::new, |due| due.format("%-d/%-m/%Y").to_string());
        let mut fields = vec![line(
            WHAT,
            "What",
            "A few words. It stands on the Agenda until it is done.",
            text(|todo| &todo.what),
        )];
        let may_be_call = self.todo().is_none_or(|todo| todo.kind == ToDoKind::Call);
        if may_be_call && !self.is_action() {
            let help = "Only for a call: the name as you heard it. Attach it to the person later.";
            fields.push(line(CALLER, "Who called", help, text(|todo| &todo.caller)));
        }
        fields.push(line(
            DUE,
            "By when",
            "Empty is some time: it stays under Today. For example: fri, +2w, 14/12.",
            &due,
        ));
        let names: Vec<String> = owners(desk).into_iter().map(|(name, _)| name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let now = self.todo().and_then(|todo| name_of(desk, todo.owner));
        let asked = self.asked;
        let worker = asked.and_then(|(_, worker)| name_of(desk, Owner::Staff(worker)));
        let taken = now.or(worker);
        let taken = taken.as_deref().or(names.first().copied());
        let pick = "A letter or the arrows choose.";
        fields.push(choice(WHO, "Who does it", pick, &names, taken));
        if let Some(card) = facts.card.as_deref().filter(|_| self.was.is_none()) {
            let name = person::name(card);
            let words = [name.as_str(), NOBODY];
            fields.push(choice(ABOUT, "About", pick, &words, Some(&name)));
        }
        fields.extend(self.concept());
        Form::new(fields)
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        let read = day(form, facts)
            .ok()
            .flatten()
            .map(|day| read_back(day, facts.today(), &facts.holidays));
        if let Some(entry) = form.entry_mut(DUE) {
            entry.read_back = read.unwrap_or_default();
        }
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        if name == DUE
            && let Err(fault) = day(form, facts)
        {
            say_fault(form, DUE, &fault);
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let desk = facts.desk.as_deref()?;
        let due = match day(form, facts) {
            Ok(due) => due,
            Err(fault) => {
                say_fault(form, DUE, &fault);
                return None;
            }
        };
        let (what, caller) = (form.text(WHAT), form.text(CALLER));
        if what.trim().is_empty() && caller.trim().is_empty() {
            say_fault(form, WHAT, "Say in a few words what is to be done.");
            return None;
        }
        let who = form.text(WHO);
        let owners = owners(desk).into_iter();
        let owner = owners
            .filter(|(name, _)| *name == who)
            .map(|(_, owner)| owner)
            .next()?;
        let about = facts.case().filter(|_| form.text(ABOUT) != NOBODY);
        let fresh = ToDo {
            kind: match (self.is_action(), caller.trim().is_empty()) {
                (true, _) => ToDoKind::Action,
                (false, true) => ToDoKind::ToDo,
                (false, false) => ToDoKind::Call,
            },
            what: String::new(),
            caller: String::new(),
            owner,
            due: None,
            about: about.map(|case| case.case),
            concept: None,
            meeting: self.asked.map(|(meeting, _)| meeting),
            by: desk.me.id,
            made_on: desk.today,
            done_on: None,
        };
        Some(Intent::SetToDo(Box::new(ToDoChange {
            id: self.was.as_ref().map(|was| was.id),
            version: self.was.as_ref().map_or(0, |was| was.touch.seq),
            now: ToDo {
                what,
                caller,
                owner,
                due,
                concept: match form.entry(CONCEPT) {
                    Some(_) => Concept::find(&form.text(CONCEPT)),
                    None => self.todo().and_then(|todo| todo.concept),
                },
                ..self.todo().cloned().unwrap_or(fresh)
            },
        })))
    }
}

/// Who may be given something to do from here, oneself first.
fn owners(desk: &Desk) -> Vec<(String, Owner)> {
    let me = &desk.me;
    let gives = me.role != Role::LinkWorker;
    let mut owners = vec![(me.name.clone(), Owner::Staff(me.id))];
    let others = desk.staff.iter().filter(|other| {
        other.active && other.id != me.id && (gives || me.supervisor == Some(other.id))
    });
    owners.extend(others.map(|other: &Staff| (other.name.clone(), Owner::Staff(other.id))));
    let practices = desk
        .practices
        .iter()
        .filter(|one| one.active && (gives || me.practices.contains(&one.id)));
    owners.extend(practices.map(|one: &Practice| (one.name.clone(), Owner::Practice(one.id))));
    owners
}

fn name_of(desk: &Desk, owner: Owner) -> Option<String> {
    match owner {
        Owner::Staff(id) => {
            let found = desk.staff.iter().find(|staff| staff.id == id);
            found.map(|staff| staff.name.clone())
        }
        Owner::Practice(id) => {
            let found = desk.practices.iter().find(|practice| practice.id == id);
            found.map(|practice| practice.name.clone())
        }
    }
}

fn day(form: &Form, facts: &Facts) -> Result<Option<NaiveDate>, String> {
    let typed = form.text(DUE);
    if typed.trim().is_empty() {
        return Ok(None);
    }
    parse_due(&typed, facts.today(), &facts.holidays)
        .map(|when| Some(when.date))
        .map_err(|fault| fault.to_string())
}
