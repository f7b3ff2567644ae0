//! The truth: entries on disk, append-only, sealed, chained and synced before anyone is told.
