//! The rows of the views, for pipes and for eyes.

use serde::Serialize;

use crate::{
    domain::{
        ids::{CaseId, ClientId, PracticeId, StaffId},
        terms::ContactKind,
    },
    readmodel::{
        agenda::{AgendaRow, Section},
        cases::{CaseQuery, CaseRow, GroupBy, SortBy, States, Whose},
        client::ClientCard,
        find::FindRow,
        lists::Desk,
        outcomes::{Outcomes, outcomes},
        table::{self, Columns},
    },
    wire::{Reply, Request, Trouble, link::Link, talk::ClientBy},
};

use super::{
    args,
    context::{self, Context, text_or_input, unexpected},
    print,
};

/// Rows asked for in one go.
const PAGE: u32 = 500;

pub(crate) fn agenda(context: &Context, args: &args::Rows) -> Result<u8, Trouble> {
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    let practice = practice(&desk, args)?;
    let whose = whose(&desk, args)?;
    let reply = link.ask(&Request::Agenda { practice, whose }, &mut |_, _| {})?;
    let Reply::Agenda(mut agenda) = reply else {
        return Err(unexpected());
    };
    agenda.rows = agenda.rows.iter().map(AgendaRow::going_out).collect();
    if programs_read(context, args.out, &agenda.rows)? {
        return Ok(0);
    }
    let mut lines = Vec::new();
    let mut section = None;
    for row in &agenda.rows {
        if section != Some(row.section) {
            section = Some(row.section);
            lines.push(row.section.heading().to_owned());
        }
        lines.push(agenda_line(row));
    }
    if agenda.left_out > 0 {
        lines.push(format!("… {} more", agenda.left_out));
    }
    print::lines(lines);
    Ok(0)
}

fn agenda_line(row: &AgendaRow) -> String {
    let when = match (row.at, row.due) {
        (_, _) if row.section == Section::New => format!("{} d", row.open_days),
        (Some(at), _) => at.format("%H:%M").to_string(),
        _ if row.late_days > 0 => format!("{} d", row.late_days),
        (None, Some(due)) => due.format("%a %-d %b").to_string(),
        (None, None) => format!("{} d", row.open_days),
    };
    let cells = [
        when,
        row.client.clone(),
        kind(row.kind),
        row.practice.clone(),
        row.what.clone(),
    ];
    format!("  {}", tabs(&cells))
}

pub(crate) fn cases(context: &Context, args: &args::Rows) -> Result<u8, Trouble> {
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    let mut query = CaseQuery {
        whose: whose(&desk, args)?,
        states: states(&args.state),
        practice: practice(&desk, args)?,
        figure: None,
        sort: SortBy::Due,
        group: GroupBy::Nothing,
        offset: 0,
        limit: PAGE,
    };
    let mut rows: Vec<CaseRow> = Vec::new();
    loop {
        let reply = link.ask(
            &context.as_of(Request::Cases(query.clone())),
            &mut |_, _| {},
        )?;
        let Reply::Cases(page) = reply else {
            return Err(unexpected());
        };
        let got = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
        rows.extend(page.rows);
        query.offset = query.offset.saturating_add(got);
        if got == 0 || query.offset >= page.total {
            break;
        }
    }
    if !programs_read(context, args.out, &rows)? {
        print::lines(rows.iter().map(case_line));
    }
    Ok(0)
}

fn case_line(row: &CaseRow) -> String {
    let due = row
        .next_due
        .map_or_else(|| "-".to_owned(), |due| due.to_string());
    tabs(&[
        row.case.to_string(),
        due,
        row.state.clone(),
        row.client.clone(),
        row.practice.clone(),
        row.worker.clone(),
        row.what.clone(),
    ])
}

pub(crate) fn client(context: &Context, typed: &str, out: args::Out) -> Result<u8, Trouble> {
    let reply = context.ask(&Request::Client(client_by(typed)))?;
    let Reply::Client(mut card) = reply else {
        return Err(unexpected());
    };
    // Safeguarding never goes into a pipe or a file.
    card.parts.retain(|kept| !kept.part.is_guarded());
    if context.global.json && out.csv {
        return Err(two_formats());
    }
    if context.global.json {
        print::json(&Whole {
            card: &card,
            outcomes: outcomes(&card),
        })?;
    } else if out.csv {
        print::csv(&table::client(&card), out.bom)?;
    } else {
        print::lines(client_lines(&card));
    }
    Ok(0)
}

/// A card as programs read it, with what came of the case under plain names.
#[derive(Serialize)]
struct Whole<'c> {
    #[serde(flatten)]
    card: &'c ClientCard,
    #[serde(flatten)]
    outcomes: Outcomes,
}

/// `P12`, `C12`, or a number of ten digits.
fn client_by(typed: &str) -> ClientBy {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    let named = |letter: char| {
        typed
            .trim_start()
            .chars()
            .next()
            .is_some_and(|first| first.eq_ignore_ascii_case(&letter))
    };
    match (typed.parse::<ClientId>(), typed.parse::<CaseId>()) {
        (_, Ok(case)) if named('C') => ClientBy::Case(case),
        (Ok(client), _) if digits < 10 => ClientBy::Id(client),
        _ => ClientBy::Nhs(typed.to_owned()),
    }
}

