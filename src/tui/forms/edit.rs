//! Changing what a client's record holds, and what a case's referral says. Only what was changed by
//! hand is sent, so that others' changes are not put back.

use super::about::Facts;
use super::record::{
    CASE_FIELDS, case_entry, case_typed, check_case, check_case_field, check_client,
    check_client_field, client_entry, client_typed, practice, read_back_case, read_back_client,
};
use super::sheet::{Kind, Then};
use super::{why, words};
use crate::domain::case::CaseField;
use crate::domain::client::{CLIENT_FIELDS, ClientField, FieldSpec};
use crate::domain::ids::PracticeId;
use crate::domain::intent::Intent;
use crate::readmodel::drafts::DraftKey;
use crate::tui::widgets::form::Form;
use crate::wire::talk::Done;

/// The form of a client's details.
#[derive(Default)]
pub(super) struct EditClient {
    /// Every field as it was offered.
    was: Vec<(ClientField, String)>,
    practice_was: Option<PracticeId>,
    /// The practice to move to once the rest is saved.
    moves_to: Option<PracticeId>,
}

fn specs() -> Vec<&'static FieldSpec> {
    CLIENT_FIELDS
        .iter()
        .filter(|spec| spec.field != ClientField::Practice)
        .collect()
}

impl Kind for EditClient {
    fn title(&self) -> String {
        "Details".to_owned()
    }

    fn wants_desk(&self) -> bool {
        true
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts
            .card
            .as_ref()
            .map(|card| DraftKey::EditClient(card.client_id))
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let card = facts.card.as_deref();
        let desk = facts.desk.as_deref();
        self.practice_was = card.map(|card| card.practice_id);
        let value = |field| {
            card.and_then(|card| card.fields.get(&field))
                .map_or("", String::as_str)
        };
        let entry = |spec: &'static FieldSpec| {
            client_entry(spec, value(spec.field), desk, self.practice_was)
        };
        let mut entries: Vec<_> = CLIENT_FIELDS.iter().map(entry).collect();
        entries.push(why::entry());
        let form = Form::new(entries);
        self.was = specs()
            .iter()
            .map(|spec| (spec.field, client_typed(&form, spec, facts)))
            .collect();
        form
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        read_back_client(form, &specs(), facts);
        why::read_back(form);
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        check_client_field(form, name, facts);
    }

    fn edits_record(&self) -> bool {
        true
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let changed: Vec<&'static FieldSpec> = specs()
            .into_iter()
            .filter(|spec| {
                !self
                    .was
                    .contains(&(spec.field, client_typed(form, spec, facts)))
            })
            .collect();
        check_client(form, &changed, facts);
        let card = facts.card.as_deref()?;
        let (client, version) = (card.client_id, card.version);
        let now = practice(form, facts.desk.as_deref());
        self.moves_to = now.filter(|now| Some(*now) != self.practice_was);
        if changed.is_empty()
            && let Some(practice) = self.moves_to.take()
        {
            return Some(Intent::MovePractice {
                client,
                version,
                practice,
            });
        }
        let value = |spec: &&'static FieldSpec| {
            let typed = client_typed(form, spec, facts);
            (
                spec.field,
                Some(typed).filter(|typed| !typed.trim().is_empty()),
            )
        };
        let set = changed.iter().map(value).collect();
        Some(Intent::EditClient {
            client,
            version,
            set,
            because: why::meant(form),
        })
    }

    fn then(&mut self, done: &Done) -> Then {
        match (self.moves_to.take(), done.client) {
            (Some(practice), Some(client)) => Then::Also(Intent::MovePractice {
                client,
                version: done.seq,
                practice,
            }),
            _ => Then::Close,
        }
    }
}

/// The form of a case's referral.
#[derive(Default)]
pub(super) struct EditCase {
    was: Vec<(CaseField, String)>,
}

impl Kind for EditCase {
    fn title(&self) -> String {
        "Referral".to_owned()
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts.case().map(|case| DraftKey::EditCase(case.case))
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        words::no_case(facts)
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let fields = facts.case().map(|case| &case.fields);
        let value = |field| {
            fields
                .and_then(|fields| fields.get(&field))
                .map_or("", String::as_str)
        };
        let entries = CASE_FIELDS
            .iter()
            .map(|field| case_entry(*field, value(*field)));
        let form = Form::new(entries.chain([why::entry()]).collect());
        self.was = CASE_FIELDS
            .iter()
            .map(|field| (*field, case_typed(&form, *field, facts)))
            .collect();
        form
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        read_back_case(form, facts);
        why::read_back(form);
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        check_case_field(form, name, facts);
    }

    fn edits_record(&self) -> bool {
        true
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        check_case(form, facts);
        let case = facts.case()?;
        let typed = CASE_FIELDS
            .iter()
            .map(|field| (*field, case_typed(form, *field, facts)));
        let set = typed
            .filter(|pair| !self.was.contains(pair))
            .map(|(field, typed)| (field, Some(typed).filter(|typed| !typed.trim().is_empty())))
            .collect();
        Some(Intent::EditCase {
            case: case.case,
            version: case.version,
            set,
            because: why::meant(form),
        })
    }
}
