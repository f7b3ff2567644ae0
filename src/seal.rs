//! Keys, the keyring, sealing and opening. The only folder that names the cryptography crates.
//!
//! Knows nothing of entries, facts or views: it seals bytes under a key and some attached data,
//! and it keeps one data key per [`Owner`] so that erasing a person is destroying one key. It also
//! holds the [`disk`] trait, because the keyring must reach the disk by the same door as the
//! journal and may not name the journal.

pub mod disk;

mod bytes;
mod digest;
mod error;
mod keyring;
mod recovery;
mod ring_file;
mod ring_seals;
mod root;
mod sealed;

pub use digest::{Digest, Hasher, digest};
pub use error::SealError;
pub use keyring::{KeyId, Keyring, Owner, Torn};
pub use root::{Label, RootKey};
pub use sealed::{SEAL_OVERHEAD_BYTES, SealingKey};
pub use zeroize::Zeroizing;

pub(crate) use bytes::{Cursor, put_varint};
pub(crate) use sealed::{NONCE_BYTES, Nonce, TAG_BYTES, fill_random};

/// The name of one store, sixteen random bytes made at `init`.
///
/// It is part of the attached data of everything sealed, so that nothing from one store opens in
/// another, and it names the root key's file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoreId(pub [u8; 16]);

impl StoreId {
    /// A new random name. Fails only where the system has no randomness to give.
    pub fn generate() -> Result<Self, SealError> {
        let mut bytes = [0; 16];
        fill_random(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Reads the 32 hexadecimal digits that [`std::fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().as_bytes();
        if text.len() != 32 {
            return None;
        }
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
            let high = char::from(*pair.first()?).to_digit(16)?;
            let low = char::from(*pair.get(1)?).to_digit(16)?;
            *byte = u8::try_from(high * 16 + low).ok()?;
        }
        Some(Self(bytes))
    }
}

impl std::fmt::Display for StoreId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for StoreId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoreId({self})")
    }
}
