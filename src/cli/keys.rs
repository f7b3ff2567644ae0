//! `keys`, completions and the man page: made from the tables, never written by hand.

use std::path::Path;

use clap::CommandFactory;

use crate::{
    tui::keymap::{self, Level, files, table},
    wire::Trouble,
};

use super::{args::Args, context::Context, desk, print};

pub(crate) fn keys(context: &Context, check: Option<&Path>) -> Result<u8, Trouble> {
    let keymap = match check {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| {
                Trouble::config(format!("{} cannot be read: {error}.", path.display()))
            })?;
            files::check(&path.display().to_string(), &text)
        }
        None => files::read(&desk::keymap_places(context)),
    };
    let wrong = keymap
        .faults
        .iter()
        .any(|fault| fault.level == Level::Error);
    print::lines(keymap.faults.iter().map(ToString::to_string));
    if check.is_some() {
        if keymap.faults.is_empty() {
            print::lines(["This keymap has no faults."]);
        }
        return Ok(if wrong { 2 } else { 0 });
    }
    print::lines(keymap_table(&keymap).lines());
    Ok(if wrong { 2 } else { 0 })
}

fn keymap_table(keymap: &keymap::Keymap) -> String {
    table::plain_table(keymap)
}

pub(crate) fn completions(shell: clap_complete::Shell) -> Result<u8, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "caseload", &mut script);
    print::lines([String::from_utf8_lossy(&script)]);
    Ok(0)
}

pub(crate) fn man() -> Result<u8, Trouble> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Args::command())
        .render(&mut page)
        .map_err(|error| Trouble::bug(error.to_string()))?;
    print::lines([String::from_utf8_lossy(&page)]);
    Ok(0)
}
