//! What a session and the hub say to each other: small enums in capped, length-prefixed frames.
//!
//! After the handshake nothing here says who is asking: the hub knows from the kernel.

pub mod frame;
pub mod hello;
pub mod link;
pub mod socket;
pub mod talk;
pub mod trouble;

pub use talk::{Notice, Reply, Request, Said};
pub use trouble::{Trouble, TroubleKind};
