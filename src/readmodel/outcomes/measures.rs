//! The measures of a case as figures in a row, oldest first.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::{
    domain::{
        ids::PartId,
        measure::{
            Measure,
            table::{self, Good, Item, Spec, figure},
        },
        part::{Kept, Part},
    },
    readmodel::client::ClientCard,
};

/// On the page, the first taking and so many of the latest stand in a row.
const LATEST: usize = 3;

/// Every taking of one measure in one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The measure's code.
    pub measure: String,
    pub version: u16,
    pub title: String,
    pub credit: String,
    /// Oldest first.
    pub takings: Vec<Taking>,
    /// What each figure did over time; a total only where the measure has one.
    pub figures: Vec<Figure>,
}

/// One taking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Taking {
    pub part: PartId,
    /// The version of the record that a change is made on.
    pub seq: u64,
    pub on: NaiveDate,
    pub stage: &'static str,
    pub mode: &'static str,
    /// Why nothing, or not everything, was taken; empty where it was.
    pub missing: String,
    /// Their own concerns, where the measure asks for them.
    pub concerns: Vec<String>,
    /// What changed, in the person's words.
    pub what_changed: String,
}

/// One figure of a measure over its takings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    pub label: String,
    pub lower_is_better: bool,
    /// Whether it is the sum of others.
    pub is_total: bool,
    /// Whether it is counted into the total, so that a row shows only that.
    pub counted: bool,
    /// By taking; none where it was not answered.
    pub values: Vec<Option<String>>,
    /// The answers in words, by taking, where the item has such.
    pub answers: Vec<Option<String>>,
    /// What came between the first and the latest: "better by 2"; none where there are not two.
    pub change: Option<String>,
}

/// The measures of the case shown, in the order of the table.
pub fn measures(card: &ClientCard) -> Vec<Row> {
    let shown = card.case.as_ref().map(|case| case.case);
    let here = || card.parts.iter().filter(|kept| kept.case == shown);
    let mut rows = Vec::new();
    for spec in table::measures() {
        let mut taken: Vec<(&Kept, &Measure)> = here()
            .filter_map(|kept| match &kept.part {
                Part::Measure(taken) if taken.measure == spec.code => Some((kept, taken)),
                _ => None,
            })
            .collect();
        taken.sort_by_key(|(kept, taken)| (taken.version, taken.on, kept.id));
        let same =
            |one: &(&Kept, &Measure), two: &(&Kept, &Measure)| one.1.version == two.1.version;
        rows.extend(taken.chunk_by(same).map(|taken| row(spec, taken)));
    }
    rows
}

fn row(spec: &Spec, taken: &[(&Kept, &Measure)]) -> Row {
    let takings = taken.iter().map(|(kept, taken)| Taking {
        part: kept.id,
        seq: kept.seq,
        on: taken.on,
        stage: taken.stage.label(),
        mode: taken.mode.label(),
        missing: taken.missing.clone(),
        concerns: taken.concerns.clone(),
        what_changed: taken.words.clone(),
    });
    let version = taken
        .first()
        .map_or(spec.version, |(_, taken)| taken.version);
    let mut figures: Vec<Figure> = Vec::new();
    if let Some(total) = &spec.total {
        let values: Vec<Option<i32>> = taken
            .iter()
            .map(|(_, taken)| spec.sum(&taken.values))
            .collect();
        let mut sum = over_time(&total.label, total.good, 0, &values);
        sum.is_total = true;
        figures.push(sum);
    }
    for (at, item) in spec.items.iter().enumerate() {
        let values: Vec<Option<i32>> = taken
            .iter()
            .map(|(_, taken)| taken.values.get(at).copied().flatten())
            .collect();
        figures.push(of_item(item, &values));
    }
    Row {
        measure: spec.code.clone(),
        version,
        title: spec.title.clone(),
        credit: spec.credit.clone(),
        takings: takings.collect(),
        figures,
    }
}

fn of_item(item: &Item, values: &[Option<i32>]) -> Figure {
    let mut made = over_time(&item.label, item.good, item.decimals, values);
    made.counted = item.sum;
    if !item.answers.is_empty() {
        let answer = |value: i32| item.answer(value).map(str::to_owned);
        made.answers = values.iter().map(|value| value.and_then(answer)).collect();
        // Answers in words are no distances: how far apart they are is not said.
        let way = |change: String| match change.split_once(" by ") {
            Some((way, _)) => way.to_owned(),
            None => change,
        };
        made.change = made.change.map(way);
    }
    made
}

