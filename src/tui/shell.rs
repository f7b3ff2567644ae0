//! The loop of a session, and the only part that touches the terminal, threads and time.
//!
//! It sleeps until there is input, a word from the hub or an alarm; takes everything that waits;
//! draws once; and writes nothing where nothing changed. No ticks: an idle session costs nothing.

mod alarms;
mod painter;
mod reader;
mod signals;
mod terminal;

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};

use alarms::Alarms;
use painter::Painter;
use terminal::Terminal;

use super::app::{App, Rooms, Setup};
use super::effect::{Errand, Ticket};
use super::input::Input;
use super::keymap::files;
use crate::wire::Request;

/// How requests leave the session. A broken line is no error here: the link says
/// [`Input::HubLost`], gets the line back, and says [`Input::HubBack`].
pub trait Link {
    /// Sends a request whose reply will come as [`Input::Reply`] with the ticket.
    fn send(&mut self, ticket: Ticket, request: Request);
}

/// Where everything that happens to the session is put; several at once are drawn at once.
pub type Inputs = Sender<Vec<Input>>;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The person left.
    Quit,
    /// The terminal went away.
    HungUp,
    /// The process was asked to end.
    Terminated,
}

/// Why a session could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    /// Standard input or output is no terminal.
    #[error("caseload needs a terminal; over ssh, ask for one with: ssh -t")]
    NoTerminal,
    /// The terminal cannot be drawn on at will; what `TERM` says of it.
    #[error("This terminal cannot show a full screen (TERM is {0}).")]
    TooPlain(String),
    /// The terminal refused something.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
}

/// Whether a session could be shown here, before anything is started for it.
///
/// # Errors
/// Where there is no terminal, or one that knows no full screen.
pub fn check() -> Result<(), ShellError> {
    if !terminal::is_there() {
        return Err(ShellError::NoTerminal);
    }
    let name = std::env::var("TERM").ok();
    terminal::too_plain(name.as_deref()).map_or(Ok(()), |name| Err(ShellError::TooPlain(name)))
}

/// Runs a session until it ends. `connect` is given where to put what the hub says, and gives
/// where to send what is asked. The terminal is as before afterwards, whatever happens.
///
/// # Errors
/// Where there is no terminal, or it cannot be set up.
pub fn run<L: Link>(
    mut setup: Setup,
    rooms: Box<dyn Rooms>,
    connect: impl FnOnce(Inputs) -> L,
) -> Result<Ended, ShellError> {
    check()?;
    let (inputs, waiting) = channel();
    signals::watch(inputs.clone())?;
    setup.size = terminal::size()?;
    let terminal = Terminal::enter()?;
    reader::start(&inputs)?;
    let link = connect(inputs);
    let painter = Painter::new(setup.look);
    let (app, errands) = App::new(setup, rooms);
    let mut shell = Shell {
        app,
        link,
        terminal,
        painter,
        alarms: Alarms::default(),
        ended: None,
    };
    shell.perform(errands);
    shell.last_words(waiting)
}

struct Shell<L> {
    app: App,
    link: L,
    terminal: Terminal,
    painter: Painter,
    alarms: Alarms,
    ended: Option<Ended>,
}

impl<L: Link> Shell<L> {
    /// Runs the loop and gives the terminal back; after a hang-up only where it still takes it.
    fn last_words(mut self, waiting: Receiver<Vec<Input>>) -> Result<Ended, ShellError> {
        let ended = self.turns(&waiting);
        if ended == Ended::HungUp {
            self.terminal.leave_if_it_lives();
        } else {
            self.terminal.leave()?;
        }
        Ok(ended)
    }

    fn turns(&mut self, waiting: &Receiver<Vec<Input>>) -> Ended {
        loop {
            if let Some(ended) = self.ended {
                return ended;
            }
            if self.draw().is_err() {
                // The terminal takes nothing any more; screens still keep their drafts.
                self.take(Input::HangUp);
                return Ended::HungUp;
            }
            for input in self.next(waiting) {
                self.take(input);
            }
        }
    }

    /// Sleeps until something happens, and gives everything that has.
    fn next(&mut self, waiting: &Receiver<Vec<Input>>) -> Vec<Input> {
        let first = match self.alarms.until_next() {
            Some(time) => waiting.recv_timeout(time),
            None => waiting.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let mut inputs = match first {
            Ok(inputs) => inputs,
            Err(RecvTimeoutError::Timeout) => Vec::new(),
            Err(RecvTimeoutError::Disconnected) => vec![Input::Terminate],
        };
        inputs.extend(waiting.try_iter().flatten());
        inputs.extend(self.alarms.due().into_iter().map(Input::Alarm));
        inputs
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::HangUp => self.ended = Some(Ended::HungUp),
            Input::Terminate => self.ended = self.ended.or(Some(Ended::Terminated)),
            // Whoever stopped the process may have changed the terminal meanwhile.
            Input::Continued if self.terminal.enter_again().is_err() => {
                self.ended = Some(Ended::HungUp);
            }
            _ => {}
        }
        let errands = self.app.update(input);
        self.perform(errands);
    }

    fn perform(&mut self, errands: Vec<Errand>) {
        for errand in errands {
            match errand {
                Errand::Send(ticket, request) => self.link.send(ticket, request),
                Errand::Wake(alarm, after) => self.alarms.set(alarm, after),
                Errand::WakeAtMidnight => self.alarms.set_midnight(),
                Errand::Sleep(alarm) => self.alarms.forget(alarm),
                Errand::Clipboard(text) => self.clipboard(&text),
                Errand::Write(screen, name, table) => {
                    let outcome = self.app.write(&name, &table);
                    self.take(Input::Wrote(screen, outcome));
                }
                Errand::ReadKeys(places) => {
                    self.take(Input::Keys(Box::new(files::read(&places))));
                }
                Errand::Redraw => self.painter.forget(),
                Errand::Suspend => self.suspend(),
                Errand::Quit => self.ended = self.ended.or(Some(Ended::Quit)),
            }
        }
    }

    fn clipboard(&mut self, text: &str) {
        if self.terminal.clipboard(text).is_err() {
            self.ended = Some(Ended::HungUp);
        }
    }

    fn suspend(&mut self) {
        if self.terminal.suspend().is_err() {
            self.ended = Some(Ended::HungUp);
        }
        self.painter.forget();
    }

    fn draw(&mut self) -> io::Result<()> {
        let app = &self.app;
        let bytes = self.painter.frame(app.size(), |pad| app.draw(pad));
        self.terminal.write(bytes)
    }
}
