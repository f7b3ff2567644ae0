//! The integration pack: what the notes on the work say, in figures. No score, no picture, no order of
//! people; link workers stand there by their numbers.

use chrono::NaiveDate;

use crate::{
    domain::{
        ids::StaffId,
        terms::{Concept, Position},
    },
    readmodel::integration::{
        CITATION, COLUMNS, GridRow, Integration, NoteRow, SILENT_DAYS, Sequence, WORKERS_MIN,
        in_cell,
    },
};

use super::{Block, Cell, Name, Pack, Row, Section, Table, words};

/// What an integration pack is made of.
#[derive(Debug, Clone)]
pub struct Grid<'g> {
    pub grid: &'g Integration,
    /// What was narrowed to: a word for programs, one for people, what it is.
    pub narrowed: Vec<(&'static str, &'static str, String)>,
    /// Counts stand as the person who asked sees them.
    pub as_seen: bool,
    pub steps: &'g [Steps],
    /// Words of notes that the person who asked reads; none unless they asked for them.
    pub texts: &'g [NoteText],
}

/// The positions over time for one link worker at one practice.
#[derive(Debug, Clone)]
pub struct Steps {
    pub worker: StaffId,
    pub practice: String,
    pub sequence: Vec<Sequence>,
}

/// A note with its words.
#[derive(Debug, Clone)]
pub struct NoteText {
    pub row: NoteRow,
}

/// The pack of a period.
pub fn integration(made: &Grid<'_>) -> Pack {
    let grid = made.grid;
    let mut about = vec![("as_of", "As recorded on", words::day(grid.today))];
    about.extend(made.narrowed.iter().cloned());
    let mut sections = vec![reading(made), totals(made), figures(made), silent(grid)];
    if made.as_seen {
        sections.push(sequences(made.steps));
    }
    sections.push(wording());
    if !made.texts.is_empty() {
        sections.push(texts(made.texts));
    }
    Pack {
        code: "integration",
        title: "Integration: what the notes on the work say".to_owned(),
        from: grid.from,
        to: grid.to,
        about,
        sections,
    }
}

fn section(code: &'static str, title: &str, blocks: Vec<Block>) -> Section {
    Section {
        code,
        title: title.to_owned(),
        blocks,
    }
}

fn text(words: impl Into<String>) -> Block {
    Block::Text(words.into())
}

fn reading(made: &Grid<'_>) -> Section {
    let rule = match made.as_seen {
        true => format!(
            "Counts stand as whoever made this pack sees them: of notes that they do not read, what \
             rests on fewer than {WORKERS_MIN} link workers is withheld. It is for those who read \
             these notes, not for others."
        ),
        false => format!(
            "A count that rests on the notes of fewer than {WORKERS_MIN} link workers is withheld, and \
             so is every sum that it is in."
        ),
    };
    let blocks = vec![
        text(
            "Notes are what link workers and their supervisors wrote about the work, and how each of \
             them marked it. A mark is one person's reading. Few notes are few notes: there is no score \
             here, no average, and no order of people or practices.",
        ),
        text(rule),
        text(format!("Concepts and continuum: {CITATION}")),
    ];
    section("reading", "How to read this", blocks)
}

fn totals(made: &Grid<'_>) -> Section {
    let totals = &made.grid.totals;
    let line = |code: &str, label: &str, count: u32| Row {
        name: Name::new(code, label),
        cells: vec![Cell::Count(count)],
    };
    let mut rows = vec![
        line("notes", "Notes", totals.notes),
        line("by-link-workers", "by link workers", totals.by_link_workers),
        line("by-supervisors", "by supervisors", totals.by_supervisors),
        line("unmarked", "not marked by anybody", totals.unmarked),
        line(
            "differing",
            "marked differently by the two sides",
            totals.differing,
        ),
        line("practices", "Practices they are about", totals.practices),
        line("workers", "Link workers they are about", totals.workers),
    ];
    if !made.as_seen && totals.withheld && totals.differing == 0 {
        // Of too few link workers or none at all: the count does not say which.
        let differing = rows.iter_mut().filter(|row| row.name.code == "differing");
        differing.for_each(|row| row.cells = vec![Cell::Withheld]);
    }
    let mut blocks = Vec::new();
    if !made.as_seen && withheld(totals.workers) {
        // Below three link workers every one of these says something of single people.
        rows.iter_mut()
            .for_each(|row| row.cells = vec![Cell::Withheld]);
    }
    if totals.withheld {
        blocks.push(text(
            "Some counts are withheld: they rest on too few link workers.",
        ));
    }
    let table = Table {
        code: "totals",
        caption: "Notes of the period".to_owned(),
        corner: "Notes",
        columns: vec![Name::new("count", "Count")],
        rows,
    };
    blocks.insert(0, Block::Table(table));
    section("totals", "Notes", blocks)
}

/// Whether counts on so many link workers are left out; of none at all there is nothing to hide.
fn withheld(workers: u32) -> bool {
    usize::try_from(workers).is_ok_and(|workers| (1..WORKERS_MIN).contains(&workers))
}

fn concept_name(concept: Option<Concept>) -> Name {
    match concept {
        Some(concept) => Name::new(concept.code(), concept.label()),
        None => Name::new("whole-note", "the whole note"),
    }
}

/// A sum, where nothing in it is withheld.
fn sum(cells: impl Iterator<Item = Option<u32>>) -> Option<u32> {
    cells.sum()
}

fn count(cell: Option<u32>) -> Cell {
    cell.map_or(Cell::Withheld, Cell::Count)
}

fn day(day: Option<NaiveDate>) -> Cell {
    day.map_or(Cell::Nothing, |day| Cell::Text(day.to_string()))
}

