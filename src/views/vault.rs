//! Values sealed for their place: nothing stored reads back from another place, store or layout.

use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{error::ViewsError, place::Place};
use crate::seal::{Keyring, SealError, StoreId};

/// The layout of keys and values. Views of another layout are thrown away and made again.
pub const SCHEMA: u8 = 4;

/// The keys, and the store that values are bound to.
#[derive(Debug)]
pub(super) struct Vault {
    store: StoreId,
    keyring: Arc<RwLock<Keyring>>,
}

/// The end of a sealed value's authentication tag: names one writing of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Tag([u8; 4]);

impl Tag {
    pub(super) fn of(sealed: &[u8]) -> Tag {
        Tag(sealed.last_chunk().copied().unwrap_or_default())
    }
}

/// What a value adds to the sum over all values of its kind.
pub(super) fn weight(sealed: &[u8]) -> u64 {
    sealed
        .last_chunk()
        .map_or(0, |tag| u64::from_le_bytes(*tag))
}

impl Vault {
    pub(super) fn new(store: StoreId, keyring: Arc<RwLock<Keyring>>) -> Vault {
        Vault { store, keyring }
    }

    pub(super) fn store(&self) -> StoreId {
        self.store
    }

    /// What a value is bound to: layout, store and key. Opening it anywhere else fails.
    fn attached(&self, key: &[u8]) -> Vec<u8> {
        [b"views", [SCHEMA].as_slice(), &self.store.0, key].concat()
    }

    /// Seals a value for its place; `None` where its owner's key was destroyed.
    pub(super) fn seal(&self, place: Place, plain: &[u8]) -> Result<Option<Vec<u8>>, ViewsError> {
        let keyring = self.keyring.read().unwrap_or_else(PoisonError::into_inner);
        let sealed = keyring
            .key_of(place.owner())
            .and_then(|id| keyring.seal(id, &self.attached(&place.key()), plain));
        match sealed {
            Ok(mut sealed) => {
                sealed.insert(0, SCHEMA);
                Ok(Some(sealed))
            }
            Err(SealError::Erased) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens the value of a place; `None` where its owner's key was destroyed.
    pub(super) fn open(&self, place: Place, bytes: &[u8]) -> Result<Option<Vec<u8>>, ViewsError> {
        let Some((&SCHEMA, sealed)) = bytes.split_first() else {
            return Err(ViewsError::damaged("a value of another layout"));
        };
        let keyring = self.keyring.read().unwrap_or_else(PoisonError::into_inner);
        let opened = keyring
            .key_of(place.owner())
            .and_then(|id| keyring.open_sealed(id, &self.attached(&place.key()), sealed));
        match opened {
            Ok(plain) => Ok(Some(plain)),
            Err(SealError::Erased) => Ok(None),
            Err(SealError::Forged) => Err(ViewsError::damaged("a value was changed on the disk")),
            Err(error) => Err(error.into()),
        }
    }
}

/// The compact form of a value.
pub(super) fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, ViewsError> {
    encode_into(value, Vec::with_capacity(512))
}

/// The compact form of a value, after what stands in `out` already.
pub(super) fn encode_into<T: Serialize + ?Sized>(
    value: &T,
    out: Vec<u8>,
) -> Result<Vec<u8>, ViewsError> {
    postcard::to_extend(value, out)
        .map_err(|error| ViewsError::Damaged(format!("no encoding: {error}")))
}

/// Reads what [`encode`] made.
pub(super) fn decode<T: DeserializeOwned>(plain: &[u8]) -> Result<T, ViewsError> {
    postcard::from_bytes(plain)
        .map_err(|_| ViewsError::damaged("a value does not read as what it should be"))
}
