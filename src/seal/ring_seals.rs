//! Sealing and opening under the keys of a keyring.

use super::sealed::{self, Nonce};
use super::{KeyId, Keyring, Owner, SealError};

impl Keyring {
    /// Seals `plain` under a key. The result is 40 bytes longer and opens with the same `attached`.
    pub fn seal(&self, id: KeyId, attached: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; sealed::NONCE_BYTES];
        sealed::fill_random(&mut nonce)?;
        let mut out = Vec::with_capacity(plain.len() + sealed::SEAL_OVERHEAD_BYTES);
        out.extend_from_slice(&nonce);
        sealed::seal_into(self.key(id)?, &nonce, attached, plain, &mut out)?;
        Ok(out)
    }

    /// Opens what [`Keyring::seal`] made: [`SealError::Erased`] where the key was destroyed,
    /// [`SealError::UnknownKey`] where this keyring never held it, [`SealError::Forged`] where
    /// anything was changed.
    pub fn open_sealed(
        &self,
        id: KeyId,
        attached: &[u8],
        bytes: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let key = self.key(id)?;
        let (nonce, body) = bytes.split_first_chunk().ok_or(SealError::Forged)?;
        sealed::open_from(key, nonce, attached, body)
    }

    /// [`Keyring::seal`] under the owner's key with the key's number in front, for small files and
    /// views that keep no key numbers of their own.
    pub fn seal_box(
        &self,
        owner: Owner,
        attached: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let id = self.key_of(owner)?;
        let mut out = id.0.to_le_bytes().to_vec();
        out.extend_from_slice(&self.seal(id, attached, plain)?);
        Ok(out)
    }

    /// Opens what [`Keyring::seal_box`] made.
    pub fn open_box(&self, attached: &[u8], bytes: &[u8]) -> Result<Vec<u8>, SealError> {
        let (id, body) = bytes.split_first_chunk().ok_or(SealError::Forged)?;
        self.open_sealed(KeyId(u32::from_le_bytes(*id)), attached, body)
    }

    /// Seals with a nonce that the caller keeps, appending to `out`.
    pub(crate) fn seal_into(
        &self,
        id: KeyId,
        nonce: &Nonce,
        attached: &[u8],
        plain: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        sealed::seal_into(self.key(id)?, nonce, attached, plain, out)
    }

    /// Opens what [`Keyring::seal_into`] made.
    pub(crate) fn open_from(
        &self,
        id: KeyId,
        nonce: &Nonce,
        attached: &[u8],
        body: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        sealed::open_from(self.key(id)?, nonce, attached, body)
    }
}
