//! `caseload import services`: a directory of services into the store.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use crate::{
    domain::service::FeedService,
    exchange::services::{
        self, FEED_BYTES_MAX, FILE_BYTES_MAX, FILES_MAX, Feed, FeedFile, NeedWords,
    },
    wire::{
        Reply, Request, Trouble,
        link::Link,
        talk::{FedServices, FeedCommit},
    },
};

use crate::cli::{
    args::ImportServices,
    context::{Context, unexpected},
    print,
};

/// Bytes of services sent in one message, well below the limit of a frame: one alone has less
/// than half of it.
const BYTES_AT_ONCE: usize = 96 * 1024;

pub(super) fn run(context: &Context, args: &ImportServices) -> Result<u8, Trouble> {
    let words = words(args)?;
    let files = files(&args.file)?;
    let feed = services::read(&files, &words);
    drop(files);
    say_faults(context, &feed);
    if args.strict && !feed.faults.is_empty() {
        print::note("Nothing was taken over: --strict refuses a feed with any fault.");
        return Ok(1);
    }
    if feed.services.is_empty() {
        print::note("There is no service in it that could be taken over.");
        return Ok(1);
    }
    let whole = args.whole || (!args.part && feed.partial.is_empty() && feed.faults.is_empty());
    let commit = FeedCommit {
        source: args.source.clone(),
        otherwise: name_of(&args.file),
        whole,
        dry_run: args.dry_run,
    };
    let mut link = context.link()?;
    let fed = send(context, &mut link, &feed.services, commit)?;
    if context.global.json {
        print::json(&fed)?;
    } else {
        print::lines(summary(&fed, &feed, whole));
    }
    Ok(u8::from(!feed.faults.is_empty()))
}

fn words(args: &ImportServices) -> Result<NeedWords, Trouble> {
    let built_in = NeedWords::built_in();
    let Some(path) = &args.needs else {
        return Ok(built_in);
    };
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let own = NeedWords::from_toml(&text).map_err(|faults| {
        let lines = faults
            .iter()
            .map(|fault| format!("{}: {fault}", path.display()));
        Trouble::config(lines.collect::<Vec<_>>().join("\n"))
    })?;
    Ok(built_in.after(own))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Trouble {
    Trouble::config(format!("{} cannot be read: {error}.", path.display()))
}

/// The files of a feed: one, or all `.json` and `.csv` of a folder and what lies below it, by name.
fn files(given: &Path) -> Result<Vec<FeedFile>, Trouble> {
    let mut paths = Vec::new();
    if given.is_dir() {
        let mut folders = vec![given.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))?;
            for entry in entries {
                let entry = entry.map_err(|error| unreadable(&folder, &error))?;
                let kind = entry
                    .file_type()
                    .map_err(|error| unreadable(&folder, &error))?;
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() && is_of_feed(&entry.path()) {
                    paths.push(entry.path());
                }
            }
        }
        paths.sort();
        if paths.is_empty() {
            let words = format!("There is no .json or .csv file in {}.", given.display());
            return Err(Trouble::config(words));
        }
    } else {
        paths.push(given.to_owned());
    }
    if paths.len() > FILES_MAX {
        return Err(Trouble::refused(format!(
            "{} has {} files; a feed may have {FILES_MAX}.",
            given.display(),
            paths.len()
        )));
    }
    let mut left = FEED_BYTES_MAX;
    paths
        .iter()
        .map(|path| read_file(path, given, &mut left))
        .collect()
}

fn is_of_feed(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        ending.eq_ignore_ascii_case("json") || ending.eq_ignore_ascii_case("csv")
    })
}

