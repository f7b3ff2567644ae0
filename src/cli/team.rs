//! The rows of the Team and of a review.

use crate::{
    domain::review::Rule,
    readmodel::{
        cases::Whose,
        review::QueueRow,
        team::{Figure, TeamRow},
    },
    wire::{Reply, Request, Trouble},
};

use super::{
    args,
    context::{self, Context, unexpected},
    print,
    rows::{practice, programs_read, tabs, whose},
};

pub(crate) fn team(context: &Context, args: &args::Rows) -> Result<u8, Trouble> {
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    let practice = practice(&desk, args)?;
    let Reply::Team(mut page) = link.ask(&Request::Team(practice), &mut |_, _| {})? else {
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
    let page = match link.ask(&Request::Review(worker), &mut |_, _| {})? {
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
