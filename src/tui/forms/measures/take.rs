//! Taking one measure: its questions one under the other, a figure in each, then when and how. What
//! may be answered comes from the table; nothing here knows one measure from another.

use chrono::NaiveDate;

use super::super::about::Facts;
use super::super::fields::{choice, contact_kinds, kind_of, line, say_fault};
use super::super::sheet::Kind;
use super::super::words;
use crate::domain::case::CaseState;
use crate::domain::dates::{self, parse_past, read_back};
use crate::domain::ids::PartId;
use crate::domain::intent::Intent;
use crate::domain::measure::Measure;
use crate::domain::measure::table::{self, Item, Spec, figure};
use crate::domain::part::{Part, PartChange};
use crate::domain::terms::{ContactKind, MeasureStage};
use crate::readmodel::drafts::DraftKey;
use crate::tui::widgets::form::{Entry, Form};

/// The figures, in the order of the table.
const ITEMS: [&str; table::ITEMS_MAX] = [
    "item-1", "item-2", "item-3", "item-4", "item-5", "item-6", "item-7", "item-8",
];
/// The person's own words beside them.
const OWN: [&str; table::ITEMS_MAX] = [
    "own-1", "own-2", "own-3", "own-4", "own-5", "own-6", "own-7", "own-8",
];
const CHANGED: &str = "changed";
const MISSING: &str = "missing";
const STAGE: &str = "stage";
const HOW: &str = "how";
const ON: &str = "on";
/// Marks of a draft.
const MEASURE: &str = "measure";
const PART: &str = "part";

/// The form.
pub(in crate::tui::forms) struct Take {
    spec: &'static Spec,
    /// The taking that is changed; none for a new one.
    part: Option<PartId>,
}

impl Take {
    pub(super) fn new(spec: &'static Spec) -> Take {
        Take { spec, part: None }
    }

    pub(super) fn change(spec: &'static Spec, part: PartId) -> Take {
        Take {
            part: Some(part),
            ..Take::new(spec)
        }
    }

    /// The form that a kept draft is of.
    pub(in crate::tui::forms) fn of_draft(fields: &[(String, String)]) -> Option<Take> {
        let mark = |wanted: &str| fields.iter().find(|(name, _)| name == wanted);
        let spec = table::measure(&mark(MEASURE)?.1)?;
        let part = mark(PART).and_then(|(_, id)| id.parse().ok());
        Some(Take {
            part: part.map(PartId),
            ..Take::new(spec)
        })
    }

    fn part_mark(&self) -> String {
        self.part
            .map_or_else(String::new, |part| part.0.to_string())
    }

    fn stood<'f>(&self, facts: &'f Facts) -> Option<(u64, &'f Measure)> {
        super::taken(facts, self.part?).map(|(kept, taken)| (kept.seq, taken))
    }

    /// A figure and, where the measure asks for them, the words that it is about.
    fn question(&self, at: usize, item: &Item, stood: Option<&Measure>) -> Vec<Entry> {
        let (Some(name), Some(own)) = (ITEMS.get(at), OWN.get(at)) else {
            return Vec::new();
        };
        let value = stood.and_then(|taken| taken.values.get(at).copied().flatten());
        let typed = value.map_or_else(String::new, |value| figure(value, item.decimals));
        let entry = line(name, &capital(&item.label), &help(item), &typed);
        if !item.words {
            return vec![entry];
        }
        let before = self.spec.items.iter().take(at).filter(|item| item.words);
        let words = stood.and_then(|taken| taken.concerns.get(before.count()));
        let words = words.map_or("", String::as_str);
        let asks = "What troubles them, in their own words. May stay empty.";
        vec![
            line(own, &capital(&item.label), asks, words),
            Entry {
                label: "  how bad".to_owned(),
                ..entry
            },
        ]
    }

    fn figures(&self, form: &mut Form) -> Vec<Option<i32>> {
        let items = self.spec.items.iter().zip(ITEMS);
        items.map(|(item, name)| read(form, item, name)).collect()
    }

    fn concerns(&self, form: &Form) -> Vec<String> {
        let items = self.spec.items.iter().zip(OWN);
        items
            .filter(|(item, _)| item.words)
            .map(|(_, own)| form.text(own).trim().to_owned())
            .collect()
    }
}

/// The figure in a field, with what is wrong with it said there.
fn read(form: &mut Form, item: &Item, name: &str) -> Option<i32> {
    let typed = form.text(name);
    if typed.trim().is_empty() {
        return None;
    }
    match item.parse(&typed) {
        Ok(value) => Some(value),
        Err(fault) => {
            say_fault(form, name, &fault);
            None
        }
    }
}

