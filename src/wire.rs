//! What a session and the hub say to each other: small enums in capped, length-prefixed frames.
