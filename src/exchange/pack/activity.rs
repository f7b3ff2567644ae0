//! The activity pack: the work of a month or a quarter in figures, each with its definition.

mod meanings;

use crate::readmodel::activity::{self as rows, Activity, Figure, Topic, Whose};

use super::{Bars, Block, Cell, Name, Pack, Row, Section, Table, words};

/// The pack of a period.
pub fn activity(made: &Activity) -> Pack {
    let mut sections = vec![meanings::rules(made.practices.len() > 1)];
    for spec in &meanings::SECTIONS {
        let tables = made
            .tables
            .iter()
            .filter(|table| spec.topics.contains(&table.topic));
        let mut blocks = Vec::new();
        for table in tables {
            if table.topic == Topic::Months {
                blocks.push(Block::Bars(bars(table)));
            }
            blocks.push(Block::Table(self::table(table)));
        }
        if blocks.is_empty() {
            blocks.push(Block::Text(
                "Nothing of this kind in the period.".to_owned(),
            ));
        }
        blocks.push(Block::Definitions(meanings::owned(spec.definitions)));
        sections.push(Section {
            code: spec.code,
            title: spec.title.to_owned(),
            blocks,
        });
    }
    Pack {
        code: "activity",
        title: "Social prescribing: activity".to_owned(),
        from: Some(made.from),
        to: made.to,
        about: about(made),
        sections,
    }
}

fn about(made: &Activity) -> Vec<(&'static str, &'static str, String)> {
    let whose = match made.whose {
        Whose::Own => format!("The cases of {}", made.asker),
        Whose::Team => format!("The cases in the reach of {}, supervisor", made.asker),
        Whose::Practices => format!("The cases of the practices of {}", made.asker),
    };
    let practices: Vec<String> = made
        .practices
        .iter()
        .map(|one| format!("{} ({})", one.label, one.code))
        .collect();
    let mut about = vec![
        ("cases", "Counted", whose),
        ("practices", "Practices", practices.join(", ")),
        ("as_of", "As recorded on", words::day(made.today)),
    ];
    if made.to > made.today {
        let until = format!(
            "The period is not over: figures up to {}",
            words::day(made.today)
        );
        about.push(("unfinished", "Note", until));
    }
    about
}

fn bars(table: &rows::Table) -> Bars {
    let bars = table.rows.iter().filter_map(|row| {
        let figure = row.figures.first()?;
        Some((row.heading.label.clone(), cell(figure)))
    });
    Bars {
        title: "Referrals by month; the same figures are in the table".to_owned(),
        bars: bars.collect(),
    }
}

fn table(table: &rows::Table) -> Table {
    let name = |heading: &rows::Heading| Name::new(&heading.code, &heading.label);
    let (code, caption, corner) = meanings::caption(table.topic);
    let rows = table.rows.iter().map(|row| Row {
        name: name(&row.heading),
        cells: row.figures.iter().map(cell).collect(),
    });
    Table {
        code,
        caption: caption.to_owned(),
        corner,
        columns: table.columns.iter().map(name).collect(),
        rows: rows.collect(),
    }
}

fn cell(figure: &Figure) -> Cell {
    match figure {
        Figure::Count(count) => Cell::Count(*count),
        Figure::Few => Cell::Few,
        Figure::Withheld => Cell::Withheld,
        Figure::Nothing => Cell::Nothing,
        Figure::Said(words) => Cell::Text(words.clone()),
    }
}
