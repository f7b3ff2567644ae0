//! A note on the work as lines: who and when, the text, the marks side by side, the answers.

use super::draw::in_full;
use crate::domain::dates;
use crate::domain::supervision::Mark;
use crate::domain::terms::Concept;
use crate::readmodel::integration::NoteCard;
use crate::tui::glyphs::Glyphs;
use crate::tui::prose::{self, Piece};
use crate::tui::text::wrap;
use crate::tui::theme::Role;

type Lines = Vec<Vec<Piece>>;

/// The note in lines of at most so many columns.
pub(super) fn lines(card: &NoteCard, columns: usize, glyphs: Glyphs) -> Lines {
    let mut lines = Lines::new();
    for words in head(card) {
        push_wrapped(&mut lines, &words, columns, Role::Text);
    }
    if let Some(first) = lines.first_mut().and_then(|line| line.first_mut()) {
        first.1 = Role::Heading;
    }
    lines.push(Vec::new());
    lines.extend(prose::rows(&card.note.text, columns, glyphs));
    lines.push(Vec::new());
    push(&mut lines, "Marks", Role::Heading);
    if card.note.marks.is_empty() {
        push(&mut lines, "Nobody has marked it yet.", Role::Text);
    }
    let differing = card.note.differences();
    let mut last: Option<Option<Concept>> = None;
    for mark in &card.note.marks {
        if last != Some(mark.concept) {
            last = Some(mark.concept);
            push(&mut lines, &in_full(mark.concept), Role::Name);
            if differing.contains(&mark.concept) {
                let words = format!("  Read differently: {}.", card.difference(mark.concept));
                push_wrapped(&mut lines, &words, columns, Role::Late);
            }
        }
        push_wrapped(&mut lines, &one_mark(card, mark), columns, Role::Text);
    }
    if !card.note.answers.is_empty() {
        lines.push(Vec::new());
        push(&mut lines, "Answers", Role::Heading);
    }
    for answer in &card.note.answers {
        let when = dates::short(answer.on, card.today);
        let words = format!("{when}, {}:", card.name(answer.who));
        push(&mut lines, &words, Role::Name);
        lines.extend(prose::rows(&answer.text, columns, glyphs));
    }
    lines
}

/// The same with nothing wrapped, for copying.
pub(super) fn plain(card: &NoteCard) -> Vec<String> {
    let mut lines = head(card);
    lines.push(String::new());
    lines.extend(card.note.text.split('\n').map(str::to_owned));
    lines.push(String::new());
    for mark in &card.note.marks {
        lines.push(format!(
            "{}: {}",
            in_full(mark.concept),
            one_mark(card, mark).trim_start()
        ));
    }
    for answer in &card.note.answers {
        let when = dates::short(answer.on, card.today);
        lines.push(format!(
            "{when}, {}: {}",
            card.name(answer.who),
            answer.text
        ));
    }
    lines
}

/// Whose work, where, when, by whom, and who reads it.
fn head(card: &NoteCard) -> Vec<String> {
    let note = &card.note;
    let place = match card.practice.as_str() {
        "" => String::new(),
        practice => format!(", {practice}"),
    };
    let reads = match note.shared {
        true => "Shared: read by the link worker, the author and the supervisor.",
        false => "Private: read by its author alone.",
    };
    vec![
        format!(
            "Note on {}'s work{place}, {}",
            card.worker,
            dates::full(note.on)
        ),
        format!(
            "Written by {}, {}; level: {}",
            card.author,
            note.side.label(),
            note.level.label()
        ),
        reads.to_owned(),
    ]
}

/// "  link worker, Amira Khan: bolted on, for "nobody at the practice sees"".
fn one_mark(card: &NoteCard, mark: &Mark) -> String {
    let rests = match mark.words.as_str() {
        "" => String::new(),
        words => format!(", for \"{words}\""),
    };
    let cue = match mark.cue {
        true => " (concept from the word list)",
        false => "",
    };
    format!(
        "  {}, {}: {}{rests}{cue}",
        mark.side.label(),
        card.name(mark.by),
        mark.position.label()
    )
}

fn push(lines: &mut Lines, words: &str, role: Role) {
    lines.push(vec![(words.to_owned(), role)]);
}

fn push_wrapped(lines: &mut Lines, words: &str, columns: usize, role: Role) {
    let indent = words.len() - words.trim_start().len();
    let margin = " ".repeat(indent);
    for line in wrap(words.trim_start(), columns.saturating_sub(indent)) {
        lines.push(vec![(format!("{margin}{line}"), role)]);
    }
}
