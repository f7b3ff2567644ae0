//! How well the carried word list finds the concepts of notes that were not used to make it.
//!
//! `cargo test --test concepts -- --nocapture` prints the figures. One hand wrote the list's cues
//! into the program, the notes and their labels: this is a smoke test, and says nothing of how the
//! list does on real notes. The list is not tuned on them.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may fail so, and its figures are worth reading"
)]

use std::collections::BTreeSet;

use caseload::domain::{
    integration::{Lexicon, warn},
    terms::Concept,
};

const NOTES: &str = include_str!("concepts/notes.txt");

struct Note {
    labels: BTreeSet<Concept>,
    text: &'static str,
}

fn notes() -> Vec<Note> {
    let lines = NOTES
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let (labels, text) = line.split_once(" | ").expect("labels, a stroke, the note");
            let labels = labels.split(',').filter(|label| *label != "-");
            let labels = labels
                .map(|label| Concept::find(label).expect("a concept"))
                .collect();
            Note { labels, text }
        })
        .collect()
}

fn suggested(text: &str) -> BTreeSet<Concept> {
    let found = Lexicon::built_in().suggest(text);
    found.into_iter().map(|one| one.concept).collect()
}

/// Right ones, those suggested, those labelled.
struct Tally {
    right: usize,
    suggested: usize,
    labelled: usize,
}

impl Tally {
    /// In hundredths, rounded down.
    fn precision(&self) -> usize {
        self.right * 100 / self.suggested.max(1)
    }

    fn recall(&self) -> usize {
        self.right * 100 / self.labelled.max(1)
    }
}

fn tally(notes: &[Note], concept: Concept) -> Tally {
    let count = |wanted: &dyn Fn(&Note) -> bool| notes.iter().filter(|note| wanted(note)).count();
    let says = |note: &Note| suggested(note.text).contains(&concept);
    let is = |note: &Note| note.labels.contains(&concept);
    Tally {
        right: count(&|note| says(note) && is(note)),
        suggested: count(&says),
        labelled: count(&is),
    }
}

/// What was measured when the notes were first tried was a little above these.
const FLOORS: [(Concept, usize, usize); 4] = [
    (Concept::Power, 0, 0),
    (Concept::Identity, 0, 0),
    (Concept::Effect, 90, 11),
    (Concept::Infrastructure, 90, 20),
];

#[test]
fn the_list_finds_what_it_was_measured_to_find() {
    let notes = notes();
    for (concept, precision, recall) in FLOORS {
        let tally = tally(&notes, concept);
        println!(
            "{:<15} precision {:>3} % ({} of {}), recall {:>3} % ({} of {})",
            concept.code(),
            tally.precision(),
            tally.right,
            tally.suggested,
            tally.recall(),
            tally.right,
            tally.labelled,
        );
        assert!(
            tally.precision() >= precision,
            "{concept:?}: precision {}",
            tally.precision()
        );
        assert!(
            tally.recall() >= recall,
            "{concept:?}: recall {}",
            tally.recall()
        );
    }
}

#[test]
fn everyday_casework_gets_no_suggestion() {
    let notes = notes();
    let (casework, others): (Vec<&Note>, Vec<&Note>) =
        notes.iter().partition(|note| note.labels.is_empty());
    let silent = |notes: &[&Note]| {
        notes
            .iter()
            .filter(|note| suggested(note.text).is_empty())
            .count()
    };
    let (of_casework, of_others) = (silent(&casework), silent(&others));
    println!(
        "no suggestion: {of_casework} of {} on casework only",
        casework.len()
    );
    println!(
        "no suggestion: {of_others} of {} that touch a concept",
        others.len()
    );
    for note in &casework {
        for one in Lexicon::built_in().suggest(note.text) {
            println!("  {:?} on: {}", one.cues, note.text);
        }
    }
    assert!(notes.len() >= 80 && casework.len() >= 20);
    assert!(
        of_casework * 100 >= casework.len() * 96,
        "{of_casework} silent"
    );
}

#[test]
fn no_note_seems_to_name_a_client() {
    for note in notes() {
        let found = warn::names_a_person(note.text, &|_| false, &|_| false);
        assert!(found.is_empty(), "{found:?} in {}", note.text);
    }
}
