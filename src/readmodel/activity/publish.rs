//! From what was counted to tables that may be shown.

use chrono::NaiveDate;

use crate::readmodel::connected::median;

use super::{
    Figure, Heading, Row, System, Table, Topic,
    build::{Columns, Counted, Counts, first_of_month},
    count::{Kind, Span},
};

/// A row whose figures are in a system.
struct Placed {
    heading: Heading,
    cells: Vec<usize>,
}

/// Rows of one topic whose figures are in a system, with their sum at the end.
struct Placing {
    topic: Topic,
    rows: Vec<Placed>,
}

pub(super) fn tables(counted: &Counted, columns: &Columns, span: Span) -> Vec<Table> {
    let mut tables = referrals(counted, columns, span);
    tables.push(first_spoke(counted, columns));
    tables.push(by_itself(
        Topic::Contacts,
        &counted.contacts,
        columns,
        "All contacts",
    ));
    tables.extend(states(counted, columns));
    let connections = "All connections";
    tables.push(by_itself(
        Topic::Connections,
        &counted.stages,
        columns,
        connections,
    ));
    tables.push(counted.pairs.table(columns));
    tables.extend(minutes(counted, columns));
    tables.push(time(counted));
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn heading((_, code, label): &Kind) -> Heading {
    Heading::new(*code, *label)
}

fn place(system: &mut System, counts: &Counts) -> Vec<Placed> {
    let kinds = counts.0.iter();
    kinds
        .map(|(kind, values)| Placed {
            heading: heading(kind),
            cells: system.row(values),
        })
        .collect()
}

fn total(cells: Vec<usize>, label: &str) -> Placed {
    Placed {
        heading: Heading::new("total", label),
        cells,
    }
}

fn cells(rows: &[Placed]) -> Vec<Vec<usize>> {
    rows.iter().map(|row| row.cells.clone()).collect()
}

fn added_up(counts: &Counts, columns: &Columns) -> Vec<u32> {
    let sum = |column: usize| {
        let rows = counts.0.values().filter_map(|row| row.get(column));
        rows.fold(0_u32, |sum, one| sum.saturating_add(*one))
    };
    (0..columns.width()).map(sum).collect()
}

fn table(placing: Placing, columns: &Columns, figures: &[Figure]) -> Table {
    let shown = |cell: &usize| figures.get(*cell).cloned().unwrap_or(Figure::Nothing);
    let rows = placing.rows.into_iter().map(|row| Row {
        heading: row.heading,
        figures: row.cells.iter().map(shown).collect(),
    });
    Table {
        topic: placing.topic,
        columns: columns.headings(),
        rows: rows.collect(),
    }
}

/// A topic whose figures stand in no other table.
fn by_itself(topic: Topic, counts: &Counts, columns: &Columns, label: &str) -> Table {
    let mut system = System::default();
    let mut rows = place(&mut system, counts);
    if !rows.is_empty() {
        let sum = system.row(&added_up(counts, columns));
        system.sum_rows(&cells(&rows), &sum);
        rows.push(total(sum, label));
    }
    table(Placing { topic, rows }, columns, &system.published())
}

/// By month, source and reason: three ways to the same sum.
fn referrals(counted: &Counted, columns: &Columns, span: Span) -> Vec<Table> {
    let mut system = System::default();
    let sum = system.row(&counted.referred);
    let mut placed = Vec::new();
    for (topic, counts) in [
        (Topic::Sources, &counted.sources),
        (Topic::Reasons, &counted.reasons),
    ] {
        let mut rows = place(&mut system, counts);
        system.sum_rows(&cells(&rows), &sum);
        rows.push(total(sum.clone(), "All referrals"));
        placed.push(Placing { topic, rows });
    }
    let mut months = Vec::new();
    let mut within = Vec::new();
    for (month, count) in &counted.months {
        let cell = system.figure(*count);
        if (first_of_month(span.from)..=span.to).contains(month) {
            within.push(cell);
        }
        months.push(Placed {
            heading: month_heading(*month),
            cells: vec![cell],
        });
    }
    if let Some(all) = sum.last() {
        system.sum(within, *all);
    }
    let figures = system.published();
    let rows = months.into_iter().map(|row| Row {
        heading: row.heading,
        figures: row
            .cells
            .iter()
            .filter_map(|cell| figures.get(*cell).cloned())
            .collect(),
    });
    let mut tables = vec![Table {
        topic: Topic::Months,
        columns: vec![Heading::new("all", "Referrals")],
        rows: rows.collect(),
    }];
    tables.extend(placed.into_iter().map(|one| table(one, columns, &figures)));
    tables
}

fn month_heading(month: NaiveDate) -> Heading {
    Heading::new(
        month.format("%Y-%m").to_string(),
        month.format("%b %Y").to_string(),
    )
}

/// How many were first spoken to, and how many days they had waited.
fn first_spoke(counted: &Counted, columns: &Columns) -> Table {
    let mut system = System::default();
    let count = |waits: &Vec<i64>| u32::try_from(waits.len()).unwrap_or(u32::MAX);
    let counts: Vec<u32> = counted.waits.iter().map(count).collect();
    let row = system.row(&counts);
    let figures = system.published();
    let counts: Vec<Figure> = row
        .iter()
        .filter_map(|cell| figures.get(*cell).cloned())
        .collect();
    let mut days = counted.waits.clone();
    if days.len() > 1 {
        days.push(counted.waits.concat());
    }
    days.iter_mut().for_each(|days| days.sort_unstable());
    let of = |pick: fn(&[i64]) -> Option<i64>| -> Vec<Figure> {
        let columns = counts.iter().zip(&days);
        columns
            .map(|(count, days)| match (count, pick(days)) {
                (Figure::Count(_), Some(days)) => {
                    Figure::Count(u32::try_from(days).unwrap_or(u32::MAX))
                }
                (Figure::Count(_), None) => Figure::Nothing,
                _ => Figure::Withheld,
            })
            .collect()
    };
    let row = |code, label, figures| Row {
        heading: Heading::new(code, label),
        figures,
    };
    let rows = vec![
        row("people", "People first spoken to", counts.clone()),
        row("median-days", "Days: median", of(median)),
        row(
            "shortest-days",
            "Days: shortest",
            of(|days| days.first().copied()),
        ),
        row(
            "longest-days",
            "Days: longest",
            of(|days| days.last().copied()),
        ),
    ];
    Table {
        topic: Topic::FirstSpoke,
        columns: columns.headings(),
        rows,
    }
}

/// States, and of those who were closed, why: one figure stands in both tables.
fn states(counted: &Counted, columns: &Columns) -> Vec<Table> {
    let mut system = System::default();
    let mut states = place(&mut system, &counted.states);
    let closed = states.iter().find(|row| row.heading.code == "closed");
    let closed = closed.map(|row| row.cells.clone());
    if !states.is_empty() {
        let sum = system.row(&added_up(&counted.states, columns));
        system.sum_rows(&cells(&states), &sum);
        states.push(total(sum, "All cases"));
    }
    let mut endings = place(&mut system, &counted.endings);
    if let Some(closed) = closed {
        system.sum_rows(&cells(&endings), &closed);
        endings.push(total(closed, "All closed"));
    }
    let figures = system.published();
    let placed = [(Topic::States, states), (Topic::Endings, endings)];
    placed
        .into_iter()
        .map(|(topic, rows)| table(Placing { topic, rows }, columns, &figures))
        .collect()
}

/// Contacts with minutes, and the minutes: those are left out wherever the contacts are.
fn minutes(counted: &Counted, columns: &Columns) -> [Table; 2] {
    let noted = by_itself(
        Topic::MinutesNoted,
        &counted.noted,
        columns,
        "All contacts with minutes",
    );
    let mut system = System::default();
    let mut values = Vec::new();
    for row in counted.minutes.0.values() {
        values.push(system.row(row));
    }
    values.push(system.row(&added_up(&counted.minutes, columns)));
    let shown = noted.rows.iter().zip(&values);
    let rows = shown.map(|(row, cells)| Row {
        heading: match row.heading.code.as_str() {
            "total" => Heading::new("total", "All minutes"),
            _ => row.heading.clone(),
        },
        figures: row
            .figures
            .iter()
            .zip(cells)
            .map(|(figure, cell)| match figure {
                Figure::Count(_) => Figure::Count(system.value(*cell)),
                _ => Figure::Withheld,
            })
            .collect(),
    });
    let minutes = Table {
        topic: Topic::Minutes,
        columns: columns.headings(),
        rows: rows.collect(),
    };
    [noted, minutes]
}

/// Minutes that were about no one person.
fn time(counted: &Counted) -> Table {
    let row = |(kind, minutes): (&Kind, &u32)| Row {
        heading: heading(kind),
        figures: vec![Figure::Count(*minutes)],
    };
    Table {
        topic: Topic::Time,
        columns: vec![Heading::new("minutes", "Minutes")],
        rows: counted.time.iter().map(row).collect(),
    }
}
