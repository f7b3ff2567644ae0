//! Lists as they stood at the end of an earlier day.

use chrono::NaiveDate;

use crate::{
    domain::access::Asker,
    hub::time,
    readmodel::{
        cases, integration, review,
        since::{self, SinceQuery},
        team,
    },
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
        if let Request::Since(query) = request {
            return self.since(&query, Some(day));
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
                    Ok(mut page) => {
                        // Nobody leads a review of a day that is over.
                        page.leads = false;
                        Reply::Review(Box::new(page))
                    }
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

    /// What changed since the end of the query's day, up to now or to the end of `until`.
    pub(super) fn since(
        &self,
        query: &SinceQuery,
        until: Option<NaiveDate>,
    ) -> Result<Reply, Trouble> {
        let today = time::moment(&self.core.heads()).today;
        if query.from >= until.unwrap_or(today) {
            let words = "That day is not over at the time you look at: nothing can have changed \
                         since.";
            return Err(Trouble::refused(words).hint("Choose an earlier day."));
        }
        let was = self.core.past.at(&self.core, query.from)?;
        let then = match until {
            Some(day) => Some((day, self.core.past.at(&self.core, day)?)),
            None => None,
        };
        self.with_asker(|now, asker, _| {
            let page = match &then {
                Some((day, then)) => {
                    let asker = Asker {
                        rights_of: Some(now),
                        ..asker
                    };
                    since::build(&was, then, asker, *day, query)
                }
                None => since::build(&was, now, asker, today, query),
            };
            Reply::Since(Box::new(page))
        })
    }
}
