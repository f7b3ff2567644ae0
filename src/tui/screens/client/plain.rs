//! A client's page as plain lines, with nothing cut: what is said on it, every detail, and the whole
//! history.

use super::{blocks, head};
use crate::domain::dates;
use crate::readmodel::client::ClientCard;
use crate::tui::glyphs::ASCII;

/// Lines of the head are never longer: a terminal wraps them.
const COLUMNS: usize = 10_000;
/// The private alert's mark where signs may not come through.
const ALERT: &str = "!";

/// The lines; the private alert only where it is open on the page, safeguarding as its mark only.
pub(super) fn lines(card: &ClientCard, private: bool) -> Vec<String> {
    let mut lines: Vec<String> = head::lines(card, private.then_some(&[]), ALERT, COLUMNS)
        .iter()
        .map(|line| {
            let left = line.left.iter().map(|(words, _)| words.as_str());
            let left: String = left.collect();
            match line.right.as_str() {
                "" => left,
                right => format!("{left}    {right}"),
            }
        })
        .collect();
    let Some(case) = &card.case else {
        return lines;
    };
    lines.push(String::new());
    let facts = [
        blocks::next(card, case),
        blocks::about(card, case, ASCII),
        blocks::details(card),
    ];
    let facts = facts.iter().flatten();
    lines.extend(facts.map(|fact| match fact.label.as_str() {
        "" => fact.words.clone(),
        label => format!("{label}: {}", fact.words),
    }));
    for row in &case.history {
        lines.push(String::new());
        lines.push(format!(
            "{}, {}, {}",
            dates::full(row.on),
            row.kind,
            row.who
        ));
        lines.extend(row.text.split('\n').map(str::to_owned));
    }
    lines
}
