//! Reading a directory of services: Open Referral UK 3.0 as pages, single objects, arrays or tables.
//!
//! The shapes are those of the Open Referral UK profile of HSDS 3.0 (openreferraluk.org), read
//! leniently: counters are not trusted, parts may be missing or `null`, and what is not understood
//! is kept as it stands. A service without an id or a name is left out and named by file and line;
//! the others go in.

mod fields;
mod gather;
mod json;
mod needs;
mod schedule;
mod service;
mod tables;
mod text;

use serde::{Deserialize, Serialize};

pub use needs::NeedWords;

use crate::domain::{service::FeedService, text::excerpt};
use gather::Gather;

/// No file of a feed is larger.
pub const FILE_BYTES_MAX: u64 = 64 << 20;
/// A feed has no more files.
pub const FILES_MAX: usize = 2_000;
/// All its files together are no larger.
pub const FEED_BYTES_MAX: u64 = 256 << 20;

/// One file of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedFile {
    /// As the person who gave it knows it.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// One thing that was left out, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FeedFault {
    pub file: String,
    /// The line in which the object or the row begins; none for the file as a whole.
    pub line: Option<u64>,
    /// What is wrong and what to do, as a sentence.
    pub message: String,
}

/// What a feed holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feed {
    /// Each service once, in the order of the files.
    pub services: Vec<FeedService>,
    /// What was left out, in the order of files and lines.
    pub faults: Vec<FeedFault>,
    /// Why this may be a part of the feed only; empty where nothing says so.
    pub partial: String,
}

/// Faults kept; a file of another kind has one in every line.
const FAULTS_MAX: usize = 1_000;

/// Reads the files of one feed. Whatever is in them, this ends in services or in named faults.
pub fn read(files: &[FeedFile], words: &NeedWords) -> Feed {
    let mut gather = Gather::default();
    let mut csv = Vec::new();
    for (at, file) in files.iter().enumerate() {
        match text::kind(file) {
            Ok(text::Kind::Json(text)) => json::read(at, &text, &mut gather),
            Ok(text::Kind::Table(table)) => csv.push((at, table)),
            Err(message) => gather.fault(at, None, message),
        }
    }
    tables::read(csv, &mut gather);
    let mut feed = Feed {
        partial: partial(&gather),
        ..Feed::default()
    };
    let (services, mut faults) = gather.services();
    for found in services {
        match service::read(found.map, words) {
            Ok(service) => feed.services.push(service.canonical()),
            Err(message) => faults.push((found.file, Some(found.line), message)),
        }
    }
    faults.sort();
    let more = faults.len().saturating_sub(FAULTS_MAX);
    let name = |at: usize| files.get(at).map(|file| file.name.clone());
    let named = faults.into_iter().take(FAULTS_MAX);
    feed.faults = named
        .map(|(at, line, message)| FeedFault {
            file: name(at).unwrap_or_default(),
            line,
            message,
        })
        .collect();
    if more > 0 {
        feed.faults.push(FeedFault {
            file: String::new(),
            line: None,
            message: format!("... and {more} more."),
        });
    }
    if feed.services.is_empty() && feed.faults.is_empty() {
        feed.faults.push(FeedFault {
            file: files
                .first()
                .map(|file| file.name.clone())
                .unwrap_or_default(),
            line: None,
            message: "There is no service in it.".to_owned(),
        });
    }
    feed
}

/// What speaks against this being the whole feed. The counters of the pages are not trusted for
/// anything else: here a wrong one costs no more than a mark.
fn partial(gather: &Gather) -> String {
    if gather.has_faulty_file {
        return "a file of it could not be read".to_owned();
    }
    if gather.pages_said > gather.pages {
        return format!(
            "it says that it has {} pages and {} came",
            gather.pages_said, gather.pages
        );
    }
    if gather.pages == 0 && gather.lists == 0 {
        return "it is a single record, not a list".to_owned();
    }
    String::new()
}

/// A value as a message may quote it.
fn quoted(value: &str) -> String {
    format!("\"{}\"", excerpt(value, 40))
}
