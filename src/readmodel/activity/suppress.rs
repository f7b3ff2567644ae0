//! Leaving figures out, so that none from 1 to 4 is shown or can be worked out.
//!
//! Figures stand in sums: a row adds up to its total, a column to its own, several tables to the same
//! one. What could be worked out is decided over all of them together: by subtraction, however many
//! sums it takes (linear algebra), and by what the sums leave possible (`<5` is 1 to 4; what is
//! withheld may be anything). Where a figure would come out, another one of the same sum is withheld
//! too: the smallest part that is there, else the sum itself.

use super::{FEW, Figure};

/// No figure is as high.
const UNKNOWN: i64 = 1 << 40;
/// The arithmetic of the sums is done modulo this prime: all their factors are 1 or -1.
const PRIME: u64 = 2_147_483_647;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Shown,
    Few,
    Withheld,
}

/// One sum: these figures add up to that one.
#[derive(Debug, Clone)]
struct Sum {
    parts: Vec<usize>,
    total: usize,
}

/// Figures and the sums that they stand in.
#[derive(Debug, Clone, Default)]
pub struct System {
    values: Vec<u32>,
    sums: Vec<Sum>,
}

impl System {
    /// One more figure; gives its number.
    pub fn figure(&mut self, value: u32) -> usize {
        self.values.push(value);
        self.values.len() - 1
    }

    /// What a figure is, shown or not.
    pub(super) fn value(&self, figure: usize) -> u32 {
        self.values.get(figure).copied().unwrap_or(0)
    }

    fn is_few(&self, figure: usize) -> bool {
        (1..FEW).contains(&self.value(figure))
    }

    /// A row of figures; of several, their sum follows as the last.
    pub fn row(&mut self, values: &[u32]) -> Vec<usize> {
        let mut row: Vec<usize> = values.iter().map(|value| self.figure(*value)).collect();
        if values.len() > 1 {
            let sum = values
                .iter()
                .fold(0_u32, |sum, one| sum.saturating_add(*one));
            let total = self.figure(sum);
            self.sum(row.clone(), total);
            row.push(total);
        }
        row
    }

    /// These figures add up to that one.
    pub fn sum(&mut self, parts: Vec<usize>, total: usize) {
        if !parts.is_empty() {
            self.sums.push(Sum { parts, total });
        }
    }

    /// Rows that add up to a row, column by column.
    pub fn sum_rows(&mut self, rows: &[Vec<usize>], total: &[usize]) {
        for (column, total) in total.iter().enumerate() {
            let parts = rows.iter().filter_map(|row| row.get(column).copied());
            self.sum(parts.collect(), *total);
        }
    }

    /// Every figure as it may be shown.
    pub fn published(&self) -> Vec<Figure> {
        let first = (0..self.values.len()).map(|at| match self.is_few(at) {
            true => Mark::Few,
            false => Mark::Shown,
        });
        let mut marks: Vec<Mark> = first.collect();
        loop {
            let exposed = self.exposed(&marks);
            if exposed.is_empty() {
                break;
            }
            let before = marks.clone();
            // What was withheld for another and comes out itself was no help: that is mended first.
            let mut open = self.solved(&marks);
            open.retain(|at| marks.get(*at) == Some(&Mark::Withheld));
            open.retain(|at| !self.is_few(*at));
            if !self.cover_all(&mut marks, &open) {
                self.cover_all(&mut marks, &exposed);
            }
            if marks == before && !downgrade(&mut marks, &exposed) {
                marks.fill(Mark::Withheld);
                break;
            }
        }
        let figures = self.values.iter().zip(marks);
        figures
            .map(|(value, mark)| match mark {
                Mark::Shown => Figure::Count(*value),
                Mark::Few => Figure::Few,
                Mark::Withheld => Figure::Withheld,
            })
            .collect()
    }

    /// Figures from 1 to 4 that are not shown and yet come out.
    fn exposed(&self, marks: &[Mark]) -> Vec<usize> {
        let solved = self.solved(marks);
        let bounds = self.bounds(marks);
        let hidden = (0..self.values.len()).filter(|at| marks.get(*at) != Some(&Mark::Shown));
        let small = hidden.filter(|at| self.is_few(*at));
        let out = |at: &usize| {
            let narrow = bounds.get(*at).is_some_and(|(low, high)| low >= high);
            narrow || solved.contains(at)
        };
        small.filter(out).collect()
    }