fn read_file(path: &PathBuf, given: &Path, left: &mut u64) -> Result<FeedFile, Trouble> {
    let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut bytes = Vec::new();
    let most = FILE_BYTES_MAX.min(*left);
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(path, &error))?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > most {
        return Err(Trouble::refused(format!(
            "{} is too large: a file of a feed may have {} MB, and all of them {} MB.",
            path.display(),
            FILE_BYTES_MAX >> 20,
            FEED_BYTES_MAX >> 20
        ))
        .hint("Import it in parts, each with --part."));
    }
    *left -= size;
    let inside = path
        .strip_prefix(given)
        .ok()
        .filter(|name| name.file_name().is_some());
    let name = inside.unwrap_or(path).display().to_string();
    Ok(FeedFile { name, bytes })
}

/// What a feed is called that was given no name: the file or folder, without its ending.
fn name_of(path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let stem = whole
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    stem.unwrap_or_default()
}

fn say_faults(context: &Context, feed: &Feed) {
    if feed.faults.is_empty() {
        return;
    }
    if context.global.json {
        let json = serde_json::to_string_pretty(&feed.faults);
        return print::note(&json.unwrap_or_default());
    }
    for fault in &feed.faults {
        let line = fault
            .line
            .map(|line| format!(":{line}"))
            .unwrap_or_default();
        print::note(&print::safe(&format!(
            "{}{line}: {}",
            fault.file, fault.message
        )));
    }
}

fn send(
    context: &Context,
    link: &mut Link,
    services: &[FeedService],
    commit: FeedCommit,
) -> Result<FedServices, Trouble> {
    let mut progress = print::Progress::new("Sending", context.global.json);
    let total = services.len() as u64;
    let mut sent = 0;
    let mut chunk = Vec::new();
    let mut held = 0;
    for service in services {
        let size = serde_json::to_vec(service).map_or(0, |json| json.len());
        if held + size > BYTES_AT_ONCE && !chunk.is_empty() {
            sent += chunk.len() as u64;
            link.ask(
                &Request::ServiceRows(std::mem::take(&mut chunk)),
                &mut |_, _| {},
            )?;
            held = 0;
            progress.at(sent, total);
        }
        held += size;
        chunk.push(service.clone());
    }
    link.ask(&Request::ServiceRows(chunk), &mut |_, _| {})?;
    progress.at(total, total);
    progress.end();
    match link.ask(&Request::ServicesCommit(commit), &mut |_, _| {})? {
        Reply::Fed(fed) => Ok(fed),
        _ => Err(unexpected()),
    }
}

fn summary(fed: &FedServices, feed: &Feed, whole: bool) -> Vec<String> {
    let would = if fed.dry_run { "would be " } else { "" };
    let mut lines = vec![
        format!(
            "{} services read, feed \"{}\"",
            fed.rows,
            print::safe(&fed.source)
        ),
        format!(
            "{} {would}added, {} {would}changed, {} are as they were",
            fed.added, fed.changed, fed.unchanged
        ),
    ];
    if fed.organisations > 0 {
        lines.push(format!("{} organisations {would}added", fed.organisations));
    }
    if fed.returned > 0 {
        lines.push(format!("{} are in the feed again", fed.returned));
    }
    if fed.gone > 0 {
        lines.push(format!(
            "{} are not in the feed any more and {would}marked so; nothing is removed",
            fed.gone
        ));
    }
    if !whole {
        let why = match (feed.faults.is_empty(), feed.partial.as_str()) {
            (false, _) => "some of it was left out".to_owned(),
            (true, "") => "--part was given".to_owned(),
            (true, why) => why.to_owned(),
        };
        lines.push(format!("Nothing was marked as gone: {why}"));
    }
    if fed.stale > 0 {
        lines.push(format!(
            "{} are stale: nobody has checked them for a year",
            fed.stale
        ));
    }
    if !feed.faults.is_empty() {
        lines.push(format!(
            "{} faults: what they name was left out",
            feed.faults.len()
        ));
    }
    match fed.import {
        Some(import) => lines.push(format!(
            "To take it back whole: caseload import --undo {import}"
        )),
        None if fed.dry_run => lines.push("Nothing was changed: this was a dry run".to_owned()),
        None => lines.push("Nothing was changed: all of it is here already".to_owned()),
    }
    lines
}
