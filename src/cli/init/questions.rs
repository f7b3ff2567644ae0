//! The questions of `caseload init`, in a link worker's words: each says what its answer is for, and
//! is asked again where the answer cannot be. Reads and writes what it is given; makes nothing.

use std::io::{BufRead, Write};

use crate::{
    domain::{
        terms::{Role, StoreKind},
        text::{Field, clean},
    },
    wire::Trouble,
};

use super::args;

/// A question is asked so many times before the conversation ends.
const TRIES: usize = 5;

/// Everything that a first store needs to know.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) kind: StoreKind,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) practice: String,
    /// In capitals.
    pub(super) ods: String,
}

/// Somebody at a terminal.
pub(super) struct Talk<'a> {
    pub(super) input: &'a mut dyn BufRead,
    pub(super) output: &'a mut dyn Write,
}

/// One question.
struct Question {
    /// What it is for.
    about: &'static str,
    /// The question itself.
    words: &'static str,
    /// What Enter alone means; empty for nothing.
    default: &'static str,
}

const KIND: Question = Question {
    about: "Is it for your real caseload, or to learn with? A training store takes \
            invented\npeople only and says TRAINING on every screen.",
    words: "real or training",
    default: "real",
};
const NAME: Question = Question {
    about: "Your name, as colleagues will read it beside what you write down.",
    words: "Your name",
    default: "",
};
const ROLE: Question = Question {
    about: "What you do here:\n  1  link worker: sees people, keeps a caseload\n  2  \
            supervisor: reviews the work of link workers\n  3  practice manager: sees all that \
            concerns the practice",
    words: "Your role",
    default: "1",
};
const PRACTICE: Question = Question {
    about: "The practice you work in. If there are several, take one; the others come\nlater with \
            `caseload practice add`.",
    words: "The practice's name",
    default: "",
};
const ODS: Question = Question {
    about: "Its ODS code, such as L81008: a letter and five digits by which the NHS and \
            your\nreferral lists name a practice.",
    words: "The practice's ODS code",
    default: "",
};

impl Talk<'_> {
    pub(super) fn say(&mut self, words: &str) {
        writeln!(self.output, "{words}").unwrap_or_default();
    }

    /// Asks until the answer can be.
    fn ask<T>(
        &mut self,
        question: &Question,
        check: fn(&str) -> Result<T, String>,
    ) -> Result<T, Trouble> {
        self.say(&format!("\n{}", question.about));
        for _ in 0..TRIES {
            let default = match question.default {
                "" => String::new(),
                default => format!(" [{default}]"),
            };
            let typed = self.line(&format!("{}{default}: ", question.words))?;
            let typed = match typed.as_str() {
                "" => question.default,
                typed => typed,
            };
            match check(typed) {
                Ok(answer) => return Ok(answer),
                Err(fault) => self.say(&fault),
            }
        }
        Err(left())
    }

    /// One line that the person types.
    ///
    /// # Errors
    /// Where nobody answers any more.
    pub(super) fn line(&mut self, prompt: &str) -> Result<String, Trouble> {
        write!(self.output, "{prompt}")
            .and_then(|()| self.output.flush())
            .unwrap_or_default();
        let mut line = String::new();
        match self.input.read_line(&mut line) {
            Ok(0) | Err(_) => Err(left()),
            Ok(_) => Ok(line.trim().to_owned()),
        }
    }
}

fn left() -> Trouble {
    Trouble::config("The questions were not answered; nothing was made.")
        .hint("Start again with `caseload init`, or give --name, --role, --practice and --ods.")
}

/// What the flags say, and what the person answers where they are silent. Without a person all that
/// has no usual answer must be given.
///
/// # Errors
/// Where a flag cannot be, an answer is missing, or the person would not have it so.
pub(super) fn answers(
    args: &args::Init,
    folder: &str,
    mut talk: Option<Talk<'_>>,
) -> Result<Answers, Trouble> {
    let missing = [&args.name, &args.practice, &args.ods];
    let asks = missing.iter().any(|flag| flag.is_none());
    let mut talk = talk.as_mut().filter(|_| asks);
    if let Some(talk) = &mut talk {
        talk.say(&format!(
            "This makes a new store in {folder}.\nThere are a few questions; Enter alone takes \
             what stands in [ ]. Nothing is made\nbefore the last one."
        ));
    }
    let kind = match (args.training, &mut talk) {
        (true, _) => StoreKind::Training,
        (false, Some(talk)) => talk.ask(&KIND, kind)?,
        (false, None) => StoreKind::Real,
    };
    let answers = Answers {
        kind,
        name: answer(args.name.as_deref(), &mut talk, &NAME, name)?,
        role: answer(args.role.as_deref(), &mut talk, &ROLE, role)?,
        practice: answer(args.practice.as_deref(), &mut talk, &PRACTICE, name)?,
        ods: answer(args.ods.as_deref(), &mut talk, &ODS, ods)?,
    };
    if let Some(talk) = talk {
        agree(talk, &answers)?;
    }
    Ok(answers)
}

