//! Measures: one taking of a questionnaire, as figures in a row. What each measure asks, its ranges
//! and directions are data, not code (`table`).

pub mod table;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::terms::{ContactKind, MeasureStage};

/// One taking of one measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// The measure's code in the data file, such as `ons4`.
    pub measure: String,
    /// The version of the data file's entry, so that later wordings are not mixed up with it.
    #[serde(default)]
    pub version: u16,
    pub on: NaiveDate,
    /// How it was taken: phone, face to face, letter.
    pub mode: ContactKind,
    pub stage: MeasureStage,
    /// The figures in the order of the data file, in hundredths; none where an item was not
    /// answered.
    #[serde(default)]
    pub values: Vec<Option<i32>>,
    /// Why it was not taken; empty where it was.
    #[serde(default)]
    pub missing: String,
    /// Words beside the figures, in the order of the data file (the person's own concerns).
    #[serde(default)]
    pub concerns: Vec<String>,
    /// What changed, in the person's own words.
    #[serde(default)]
    pub words: String,
}
