//! The rules of a weekly review: what brings a case up, in which order, and within which limits.
//! Read from `review.toml`, so that nothing is hidden in a score. Knows no case.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// The rules that the program carries.
const BUILT_IN: &str = include_str!("review.toml");

static RULES: LazyLock<Rules> = LazyLock::new(|| toml::from_str(BUILT_IN).unwrap_or_default());

/// Why a case is to be talked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Somebody brought it, with a line why.
    Brought,
    /// A safeguarding concern is open.
    Risk,
    NeverSpoken,
    WaitingLong,
    Late,
    /// The date of the next step was moved again and again.
    Moved,
    NoNextStep,
    Quiet,
    HoldingPast,
    /// A decision named this day.
    Again,
    NotReviewed,
    Closing,
    Contacts,
    Long,
    /// A service has not replied.
    NoReply,
}

/// One rule as the file says it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    pub code: Rule,
    /// The place of a case in the review is the lowest of its reasons.
    pub group: u8,
    /// Which list of the weekly pack it belongs to; 0 for none.
    pub step: u8,
    /// Days, weeks, times or contacts; zero where there is no limit.
    pub limit: u32,
    words: String,
}

/// One list of the weekly pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub number: u8,
    pub title: String,
}

/// All rules.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// New people a year for one full-time link worker: from and to.
    guide: (u32, u32),
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
    #[serde(rename = "rule")]
    rules: Vec<Spec>,
}

/// The rules in force.
pub fn rules() -> &'static Rules {
    &RULES
}

impl Rules {
    /// The limits and words of one rule.
    pub fn spec(&self, rule: Rule) -> Option<&Spec> {
        self.rules.iter().find(|spec| spec.code == rule)
    }

    /// The limit of a rule.
    pub fn limit(&self, rule: Rule) -> i64 {
        self.spec(rule).map_or(0, |spec| i64::from(spec.limit))
    }

    /// The guide for somebody who works so many hundredths of full time.
    pub fn guide(&self, fte: u16) -> (u32, u32) {
        let of = |year: u32| year * u32::from(fte) / 100;
        (of(self.guide.0), of(self.guide.1))
    }
}

impl Spec {
    /// The rule in words, its limit in them.
    pub fn words(&self) -> String {
        self.words.replace("{limit}", &self.limit.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_stands_in_the_file_once_with_words_and_a_known_step() {
        let rules = rules();
        let all = [
            Rule::Brought,
            Rule::Risk,
            Rule::NeverSpoken,
            Rule::WaitingLong,
            Rule::Late,
            Rule::Moved,
            Rule::NoNextStep,
            Rule::Quiet,
            Rule::HoldingPast,
            Rule::Again,
            Rule::NotReviewed,
            Rule::Closing,
            Rule::Contacts,
            Rule::Long,
            Rule::NoReply,
        ];
        assert_eq!(rules.rules.len(), all.len());
        for rule in all {
            let spec = rules.spec(rule).expect("a rule of the file");
            assert!(!spec.words().is_empty() && !spec.words().contains('{'));
            let known = |step: &Step| step.number == spec.step;
            assert!(spec.step == 0 || rules.steps.iter().any(known), "{rule:?}");
        }
        assert_eq!(rules.guide(60), (120, 150));
    }
}
