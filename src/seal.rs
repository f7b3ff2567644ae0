//! Keys, the keyring, sealing and opening. The only folder that names the cryptography crates.
