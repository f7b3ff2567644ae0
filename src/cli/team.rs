//! The rows of the Team and of a review.

use crate::{
    domain::review::Rule,
    readmodel::{
        cases::Whose,
        review::QueueRow,
        since::SinceQuery,
        team::{Figure, TeamRow},
    },
    wire::{Reply, Request, Trouble, link::Link},
};

use super::{
    args,
    context::{self, Context, unexpected},
    print,
    rows::{practice, programs_read, tabs, whose},
};

pub(crate) fn team(context: &Context, args: &args::TeamRows) -> Result<u8, Trouble> {
    let (since, args) = (args.since, &args.rows);
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    let practice = practice(&desk, args)?;
    if let Some(from) = since {
        let query = SinceQuery {
            from,
            whose: whose(&desk, args)?,
            practice,
        };
        return changed(context, &mut link, query, args.out);
    }
    let request = context.as_of(Request::Team(practice));
    let Reply::Team(mut page) = link.ask(&request, &mut |_, _| {})? else {
        return Err(unexpected());
    };
    if let Whose::Of(only) = whose(&desk, args)? {
        page.rows.retain(|row| row.worker_id == only);
    }
    if programs_read(context, args.out, &page.rows)? {
        return Ok(0);
    }
    let mut lines = Vec::new();
    if let Some(some) = page.unallocated.filter(|some| some.count > 0) {
        lines.push(format!(
            "Unallocated {}, oldest {} d",
            some.count, some.oldest_days
        ));
    }
    lines.extend(page.rows.iter().map(team_line));
    print::lines(lines);
    Ok(0)
}

fn team_line(row: &TeamRow) -> String {
    let mut cells = vec![row.worker.clone(), row.name.clone()];
    for figure in Figure::ALL {
        if let Some(count) = row.figures.get(figure) {
            cells.push(format!("{figure:?} {count}").to_lowercase());
        }
    }
    let next = row.next_review;
    cells.push(next.map_or_else(|| "-".to_owned(), |on| on.to_string()));
    tabs(&cells)
}

/// What changed, case by case.
fn changed(
    context: &Context,
    link: &mut Link,
    query: SinceQuery,
    out: args::Out,
) -> Result<u8, Trouble> {
    let request = context.as_of(Request::Since(query));
    let Reply::Since(page) = link.ask(&request, &mut |_, _| {})? else {
        return Err(unexpected());
    };
    if programs_read(context, out, &page.rows)? {
        return Ok(0);
    }
    let counts = page.counts;
    let mut lines = vec![format!(
        "Since {}: new {}, ended {}, given {}, state {}, next step {}, spoke {}; {} as they were",
        page.from,
        counts.new,
        counts.ended,
        counts.given,
        counts.state,
        counts.step,
        counts.spoke,
        counts.same
    )];
    lines.extend(page.rows.iter().map(|row| {
        tabs(&[
            row.case.to_string(),
            row.client.clone(),
            row.practice.clone(),
            row.worker.clone(),
            row.said().join("; "),
        ])
    }));
    if page.left_out > 0 {
        lines.push(format!("… {} more", page.left_out));
    }
    print::lines(lines);
    Ok(0)
}

pub(crate) fn review(context: &Context, args: &args::Rows) -> Result<u8, Trouble> {
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    let worker = match whose(&desk, args)? {
        Whose::Of(worker) => worker,
        Whose::Mine => desk.me.id,
        Whose::All | Whose::Unallocated => {
            return Err(Trouble::config("A review is of one link worker.")
                .hint("Name them: --worker amira."));
        }
    };
    let request = context.as_of(Request::Review(worker));
    let page = match link.ask(&request, &mut |_, _| {})? {
        Reply::Review(page) => page,
        Reply::Refused(refusal) => return Err(Trouble::refused(refusal.to_string())),
        _ => return Err(unexpected()),
    };
    let rows: Vec<QueueRow> = page.queue.into_iter().filter_map(for_pipes).collect();
    if !programs_read(context, args.out, &rows)? {
        print::lines(rows.iter().map(|row| {
            let said: Vec<&str> = row.reasons.iter().map(|one| &*one.said).collect();
            let mark = if row.discussed { "discussed" } else { "" };
            tabs(&[
                row.case.to_string(),
                row.client.clone(),
                row.practice.clone(),
                said.join("; "),
                mark.to_owned(),
            ])
        }));
    }
    Ok(0)
}

/// Safeguarding never goes into a pipe: the reason is left out, and so is who has no other.
fn for_pipes(mut row: QueueRow) -> Option<QueueRow> {
    row.reasons.retain(|reason| reason.rule != Rule::Risk);
    (row.discussed || !row.reasons.is_empty()).then_some(row)
}
