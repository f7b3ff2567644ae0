//! What each row of an import means for this store: a new person, a new case, nothing new, a fault.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    domain::{
        access::Asker,
        case::{CaseField, CaseFields},
        client::{ClientField, ClientFields},
        fact::{About, Fact},
        fields,
        heads::{Counters, Heads},
        ids::{CaseId, ClientId, PracticeId, StaffId},
        referral::ReferralRow,
        terms::{Need, Role, Source},
    },
    hub::{core::Core, staging::Staged, writer::Who},
    wire::{
        Reply, Trouble,
        talk::{Imported, RowFault},
    },
};

/// What the rows of an import mean, and what it comes to.
#[derive(Default)]
pub(super) struct Judged {
    /// One for each row, in their order; `None` where it brings nothing new.
    pub(super) openings: Vec<Option<Opening>>,
    pub(super) imported: Imported,
}

/// What a row opens: a case, of somebody new or of somebody known. Small, because there is one for
/// each row of a list while it is read a second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opening {
    is_new: bool,
    client: ClientId,
    case: CaseId,
    practice: PracticeId,
    worker: Option<StaffId>,
}

/// Judges all rows; with any fault, nothing of the list is imported.
///
/// # Errors
/// Where the names have not been read yet after a start, or the list cannot be read back.
pub(super) fn judge(
    core: &Core,
    who: Who,
    list: &mut Staged,
    ids: &mut Counters,
) -> Result<Judged, Reply> {
    let mut judged = Judged::default();
    judged.imported.rows = u32::try_from(list.len()).unwrap_or(u32::MAX);
    judged.openings.reserve_exact(list.len());
    let mut fresh = BTreeMap::new();
    for page in list.pages().map_err(Trouble::from)? {
        let page = page.map_err(Trouble::from)?;
        // The heads are not held while the disk is read; only the writer, which is here, changes
        // them.
        let heads = core.heads();
        let mut judge = Judge {
            core,
            heads: &heads,
            asker: super::asker(&heads, who)?,
            ids,
            fresh: &mut fresh,
            judged: &mut judged,
        };
        for row in &page {
            let opening = judge.row(row)?;
            judge.judged.openings.push(opening);
        }
    }
    Ok(judged)
}

/// People whom earlier rows of a list brought, with the days of their referrals.
type Fresh = BTreeMap<String, (ClientId, PracticeId, Vec<NaiveDate>)>;

struct Judge<'a> {
    core: &'a Core,
    heads: &'a Heads,
    asker: Asker<'a>,
    ids: &'a mut Counters,
    fresh: &'a mut Fresh,
    judged: &'a mut Judged,
}

impl Judge<'_> {
    fn row(&mut self, row: &ReferralRow) -> Result<Option<Opening>, Trouble> {
        let practice = self.practice(row);
        let worker = self.worker(row);
        if let Some(number) = row.nhs_number
            && let Err(message) = fields::nhs(&number.digits(), self.heads.is_invented())
        {
            self.fault(row, "nhs_number", &number.to_string(), message);
            return Ok(None);
        }
        let (Some(practice), Some(worker)) = (practice, worker) else {
            return Ok(None);
        };
        let key = person_key(row);
        if let Some((client, practice, days)) = self.fresh.get_mut(&key) {
            if days.contains(&row.referred_on) {
                self.judged.imported.skipped += 1;
                return Ok(None);
            }
            days.push(row.referred_on);
            let (client, practice) = (*client, *practice);
            return Ok(Some(self.open(row, client, practice, worker)));
        }
        let Some(client) = self.known(row)? else {
            let client = ClientId(next(&mut self.ids.client));
            self.fresh
                .insert(key, (client, practice, vec![row.referred_on]));
            self.judged.imported.new_clients += 1;
            return Ok(Some(Opening {
                is_new: true,
                ..self.open(row, client, practice, worker)
            }));
        };
        let head = self.heads.client(client);
        let cases = head.map_or(&[][..], |head| head.cases.as_slice());
        let there = cases.iter().filter_map(|case| self.heads.case(*case));
        let days: Vec<NaiveDate> = there.map(|case| case.referred_on).collect();
        if days.contains(&row.referred_on) {
            self.judged.imported.skipped += 1;
            return Ok(None);
        }
        let practice = head.map_or(practice, |head| head.practice);
        self.fresh
            .insert(key, (client, practice, with(days, row.referred_on)));
        Ok(Some(self.open(row, client, practice, worker)))
    }

    fn open(
        &mut self,
        row: &ReferralRow,
        client: ClientId,
        practice: PracticeId,
        worker: Option<StaffId>,
    ) -> Opening {
        self.judged.imported.new_cases += 1;
        if row.assigned_to.is_none() && worker.is_some() {
            self.judged.imported.assigned_to_me += 1;
        }
        Opening {
            is_new: false,
            client,
            case: CaseId(next(&mut self.ids.case)),
            practice,
            worker,
        }
    }

    /// The person whom this row is about, where they are known here: the same NHS number, or the
    /// same name and birth date where one of the two has no number.
    fn known(&self, row: &ReferralRow) -> Result<Option<ClientId>, Trouble> {
        let finder = &self.core.finder;
        if let Some(number) = row.nhs_number {
            let same = finder.duplicates("", "", None, &number.digits())?;
            if let Some(client) = same.first() {
                return Ok(Some(*client));
            }
        }
        if row.date_of_birth.is_none() {
            return Ok(None);
        }
        let alike = finder.duplicates(&row.given_name, &row.family_name, row.date_of_birth, "")?;
        for client in alike {
            let Some(head) = self.heads.client(client) else {
                continue;
            };
            let same_name = head.given.to_lowercase() == row.given_name.to_lowercase()
                && head.family.to_lowercase() == row.family_name.to_lowercase();
            if !same_name || head.born != row.date_of_birth {
                continue;
            }
            let record = self
                .core
                .records
                .client(client, self.heads.seq)?
                .unwrap_or_default();
            let has_number = record.fields.contains_key(&ClientField::NhsNumber);
            if row.nhs_number.is_none() || !has_number {
                return Ok(Some(client));
            }
        }
        Ok(None)
    }

    fn practice(&mut self, row: &ReferralRow) -> Option<PracticeId> {
        let mut practices = self.heads.directory.practices.values();
        let Some(ods) = &row.practice_ods else {
            let mine = self.asker.staff.practices.as_slice();
            return match mine {
                [only] => Some(*only),
                _ => {
                    let message = "Say which practice the person is registered with: its ODS code."
                        .to_owned();
                    self.fault(row, "practice_ods", "", message);
                    None
                }
            };
        };
        let found = practices.find(|practice| practice.ods == *ods && practice.active);
        if found.is_none() {
            let message = format!(
                "No practice here has this code. Add it first: caseload practice add --ods {ods} \
                 --name \"...\"."
            );
            self.fault(row, "practice_ods", ods, message);
        }
        found.map(|practice| practice.id)
    }

    /// The link worker a row names; a row that names nobody goes to the importer, where that is a
    /// link worker, and else to nobody yet.
    fn worker(&mut self, row: &ReferralRow) -> Option<Option<StaffId>> {
        let Some(named) = row.assigned_to.as_deref() else {
            if self.asker.staff.role == Role::LinkWorker {
                return Some(Some(self.asker.staff.id));
            }
            return Some(None);
        };
        let found = self.heads.directory.staff.values().find(|staff| {
            staff.active
                && staff.role != Role::PracticeManager
                && (staff.handle.eq_ignore_ascii_case(named)
                    || staff.name.to_lowercase() == named.to_lowercase())
        });
        if found.is_none() {
            let message =
                "No link worker here has this name. Add them first (caseload staff add), \
                           or leave it empty."
                    .to_owned();
            self.fault(row, "assigned_to", named, message);
        }
        found.map(|staff| Some(staff.id))
    }

    fn fault(&mut self, row: &ReferralRow, column: &str, value: &str, message: String) {
        self.judged.imported.faults.push(RowFault {
            line: row.line,
            column: column.to_owned(),
            value: value.to_owned(),
            message,
        });
    }
}

