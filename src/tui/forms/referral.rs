//! Taking in a referral: of somebody new, or a new case of somebody known.

use super::about::Facts;
use super::assign::workers;
use super::due;
use super::fields::{choice, say_fault};
use super::record::{
    CASE_FIELDS, case_entry, case_typed, check_case, check_case_field, check_client,
    check_client_field, client_entry, client_typed, practice, read_back_case, read_back_client,
};
use super::sheet::{Kind, Then};
use crate::domain::case::CaseFields;
use crate::domain::client::{CLIENT_FIELDS, ClientField, ClientFields, FieldSpec};
use crate::domain::ids::StaffId;
use crate::domain::intent::{Intent, Referred};
use crate::domain::terms::{ContactKind, Role};
use crate::readmodel::drafts::DraftKey;
use crate::tui::screens::client;
use crate::tui::widgets::form::{Entry, Form};
use crate::wire::talk::{ClientBy, Done};

const WORKER: &str = "worker";
const NOBODY: &str = "nobody yet";

/// What is asked of somebody new before the referral; the rest of the record comes after it.
const FIRST: &[ClientField] = &[
    ClientField::Given,
    ClientField::Family,
    ClientField::KnownAs,
    ClientField::Born,
    ClientField::NhsNumber,
    ClientField::Practice,
    ClientField::Phone,
    ClientField::MayVoicemail,
];

/// The form.
#[derive(Default)]
pub(super) struct Referral {
    /// The person said that it is nobody of those known.
    although_similar: bool,
}

fn specs() -> Vec<&'static FieldSpec> {
    CLIENT_FIELDS
        .iter()
        .filter(|spec| spec.field != ClientField::Practice)
        .collect()
}

impl Kind for Referral {
    fn title(&self) -> String {
        "New referral".to_owned()
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        Some(match &facts.card {
            Some(card) => DraftKey::NewCase(card.client_id),
            None => DraftKey::NewClient,
        })
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let desk = facts.desk.as_deref();
        let mut entries: Vec<Entry> = Vec::new();
        let client = |spec: &'static FieldSpec| client_entry(spec, "", desk, None);
        if facts.card.is_none() {
            entries.extend(FIRST.iter().map(|field| client(field.spec())));
        }
        entries.extend(CASE_FIELDS.iter().map(|field| case_entry(*field, "")));
        entries.push(worker(facts));
        entries.extend(due::entries("", ContactKind::Phone, ""));
        if facts.card.is_none() {
            let rest = CLIENT_FIELDS
                .iter()
                .filter(|spec| !FIRST.contains(&spec.field));
            entries.extend(rest.map(client));
        }
        Form::new(entries)
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        read_back_client(form, &specs(), facts);
        read_back_case(form, facts);
        due::read_back(form, facts.today(), &facts.holidays);
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        check_client_field(form, name, facts);
        check_case_field(form, name, facts);
        due::left(form, name, facts);
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        check_case(form, facts);
        let referred = self.referred(form, facts);
        let next = due::chosen(form, facts.today(), &facts.holidays, true);
        let fields: CaseFields = CASE_FIELDS
            .iter()
            .map(|field| (*field, case_typed(form, *field, facts)))
            .filter(|(_, typed)| !typed.trim().is_empty())
            .collect();
        Some(Intent::OpenCase {
            referred: referred?,
            worker: chosen_worker(form, facts),
            fields,
            next: next?,
        })
    }

    fn then(&mut self, done: &Done) -> Then {
        match done.case {
            Some(case) => Then::Open(client::open(ClientBy::Case(case))),
            None => Then::Close,
        }
    }

    fn although_similar(&mut self) {
        self.although_similar = true;
    }
}

impl Referral {
    fn referred(&self, form: &mut Form, facts: &Facts) -> Option<Referred> {
        if let Some(card) = &facts.card {
            return Some(Referred::Known(card.client_id));
        }
        check_client(form, &specs(), facts);
        let fields: ClientFields = specs()
            .into_iter()
            .map(|spec| (spec.field, client_typed(form, spec, facts)))
            .filter(|(_, typed)| !typed.trim().is_empty())
            .collect();
        let named = [ClientField::Given, ClientField::Family]
            .iter()
            .any(|field| fields.contains_key(field));
        if !named {
            say_fault(
                form,
                ClientField::Given.spec().label,
                "Give at least a given or a family name.",
            );
        }
        let practice = practice(form, facts.desk.as_deref());
        if practice.is_none() {
            say_fault(
                form,
                ClientField::Practice.spec().label,
                "Choose the practice.",
            );
        }
        Some(Referred::New {
            fields,
            practice: practice?,
            although_similar: self.although_similar,
        })
    }
}

/// Who is to have the case: the person at this desk, where they are a link worker.
fn worker(facts: &Facts) -> Entry {
    let desk = facts.desk.as_deref();
    let mut names = vec![NOBODY];
    names.extend(
        desk.map(|desk| workers(desk, facts))
            .unwrap_or_default()
            .iter()
            .map(|staff| staff.name.as_str()),
    );
    let me = desk
        .map(|desk| &desk.me)
        .filter(|me| me.role == Role::LinkWorker);
    let taken = me.map_or(NOBODY, |me| me.name.as_str());
    choice(
        WORKER,
        "Link worker",
        "A letter or the arrows choose.",
        &names,
        Some(taken),
    )
}

fn chosen_worker(form: &Form, facts: &Facts) -> Option<StaffId> {
    let name = form.text(WORKER);
    let staff = facts.desk.as_ref()?.staff.iter();
    staff
        .clone()
        .find(|staff| staff.active && staff.name == name)
        .map(|staff| staff.id)
}
