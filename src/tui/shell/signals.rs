//! Signals, as inputs like any other.

use std::io;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::Inputs;
use crate::tui::input::Input;

/// Starts to turn signals into inputs.
pub(super) fn watch(inputs: Inputs) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGCONT])?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                let input = match signal {
                    SIGHUP => Input::HangUp,
                    SIGCONT => Input::Continued,
                    _ => Input::Terminate,
                };
                if inputs.send(vec![input]).is_err() {
                    return;
                }
            }
        })?;
    Ok(())
}
