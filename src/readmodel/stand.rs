//! Where a session stands, kept for the case that its line breaks. Ids only: the name is looked up
//! when it is asked for, and only for who may still see it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::drafts::DraftKey;
use crate::domain::{
    access::Asker,
    heads::{ClientHead, Heads},
    ids::{CaseId, ClientId},
};

/// More screens than that never lie on each other.
pub const PATH_MAX: usize = 8;

/// One screen that can be come back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spot {
    /// A list by the name of its place, with the case under its marker.
    List { place: String, row: Option<CaseId> },
    /// A client.
    Client(ClientId),
    /// A client, at one of their cases.
    Case(CaseId),
    /// A form, half-typed or empty.
    Form(DraftKey),
}

impl Spot {
    /// Whether it is the same screen, wherever its marker is.
    pub fn is_same(&self, other: &Spot) -> bool {
        match (self, other) {
            (Spot::List { place, .. }, Spot::List { place: same, .. }) => place == same,
            _ => self == other,
        }
    }
}

/// Where a session stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// The screens that lead there, the list below first.
    pub path: Vec<Spot>,
    /// When; the hub says.
    pub at: DateTime<Utc>,
}

impl Stand {
    /// A stand whose time the hub sets.
    pub fn of(path: Vec<Spot>) -> Stand {
        Stand {
            path,
            at: DateTime::<Utc>::UNIX_EPOCH,
        }
    }
}

/// Where a session stood when its line broke, as the next one is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    pub path: Vec<Spot>,
    /// The person who was on the screen.
    pub whom: String,
    /// "14:10", or "Mon 14:10".
    pub when: String,
}

/// The person whom a path leads to; `None` where it leads to nobody, or to somebody out of reach.
pub fn whom(heads: &Heads, asker: Asker, path: &[Spot]) -> Option<String> {
    let of_case = |case: CaseId| {
        let head = heads.case(case)?;
        asker.reaches_case(heads, head).then_some(head.client)
    };
    let client = match path.last()? {
        Spot::List { .. } => return None,
        Spot::Client(client) => *client,
        Spot::Case(case) => of_case(*case)?,
        Spot::Form(key) => match key {
            DraftKey::NewClient => return Some("somebody new".to_owned()),
            key => match (key.case(), key.client()) {
                (Some(case), _) => of_case(case)?,
                (None, Some(client)) => client,
                (None, None) => return None,
            },
        },
    };
    let head = heads.client(client)?;
    let name = asker
        .reaches_client(heads, head)
        .then(|| ClientHead::name(head));
    name.filter(|name| !name.is_empty())
}
