//! The session's line to the hub: requests out, replies and notices in, and the line taken up again
//! after it broke.
//!
//! Reads and writes on threads of its own, so that a slow hub never holds up a key. Does not know
//! how a hub is found or started: whoever starts the session gives it a way to dial.

use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::Duration,
};

use super::{
    effect::Ticket,
    input::Input,
    shell::{Inputs, Link as Outgoing},
};
use crate::wire::{Request, Said, Trouble, link::Link};

/// Waits between attempts to get the line back: soon at first, then patiently.
const WAITS: [u64; 5] = [50, 200, 500, 1_000, 2_000];

/// How long leaving waits for the last words to be sent.
const BYE_MAX: Duration = Duration::from_millis(500);

/// What the line's thread is told.
enum Told {
    Ask(Ticket, Request),
    /// The line with this number broke.
    Lost(u32),
    /// The session ends; everything before this is sent first.
    Bye(Sender<()>),
}

/// The sending end.
pub struct Line {
    out: Sender<Told>,
}

impl Line {
    /// Takes up a line that is there; `dial` gets another when it breaks.
    pub fn start(
        link: Link,
        dial: impl Fn() -> Result<Link, Trouble> + Send + 'static,
        inputs: Inputs,
    ) -> Line {
        let (out, told) = channel();
        let back = out.clone();
        let spawned = thread::Builder::new()
            .name("line".to_owned())
            .spawn(move || keep(link, &dial, &inputs, &told, &back));
        // Without a thread nothing is ever answered, which the screens show as waiting.
        drop(spawned);
        Line { out }
    }
}

impl Drop for Line {
    /// Waits until everything was sent: the last draft of all is sent when a session is left.
    fn drop(&mut self) {
        let (sent, done) = channel();
        if self.out.send(Told::Bye(sent)).is_ok() {
            // Where the line is down there is nobody to send to, and nothing to wait for.
            done.recv_timeout(BYE_MAX).unwrap_or_default();
        }
    }
}

impl Outgoing for Line {
    fn send(&mut self, ticket: Ticket, request: Request) {
        // Where the thread is gone, so is the session.
        self.out
            .send(Told::Ask(ticket, request))
            .unwrap_or_default();
    }
}

/// Keeps a line up until the session ends.
fn keep(
    first: Link,
    dial: &dyn Fn() -> Result<Link, Trouble>,
    inputs: &Inputs,
    told: &Receiver<Told>,
    back: &Sender<Told>,
) {
    let mut link = Some(first);
    for number in 0_u32.. {
        let Some(mut up) = link.take().or_else(|| dial_again(dial, inputs)) else {
            return;
        };
        if number > 0 {
            // Nothing asked of the old line will be answered.
            while told.try_recv().is_ok() {}
            if inputs.send(vec![Input::HubBack]).is_err() {
                return;
            }
        }
        if up.send_as(0, &Request::Watch).is_ok() {
            listen(&up, number, inputs.clone(), back.clone());
            if !pass_on(&mut up, number, told) {
                return;
            }
        }
        if inputs.send(vec![Input::HubLost]).is_err() {
            return;
        }
    }
}

/// Sends what is asked until the line breaks (`true`) or the session ends (`false`).
fn pass_on(link: &mut Link, number: u32, told: &Receiver<Told>) -> bool {
    while let Ok(next) = told.recv() {
        match next {
            Told::Lost(broken) if broken == number => return true,
            Told::Lost(_) => {}
            Told::Bye(sent) => {
                sent.send(()).unwrap_or_default();
                return false;
            }
            Told::Ask(ticket, request) => {
                if link.send_as(ticket.0, &request).is_err() {
                    return true;
                }
            }
        }
    }
    false
}

/// Passes on what the hub says, several things at once where they wait together.
fn listen(link: &Link, number: u32, inputs: Inputs, back: Sender<Told>) {
    let Ok(mut ear) = link.second() else {
        back.send(Told::Lost(number)).unwrap_or_default();
        return;
    };
    let spawned = thread::Builder::new()
        .name("ear".to_owned())
        .spawn(move || {
            while let Ok(said) = ear.hear() {
                let input = match said {
                    Said::Reply { to: 0, .. } | Said::Progress { .. } => continue,
                    Said::Reply { to, reply } => Input::Reply(Ticket(to), reply),
                    Said::Notice(notice) => Input::Notice(notice),
                };
                if inputs.send(vec![input]).is_err() {
                    return;
                }
            }
            back.send(Told::Lost(number)).unwrap_or_default();
        });
    drop(spawned);
}

/// Dials until somebody answers; `None` where the session has ended.
fn dial_again(dial: &dyn Fn() -> Result<Link, Trouble>, inputs: &Inputs) -> Option<Link> {
    let mut waits = WAITS.iter();
    let mut wait = 0;
    loop {
        wait = waits.next().copied().unwrap_or(wait);
        thread::sleep(Duration::from_millis(wait));
        if let Ok(link) = dial() {
            return Some(link);
        }
        // An empty message costs nothing and tells whether anybody is still there.
        inputs.send(Vec::new()).ok()?;
    }
}
