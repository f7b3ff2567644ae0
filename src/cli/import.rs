//! `caseload import`: a referral list into the store, whole or not at all; a directory of services.

mod services;

use std::{
    fs::{self, File},
    path::Path,
};

use crate::{
    domain::ids::ImportId,
    exchange::{
        import_map::ImportMap,
        referrals::{self, Options, ReferralList, column::Column},
        report::{Fault, Report},
    },
    wire::{Reply, Request, Trouble, link::Link, talk::Imported},
};

use super::{
    args::{self, ImportWhat},
    context::{self, Context, unexpected},
    print,
    work::print_done,
};

/// Rows sent in one message, so that none comes near the limit of a frame.
const ROWS_AT_ONCE: usize = 50;
/// Columns of a report.
const WIDTH: usize = 100;

pub(crate) fn run(context: &Context, args: &args::Import) -> Result<u8, Trouble> {
    match (&args.what, &args.undo) {
        (Some(ImportWhat::Services(args)), _) => services::run(context, args),
        (Some(what), _) => referrals_from(context, what),
        (None, Some(id)) => {
            let import: ImportId = id
                .parse()
                .map_err(|fault| Trouble::config(format!("{fault}.")))?;
            print_done(context, context.ask(&Request::ImportUndo(import))?)
        }
        (None, None) => Err(Trouble::config("Say what to import.")
            .hint("caseload import referrals FILE.csv --dry-run")),
    }
}

fn referrals_from(context: &Context, what: &ImportWhat) -> Result<u8, Trouble> {
    let ImportWhat::Referrals {
        file,
        map,
        dry_run,
        referred_on,
    } = what
    else {
        return Err(unexpected());
    };
    let map = map.as_deref().map(read_map).transpose()?;
    let mut link = context.link()?;
    let today = context::desk(&mut link)?.today;
    let options = Options {
        today,
        default_referred_on: *referred_on,
        map: map.as_ref(),
    };
    let opened = File::open(file)
        .map_err(|error| Trouble::config(format!("{} cannot be read: {error}.", file.display())))?;
    let size = opened.metadata().map_or(0, |meta| meta.len());
    let mut progress = print::Progress::new("Reading", context.global.json);
    let read = referrals::read(opened, &options, &mut |done| progress.at(done, size));
    progress.end();
    match read {
        Err(report) => Ok(report_faults(context, &report)),
        Ok(list) => send(context, &mut link, &list, *dry_run),
    }
}

fn read_map(path: &Path) -> Result<ImportMap, Trouble> {
    let text = fs::read_to_string(path)
        .map_err(|error| Trouble::config(format!("{} cannot be read: {error}.", path.display())))?;
    ImportMap::from_toml(&text).map_err(|faults| {
        let lines: Vec<String> = faults
            .iter()
            .map(|fault| {
                format!(
                    "{}:{}:{}: {}",
                    path.display(),
                    fault.line,
                    fault.column,
                    fault.message
                )
            })
            .collect();
        Trouble::config(lines.join("\n"))
    })
}

fn send(
    context: &Context,
    link: &mut Link,
    list: &ReferralList,
    dry_run: bool,
) -> Result<u8, Trouble> {
    let mut progress = print::Progress::new("Sending", context.global.json);
    let mut sent = 0;
    for rows in list.rows.chunks(ROWS_AT_ONCE) {
        link.ask(&Request::ImportRows(rows.to_vec()), &mut |_, _| {})?;
        sent += rows.len() as u64;
        progress.at(sent, list.rows.len() as u64);
    }
    progress.end();
    let reply = link.ask(&Request::ImportCommit { dry_run }, &mut |_, _| {})?;
    let Reply::Imported(imported) = reply else {
        return Err(unexpected());
    };
    if !imported.faults.is_empty() {
        return Ok(report_faults(context, &with_headings(list, &imported)));
    }
    if context.global.json {
        print::json(&imported)?;
    } else {
        print::lines(summary(&imported));
    }
    Ok(0)
}

/// The hub's faults under the headings that the file has.
fn with_headings(list: &ReferralList, imported: &Imported) -> Report {
    let mut report = Report {
        rows: u64::from(imported.rows),
        ..Report::default()
    };
    for fault in &imported.faults {
        let column = Column::ALL
            .iter()
            .copied()
            .find(|column| column.name() == fault.column);
        report.add(match column {
            Some(column) => list.fault(fault.line, column, &fault.value, &fault.message),
            None => Fault::new(
                fault.line,
                &fault.column,
                &fault.value,
                fault.message.clone(),
            ),
        });
    }
    report.sort();
    report
}

fn report_faults(context: &Context, report: &Report) -> u8 {
    if context.global.json {
        print::note(&serde_json::to_string_pretty(report).unwrap_or_default());
    } else {
        print::note(report.table(WIDTH).trim_end());
    }
    1
}

fn summary(imported: &Imported) -> Vec<String> {
    let would = if imported.dry_run { "would be " } else { "" };
    let mut lines = vec![
        format!("{} rows read", imported.rows),
        format!(
            "{} people {would}added, {} cases {would}opened",
            imported.new_clients, imported.new_cases
        ),
    ];
    if imported.skipped > 0 {
        lines.push(format!(
            "{} were here already and are left as they are",
            imported.skipped
        ));
    }
    if imported.assigned_to_me > 0 {
        lines.push(format!(
            "{} name no link worker and come to you",
            imported.assigned_to_me
        ));
    }
    match imported.import {
        Some(import) => {
            lines.push(format!(
                "To take it back whole: caseload import --undo {import}"
            ));
        }
        None if imported.dry_run => lines.push("Nothing was changed: this was a dry run".into()),
        None => lines.push("Nothing was changed: there is nothing new in it".into()),
    }
    lines
}
