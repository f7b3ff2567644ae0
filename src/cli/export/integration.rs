//! `caseload export integration`: what the notes on the work say, in figures, or a mark a row.

use crate::{
    cli::{
        args::export::{IntegrationPack, PackFormat},
        context::{self, Context, unexpected},
        rows::{practice_named, somebody},
    },
    domain::{ids::NoteId, supervision::SupervisionNote, terms::Role},
    exchange::pack::{self, Format, Grid, NoteText, Steps},
    readmodel::{
        integration::{
            Integration, IntegrationQuery, NoteRow, NotesOf, PAGE_MAX, Period, WHOLE_MAX,
        },
        lists::Desk,
    },
    wire::{Reply, Request, Trouble, link::Link},
};

pub(super) fn run(context: &Context, args: &IntegrationPack) -> Result<u8, Trouble> {
    if args.marks {
        check_marks(context, args)?;
    }
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    let reads = desk.me.role != Role::PracticeManager;
    if !reads && (args.marks || args.texts || args.as_seen) {
        return Err(Trouble::refused("You do not read the notes themselves.")
            .hint("Ask a supervisor for this; the counts are yours: leave the option out."));
    }
    let query = query(&desk, args)?;
    if args.marks {
        let notes = marked(&mut link, &query)?;
        let bytes = pack::marks(&notes).map_err(|error| Trouble::bug(error.to_string()))?;
        return super::put(&bytes, args.to.out.as_deref());
    }
    let grid = ask(&mut link, query.clone())?;
    let as_seen = !query.for_others;
    let steps = match as_seen && reads {
        true => steps(&mut link, &desk, &grid, &query)?,
        false => Vec::new(),
    };
    let texts = match args.texts {
        true => texts(&mut link, &query)?,
        false => Vec::new(),
    };
    let pack = pack::integration(&Grid {
        grid: &grid,
        narrowed: narrowed(&desk, &query),
        as_seen,
        steps: &steps,
        texts: &texts,
    });
    super::write(context, &pack, &args.to)
}

/// The marks are rows for a spreadsheet, and hold no words.
fn check_marks(context: &Context, args: &IntegrationPack) -> Result<(), Trouble> {
    if args.texts {
        return Err(Trouble::refused(
            "Words of notes do not go to research from here: this store has nowhere to \
                 note that their authors and the link workers agreed.",
        )
        .hint("Leave out --texts. Ask each author and link worker for the words, in writing."));
    }
    let csv = args.to.format == Some(PackFormat::Csv);
    if csv || args.to.format.is_none() && super::format(context, &args.to)? == Format::Csv {
        return Ok(());
    }
    Err(Trouble::config("Marks for research are written as CSV only.").hint("Add --format csv."))
}

fn query(desk: &Desk, args: &IntegrationPack) -> Result<IntegrationQuery, Trouble> {
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
            to: args.until,
        },
        worker: worker.map(|named| somebody(desk, named)).transpose()?,
        practice: practice.map(|ods| practice_named(desk, ods)).transpose()?,
        limit: 1,
        for_others: !args.as_seen && !args.texts,
        ..IntegrationQuery::default()
    })
}

fn narrowed(desk: &Desk, query: &IntegrationQuery) -> Vec<(&'static str, &'static str, String)> {
    let whose = match query.of {
        NotesOf::Read => "Those that whoever made this pack reads",
        NotesOf::Everybody => "Shared notes of the practices of whoever made this pack",
    };
    let mut narrowed = vec![("notes", "Notes counted", whose.to_owned())];
    if let Some(worker) = query.worker {
        narrowed.push(("worker", "Link worker", worker.to_string()));
    }
    let practice = desk
        .practices
        .iter()
        .find(|one| Some(one.id) == query.practice);
    if let Some(practice) = practice {
        narrowed.push(("practice", "Practice", practice.name.clone()));
    }
    narrowed
}

fn ask(link: &mut Link, query: IntegrationQuery) -> Result<Integration, Trouble> {
    match link.ask(&Request::Integration(query), &mut |_, _| {})? {
        Reply::Integration(grid) => Ok(*grid),
        _ => Err(unexpected()),
    }
}

/// The positions over time, for each link worker and each of their practices.
fn steps(
    link: &mut Link,
    desk: &Desk,
    grid: &Integration,
    query: &IntegrationQuery,
) -> Result<Vec<Steps>, Trouble> {
    let mut steps = Vec::new();
    let workers = grid.choices.workers.iter().map(|(id, _)| *id);
    for worker in workers.filter(|id| query.worker.is_none_or(|only| only == *id)) {
        let staff = desk.staff.iter().find(|staff| staff.id == worker);
        let practices = staff.map_or(&[][..], |staff| staff.practices.as_slice());
        for practice in practices {
            if query.practice.is_some_and(|only| only != *practice) {
                continue;
            }
            let one = IntegrationQuery {
                worker: Some(worker),
                practice: Some(*practice),
                ..query.clone()
            };
            let sequence = ask(link, one)?.sequence;
            let named = desk.practices.iter().find(|one| one.id == *practice);
            if !sequence.is_empty() {
                steps.push(Steps {
                    worker,
                    practice: named.map_or_else(String::new, |one| one.name.clone()),
                    sequence,
                });
            }
        }
    }
    Ok(steps)
}

/// Every note that is listed, page by page.
fn listed(link: &mut Link, query: &IntegrationQuery, whole: bool) -> Result<Vec<NoteRow>, Trouble> {
    let mut query = IntegrationQuery {
        of: NotesOf::Read,
        limit: if whole { WHOLE_MAX } else { PAGE_MAX },
        whole,
        ..query.clone()
    };
    let mut rows = Vec::new();
    loop {
        let page = ask(link, query.clone())?;
        let got = u32::try_from(page.listed.len()).unwrap_or(u32::MAX);
        rows.extend(page.listed);
        query.offset = query.offset.saturating_add(got);
        if got == 0 || query.offset >= page.listed_of {
            return Ok(rows);
        }
    }
}

fn texts(link: &mut Link, query: &IntegrationQuery) -> Result<Vec<NoteText>, Trouble> {
    let rows = listed(link, query, true)?;
    Ok(rows.into_iter().map(|row| NoteText { row }).collect())
}

/// The notes with their marks; what they say is not looked at.
fn marked(link: &mut Link, query: &IntegrationQuery) -> Result<Vec<SupervisionNote>, Trouble> {
    let ids: Vec<NoteId> = listed(link, query, false)?
        .into_iter()
        .filter(|row| row.shared)
        .map(|row| row.note)
        .collect();
    let mut notes = Vec::with_capacity(ids.len());
    for id in ids {
        match link.ask(&Request::Note(id), &mut |_, _| {})? {
            Reply::Note(card) => notes.push(card.note),
            _ => return Err(unexpected()),
        }
    }
    Ok(notes)
}
