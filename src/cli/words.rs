//! `caseload concepts --words` and `--cues`: the list of words that suggest a concept, and how often
//! each of them was taken up.

use std::{
    fs::File,
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
};

use serde::Serialize;

use crate::{
    domain::{
        integration::{Fault, Lexicon, taken},
        terms::Concept,
    },
    readmodel::{integration::NoteCard, table::Columns},
    wire::{Reply, Request, Trouble, link::Link},
};

use super::{
    args::Out,
    context::{Context, unexpected},
    desk, print,
    rows::{programs_read, tabs},
};

/// The person's own list, beside their keymap.
const OWN_LIST: &str = "concepts.toml";
/// A larger file is not read to its end; the list refuses it.
const BYTES_MAX: u64 = 1024 * 1024;

/// One cue of the list in force.
#[derive(Serialize)]
struct CueRow {
    concept: &'static str,
    cue: String,
    weight: u8,
}

/// How often a cue was taken up.
#[derive(Serialize)]
struct TakenRow {
    concept: &'static str,
    cue: String,
    suggested: u32,
    accepted: u32,
}

/// A list that cannot be used: its file, and everything that is wrong with it.
pub(crate) struct Unusable {
    pub(crate) file: PathBuf,
    pub(crate) faults: Vec<Fault>,
}

impl Columns for CueRow {
    const HEADINGS: &'static [&'static str] = &["concept", "cue", "weight"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.concept.to_owned(),
            self.cue.clone(),
            self.weight.to_string(),
        ]
    }
}

impl Columns for TakenRow {
    const HEADINGS: &'static [&'static str] = &["concept", "cue", "suggested", "accepted"];

    fn cells(&self) -> Vec<String> {
        let figures = [self.suggested, self.accepted].map(|figure| figure.to_string());
        let words = [self.concept.to_owned(), self.cue.clone()];
        words.into_iter().chain(figures).collect()
    }
}

impl Unusable {
    fn lines(&self) -> impl Iterator<Item = String> {
        let file = self.file.display();
        self.faults
            .iter()
            .map(move |fault| print::safe(&format!("{file}:{fault}")))
    }
}

/// The person's own list; nothing where they have none.
///
/// # Errors
/// Everything that is wrong with it: then the built-in one is in force.
pub(crate) fn own(context: &Context) -> Result<Option<Lexicon>, Unusable> {
    let own = desk::keymap_places(context).own;
    let Some(file) = own.map(|keymap| keymap.with_file_name(OWN_LIST)) else {
        return Ok(None);
    };
    match read(&file) {
        Ok(list) => Ok(Some(list)),
        Err(None) => Ok(None),
        Err(Some(unusable)) => Err(unusable),
    }
}

/// Reads a list; the error is empty where there is no such file.
fn read(file: &Path) -> Result<Lexicon, Option<Unusable>> {
    let unusable = |faults| {
        let file = file.to_owned();
        Some(Unusable { file, faults })
    };
    let mut bytes = Vec::new();
    let opened = File::open(file).and_then(|open| open.take(BYTES_MAX).read_to_end(&mut bytes));
    if let Err(error) = opened {
        return Err(match error.kind() {
            ErrorKind::NotFound => None,
            _ => unusable(vec![whole(format!("This cannot be read: {error}."))]),
        });
    }
    let Ok(text) = String::from_utf8(bytes) else {
        return Err(unusable(vec![whole(
            "This is not text in UTF-8.".to_owned(),
        )]));
    };
    Lexicon::parse(&text).map_err(unusable)
}

fn whole(message: String) -> Fault {
    Fault {
        line: 1,
        column: 1,
        message,
    }
}

/// Prints the list in force, or every fault of the one that was named.
pub(crate) fn words(context: &Context, check: Option<&Path>, out: Out) -> Result<u8, Trouble> {
    let list = match check {
        None => own(context).map(|list| list.unwrap_or_else(|| Lexicon::built_in().clone())),
        Some(file) => match read(file) {
            Ok(list) => Ok(list),
            Err(Some(unusable)) => Err(unusable),
            Err(None) => {
                return Err(
                    Trouble::config(format!("There is no file {}.", file.display()))
                        .hint("Name a word list in TOML, such as concepts.toml."),
                );
            }
        },
    };
    let list = match list {
        Ok(list) => list,
        Err(unusable) => {
            print::lines(unusable.lines());
            print::note("The list that the program carries is in force.");
            return Ok(2);
        }
    };
    if check.is_some() {
        print::lines(["This word list has no faults."]);
        return Ok(0);
    }
    let rows: Vec<CueRow> = list
        .cues()
        .into_iter()
        .map(|(concept, cue, weight)| CueRow {
            concept: concept.code(),
            cue: cue.to_owned(),
            weight,
        })
        .collect();
    if !programs_read(context, out, &rows)? {
        print::lines(rows.iter().map(|row| {
            tabs(&[
                row.concept.to_owned(),
                row.weight.to_string(),
                row.cue.clone(),
            ])
        }));
        let stops = list.stops().into_iter();
        print::lines(stops.map(|stop| tabs(&["stop".to_owned(), "-".to_owned(), stop])));
        let from = list.suggests_at();
        print::note(&format!(
            "A concept is suggested from a weight of {from} on."
        ));
    }
    Ok(0)
}

/// Prints how often each cue spoke in the notes that the asker reads, and how often its concept was
/// accepted by the note's author.
pub(crate) fn cues(
    context: &Context,
    link: &mut Link,
    notes: &[crate::domain::ids::NoteId],
    out: Out,
) -> Result<u8, Trouble> {
    let list = match own(context) {
        Ok(list) => list.unwrap_or_else(|| Lexicon::built_in().clone()),
        Err(unusable) => {
            unusable.lines().for_each(|line| print::note(&line));
            Lexicon::built_in().clone()
        }
    };
    let mut cards: Vec<Box<NoteCard>> = Vec::new();
    for id in notes {
        match link.ask(&Request::Note(*id), &mut |_, _| {})? {
            Reply::Note(card) => cards.push(card),
            // Taken away since it was listed.
            Reply::Trouble(_) => {}
            _ => return Err(unexpected()),
        }
    }
    let accepted = |card: &NoteCard| -> Vec<Concept> {
        let marks = card.note.marks.iter();
        let own = marks.filter(|mark| mark.cue && mark.by == card.note.author);
        own.filter_map(|mark| mark.concept).collect()
    };
    let notes = cards
        .iter()
        .map(|card| (card.note.text.as_str(), accepted(card)));
    let rows: Vec<TakenRow> = taken(&list, notes)
        .into_iter()
        .map(|((concept, cue), taken)| TakenRow {
            concept: concept.code(),
            cue,
            suggested: taken.suggested,
            accepted: taken.accepted,
        })
        .collect();
    if !programs_read(context, out, &rows)? {
        print::lines(rows.iter().map(|row| {
            tabs(&[
                row.concept.to_owned(),
                row.cue.clone(),
                format!("accepted {} of {}", row.accepted, row.suggested),
            ])
        }));
    }
    Ok(0)
}
