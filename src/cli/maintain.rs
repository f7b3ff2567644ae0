//! Verify, rebuild, backup, restore, doctor: looking after a store.

use std::{fs, os::unix::fs::MetadataExt, path::Path};

use crate::{
    hub::{config::StoreConfig, layout::Layout, maintain as hub_maintain},
    seal::RootKey,
    wire::{Reply, Request, Trouble, talk::Verdict},
};

use super::{
    context::{self, Context, unexpected},
    init, print,
};

pub(crate) fn verify(context: &Context, deep: bool) -> Result<u8, Trouble> {
    let mut progress = print::Progress::new("Checking", context.global.json);
    let reply = context
        .link()?
        .ask(&Request::Verify { deep }, &mut |done, of| {
            progress.at(done, of)
        });
    progress.end();
    let Reply::Verdict(verdict) = reply? else {
        return Err(unexpected());
    };
    let Verdict {
        entries,
        sound,
        findings,
    } = &verdict;
    if context.global.json {
        print::json(&verdict)?;
    } else if *sound {
        print::lines([format!(
            "{entries} entries checked: everything is as it was written."
        )]);
    } else {
        print::lines(findings.iter().map(|finding| print::safe(finding)));
    }
    Ok(if *sound { 0 } else { 4 })
}

pub(crate) fn rebuild(context: &Context) -> Result<u8, Trouble> {
    let mut progress = print::Progress::new("Making the records again", context.global.json);
    let reply = context
        .link()?
        .ask(&Request::Rebuild, &mut |done, of| progress.at(done, of));
    progress.end();
    match reply? {
        Reply::Kept => {
            print::note("The records are made again from the journal.");
            Ok(0)
        }
        _ => Err(unexpected()),
    }
}

pub(crate) fn backup(context: &Context, file: &Path) -> Result<u8, Trouble> {
    let file = context::absolute(file)?;
    let Some(name) = file.to_str() else {
        return Err(Trouble::config("The backup's name is not readable text."));
    };
    match context.ask(&Request::Backup {
        file: name.to_owned(),
    })? {
        Reply::Kept => {
            print::note(&format!("The backup is in {name}."));
            print::note("It opens only with the store's root key or its recovery code.");
            Ok(0)
        }
        _ => Err(unexpected()),
    }
}

pub(crate) fn restore(file: &Path, into: &Path, root_key: Option<&Path>) -> Result<u8, Trouble> {
    let into = Layout::new(context::absolute(into)?);
    let entries = hub_maintain::restore(&context::absolute(file)?, &into)?;
    print::note(&format!(
        "{entries} entries are in {}.",
        into.data.display()
    ));
    let key = StoreConfig::load(&into)?.root_key_path(&into);
    if !key.exists() {
        bring_key(&key, root_key)?;
    }
    print::note(&format!(
        "Open it with: caseload --data {}",
        into.data.display()
    ));
    Ok(0)
}

/// Puts the root key where the store looks for it: from the file named, or from the recovery code.
fn bring_key(place: &Path, from: Option<&Path>) -> Result<(), Trouble> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Trouble::refused(format!(
            "The records are restored, but stay closed: {error}."
        ))
        .hint(format!("Put the root key to {}.", place.display()))
    };
    let key = match from {
        Some(from) => RootKey::load(from).map_err(|error| unreadable(&error))?,
        None => {
            let typed = init::ask("The recovery code of this store")
                .map_err(|_| unreadable(&"its root key is not on this machine"))?;
            RootKey::from_recovery_code(&typed).map_err(|error| unreadable(&error))?
        }
    };
    if let Some(folder) = place.parent() {
        Layout::new(folder).make_only()?;
    }
    key.save(place).map_err(|error| unreadable(&error))
}

pub(crate) fn doctor(context: &Context, accept_clock: bool) -> Result<u8, Trouble> {
    if accept_clock {
        context.ask(&Request::AcceptClock)?;
        print::note("The clock is taken as right until the hub ends.");
        return Ok(0);
    }
    let layout = context.layout()?;
    let mut found = Vec::new();
    if let Err(trouble) = layout.check_private() {
        found.push(format!("{} {}", trouble.message, trouble.hint));
    }
    match StoreConfig::load(&layout) {
        Err(trouble) => found.push(trouble.message),
        Ok(config) => {
            let key = config.root_key_path(&layout);
            match fs::metadata(&key) {
                Err(_) => found.push(format!("The root key is not in {}.", key.display())),
                Ok(meta) if meta.mode() & 0o077 != 0 => found.push(format!(
                    "The root key can be read by others: chmod 600 {}",
                    key.display()
                )),
                Ok(_) => {}
            }
        }
    }
    if std::env::var_os("LANG").is_none() && std::env::var_os("LC_ALL").is_none() {
        found.push("No locale is set: the desk is drawn in plain ASCII.".to_owned());
    }
    if found.is_empty() {
        found.extend(ask_hub(context));
    }
    let sound = found.is_empty();
    if context.global.json {
        print::json(&found)?;
    } else if sound {
        print::lines(["Nothing is wrong that can be seen from here."]);
    } else {
        print::lines(&found);
    }
    Ok(u8::from(!sound))
}

/// What the hub finds wrong with the store, or why it cannot be asked.
fn ask_hub(context: &Context) -> Vec<String> {
    match context.ask(&Request::Verify { deep: false }) {
        Ok(Reply::Verdict(verdict)) => verdict.findings,
        Ok(_) => vec![unexpected().message],
        Err(trouble) => vec![format!("{} {}", trouble.message, trouble.hint)],
    }
}
