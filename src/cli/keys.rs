//! `keys`, completions and the man page: made from the tables, never written by hand.

use clap::CommandFactory;

use crate::{
    tui::{
        action::{Scope, scope_named},
        keymap::{Fault, Level, fault, files, table},
    },
    wire::Trouble,
};

use super::{
    args::{self, Args, KeysFormat},
    context::Context,
    desk, print,
};

pub(crate) fn keys(context: &Context, args: &args::Keys) -> Result<u8, Trouble> {
    let json = context.global.json;
    if let Some(file) = &args.check {
        let faults = match file {
            Some(file) => files::check(file),
            None => files::read(&desk::keymap_places(context)).faults,
        };
        return check(&faults, json);
    }
    let scope = args.context.as_deref().map(scope).transpose()?;
    let keymap = files::read(&desk::keymap_places(context));
    for fault in &keymap.faults {
        print::note(&print::safe(&fault.to_string()));
    }
    match args.format {
        _ if json => print::json(&table::rows(&keymap, scope))?,
        KeysFormat::Json => print::json(&table::rows(&keymap, scope))?,
        KeysFormat::Text => print::lines(table::plain(&keymap, scope).lines()),
        KeysFormat::Md => print::lines(table::markdown(&keymap, scope).lines()),
    }
    Ok(code(&keymap.faults))
}

fn scope(named: &str) -> Result<Scope, Trouble> {
    scope_named(named).ok_or_else(|| {
        let names: Vec<&str> = Scope::ALL.iter().map(|scope| scope.name()).collect();
        let hint = match fault::nearest(named, names.iter().copied()) {
            Some(near) => format!("Did you mean {near}?"),
            None => format!("There are: {}.", names.join(", ")),
        };
        Trouble::config(format!("There is no scope \"{}\".", print::safe(named))).hint(hint)
    })
}

/// Prints all faults.
fn check(faults: &[Fault], json: bool) -> Result<u8, Trouble> {
    if json {
        print::json(&faults)?;
    } else if faults.is_empty() {
        print::lines(["This keymap has no faults."]);
    } else {
        print::lines(faults.iter().map(|fault| print::safe(&fault.to_string())));
    }
    Ok(code(faults))
}

/// 2 where a fault is more than a warning.
fn code(faults: &[Fault]) -> u8 {
    match faults.iter().any(|fault| fault.level == Level::Error) {
        true => 2,
        false => 0,
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
