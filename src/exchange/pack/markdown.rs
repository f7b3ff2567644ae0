//! A pack as Markdown, to be read as it stands or turned into something else.

use super::{Block, Pack, Row, Section, Table, html::one_line};

/// One line in which nothing is taken for a mark of Markdown or for HTML.
fn plain(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for letter in one_line(words).chars() {
        if "\\`*_[]<>|#~&!".contains(letter) {
            safe.push('\\');
        }
        safe.push(letter);
    }
    // At the beginning of a line these would make a list or a heading.
    let first = safe.trim_start().chars().next();
    let digits = safe
        .trim_start()
        .trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = first.is_some_and(|c| c.is_ascii_digit()) && digits.starts_with(['.', ')']);
    match first {
        Some('-' | '+' | '=') => format!("\\{}", safe.trim_start()),
        _ if numbered => safe.replacen(['.', ')'], "\\.", 1),
        _ => safe,
    }
}

pub(super) fn text(pack: &Pack) -> String {
    let mut text = format!("# {}\n\n{}\n", plain(&pack.title), plain(&pack.period()));
    if !pack.about.is_empty() {
        text.push('\n');
    }
    for (_, label, words) in &pack.about {
        text.push_str(&format!("- {}: {}\n", plain(label), plain(words)));
    }
    for one in &pack.sections {
        section(&mut text, one);
    }
    text
}

fn section(text: &mut String, section: &Section) {
    text.push_str(&format!("\n## {}\n", plain(&section.title)));
    for block in &section.blocks {
        match block {
            Block::Text(words) => text.push_str(&format!("\n{}\n", plain(words))),
            Block::Table(one) => table(text, one),
            Block::Definitions(terms) => {
                text.push('\n');
                for (label, words) in terms {
                    text.push_str(&format!("- **{}**: {}\n", plain(label), plain(words)));
                }
            }
            Block::Quote { words, whose } => {
                text.push('\n');
                for line in words.lines() {
                    text.push_str(&format!("> {}\n", plain(line)));
                }
                text.push_str(&format!(">\n> ({})\n", plain(whose)));
            }
            // The figures stand in the table beside it.
            Block::Bars(_) => {}
        }
    }
}

fn table(text: &mut String, table: &Table) {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut head = vec![plain(table.corner)];
    head.extend(table.columns.iter().map(|column| plain(&column.label)));
    let rules = head.iter().map(|_| "---".to_owned()).collect();
    text.push_str(&format!("\n{}:\n\n", plain(&table.caption)));
    text.push_str(&line(head));
    text.push_str(&line(rules));
    for Row { name, cells } in &table.rows {
        let mut row = vec![plain(&name.label)];
        row.extend(cells.iter().map(|cell| in_a_cell(&cell.shown())));
        text.push_str(&line(row));
    }
}

/// In a cell a dash or a number begins nothing.
fn in_a_cell(words: &str) -> String {
    match words {
        "-" => "-".to_owned(),
        words => plain(words),
    }
}
