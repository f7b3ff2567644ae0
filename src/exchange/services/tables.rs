//! The CSV form of a feed: one table for each kind of record, joined by the ids in them.

use std::collections::BTreeMap;

use csv::ByteRecord;
use serde_json::Value;

use super::{
    fields::text_of,
    gather::{Gather, Kind, Object},
    text::Table,
};
use crate::exchange::decode::{cell, separator};

/// Tables whose rows stand for themselves.
const WHOLE: [(&str, Kind); 6] = [
    ("services", Kind::Service),
    ("organizations", Kind::Organisation),
    ("locations", Kind::Location),
    ("service_at_locations", Kind::AtLocation),
    ("taxonomy_terms", Kind::Term),
    ("taxonomies", Kind::Taxonomy),
];

/// To whom the row of another table may belong, the nearest first.
const PARENTS: [(&str, &str); 6] = [
    ("contact_id", "contacts"),
    ("service_at_location_id", "service_at_locations"),
    ("location_id", "locations"),
    ("service_id", "services"),
    ("organization_id", "organizations"),
    ("link_id", ""),
];

/// A row with where it stands.
struct Row {
    file: usize,
    line: u64,
    map: Object,
}

/// Reads all tables and joins them.
pub(super) fn read(tables: Vec<(usize, Table)>, gather: &mut Gather) {
    let mut rows: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for (file, table) in tables {
        gather.lists += 1;
        let read = rows_of(file, &table, gather);
        rows.entry(plural(&table.name)).or_default().extend(read);
    }
    // People at a service have numbers of their own: those are joined before the people are.
    let mut parts: Vec<String> = rows
        .keys()
        .filter(|name| WHOLE.iter().all(|(whole, _)| whole != name))
        .cloned()
        .collect();
    parts.sort_by_key(|name| name == "contacts");
    for name in parts {
        let part = rows.remove(&name).unwrap_or_default();
        join(&name, part, &mut rows, gather);
    }
    for (name, kind) in WHOLE {
        for row in rows.remove(name).unwrap_or_default() {
            gather.add(row.file, row.line, kind, row.map);
        }
    }
}

/// Puts each row of a table into the list of that name of the record that it belongs to.
fn join(name: &str, part: Vec<Row>, rows: &mut BTreeMap<String, Vec<Row>>, gather: &mut Gather) {
    let places = ids(rows);
    let (mut orphans, mut at) = (0, None);
    for row in part {
        let found = PARENTS.iter().find_map(|(column, table)| {
            let id = row.map.get(*column).map(text_of)?;
            let tables = if table.is_empty() {
                vec!["services", "organizations", "locations"]
            } else {
                vec![*table]
            };
            tables.into_iter().find_map(|table| {
                let at = *places.get(&(table.to_owned(), id.clone()))?;
                Some((table, at))
            })
        });
        let parent = found.and_then(|(table, at)| rows.get_mut(table)?.get_mut(at));
        let Some(parent) = parent else {
            orphans += 1;
            at.get_or_insert((row.file, row.line));
            continue;
        };
        let list = parent
            .map
            .entry(name)
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.push(Value::Object(row.map));
        }
    }
    if let Some((file, line)) = at {
        let words = format!(
            "{orphans} rows from here on belong to nothing that is in the other tables. They were \
             left out."
        );
        gather.fault(file, Some(line), words);
    }
}

/// Where each record with an id stands.
fn ids(rows: &BTreeMap<String, Vec<Row>>) -> BTreeMap<(String, String), usize> {
    let mut places = BTreeMap::new();
    for (name, rows) in rows {
        for (at, row) in rows.iter().enumerate() {
            let id = row.map.get("id").map(text_of).unwrap_or_default();
            if !id.is_empty() {
                places.entry((name.clone(), id)).or_insert(at);
            }
        }
    }
    places
}

/// `services` for `service`; `accessibility` is its own plural.
fn plural(name: &str) -> String {
    let name = name.replace([' ', '-'], "_");
    match name.as_str() {
        "accessibility" | "accessibility_for_disabilities" => "accessibility".to_owned(),
        "funding" => name,
        "taxonomy" => "taxonomies".to_owned(),
        "address" => "addresses".to_owned(),
        "physical_address" | "physical_addresses" => "addresses".to_owned(),
        plural if plural.ends_with('s') => name,
        _ => format!("{name}s"),
    }
}

fn rows_of(file: usize, table: &Table, gather: &mut Gather) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&table.bytes))
        .from_reader(table.bytes.as_slice());
    let mut headings: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    let mut record = ByteRecord::new();
    loop {
        let began = reader.position().line();
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                gather.has_faulty_file = true;
                gather.fault(
                    file,
                    Some(began),
                    format!("This row cannot be read: {error}."),
                );
                break;
            }
        }
        let line = record.position().map_or(began, csv::Position::line);
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        if headings.is_empty() {
            headings = record.iter().map(heading).collect();
            continue;
        }
        if record.len() > headings.len() {
            let words = "This row has more cells than there are headings. It was left out.";
            gather.fault(file, Some(line), words.to_owned());
            continue;
        }
        let cells = headings.iter().zip(record.iter());
        let map = cells
            .map(|(heading, bytes)| (heading.clone(), cell(bytes).trim().to_owned()))
            .filter(|(heading, text)| !heading.is_empty() && !text.is_empty())
            .map(|(heading, text)| (heading, Value::String(text)))
            .collect();
        rows.push(Row { file, line, map });
    }
    let last_has_breaks = rows.last().is_some_and(|row: &Row| {
        row.map
            .values()
            .any(|value| value.as_str().is_some_and(|text| text.contains('\n')))
    });
    if last_has_breaks && is_open(&table.bytes) {
        gather.has_faulty_file = true;
        let words = "A quotation mark is opened in this table and never closed: the rest of it is \
                     one cell. Close it, or take it out.";
        gather.fault(file, None, words.to_owned());
        rows.pop();
    }
    rows
}

/// Whether a quotation mark is left open at the end: each cell has two, and a mark within it two.
fn is_open(bytes: &[u8]) -> bool {
    bytes.iter().filter(|byte| **byte == b'"').count() % 2 == 1
}

fn heading(bytes: &[u8]) -> String {
    cell(bytes).trim().to_lowercase().replace(' ', "_")
}
