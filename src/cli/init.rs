//! `caseload init`: a first store, by questions or by flags.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::{
    clock,
    domain::{
        fact::{About, Fact},
        ids::{PracticeId, StaffId},
        people::{Practice, Staff},
        terms::{FinderReach, Role, StoreKind},
        text::{Field, clean},
    },
    hub::found,
    seal::RootKey,
    wire::Trouble,
};

use super::{args, context::Context, print};

/// The recovery code is asked for so many times before `init` gives up asking.
const TRIES: usize = 5;

pub(crate) fn run(context: &Context, args: &args::Init) -> Result<u8, Trouble> {
    let layout = context.layout()?;
    if layout.is_founded() {
        return Err(Trouble::refused(format!(
            "There is a store in {} already.",
            layout.data.display()
        ))
        .hint("Open it with `caseload`, or name another folder with --data."));
    }
    let kind = if args.training {
        StoreKind::Training
    } else {
        StoreKind::Real
    };
    let name = answer(args.name.as_deref(), "Your name", None)?;
    let role = role(args)?;
    let practice_name = answer(args.practice.as_deref(), "The practice's name", None)?;
    let ods = answer(args.ods.as_deref(), "The practice's ODS code", None)?.to_uppercase();
    if ods.len() < 3 || ods.len() > 10 || !ods.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Trouble::config(format!("\"{ods}\" is not an ODS code."))
            .hint("It is 3 to 10 letters and digits, such as L81008."));
    }
    let facts = first_facts(kind, &name, role, &practice_name, ods);
    let mut founded = found::found(&layout, kind)?;
    founded.write_facts(1, clock::now(), facts)?;
    let key = founded.config.root_key_path(&layout);
    let code = founded.finish(&layout)?;
    print::note(&format!("The store is in {}.", layout.data.display()));
    print::note(&format!("Its root key is in {}.", key.display()));
    if kind == StoreKind::Real {
        print::note(
            "\nThis is the recovery code. Without it, nobody can open the store or its backups \
             when the root key is lost.\nWrite it down and lock it away, not on this machine:\n",
        );
        print::note(&format!("  {}\n", code.as_str()));
        if !args.recovery_noted {
            ask_back(&key)?;
        }
    } else {
        print::note("It is for training: use invented people with NHS numbers from 999 only.");
    }
    print::note("Next: caseload import referrals FILE.csv --dry-run, or just: caseload");
    Ok(0)
}

fn role(args: &args::Init) -> Result<Role, Trouble> {
    let default = Some(Role::LinkWorker.code());
    let typed = answer(args.role.as_deref(), "Your role", default)?;
    Role::find(&typed).ok_or_else(|| {
        Trouble::config(format!("\"{typed}\" is not a role here."))
            .hint("It is link-worker, supervisor or practice-manager.")
    })
}

fn first_facts(
    kind: StoreKind,
    name: &str,
    role: Role,
    practice_name: &str,
    ods: String,
) -> Vec<(About, Fact)> {
    let (practice, staff) = (PracticeId(1), StaffId(1));
    let word = |text: &str| text.split(' ').next().unwrap_or(text).to_owned();
    let plain = |letter: &char| letter.is_ascii_alphanumeric();
    let handle: String = word(name).to_lowercase().chars().filter(plain).collect();
    let handle = if handle.is_empty() {
        "me".to_owned()
    } else {
        handle
    };
    vec![
        (About::Rest, Fact::StoreFounded { kind, today: None }),
        (
            About::Rest,
            Fact::PracticeAdded(Practice {
                id: practice,
                ods,
                name: practice_name.to_owned(),
                short: word(practice_name),
                reach: FinderReach::Own,
                active: true,
            }),
        ),
        (
            About::Staff(staff),
            Fact::StaffAdded(Staff {
                id: staff,
                handle,
                name: name.to_owned(),
                role,
                practices: vec![practice],
                supervisor: None,
                active: true,
                away: None,
            }),
        ),
        (
            About::Staff(staff),
            Fact::AccountMapped {
                staff,
                uid: rustix::process::geteuid().as_raw(),
            },
        ),
    ]
}

/// What a flag says, or what the person answers.
fn answer(flag: Option<&str>, question: &str, default: Option<&str>) -> Result<String, Trouble> {
    let typed = match flag {
        Some(flag) => flag.to_owned(),
        None if io::stdin().is_terminal() => ask(question, default)?,
        None => match default {
            Some(default) => default.to_owned(),
            None => {
                return Err(Trouble::config(format!("{question} is missing."))
                    .hint("Give --name, --practice and --ods, or run it on a terminal."));
            }
        },
    };
    let typed = if typed.trim().is_empty() {
        default.unwrap_or_default()
    } else {
        &typed
    };
    let text = clean(typed, Field::NAME).into_owned();
    if text.is_empty() {
        return Err(Trouble::config(format!("{question} is missing.")));
    }
    Ok(text)
}

/// Asks on the terminal.
///
/// # Errors
/// Where nobody answers.
pub(crate) fn ask(question: &str, default: Option<&str>) -> Result<String, Trouble> {
    let mut err = io::stderr().lock();
    let shown = default.map_or(String::new(), |default| format!(" [{default}]"));
    write!(err, "{question}{shown}: ")
        .and_then(|()| err.flush())
        .unwrap_or_default();
    drop(err);
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    match read {
        Ok(0) | Err(_) => Err(Trouble::config("The questions were not answered.")),
        Ok(_) => Ok(line.trim().to_owned()),
    }
}

/// The store is not handed over before the recovery code has been typed once.
fn ask_back(key: &std::path::Path) -> Result<(), Trouble> {
    if !io::stdin().is_terminal() {
        print::note("Keep it: it could not be asked back here.");
        return Ok(());
    }
    let right = RootKey::load(key)
        .map_err(|error| Trouble::offline(format!("The root key cannot be read: {error}.")))?
        .recovery_code();
    for _ in 0..TRIES {
        let typed = ask("Type it in, to be sure that it is written down", None)?;
        match RootKey::from_recovery_code(&typed) {
            Ok(root) if root.recovery_code() == right => {
                print::note("That is right.");
                return Ok(());
            }
            Ok(_) => print::note("That is the code of another store."),
            Err(error) => print::note(&format!("That is not it: {error}.")),
        }
    }
    Err(Trouble::refused("The recovery code was not typed in.")
        .hint("The store is there. Read the code again from the root key's file, and keep it."))
}
