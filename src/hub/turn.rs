//! One request: who asks, what they may, what they get.

mod activity;
mod past;
mod review;
mod work;

use std::{path::Path, sync::Arc};

use chrono::{NaiveDate, TimeDelta};

use crate::{
    domain::{
        access::{Asker, Right},
        fields,
        heads::{CaseHead, Heads},
        ids::{CaseId, ClientId, ContactId},
        record::{CaseRecord, ClientRecord},
        referral::ReferralRow,
        service::FeedService,
        zone::store_time,
    },
    readmodel::{
        agenda, cases, changes, client, coding, connected,
        drafts::Draft,
        lately, lists, services,
        stand::{self, Stood},
    },
    wire::{Reply, Request, Trouble, talk::ClientBy},
};

use super::{
    core::Core,
    ledger, maintain,
    staging::Staged,
    time,
    writer::{Job, Progress, Who},
};

/// Rows of an import that one session may stage.
const STAGED_MAX: usize = 300_000;
/// Who comes back later than this is not asked whether to go on where the line broke.
const STAND_KEPT: TimeDelta = TimeDelta::hours(12);
/// Services of a feed that one session may stage: a large county has some thousands.
pub const SERVICES_MAX: usize = 20_000;

/// The hub's side of one session, between its requests.
pub struct Turn {
    core: Arc<Core>,
    who: Who,
    staged: Option<Staged>,
    staged_services: Vec<FeedService>,
    session: u64,
}

impl Turn {
    pub fn new(core: Arc<Core>, who: Who) -> Turn {
        Turn {
            core,
            who,
            staged: None,
            staged_services: Vec::new(),
            session: 0,
        }
    }

    /// The same for the session with that number.
    #[must_use]
    pub fn of_session(self, session: u64) -> Turn {
        Turn { session, ..self }
    }

    /// Answers one request. Every request passes `access` here or in `decide`.
    pub fn answer(&mut self, request: Request, progress: &Progress) -> Reply {
        self.try_answer(request, progress)
            .unwrap_or_else(Reply::Trouble)
    }

    fn try_answer(&mut self, request: Request, progress: &Progress) -> Result<Reply, Trouble> {
        let core = Arc::clone(&self.core);
        Ok(match request {
            Request::Do(intent) => {
                let who = self.who;
                core.ask_writer(|out| Job::Intent { who, intent, out })
            }
            own @ (Request::KeepDraft(_)
            | Request::DropDraft(_)
            | Request::Drafts
            | Request::KeepStand(_)
            | Request::DropStand
            | Request::Stood
            | Request::KeepCaseload(_)
            | Request::KeptCaseload) => self.own(own)?,
            Request::ImportRows(rows) => self.stage(rows)?,
            Request::ImportCommit { dry_run } => {
                let (who, list) = (self.who, self.staged.take());
                core.ask_writer(|out| Job::Import {
                    who,
                    list,
                    dry_run,
                    out,
                })
            }
            Request::ServiceRows(rows) => self.stage_services(rows)?,
            Request::ServicesCommit(commit) => {
                let (who, rows) = (self.who, std::mem::take(&mut self.staged_services));
                core.ask_writer(|out| Job::Services {
                    who,
                    rows,
                    commit,
                    out,
                })
            }
            Request::ImportUndo(import) => {
                let who = self.who;
                core.ask_writer(|out| Job::UndoImport { who, import, out })
            }
            Request::Backup { file } => {
                self.with_asker(|_, asker, _| asker.need(Right::Administer))??;
                maintain::backup(&core, Path::new(&file), progress)?;
                Reply::Kept
            }
            Request::Verify { .. } | Request::Rebuild | Request::AcceptClock => {
                self.with_asker(|_, asker, _| asker.need(Right::Administer))??;
                let progress = Arc::clone(progress);
                core.ask_writer(|out| Job::Maintain {
                    request,
                    progress,
                    out,
                })
            }
            Request::Watch | Request::HandOver => Reply::Kept,
            reading => self.read(reading)?,
        })
    }

