//! Giving a case to a link worker, or to nobody.

use super::about::{self, Facts};
use super::handover::HandOver;
use super::menu::{Menu, Taken};
use super::{sheet, words};
use crate::domain::access::{Asker, Right};
use crate::domain::ids::StaffId;
use crate::domain::intent::Intent;
use crate::domain::people::Staff;
use crate::domain::terms::Role;
use crate::readmodel::lists::Desk;
use crate::tui::dialogs::pick::Item;

/// The list of those who can have the case.
#[derive(Default)]
pub(super) struct Assign {
    offered: Vec<Option<StaffId>>,
}

/// Whether the person at this desk may give cases.
pub(super) fn may(facts: &Facts) -> bool {
    facts.desk.as_ref().is_some_and(|desk| {
        let asker = Asker {
            staff: &desk.me,
            today: desk.today,
            owner: false,
            rights_of: None,
        };
        asker.may(Right::Assign)
    })
}

/// Whether the person at this desk may hand this case over: it is theirs, or they give cases.
pub(super) fn may_hand_over(facts: &Facts) -> bool {
    let me = facts.desk.as_ref().map(|desk| desk.me.id);
    let mine = facts.case().and_then(|case| case.worker_id);
    may(facts) || (mine.is_some() && mine == me)
}

/// Active link workers and supervisors, those of the client's practice first.
pub(super) fn workers<'a>(desk: &'a Desk, facts: &Facts) -> Vec<&'a Staff> {
    let practice = facts.card.as_ref().map(|card| card.practice_id);
    let mut workers: Vec<&Staff> = desk
        .staff
        .iter()
        .filter(|staff| staff.active && staff.role != Role::PracticeManager)
        .collect();
    let there =
        |staff: &Staff| practice.is_some_and(|practice| staff.practices.contains(&practice));
    workers.sort_by_key(|staff| {
        (
            !there(staff),
            staff.role != Role::LinkWorker,
            staff.name.clone(),
        )
    });
    workers
}

impl Menu for Assign {
    fn title(&self) -> String {
        "Give to".to_owned()
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        if !may_hand_over(facts) && facts.desk.is_some() {
            return Some("You may not give cases to people; ask your supervisor".to_owned());
        }
        words::no_case(facts)
    }

    fn items(&mut self, facts: &Facts) -> (Vec<Item>, usize) {
        let now = facts.case().and_then(|case| case.worker_id);
        let Some(desk) = facts.desk.as_deref() else {
            return (Vec::new(), 0);
        };
        self.offered.clear();
        let mut items = Vec::new();
        for staff in workers(desk, facts) {
            self.offered.push(Some(staff.id));
            items.push(Item {
                words: staff.name.clone(),
                note: match now == Some(staff.id) {
                    true => "has it now".to_owned(),
                    false => load(desk, staff),
                },
            });
        }
        if may(facts) {
            self.offered.push(None);
            let note = match now {
                None => "now",
                Some(_) => "to be given later",
            };
            items.push(Item {
                words: "nobody".to_owned(),
                note: note.to_owned(),
            });
        }
        // Of a case that nobody has, nobody is no choice.
        let held = |staff: &Option<StaffId>| now.is_some() && *staff == now;
        let on = self.offered.iter().position(held);
        (items, on.unwrap_or(0))
    }

    fn take(&mut self, index: usize, facts: &Facts) -> Taken {
        let (Some(to), Some(case)) = (self.offered.get(index), facts.case()) else {
            return Taken::Nothing;
        };
        let name = to.and_then(|to| {
            let desk = facts.desk.as_deref()?;
            desk.staff.iter().find(|staff| staff.id == to)
        });
        match name {
            Some(staff) => {
                let form = HandOver::new(staff.id, &staff.name);
                Taken::Open(sheet::open(about::of(facts), form))
            }
            None => Taken::Do(Intent::Assign {
                case: case.case,
                version: case.version,
                to: *to,
                note: String::new(),
            }),
        }
    }
}

/// "34 open; Elm, Mill": what somebody has already, and where they work.
fn load(desk: &Desk, staff: &Staff) -> String {
    let open = desk.open.iter().find(|(worker, _)| *worker == staff.id);
    let practices = practices(desk, staff);
    match open {
        Some((_, open)) => format!("{open} open; {practices}"),
        None => practices,
    }
}

/// The practices that somebody works at, by their short names.
pub(super) fn practices(desk: &Desk, staff: &Staff) -> String {
    let of = desk
        .practices
        .iter()
        .filter(|practice| staff.practices.contains(&practice.id));
    let names: Vec<&str> = of.map(|practice| practice.short.as_str()).collect();
    names.join(", ")
}
