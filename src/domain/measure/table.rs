//! The measures that can be taken: what each asks, its ranges and directions, read from
//! `measures.toml`. Knows nothing of any person.

use std::sync::LazyLock;

use serde::Deserialize;

/// The list that the program carries.
const BUILT_IN: &str = include_str!("../measures.toml");

/// Figures are kept in hundredths.
const HUNDREDTHS: i32 = 100;

/// The most items a measure may have.
pub const ITEMS_MAX: usize = 8;

static TABLE: LazyLock<Vec<Spec>> = LazyLock::new(|| read(BUILT_IN).unwrap_or_default());

/// What one measure asks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// The word by which records name it.
    pub code: String,
    /// Raised with every change of wording, items or ranges.
    pub version: u16,
    /// "ONS4".
    pub title: String,
    /// What it is, in a few words.
    pub name: String,
    /// Whose it is, and what follows for its use.
    pub credit: String,
    /// In the order in which they are asked and kept.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
    /// Named only where the measure's authors add items up.
    #[serde(default)]
    pub total: Option<Total>,
}

/// One figure of a measure.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// A word or two, as figures in a row name it.
    pub label: String,
    /// The wording, where it may be passed on; empty where only figures are kept.
    #[serde(default)]
    pub question: String,
    /// The lowest and the highest figure, in ones.
    pub min: i32,
    pub max: i32,
    /// Digits after the point: 0 to 2.
    #[serde(default)]
    pub decimals: u8,
    pub good: Good,
    /// The answers in words, the first counting as `min`; empty where a figure is given.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Whether it is counted into the total.
    #[serde(default)]
    pub sum: bool,
    /// Whether a concern in the person's own words stands beside it.
    #[serde(default)]
    pub words: bool,
}

/// The sum of the items that are counted into it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    pub label: String,
    pub good: Good,
}

/// Which end of a scale is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Good {
    High,
    Low,
}

impl Good {
    /// What came between two figures, in hundredths, as words: "better by 2".
    pub fn change(self, from: i32, to: i32, decimals: u8) -> String {
        let way = match (self, to.cmp(&from)) {
            (_, std::cmp::Ordering::Equal) => return "no change".to_owned(),
            (Good::High, std::cmp::Ordering::Greater) | (Good::Low, std::cmp::Ordering::Less) => {
                "better"
            }
            _ => "worse",
        };
        let by = i32::try_from(to.abs_diff(from)).unwrap_or(i32::MAX);
        format!("{way} by {}", figure(by, decimals))
    }
}

/// Every measure, in the order in which people are offered them.
pub fn measures() -> &'static [Spec] {
    &TABLE
}

/// The measure of that code.
pub fn measure(code: &str) -> Option<&'static Spec> {
    measures().iter().find(|spec| spec.code == code)
}

/// Reads a list of measures.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub fn read(text: &str) -> Result<Vec<Spec>, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct List {
        measure: Vec<Spec>,
    }
    let list: List = toml::from_str(text).map_err(|error| error.to_string())?;
    for (at, spec) in list.measure.iter().enumerate() {
        let earlier = list.measure.get(..at).unwrap_or_default();
        if earlier.iter().any(|other| other.code == spec.code) {
            return Err(format!("{} stands there twice.", spec.code));
        }
        if spec.items.is_empty() || spec.items.len() > ITEMS_MAX {
            return Err(format!("{} needs 1 to {ITEMS_MAX} items.", spec.code));
        }
        for item in &spec.items {
            item.sound()
                .map_err(|fault| format!("{}, {}: {fault}", spec.code, item.label))?;
        }
    }
    Ok(list.measure)
}

impl Spec {
    /// The sum of the items that count into the total, in hundredths; none where the measure has no
    /// total or one of them was not answered.
    pub fn sum(&self, values: &[Option<i32>]) -> Option<i32> {
        self.total.as_ref()?;
        let counted = self.items.iter().enumerate().filter(|(_, item)| item.sum);
        let mut sum = 0_i32;
        for (at, _) in counted {
            sum = sum.saturating_add((*values.get(at)?)?);
        }
        Some(sum)
    }

    /// How many of its items have the person's own words beside them.
    pub fn own_words(&self) -> usize {
        self.items.iter().filter(|item| item.words).count()
    }
}

impl Item {
    /// "a whole number from 0 to 10".
    pub fn range(&self) -> String {
        let (min, max) = (self.min, self.max);
        match self.decimals {
            0 => format!("a whole number from {min} to {max}"),
            1 => format!("a number from {min} to {max}, with one decimal at most"),
            more => format!("a number from {min} to {max}, with {more} decimals at most"),
        }
    }

    /// Whether the item may have this figure, in hundredths.
    pub fn takes(&self, value: i32) -> bool {
        let step = HUNDREDTHS / 10_i32.pow(u32::from(self.decimals.min(2)));
        (self.min * HUNDREDTHS..=self.max * HUNDREDTHS).contains(&value) && value % step == 0
    }

