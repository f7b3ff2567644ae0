//! A to-do: what, by when, who does it. With a caller it is a call that was jotted down.

pub(super) mod call;
pub(super) mod row;

use chrono::NaiveDate;

use super::about::Facts;
use super::fields::{choice, line, say_fault};
use super::person;
use super::sheet::Kind;
use crate::domain::dates::{parse_due, read_back};
use crate::domain::intent::Intent;
use crate::domain::people::{Practice, Staff};
use crate::domain::terms::{Role, ToDoKind};
use crate::domain::todo::{KeptToDo, Owner, ToDo, ToDoChange};
use crate::readmodel::drafts::DraftKey;
use crate::readmodel::lists::Desk;
use crate::tui::widgets::form::Form;

const WHAT: &str = "what";
const CALLER: &str = "caller";
const DUE: &str = "due";
const WHO: &str = "who";
const ABOUT: &str = "about";

/// It is about nobody in particular.
const NOBODY: &str = "nobody in particular";

/// The form, of a new to-do or of one that stands.
#[derive(Default)]
pub(super) struct ToDoForm {
    was: Option<Box<KeptToDo>>,
}

impl ToDoForm {
    pub(super) fn change(was: Box<KeptToDo>) -> ToDoForm {
        ToDoForm { was: Some(was) }
    }

    fn todo(&self) -> Option<&ToDo> {
        self.was.as_ref().map(|was| &was.todo)
    }
}

impl Kind for ToDoForm {
    fn title(&self) -> String {
        match self.todo().map(|todo| todo.kind) {
            None => "To do".to_owned(),
            Some(kind) => format!("Change the {}", kind.label()),
        }
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        Some(DraftKey::ToDo(self.was.as_ref().map(|was| was.id)))
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
        if self.todo().is_none_or(|todo| todo.kind == ToDoKind::Call) {
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
        let taken = now.as_deref().or(names.first().copied());
        let pick = "A letter or the arrows choose.";
        fields.push(choice(WHO, "Who does it", pick, &names, taken));
        if let Some(card) = facts.card.as_deref().filter(|_| self.was.is_none()) {
            let name = person::name(card);
            let words = [name.as_str(), NOBODY];
            fields.push(choice(ABOUT, "About", pick, &words, Some(&name)));
        }
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
            kind: match caller.trim().is_empty() {
                true => ToDoKind::ToDo,
                false => ToDoKind::Call,
            },
            what: String::new(),
            caller: String::new(),
            owner,
            due: None,
            about: about.map(|case| case.case),
            concept: None,
            meeting: None,
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