    /// What is kept for this person alone, beside the records.
    fn own(&self, request: Request) -> Result<Reply, Trouble> {
        Ok(match request {
            Request::KeepDraft(mut draft) => {
                // A session has no clock: when it was kept is the hub's to say.
                draft.at = time::moment(&self.core.heads()).now;
                self.core.drafts.keep(self.who.staff, &draft)?;
                Reply::Kept
            }
            Request::DropDraft(key) => {
                self.core.drafts.drop(self.who.staff, &key)?;
                Reply::Kept
            }
            Request::Drafts => Reply::Drafts(self.drafts()?),
            Request::KeepStand(mut stand) => {
                stand.at = time::moment(&self.core.heads()).now;
                self.core
                    .drafts
                    .keep_stand(self.who.staff, self.session, &stand)?;
                Reply::Kept
            }
            Request::DropStand => {
                self.core.drafts.drop_stand(self.who.staff, self.session)?;
                Reply::Kept
            }
            Request::Stood => Reply::Stood(self.stood()?),
            Request::KeepCaseload(query) => {
                self.core.drafts.keep_caseload(self.who.staff, &query)?;
                Reply::Kept
            }
            Request::KeptCaseload => {
                Reply::KeptCaseload(self.core.drafts.kept_caseload(self.who.staff))
            }
            other => self.read(other)?,
        })
    }

    fn read(&self, request: Request) -> Result<Reply, Trouble> {
        Ok(match request {
            Request::Desk => self.with_asker(|heads, asker, today| {
                let mut desk = lists::desk(heads, asker, today);
                desk.read_only = self
                    .core
                    .read_only()
                    .map(|why| why.message)
                    .unwrap_or_default();
                Reply::Desk(Box::new(desk))
            })?,
            Request::Agenda { practice, whose } => self.with_asker(|heads, asker, today| {
                Reply::Agenda(agenda::build(heads, asker, today, practice, whose))
            })?,
            Request::Cases(query) => self.with_asker(|heads, asker, today| {
                Reply::Cases(cases::build(heads, asker, today, &query))
            })?,
            Request::Coding(whose) => self.with_asker(|heads, asker, today| {
                Reply::Coding(coding::build(heads, asker, today, whose))
            })?,
            Request::Client(by) => self.client(&by, false)?,
            Request::Guarded(by) => {
                self.with_asker(|_, asker, _| asker.need(Right::Safeguard))??;
                self.client(&by, true)?
            }
            Request::Team(_) | Request::Review(_) | Request::Meeting(_) => {
                self.reviews(&request)?
            }
            Request::Since(query) => self.since(&query, None)?,
            Request::Activity(query) => self.activity(query)?,
            Request::Changes(client) => self.changes(client)?,
            Request::Words { case, id } => self.words(case, id)?,
            Request::Lately => self.lately()?,
            Request::Connected(query) => self.with_asker(|heads, asker, today| {
                Reply::Connected(connected::build(heads, asker, today, &query))
            })?,
            Request::ConnectedTo(service) => self.with_asker(|heads, asker, today| {
                match connected::card(heads, asker, today, service) {
                    Some(card) => Reply::ConnectedTo(Box::new(card)),
                    None => Reply::Trouble(
                        Trouble::refused(format!("There is no service {service}."))
                            .hint("Type / and part of its name to find it."),
                    ),
                }
            })?,
            Request::Services(query) => self.with_asker(|heads, asker, today| {
                Reply::Services(services::build(heads, asker, today, &query))
            })?,
            Request::Service(id) => self
                .with_asker(|heads, _, today| services::card(heads, today, id))?
                .map(|card| Reply::Service(Box::new(card)))
                .ok_or_else(|| {
                    Trouble::refused(format!("There is no service {id} in the directory."))
                        .hint("Type / and part of its name to find it.")
                })?,
            Request::Integration(_)
            | Request::NotesSay(_)
            | Request::Named(_)
            | Request::Note(_)
            | Request::ToDo(_) => self.on_the_work(request)?,
            Request::AsOf(day, request) => self.as_of(day, *request)?,
            Request::Find { text, kinds, limit } => self.with_asker(|heads, asker, today| {
                let finder = &self.core.finder;
                Reply::Found(finder.find(&self.core, heads, asker, today, &text, &kinds, limit))
            })?,
            _ => Reply::Trouble(Trouble::bug(
                "The hub was asked something it does not answer.",
            )),
        })
    }

