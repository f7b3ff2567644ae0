//! `caseload concepts` and `caseload notes`: what the notes on the work say, for pipes and for eyes.

use crate::{
    domain::{ids::NoteId, terms::Role},
    readmodel::{
        integration::{
            CellRow, Integration, IntegrationQuery, NoteRow, NotesOf, PAGE_MAX, Period, WHOLE_MAX,
        },
        lists::Desk,
    },
    wire::{Reply, Request, Trouble, link::Link},
};

use super::{
    args,
    context::{self, Context, unexpected},
    print,
    rows::{practice_named, programs_read, somebody, tabs},
    words,
};

pub(crate) fn concepts(context: &Context, asked: &args::Concepts) -> Result<u8, Trouble> {
    let args = &asked.notes;
    if asked.words {
        return words::words(context, asked.check.as_deref(), args.out);
    }
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    let query = query(&desk, args)?;
    if asked.cues {
        let query = IntegrationQuery {
            of: NotesOf::Read,
            ..query
        };
        let listed = listed(context, &mut link, query)?;
        let notes: Vec<NoteId> = listed.iter().map(|row| row.note).collect();
        return words::cues(context, &mut link, &notes, args.out);
    }
    let grid = ask(context, &mut link, query)?;
    if !grid.held_back.is_empty() {
        print::note(&format!(
            "Of others nothing is counted: {}.",
            grid.held_back
        ));
    }
    let rows = grid.cells();
    if !programs_read(context, args.out, &rows)? {
        print::lines(rows.iter().map(line));
    }
    Ok(0)
}

pub(crate) fn notes(context: &Context, args: &args::Notes) -> Result<u8, Trouble> {
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    let query = IntegrationQuery {
        of: NotesOf::Read,
        limit: WHOLE_MAX,
        whole: true,
        ..query(&desk, args)?
    };
    let rows = listed(context, &mut link, query)?;
    if !programs_read(context, args.out, &rows)? {
        print::lines(rows.iter().map(note_line));
    }
    Ok(0)
}

/// Every note that is listed, page by page.
fn listed(
    context: &Context,
    link: &mut Link,
    mut query: IntegrationQuery,
) -> Result<Vec<NoteRow>, Trouble> {
    let mut rows: Vec<NoteRow> = Vec::new();
    loop {
        let grid = ask(context, link, query.clone())?;
        let got = u32::try_from(grid.listed.len()).unwrap_or(u32::MAX);
        rows.extend(grid.listed);
        query.offset = query.offset.saturating_add(got);
        if got == 0 || query.offset >= grid.listed_of {
            break;
        }
    }
    Ok(rows)
}

fn ask(
    context: &Context,
    link: &mut Link,
    query: IntegrationQuery,
) -> Result<Integration, Trouble> {
    let request = context.as_of(Request::Integration(query));
    match link.ask(&request, &mut |_, _| {})? {
        Reply::Integration(grid) => Ok(*grid),
        _ => Err(unexpected()),
    }
}

fn query(desk: &Desk, args: &args::Notes) -> Result<IntegrationQuery, Trouble> {
    let worker = args.worker.as_deref();
    let practice = args.practice.as_deref();
    let of = match desk.me.role {
        Role::PracticeManager => NotesOf::Everybody,
        Role::LinkWorker | Role::Supervisor => NotesOf::Read,
    };
    Ok(IntegrationQuery {
        of,
        period: Period::Days {
            from: args.from,
            to: args.to,
        },
        worker: worker.map(|named| somebody(desk, named)).transpose()?,
        practice: practice.map(|ods| practice_named(desk, ods)).transpose()?,
        limit: PAGE_MAX,
        ..IntegrationQuery::default()
    })
}

fn line(row: &CellRow) -> String {
    let notes = row.notes.map(|notes| notes.to_string());
    let last = row.last_raised.map(|on| on.to_string());
    tabs(&[
        row.concept.clone(),
        row.position.clone(),
        notes.unwrap_or_else(|| "withheld".to_owned()),
        last.unwrap_or_else(|| "-".to_owned()),
    ])
}

fn note_line(row: &NoteRow) -> String {
    tabs(&[
        row.note.to_string(),
        row.on.to_string(),
        row.worker.clone(),
        row.practice.clone(),
        row.author_kind.label().to_owned(),
        row.marks.join("; "),
        row.text.replace('\n', " / "),
    ])
}
