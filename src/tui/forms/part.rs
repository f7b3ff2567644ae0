//! One part of a record, as the lists and forms of its kind ask for it: set or taken away on the
//! version that the card has.

use super::about::Facts;
use crate::domain::ids::{CaseId, PartId};
use crate::domain::intent::Intent;
use crate::domain::part::{Part, PartChange};

/// Sets the part with that id, or a new one where there is none; takes it away where `now` is none.
/// Nothing where the card does not have it any more.
pub(super) fn set(
    facts: &Facts,
    part: Option<PartId>,
    case: Option<CaseId>,
    now: Option<Part>,
    because: String,
) -> Option<Intent> {
    let card = facts.card.as_ref()?;
    let version = match part {
        Some(part) => card.parts.iter().find(|kept| kept.id == part)?.seq,
        None => 0,
    };
    Some(Intent::SetParts {
        client: card.client_id,
        changes: vec![PartChange {
            id: part,
            version,
            case,
            now,
        }],
        because,
    })
}

/// Why nothing can be done with a part that may not be on the card any more.
pub(super) fn gone<T>(found: Option<T>) -> Option<String> {
    match found {
        Some(_) => None,
        None => Some("This has been taken away meanwhile".to_owned()),
    }
}