    /// Calls `ask` with the heads, the asker as they stand in them, and today.
    fn with_asker<T>(&self, ask: impl FnOnce(&Heads, Asker, NaiveDate) -> T) -> Result<T, Trouble> {
        let heads = self.core.heads();
        let staff = heads
            .staff(self.who.staff)
            .filter(|staff| staff.active)
            .ok_or_else(|| Trouble::refused("You are no longer known on this desk."))?;
        let today = time::moment(&heads).today;
        let asker = Asker {
            staff,
            today,
            owner: self.who.owner,
            rights_of: None,
        };
        Ok(ask(&heads, asker, today))
    }

    /// The asker's own drafts; those of safeguarding as long as they may read it.
    fn drafts(&self) -> Result<Vec<Draft>, Trouble> {
        let mut drafts = self.core.drafts.list(self.who.staff)?;
        let may = self.with_asker(|_, asker, _| asker.may(Right::Safeguard))?;
        drafts.retain(|draft| may || !draft.key.is_guarded());
        Ok(drafts)
    }

    /// Where an earlier session stood, with the name of the person, where that was not long ago and
    /// the person is still in reach.
    fn stood(&self) -> Result<Option<Stood>, Trouble> {
        let Some(stand) = self.core.drafts.stand(self.who.staff, self.session) else {
            return Ok(None);
        };
        let now = time::moment(&self.core.heads()).now;
        let age = now.signed_duration_since(stand.at);
        if age > STAND_KEPT || age < TimeDelta::zero() {
            return Ok(None);
        }
        self.with_asker(|heads, asker, today| {
            let whom = stand::whom(heads, asker, &stand.path)?;
            let at = store_time(stand.at);
            let form = if at.date() == today {
                "%H:%M"
            } else {
                "%a %H:%M"
            };
            Some(Stood {
                path: stand.path,
                whom,
                when: at.format(form).to_string(),
            })
        })
    }

    /// The card of a client in reach; with their safeguarding concerns where those are asked for.
    fn client(&self, by: &ClientBy, guarded: bool) -> Result<Reply, Trouble> {
        let (client, shown) = self.whom(by)?;
        let whole = self.whole(client)?.ok_or_else(|| not_found(by))?;
        let cases: Vec<CaseRecord> = whole.cases.into_iter().map(|(_, case)| case).collect();
        self.with_asker(|heads, asker, today| {
            if heads.client(client).is_none() {
                return Reply::Trouble(not_found(by));
            }
            let record = &whole.record;
            let mut card = client::build(heads, asker, today, record, &cases, shown);
            if guarded {
                card = client::with_concerns(card, heads, asker, record);
            }
            Reply::Client(Box::new(card))
        })
    }

    /// All that is kept of a person in reach, from every record of theirs.
    fn whole(&self, client: ClientId) -> Result<Option<Whole>, Trouble> {
        let found = self.with_asker(|heads, asker, _| {
            let head = heads
                .client(client)
                .filter(|head| asker.reaches_client(heads, head))?;
            let cases = head.cases.iter();
            let cases = cases.filter_map(|case| heads.case(*case).cloned());
            let cases: Vec<CaseHead> = cases.collect();
            Some((heads.seq, heads.records_of(head.client), cases))
        })?;
        let Some((seq, records, heads)) = found else {
            return Ok(None);
        };
        let mut read = Vec::with_capacity(records.len());
        for record in records {
            read.extend(self.core.records.client(record, seq)?);
        }
        if read.is_empty() {
            return Ok(None);
        }
        let own = read.remove(0);
        let mut cases = Vec::with_capacity(heads.len());
        for head in heads {
            let case = self.core.records.case(&head, seq)?;
            cases.extend(case.map(|case| (head, case)));
        }
        Ok(Some(Whole {
            record: client::gathered(own, read),
            cases,
        }))
    }