    /// The sums that a figure stands in, by their numbers.
    fn with(&self, figure: usize) -> Vec<usize> {
        let sums = self.sums.iter().enumerate();
        sums.filter(|(_, sum)| sum.holds(figure))
            .map(|(number, _)| number)
            .collect()
    }

    /// Covers these figures one after the other, leaving out those to whose sums something was done
    /// already: that may be enough, which is seen in the next round. Gives whether anything was.
    fn cover_all(&self, marks: &mut Vec<Mark>, figures: &[usize]) -> bool {
        let mut touched = Vec::new();
        for figure in figures {
            let with = self.with(*figure);
            if !with.iter().any(|sum| touched.contains(sum)) {
                touched.extend(self.cover(marks, *figure, &with));
            }
        }
        !touched.is_empty()
    }

    /// Withholds one more figure: in a sum that gives this one away by itself, else in that which
    /// leaves fewest exposed. Gives the sum.
    fn cover(&self, marks: &mut Vec<Mark>, figure: usize, with: &[usize]) -> Option<usize> {
        let tight = |number: &&usize| {
            let sum = self.sums.get(**number);
            sum.is_some_and(|sum| self.gives_away(marks, sum, figure))
        };
        let tight: Vec<usize> = with.iter().filter(tight).copied().collect();
        for number in tight {
            if self.withhold_one(marks, self.sums.get(number)?) {
                return Some(number);
            }
        }
        let tried = with.iter().filter_map(|number| {
            let mut trial = marks.clone();
            let withheld = self.withhold_one(&mut trial, self.sums.get(*number)?);
            let exposed = self.exposed(&trial);
            withheld.then(|| ((exposed.contains(&figure), exposed.len()), *number, trial))
        });
        let (_, number, best) = tried.min_by_key(|(left, number, _)| (*left, *number))?;
        *marks = best;
        Some(number)
    }

    /// Whether one sum by itself leaves nothing else possible.
    fn gives_away(&self, marks: &[Mark], sum: &Sum, figure: usize) -> bool {
        let mut bounds = self.first_bounds(marks);
        narrow(&mut bounds, sum);
        bounds.get(figure).is_some_and(|(low, high)| low >= high)
    }

    /// The smallest part above nothing, else the sum, else a part that is nothing.
    fn withhold_one(&self, marks: &mut [Mark], sum: &Sum) -> bool {
        let value = |at: usize| self.value(at);
        let shown = |at: &usize| !is_hidden(marks, *at);
        let parts = || sum.parts.iter().copied().filter(shown);
        let above = parts().filter(|at| value(*at) > 0);
        let smallest = above.min_by_key(|at| (value(*at), *at));
        let total = Some(sum.total).filter(shown);
        let chosen = smallest.or(total).or_else(|| parts().next());
        match chosen.and_then(|at| marks.get_mut(at)) {
            Some(mark) => {
                *mark = Mark::Withheld;
                true
            }
            None => false,
        }
    }

    /// What is possible for each figure by its mark alone: from and to.
    fn first_bounds(&self, marks: &[Mark]) -> Vec<(i64, i64)> {
        let first = self
            .values
            .iter()
            .zip(marks)
            .map(|(value, mark)| match mark {
                Mark::Shown => (i64::from(*value), i64::from(*value)),
                Mark::Few => (1, i64::from(FEW) - 1),
                Mark::Withheld => (0, UNKNOWN),
            });
        first.collect()
    }

    /// As far as all sums together narrow it.
    fn bounds(&self, marks: &[Mark]) -> Vec<(i64, i64)> {
        let mut bounds = self.first_bounds(marks);
        // Each round narrows at least one of few small ranges, or ends it.
        for _ in 0..self.values.len() * 4 + 4 {
            let before = bounds.clone();
            for sum in &self.sums {
                narrow(&mut bounds, sum);
            }
            if bounds == before {
                break;
            }
        }
        bounds
    }

