//! `caseload hub`: in the foreground for systemd, or in the background for a session.

use std::{sync::Arc, thread, time::Duration};

use rustix::{fs::Mode, process};
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    iterator::Signals,
};

use crate::{
    hub::{
        launch::{self, Told},
        run::{self, Herald, Manner},
        serve::{Door, OpenFor, Stay},
    },
    wire::Trouble,
};

use super::{args, context::Context, print};

/// How long a hub that a session started stays after the last one.
const STAY: Duration = Duration::from_secs(60);

pub(crate) fn run(context: &Context, args: &args::Hub) -> Result<u8, Trouble> {
    if args.background {
        return background(context, args);
    }
    let (layout, socket) = (context.layout()?, context.socket()?);
    let manner = Manner {
        open_for: OpenFor::Mapped,
        stay: Stay::ForGood,
        ephemeral: false,
    };
    process::umask(Mode::from_raw_mode(0o077));
    let ran = run::run(&layout, &socket, manner, &mut Foreground)?;
    if !ran {
        return Err(Trouble::offline("Another hub serves this store already."));
    }
    Ok(0)
}

/// Away from the terminal of the session that started it, and out of every folder.
fn background(context: &Context, args: &args::Hub) -> Result<u8, Trouble> {
    let (layout, socket) = (context.layout()?, context.socket()?);
    // It may be a session's leader already, where it was started by hand.
    let _leader = process::setsid();
    process::umask(Mode::from_raw_mode(0o077));
    process::chdir("/").unwrap_or_default();
    let stay = if args.ephemeral { Duration::ZERO } else { STAY };
    let manner = Manner {
        open_for: OpenFor::Owner,
        stay: Stay::For(stay),
        ephemeral: args.ephemeral,
    };
    match run::run(&layout, &socket, manner, &mut Background) {
        Ok(true) => Ok(0),
        Ok(false) => {
            launch::tell(&Told::Taken);
            Ok(0)
        }
        Err(trouble) => {
            let code = trouble.exit_code();
            launch::tell(&Told::Failed(trouble));
            Ok(code)
        }
    }
}

struct Foreground;

impl Herald for Foreground {
    fn progress(&mut self, done: u64, of: u64) {
        print::note(&format!(
            "Making the records again: {done} of {of} entries."
        ));
    }

    fn ready(&mut self, door: &Arc<Door>) {
        end_on_signal(door);
        // Without systemd there is nobody to tell.
        sd_notify::notify(&[sd_notify::NotifyState::Ready]).unwrap_or_default();
    }
}

struct Background;

impl Herald for Background {
    fn progress(&mut self, done: u64, of: u64) {
        let percent = (done * 100).checked_div(of).unwrap_or(0);
        launch::tell(&Told::Progress(format!("{percent} %")));
    }

    fn ready(&mut self, door: &Arc<Door>) {
        end_on_signal(door);
        launch::tell(&Told::Ready);
        // From here on nothing holds on to the session's streams.
        if let Ok(nowhere) = std::fs::File::options()
            .read(true)
            .write(true)
            .open("/dev/null")
        {
            rustix::stdio::dup2_stdout(&nowhere).unwrap_or_default();
            rustix::stdio::dup2_stderr(&nowhere).unwrap_or_default();
        }
    }
}

/// Ends in order when asked to: what waits is written first.
fn end_on_signal(door: &Arc<Door>) {
    let Ok(mut signals) = Signals::new([SIGTERM, SIGINT]) else {
        return;
    };
    let door = Arc::clone(door);
    thread::spawn(move || {
        if signals.forever().next().is_some() {
            door.close();
        }
    });
}
