//! What a safeguarding concern may hold. Who may write one is asked in `part`.

use crate::domain::{concern::Concern, part::Part, refusal::Refusal};

use super::{
    super::Desk,
    kinds::{line, needed, not_before, not_to_come, note},
};

const BEFORE: &str = "this is before it was noticed.";

/// The concern with its texts cleaned and its rules held.
pub(super) fn checked(
    desk: &Desk,
    was: Option<&Part>,
    mut now: Concern,
) -> Result<Concern, Refusal> {
    not_to_come(desk, now.noticed_on)?;
    now.what = needed("Concern", note(&now.what))?;
    now.discussed_with = line(&now.discussed_with);
    now.outcome = note(&now.outcome);
    now.closed_because = line(&now.closed_because);
    if let Some(on) = now.discussed_on {
        not_to_come(desk, on)?;
        not_before("Discussed on", on, now.noticed_on, BEFORE)?;
        now.discussed_with = needed("Discussed with", now.discussed_with)?;
    }
    match now.closed_on {
        Some(on) => {
            not_to_come(desk, on)?;
            not_before("Closed on", on, now.noticed_on, BEFORE)?;
            now.closed_because = needed("Closed because", now.closed_because)?;
            // Nobody looks again at what is closed.
            now.review_on = None;
        }
        None => now.closed_because.clear(),
    }
    let stood = match was {
        Some(Part::Concern(was)) => was.review_on,
        _ => None,
    };
    match now.review_on {
        Some(on) if on < desk.today && now.review_on != stood => Err(Refusal::DueInThePast { on }),
        _ => Ok(now),
    }
}

/// One line for the person who asked, and for whoever sees their screen: nothing of what it says.
pub(super) fn said(was: Option<&Part>, now: &Concern) -> &'static str {
    let was_open = match was {
        Some(Part::Concern(was)) => Some(was.is_open()),
        _ => None,
    };
    match (was_open, now.is_open()) {
        (None, _) => "Safeguarding concern noted.",
        (Some(true), false) => "Safeguarding concern closed.",
        (Some(false), true) => "Safeguarding concern open again.",
        (Some(_), _) => "Safeguarding concern changed.",
    }
}
