//! The subcommands: what `caseload` does without opening the desk, and opening it.
//!
//! Data goes to standard output, progress and reports to standard error, errors as JSON too under
//! `--json`. Scripts rely on names and exit codes.

mod args;
mod context;
mod demo;
mod desk;
mod export;
mod files;
mod hub;
mod import;
mod init;
mod keys;
mod maintain;
mod notes;
mod people;
mod print;
mod rows;
mod services;
mod team;
mod words;
mod work;

use std::process::ExitCode;

use clap::Parser;

use crate::wire::Trouble;

use args::{Args, Command};
use context::Context;

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            // Where even the help cannot be printed, nobody is reading.
            error.print().unwrap_or_default();
            return ExitCode::from(code);
        }
    };
    let json = args.global.json;
    let context = Context::new(args.global);
    match run(&context, args.command) {
        Ok(code) => ExitCode::from(code),
        Err(trouble) => {
            print::trouble(&trouble, json);
            ExitCode::from(trouble.exit_code())
        }
    }
}

fn run(context: &Context, command: Option<Command>) -> Result<u8, Trouble> {
    refuse_as_of(context, command.as_ref())?;
    match command {
        None => desk::open(context),
        Some(Command::Demo(demo)) => demo::run(context, &demo),
        Some(Command::Init(init)) => init::run(context, &init),
        Some(Command::Hub(hub)) => hub::run(context, &hub),
        Some(Command::Staff(staff)) => people::staff(context, staff),
        Some(Command::Practice(practice)) => people::practice(context, practice),
        Some(Command::Agenda(rows)) => rows::agenda(context, &rows),
        Some(Command::Cases(rows)) => rows::cases(context, &rows),
        Some(Command::Team(rows)) => team::team(context, &rows),
        Some(Command::Review(rows)) => team::review(context, &rows),
        Some(Command::Services(args)) => services::run(context, &args),
        Some(Command::Concepts(args)) => notes::concepts(context, &args),
        Some(Command::Notes(args)) => notes::notes(context, &args),
        Some(Command::Client { client, out }) => rows::client(context, &client, out),
        Some(Command::Find { query, limit, out }) => rows::find(context, &query, limit, out),
        Some(Command::Log(log)) => work::log(context, &log),
        Some(Command::FollowUp(follow_up)) => work::follow_up(context, &follow_up),
        Some(Command::Import(import)) => import::run(context, &import),
        Some(Command::Export(export)) => export::run(context, &export),
        Some(Command::Verify { deep }) => maintain::verify(context, deep),
        Some(Command::Rebuild) => maintain::rebuild(context),
        Some(Command::Backup { file }) => maintain::backup(context, &file),
        Some(Command::Restore {
            file,
            into,
            root_key,
        }) => maintain::restore(&file, &into, root_key.as_deref()),
        Some(Command::Doctor { accept_clock }) => maintain::doctor(context, accept_clock),
        Some(Command::Keys(keys)) => keys::keys(context, &keys),
        Some(Command::Completions { shell }) => keys::completions(shell),
        Some(Command::Man) => keys::man(),
    }
}

/// Says so where a command has no past.
fn refuse_as_of(context: &Context, command: Option<&Command>) -> Result<(), Trouble> {
    let has_past = matches!(
        command,
        Some(
            Command::Cases(_)
                | Command::Team(_)
                | Command::Review(_)
                | Command::Concepts(_)
                | Command::Notes(_)
        )
    );
    if has_past || context.global.as_of.is_none() {
        return Ok(());
    }
    let words = "Only cases, team, review, concepts and notes can be had as they stood.";
    Err(Trouble::config(words).hint("Leave out --as-of. At the desk, the key @ looks back."))
}
