//! A hub's life: lock, open, serve, close.

use std::{
    fs,
    os::unix::net::UnixListener,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
    thread,
};

use crate::wire::Trouble;

use super::{
    core::Core,
    elsewhere::Elsewhere,
    layout::Layout,
    lock,
    open::{self, Open},
    reading,
    serve::{self, Door, OpenFor, Stay},
    staging,
    writer::Writer,
};

/// How a hub is run.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    pub open_for: OpenFor,
    pub stay: Stay,
    /// A demonstration: the folder goes when the hub does.
    pub ephemeral: bool,
}

/// What a starting hub tells whoever waits.
pub trait Herald {
    /// How far a rebuild has come.
    fn progress(&mut self, done: u64, of: u64);
    /// It listens.
    fn ready(&mut self, door: &Arc<Door>);
}

/// A hub that has been opened and listens; `serve` runs it.
pub struct Hub {
    core: Arc<Core>,
    door: Arc<Door>,
    listener: UnixListener,
    writer: thread::JoinHandle<()>,
    /// Goes after the views in it are closed.
    _elsewhere: Option<Elsewhere>,
    _lock: lock::Lock,
}

/// Runs a hub until it is told to go or nobody has been there for long enough. Gives `false` at
/// once where another hub holds the store.
///
/// # Errors
/// Where the store cannot be opened or the socket cannot be bound.
pub fn run(
    layout: &Layout,
    socket: &Path,
    manner: Manner,
    herald: &mut dyn Herald,
) -> Result<bool, Trouble> {
    let Some(hub) = Hub::open(layout, socket, manner, herald)? else {
        return Ok(false);
    };
    herald.ready(&hub.door);
    hub.serve();
    // The socket goes before the lock: whoever comes now starts a fresh hub.
    fs::remove_file(socket).unwrap_or_default();
    if manner.ephemeral {
        fs::remove_dir_all(&layout.data).unwrap_or_default();
    }
    Ok(true)
}

impl Hub {
    /// Opens the store and binds the socket; `None` where another hub holds the store.
    ///
    /// # Errors
    /// Where the store cannot be opened or the socket cannot be bound.
    pub fn open(
        layout: &Layout,
        socket: &Path,
        manner: Manner,
        herald: &mut dyn Herald,
    ) -> Result<Option<Hub>, Trouble> {
        layout.check_private()?;
        if !layout.is_founded() {
            // Says where there is none and how to make one.
            super::config::StoreConfig::load(layout)?;
        }
        let Some(lock) = lock::try_lock(layout)? else {
            return Ok(None);
        };
        staging::sweep(layout);
        let open = open::open(layout.clone(), &mut |done, of| herald.progress(done, of))?;
        let Open {
            core,
            journal,
            jobs,
            elsewhere,
        } = open;
        let door = Door::new(manner.open_for, manner.stay)?;
        let listener = serve::bind(socket, manner.open_for)?;
        let writer = Writer::new(Arc::clone(&core), journal, jobs);
        let theirs = Arc::clone(&door);
        let writer = thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || {
                // A hub that cannot write any more goes, and the next session starts another.
                let ended = catch_unwind(AssertUnwindSafe(|| writer.run()));
                theirs.close();
                drop(ended);
            })
            .map_err(|error| Trouble::offline(format!("No thread for the writer: {error}.")))?;
        reading::start(&core);
        Ok(Some(Hub {
            core,
            door,
            listener,
            writer,
            _elsewhere: elsewhere,
            _lock: lock,
        }))
    }

    /// The door, to close it from elsewhere.
    pub fn door(&self) -> Arc<Door> {
        Arc::clone(&self.door)
    }

    /// What the hub's threads share, for tests that look inside.
    pub fn core(&self) -> Arc<Core> {
        Arc::clone(&self.core)
    }

    /// Serves until the door closes, then closes the store in order: what waits for the writer is
    /// written, the views follow, the journal and its head are synced.
    pub fn serve(self) {
        serve::accept(&self.core, &self.door, &self.listener);
        self.core.close_jobs();
        self.writer.join().unwrap_or_default();
        self.core.records.stop();
    }
}