/// The question as it is read out, and what the figures stand for.
fn help(item: &Item) -> String {
    let better = match item.good {
        table::Good::High => "higher is better",
        table::Good::Low => "lower is better",
    };
    if !item.answers.is_empty() {
        let answers: Vec<String> = (item.min..)
            .zip(&item.answers)
            .map(|(number, answer)| format!("{number} {answer}"))
            .collect();
        return format!("{} {}.", item.question, answers.join(", "));
    }
    match item.question.as_str() {
        "" => format!("{}; {better}.", capital(&item.range())),
        question => question.to_owned(),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// The stage that a new taking most likely has.
fn likely(spec: &Spec, facts: &Facts) -> MeasureStage {
    let case = facts.case();
    let parts = facts.card.iter().flat_map(|card| &card.parts);
    let earlier = parts
        .filter(|kept| kept.case == case.map(|case| case.case))
        .any(|kept| match &kept.part {
            Part::Measure(taken) => {
                taken.measure == spec.code && taken.values.iter().any(Option::is_some)
            }
            _ => false,
        });
    let ends = case.is_some_and(|case| matches!(case.state, CaseState::Closing { .. }));
    match (earlier, ends) {
        (_, true) => MeasureStage::Close,
        (true, false) => MeasureStage::Review,
        (false, false) => MeasureStage::Baseline,
    }
}

impl Kind for Take {
    fn title(&self) -> String {
        self.spec.title.clone()
    }

    fn key(&self, facts: &Facts) -> Option<DraftKey> {
        facts.case().map(|case| DraftKey::Measure(case.case))
    }

    fn belongs(&self, fields: &[(String, String)]) -> bool {
        let is = |wanted: &str, text: &str| {
            fields
                .iter()
                .any(|(name, kept)| name == wanted && kept == text)
        };
        is(MEASURE, &self.spec.code) && is(PART, &self.part_mark())
    }

    fn marks(&self) -> Vec<(String, String)> {
        vec![
            (MEASURE.to_owned(), self.spec.code.clone()),
            (PART.to_owned(), self.part_mark()),
        ]
    }

    fn closed(&self, facts: &Facts) -> Option<String> {
        if self.part.is_some() && self.stood(facts).is_none() {
            return Some("This has been taken away meanwhile".to_owned());
        }
        words::no_case(facts)
    }

    fn form(&mut self, facts: &Facts) -> Form {
        let stood = self.stood(facts).map(|(_, taken)| taken);
        let mut entries: Vec<Entry> = Vec::new();
        for (at, item) in self.spec.items.iter().enumerate() {
            entries.extend(self.question(at, item, stood));
        }
        let text = |said: fn(&Measure) -> &String| stood.map_or("", |taken| said(taken).as_str());
        let stages: Vec<&str> = MeasureStage::ALL
            .iter()
            .map(|stage| stage.label())
            .collect();
        let stage = stood.map_or_else(|| likely(self.spec, facts), |taken| taken.stage);
        let how = stood.map_or(ContactKind::Phone, |taken| taken.mode);
        let on = stood.map_or_else(String::new, |taken| dates::full(taken.on));
        let not =
            "Why nothing was taken, or not all: declined, unwell, not appropriate, or other words.";
        let said = "What has changed, in the person's own words. It stands beside the figures.";
        entries.extend([
            line(CHANGED, "What changed", said, text(|taken| &taken.words)),
            line(
                MISSING,
                "Not taken, because",
                not,
                text(|taken| &taken.missing),
            ),
            choice(
                STAGE,
                "Stage",
                "A letter or the arrows choose.",
                &stages,
                Some(stage.label()),
            ),
            choice(
                HOW,
                "How",
                "How it was taken: a letter or the arrows choose.",
                &contact_kinds(),
                Some(how.label()),
            ),
            line(ON, "On", "Empty is today. Or: yesterday, mon, 14/3.", &on),
        ]);
        Form::new(entries)
    }

    fn context(&self, _facts: &Facts) -> String {
        self.spec.credit.clone()
    }

    fn read_back(&self, form: &mut Form, facts: &Facts) {
        for (item, name) in self.spec.items.iter().zip(ITEMS) {
            let value = item.parse(&form.text(name)).ok();
            let words = value
                .and_then(|value| item.answer(value))
                .unwrap_or_default();
            let words = words.to_owned();
            if let Some(entry) = form.entry_mut(name) {
                entry.read_back = words;
            }
        }
        let (today, typed) = (facts.today(), form.text(ON));
        let on = match typed.trim() {
            "" => format!("today, {}", dates::short(today, today)),
            typed => parse_past(typed, today, &facts.holidays)
                .map(|when| read_back(when.date, today, &facts.holidays))
                .unwrap_or_default(),
        };
        if let Some(entry) = form.entry_mut(ON) {
            entry.read_back = on;
        }
    }

    fn left(&self, form: &mut Form, name: &str, facts: &Facts) {
        if name == ON {
            day(form, facts);
        }
        for (item, field) in self.spec.items.iter().zip(ITEMS) {
            if field == name {
                read(form, item, name);
            }
        }
    }

    fn intent(&mut self, form: &mut Form, facts: &Facts) -> Option<Intent> {
        let values = self.figures(form);
        let missing = form.text(MISSING).trim().to_owned();
        let answered = values.iter().flatten().count();
        if answered == 0 && missing.is_empty() {
            let words = "Give at least one figure, or say here why it was not taken.";
            say_fault(form, MISSING, words);
        }
        if answered == values.len() && !missing.is_empty() {
            let words = "Every figure is there: take this reason away.";
            say_fault(form, MISSING, words);
        }
        let on = day(form, facts)?;
        let (card, case) = (facts.card.as_ref()?, facts.case()?);
        let now = Measure {
            measure: self.spec.code.clone(),
            version: self.spec.version,
            on,
            mode: kind_of(&form.text(HOW))?,
            stage: MeasureStage::find(&form.text(STAGE))?,
            values,
            missing,
            concerns: self.concerns(form),
            words: form.text(CHANGED).trim().to_owned(),
        };
        Some(Intent::SetParts {
            client: card.client_id,
            changes: vec![PartChange {
                id: self.part,
                version: self.stood(facts).map_or(0, |(version, _)| version),
                case: Some(case.case),
                now: Some(Part::Measure(now)),
            }],
            because: String::new(),
        })
    }
}

/// The day of the taking, with what is wrong with it said there.
fn day(form: &mut Form, facts: &Facts) -> Option<NaiveDate> {
    let typed = form.text(ON);
    if typed.trim().is_empty() {
        return Some(facts.today());
    }
    match parse_past(&typed, facts.today(), &facts.holidays) {
        Ok(when) => Some(when.date),
        Err(fault) => {
            say_fault(form, ON, &fault.to_string());
            None
        }
    }
}
