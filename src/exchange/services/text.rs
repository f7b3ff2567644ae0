//! From the bytes of a file to its text, and what kind of file it is.

use std::io::Read;

use super::FeedFile;
use crate::exchange::decode::{END_MARK, TextStream};

/// A file by what is in it; its name matters for tables only.
pub(super) enum Kind {
    Json(String),
    Table(Table),
}

/// A CSV file before its rows are taken apart.
pub(super) struct Table {
    /// `services`, `phones`: the file's name without folder and ending.
    pub(super) name: String,
    /// Bytes, because each cell decides on its own encoding; with LF line ends.
    pub(super) bytes: Vec<u8>,
}

/// Reads a file as text.
///
/// # Errors
/// A sentence on what it is instead.
pub(super) fn kind(file: &FeedFile) -> Result<Kind, String> {
    let bytes = plain(&file.bytes)?;
    let stem = stem(&file.name);
    if let Some(name) = stem.strip_suffix(".csv") {
        let name = name.to_owned();
        return Ok(Kind::Table(Table { name, bytes }));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        // JSON is UTF-8. A broken letter or two must not keep a feed out.
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    };
    match text.trim_start().chars().next() {
        None => Err("The file is empty.".to_owned()),
        Some('<') => Err(
            "This is a web page, not a feed: probably the message of an error. Fetch it again."
                .to_owned(),
        ),
        Some('{' | '[') => Ok(Kind::Json(text)),
        Some(_) => Err(
            "This is neither JSON nor, by its name, a CSV table (services.csv, phones.csv ...)."
                .to_owned(),
        ),
    }
}

/// The file's name without its folder, in small letters.
fn stem(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next();
    last.unwrap_or(name).to_lowercase()
}

/// Without byte order mark, with LF for every line end, UTF-16 turned into UTF-8.
fn plain(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut quiet = |_| {};
    let failed = |error: std::io::Error| error.to_string();
    let mut stream = TextStream::open(bytes, &mut quiet).map_err(failed)?;
    let budget = stream.budget();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut block = [0; 16 * 1024];
    loop {
        // The limit of a row is for lists; a page may be one line.
        budget.renew();
        match stream.read(&mut block).map_err(failed)? {
            0 => break,
            size => plain.extend_from_slice(block.get(..size).unwrap_or_default()),
        }
    }
    let end = format!("\n{END_MARK}\n");
    if plain.ends_with(end.as_bytes()) {
        plain.truncate(plain.len() - end.len());
    }
    Ok(plain)
}