    /// The figure as typed, in hundredths.
    ///
    /// # Errors
    /// What would be understood, as a sentence.
    pub fn parse(&self, typed: &str) -> Result<i32, String> {
        let fault = || format!("Give {}.", self.range());
        let (whole, part) = typed.trim().split_once('.').unwrap_or((typed.trim(), ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > 2 || whole.is_empty() {
            return Err(fault());
        }
        let ones: i32 = whole.parse().map_err(|_| fault())?;
        let hundredths: i32 = format!("{part:0<2}").parse().map_err(|_| fault())?;
        let value = ones
            .checked_mul(HUNDREDTHS)
            .and_then(|value| value.checked_add(hundredths));
        value.filter(|value| self.takes(*value)).ok_or_else(fault)
    }

    /// The answer that a figure, in hundredths, stands for; none where the item has none in words.
    pub fn answer(&self, value: i32) -> Option<&str> {
        let at = usize::try_from(value / HUNDREDTHS - self.min).ok()?;
        self.answers.get(at).map(String::as_str)
    }

    /// Whether the item makes sense in itself.
    fn sound(&self) -> Result<(), String> {
        let count = usize::try_from(self.max - self.min).map_or(0, |steps| steps + 1);
        if self.min < 0 || self.min >= self.max || self.max > 10_000 {
            return Err("min and max are no range.".to_owned());
        }
        if self.decimals > 2 {
            return Err("two decimals at most.".to_owned());
        }
        if !self.answers.is_empty() && self.answers.len() != count {
            return Err(format!("{count} answers are needed, or none."));
        }
        Ok(())
    }
}

/// A figure in hundredths as people read it: "6", "23.21".
pub fn figure(value: i32, decimals: u8) -> String {
    let (ones, part) = (value / HUNDREDTHS, (value % HUNDREDTHS).abs());
    match decimals {
        0 => ones.to_string(),
        1 => format!("{ones}.{}", part / 10),
        _ => format!("{ones}.{part:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_list_reads() {
        let list = read(BUILT_IN).expect("sound");
        let codes: Vec<&str> = list.iter().map(|spec| spec.code.as_str()).collect();
        let expected = [
            "ons4",
            "ons-loneliness",
            "swemwbs",
            "wemwbs",
            "pam",
            "mycaw",
        ];
        assert_eq!(codes, expected);
        for spec in &list {
            let licensed = !spec.code.starts_with("ons");
            let worded = spec.items.iter().any(|item| !item.question.is_empty());
            assert_eq!(worded, !licensed, "{}: wording", spec.code);
            assert!(!spec.credit.is_empty());
        }
    }

    #[test]
    fn ons4_is_never_summed_and_loneliness_counts_three_of_four() {
        let ons4 = measure("ons4").expect("there");
        assert_eq!(
            ons4.sum(&[Some(300), Some(400), Some(200), Some(800)]),
            None
        );
        assert!(ons4.items.iter().all(|item| !item.sum));
        let lonely = measure("ons-loneliness").expect("there");
        let full = [Some(300), Some(200), Some(300), Some(100)];
        assert_eq!(lonely.sum(&full), Some(800));
        assert_eq!(lonely.sum(&[Some(300), None, Some(300), Some(100)]), None);
    }

    #[test]
    fn figures_are_read_and_shown_with_their_decimals() {
        let metric = &measure("swemwbs").expect("there").items[1];
        assert_eq!(metric.parse("23.2"), Ok(2320));
        assert_eq!(figure(2321, 2), "23.21");
        let satisfied = &measure("ons4").expect("there").items[0];
        for wrong in ["", "11", "-1", "5.5", "1e1", "99999999999", "5,", "٣"] {
            assert!(satisfied.parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(satisfied.parse(" 10 "), Ok(1000));
    }

    #[test]
    fn a_change_says_which_way_it_went() {
        assert_eq!(Good::High.change(300, 600, 0), "better by 3");
        assert_eq!(Good::Low.change(800, 500, 0), "better by 3");
        assert_eq!(Good::Low.change(500, 600, 0), "worse by 1");
        assert_eq!(Good::High.change(2100, 2321, 2), "better by 2.21");
        assert_eq!(Good::High.change(300, 300, 0), "no change");
    }

    #[test]
    fn an_unsound_list_is_refused() {
        let item = "[[measure]]\ncode='a'\nversion=1\ntitle='A'\nname='A'\ncredit='A'\n[[measure.item]]\nlabel='x'\ngood='high'\n";
        assert!(read(&format!("{item}min=0\nmax=10")).is_ok());
        assert!(read(&format!("{item}min=10\nmax=0")).is_err());
        assert!(read(&format!("{item}min=0\nmax=2\nanswers=['one']")).is_err());
        let twice = format!("{item}min=0\nmax=1\n{item}min=0\nmax=1");
        assert!(read(&twice).is_err());
    }
}
