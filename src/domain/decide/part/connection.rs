//! Connections: which stage asks for what, what a move sets by itself, and what is refused.

use chrono::NaiveDate;

use crate::domain::{
    case::FollowUp,
    connection::{Connection, passes_on},
    ids::{CaseId, ClientId},
    part::Part,
    refusal::Refusal,
    terms::Stage,
};

use super::{
    super::{Desk, contact},
    consent, kinds,
};

/// The connection with its texts cleaned, its rules held, and what its move sets by itself.
pub(in crate::domain::decide) fn checked(
    desk: &Desk,
    client: ClientId,
    case: Option<CaseId>,
    was: Option<&Part>,
    mut now: Connection,
) -> Result<Connection, Refusal> {
    kinds::service_known(desk, now.service)?;
    if let Some(case) = case {
        contact::must_be_open(desk.asker.case(desk.heads, case)?)?;
    }
    let was = match was {
        Some(Part::Connection(was)) => Some(was),
        _ => None,
    };
    if was.is_some_and(|was| was.service != now.service) {
        return Err(Refusal::Said(
            "A connection keeps its service: connect them to the other one anew.".to_owned(),
        ));
    }
    now.note = kinds::note(&now.note);
    now.moved(was, desk.today);
    consented(was, &now)?;
    not_withdrawn(desk, client, was, &now)?;
    days(desk, &now)?;
    step(was, &mut now, desk.today)?;
    Ok(now)
}

/// Without consent a connection stays a draft or a signposting; where the person then went by
/// themselves, that may be told.
fn consented(was: Option<&Connection>, now: &Connection) -> Result<(), Refusal> {
    let went_alone = was.is_some_and(|was| was.stage != Stage::Draft);
    let needs = match now.stage {
        Stage::Draft | Stage::Signposted | Stage::Cancelled => false,
        stage => passes_on(stage) || !went_alone,
    };
    if now.agreed.is_some() || !needs {
        return Ok(());
    }
    Err(Refusal::Said(
        "They have not agreed to be passed on: keep it as a draft, or signpost them.".to_owned(),
    ))
}

/// A yes that was taken back since passes nobody on: it is asked again.
fn not_withdrawn(
    desk: &Desk,
    client: ClientId,
    was: Option<&Connection>,
    now: &Connection,
) -> Result<(), Refusal> {
    let Some(was) = was else { return Ok(()) };
    let passed_on = |one: &Connection| passes_on(one.stage);
    if passed_on(was) || !passed_on(now) || was.agreed != now.agreed {
        return Ok(());
    }
    let person = desk.heads.client(client).map_or(client, |head| head.client);
    let records = desk.records(person);
    let refused = consent::refused_since(&records, now.service);
    match (refused, now.agreed) {
        (Some(refused), Some(agreed)) if refused >= agreed.on => Err(Refusal::Said(format!(
            "They took back their consent to this service on {}: ask again first.",
            refused.format("%-d %b %Y")
        ))),
        _ => Ok(()),
    }
}

fn days(desk: &Desk, now: &Connection) -> Result<(), Refusal> {
    let days = [
        Some(now.since),
        now.sent_on,
        now.replied_on,
        now.first_attended,
        now.fed_back_on,
        now.agreed.map(|agreed| agreed.on),
    ];
    for day in days.into_iter().flatten() {
        kinds::not_to_come(desk, day)?;
    }
    match (now.sent_on, now.replied_on) {
        (Some(sent), Some(replied)) if replied < sent => Err(Refusal::Field {
            field: "Replied on".to_owned(),
            fault: "this is before they were asked.".to_owned(),
        }),
        _ => Ok(()),
    }
}

/// A step that is set lies ahead; another day for it is a move, and moves are counted.
fn step(was: Option<&Connection>, now: &mut Connection, today: NaiveDate) -> Result<(), Refusal> {
    let was = was.and_then(|was| was.next.as_ref());
    let Some(next) = &mut now.next else {
        return Ok(());
    };
    next.what = kinds::line(&next.what);
    if Some(&*next) == was {
        return Ok(());
    }
    if next.on < today {
        return Err(Refusal::DueInThePast { on: next.on });
    }
    next.moved = was.map_or(0, |was: &FollowUp| {
        was.moved.saturating_add(u16::from(was.on != next.on))
    });
    Ok(())
}

/// "Knit & Natter: sent. Next: Mon 7 Dec, with a service."
pub(super) fn said(desk: &Desk, now: &Connection) -> String {
    let name = desk
        .heads
        .directory
        .services
        .get(&now.service)
        .map_or("A service", |service| service.name.as_str());
    let next = now.next.as_ref().map_or_else(String::new, |next| {
        format!(
            " Next: {}, {}.",
            next.on.format("%a %-d %b"),
            next.kind.label()
        )
    });
    format!("{name}: {}.{next}", now.stage.label())
}
