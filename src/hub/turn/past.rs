//! Lists as they stood at the end of an earlier day.

use chrono::NaiveDate;

use crate::{
    domain::access::Asker,
    hub::time,
    readmodel::{cases, integration, review, team},
    wire::{Reply, Request, Trouble},
};

use super::Turn;

impl Turn {
    /// What a list said at the end of a day. Who may read it is decided by the rights of now.
    pub(super) fn as_of(&self, day: NaiveDate, request: Request) -> Result<Reply, Trouble> {
        let today = time::moment(&self.core.heads()).today;
        if day >= today {
            return self.read(request);
        }
        let past = self.core.past.at(&self.core, day)?;
        self.with_asker(|now, asker, _| {
            let asker = Asker {
                rights_of: Some(now),
                ..asker
            };
            match request {
                Request::Cases(query) => Reply::Cases(cases::build(&past, asker, day, &query)),
                Request::Team(practice) => Reply::Team(team::build(&past, asker, day, practice)),
                Request::Review(worker) => match review::build(&past, asker, day, worker) {
                    Ok(page) => Reply::Review(Box::new(page)),
                    Err(refusal) => Reply::Refused(refusal),
                },
                Request::Integration(query) => {
                    let built = integration::build(&past, asker, day, &query);
                    Reply::Integration(Box::new(built))
                }
                _ => Reply::Trouble(Trouble::refused("This is not kept as it stood.").hint(
                    "The Caseload, the Team, the Review and Integration can be looked at so.",
                )),
            }
        })
    }
}
