//! Steps that set parts of a record: of a case, of the person, made, changed and taken away.

use caseload::domain::{
    concern::Concern,
    connection::Connection,
    fact::{About, Fact},
    ids::{CaseId, PartId, ServiceId},
    part::Part,
    terms::{Attended, Stage},
};

use super::{model::Model, steps::day};

/// Sets one of six parts of a client. What fits none of them becomes nothing.
pub(crate) fn set(model: &Model, at: u8, which: u8, text: Option<u16>) -> Option<(About, Fact)> {
    let count = model.clients.len().max(1);
    let (client, record) = model.clients.iter().nth(usize::from(at) % count)?;
    let part = PartId(client.0 * 10 + u32::from(which % 6));
    // A case that came with another record has its parts in that one.
    let own = |case: &&CaseId| model.heads.case(**case).map(|head| head.client) == Some(*client);
    let case = model
        .heads
        .own_client(*client)?
        .cases
        .iter()
        .find(own)
        .filter(|_| which.is_multiple_of(2));
    let was = record.part(part).map(|kept| kept.part.clone());
    let now = text.map(|number| match case {
        Some(_) => Part::Connection(connection(number)),
        None => Part::Concern(concern(number)),
    });
    let fact = Fact::PartSet {
        client: *client,
        case: case.copied(),
        part,
        was,
        now,
        because: String::new(),
    };
    Some((About::Client(*client), fact))
}

fn connection(number: u16) -> Connection {
    Connection {
        service: ServiceId(u32::from(number % 6)),
        stage: Stage::ALL[usize::from(number) % Stage::ALL.len()],
        since: day(u32::from(number % 40)),
        sent_on: None,
        replied_on: None,
        attended: Attended::Unknown,
        first_attended: None,
        fed_back_on: None,
        next: None,
        agreed: None,
        note: "n".repeat(usize::from(number % 300)),
    }
}

fn concern(number: u16) -> Concern {
    Concern {
        what: number.to_string(),
        noticed_on: day(0),
        discussed_with: String::new(),
        discussed_on: None,
        outcome: String::new(),
        review_on: None,
        closed_on: number.is_multiple_of(3).then(|| day(1)),
        closed_because: String::new(),
    }
}
