//! A session's end of the line to the hub.

use std::{io, net::Shutdown, os::unix::net::UnixStream, path::Path, time::Duration};

use super::{
    Reply, Request, Said, Trouble,
    frame::{self, FrameError, REPLY_BYTES_MAX, REQUEST_BYTES_MAX},
    hello::{Hello, MAGIC, PROTOCOL, Welcome},
    socket,
};

/// A hub that does not greet in this time is not one.
const GREETING_MAX: Duration = Duration::from_secs(5);

/// A line to the hub, greeted and let in.
#[derive(Debug)]
pub struct Link {
    stream: UnixStream,
    store: String,
    next: u32,
}

/// Why there is no line.
#[derive(Debug, thiserror::Error)]
pub enum NoLink {
    /// Nobody listens there.
    #[error("no hub is running")]
    Nobody(#[source] io::Error),
    /// A hub is there and says no.
    #[error(transparent)]
    Refused(#[from] Trouble),
}

impl Link {
    /// Connects, greets, and is let in or not.
    ///
    /// # Errors
    /// `Nobody` where a hub may be started, else what the hub or the system says.
    pub fn connect(path: &Path, as_person: &str) -> Result<Link, NoLink> {
        let stream = socket::connect(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => NoLink::Nobody(error),
            io::ErrorKind::PermissionDenied => NoLink::Refused(
                Trouble::offline("You may not reach the hub of this store.")
                    .hint("Ask to be put into the group `caseload` on this machine."),
            ),
            _ => NoLink::Refused(lost(&error)),
        })?;
        let hello = Hello {
            magic: MAGIC,
            protocol: PROTOCOL,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            as_person: as_person.to_owned(),
        };
        let mut line = &stream;
        let greeted = || -> Result<Welcome, FrameError> {
            stream.set_read_timeout(Some(GREETING_MAX))?;
            // A hub that lets nobody in says so, and closes, without waiting for a greeting.
            let greeted = frame::write(&mut line, &hello, 4096);
            let welcome =
                frame::read(&mut line, 4096).map_err(|error| greeted.err().unwrap_or(error))?;
            stream.set_read_timeout(None)?;
            Ok(welcome)
        };
        let welcome = { greeted }().map_err(|error| match error {
            // A hub that is going away, or was killed, closes the line without a word.
            FrameError::Closed => NoLink::Nobody(io::ErrorKind::ConnectionReset.into()),
            // One that was killed leaves its lines to the kernel, which resets them.
            FrameError::Io(error) if is_cut(&error) => NoLink::Nobody(error),
            other => NoLink::Refused(lost(&other)),
        })?;
        match welcome.refused {
            Some(trouble) => Err(NoLink::Refused(trouble)),
            None => Ok(Link {
                stream,
                store: welcome.store,
                next: 1,
            }),
        }
    }

    /// The store's id.
    pub fn store(&self) -> &str {
        &self.store
    }

    /// Asks and waits for the answer; progress goes to `progress`, notices are passed over.
    ///
    /// # Errors
    /// Where the line is lost, or the hub answers with trouble or a refusal.
    pub fn ask(
        &mut self,
        request: &Request,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Reply, Trouble> {
        let id = self.send(request)?;
        loop {
            match self.hear()? {
                Said::Reply { to, reply } if to == id => {
                    return match reply {
                        Reply::Trouble(trouble) => Err(trouble),
                        Reply::Refused(refusal) => Err(refusal.into()),
                        reply => Ok(reply),
                    };
                }
                Said::Progress { to, done, of } if to == id => progress(done, of),
                Said::Reply { .. } | Said::Progress { .. } | Said::Notice(_) => {}
            }
        }
    }

    /// Sends a request and gives the number that its reply will carry.
    ///
    /// # Errors
    /// Where the line is lost or the request is over the limit.
    pub fn send(&mut self, request: &Request) -> Result<u32, Trouble> {
        let id = self.next;
        self.next = self.next.wrapping_add(1).max(1);
        self.send_as(id, request)?;
        Ok(id)
    }

    /// Sends a request under a number that the caller keeps.
    ///
    /// # Errors
    /// As `send`.
    pub fn send_as(&mut self, id: u32, request: &Request) -> Result<(), Trouble> {
        frame::write(&mut &self.stream, &(id, request), REQUEST_BYTES_MAX)
            .map_err(|error| lost(&error))
    }

    /// Waits for what the hub says next.
    ///
    /// # Errors
    /// Where the line is lost.
    pub fn hear(&mut self) -> Result<Said, Trouble> {
        frame::read(&mut &self.stream, REPLY_BYTES_MAX).map_err(|error| lost(&error))
    }

    /// Ends the line, for every handle of it.
    pub fn hang_up(&self) {
        // A line that is down already is what was wanted.
        self.stream.shutdown(Shutdown::Both).unwrap_or_default();
    }

    /// A second handle of the line, so that one thread hears while another sends.
    ///
    /// # Errors
    /// Where the system has no handles left.
    pub fn second(&self) -> Result<Link, Trouble> {
        let stream = self.stream.try_clone().map_err(|error| lost(&error))?;
        Ok(Link {
            stream,
            store: self.store.clone(),
            next: self.next,
        })
    }
}

fn is_cut(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe
    )
}

fn lost(error: &dyn std::fmt::Display) -> Trouble {
    Trouble::offline(format!("The line to the hub is lost: {error}."))
        .hint("Start caseload again; your draft is kept.")
}
