//! Joining two records of one person: what differs stands side by side, and the person is named
//! before it is done.

use super::about::Facts;
use super::fields::{choice, line, say_fault};
use super::person;
use super::sheet::Kind;
use crate::domain::client::{CLIENT_FIELDS, ClientField, FieldKind};
use crate::domain::dates;
use crate::domain::intent::{Intent, Merge};
use crate::domain::nhs::NhsNumber;
use crate::readmodel::client::ClientCard;
use crate::readmodel::drafts::DraftKey;
use crate::tui::widgets::form::{Entry, Form};

const INITIALS: &str = "initials";
const WRONG: &str = "Wrong number";
/// What stands for a field that nobody asked about.
const EMPTY: &str = "(empty)";
/// Two numbers are two people until somebody says otherwise.
const NEITHER: &str = "neither";

/// The form: the card of the form is the record that stays.
pub(super) struct Join {
    pub(super) other: Box<ClientCard>,
}

/// A field in which the two differ, as it stands in each.
struct Differing {
    field: ClientField,
    ours: String,
    theirs: String,
}

impl Join {
    fn differing(&self, card: &ClientCard) -> Vec<Differing> {
        let fields = CLIENT_FIELDS.iter().map(|spec| spec.field);
        let fields = fields.filter(|field| *field != ClientField::NhsNumber);
        let both = fields.map(|field| Differing {
            field,
            ours: value(card, field),
            theirs: value(&self.other, field),
        });
        both.filter(|both| both.ours != both.theirs && both.theirs != EMPTY)
            .collect()
    }

    /// The two NHS numbers, where both have one and they differ.
    fn numbers(&self, card: &ClientCard) -> Option<[String; 2]> {
        let number = |card: &ClientCard| card.fields.get(&ClientField::NhsNumber).cloned();
        let both = [number(card)?, number(&self.other)?];
        (both[0] != both[1]).then_some(both)
    }
}

fn value(card: &ClientCard, field: ClientField) -> String {
    let text = match field {
        ClientField::Practice => card.practice.as_str(),
        _ => person::field(card, field),
    };
    let shown = match field.spec().kind {
        FieldKind::Date | FieldKind::PastDate => text.parse().ok().map(dates::full),
        _ => None,
    };
    match shown {
        Some(day) => day,
        None if text.is_empty() => EMPTY.to_owned(),
        None => text.to_owned(),
    }
}

/// Whether the other's words are taken unless somebody chooses: where ours say nothing, or are the
/// beginning of theirs.
fn is_fuller(both: &Differing) -> bool {
    let ours = both.ours.to_lowercase();
    both.ours == EMPTY || both.theirs.to_lowercase().starts_with(&ours)
}

fn number_shown(digits: &str) -> String {
    NhsNumber::parse(digits).map_or_else(|_| digits.to_owned(), |number| number.to_string())
}

/// "MO": what is typed to say that one means this person.
fn initials(card: &ClientCard) -> String {
    let first = |word: &str| word.chars().find(|c| c.is_alphabetic());
    let letters = card.client.split(' ').filter_map(first);
    letters.flat_map(char::to_uppercase).collect()
}

impl Kind for Join {
    fn title(&self) -> String {
        "Same person".to_owned()
    }

    fn key(&self, _facts: &Facts) -> Option<DraftKey> {
        None
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        let card = facts.card.as_deref()?;
        let same = card.client_id == self.other.client_id;
        same.then(|| "That is the record on the screen: choose the other one".to_owned())
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let Some(card) = facts.card.as_deref() else {
            return Form::default();
        };
        let entry = |both: &Differing| -> Entry {
            let label = both.field.spec().label;
            let words = [both.ours.as_str(), both.theirs.as_str()];
            let taken = if is_fuller(both) { words[1] } else { words[0] };
            // Both in full here, for where there is no room for both in the row.
            let help = format!(
                "The record that stays: {}. The other: {}. Arrows choose.",
                both.ours, both.theirs
            );
            choice(label, label, &help, &words, Some(taken))
        };
        let mut entries: Vec<Entry> = self.differing(card).iter().map(entry).collect();
        if let Some(numbers) = self.numbers(card) {
            let shown = numbers.each_ref().map(|digits| number_shown(digits));
            let words = [NEITHER, shown[0].as_str(), shown[1].as_str()];
            let help =
                "Two NHS numbers are two people. If one is wrong, say which: look it up first.";
            entries.push(choice(WRONG, "NHS: wrong is", help, &words, Some(NEITHER)));
        }
        let help = format!(
            "To join them type the initials of {}. u takes it back, with all that it changed.",
            card.client
        );
        entries.push(line(INITIALS, "Initials", &help, ""));
        Form::new(entries)
    }

    fn context(&self, facts: &Facts) -> String {
        let cases = |card: &ClientCard| match card.cases.len() {
            1 => "1 case".to_owned(),
            count => format!("{count} cases"),
        };
        let ours = facts.card.as_deref().map(cases).unwrap_or_default();
        let other = &self.other;
        format!(
            "{ours}; joined by {} ({}, {}), {}",
            person::name(other),
            other.client_id,
            person::born(other),
            cases(other)
        )
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let card = facts.card.as_deref()?;
        let differing = self.differing(card);
        let taken = differing
            .iter()
            .filter(|both| form.text(both.field.spec().label) == both.theirs);
        let take = taken.map(|both| both.field).collect();
        let numbers = self.numbers(card);
        let wrong = form.text(WRONG);
        let wrong_number = numbers
            .iter()
            .flatten()
            .find(|digits| number_shown(digits) == wrong)
            .cloned();
        if numbers.is_some() && wrong_number.is_none() {
            let fault = "They are two people, unless one number is wrong. Then say which.";
            say_fault(form, WRONG, fault);
        }
        if form.text(INITIALS).trim().to_uppercase() != initials(card) {
            let fault = format!("Type the initials of {} to join them.", card.client);
            say_fault(form, INITIALS, &fault);
        }
        Some(Intent::Merge(Box::new(Merge {
            kept: card.client_id,
            kept_version: card.version,
            gone: self.other.client_id,
            gone_version: self.other.version,
            take,
            wrong_number,
        })))
    }
}
