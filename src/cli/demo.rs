//! `caseload demo`: the desk on an invented practice network, gone afterwards.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::Duration;

use crate::{
    clock,
    domain::{
        fact::{About, Entry, Fact},
        ids::StaffId,
        terms::StoreKind,
        zone::store_date,
    },
    exchange::demo::{Demo, PERSON_DEFAULT},
    hub::{found, layout::Layout, lock},
    seal::StoreId,
    wire::Trouble,
};

use super::{args, context, context::Context, desk, print};

/// Folders of demonstrations begin with this, so that the next one can sweep up.
const PREFIX: &str = "caseload-demo-";
/// A folder that nobody holds is swept once it is so many minutes old.
const SWEPT_AFTER: i64 = 10;
/// Entries written to the journal in one go.
const AT_ONCE: usize = 2_000;
/// People mapped in one entry: each is a part of it, and an entry has at most 255.
const MAPPED_AT_ONCE: usize = 200;

pub(crate) fn run(context: &Context, args: &args::Demo) -> Result<u8, Trouble> {
    let mut demo = Demo::on(args.today.unwrap_or_else(|| store_date(clock::now())));
    if let Some(clients) = args.clients {
        demo.clients = clients;
    }
    if let Some(seed) = args.seed {
        demo.seed = seed;
    }
    if let Some(dir) = &args.make {
        let layout = Layout::new(context::absolute(dir)?);
        make(&layout, &demo, context.global.json)?;
        print::note(&format!(
            "An invented store is in {0}. Open it with: caseload --data {0}",
            layout.data.display()
        ));
        return Ok(0);
    }
    desk::check()?;
    let parent = std::env::temp_dir();
    sweep(&parent);
    let layout = Layout::new(fresh_folder(&parent)?);
    let made = make(&layout, &demo, context.global.json);
    if let Err(trouble) = made {
        fs::remove_dir_all(&layout.data).unwrap_or_default();
        return Err(trouble);
    }
    let mut global = context.global.clone();
    global.data = Some(layout.data.clone());
    global.socket = None;
    let outcome = desk::open(&Context {
        global,
        ephemeral: true,
        tour: !args.no_tour,
    });
    // The hub takes the folder with it; where none ran, it goes here.
    if lock::try_lock(&layout).is_ok_and(|lock| lock.is_some()) {
        fs::remove_dir_all(&layout.data).unwrap_or_default();
    }
    outcome
}

fn fresh_folder(parent: &Path) -> Result<PathBuf, Trouble> {
    let id = StoreId::generate()
        .map_err(|error| Trouble::offline(format!("No random numbers to be had: {error}.")))?;
    Ok(parent.join(format!("{PREFIX}{id}")))
}

/// Removes what demonstrations left behind that were killed: folders of ours that nobody holds.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let ours = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(PREFIX));
        let layout = Layout::new(entry.path());
        // One that was made a moment ago may be about to be opened.
        let made = entry.metadata().and_then(|meta| meta.modified());
        let age = made.map(|made| clock::now() - chrono::DateTime::from(made));
        let old = age.is_ok_and(|age| age > Duration::minutes(SWEPT_AFTER));
        if ours
            && old
            && layout.is_ours()
            && layout.is_founded()
            && let Ok(Some(held)) = lock::try_lock(&layout)
        {
            fs::remove_dir_all(&layout.data).unwrap_or_default();
            drop(held);
        }
    }
}

/// Writes the store: the generator's entries, then this account as everybody in it.
fn make(layout: &Layout, demo: &Demo, json: bool) -> Result<(), Trouble> {
    let broken = |fault: &dyn std::fmt::Display| Trouble::bug(format!("The demo data: {fault}."));
    let mut founded = found::found(layout, StoreKind::Demo)?;
    let entries = demo.entries().map_err(|fault| broken(&fault))?;
    let mut progress = print::Progress::new("Inventing people", json);
    let mut waiting: Vec<Entry> = Vec::with_capacity(AT_ONCE);
    let mut staff = Vec::new();
    let (mut seq, mut recorded, mut opened) = (0, None, 0_u64);
    for entry in entries {
        seq = entry.seq;
        recorded = Some(entry.recorded);
        for (_, fact) in &entry.facts {
            match fact {
                Fact::StaffAdded(added) => staff.push((added.id, added.handle.clone())),
                Fact::ClientAdded { .. } => opened += 1,
                _ => {}
            }
        }
        waiting.push(entry);
        if waiting.len() >= AT_ONCE {
            founded.write(&waiting)?;
            waiting.clear();
            progress.at(opened, u64::from(demo.clients));
        }
    }
    founded.write(&waiting)?;
    progress.end();
    let recorded = recorded.ok_or_else(|| broken(&"it is empty"))? + Duration::milliseconds(1);
    for (facts, seq) in everybody_is_me(staff).chunks(MAPPED_AT_ONCE).zip(seq + 1..) {
        founded.write_facts(seq, recorded, facts.to_vec())?;
    }
    founded.finish(layout)?;
    Ok(())
}

/// In a demonstration all people are the account that opened it, the usual one first.
fn everybody_is_me(mut staff: Vec<(StaffId, String)>) -> Vec<(About, Fact)> {
    let uid = rustix::process::geteuid().as_raw();
    staff.sort_by_key(|(id, handle)| (handle != PERSON_DEFAULT, *id));
    staff
        .into_iter()
        .map(|(staff, _)| (About::Staff(staff), Fact::AccountMapped { staff, uid }))
        .collect()
}
