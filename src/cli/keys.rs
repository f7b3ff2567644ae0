//! `keys`, completions and the man page: made from the tables, never written by hand.

use std::path::Path;

use clap::CommandFactory;

use crate::{
    tui::keymap::{Fault, Level, files, table},
    wire::Trouble,
};

use super::{args::Args, context::Context, desk, print};

pub(crate) fn keys(context: &Context, check: Option<&Path>) -> Result<u8, Trouble> {
    if let Some(path) = check {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Trouble::config(format!("{} cannot be read: {error}.", path.display()))
        })?;
        let faults = files::check(&path.display().to_string(), &text);
        if faults.is_empty() {
            print::lines(["This keymap has no faults."]);
        }
        return Ok(tell(&faults));
    }
    let keymap = files::read(&desk::keymap_places(context));
    let code = tell(&keymap.faults);
    print::lines(table::plain_table(&keymap).lines());
    Ok(code)
}

/// Prints all faults; 2 where one of them is more than a warning.
fn tell(faults: &[Fault]) -> u8 {
    print::lines(faults.iter().map(ToString::to_string));
    if faults.iter().any(|fault| fault.level == Level::Error) {
        2
    } else {
        0
    }
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
