//! Pairs of measures: a baseline and the latest taking in the period, item by item. Items are never
//! added up here; a total stands only where the measure's own authors have one.

use std::{cmp::Ordering, collections::BTreeMap};

use crate::{
    domain::{
        ids::PartId,
        measure::{
            Measure,
            table::{Good, Spec, figure, measures},
        },
        terms::MeasureStage,
    },
    readmodel::connected::median,
};

use super::{Figure, Heading, Row, System, Table, Topic, build::Columns, count::Span};

/// Which figure of which measure: the total is behind all items.
type Item = (usize, usize);

/// The takings of one person that make a pair.
#[derive(Debug, Clone, Copy)]
struct Pair {
    column: usize,
    was: i32,
    now: i32,
}

/// All pairs so far.
#[derive(Debug, Default)]
pub(super) struct Pairs(BTreeMap<Item, Vec<Pair>>);

/// What people read of an item.
struct Said {
    code: String,
    label: String,
    good: Good,
    decimals: u8,
    /// Answers in words are no distances, and have no middle.
    worded: bool,
}

fn said(spec: &Spec, at: usize) -> Option<Said> {
    let code = |label: &str| format!("{}: {label}", spec.code);
    if let Some(item) = spec.items.get(at) {
        return Some(Said {
            code: code(&item.label),
            label: format!("{}: {}", spec.title, item.label),
            good: item.good,
            decimals: item.decimals,
            worded: !item.answers.is_empty(),
        });
    }
    let total = spec.total.as_ref()?;
    Some(Said {
        code: code(&total.label),
        label: format!("{}: {}", spec.title, total.label),
        good: total.good,
        decimals: 0,
        worded: false,
    })
}

impl Pairs {
    /// Adds what one case has.
    pub(super) fn add(&mut self, column: usize, taken: &BTreeMap<PartId, Measure>, span: Span) {
        for (at, spec) in measures().iter().enumerate() {
            let of_spec = |one: &&Measure| one.measure == spec.code && one.version == spec.version;
            let mut taken: Vec<&Measure> = taken.values().filter(of_spec).collect();
            taken.sort_by_key(|one| one.on);
            for item in 0..=spec.items.len() {
                let value = |one: &Measure| match item == spec.items.len() {
                    true => spec.sum(&one.values),
                    false => one.values.get(item).copied().flatten(),
                };
                if let Some((was, now)) = pair(&taken, span, value) {
                    let pairs = self.0.entry((at, item)).or_default();
                    pairs.push(Pair { column, was, now });
                }
            }
        }
    }

    /// The table: for each item a row in all, and a row for each practice where there are several.
    pub(super) fn table(&self, columns: &Columns) -> Table {
        let mut system = System::default();
        let mut made = Vec::new();
        for ((at, item), pairs) in &self.0 {
            let Some(said) = measures().get(*at).and_then(|spec| said(spec, *item)) else {
                continue;
            };
            let counted = |way: &dyn Fn(&Pair) -> bool| -> Vec<u32> {
                let mut counts = vec![0; columns.width()];
                for pair in pairs.iter().filter(|pair| way(pair)) {
                    if let Some(count) = counts.get_mut(pair.column) {
                        *count += 1;
                    }
                }
                counts
            };
            let way = |pair: &Pair| direction(said.good, pair.was, pair.now);
            let ways = [Ordering::Greater, Ordering::Equal, Ordering::Less];
            let ways = ways.map(|one| system.row(&counted(&|pair| way(pair) == one)));
            let all = system.row(&counted(&|_| true));
            system.sum_rows(&ways, &all);
            made.push((said, pairs, all, ways));
        }
        let figures = system.published();
        let mut rows = Vec::new();
        for (said, pairs, all, ways) in &made {
            for (at, place) in columns.headings().into_iter().enumerate().rev() {
                let shown = |row: &[usize]| {
                    let figure = row.get(at).and_then(|cell| figures.get(*cell));
                    figure.cloned().unwrap_or(Figure::Nothing)
                };
                let mut cells = vec![shown(all)];
                let of_place = pairs.iter().filter(|pair| {
                    columns.width() == 1 || at == columns.width() || pair.column == at
                });
                cells.extend(middles(said, of_place, cells.first()));
                cells.extend(ways.iter().map(|row| shown(row)));
                rows.push(row(said, &place, columns, cells));
            }
        }
        Table {
            topic: Topic::Measures,
            columns: headings(),
            rows,
        }
    }
}

fn row(said: &Said, place: &Heading, columns: &Columns, figures: Vec<Figure>) -> Row {
    let heading = match columns.width() {
        1 => Heading::new(&said.code, &said.label),
        _ => Heading::new(
            format!("{}, {}", said.code, place.code),
            format!("{}, {}", said.label, place.label),
        ),
    };
    Row { heading, figures }
}

fn headings() -> Vec<Heading> {
    let headings = [
        ("pairs", "people with both"),
        ("baseline", "median at baseline"),
        ("later", "median later"),
        ("better", "better"),
        ("same", "no change"),
        ("worse", "worse"),
    ];
    headings
        .map(|(code, label)| Heading::new(code, label))
        .to_vec()
}

/// The baseline and the latest later taking in the period that have this figure.
fn pair(
    taken: &[&Measure],
    span: Span,
    value: impl Fn(&Measure) -> Option<i32>,
) -> Option<(i32, i32)> {
    let mut baselines = taken
        .iter()
        .filter(|one| one.stage == MeasureStage::Baseline);
    let (on, was) = baselines.find_map(|one| Some((one.on, value(one)?)))?;
    let later = taken
        .iter()
        .rev()
        .filter(|one| one.stage != MeasureStage::Baseline && one.on >= on && span.holds(one.on));
    let now = later.into_iter().find_map(|one| value(one))?;
    Some((was, now))
}

/// Greater is better, whichever end of the scale is the better one.
fn direction(good: Good, was: i32, now: i32) -> Ordering {
    match good {
        Good::High => now.cmp(&was),
        Good::Low => was.cmp(&now),
    }
}

/// The medians before and after, where enough people stand behind them.
fn middles<'p>(
    said: &Said,
    pairs: impl Iterator<Item = &'p Pair>,
    count: Option<&Figure>,
) -> [Figure; 2] {
    if said.worded {
        return [Figure::Nothing, Figure::Nothing];
    }
    match count {
        Some(Figure::Count(0)) => return [Figure::Nothing, Figure::Nothing],
        Some(Figure::Count(_)) => {}
        _ => return [Figure::Withheld, Figure::Withheld],
    }
    let (mut was, mut now): (Vec<i64>, Vec<i64>) = pairs
        .map(|pair| (i64::from(pair.was), i64::from(pair.now)))
        .unzip();
    let middle = |values: &mut Vec<i64>| {
        values.sort_unstable();
        let middle = median(values);
        let middle = middle.and_then(|middle| i32::try_from(middle).ok());
        middle.map_or(Figure::Nothing, |middle| {
            Figure::Said(figure(middle, said.decimals.max(1)))
        })
    };
    [middle(&mut was), middle(&mut now)]
}
