//! The first frames: fixed for ever, so that any two versions can at least refuse each other
//! politely.

use serde::{Deserialize, Serialize};

use super::trouble::Trouble;

/// Marks the socket as ours.
pub const MAGIC: [u8; 8] = *b"caseload";
/// Raised whenever `talk` changes.
pub const PROTOCOL: u16 = 3;

/// What a session says first. The shape never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    pub magic: [u8; 8],
    pub protocol: u16,
    /// The program's version, such as `0.1.0`.
    pub version: String,
    /// The person to act as, honoured only where the Unix account is mapped to that person.
    pub as_person: String,
}

/// What the hub says back. The shape never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    pub magic: [u8; 8],
    pub protocol: u16,
    pub version: String,
    /// The store's id: a session that reconnects checks that it is the same.
    pub store: String,
    /// Why the session may not come in; then the hub closes.
    pub refused: Option<Trouble>,
}
