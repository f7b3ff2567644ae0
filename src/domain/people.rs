//! People who work here, and the practices they work in.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    ids::{PracticeId, StaffId},
    terms::{FinderReach, Role},
};

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    pub id: StaffId,
    /// The short name used on the command line and in imports, such as `amira`.
    pub handle: String,
    pub name: String,
    pub role: Role,
    /// Practices they work in; a practice manager sees these whole.
    #[serde(default)]
    pub practices: Vec<PracticeId>,
    /// Whose supervisor reads their caseload.
    #[serde(default)]
    pub supervisor: Option<StaffId>,
    #[serde(default = "yes")]
    pub active: bool,
    /// Away, and who sees to their cases meanwhile.
    #[serde(default)]
    pub away: Option<Away>,
    /// Hundredths of full time; full time where nobody said.
    #[serde(default)]
    pub fte: Option<u16>,
}

/// A time away, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// Who reads and works on their cases meanwhile; nobody, where that is still to be found.
    #[serde(default)]
    pub covered_by: Option<StaffId>,
}

fn yes() -> bool {
    true
}

impl Staff {
    /// "A Khan": how others' names stand in tight rows.
    pub fn short_name(&self) -> String {
        match self.name.split_once(' ') {
            Some((given, family)) => match given.chars().next() {
                Some(initial) => format!("{initial} {family}"),
                None => family.to_owned(),
            },
            None => self.name.clone(),
        }
    }

    /// Their time away, where they are away on this day.
    pub fn away_on(&self, day: NaiveDate) -> Option<Away> {
        self.away
            .filter(|away| (away.from..=away.until).contains(&day))
    }

    /// "Amira": how a person is spoken of on their own desk.
    pub fn given_name(&self) -> &str {
        self.name.split(' ').next().unwrap_or(&self.name)
    }
}

/// A general practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    pub id: PracticeId,
    /// The ODS code; codes are never reused, so it is a safe key.
    pub ods: String,
    pub name: String,
    /// One word for tight rows, such as "Elm".
    pub short: String,
    #[serde(default = "own")]
    pub reach: FinderReach,
    #[serde(default = "yes")]
    pub active: bool,
}

fn own() -> FinderReach {
    FinderReach::Own
}
