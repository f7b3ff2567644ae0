//! Sealing bytes under one key with attached data: XChaCha20-Poly1305 with a random nonce.
//!
//! Random 192-bit nonces need no counter, so a restored backup or a cloned machine cannot use one
//! twice (`trust.md` section 6).

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::SealError;

/// Bytes of the nonce that stands before what is sealed.
pub(crate) const NONCE_BYTES: usize = 24;
/// Bytes of the tag that stands after what is sealed.
pub(crate) const TAG_BYTES: usize = 16;
/// How much longer sealed bytes are than plain ones.
pub const SEAL_OVERHEAD_BYTES: usize = NONCE_BYTES + TAG_BYTES;

/// A nonce; never used twice under one key.
pub(crate) type Nonce = [u8; NONCE_BYTES];

/// Fills `bytes` from the system's generator.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), SealError> {
    getrandom::fill(bytes).map_err(|_| SealError::NoRandomness)
}

/// One key of 32 bytes that seals and opens. Wiped when dropped, never printed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SealingKey([u8; 32]);

impl SealingKey {
    /// A new random key, for what need not be read again once it is gone.
    pub fn generate() -> Result<Self, SealError> {
        let mut bytes = [0; 32];
        fill_random(&mut bytes)?;
        Ok(Self(bytes))
    }

    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Seals `plain`; opening needs the same `attached` bytes, which are not stored.
    ///
    /// The result is [`SEAL_OVERHEAD_BYTES`] longer. Fails only without randomness or above the
    /// cipher's limit of 256 GiB.
    pub fn seal(&self, attached: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE_BYTES];
        fill_random(&mut nonce)?;
        let mut out = Vec::with_capacity(plain.len() + SEAL_OVERHEAD_BYTES);
        out.extend_from_slice(&nonce);
        seal_into(&self.0, &nonce, attached, plain, &mut out)?;
        Ok(out)
    }

    /// Opens what [`SealingKey::seal`] made. [`SealError::Forged`] where key, attached data or a
    /// single bit differ.
    pub fn open(&self, attached: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (nonce, body) = sealed
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(SealError::Forged)?;
        open_from(&self.0, nonce, attached, body)
    }
}

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealingKey(..)")
    }
}

/// Appends ciphertext and tag to `out`; the nonce is kept by the caller.
pub(crate) fn seal_into(
    key: &[u8; 32],
    nonce: &Nonce,
    attached: &[u8],
    plain: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), SealError> {
    let start = out.len();
    out.extend_from_slice(plain);
    let body = out.get_mut(start..).unwrap_or_default();
    let tag = XChaCha20Poly1305::new(key.into())
        .encrypt_inout_detached(&XNonce::from(*nonce), attached, body.into())
        .map_err(|_| SealError::TooLarge(plain.len() as u64))?;
    out.extend_from_slice(&tag);
    Ok(())
}

/// Opens ciphertext and tag made by [`seal_into`].
pub(crate) fn open_from(
    key: &[u8; 32],
    nonce: &Nonce,
    attached: &[u8],
    body: &[u8],
) -> Result<Vec<u8>, SealError> {
    let (cipher, tag) = body
        .split_last_chunk::<TAG_BYTES>()
        .ok_or(SealError::Forged)?;
    let mut plain = cipher.to_vec();
    XChaCha20Poly1305::new(key.into())
        .decrypt_inout_detached(
            &XNonce::from(*nonce),
            attached,
            plain.as_mut_slice().into(),
            &Tag::from(*tag),
        )
        .map_err(|_| SealError::Forged)?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_with_the_same_key_and_attached_data() {
        let key = SealingKey::from_bytes([7; 32]);
        let sealed = key.seal(b"draft 3", b"Peg rang back").unwrap();
        assert_eq!(sealed.len(), 13 + SEAL_OVERHEAD_BYTES);
        assert_eq!(key.open(b"draft 3", &sealed).unwrap(), b"Peg rang back");
        assert!(matches!(
            key.open(b"draft 4", &sealed),
            Err(SealError::Forged)
        ));
        let other = SealingKey::from_bytes([8; 32]);
        assert!(matches!(
            other.open(b"draft 3", &sealed),
            Err(SealError::Forged)
        ));
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert!(matches!(
                key.open(b"draft 3", &flipped),
                Err(SealError::Forged)
            ));
            assert!(matches!(
                key.open(b"draft 3", &sealed[..at]),
                Err(SealError::Forged)
            ));
        }
        assert_ne!(sealed, key.seal(b"draft 3", b"Peg rang back").unwrap());
    }
}