    /// Hidden figures that the sums determine, whatever they are.
    fn solved(&self, marks: &[Mark]) -> Vec<usize> {
        let hidden: Vec<usize> = (0..self.values.len())
            .filter(|at| is_hidden(marks, *at))
            .collect();
        let factor = |sum: &Sum, at: &usize| match () {
            () if sum.parts.contains(at) => 1,
            () if sum.total == *at => PRIME - 1,
            () => 0,
        };
        let rows = self.sums.iter();
        let mut rows: Vec<Vec<u64>> = rows
            .map(|sum| hidden.iter().map(|at| factor(sum, at)).collect())
            .collect();
        eliminate(&mut rows, hidden.len());
        let alone = rows.iter().filter_map(|row| {
            let mut there = row.iter().enumerate().filter(|(_, factor)| **factor != 0);
            match (there.next(), there.next()) {
                (Some((column, _)), None) => hidden.get(column).copied(),
                _ => None,
            }
        });
        alone.collect()
    }
}

impl Sum {
    fn all(&self) -> impl Iterator<Item = usize> {
        self.parts.iter().copied().chain([self.total])
    }

    fn holds(&self, figure: usize) -> bool {
        self.all().any(|at| at == figure)
    }
}

fn is_hidden(marks: &[Mark], at: usize) -> bool {
    marks.get(at).is_some_and(|mark| *mark != Mark::Shown)
}

/// Where all is hidden and "1 to 4" still says too much, less is said; gives whether it was.
fn downgrade(marks: &mut [Mark], exposed: &[usize]) -> bool {
    let few = |marks: &[Mark], at: usize| marks.get(at) == Some(&Mark::Few);
    let mut these: Vec<usize> = exposed.to_vec();
    these.retain(|at| few(marks, *at));
    if these.is_empty() {
        these = (0..marks.len()).filter(|at| few(marks, *at)).collect();
    }
    for at in &these {
        if let Some(mark) = marks.get_mut(*at) {
            *mark = Mark::Withheld;
        }
    }
    !these.is_empty()
}

fn narrow(bounds: &mut [(i64, i64)], sum: &Sum) {
    let of = |bounds: &[(i64, i64)], at: usize| bounds.get(at).copied().unwrap_or((0, UNKNOWN));
    let parts = |bounds: &[(i64, i64)]| {
        sum.parts.iter().fold((0_i64, 0_i64), |(low, high), at| {
            let (least, most) = of(bounds, *at);
            (low + least, (high + most).min(UNKNOWN))
        })
    };
    let (low, high) = parts(bounds);
    if let Some(total) = bounds.get_mut(sum.total) {
        *total = (total.0.max(low), total.1.min(high));
    }
    let (least, most) = of(bounds, sum.total);
    for at in &sum.parts {
        let others = sum.parts.iter().filter(|other| *other != at);
        let (low, high) = others.fold((0_i64, 0_i64), |(low, high), other| {
            let (from, to) = of(bounds, *other);
            (low + from, (high + to).min(UNKNOWN))
        });
        if let Some(part) = bounds.get_mut(*at) {
            let from = if high >= UNKNOWN { 0 } else { least - high };
            let to = if most >= UNKNOWN { UNKNOWN } else { most - low };
            *part = (part.0.max(from), part.1.min(to));
        }
    }
}

/// Gauss and Jordan: every row ends with a leading one that stands alone in its column.
fn eliminate(rows: &mut [Vec<u64>], columns: usize) {
    let mut done = 0;
    for column in 0..columns {
        let at = |row: &Vec<u64>| row.get(column).copied().unwrap_or(0);
        let Some(pivot) =
            (done..rows.len()).find(|row| rows.get(*row).is_some_and(|row| at(row) != 0))
        else {
            continue;
        };
        rows.swap(done, pivot);
        let Some(mut lead) = rows.get(done).cloned() else {
            return;
        };
        let inverse = power(at(&lead), PRIME - 2);
        for factor in &mut lead {
            *factor = *factor * inverse % PRIME;
        }
        for (number, row) in rows.iter_mut().enumerate() {
            let times = at(row);
            if number == done || times == 0 {
                continue;
            }
            for (factor, of_lead) in row.iter_mut().zip(&lead) {
                *factor = (*factor + (PRIME - times) * of_lead) % PRIME;
            }
        }
        if let Some(row) = rows.get_mut(done) {
            *row = lead;
        }
        done += 1;
    }
}

fn power(base: u64, mut exponent: u64) -> u64 {
    let (mut result, mut base) = (1, base % PRIME);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}
