//! `log` and `follow-up`: the two things that a script may write.

use chrono::NaiveDate;

use crate::{
    domain::{
        case::FollowUp,
        contact::Contact,
        dates::{Holidays, parse_due, parse_past},
        ids::{CaseId, ContactId},
        intent::{Intent, NextChoice},
        terms::{ContactKind, Outcome, With},
    },
    readmodel::client::CaseCard,
    wire::{
        Reply, Request, Trouble,
        link::Link,
        talk::{ClientBy, Done},
    },
};

use super::{
    args,
    context::{self, Context, text_or_input, unexpected},
    print,
};

pub(crate) fn log(context: &Context, args: &args::Log) -> Result<u8, Trouble> {
    let mut link = context.link()?;
    let today = context::desk(&mut link)?.today;
    let kind = term(
        "kind",
        &args.kind,
        ContactKind::find,
        ContactKind::ALL,
        ContactKind::code,
    )?;
    let contact = Contact {
        id: ContactId::default(),
        kind,
        with: term("--with", &args.with, With::find, With::ALL, With::code)?,
        outcome: term(
            "--result",
            &args.result,
            Outcome::find,
            Outcome::ALL,
            Outcome::code,
        )?,
        on: past(args.on.as_deref(), today)?,
        minutes: args.minutes,
        note: args
            .note
            .as_deref()
            .map(text_or_input)
            .transpose()?
            .unwrap_or_default(),
        we_promised: String::new(),
        they_said: String::new(),
    };
    let next = next(args, today, kind)?;
    let case = case_card(&mut link, &args.case)?;
    let intent = Intent::LogContact {
        case: case.case,
        version: case.version,
        contact,
        next,
    };
    done(context, &mut link, intent)
}

pub(crate) fn follow_up(context: &Context, args: &args::FollowUp) -> Result<u8, Trouble> {
    let mut link = context.link()?;
    let today = context::desk(&mut link)?.today;
    let case = case_card(&mut link, &args.case)?;
    let stands = case.next.follow_up();
    let kind = match &args.kind {
        Some(kind) => term(
            "--kind",
            kind,
            ContactKind::find,
            ContactKind::ALL,
            ContactKind::code,
        )?,
        None => stands.map_or(ContactKind::Phone, |due| due.kind),
    };
    let typed = match &args.at {
        Some(at) => format!("{} {at}", args.date),
        None => args.date.clone(),
    };
    let what = match &args.what {
        Some(what) => text_or_input(what)?,
        None => stands.map(|due| due.what.clone()).unwrap_or_default(),
    };
    let next = NextChoice::Due(due(&typed, today, kind, what)?);
    let intent = Intent::SetNextStep {
        case: case.case,
        version: case.version,
        next,
    };
    done(context, &mut link, intent)
}

fn case_card(link: &mut Link, typed: &str) -> Result<CaseCard, Trouble> {
    let case: CaseId = typed
        .parse()
        .map_err(|fault| Trouble::config(format!("{fault}.")))?;
    match link.ask(&Request::Client(ClientBy::Case(case)), &mut |_, _| {})? {
        Reply::Client(card) => card
            .case
            .filter(|card| card.case == case)
            .ok_or_else(|| Trouble::refused(format!("There is no case {case} in your reach."))),
        _ => Err(unexpected()),
    }
}

fn next(args: &args::Log, today: NaiveDate, kind: ContactKind) -> Result<NextChoice, Trouble> {
    match (args.next.as_deref(), &args.because) {
        (Some("none"), because) => Ok(NextChoice::NoneBecause(because.clone().unwrap_or_default())),
        (Some(typed), _) => {
            let what = args.what.clone().unwrap_or_default();
            Ok(NextChoice::Due(due(typed, today, kind, what)?))
        }
        (None, Some(because)) => Ok(NextChoice::NoneBecause(because.clone())),
        (None, None) => Ok(NextChoice::Keep),
    }
}

fn due(
    typed: &str,
    today: NaiveDate,
    kind: ContactKind,
    what: String,
) -> Result<FollowUp, Trouble> {
    let when = parse_due(typed, today, &Holidays::built_in())
        .map_err(|fault| Trouble::refused(fault.to_string()))?;
    Ok(FollowUp {
        on: when.date,
        at: when.time,
        kind,
        what,
        moved: 0,
    })
}

fn past(typed: Option<&str>, today: NaiveDate) -> Result<NaiveDate, Trouble> {
    let Some(typed) = typed else { return Ok(today) };
    parse_past(typed, today, &Holidays::built_in())
        .map(|when| when.date)
        .map_err(|fault| Trouble::refused(fault.to_string()))
}

fn term<T: Copy>(
    what: &str,
    typed: &str,
    find: fn(&str) -> Option<T>,
    all: &[T],
    code: fn(T) -> &'static str,
) -> Result<T, Trouble> {
    find(typed).ok_or_else(|| {
        let codes: Vec<&str> = all.iter().map(|term| code(*term)).collect();
        Trouble::config(format!("\"{}\" is not a {what} here.", print::safe(typed)))
            .hint(format!("Choose one of: {}.", codes.join(", ")))
    })
}

fn done(context: &Context, link: &mut Link, intent: Intent) -> Result<u8, Trouble> {
    let reply = link.ask(&Request::Do(intent), &mut |_, _| {})?;
    print_done(context, reply)
}

/// Prints the entry's number, and what it did on standard error.
pub(crate) fn print_done(context: &Context, reply: Reply) -> Result<u8, Trouble> {
    let Reply::Done(done) = reply else {
        return Err(unexpected());
    };
    let Done {
        seq,
        said,
        client,
        case,
    } = &done;
    if context.global.json {
        print::json(&serde_json::json!({
            "entry": seq, "said": said, "client_id": client, "case": case,
        }))?;
    } else {
        print::lines([seq.to_string()]);
        print::note(&print::safe(said));
    }
    Ok(0)
}
