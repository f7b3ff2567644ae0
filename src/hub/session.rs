//! One session on the hub's side: greet, then answer request after request.
//!
//! Two threads: one reads and answers, one writes, so that a terminal on a slow line holds up
//! nobody. A panic ends this session only.

use std::{
    net::Shutdown,
    os::unix::net::UnixStream,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use crate::{
    domain::access::Asker,
    wire::{
        Notice, Reply, Request, Said, Trouble,
        frame::{self, FrameError, REPLY_BYTES_MAX, REQUEST_BYTES_MAX},
        hello::{Hello, MAGIC, PROTOCOL, Welcome},
    },
};

use super::{
    core::Core,
    peer,
    serve::Door,
    time,
    turn::Turn,
    writer::{Progress, Who},
};

/// A greeting that takes longer is not one of ours.
const GREETING_MAX: Duration = Duration::from_secs(3);
/// A terminal that takes nothing for so long is gone.
const WRITE_MAX: Duration = Duration::from_secs(30);
/// Messages that may wait for a slow terminal before its line is cut.
const WAITING_MAX: usize = 64;

/// Serves one connection until it ends.
pub fn run(core: &Arc<Core>, door: &Arc<Door>, number: u64, stream: UnixStream) {
    // Whatever goes wrong here goes wrong for this session only; its line is closed in any case.
    let outcome = catch_unwind(AssertUnwindSafe(|| talk(core, door, number, &stream)));
    core.hall.leave(number);
    core.drafts.session_ended(number);
    stream.shutdown(Shutdown::Both).unwrap_or_default();
    drop(outcome);
}

/// Says in one sentence why somebody may not come in.
pub fn refuse(core: &Core, stream: &UnixStream, trouble: Trouble) {
    // Somebody who does not wait for the sentence does not need it.
    stream
        .set_write_timeout(Some(GREETING_MAX))
        .unwrap_or_default();
    welcome(core, stream, Some(trouble)).unwrap_or_default();
}

fn talk(
    core: &Arc<Core>,
    door: &Arc<Door>,
    number: u64,
    stream: &UnixStream,
) -> Result<(), FrameError> {
    stream.set_read_timeout(Some(GREETING_MAX))?;
    stream.set_write_timeout(Some(WRITE_MAX))?;
    let mut reader = stream.try_clone()?;
    let hello: Hello = frame::read(&mut reader, 4096)?;
    let who = match greet(core, stream, &hello) {
        Ok(who) => {
            welcome(core, stream, None)?;
            who
        }
        Err(trouble) => {
            let newer = hello.magic == MAGIC && hello.protocol > PROTOCOL;
            let may_hand_over = newer && peer::uid_of(stream).is_ok_and(|uid| door.trusts(uid));
            welcome(core, stream, Some(trouble))?;
            if may_hand_over {
                door.hand_over(core);
            }
            return Ok(());
        }
    };
    stream.set_read_timeout(None)?;
    let (out, waiting) = sync_channel::<Said>(WAITING_MAX);
    let writer = stream.try_clone()?;
    let pump = thread::Builder::new()
        .name("session-out".to_owned())
        .stack_size(128 * 1024)
        .spawn(move || pump(&waiting, &writer))?;
    let ended = answer(core, door, number, who, &mut reader, &out);
    core.hall.leave(number);
    drop(out);
    pump.join().unwrap_or_default();
    ended
}

fn greet(core: &Arc<Core>, stream: &UnixStream, hello: &Hello) -> Result<Who, Trouble> {
    if hello.magic != MAGIC {
        return Err(Trouble::config("This is not a caseload session."));
    }
    if hello.protocol < PROTOCOL {
        return Err(
            Trouble::offline("caseload was updated while this session was open.")
                .hint("Start it again; your draft is kept."),
        );
    }
    if hello.protocol > PROTOCOL {
        return Err(
            Trouble::offline("An older caseload is still serving this store.")
                .hint("It is handing over now; try again in a moment."),
        );
    }
    let uid = peer::uid_of(stream)?;
    let heads = core.heads();
    let who = peer::person(&heads, uid, &hello.as_person, &core.layout);
    who.map_err(|nobody| {
        // Where the damage reaches back to who works here, that is what there is to say.
        let damage = core.damage();
        damage
            .filter(|_| heads.directory.staff.is_empty())
            .unwrap_or(nobody)
    })
}

fn welcome(
    core: &Core,
    mut stream: &UnixStream,
    refused: Option<Trouble>,
) -> Result<(), FrameError> {
    let welcome = Welcome {
        magic: MAGIC,
        protocol: PROTOCOL,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        store: core.config.id.clone(),
        refused,
    };
    frame::write(&mut stream, &welcome, 4096)
}

/// Writes what waits, until nobody sends any more or the line is down.
fn pump(waiting: &Receiver<Said>, mut stream: &UnixStream) {
    while let Ok(said) = waiting.recv() {
        match frame::write(&mut stream, &said, REPLY_BYTES_MAX) {
            Ok(()) => {}
            Err(FrameError::TooLong { bytes, .. }) => {
                let Said::Reply { to, .. } = said else {
                    continue;
                };
                let trouble =
                    Trouble::refused(format!("The answer is too long to show ({bytes} bytes)."))
                        .hint("Narrow what you ask for.");
                let reply = Said::Reply {
                    to,
                    reply: Reply::Trouble(trouble),
                };
                if frame::write(&mut stream, &reply, REPLY_BYTES_MAX).is_err() {
                    break;
                }
            }
            Err(_) => break,
        }
    }
    stream.shutdown(Shutdown::Both).unwrap_or_default();
}

/// Sends progress of a request. A terminal that cannot take it just now misses a step of it.
fn progress(to: u32, out: &SyncSender<Said>) -> Progress {
    let out = out.clone();
    Arc::new(move |done, of| {
        out.try_send(Said::Progress { to, done, of })
            .unwrap_or_default();
    })
}

fn answer(
    core: &Arc<Core>,
    door: &Arc<Door>,
    number: u64,
    who: Who,
    reader: &mut UnixStream,
    out: &SyncSender<Said>,
) -> Result<(), FrameError> {
    let mut turn = Turn::new(Arc::clone(core), who).of_session(number);
    loop {
        let (id, request): (u32, Request) = frame::read(reader, REQUEST_BYTES_MAX)?;
        let reply = match request {
            Request::Watch => {
                let link = Arc::new(reader.try_clone()?);
                let heads = core.heads();
                if let Some(staff) = heads.staff(who.staff) {
                    core.hall.enter(
                        number,
                        Asker {
                            staff,
                            today: time::moment(&heads).today,
                            owner: who.owner,
                            rights_of: None,
                        },
                        out.clone(),
                        link,
                    );
                }
                let today = Notice::TodayIs(time::moment(&heads).today);
                drop(heads);
                out.send(Said::Notice(today)).unwrap_or_default();
                Reply::Kept
            }
            Request::HandOver if who.owner => {
                door.hand_over(core);
                Reply::Kept
            }
            request => turn.answer(request, &progress(id, out)),
        };
        if out.send(Said::Reply { to: id, reply }).is_err() {
            return Err(FrameError::Closed);
        }
    }
}