fn client_lines(card: &ClientCard) -> Vec<String> {
    let mut lines = vec![tabs(&[
        card.client_id.to_string(),
        card.client.clone(),
        card.born
            .map(|born| format!("born {}", born.format("%-d %b %Y")))
            .unwrap_or_default(),
        card.practice.clone(),
    ])];
    for (field, value) in &card.fields {
        lines.push(tabs(&[field.spec().label.to_owned(), value.clone()]));
    }
    for one in &card.connections {
        lines.push(tabs(&[
            "Connected".to_owned(),
            one.service.clone(),
            one.said.clone(),
        ]));
    }
    if let Some(case) = &card.case {
        lines.push(tabs(&[
            case.case.to_string(),
            case.state.label().to_owned(),
            case.asked.clone(),
        ]));
        for row in &case.history {
            let date = row.on.to_string();
            lines.push(tabs(&[
                date,
                row.kind.clone(),
                row.text.clone(),
                row.who.clone(),
            ]));
        }
    }
    lines
}

pub(crate) fn find(
    context: &Context,
    query: &str,
    limit: u32,
    out: args::Out,
) -> Result<u8, Trouble> {
    let text = text_or_input(query)?;
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    if query != "-" && desk.kind == crate::domain::terms::StoreKind::Real {
        print::note("Others on this machine can see what is typed on the command line: use `-`.");
    }
    let rows = find_rows(&mut link, text, limit)?;
    let nothing = rows.is_empty();
    if !programs_read(context, out, &rows)? {
        print::lines(rows.iter().map(|row| {
            tabs(&[
                row.kind.code().to_owned(),
                row.id.clone(),
                row.label.clone(),
                row.side.clone(),
            ])
        }));
    }
    Ok(u8::from(nothing))
}

/// A script wants all that there is: it waits until names and notes have been read after a start.
fn find_rows(link: &mut Link, text: String, limit: u32) -> Result<Vec<FindRow>, Trouble> {
    let request = Request::Find {
        text,
        kinds: Vec::new(),
        limit,
    };
    loop {
        let Reply::Found(found) = link.ask(&request, &mut |_, _| {})? else {
            return Err(unexpected());
        };
        if found.unread.is_empty() {
            return Ok(found.rows);
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

fn two_formats() -> Trouble {
    Trouble::config("Rows are printed as JSON or as CSV, not as both.")
        .hint("Leave out --json or --csv.")
}

/// Prints rows for programs, where that is asked for; says whether it was.
pub(super) fn programs_read<R: Columns + Serialize>(
    context: &Context,
    out: args::Out,
    rows: &[R],
) -> Result<bool, Trouble> {
    if context.global.json && out.csv {
        return Err(two_formats());
    }
    if context.global.json {
        print::json(&rows)?;
    } else if out.csv {
        print::csv(&table::table(rows), out.bom)?;
    }
    Ok(context.global.json || out.csv)
}

fn kind(kind: Option<ContactKind>) -> String {
    kind.map_or("-", ContactKind::label).to_owned()
}

pub(super) fn tabs(cells: &[String]) -> String {
    let safe: Vec<String> = cells.iter().map(|cell| print::safe(cell)).collect();
    safe.join("\t")
}

fn states(typed: &str) -> States {
    match typed {
        "open" => States::Open,
        "all" => States::All,
        one => States::Only(one.to_owned()),
    }
}

pub(super) fn whose(desk: &Desk, args: &args::Rows) -> Result<Whose, Trouble> {
    let Some(typed) = args.worker.as_deref() else {
        return Ok(Whose::Mine);
    };
    match typed {
        "all" => Ok(Whose::All),
        "none" => Ok(Whose::Unallocated),
        named => somebody(desk, named).map(Whose::Of),
    }
}

/// A member of staff by id or short name.
pub(super) fn somebody(desk: &Desk, named: &str) -> Result<StaffId, Trouble> {
    desk.staff
        .iter()
        .find(|staff| staff.handle == named || staff.id.to_string() == named)
        .map(|staff| staff.id)
        .ok_or_else(|| {
            Trouble::config(format!("Nobody here is called \"{}\".", print::safe(named)))
                .hint("See `caseload staff list`.")
        })
}

pub(super) fn practice(desk: &Desk, args: &args::Rows) -> Result<Option<PracticeId>, Trouble> {
    let ods = args.practice.as_deref();
    ods.map(|ods| practice_named(desk, ods)).transpose()
}

/// A practice by its ODS code or its id.
pub(super) fn practice_named(desk: &Desk, ods: &str) -> Result<PracticeId, Trouble> {
    desk.practices
        .iter()
        .find(|practice| practice.ods.eq_ignore_ascii_case(ods) || practice.id.to_string() == ods)
        .map(|practice| practice.id)
        .ok_or_else(|| {
            Trouble::config(format!(
                "No practice here has the code \"{}\".",
                print::safe(ods)
            ))
            .hint("See `caseload practice list`.")
        })
}