fn answer<T>(
    flag: Option<&str>,
    talk: &mut Option<&mut Talk<'_>>,
    question: &Question,
    check: fn(&str) -> Result<T, String>,
) -> Result<T, Trouble> {
    match (flag, talk) {
        (Some(flag), _) => check(flag).map_err(Trouble::config),
        (None, Some(talk)) => talk.ask(question, check),
        (None, None) if question.default.is_empty() => {
            let words = question.words;
            Err(Trouble::config(format!("{words} is missing."))
                .hint("Give --name, --practice and --ods, or run it on a terminal."))
        }
        (None, None) => check(question.default).map_err(Trouble::config),
    }
}

fn agree(talk: &mut Talk<'_>, answers: &Answers) -> Result<(), Trouble> {
    let kind = match answers.kind {
        StoreKind::Training => "A training store",
        StoreKind::Real | StoreKind::Demo => "A store for real work",
    };
    talk.say(&format!(
        "\n{kind}: {}, {}, at {} ({}).",
        answers.name,
        answers.role.label(),
        answers.practice,
        answers.ods
    ));
    match talk.line("Make it? [yes]: ")?.to_lowercase().as_str() {
        "" | "y" | "yes" => Ok(()),
        _ => Err(Trouble::refused("Nothing was made.")
            .hint("Start again with `caseload init` when you are ready.")),
    }
}

fn kind(typed: &str) -> Result<StoreKind, String> {
    match typed.to_lowercase().as_str() {
        "r" | "real" => Ok(StoreKind::Real),
        "t" | "training" => Ok(StoreKind::Training),
        _ => Err("Type real or training.".to_owned()),
    }
}

fn name(typed: &str) -> Result<String, String> {
    let text = clean(typed, Field::NAME).into_owned();
    match text.is_empty() {
        true => Err("A name is needed here.".to_owned()),
        false => Ok(text),
    }
}

fn role(typed: &str) -> Result<Role, String> {
    let numbered = typed.parse::<usize>().ok().and_then(|number| {
        let roles = [Role::LinkWorker, Role::Supervisor, Role::PracticeManager];
        number.checked_sub(1).and_then(|at| roles.get(at).copied())
    });
    numbered.or_else(|| Role::find(typed)).ok_or_else(|| {
        let shown = clean(typed, Field::NAME);
        format!(
            "\"{shown}\" is not a role here. It is link-worker, supervisor or practice-manager."
        )
    })
}

fn ods(typed: &str) -> Result<String, String> {
    let code = typed.trim().to_uppercase();
    let fits = (3..=10).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
    match fits {
        true => Ok(code),
        false => {
            let shown = clean(typed, Field::NAME);
            Err(format!(
                "\"{shown}\" is not an ODS code. It is 3 to 10 letters and digits, such as L81008."
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(words: &[&str]) -> args::Init {
        use clap::Parser;
        let line = ["caseload", "init"].iter().chain(words);
        match args::Args::parse_from(line).command {
            Some(args::Command::Init(init)) => init,
            other => panic!("{other:?}"),
        }
    }

    fn typed(words: &[&str], lines: &str) -> (Result<Answers, Trouble>, String) {
        let (mut input, mut output) = (lines.as_bytes(), Vec::new());
        let talk = Talk {
            input: &mut input,
            output: &mut output,
        };
        let answers = answers(&flags(words), "/somewhere", Some(talk));
        (answers, String::from_utf8(output).unwrap())
    }

    #[test]
    fn a_conversation_explains_asks_again_and_sums_up() {
        let lines =
            "perhaps\ntraining\n\n  Amira  Khan \n9\n\nElm Tree Surgery\nnot a code\nx90001\n\n";
        let (answers, said) = typed(&[], lines);
        let expected = Answers {
            kind: StoreKind::Training,
            name: "Amira Khan".to_owned(),
            role: Role::LinkWorker,
            practice: "Elm Tree Surgery".to_owned(),
            ods: "X90001".to_owned(),
        };
        assert_eq!(answers.unwrap(), expected, "{said}");
        for words in [
            "Type real or training.",
            "A name is needed here.",
            "\"9\" is not a role here",
            "\"not a code\" is not an ODS code",
            "A training store: Amira Khan, link worker, at Elm Tree Surgery (X90001).",
        ] {
            assert!(said.contains(words), "{words} is not in {said}");
        }
    }

    #[test]
    fn nothing_is_asked_where_the_flags_say_all_and_nothing_is_made_on_no() {
        let all = ["--name", "A", "--practice", "Elm", "--ods", "x90001"];
        let (answers, said) = typed(&all, "");
        assert_eq!(answers.unwrap().kind, StoreKind::Real);
        assert_eq!(said, "");
        let (no, _) = typed(&[], "\nAmira\n\nElm\nX90001\nno\n");
        assert_eq!(no.unwrap_err().message, "Nothing was made.");
        let (gone, _) = typed(&[], "\nAmira\n");
        assert!(gone.unwrap_err().message.contains("nothing was made"));
        let (wrong, _) = typed(&["--ods", "not a code"], "\nAmira\n\nElm\n\n");
        assert!(wrong.unwrap_err().message.contains("is not an ODS code"));
    }

    #[test]
    fn without_a_terminal_what_is_missing_is_named() {
        let missing = answers(&flags(&["--name", "A"]), "/somewhere", None).unwrap_err();
        assert_eq!(missing.message, "The practice's name is missing.");
    }
}
