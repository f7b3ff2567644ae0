//! What a keystroke in a supervision note costs, and what the summary of many notes does.
//! `cargo bench --bench notes`. The notes are put together from the invented ones of the tests.

#![allow(clippy::print_stdout, reason = "a bench reports by printing")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use caseload::domain::{
    integration::{
        Lexicon, sentences,
        summary::{Note, Section, summarise},
        warn,
    },
    terms::{Concept, Position},
};

const NOTES: &str = include_str!("../tests/concepts/notes.txt");

const ROUNDS: usize = 401;

fn main() {
    let pool = pool();
    let lexicon = Lexicon::built_in();
    for size in [1_000, 10_000] {
        let text = text(&pool, size);
        report(&format!("suggest, {size} characters"), || {
            black_box(lexicon.suggest(black_box(&text)));
        });
        report(&format!("warn, {size} characters"), || {
            let nobody = |_: &str| false;
            black_box(warn::names_a_person(black_box(&text), &nobody, &nobody));
        });
    }
    for count in [2_000, 20_000] {
        many(&pool, count);
    }
}

/// The sentences of the invented notes.
fn pool() -> Vec<&'static str> {
    let notes = NOTES.lines().filter_map(|line| line.split_once(" | "));
    notes
        .flat_map(|(_, note)| {
            sentences(note)
                .into_iter()
                .filter_map(|place| note.get(place))
        })
        .collect()
}

fn text(pool: &[&str], size: usize) -> String {
    let mut text = String::new();
    for sentence in pool.iter().cycle() {
        if text.chars().count() + sentence.chars().count() > size {
            break;
        }
        text.push_str(sentence);
        text.push('\n');
    }
    text
}

/// The median and the worst of many rounds.
fn report(what: &str, mut work: impl FnMut()) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let since = Instant::now();
            work();
            since.elapsed()
        })
        .collect();
    times.sort();
    let at = |part: usize| {
        times
            .get((times.len() - 1) * part / 100)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "{what}: median {:?}, p99 {:?}, worst {:?}",
        at(50),
        at(99),
        at(100)
    );
}

/// Notes of three to eight sentences, a third of whose words are words of their own.
fn many(pool: &[&str], count: u32) {
    let mut dice = 7_u64;
    let mut throw = |sides: usize| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(dice >> 33).unwrap_or_default() % sides
    };
    let mut texts = Vec::new();
    let mut marks: Vec<Vec<(Concept, Position)>> = Vec::new();
    for _ in 0..count {
        let mut note = String::new();
        for _ in 0..3 + throw(6) {
            for word in pool.get(throw(pool.len())).unwrap_or(&"").split(' ') {
                match throw(3) {
                    0 => note.push_str(&format!("w{} ", throw(30_000))),
                    _ => note.extend([word, " "]),
                }
            }
            note.push_str(".\n");
        }
        texts.push(note);
        let mark = |at: usize| (Concept::ALL[at % 4], Position::ALL[at / 4]);
        marks.push((0..1 + throw(2)).map(|_| mark(throw(16))).collect());
    }
    let notes: Vec<Note<'_, u32>> = (0..)
        .zip(texts.iter().zip(&marks))
        .map(|(id, (text, marks))| Note { id, text, marks })
        .collect();
    let since = Instant::now();
    let sections = summarise(&notes);
    let took = since.elapsed();
    let mean = texts.iter().map(String::len).sum::<usize>() / texts.len().max(1);
    let phrases: usize = sections
        .iter()
        .map(|one: &Section<u32>| one.phrases.len())
        .sum();
    println!("summary, {count} notes of {mean} bytes: {took:?}, {phrases} phrases");
}