    fn changes(&self, client: ClientId) -> Result<Reply, Trouble> {
        let by = ClientBy::Id(client);
        let whole = self.whole(client)?.ok_or_else(|| not_found(&by))?;
        self.with_asker(|heads, asker, today| {
            let mut cases: Vec<(&CaseHead, &CaseRecord)> = Vec::new();
            for (head, case) in &whole.cases {
                if asker.reaches_case(heads, head) {
                    cases.push((head, case));
                }
            }
            Reply::Changes(changes::build(heads, today, &whole.record, &cases))
        })
    }

    fn words(&self, case: CaseId, id: ContactId) -> Result<Reply, Trouble> {
        let found = self.with_asker(|heads, asker, _| {
            let head = asker.case(heads, case).cloned();
            head.map(|head| (heads.seq, head))
        })?;
        let (seq, head) = found?;
        let record = self.core.records.case(&head, seq)?;
        let words = record.and_then(|record| record.words(id));
        let words = words.ok_or_else(|| {
            Trouble::refused("This entry is not here any more.").hint("Look at the history again.")
        })?;
        self.with_asker(|heads, _, today| {
            Reply::Words(Box::new(client::words_card(heads, case, words, today)))
        })
    }

    fn lately(&self) -> Result<Reply, Trouble> {
        let wanted = self.with_asker(|heads, asker, _| lately::wanted(heads, asker))?;
        let snapshot = self.core.snapshot();
        let mut entries = Vec::with_capacity(wanted.len());
        for seq in wanted {
            let entry = ledger::entry(&snapshot, &self.core.keyring, seq);
            entries.push(entry.map_err(|error| {
                Trouble::offline(format!("What you did cannot be read: {error}."))
            })?);
        }
        self.with_asker(|heads, asker, today| {
            Reply::Lately(lately::build(heads, asker, today, &entries))
        })
    }

    fn whom(&self, by: &ClientBy) -> Result<(ClientId, Option<CaseId>), Trouble> {
        match by {
            ClientBy::Id(client) => Ok((*client, None)),
            ClientBy::Case(case) => self
                .with_asker(|heads, _, _| heads.case(*case).map(|head| head.client))?
                .map(|client| (client, Some(*case)))
                .ok_or_else(|| not_found(by)),
            ClientBy::Nhs(typed) => {
                let invented = self.core.heads().is_invented();
                let number = fields::nhs(typed, invented).map_err(Trouble::refused)?;
                let found = self
                    .core
                    .finder
                    .duplicates("", "", None, &number.digits())?;
                found
                    .first()
                    .map(|client| (*client, None))
                    .ok_or_else(|| not_found(by))
            }
        }
    }

    fn stage(&mut self, rows: Vec<ReferralRow>) -> Result<Reply, Trouble> {
        self.with_asker(|_, asker, _| asker.need(Right::Import))??;
        let mut staged = match self.staged.take() {
            Some(staged) => staged,
            None => Staged::new(&self.core.layout)?,
        };
        if staged.len() + rows.len() > STAGED_MAX {
            return Err(
                Trouble::refused(format!("A list may have {STAGED_MAX} rows at most."))
                    .hint("Import it in parts."),
            );
        }
        // A list that could not be taken in whole is not kept in part.
        staged.add(rows)?;
        self.staged = Some(staged);
        Ok(Reply::Kept)
    }

    fn stage_services(&mut self, rows: Vec<FeedService>) -> Result<Reply, Trouble> {
        self.with_asker(|_, asker, _| asker.need(Right::Import))??;
        if self.staged_services.len() + rows.len() > SERVICES_MAX {
            self.staged_services.clear();
            return Err(Trouble::refused(format!(
                "A feed may have {SERVICES_MAX} services at most."
            ))
            .hint("Import it in parts, each under a name of its own: --source NAME."));
        }
        self.staged_services.extend(rows);
        Ok(Reply::Kept)
    }
}

/// All that is kept of one person.
struct Whole {
    record: ClientRecord,
    cases: Vec<(CaseHead, CaseRecord)>,
}

fn not_found(by: &ClientBy) -> Trouble {
    let what = match by {
        ClientBy::Id(client) => format!("There is no client {client} in your reach."),
        ClientBy::Case(case) => format!("There is no case {case} in your reach."),
        ClientBy::Nhs(_) => "Nobody in your reach has this NHS number.".to_owned(),
    };
    Trouble::refused(what).hint("Type / and part of a name to find them.")
}