fn figures(made: &Grid<'_>) -> Section {
    let rows = &made.grid.rows;
    let mut columns: Vec<Name> = COLUMNS
        .iter()
        .map(|position| Name::new(position.code(), position.label()))
        .collect();
    columns.push(Name::new("total", "all"));
    columns.push(Name::new("last_raised", "last raised"));
    let row = |row: &GridRow| {
        let mut cells: Vec<Cell> = row.cells.iter().map(|cell| count(cell.notes)).collect();
        cells.push(count(sum(row.cells.iter().map(|cell| cell.notes))));
        cells.push(day(row.last));
        Row {
            name: concept_name(row.concept),
            cells,
        }
    };
    let mut lines: Vec<Row> = rows.iter().map(row).collect();
    let column = |at: usize| sum(rows.iter().map(|row| row.cells.get(at)?.notes));
    let mut cells: Vec<Cell> = (0..COLUMNS.len()).map(|at| count(column(at))).collect();
    let all = rows
        .iter()
        .flat_map(|row| row.cells.iter().map(|cell| cell.notes));
    cells.extend([count(sum(all)), Cell::Nothing]);
    lines.push(Row {
        name: Name::new("total", "all"),
        cells,
    });
    let table = Table {
        code: "grid",
        caption: "Notes by concept and position; one that both sides marked alike counts once"
            .to_owned(),
        corner: "Concept",
        columns,
        rows: lines,
    };
    let meanings = [
        (
            "Position",
            "Where along the continuum of the paper somebody put what the note says. \"Not stated\" is the rule, not a gap.",
        ),
        (
            "all",
            "Marks, not notes: a note may be marked for several concepts. Rows and columns add up \
                to it; where one of them holds something that is withheld, the sum is withheld \
                too.",
        ),
        (
            "last raised",
            "The day of the latest note with that concept, in whatever time up to the end of the period.",
        ),
    ];
    let own = |(label, words): (&str, &str)| (label.to_owned(), words.to_owned());
    let meanings = Block::Definitions(meanings.map(own).to_vec());
    section(
        "grid",
        "Concepts and positions",
        vec![Block::Table(table), meanings],
    )
}

fn silent(grid: &Integration) -> Section {
    let silent = grid.rows.iter().filter(|row| row.silent);
    let silent: Vec<String> = silent
        .filter_map(|row| {
            let last = match row.last {
                Some(last) => format!("last on {}", words::day(last)),
                None => "never".to_owned(),
            };
            Some(format!("{} ({last})", row.concept?.label()))
        })
        .collect();
    let weeks = SILENT_DAYS / 7;
    let said = match silent.is_empty() {
        true => {
            format!("Every concept was raised within {weeks} weeks before the end of the period.")
        }
        false => format!(
            "Not raised for {weeks} weeks or more before the end of the period: {}. Worth asking about.",
            silent.join("; ")
        ),
    };
    section("silent", "Silent concepts", vec![text(said)])
}

fn sequences(steps: &[Steps]) -> Section {
    let mut blocks = vec![text(
        "Where one concept was put over time, for one link worker at one practice: a sequence, not a \
         line with a scale.",
    )];
    for one in steps {
        let rows = one.sequence.iter().map(|sequence| {
            let steps = sequence.steps.iter().map(|step| {
                format!(
                    "{} {} ({})",
                    step.on,
                    step.position.label(),
                    step.side.label()
                )
            });
            let steps: Vec<String> = steps.collect();
            Row {
                name: concept_name(sequence.concept),
                cells: vec![Cell::Text(steps.join(", then "))],
            }
        });
        blocks.push(Block::Table(Table {
            code: "sequence",
            caption: format!("Link worker {} at {}", one.worker, one.practice),
            corner: "Concept",
            columns: vec![Name::new("steps", "Positions, the oldest first")],
            rows: rows.collect(),
        }));
    }
    if steps.is_empty() {
        blocks.push(text("No positions were stated."));
    }
    section("sequences", "Positions over time", blocks)
}

fn wording() -> Section {
    let positions = [Position::BoltedOn, Position::FittingIn, Position::Belonging];
    let row = |concept: &Concept| Row {
        name: concept_name(Some(*concept)),
        cells: positions
            .map(|position| Cell::Text(in_cell(*concept, position).to_owned()))
            .to_vec(),
    };
    let table = Table {
        code: "wording",
        caption: "Our short wording, to agree on what a position means".to_owned(),
        corner: "Concept",
        columns: positions
            .map(|position| Name::new(position.code(), position.label()))
            .to_vec(),
        rows: Concept::ALL.iter().map(row).collect(),
    };
    let ours = "What stands in this table is our wording around the paper's abstract, not the authors'. \
        It is no validated scale.";
    section(
        "wording",
        "What a position means here",
        vec![text(ours), Block::Table(table)],
    )
}

fn texts(notes: &[NoteText]) -> Section {
    let warning = "Words of notes, for their authors, the link workers whom they are about and those \
        who supervise them. Nobody else may be given this part.";
    let mut blocks = vec![text(warning)];
    for NoteText { row } in notes {
        let mut whose = vec![
            row.note.to_string(),
            words::day(row.on),
            format!("on the work of {}", row.worker_id),
            format!("by the {}", row.author_kind.label()),
            row.level.label().to_owned(),
        ];
        whose.extend((!row.practice.is_empty()).then(|| row.practice.clone()));
        whose.extend(row.marks.iter().cloned());
        blocks.push(Block::Quote {
            words: row.text.clone(),
            whose: whose.join("; "),
        });
    }
    section("texts", "The notes", blocks)
}
