//! `caseload export review`: what the week of one link worker's review comes to.

use chrono::{Datelike, Days, NaiveDate};

use crate::{
    cli::{
        args::export::ReviewPack,
        context::{self, Context, unexpected},
        rows::somebody,
    },
    domain::ids::StaffId,
    exchange::pack::{self, Week},
    readmodel::{
        review::{MeetingCard, ReviewPage},
        team::TeamRow,
    },
    wire::{Reply, Request, Trouble, link::Link},
};

pub(super) fn run(context: &Context, args: &ReviewPack) -> Result<u8, Trouble> {
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    let worker = somebody(&desk, &args.worker)?;
    let (from, to) = week(args.week.unwrap_or(desk.today))?;
    if from > desk.today {
        return Err(Trouble::config("This week has not begun.").hint("Name an earlier day."));
    }
    // A week that is over stands as it did at its end; this week, as it stands now.
    let at_its_end = |request: Request| match to < desk.today {
        true => Request::AsOf(to, Box::new(request)),
        false => request,
    };
    let page = match link.ask(&at_its_end(Request::Review(worker)), &mut |_, _| {})? {
        Reply::Review(page) => *page,
        _ => return Err(unexpected()),
    };
    let meetings = meetings(&mut link, &page, (from, to))?;
    let load = load(&mut link, &at_its_end(Request::Team(None)), worker)?;
    let pack = pack::review(&Week {
        from,
        to,
        page: &page,
        meetings: &meetings,
        load: load.as_ref(),
        names: args.names,
    });
    super::write(context, &pack, &args.to)
}

/// The Monday and the Sunday of a day's week.
fn week(day: NaiveDate) -> Result<(NaiveDate, NaiveDate), Trouble> {
    let into = Days::new(u64::from(day.weekday().num_days_from_monday()));
    let monday = day.checked_sub_days(into);
    let sunday = monday.and_then(|monday| monday.checked_add_days(Days::new(6)));
    monday
        .zip(sunday)
        .ok_or_else(|| Trouble::config("There is no such week.").hint("Name another day."))
}

/// The reviews of the week, the first one first.
fn meetings(
    link: &mut Link,
    page: &ReviewPage,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<MeetingCard>, Trouble> {
    let past = page.past.iter().map(|past| (past.id, past.on));
    let open = page.under_way.iter().map(|open| (open.id, open.on));
    let mut held: Vec<_> = past
        .chain(open)
        .filter(|(_, on)| (from..=to).contains(on))
        .map(|(id, _)| id)
        .collect();
    held.sort_unstable();
    let mut cards = Vec::with_capacity(held.len());
    for id in held {
        match link.ask(&Request::Meeting(id), &mut |_, _| {})? {
            Reply::Meeting(card) => cards.push(*card),
            _ => return Err(unexpected()),
        }
    }
    Ok(cards)
}

fn load(link: &mut Link, request: &Request, worker: StaffId) -> Result<Option<TeamRow>, Trouble> {
    match link.ask(request, &mut |_, _| {})? {
        Reply::Team(team) => Ok(team.rows.into_iter().find(|row| row.worker_id == worker)),
        _ => Err(unexpected()),
    }
}
