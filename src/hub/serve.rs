//! The socket: who may come in, how many, and when the hub goes home.

use std::{
    collections::BTreeMap,
    fs, io,
    os::{
        fd::AsFd,
        unix::{
            fs::{FileTypeExt, PermissionsExt},
            net::{UnixListener, UnixStream},
        },
    },
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::{
    clock,
    wire::{Notice, Trouble, socket},
};

use super::{
    core::{Core, lock},
    layout::unreachable,
    peer, session, time,
};

/// Sessions in all.
const SESSIONS_MAX: usize = 256;
/// Sessions of one Unix account.
const SESSIONS_OF_ONE_MAX: usize = 64;

/// How long nobody is let in where the system had no handle for the last who knocked.
const KNOCK_AGAIN: Duration = Duration::from_millis(100);

/// How long a hub waits for the session that started it.
const FIRST_MAX: Duration = Duration::from_secs(20);

/// How long a hub stays after its last session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stay {
    /// A service of the machine: until it is told to go.
    ForGood,
    /// Started by a session.
    For(Duration),
}

/// Whom the door is open for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenFor {
    /// The hub's own account only: a hub that a session started.
    Owner,
    /// Every account that is mapped to a person.
    Mapped,
}

/// The door: counts who is in and knows when to close.
pub struct Door {
    open_for: OpenFor,
    stay: Stay,
    inside: Mutex<BTreeMap<u64, u32>>,
    next: AtomicU64,
    closing: AtomicBool,
    /// Wakes the accepting thread.
    bell: UnixStream,
    heard: UnixStream,
}

impl Door {
    /// # Errors
    /// Where the system has no sockets left.
    pub fn new(open_for: OpenFor, stay: Stay) -> Result<Arc<Door>, Trouble> {
        let (bell, heard) = UnixStream::pair()
            .map_err(|error| Trouble::offline(format!("No socket to be had: {error}.")))?;
        Ok(Arc::new(Door {
            open_for,
            stay,
            inside: Mutex::default(),
            next: AtomicU64::new(1),
            closing: AtomicBool::new(false),
            bell,
            heard,
        }))
    }

    /// Whether this account may start, replace and end hubs of this store.
    pub fn trusts(&self, uid: u32) -> bool {
        uid == rustix::process::geteuid().as_raw()
    }

    /// Asks the hub to end; those inside are told.
    pub fn hand_over(&self, core: &Core) {
        core.hall.tell_all(&Notice::HandingOver);
        self.close();
    }

    /// Asks the hub to end. May be called from any thread, also on a signal.
    pub fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
        self.ring();
    }

    fn ring(&self) {
        // A full bell has been rung already.
        let _rung = io::Write::write(&mut &self.bell, &[1]);
    }

    fn come_in(&self, uid: u32) -> Result<u64, Trouble> {
        if self.open_for == OpenFor::Owner && !self.trusts(uid) {
            return Err(
                Trouble::refused("This desk was opened by somebody else for themselves.")
                    .hint("Several accounts need the hub as a service: see packaging/README.md."),
            );
        }
        let mut inside = lock(&self.inside);
        let of_one = inside.values().filter(|other| **other == uid).count();
        if inside.len() >= SESSIONS_MAX || of_one >= SESSIONS_OF_ONE_MAX {
            return Err(Trouble::offline("Too many sessions are open.")
                .hint("Close one that you no longer need, then try again."));
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        inside.insert(number, uid);
        Ok(number)
    }

    fn go_out(&self, number: u64) {
        lock(&self.inside).remove(&number);
        self.ring();
    }

    fn is_empty(&self) -> bool {
        lock(&self.inside).is_empty()
    }
}

/// Binds the socket, readable by its owner only or, for a service, by its group.
///
/// # Errors
/// Where the path is taken by something else or cannot be bound.
pub fn bind(path: &Path, open_for: OpenFor) -> Result<UnixListener, Trouble> {
    clear_place(path)?;
    let listener = socket::bind(path).map_err(|error| no_place(path, &error))?;
    let mode = match open_for {
        OpenFor::Owner => 0o600,
        OpenFor::Mapped => 0o660,
    };
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(|error| unreachable(path, &error))?;
    listener
        .set_nonblocking(true)
        .map_err(|error| unreachable(path, &error))?;
    Ok(listener)
}

