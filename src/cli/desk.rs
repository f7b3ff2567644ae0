//! `caseload`: the desk.

use std::{path::PathBuf, time::Duration};

use crate::{
    hub::launch,
    tui::{
        app::Setup,
        draw::Look,
        glyphs::Glyphs,
        keymap::files::{Places, read as read_keymap},
        line::Line,
        rooms,
        shell::{self, Ended, ShellError},
        theme::Theme,
    },
    wire::Trouble,
};

use super::{
    context::{self, Context},
    files, words,
};

/// A screen that nobody touches is covered after this.
const COVER_AFTER: Duration = Duration::from_secs(5 * 60);
/// The practice machine's keymap.
const SITE_KEYMAP: &str = "/etc/caseload/keymap.toml";

pub(crate) fn open(context: &Context) -> Result<u8, Trouble> {
    check()?;
    let mut link = context.link()?;
    let desk = context::desk(&mut link)?;
    let stood = context::stood(&mut link);
    let setup = Setup {
        keymap: read_keymap(&keymap_places(context)),
        look: look(context)?,
        size: (80, 24),
        cover_after: COVER_AFTER,
        may_suspend: std::env::var_os("SSH_ORIGINAL_COMMAND").is_none(),
        banner: rooms::banner(&desk),
    };
    let layout = context.layout()?;
    let socket = context.socket()?;
    let person = context.person().to_owned();
    let ephemeral = context.ephemeral;
    let dial = move || {
        // A demonstration whose hub is gone is gone with it.
        let data = (!ephemeral && layout.is_founded() && layout.is_ours())
            .then_some(layout.data.as_path());
        launch::reach(data, &socket, &person, ephemeral, &mut |_| {})
    };
    let extras = rooms::Extras {
        tour: context.tour,
        scribe: Some(files::write),
        stood,
        words: own_words(context),
    };
    let rooms = rooms::with(desk, extras);
    let ended = shell::run(setup, rooms, move |inputs| Line::start(link, dial, inputs));
    match ended {
        Ok(Ended::Quit | Ended::HungUp | Ended::Terminated) => Ok(0),
        Err(error) => Err(trouble(&error)),
    }
}

/// Whether there can be a desk on this terminal, before anything is started or made for it.
pub(crate) fn check() -> Result<(), Trouble> {
    shell::check().map_err(|error| trouble(&error))
}

/// Why there is no desk, and what to use instead.
fn trouble(error: &ShellError) -> Trouble {
    let rows = "For rows without a full screen: caseload agenda, caseload cases, caseload client.";
    match error {
        ShellError::NoTerminal => Trouble::config(error.to_string()).hint(rows),
        ShellError::TooPlain(_) => Trouble::config(error.to_string()).hint(format!(
            "Use PuTTY, xterm or another full terminal, or say what it is: TERM=xterm caseload. {rows}"
        )),
        ShellError::Terminal(_) => Trouble::offline(error.to_string()),
    }
}

fn look(context: &Context) -> Result<Look, Trouble> {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let theme = match &context.global.theme {
        Some(name) => Theme::named(name).ok_or_else(|| {
            let known: Vec<&str> = Theme::ALL.iter().map(|(_, name)| *name).collect();
            Trouble::config(format!("There is no theme \"{name}\"."))
                .hint(format!("Choose one of: {}.", known.join(", ")))
        })?,
        None if no_color => Theme::Mono,
        None => Theme::Default,
    };
    Ok(Look {
        theme,
        glyphs: Glyphs::of(context.global.ascii, locale.as_deref()),
    })
}

/// The person's own word list, or why it is not used.
fn own_words(context: &Context) -> rooms::Words {
    match words::own(context) {
        Ok(None) => rooms::Words::BuiltIn,
        Ok(Some(list)) => rooms::Words::Own(Box::new(list)),
        Err(unusable) => rooms::Words::Faulty(unusable.faults.len()),
    }
}

/// Where keymaps are looked for.
pub(crate) fn keymap_places(context: &Context) -> Places {
    let config = std::env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config")));
    Places {
        site: Some(PathBuf::from(SITE_KEYMAP)),
        own: config.map(|folder| folder.join("caseload").join("keymap.toml")),
        chosen: context.global.keymap.clone(),
    }
}
