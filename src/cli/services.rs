//! `caseload services`: the directory, for pipes and for eyes.

use crate::{
    domain::terms::Need,
    readmodel::services::{PAGE_MAX, ServiceQuery, ServiceRow},
    wire::{Reply, Request, Trouble},
};

use super::{
    args,
    context::{Context, unexpected},
    print,
    rows::programs_read,
};

pub(crate) fn run(context: &Context, args: &args::Services) -> Result<u8, Trouble> {
    let mut query = ServiceQuery {
        need: args.need.as_deref().map(need).transpose()?,
        near: args.near.clone().unwrap_or_default(),
        offset: 0,
        limit: PAGE_MAX,
    };
    let mut link = context.link()?;
    let mut rows: Vec<ServiceRow> = Vec::new();
    loop {
        let reply = link.ask(&Request::Services(query.clone()), &mut |_, _| {})?;
        let Reply::Services(page) = reply else {
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
        print::lines(rows.iter().map(line));
    }
    Ok(0)
}

/// A need by its code or label, or by the beginning of a word of them that only one has.
fn need(typed: &str) -> Result<Need, Trouble> {
    if let Some(need) = Need::find(typed) {
        return Ok(need);
    }
    let lower = typed.trim().to_lowercase();
    let begins = |need: &&Need| {
        let text = format!("{} {}", need.code(), need.label());
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| word.starts_with(&lower))
    };
    let fitting: Vec<&Need> = Need::ALL.iter().filter(begins).collect();
    match fitting.as_slice() {
        [one] if !lower.is_empty() => Ok(**one),
        _ => {
            let codes: Vec<&str> = Need::ALL.iter().map(|need| need.code()).collect();
            Err(
                Trouble::config(format!("\"{}\" is none of the needs.", print::safe(typed)))
                    .hint(format!("They are: {}.", codes.join(", "))),
            )
        }
    }
}

fn line(row: &ServiceRow) -> String {
    let cells = [
        row.id.to_string(),
        row.name.clone(),
        row.organisation.clone(),
        row.place.clone(),
        row.phone.clone(),
        row.needs.join("; "),
        state(row),
    ];
    let safe: Vec<String> = cells.iter().map(|cell| print::safe(cell)).collect();
    safe.join("\t")
}

/// What speaks against sending somebody there; empty for nothing.
fn state(row: &ServiceRow) -> String {
    let gone = row.gone_since;
    let said = [
        (row.status != "active").then(|| row.status.clone()),
        gone.map(|day| format!("not in the feed since {day}")),
        row.as_of
            .filter(|_| row.stale)
            .map(|day| format!("stale: {day}")),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    said.join("; ")
}
