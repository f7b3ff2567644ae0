//! The root key: one secret of 32 bytes per store, kept outside it.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::sealed::fill_random;
use super::{SealError, SealingKey, StoreId, disk, recovery};

/// First word of a root key file; the number is its format.
const FILE_WORD: &str = "caseload-root-key-1";
/// Longer files are not root keys.
const FILE_BYTES_MAX: u64 = 4096;

/// What a derived key is for. Two labels never give the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Wraps the data keys in the keyring.
    Keyring,
    /// Seals the store's own secret in the keyring, from which all but these two derive.
    Secret,
    /// Seals the journal's head.
    JournalHead,
    /// Seals drafts that belong to nobody's own key.
    Drafts,
    /// Seals the keys under which views are stored in sled.
    Views,
    /// Seals the log of who looked at what.
    AccessLog,
}

impl Label {
    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Keyring => b"caseload/1/keyring",
            Self::Secret => b"caseload/1/secret",
            Self::JournalHead => b"caseload/1/journal head",
            Self::Drafts => b"caseload/1/drafts",
            Self::Views => b"caseload/1/views",
            Self::AccessLog => b"caseload/1/access log",
        }
    }
}

/// The root key. Wiped when dropped; its bytes are never printed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RootKey([u8; 32]);

impl RootKey {
    /// A new random key.
    pub fn generate() -> Result<Self, SealError> {
        let mut bytes = [0; 32];
        fill_random(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The key as thirteen groups of five letters and digits, each with its own check character,
    /// to be written down and locked away.
    pub fn recovery_code(&self) -> Zeroizing<String> {
        recovery::encode(&self.0)
    }

    /// Reads a recovery code back, in any case and spacing; the error names the faulty group.
    pub fn from_recovery_code(code: &str) -> Result<Self, SealError> {
        recovery::decode(code)
            .map(|key| Self(*key))
            .map_err(SealError::RecoveryCode)
    }

    /// Whether both are the same key: what `init` asks after the code was typed back.
    pub fn is_same(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    /// Writes the key to a new file that only its owner can read, and syncs file and folder.
    /// Refuses to replace a file: an overwritten root key is a lost store.
    pub fn save(&self, path: &Path) -> Result<(), SealError> {
        let failed = |source| SealError::io("writing the root key to", path, source);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(|source| match source.kind() {
                ErrorKind::AlreadyExists => fault(
                    path,
                    "is there already; it is not replaced, as it may open a store",
                ),
                _ => failed(source),
            })?;
        let mut text = Zeroizing::new(format!("{FILE_WORD} "));
        text.push_str(&self.recovery_code());
        text.push('\n');
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(failed)?;
        disk::sync_parent(&disk::RealDisk, path).map_err(failed)
    }

    /// Reads a file that [`RootKey::save`] wrote. Refuses one that others on the machine can read
    /// (its group may, because a systemd credential is given that way).
    pub fn load(path: &Path) -> Result<Self, SealError> {
        let failed = |source| SealError::io("reading the root key from", path, source);
        let file = std::fs::File::open(path).map_err(|source| match source.kind() {
            ErrorKind::NotFound => fault(
                path,
                "is not there; put the key back, or use the recovery code",
            ),
            _ => failed(source),
        })?;
        if file.metadata().map_err(failed)?.mode() & 0o027 != 0 {
            return Err(fault(
                path,
                "can be read by others on this machine; run `chmod 600` on it",
            ));
        }
        let mut text = Zeroizing::new(String::new());
        file.take(FILE_BYTES_MAX)
            .read_to_string(&mut text)
            .map_err(|source| match source.kind() {
                ErrorKind::InvalidData => fault(path, "is not a root key; name the right file"),
                _ => failed(source),
            })?;
        let code = text
            .strip_prefix(FILE_WORD)
            .ok_or_else(|| fault(path, "is not a root key; name the right file"))?;
        Self::from_recovery_code(code)
            .map_err(|_| fault(path, "is damaged; use the recovery code to make it again"))
    }

    /// The key for one purpose in one store. `salt` tells generations of it apart.
    pub(super) fn derive(&self, store: StoreId, label: Label, salt: &[u8]) -> SealingKey {
        let mut key = Zeroizing::new([0; 32]);
        let expanded = Hkdf::<Sha256>::new(Some(salt), &self.0).expand(
            &[label.bytes(), b"/", &store.0].concat(),
            key.as_mut_slice(),
        );
        // HKDF refuses only lengths above 8,160 bytes; 32 is far below.
        debug_assert!(expanded.is_ok());
        SealingKey::from_bytes(*key)
    }

    /// The bytes, to be sealed under another key.
    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key that was sealed under another one.
    pub(super) fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(*bytes)
    }
}

impl std::fmt::Debug for RootKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RootKey(..)")
    }
}

fn fault(path: &Path, fault: &str) -> SealError {
    SealError::RootKeyFile {
        path: path.to_owned(),
        fault: fault.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_saved_key_comes_back_and_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.key");
        let key = RootKey::generate().unwrap();
        key.save(&path).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(RootKey::load(&path).unwrap().is_same(&key));
        let typed = RootKey::from_recovery_code(&key.recovery_code()).unwrap();
        assert!(typed.is_same(&key) && !typed.is_same(&RootKey::generate().unwrap()));
        let again = key.save(&path).unwrap_err().to_string();
        assert!(again.contains("is there already"), "{again}");
    }

    #[test]
    fn an_open_missing_or_damaged_file_is_refused_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.key");
        let said = |path: &Path| RootKey::load(path).unwrap_err().to_string();
        assert!(said(&path).contains("use the recovery code"));
        RootKey::generate().unwrap().save(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(said(&path).contains("chmod 600"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[30] = if bytes[30] == b'7' { b'8' } else { b'7' };
        std::fs::write(&path, &bytes).unwrap();
        assert!(said(&path).contains("is damaged"), "{}", said(&path));
        std::fs::write(&path, b"hello").unwrap();
        assert!(said(&path).contains("not a root key"));
        std::fs::write(&path, [0xff; 9]).unwrap();
        assert!(said(&path).contains("not a root key"));
    }

    #[test]
    fn purposes_stores_and_salts_give_different_keys() {
        let key = RootKey([5; 32]);
        let sealed = key
            .derive(StoreId([1; 16]), Label::Drafts, b"")
            .seal(b"", b"x")
            .unwrap();
        let opens = |store, label, salt: &[u8]| {
            key.derive(StoreId([store; 16]), label, salt)
                .open(b"", &sealed)
                .is_ok()
        };
        assert!(opens(1, Label::Drafts, b""));
        assert!(!opens(2, Label::Drafts, b""));
        assert!(!opens(1, Label::Views, b""));
        assert!(!opens(1, Label::Drafts, b"2"));
    }

    #[test]
    fn nothing_secret_is_printed() {
        assert_eq!(format!("{:?}", RootKey([5; 32])), "RootKey(..)");
    }
}
