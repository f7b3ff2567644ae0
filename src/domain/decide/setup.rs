//! Practices, staff and accounts.

use crate::domain::{
    fact::{About, Fact},
    heads::Counters,
    ids::{PracticeId, StaffId},
    intent::Intent,
    people::{Practice, Staff},
    refusal::Refusal,
    text::{Field, clean},
};

use super::{Decision, Desk, next};

pub(super) fn decide(desk: &Desk, ids: &mut Counters, intent: Intent) -> Result<Decision, Refusal> {
    match intent {
        Intent::AddPractice(practice) => {
            let practice = checked_practice(desk, practice, None)?;
            let id = PracticeId(next(&mut ids.practice));
            let said = format!("{} is {id}.", practice.name);
            Ok(rest(Fact::PracticeAdded(Practice { id, ..practice }), said))
        }
        Intent::ChangePractice(practice) => {
            let id = practice.id;
            let was = desk
                .heads
                .practice(id)
                .ok_or_else(|| missing("practice", id))?
                .clone();
            let now = checked_practice(desk, practice, Some(id))?;
            Ok(rest(
                Fact::PracticeChanged { was, now },
                "Changed.".to_owned(),
            ))
        }
        Intent::AddStaff { staff, uid } => add_staff(desk, ids, staff, uid),
        Intent::ChangeStaff(staff) => {
            let id = staff.id;
            let was = desk
                .heads
                .staff(id)
                .ok_or_else(|| missing("member of staff", id))?
                .clone();
            let now = checked_staff(desk, staff, Some(id))?;
            if was.active && !now.active {
                may_leave(desk, &was)?;
            }
            Ok(of_staff(id, Fact::StaffChanged { was, now }, "Changed."))
        }
        Intent::MapAccount { staff, uid } => {
            desk.heads
                .staff(staff)
                .ok_or_else(|| missing("member of staff", staff))?;
            Ok(of_staff(
                staff,
                Fact::AccountMapped { staff, uid },
                "The account is theirs.",
            ))
        }
        Intent::UnmapAccount { staff, uid } => Ok(of_staff(
            staff,
            Fact::AccountUnmapped { staff, uid },
            "The account is not theirs.",
        )),
        _ => Err(Refusal::Said("This cannot be done here.".to_owned())),
    }
}

/// Whoever leaves leaves nobody behind: their open cases are given to others first, and somebody
/// stays who may set up the store.
fn may_leave(desk: &Desk, who: &Staff) -> Result<(), Refusal> {
    let open = desk.heads.open_cases_of(Some(who.id)).count();
    if open > 0 {
        let cases = if open == 1 { "case" } else { "cases" };
        return Err(Refusal::Said(format!(
            "{} has {open} open {cases}: give them to somebody first (on the Caseload, mark them, \
             then R).",
            who.name
        )));
    }
    if who.id == desk.asker.staff.id {
        return Err(Refusal::Said(
            "Nobody takes their own account away: somebody else must do it.".to_owned(),
        ));
    }
    Ok(())
}

fn add_staff(
    desk: &Desk,
    ids: &mut Counters,
    staff: Staff,
    uid: Option<u32>,
) -> Result<Decision, Refusal> {
    let staff = checked_staff(desk, staff, None)?;
    let id = StaffId(next(&mut ids.staff));
    let said = format!("{} is {id}.", staff.name);
    let mut decision = Decision {
        said,
        ..Decision::default()
    };
    decision
        .facts
        .push((About::Staff(id), Fact::StaffAdded(Staff { id, ..staff })));
    if let Some(uid) = uid {
        decision
            .facts
            .push((About::Staff(id), Fact::AccountMapped { staff: id, uid }));
    }
    Ok(decision)
}

fn rest(fact: Fact, said: String) -> Decision {
    Decision {
        facts: vec![(About::Rest, fact)],
        said,
        ..Decision::default()
    }
}

fn of_staff(staff: StaffId, fact: Fact, said: &str) -> Decision {
    Decision {
        facts: vec![(About::Staff(staff), fact)],
        said: said.to_owned(),
        ..Decision::default()
    }
}

fn missing(what: &str, id: impl ToString) -> Refusal {
    Refusal::NotFound {
        what: what.to_owned(),
        id: id.to_string(),
    }
}

fn name(typed: &str, what: &str) -> Result<String, Refusal> {
    let name = clean(typed, Field::NAME).into_owned();
    if name.is_empty() {
        return Err(Refusal::Said(format!("The {what} needs a name.")));
    }
    Ok(name)
}

fn checked_practice(
    desk: &Desk,
    practice: Practice,
    known_as: Option<PracticeId>,
) -> Result<Practice, Refusal> {
    let full = name(&practice.name, "practice")?;
    let ods = clean(&practice.ods, Field::line(10)).to_uppercase();
    if ods.len() < 3 || !ods.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Refusal::Field {
            field: "ODS code".to_owned(),
            fault: "it is 3 to 10 letters and digits, such as L81008.".to_owned(),
        });
    }
    let mut others = desk.heads.directory.practices.values();
    if others.any(|other| other.ods == ods && Some(other.id) != known_as) {
        return Err(Refusal::Said(format!(
            "A practice with the code {ods} is here already."
        )));
    }
    let short = clean(&practice.short, Field::line(12)).into_owned();
    let short = if short.is_empty() {
        full.split(' ').next().unwrap_or(&full).to_owned()
    } else {
        short
    };
    Ok(Practice {
        name: full,
        ods,
        short,
        ..practice
    })
}

fn checked_staff(desk: &Desk, staff: Staff, known_as: Option<StaffId>) -> Result<Staff, Refusal> {
    let full = name(&staff.name, "person")?;
    let handle = clean(&staff.handle, Field::line(32)).to_lowercase();
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if handle.is_empty() || !handle.chars().all(plain) {
        return Err(Refusal::Field {
            field: "Short name".to_owned(),
            fault: "it is small letters, digits and dashes, such as amira.".to_owned(),
        });
    }
    let mut others = desk.heads.directory.staff.values();
    if others.any(|other| other.handle == handle && Some(other.id) != known_as) {
        return Err(Refusal::Said(format!(
            "Somebody called {handle} is here already."
        )));
    }
    if staff.fte.is_some_and(|fte| !(1..=100).contains(&fte)) {
        return Err(Refusal::Field {
            field: "Full time".to_owned(),
            fault: "say how much of full time in percent, 1 to 100.".to_owned(),
        });
    }
    if let Some(practice) = staff
        .practices
        .iter()
        .find(|id| desk.heads.practice(**id).is_none())
    {
        return Err(missing("practice", practice));
    }
    if let Some(supervisor) = staff.supervisor
        && desk.heads.staff(supervisor).is_none()
    {
        return Err(missing("member of staff", supervisor));
    }
    Ok(Staff {
        name: full,
        handle,
        ..staff
    })
}
