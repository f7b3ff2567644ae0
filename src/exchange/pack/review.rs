//! The review pack: one link worker, one week. What was talked about, what is to be, what was asked
//! for, how much there is. Safeguarding is never in it, nor what is heavy for the link worker.

use chrono::NaiveDate;

use crate::{
    domain::review::Rule,
    readmodel::{
        review::{ActionRow, MeetingCard, QueueRow, RecordLine, ReviewPage},
        team::{Figure, TeamRow},
    },
};

use super::{Block, Cell, Name, Pack, Row, Section, Table, masks::Masks, words};

/// What a review pack is made of.
#[derive(Debug, Clone)]
pub struct Week<'r> {
    /// The Monday and the Sunday.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The page as it stood at the end of the week, or stands now.
    pub page: &'r ReviewPage,
    /// The reviews of the week, from the first on.
    pub meetings: &'r [MeetingCard],
    pub load: Option<&'r TeamRow>,
    /// With the names of people, in place of the numbers of their cases.
    pub names: bool,
}

/// The pack of that week.
pub fn review(week: &Week<'_>) -> Pack {
    let page = week.page;
    let masks = match week.names {
        true => Masks::default(),
        false => Masks::of(people(week)),
    };
    let mut sections: Vec<Section> = week
        .meetings
        .iter()
        .map(|one| record(one, &masks))
        .collect();
    if sections.is_empty() {
        let none = "No review was begun in this week.".to_owned();
        sections.push(section("record", "Record", vec![Block::Text(none)]));
    }
    sections.push(queue(page, &masks));
    let (now, before): (Vec<&ActionRow>, Vec<&ActionRow>) =
        page.actions.iter().partition(|row| is_new(row, week));
    sections.push(actions(
        "actions-before",
        "Actions from earlier reviews",
        &before,
        &masks,
    ));
    sections.push(actions("actions-new", "Actions of this week", &now, &masks));
    sections.push(load(week));
    sections.push(notes(week.names));
    Pack {
        code: "review",
        title: format!("Review of the caseload of {}", page.worker),
        from: Some(week.from),
        to: week.to,
        about: vec![
            ("worker", "Link worker", page.worker.clone()),
            ("supervisor", "Supervisor", page.supervisor.clone()),
            ("as_of", "Queue and load as of", words::day(page.today)),
        ],
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

/// Everybody who is named, and what stands in the place of the name.
fn people(week: &Week<'_>) -> Vec<(String, String)> {
    let queue = week.page.queue.iter();
    let queue = queue.map(|row| (row.client.clone(), row.case.to_string()));
    // Of whom is out of reach there stands a sentence in place of a name, and no practice.
    let lines = week.meetings.iter().flat_map(|card| &card.lines);
    let lines = lines.filter(|line| !line.practice.is_empty());
    let lines = lines.map(|line| (line.client.clone(), line.case.to_string()));
    let actions = week.page.actions.iter().filter_map(|row| {
        let case = row.kept.todo.about?;
        Some((row.client.clone(), case.to_string()))
    });
    queue.chain(lines).chain(actions).collect()
}

fn is_new(row: &ActionRow, week: &Week<'_>) -> bool {
    let meeting = row.kept.todo.meeting;
    row.now || week.meetings.iter().any(|card| Some(card.id) == meeting)
}

fn record(card: &MeetingCard, masks: &Masks) -> Section {
    let mut said = vec![format!("Begun on {}.", words::day(card.on))];
    match card.closed_on {
        Some(day) => said.push(format!("Ended on {}.", words::day(day))),
        None => said.push("Not ended yet.".to_owned()),
    }
    if let Some(day) = card.next_on {
        said.push(format!("The next is on {}.", words::day(day)));
    }
    match card.agreed.is_empty() {
        true => said.push("Nobody has agreed to this record yet.".to_owned()),
        false => said.push(format!("Agreed by {}.", card.agreed.join(" and "))),
    }
    let mut blocks = vec![Block::Text(said.join(" "))];
    let line = |line: &RecordLine| Row {
        name: Name::new(line.case.to_string(), masks.person(&line.client, line.case)),
        cells: vec![
            Cell::Text(line.practice.clone()),
            masks.cell(&line.decided.join("; ")),
            masks.cell(&line.actions.join("; ")),
        ],
    };
    blocks.push(Block::Table(Table {
        code: "record",
        caption: format!("Talked about with {} by {}", card.worker, card.supervisor),
        corner: "Case",
        columns: vec![
            Name::new("practice", "Practice"),
            Name::new("decided", "Decided, and why"),
            Name::new("actions", "Who does what"),
        ],
        rows: card.lines.iter().map(line).collect(),
    }));
    for action in &card.actions {
        blocks.push(Block::Text(masks.text(action)));
    }
    if !card.disagreement.is_empty() {
        blocks.push(Block::Quote {
            words: masks.text(&card.disagreement),
            whose: format!("{} sees it differently", card.worker),
        });
    }
    section("record", "Record", blocks)
}

fn queue(page: &ReviewPage, masks: &Masks) -> Section {
    let row = |row: &QueueRow| {
        // Safeguarding never goes into a file: the reason is left out, and so is who has no other.
        let told = row.reasons.iter().filter(|one| one.rule != Rule::Risk);
        let told: Vec<String> = told
            .map(|one| format!("{} ({})", one.said, one.limit))
            .collect();
        let stays = row.discussed || !told.is_empty();
        stays.then(|| Row {
            name: Name::new(row.case.to_string(), masks.person(&row.client, row.case)),
            cells: vec![
                Cell::Text(row.practice.clone()),
                masks.cell(&told.join("; ")),
                yes(row.discussed),
                yes(row.decided),
            ],
        })
    };
    let table = Table {
        code: "queue",
        caption: "Cases to talk about, each once, with its reasons and their rules".to_owned(),
        corner: "Case",
        columns: vec![
            Name::new("practice", "Practice"),
            Name::new("reasons", "Reasons"),
            Name::new("discussed", "Talked about"),
            Name::new("decided", "Decided"),
        ],
        rows: page.queue.iter().filter_map(row).collect(),
    };
    section("queue", "Queue", vec![Block::Table(table)])
}

fn yes(yes: bool) -> Cell {
    Cell::Text(if yes { "yes" } else { "no" }.to_owned())
}

fn actions(code: &'static str, title: &str, rows: &[&ActionRow], masks: &Masks) -> Section {
    if rows.is_empty() {
        return section(code, title, vec![Block::Text("None.".to_owned())]);
    }
    let row = |row: &&ActionRow| {
        let todo = &row.kept.todo;
        let day = |day: Option<NaiveDate>| match day {
            Some(day) => Cell::Text(day.to_string()),
            None => Cell::Nothing,
        };
        let about = match todo.about {
            Some(case) if row.client.is_empty() => case.to_string(),
            Some(case) => masks.person(&row.client, case),
            None => todo
                .concept
                .map_or("", |concept| concept.label())
                .to_owned(),
        };
        Row {
            name: Name::new(row.kept.id.to_string(), masks.text(&todo.words())),
            cells: vec![
                Cell::Text(row.who.clone()),
                Cell::Text(about),
                day(todo.due),
                day(todo.done_on),
                Cell::Count(u32::try_from(row.late_days).unwrap_or(0)),
            ],
        }
    };
    let table = Table {
        code,
        caption: title.to_owned(),
        corner: "Action",
        columns: vec![
            Name::new("who", "Who"),
            Name::new("about", "About"),
            Name::new("due", "Due"),
            Name::new("done", "Done"),
            Name::new("late_days", "Days late"),
        ],
        rows: rows.iter().map(row).collect(),
    };
    section(code, title, vec![Block::Table(table)])
}

fn load(week: &Week<'_>) -> Section {
    let Some(row) = week.load else {
        let none = "The load is not yours to see.".to_owned();
        return section("load", "Load", vec![Block::Text(none)]);
    };
    let code = |figure: Figure| match figure {
        Figure::Open => "open",
        Figure::Holding => "holding",
        Figure::Late => "late",
        Figure::Quiet => "quiet",
        Figure::New => "new",
        Figure::Closed => "closed",
        Figure::Spoke => "spoke",
        Figure::Tries => "tries",
        Figure::Intake => "intake",
    };
    let line = |figure: Figure| Row {
        name: Name::new(
            code(figure),
            figure.heading().replace("this week", "in the week"),
        ),
        cells: vec![row.figures.get(figure).map_or(Cell::Nothing, Cell::Count)],
    };
    let table = Table {
        code: "load",
        caption: format!("Load of {}", row.name),
        corner: "Figure",
        columns: vec![Name::new("count", "Count")],
        rows: Figure::ALL.into_iter().map(line).collect(),
    };
    let (from, to) = row.guide;
    let guide = format!(
        "The guide for a year's intake at {} % of full time is {from} to {to}.",
        row.fte
    );
    section(
        "load",
        "Load",
        vec![Block::Table(table), Block::Text(guide)],
    )
}

fn notes(names: bool) -> Section {
    let who = match names {
        true => "It holds names: keep it safe, and delete it when it has been used.",
        false => {
            "People stand here by the numbers of their cases, and their names are taken out of what was \
             written. What was written may still say who somebody is: read it before you pass it on."
        }
    };
    let never = "Safeguarding is never in it: a case whose only reason that is, is not in the queue here. \
        Nor is what the link worker said is heavy.";
    let blocks = [who, never]
        .map(|words| Block::Text(words.to_owned()))
        .to_vec();
    section("notes", "About this pack", blocks)
}
