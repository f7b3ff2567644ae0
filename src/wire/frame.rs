//! Frames: a length of four bytes, little-endian, then that many bytes of postcard.

use std::io::{self, Read, Write};

use serde::{Serialize, de::DeserializeOwned};

/// No request is longer; checked before anything is allocated.
pub const REQUEST_BYTES_MAX: usize = 256 * 1024;
/// No reply is longer.
pub const REPLY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Why a frame was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    #[error("the other end went away")]
    Closed,
    #[error("a message of {bytes} bytes is over the limit of {limit}")]
    TooLong { bytes: usize, limit: usize },
    #[error("a message could not be read: {0}")]
    Garbled(#[from] postcard::Error),
    #[error("the connection failed: {0}")]
    Io(#[from] io::Error),
}

/// Writes one frame in one call, so that a frame is never half on its way between two writers.
///
/// # Errors
/// `TooLong` before anything is written, else what the socket says.
pub fn write<T: Serialize>(
    out: &mut impl Write,
    value: &T,
    limit: usize,
) -> Result<(), FrameError> {
    let mut bytes = postcard::to_extend(value, vec![0; 4])?;
    let length = bytes.len() - 4;
    if length > limit {
        return Err(FrameError::TooLong {
            bytes: length,
            limit,
        });
    }
    let prefix = u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
    for (slot, byte) in bytes.iter_mut().zip(prefix) {
        *slot = byte;
    }
    out.write_all(&bytes)?;
    out.flush()?;
    Ok(())
}

/// Reads one frame.
///
/// # Errors
/// `Closed` at a clean end, `TooLong` before allocating, `Garbled` where bytes are left over or the
/// value does not decode.
pub fn read<T: DeserializeOwned>(from: &mut impl Read, limit: usize) -> Result<T, FrameError> {
    let mut prefix = [0; 4];
    match from.read_exact(&mut prefix) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Err(FrameError::Closed);
        }
        Err(error) => return Err(error.into()),
    }
    let length = u32::from_le_bytes(prefix) as usize;
    if length > limit {
        return Err(FrameError::TooLong {
            bytes: length,
            limit,
        });
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes)?;
    let (value, rest) = postcard::take_from_bytes(&bytes)?;
    if rest.is_empty() {
        Ok(value)
    } else {
        Err(FrameError::Garbled(postcard::Error::DeserializeBadEncoding))
    }
}
