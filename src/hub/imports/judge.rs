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
    hub::core::Core,
    wire::{
        Trouble,
        talk::{Imported, RowFault},
    },
};

/// The facts of an import, and what it comes to.
pub(super) struct Judged {
    pub(super) rows: Vec<Vec<(About, Fact)>>,
    pub(super) imported: Imported,
}

/// Judges all rows; with any fault, nothing of the list is imported.
///
/// # Errors
/// Where the names have not been read yet after a start.
pub(super) fn judge(
    core: &Core,
    heads: &Heads,
    asker: Asker,
    rows: &[ReferralRow],
    ids: &mut Counters,
) -> Result<Judged, Trouble> {
    let mut judge = Judge {
        core,
        heads,
        asker,
        ids,
        fresh: BTreeMap::new(),
        judged: Judged {
            rows: Vec::with_capacity(rows.len()),
            imported: Imported::default(),
        },
    };
    for row in rows {
        judge.row(row)?;
    }
    judge.judged.imported.rows = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    Ok(judge.judged)
}

struct Judge<'a> {
    core: &'a Core,
    heads: &'a Heads,
    asker: Asker<'a>,
    ids: &'a mut Counters,
    /// People whom earlier rows of this list brought, with the days of their referrals.
    fresh: BTreeMap<String, (ClientId, PracticeId, Vec<NaiveDate>)>,
    judged: Judged,
}

impl Judge<'_> {
    fn row(&mut self, row: &ReferralRow) -> Result<(), Trouble> {
        let practice = self.practice(row);
        let worker = self.worker(row);
        if let Some(number) = row.nhs_number
            && let Err(message) = fields::nhs(&number.digits(), self.heads.is_invented())
        {
            self.fault(row, "nhs_number", &number.to_string(), message);
            return Ok(());
        }
        let (Some(practice), Some(worker)) = (practice, worker) else {
            return Ok(());
        };
        let key = person_key(row);
        if let Some((client, practice, days)) = self.fresh.get_mut(&key) {
            if days.contains(&row.referred_on) {
                self.judged.imported.skipped += 1;
                return Ok(());
            }
            days.push(row.referred_on);
            let (client, practice) = (*client, *practice);
            self.open(row, client, practice, worker, Vec::new());
            return Ok(());
        }
        match self.known(row)? {
            Some(client) => {
                let head = self.heads.client(client);
                let cases = head.map_or(&[][..], |head| head.cases.as_slice());
                let there = cases.iter().filter_map(|case| self.heads.case(*case));
                let days: Vec<NaiveDate> = there.map(|case| case.referred_on).collect();
                if days.contains(&row.referred_on) {
                    self.judged.imported.skipped += 1;
                    return Ok(());
                }
                let practice = head.map_or(practice, |head| head.practice);
                self.fresh
                    .insert(key, (client, practice, with(days, row.referred_on)));
                self.open(row, client, practice, worker, Vec::new());
            }
            None => {
                let client = ClientId(next(&mut self.ids.client));
                self.fresh
                    .insert(key, (client, practice, vec![row.referred_on]));
                let fields = client_fields(row);
                let added = Fact::ClientAdded {
                    client,
                    practice,
                    fields,
                };
                self.judged.imported.new_clients += 1;
                self.open(
                    row,
                    client,
                    practice,
                    worker,
                    vec![(About::Client(client), added)],
                );
            }
        }
        Ok(())
    }

    fn open(
        &mut self,
        row: &ReferralRow,
        client: ClientId,
        practice: PracticeId,
        worker: Option<StaffId>,
        mut facts: Vec<(About, Fact)>,
    ) {
        let case = CaseId(next(&mut self.ids.case));
        let fields = case_fields(row);
        let referred_on = row.referred_on;
        let opened = Fact::CaseOpened {
            case,
            client,
            practice,
            worker,
            referred_on,
            fields,
        };
        facts.push((About::Client(client), opened));
        self.judged.imported.new_cases += 1;
        if row.assigned_to.is_none() && worker.is_some() {
            self.judged.imported.assigned_to_me += 1;
        }
        self.judged.rows.push(facts);
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
