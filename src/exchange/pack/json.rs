//! A pack as JSON. The keys stay as they are: `docs/packs.md` lists them.

use std::io;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{Block, Cell, Name, Pack, Row, Section, Table};

pub(super) fn object(pack: &Pack) -> io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(&Whole {
        pack: pack.code,
        title: &pack.title,
        period: Period {
            label: pack.period(),
            from: pack.from.map(|day| day.to_string()),
            to: pack.to.to_string(),
        },
        about: Map(pack
            .about
            .iter()
            .map(|(code, _, words)| (*code, words.as_str()))
            .collect()),
        sections: pack.sections.iter().map(part).collect(),
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[derive(Serialize)]
struct Whole<'p> {
    pack: &'p str,
    title: &'p str,
    period: Period,
    about: Map<'p>,
    sections: Vec<Part<'p>>,
}

#[derive(Serialize)]
struct Period {
    label: String,
    from: Option<String>,
    to: String,
}

#[derive(Serialize)]
struct Part<'p> {
    section: &'p str,
    title: &'p str,
    text: Vec<&'p str>,
    tables: Vec<Grid<'p>>,
    quotes: Vec<Quote<'p>>,
    definitions: Map<'p>,
}

#[derive(Serialize)]
struct Grid<'p> {
    table: &'p str,
    caption: &'p str,
    columns: Vec<Heading<'p>>,
    rows: Vec<Line<'p>>,
}

#[derive(Serialize)]
struct Heading<'p> {
    column: &'p str,
    label: &'p str,
}

#[derive(Serialize)]
struct Line<'p> {
    row: &'p str,
    label: &'p str,
    cells: Cells<'p>,
}

#[derive(Serialize)]
struct Quote<'p> {
    words: &'p str,
    whose: &'p str,
}

/// Texts under names, in order.
struct Map<'p>(Vec<(&'p str, &'p str)>);

impl Serialize for Map<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.0.iter().copied())
    }
}

/// The cells of a row under the codes of their columns.
struct Cells<'p>(&'p [Name], &'p [Cell]);

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(self.1.len()))?;
        for (column, cell) in self.0.iter().zip(self.1) {
            match cell {
                Cell::Count(count) => map.serialize_entry(&column.code, count)?,
                Cell::Nothing => map.serialize_entry(&column.code, &None::<u32>)?,
                said => map.serialize_entry(&column.code, &said.shown())?,
            }
        }
        map.end()
    }
}

fn part(section: &Section) -> Part<'_> {
    let mut part = Part {
        section: section.code,
        title: &section.title,
        text: Vec::new(),
        tables: Vec::new(),
        quotes: Vec::new(),
        definitions: Map(Vec::new()),
    };
    for block in &section.blocks {
        match block {
            Block::Text(words) => part.text.push(words),
            Block::Table(table) => part.tables.push(grid(table)),
            Block::Quote { words, whose } => part.quotes.push(Quote { words, whose }),
            Block::Definitions(terms) => {
                let terms = terms.iter().map(|(label, words)| (&**label, &**words));
                part.definitions.0.extend(terms);
            }
            Block::Bars(_) => {}
        }
    }
    part
}

fn grid(table: &Table) -> Grid<'_> {
    let columns = table.columns.iter().map(|one| Heading {
        column: &one.code,
        label: &one.label,
    });
    Grid {
        table: table.code,
        caption: &table.caption,
        columns: columns.collect(),
        rows: table.rows.iter().map(|row| line(table, row)).collect(),
    }
}

fn line<'p>(table: &'p Table, row: &'p Row) -> Line<'p> {
    Line {
        row: &row.name.code,
        label: &row.name.label,
        cells: Cells(&table.columns, &row.cells),
    }
}
