//! What went wrong, at the edge: one shape for the status line, the exit code and `--json`.

use serde::{Deserialize, Serialize};

use crate::domain::refusal::Refusal;

/// Whose matter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TroubleKind {
    /// Not granted, not found, faults in what was given.
    Refused,
    /// Wrong usage, config or keymap.
    Config,
    /// Hub or store cannot be reached.
    Offline,
    /// The store is damaged; it is read-only.
    Damaged,
    /// A fault of the program.
    Bug,
}

/// Something that went wrong, in a sentence, with what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Trouble {
    pub kind: TroubleKind,
    pub message: String,
    /// What to do next; may be empty.
    #[serde(default)]
    pub hint: String,
}

impl Trouble {
    pub fn new(kind: TroubleKind, message: impl Into<String>) -> Trouble {
        Trouble {
            kind,
            message: message.into(),
            hint: String::new(),
        }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Trouble {
        self.hint = hint.into();
        self
    }

    pub fn refused(message: impl Into<String>) -> Trouble {
        Trouble::new(TroubleKind::Refused, message)
    }

    pub fn config(message: impl Into<String>) -> Trouble {
        Trouble::new(TroubleKind::Config, message)
    }

    pub fn offline(message: impl Into<String>) -> Trouble {
        Trouble::new(TroubleKind::Offline, message)
    }

    pub fn damaged(message: impl Into<String>) -> Trouble {
        Trouble::new(TroubleKind::Damaged, message)
    }

    pub fn bug(message: impl Into<String>) -> Trouble {
        Trouble::new(TroubleKind::Bug, message)
    }

    /// The exit code of the command line; scripts rely on it.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            TroubleKind::Refused => 1,
            TroubleKind::Config => 2,
            TroubleKind::Offline | TroubleKind::Bug => 3,
            TroubleKind::Damaged => 4,
        }
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Trouble {
        Trouble::refused(refusal.to_string())
    }
}
