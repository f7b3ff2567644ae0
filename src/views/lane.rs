//! Pieces on their way into the store while the next ones are made: a rebuild folds and seals on
//! one thread and lets another write. Nobody else may use the store meanwhile.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
};

use super::{
    error::ViewsError,
    shelf::{Changes, Shelf},
};

/// Pieces that may be on their way; whoever has more waits.
const PIECES_MAX: usize = 3;

/// Writes pieces in the order in which they came.
#[derive(Debug)]
pub(super) struct Lane {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The first is being written.
    pieces: VecDeque<Arc<Changes>>,
    failed: Option<ViewsError>,
    closed: bool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_while(&self, condition: impl FnMut(&mut State) -> bool) -> MutexGuard<'_, State> {
        self.moved
            .wait_while(self.state(), condition)
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lane {
    /// # Errors
    /// Where the system gives no thread.
    pub(super) fn start(shelf: Arc<Shelf>) -> Result<Lane, ViewsError> {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("views".to_owned())
            .spawn(move || write(&shelf, &theirs))?;
        Ok(Lane {
            shared,
            thread: Some(thread),
        })
    }

    /// Sends a piece on its way.
    ///
    /// # Errors
    /// Where an earlier one could not be written.
    pub(super) fn put(&self, piece: Changes) -> Result<(), ViewsError> {
        let full = |state: &mut State| state.pieces.len() >= PIECES_MAX && state.failed.is_none();
        let mut state = self.shared.wait_while(full);
        if let Some(error) = state.failed.take() {
            return Err(error);
        }
        state.pieces.push_back(Arc::new(piece));
        self.shared.moved.notify_all();
        Ok(())
    }

    /// What a piece on its way says of a key: `None` where none does.
    pub(super) fn get(&self, key: &[u8]) -> Option<Option<Vec<u8>>> {
        let state = self.shared.state();
        let said = state.pieces.iter().rev().find_map(|piece| piece.get(key));
        said.cloned()
    }

    /// Waits until everything is written.
    ///
    /// # Errors
    /// Where it could not be.
    pub(super) fn finish(self) -> Result<(), ViewsError> {
        let waiting = |state: &mut State| !state.pieces.is_empty() && state.failed.is_none();
        match self.shared.wait_while(waiting).failed.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.shared.state().closed = true;
        self.shared.moved.notify_all();
        if let Some(thread) = self.thread.take() {
            // It catches what it runs; were it to panic, there is nobody left to tell.
            let _ended = thread.join();
        }
    }
}

fn write(shelf: &Shelf, shared: &Shared) {
    loop {
        let piece = {
            let state = shared.wait_while(|state| state.pieces.is_empty() && !state.closed);
            match state.pieces.front() {
                Some(piece) if !state.closed => Arc::clone(piece),
                // What is on its way when the lane is dropped is wanted by nobody.
                _ => return,
            }
        };
        let written = shelf.apply_in_order(&piece).and_then(|()| shelf.flush());
        let mut state = shared.state();
        state.failed = written.err();
        state.pieces.pop_front();
        shared.moved.notify_all();
        if state.failed.is_some() {
            return;
        }
    }
}
