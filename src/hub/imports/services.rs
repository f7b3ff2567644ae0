//! A feed of services: compared whole, written between a beginning and an end like any import.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    domain::{
        access::Right,
        decide::feed::{Feed, Upsert, upsert},
        fact::Fact,
        heads::Directory,
        ids::ImportId,
        service::{FeedService, Service},
        text::{Field, clean},
    },
    hub::writer::{Who, Writer},
    wire::{
        Reply, Trouble,
        talk::{FedServices, FeedCommit},
    },
};

use super::{Run, asker, count, in_groups};

/// Imports staged services, or says what an import would do.
pub fn run(writer: &mut Writer, who: Who, rows: Vec<FeedService>, commit: &FeedCommit) -> Reply {
    match try_run(writer, who, rows, commit) {
        Ok(fed) => Reply::Fed(fed),
        Err(reply) => reply,
    }
}

fn try_run(
    writer: &mut Writer,
    who: Who,
    rows: Vec<FeedService>,
    commit: &FeedCommit,
) -> Result<FedServices, Reply> {
    let core = Arc::clone(&writer.core);
    asker(&core.heads(), who)?.need(Right::Import)?;
    if !commit.dry_run
        && let Some(trouble) = writer.cannot_write()
    {
        return Err(Reply::Trouble(trouble));
    }
    if rows.is_empty() {
        let nothing = Trouble::refused("There is no service in it; nothing was changed.");
        return Err(Reply::Trouble(nothing));
    }
    let moment = writer.moment(&core)?;
    let read = count(rows.len());
    let (upsert, mut ids, mut fed) = {
        let heads = core.heads();
        let mut ids = writer.next_ids(&heads);
        let source = source_of(&heads.directory, &rows, commit);
        let feed = Feed {
            source: &source,
            whole: commit.whole,
            today: moment.today,
        };
        let stale = rows.iter().filter(|row| row.service.is_stale(moment.today));
        let stale = count(stale.count());
        let upsert = upsert(&heads.directory, &mut ids, &feed, rows);
        let fed = FedServices {
            dry_run: commit.dry_run,
            rows: read,
            stale,
            ..counted(&upsert, source)
        };
        (upsert, ids, fed)
    };
    if commit.dry_run || upsert.entries.is_empty() {
        return Ok(fed);
    }
    let import = ImportId(ids.import.max(1));
    ids.import = import.0.saturating_add(1);
    writer.reserve(ids);
    let ended = Fact::ImportEnded {
        import,
        clients: 0,
        cases: 0,
        skipped: upsert.unchanged,
    };
    let run = Run {
        who: who.staff,
        now: moment.now,
        import,
    };
    let written = count(upsert.entries.len());
    run.write(writer, written, in_groups(upsert.entries), ended)?;
    fed.import = Some(import);
    Ok(fed)
}

fn counted(upsert: &Upsert, source: String) -> FedServices {
    FedServices {
        source,
        added: upsert.added,
        changed: upsert.changed,
        unchanged: upsert.unchanged,
        gone: upsert.gone,
        returned: upsert.returned,
        organisations: upsert.organisations,
        ..FedServices::default()
    }
}

/// The name that was given; else that of the feed which has most of these ids already, so that the
/// same feed under another file name does not come in twice; else the name for a new one.
fn source_of(directory: &Directory, rows: &[FeedService], commit: &FeedCommit) -> String {
    let tidy = |name: &str| clean(name, Field::line(60)).into_owned();
    if let Some(named) = commit.source.as_deref().map(tidy)
        && !named.is_empty()
    {
        return named;
    }
    let mut known: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for origin in directory.services.values().filter_map(origin_of) {
        known.entry(&origin.id).or_default().push(&origin.source);
    }
    let mut shares: BTreeMap<&str, usize> = BTreeMap::new();
    let ids = rows.iter().filter_map(|row| origin_of(&row.service));
    for source in ids
        .filter_map(|origin| known.get(origin.id.as_str()))
        .flatten()
    {
        *shares.entry(source).or_default() += 1;
    }
    let most = shares.into_iter().max_by_key(|(_, share)| *share);
    match most {
        // Half of them: small numbers used as ids may meet by chance.
        Some((source, share)) if share * 2 >= rows.len() => source.to_owned(),
        _ => match tidy(&commit.otherwise) {
            name if name.is_empty() => "directory".to_owned(),
            name => name,
        },
    }
}

fn origin_of(service: &Service) -> Option<&crate::domain::service::Origin> {
    service.origin.as_ref()
}
