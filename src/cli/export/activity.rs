//! `caseload export activity`: which month or quarter, and the pack of it.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::{
    cli::{
        args::export::ActivityPack,
        context::{self, Context, unexpected},
        print,
        rows::practice_named,
    },
    exchange::pack,
    readmodel::activity::ActivityQuery,
    wire::{Reply, Request, Trouble},
};

pub(super) fn run(context: &Context, args: &ActivityPack) -> Result<u8, Trouble> {
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    let (from, to) = period(args, desk.today)?;
    let practice = args.practice.as_deref();
    let practice = practice.map(|ods| practice_named(&desk, ods)).transpose()?;
    let query = ActivityQuery { from, to, practice };
    let made = match link.ask(&Request::Activity(query), &mut |_, _| {})? {
        Reply::Activity(made) => made,
        _ => return Err(unexpected()),
    };
    super::write(context, &pack::activity(&made), &args.to)
}

/// The month or quarter that was named, else the last month that is over.
fn period(args: &ActivityPack, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Trouble> {
    let named = match (&args.month, &args.quarter) {
        (Some(month), _) => read_month(month).map(|from| (from, 1)),
        (None, Some(quarter)) => read_quarter(quarter).map(|from| (from, 3)),
        (None, None) => {
            let this = today.with_day(1);
            this.and_then(|first| first.checked_sub_months(Months::new(1)))
                .map(|from| (from, 1))
        }
    };
    let whole = named.and_then(|(from, months)| {
        let next = from.checked_add_months(Months::new(months))?;
        Some((from, next.checked_sub_days(Days::new(1))?))
    });
    let typed = args.month.as_deref().or(args.quarter.as_deref());
    let (from, to) = whole.ok_or_else(|| {
        let typed = print::safe(typed.unwrap_or_default());
        Trouble::config(format!("\"{typed}\" is no month and no quarter."))
            .hint("Write a month as 2026-10, a quarter as 2026-Q3.")
    })?;
    if from > today {
        return Err(Trouble::config("This period has not begun.").hint("Name an earlier one."));
    }
    Ok((from, to))
}

/// "2026-10".
fn read_month(typed: &str) -> Option<NaiveDate> {
    let (year, month) = typed.trim().split_once('-')?;
    let digits = |text: &str, many| text.len() == many && text.bytes().all(|b| b.is_ascii_digit());
    let plain = digits(year, 4) && digits(month, 2);
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1).filter(|_| plain)
}

/// "2026-Q3".
fn read_quarter(typed: &str) -> Option<NaiveDate> {
    let (year, quarter) = typed.trim().split_once('-')?;
    let quarter = quarter.strip_prefix(['Q', 'q'])?;
    let number: u32 = quarter
        .parse()
        .ok()
        .filter(|number| (1..=4).contains(number))?;
    read_month(&format!("{year}-{:02}", number * 3 - 2)).filter(|_| quarter.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::{read_month, read_quarter};

    #[test]
    fn months_and_quarters_are_read_and_nothing_else() {
        let day = |text: &str| text.parse().ok();
        assert_eq!(read_month("2026-10"), day("2026-10-01"));
        assert_eq!(read_quarter("2026-Q4"), day("2026-10-01"));
        assert_eq!(read_quarter("2026-q1"), day("2026-01-01"));
        for wrong in [
            "",
            "2026",
            "2026-13",
            "2026-1",
            "26-10",
            "2026-10-01",
            "+026-10",
            "x",
        ] {
            assert_eq!(read_month(wrong), None, "{wrong}");
        }
        for wrong in ["2026-Q0", "2026-Q5", "2026-Q+1", "2026-4", "2026-Q"] {
            assert_eq!(read_quarter(wrong), None, "{wrong}");
        }
    }
}
