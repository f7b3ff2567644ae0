//! `staff` and `practice`: who works here, where, and under which account.

use std::fs;

use crate::{
    domain::{
        ids::{PracticeId, StaffId},
        intent::Intent,
        people::{Practice, Staff},
        terms::{FinderReach, Role},
    },
    readmodel::lists::Desk,
    wire::{Reply, Request, Trouble, link::Link},
};

use super::{
    args,
    context::{self, Context, unexpected},
    print,
    work::print_done,
};

pub(crate) fn staff(context: &Context, command: args::Staff) -> Result<u8, Trouble> {
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    match command {
        args::Staff::List => list_staff(context, &desk),
        args::Staff::Add {
            handle,
            name,
            role,
            practices,
            supervisor,
            account,
        } => {
            let staff = Staff {
                id: StaffId::default(),
                handle,
                name,
                role: self::role(&role)?,
                practices: self::practices(&desk, &practices)?,
                supervisor: supervisor
                    .map(|handle| find(&desk, &handle))
                    .transpose()?
                    .map(|s| s.id),
                active: true,
                away: None,
                fte: None,
            };
            let uid = account.as_deref().map(uid).transpose()?;
            done(context, &mut link, Intent::AddStaff { staff, uid })
        }
        args::Staff::Change(change) => change_staff(context, &mut link, &desk, change),
        args::Staff::Deactivate { handle } => {
            let staff = find(&desk, &handle)?.clone();
            done(
                context,
                &mut link,
                Intent::ChangeStaff(Staff {
                    active: false,
                    ..staff
                }),
            )
        }
    }
}

fn change_staff(
    context: &Context,
    link: &mut Link,
    desk: &Desk,
    change: args::StaffChange,
) -> Result<u8, Trouble> {
    let before = find(desk, &change.handle)?;
    let mut staff = before.clone();
    if let Some(name) = change.name {
        staff.name = name;
    }
    if let Some(role) = change.role {
        staff.role = self::role(&role)?;
    }
    if let Some(codes) = change.practices {
        staff.practices = self::practices(desk, &codes)?;
    }
    if let Some(handle) = change.supervisor {
        staff.supervisor = Some(find(desk, &handle)?.id);
    }
    if let Some(fte) = change.fte {
        staff.fte = Some(fte);
    }
    if let Some(account) = change.account {
        let uid = uid(&account)?;
        done(
            context,
            link,
            Intent::MapAccount {
                staff: staff.id,
                uid,
            },
        )?;
    }
    if staff == *before {
        return Ok(0);
    }
    done(context, link, Intent::ChangeStaff(staff))
}

fn list_staff(context: &Context, desk: &Desk) -> Result<u8, Trouble> {
    if context.global.json {
        print::json(&desk.staff)?;
        return Ok(0);
    }
    print::lines(desk.staff.iter().map(|staff| {
        let state = if staff.active { "" } else { "\tno longer here" };
        print::safe(&format!(
            "{}  {}  {}  {}",
            staff.id,
            staff.handle,
            staff.name,
            staff.role.label()
        )) + state
    }));
    Ok(0)
}

pub(crate) fn practice(context: &Context, command: args::Practice) -> Result<u8, Trouble> {
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    match command {
        args::Practice::List => {
            if context.global.json {
                print::json(&desk.practices)?;
            } else {
                print::lines(desk.practices.iter().map(|practice| {
                    print::safe(&format!(
                        "{}  {}  {}",
                        practice.id, practice.ods, practice.name
                    ))
                }));
            }
            Ok(0)
        }
        args::Practice::Add { ods, name, short } => {
            let practice = Practice {
                id: PracticeId::default(),
                ods,
                name,
                short,
                reach: FinderReach::Own,
                active: true,
            };
            done(context, &mut link, Intent::AddPractice(practice))
        }
        args::Practice::Change {
            ods,
            name,
            short,
            reach,
        } => {
            let mut practice = desk
                .practices
                .iter()
                .find(|practice| practice.ods.eq_ignore_ascii_case(&ods))
                .cloned()
                .ok_or_else(|| no_practice(&ods))?;
            if let Some(name) = name {
                practice.name = name;
            }
            if let Some(short) = short {
                practice.short = short;
            }
            if let Some(reach) = reach {
                practice.reach = FinderReach::find(&reach).ok_or_else(|| {
                    Trouble::config("A finder reaches `own` cases or the whole `practice`.")
                })?;
            }
            done(context, &mut link, Intent::ChangePractice(practice))
        }
    }
}

fn done(context: &Context, link: &mut Link, intent: Intent) -> Result<u8, Trouble> {
    let reply = link.ask(&Request::Do(intent), &mut |_, _| {})?;
    match reply {
        reply @ Reply::Done(_) => print_done(context, reply),
        _ => Err(unexpected()),
    }
}

fn role(typed: &str) -> Result<Role, Trouble> {
    Role::find(typed).ok_or_else(|| {
        Trouble::config(format!("\"{}\" is not a role here.", print::safe(typed)))
            .hint("It is link-worker, supervisor or practice-manager.")
    })
}

fn find<'d>(desk: &'d Desk, handle: &str) -> Result<&'d Staff, Trouble> {
    desk.staff
        .iter()
        .find(|staff| staff.handle == handle)
        .ok_or_else(|| {
            Trouble::config(format!(
                "Nobody here is called \"{}\".",
                print::safe(handle)
            ))
            .hint("See `caseload staff list`.")
        })
}

fn no_practice(ods: &str) -> Trouble {
    Trouble::config(format!(
        "No practice here has the code \"{}\".",
        print::safe(ods)
    ))
    .hint("See `caseload practice list`.")
}

fn practices(desk: &Desk, codes: &[String]) -> Result<Vec<PracticeId>, Trouble> {
    if codes.is_empty() {
        return Ok(desk.practices.iter().map(|practice| practice.id).collect());
    }
    codes
        .iter()
        .map(|code| {
            let mut known = desk.practices.iter();
            let found = known.find(|practice| practice.ods.eq_ignore_ascii_case(code));
            found
                .map(|practice| practice.id)
                .ok_or_else(|| no_practice(code))
        })
        .collect()
}

/// The number of a Unix account given by name or number.
fn uid(account: &str) -> Result<u32, Trouble> {
    if let Ok(uid) = account.parse() {
        return Ok(uid);
    }
    let unknown = || {
        Trouble::config(format!(
            "This machine has no account \"{}\".",
            print::safe(account)
        ))
        .hint("Give its name or its number.")
    };
    let passwd = fs::read_to_string("/etc/passwd").map_err(|_| unknown())?;
    passwd
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>())
        .find(|columns| columns.first() == Some(&account))
        .and_then(|columns| columns.get(2)?.parse().ok())
        .ok_or_else(unknown)
}
