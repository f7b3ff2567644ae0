//! The hash chain: each value follows from the one before and from the bytes of one frame.
//!
//! It runs over ciphertext, so erasing someone's key leaves it whole. It is not keyed: what stops
//! someone who can rewrite all of it is the sealed head.

use crate::seal::{Digest, StoreId, digest};

/// The value before the first entry of a store.
pub(crate) fn start(store: StoreId) -> Digest {
    digest(&[b"caseload journal 1", &store.0])
}

/// The value after a frame.
pub(crate) fn after(before: &Digest, frame: &[u8]) -> Digest {
    digest(&[&before.0, frame])
}