fn over_time(label: &str, good: Good, decimals: u8, values: &[Option<i32>]) -> Figure {
    let known: Vec<i32> = values.iter().copied().flatten().collect();
    let change = match known.as_slice() {
        [first, .., last] => Some(good.change(*first, *last, decimals)),
        _ => None,
    };
    let shown = values
        .iter()
        .map(|value| value.map(|value| figure(value, decimals)));
    Figure {
        label: label.to_owned(),
        lower_is_better: good == Good::Low,
        is_total: false,
        counted: false,
        values: shown.collect(),
        answers: Vec::new(),
        change,
    }
}

/// "Sep Oct Nov: satisfied 3 4 6, anxious 8 7 5 (lower is better). Since Sep: satisfied better by
/// 3, anxious better by 3": figures first, so that what is cut where there is little room is the
/// rest.
pub fn in_a_row(row: &Row, today: NaiveDate) -> String {
    let answered = |at: &usize| row.figures.iter().any(|figure| figure.has(*at));
    let taken: Vec<usize> = (0..row.takings.len()).filter(answered).collect();
    let shown = first_and_latest(&taken);
    let mut said = Vec::new();
    if !shown.is_empty() {
        let days: Vec<NaiveDate> = shown.iter().filter_map(|at| row.day(*at)).collect();
        let shown_figures = row.figures.iter().filter(|figure| !figure.counted);
        let series: Vec<String> = shown_figures.map(|figure| figure.series(&shown)).collect();
        said.push(format!(
            "{}: {}",
            names(&days, today).join(" "),
            series.join(", ")
        ));
        let changes: Vec<String> = row
            .figures
            .iter()
            .filter(|figure| !figure.counted)
            .filter_map(|figure| Some(format!("{} {}", figure.label, figure.change.as_ref()?)))
            .collect();
        if let (false, Some(first)) = (changes.is_empty(), names(&days, today).first()) {
            said.push(format!("Since {first}: {}", changes.join(", ")));
        }
    }
    if let Some(last) = row.takings.last().filter(|last| !last.missing.is_empty()) {
        let on = last.on.format("%-d %b");
        let what = match taken.last() == row.takings.len().checked_sub(1).as_ref() {
            true => "not all taken",
            false => "not taken",
        };
        said.push(format!("{on} {what}: {}", last.missing));
    }
    said.join(". ")
}

/// What changed in the person's words, as said last, with its day.
pub fn what_changed(rows: &[Row]) -> Option<(NaiveDate, &str)> {
    let said = rows.iter().flat_map(|row| &row.takings);
    said.filter(|taking| !taking.what_changed.is_empty())
        .max_by_key(|taking| (taking.on, taking.part))
        .map(|taking| (taking.on, taking.what_changed.as_str()))
}

impl Row {
    fn day(&self, at: usize) -> Option<NaiveDate> {
        self.takings.get(at).map(|taking| taking.on)
    }
}

impl Figure {
    fn has(&self, at: usize) -> bool {
        self.values.get(at).is_some_and(Option::is_some)
    }

    /// "anxious 8 7 5 (lower is better)"; answers in words: "feels lonely: often, then never".
    fn series(&self, shown: &[usize]) -> String {
        let of = |values: &[Option<String>], at: usize| {
            let value = values.get(at).cloned().flatten();
            value.unwrap_or_else(|| "-".to_owned())
        };
        if !self.answers.is_empty() {
            let words: Vec<String> = shown.iter().map(|at| of(&self.answers, *at)).collect();
            return format!("{}: {}", self.label, words.join(", then "));
        }
        let figures: Vec<String> = shown.iter().map(|at| of(&self.values, *at)).collect();
        let lower = match self.lower_is_better {
            true => " (lower is better)",
            false => "",
        };
        format!("{} {}{lower}", self.label, figures.join(" "))
    }
}

/// The first, with which all later ones are compared, and the latest few.
fn first_and_latest(taken: &[usize]) -> Vec<usize> {
    let from = taken.len().saturating_sub(LATEST).max(1);
    let first = taken.iter().take(1);
    first.chain(taken.iter().skip(from)).copied().collect()
}

/// Months, or days where two takings fall into one month or a year is over.
fn names(days: &[NaiveDate], today: NaiveDate) -> Vec<String> {
    let month = |day: &NaiveDate| (day.year(), day.month());
    let distinct = days.windows(2).all(|two| match two {
        [one, other] => month(one) != month(other),
        _ => true,
    });
    let recent = days.iter().all(|day| (today - *day).num_days() < 330);
    let form = match (distinct, recent) {
        (true, true) => "%b",
        (_, true) => "%-d %b",
        (true, false) => "%b %Y",
        (false, false) => "%-d %b %Y",
    };
    days.iter()
        .map(|day| day.format(form).to_string())
        .collect()
}
