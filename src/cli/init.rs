//! `caseload init`: a first store, by questions or by flags.

mod questions;

use std::io::{self, IsTerminal};

use crate::{
    clock,
    domain::{
        fact::{About, Fact},
        ids::{PracticeId, StaffId},
        people::{Practice, Staff},
        terms::{FinderReach, Role, StoreKind},
    },
    hub::found,
    seal::RootKey,
    wire::Trouble,
};

use super::{args, context::Context, print};
use questions::{Answers, Talk};

/// The recovery code is asked for so many times before `init` gives up asking.
const TRIES: usize = 5;
/// What to do with a new store.
const NEXT: [&str; 6] = [
    "",
    "What you can do next:",
    "  caseload                                      opens the desk",
    "  caseload import referrals FILE.csv --dry-run  says what a list would bring",
    "  caseload staff add ben --name \"Ben Osei\"      adds a colleague",
    "  caseload demo                                 invented people to try it on",
];

pub(crate) fn run(context: &Context, args: &args::Init) -> Result<u8, Trouble> {
    let layout = context.layout()?;
    if layout.is_founded() {
        return Err(Trouble::refused(format!(
            "There is a store in {} already.",
            layout.data.display()
        ))
        .hint("Open it with `caseload`, or name another folder with --data."));
    }
    let Answers {
        kind,
        name,
        role,
        practice,
        ods,
    } = converse(args, &layout.data.display().to_string())?;
    let facts = first_facts(kind, &name, role, &practice, ods);
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
    for line in NEXT {
        print::note(line);
    }
    Ok(0)
}

/// Asks on the terminal what the flags leave open; where there is none, what they say must do.
fn converse(args: &args::Init, folder: &str) -> Result<Answers, Trouble> {
    let (mut input, mut output) = (io::stdin().lock(), io::stderr().lock());
    let talk = io::stdin().is_terminal().then_some(Talk {
        input: &mut input,
        output: &mut output,
    });
    questions::answers(args, folder, talk)
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
                fte: None,
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

/// Asks one thing on the terminal.
///
/// # Errors
/// Where nobody answers.
pub(crate) fn ask(question: &str) -> Result<String, Trouble> {
    let (mut input, mut output) = (io::stdin().lock(), io::stderr().lock());
    let mut talk = Talk {
        input: &mut input,
        output: &mut output,
    };
    talk.line(&format!("{question}: "))
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
        let typed = ask("Type it in, to be sure that it is written down")?;
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
