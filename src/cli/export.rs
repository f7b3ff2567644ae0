//! `caseload export`: packs to be read, printed or passed on.

mod activity;
mod integration;
mod review;

use std::{
    io::{self, ErrorKind, Write},
    path::Path,
};

use crate::{
    exchange::pack::{Format, Pack},
    wire::Trouble,
};

use super::{
    args::export::{Export, PackFormat, To},
    context::{Context, absolute},
    files, print,
};

pub(crate) fn run(context: &Context, export: &Export) -> Result<u8, Trouble> {
    if context.global.as_of.is_some() {
        return Err(Trouble::config("A pack is of a period, not as of a day.")
            .hint("Leave out --as-of and name the period."));
    }
    match export {
        Export::Review(args) => review::run(context, args),
        Export::Integration(args) => integration::run(context, args),
        Export::Activity(args) => activity::run(context, args),
    }
}

/// Writes a pack as it was asked for.
fn write(context: &Context, pack: &Pack, to: &To) -> Result<u8, Trouble> {
    let format = format(context, to)?;
    let bytes = pack
        .written(format)
        .map_err(|error| Trouble::bug(error.to_string()))?;
    put(&bytes, to.out.as_deref())
}

/// The form named, else the one that the file's name says, else the page.
fn format(context: &Context, to: &To) -> Result<Format, Trouble> {
    let json = context.global.json;
    if json && to.format.is_some_and(|format| format != PackFormat::Json) {
        return Err(
            Trouble::config("A pack is written in one form.").hint("Leave out --json or --format.")
        );
    }
    let ending = to.out.as_deref().and_then(Path::extension);
    Ok(
        match (to.format, ending.and_then(|ending| ending.to_str())) {
            _ if json => Format::Json,
            (Some(PackFormat::Html), _) => Format::Html,
            (Some(PackFormat::Md), _) => Format::Markdown,
            (Some(PackFormat::Csv), _) => Format::Csv,
            (Some(PackFormat::Json), _) => Format::Json,
            (None, Some("md")) => Format::Markdown,
            (None, Some("csv")) => Format::Csv,
            (None, Some("json")) => Format::Json,
            (None, _) => Format::Html,
        },
    )
}

/// Puts a file where it was asked for: a new one, or standard output.
fn put(bytes: &[u8], out: Option<&Path>) -> Result<u8, Trouble> {
    let Some(path) = out else {
        let mut stdout = io::stdout().lock();
        return match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Trouble::offline(format!(
                "The pack cannot be printed: {error}."
            ))),
            Ok(()) | Err(_) => Ok(0),
        };
    };
    let path = absolute(path)?;
    let named = path.display();
    files::create(&path, |file| file.write_all(bytes)).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            Trouble::refused(format!("There is a file {named} already, and it stays."))
                .hint("Choose another name.")
        }
        _ => Trouble::refused(format!(
            "The pack could not be written to {named}: {error}."
        )),
    })?;
    print::note(&format!("The pack is in {named}."));
    Ok(0)
}