fn with(mut days: Vec<NaiveDate>, day: NaiveDate) -> Vec<NaiveDate> {
    days.push(day);
    days
}

fn next(counter: &mut u32) -> u32 {
    let id = (*counter).max(1);
    *counter = id.saturating_add(1);
    id
}

/// Rows of one list with the same key are about the same person.
fn person_key(row: &ReferralRow) -> String {
    match row.nhs_number {
        Some(number) => number.digits(),
        None => {
            let born = row
                .date_of_birth
                .map(|born| born.to_string())
                .unwrap_or_default();
            let name = format!("{} {}", row.given_name, row.family_name).to_lowercase();
            // Without a birth date, two rows of one name are two people.
            let line = if born.is_empty() {
                row.line.to_string()
            } else {
                String::new()
            };
            format!("{name}/{born}/{line}")
        }
    }
}

/// The facts of a row, as it was judged.
pub(super) fn facts_of(row: &ReferralRow, opening: Opening) -> Vec<(About, Fact)> {
    let Opening {
        is_new,
        client,
        case,
        practice,
        worker,
    } = opening;
    let added = is_new.then(|| Fact::ClientAdded {
        client,
        practice,
        fields: client_fields(row),
    });
    let opened = Fact::CaseOpened {
        case,
        client,
        practice,
        worker,
        referred_on: row.referred_on,
        fields: case_fields(row),
    };
    let facts = added.into_iter().chain([opened]);
    facts.map(|fact| (About::Client(client), fact)).collect()
}

fn client_fields(row: &ReferralRow) -> ClientFields {
    let number = row.nhs_number.map(|number| number.digits());
    let born = row.date_of_birth.map(|born| born.to_string());
    let given = [
        (ClientField::Given, Some(row.given_name.clone())),
        (ClientField::Family, Some(row.family_name.clone())),
        (ClientField::KnownAs, row.preferred_name.clone()),
        (ClientField::Born, born),
        (ClientField::NhsNumber, number),
        (ClientField::Phone, row.phone.clone()),
        (ClientField::Postcode, row.postcode.clone()),
    ];
    given
        .into_iter()
        .filter_map(|(field, value)| Some((field, value?)))
        .collect()
}

fn case_fields(row: &ReferralRow) -> CaseFields {
    let source = row.source.as_ref().map(|text| {
        Source::find(text).map_or_else(|| text.clone(), |source| source.code().to_owned())
    });
    let reason = row
        .reason
        .as_ref()
        .map(|text| Need::find(text).map_or_else(|| text.clone(), |need| need.code().to_owned()));
    let given = [
        (CaseField::ReferredOn, Some(row.referred_on.to_string())),
        (CaseField::Source, source),
        (CaseField::Reason, reason),
        (CaseField::Asks, row.notes.clone()),
    ];
    given
        .into_iter()
        .filter_map(|(field, value)| Some((field, value?)))
        .collect()
}
