//! A pack as one page that stands by itself: no script, no address outside, prints on A4, and is read
//! in order by a screen reader. All text is escaped.

use std::borrow::Cow;

use crate::domain::text;

use super::{Block, Cell, Pack, Row, Section, Table, picture};

const STYLE: &str = include_str!("page.css");

/// Text that is safe between tags and in a quoted attribute. Controls and marks of direction, which
/// could make a text look like another, are taken out first.
pub(super) fn escaped(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for (number, line) in words.split('\n').enumerate() {
        if number > 0 {
            safe.push('\n');
        }
        for letter in text::for_screen(line).chars() {
            match entity(letter) {
                Some(entity) => safe.push_str(entity),
                None => safe.push(letter),
            }
        }
    }
    safe
}

fn entity(letter: char) -> Option<&'static str> {
    Some(match letter {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => return None,
    })
}

pub(super) fn page(pack: &Pack) -> String {
    let title = escaped(&pack.title);
    let period = escaped(&pack.period());
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}: {period}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n<p class=\"period\">{period}</p>\n"
    );
    if !pack.about.is_empty() {
        page.push_str("<dl>\n");
        for (_, label, words) in &pack.about {
            page.push_str(&term(label, words));
        }
        page.push_str("</dl>\n");
    }
    for one in &pack.sections {
        section(&mut page, one);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn term(label: &str, words: &str) -> String {
    format!(
        "<dt>{}</dt><dd dir=\"auto\">{}</dd>\n",
        escaped(label),
        escaped(words)
    )
}

fn section(page: &mut String, section: &Section) {
    let (id, title) = (section.code, escaped(&section.title));
    page.push_str(&format!(
        "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n"
    ));
    for block in &section.blocks {
        match block {
            Block::Text(words) => {
                page.push_str(&format!("<p dir=\"auto\">{}</p>\n", escaped(words)));
            }
            Block::Table(one) => table(page, one),
            Block::Definitions(terms) => {
                page.push_str("<dl>\n");
                for (label, words) in terms {
                    page.push_str(&term(label, words));
                }
                page.push_str("</dl>\n");
            }
            Block::Quote { words, whose } => page.push_str(&format!(
                "<blockquote><p dir=\"auto\">{}</p><footer>{}</footer></blockquote>\n",
                escaped(words),
                escaped(whose)
            )),
            Block::Bars(bars) => page.push_str(&picture::svg(bars)),
        }
    }
    page.push_str("</section>\n");
}

fn table(page: &mut String, table: &Table) {
    let caption = escaped(&table.caption);
    let corner = escaped(table.corner);
    // Whoever has no mouse moves a wide table with the arrow keys.
    page.push_str(&format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">\n<table>\n\
         <caption>{caption}</caption>\n<thead><tr><th scope=\"col\">{corner}</th>"
    ));
    for column in &table.columns {
        page.push_str(&format!(
            "<th scope=\"col\">{}</th>",
            escaped(&column.label)
        ));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for one in &table.rows {
        row(page, one);
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
}

fn row(page: &mut String, row: &Row) {
    let class = match row.name.code.as_str() {
        "total" => " class=\"total\"",
        _ => "",
    };
    let label = escaped(&row.name.label);
    page.push_str(&format!("<tr{class}><th scope=\"row\">{label}</th>"));
    for one in &row.cells {
        let cell = match one {
            Cell::Text(words) => format!("<td dir=\"auto\">{}</td>", escaped(words)),
            Cell::Nothing => {
                "<td class=\"figure\"><span aria-label=\"nothing\">-</span></td>".to_owned()
            }
            figure => format!("<td class=\"figure\">{}</td>", escaped(&figure.shown())),
        };
        page.push_str(&cell);
    }
    page.push_str("</tr>\n");
}

/// One line without what would break it.
pub(super) fn one_line(words: &str) -> Cow<'_, str> {
    text::for_screen(words)
}
