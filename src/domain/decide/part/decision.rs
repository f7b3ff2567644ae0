//! What a decision of a review may hold.

use crate::domain::{
    access::Right, decision::Decision as Decided, ids::CaseId, part::Part, refusal::Refusal,
};

use super::{
    super::Desk,
    kinds::{line, needed},
};

/// The decision with its texts cleaned and its rules held. Who decided, with whom and when is not
/// the session's to say.
pub(super) fn checked(
    desk: &Desk,
    case: Option<CaseId>,
    was: Option<&Part>,
    now: Decided,
) -> Result<Decided, Refusal> {
    desk.asker.need(Right::Review)?;
    let now = texts(desk, now)?;
    if let Some(Part::Decision(was)) = was {
        return Ok(Decided {
            on: was.on,
            by: was.by,
            with: was.with,
            meeting: was.meeting,
            ..now
        });
    }
    let me = desk.asker.staff.id;
    let head = case.and_then(|case| desk.heads.case(case));
    let with = head.and_then(|head| head.worker);
    let directory = &desk.heads.directory;
    let open = with.and_then(|with| directory.open_meeting(with, me));
    Ok(Decided {
        on: desk.today,
        by: me,
        with,
        meeting: open.map(|open| open.meeting.id),
        ..now
    })
}

/// The same with its texts cleaned.
pub(in crate::domain::decide) fn texts(desk: &Desk, now: Decided) -> Result<Decided, Refusal> {
    if let Some(on) = now.again_on.filter(|on| *on < desk.today) {
        return Err(Refusal::Field {
            field: "Review again".to_owned(),
            fault: format!("{} is over.", on.format("%-d %b")),
        });
    }
    Ok(Decided {
        what: needed("Decision", line(&now.what))?,
        why: line(&now.why),
        ..now
    })
}