/// Removes the socket of a hub that is gone. The store's lock is ours, but the path may have been
/// named by hand.
fn clear_place(path: &Path) -> Result<(), Trouble> {
    let Ok(meta) = fs::symlink_metadata(path) else {
        return Ok(());
    };
    let taken = |by: &str| {
        Err(Trouble::offline(format!("{} is {by}.", path.display()))
            .hint("Name another place for the hub's socket with --socket."))
    };
    if !meta.file_type().is_socket() {
        return taken("not a socket, and is left as it is");
    }
    if socket::connect(path).is_ok() {
        return taken("the socket of another hub");
    }
    fs::remove_file(path).map_err(|error| no_place(path, &error))
}

fn no_place(path: &Path, error: &io::Error) -> Trouble {
    unreachable(path, error)
        .hint("Name another place for the hub's socket with --socket, on a disk that takes it.")
}

/// Accepts sessions until the door closes, or nobody has been inside for as long as the hub stays.
pub fn accept(core: &Arc<Core>, door: &Arc<Door>, listener: &UnixListener) {
    // The session that started this hub has some time to come in.
    let mut empty_since = Instant::now() + FIRST_MAX;
    let mut today = today(core);
    loop {
        if door.closing.load(Ordering::SeqCst) {
            break;
        }
        if !door.is_empty() {
            empty_since = Instant::now();
        } else if let Stay::For(stay) = door.stay
            && Instant::now() >= empty_since + stay
        {
            break;
        }
        wait(door, listener, empty_since);
        let now = self::today(core);
        if now != today {
            today = now;
            core.hall.tell_all(&Notice::TodayIs(now));
        }
        loop {
            match listener.accept() {
                Ok((stream, _)) => let_in(core, door, stream),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(_) => {
                    // Out of handles, most likely: who knocks waits until a session has left.
                    thread::sleep(KNOCK_AGAIN);
                    break;
                }
            }
        }
    }
}

fn today(core: &Core) -> chrono::NaiveDate {
    time::moment(&core.heads()).today
}

/// Sleeps until somebody knocks, the bell rings, the date changes, or it is time to go.
fn wait(door: &Door, listener: &UnixListener, empty_since: Instant) {
    let midnight = clock::until_midnight(clock::now());
    let leave = match door.stay {
        Stay::For(stay) if door.is_empty() => {
            (empty_since + stay).saturating_duration_since(Instant::now())
        }
        Stay::For(_) | Stay::ForGood => midnight,
    };
    let timeout = midnight.min(leave) + Duration::from_millis(1);
    let mut fds = [
        PollFd::from_borrowed_fd(listener.as_fd(), PollFlags::IN),
        PollFd::from_borrowed_fd(door.heard.as_fd(), PollFlags::IN),
    ];
    let timeout = Timespec::try_from(timeout).ok();
    // An interrupted wait is a short one.
    if poll(&mut fds, timeout.as_ref()).is_ok() {
        let [_, heard] = fds;
        if heard.revents().contains(PollFlags::IN) {
            let mut bells = [0; 64];
            let _heard = io::Read::read(&mut &door.heard, &mut bells);
        }
    }
}

fn let_in(core: &Arc<Core>, door: &Arc<Door>, stream: UnixStream) {
    if stream.set_nonblocking(false).is_err() {
        return;
    }
    let number = peer::uid_of(&stream).and_then(|uid| door.come_in(uid));
    let core = Arc::clone(core);
    let inner = Arc::clone(door);
    let spawned = match number {
        Ok(number) => thread::Builder::new()
            .name("session".to_owned())
            .stack_size(512 * 1024)
            .spawn(move || {
                session::run(&core, &inner, number, stream);
                inner.go_out(number);
            })
            .map_err(|_| number),
        Err(trouble) => {
            session::refuse(&core, &stream, trouble);
            return;
        }
    };
    if let Err(number) = spawned {
        door.go_out(number);
    }
}
