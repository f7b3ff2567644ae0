//! The invented data of `demo-data/`, read from the binary.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use serde::{Deserialize, de::DeserializeOwned};

use crate::domain::{
    case::CaseFields,
    client::ClientFields,
    terms::{
        ClosingReason, ContactKind, HoldingReason, HowGiven, MeasureStage, Need, Outcome, Role,
        Stage, StepOwner, With,
    },
};

use super::supervision::NoteText;

/// A file of the invented data does not say what the program expects of it.
#[derive(Debug, thiserror::Error)]
#[error("demo-data/{file}: {fault}")]
pub struct DataFault {
    file: String,
    fault: String,
}

impl DataFault {
    pub(super) fn new(file: &str, fault: impl ToString) -> DataFault {
        DataFault {
            file: file.to_owned(),
            fault: fault.to_string(),
        }
    }
}

/// Everything in `demo-data/`.
#[derive(Debug)]
pub(super) struct Invented {
    pub(super) network: Network,
    pub(super) names: Names,
    pub(super) services: Vec<ServiceText>,
    pub(super) phrases: Phrases,
    pub(super) notes: Vec<NoteText>,
    pub(super) stories: Vec<Story>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Network {
    pub(super) practice: Vec<PracticeText>,
    pub(super) person: Vec<PersonText>,
    pub(super) scaling: Scaling,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PracticeText {
    pub(super) id: String,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) short: String,
    pub(super) gps: Vec<String>,
    pub(super) area: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonText {
    pub(super) id: String,
    pub(super) given: String,
    pub(super) family: String,
    pub(super) role: Role,
    pub(super) practices: Vec<String>,
    #[serde(default)]
    pub(super) supervisor: Option<String>,
    /// Hundredths of full time.
    pub(super) hours: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scaling {
    pub(super) practice_first: Vec<String>,
    pub(super) practice_second: Vec<String>,
    pub(super) gps: Vec<String>,
    pub(super) areas: Vec<String>,
    pub(super) streets: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub(super) community: Vec<Community>,
    pub(super) composed: Composed,
    pub(super) known_as: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Community {
    /// For whoever reads the file; the program needs only what follows.
    #[serde(rename = "name")]
    _name: String,
    pub(super) share: u32,
    #[serde(default)]
    pub(super) language: String,
    #[serde(default)]
    pub(super) older_women: Vec<String>,
    #[serde(default)]
    pub(super) older_men: Vec<String>,
    pub(super) women: Vec<String>,
    pub(super) men: Vec<String>,
    pub(super) family: Vec<String>,
    /// Endings of family names that change for a woman.
    #[serde(default)]
    pub(super) feminine: Vec<(String, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Composed {
    pub(super) first: Vec<String>,
    pub(super) second: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceText {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) organisation: String,
    pub(super) offers: String,
    pub(super) place: String,
    pub(super) phone: String,
    pub(super) needs: Vec<Need>,
    /// For some people only: not chosen for generated ones.
    #[serde(default)]
    pub(super) narrow: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrases {
    pub(super) need: Vec<NeedText>,
    pub(super) common: BTreeMap<Part, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NeedText {
    pub(super) code: Need,
    pub(super) share: u32,
    /// The ages of whom the need is told, both included.
    pub(super) ages: (i32, i32),
    pub(super) reasons: Vec<String>,
    pub(super) matters: Vec<String>,
    pub(super) first: Vec<String>,
    pub(super) notes: Vec<String>,
    /// Notes that only a meeting can have led to.
    pub(super) visits: Vec<String>,
    pub(super) next: Vec<String>,
    pub(super) outcome: String,
}

/// A list of sentences that fit every need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    Endings,
    VisitEndings,
    NotIn,
    WePromised,
    TheySaid,
    NoAnswer,
    Voicemail,
    DidNotAttend,
    Booked,
    Waiting,
    FirstCall,
    Meeting,
    Talks,
    WithService,
    Message,
    Notes,
    FirstStep,
    AnotherHour,
    Holding,
    Paused,
    Closing,
    NoneBecause,
    Declined,
    NotAccepted,
    NoContact,
    Moved,
    PassedOn,
    Died,
    Alerts,
    Communication,
    Access,
    Hours,
}

impl Phrases {
    pub(super) fn part(&self, part: Part) -> &[String] {
        self.common.get(&part).map_or(&[], Vec::as_slice)
    }
}

/// A case written by hand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    #[serde(default)]
    pub(super) worker: Option<String>,
    pub(super) practice: String,
    /// Days from today.
    pub(super) referred: i32,
    pub(super) client: ClientFields,
    pub(super) case: CaseFields,
    pub(super) event: Vec<StoryEvent>,
    /// What the review of last week made of it.
    #[serde(default)]
    pub(super) review: Option<StoryReview>,
    /// Why it is brought to the next one.
    #[serde(default)]
    pub(super) brought: Option<String>,
}

/// What a review made of a case; with nothing in it, it was talked about.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoryReview {
    #[serde(default)]
    pub(super) decided: Option<String>,
    #[serde(default)]
    pub(super) why: String,
    /// Days from today.
    #[serde(default)]
    pub(super) again: Option<i32>,
    /// What the link worker is to do.
    #[serde(default)]
    pub(super) action: Option<String>,
    /// Days from today.
    #[serde(default)]
    pub(super) due: Option<i32>,
    #[serde(default)]
    pub(super) done: bool,
}

/// One entry of a story: what was recorded at one time by one person.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoryEvent {
    pub(super) day: i32,
    pub(super) at: Clock,
    /// The handle; the case's link worker where it is absent.
    #[serde(default)]
    pub(super) who: Option<String>,
    #[serde(default)]
    pub(super) contact: Option<StoryContact>,
    #[serde(default)]
    pub(super) state: Option<StoryState>,
    #[serde(default)]
    pub(super) matters: Option<String>,
    #[serde(default)]
    pub(super) note: Option<String>,
    #[serde(default)]
    pub(super) next: Option<StoryNext>,
    /// What became of connections to services.
    #[serde(default)]
    pub(super) connections: Vec<StoryConnection>,
    #[serde(default)]
    pub(super) measures: Vec<StoryMeasure>,
    #[serde(default)]
    pub(super) goals: Vec<StoryGoal>,
}

/// A measure taken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoryMeasure {
    /// Its code in the table of measures.
    pub(super) measure: String,
    pub(super) stage: MeasureStage,
    /// In the order of the table.
    pub(super) values: Vec<i32>,
    /// What changed, in the person's own words.
    #[serde(default)]
    pub(super) words: String,
}

/// A goal set, with the plan towards it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoryGoal {
    pub(super) text: String,
    #[serde(default)]
    pub(super) reached: bool,
    #[serde(default)]
    pub(super) steps: Vec<StoryStep>,
}

/// A step of a plan.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoryStep {
    pub(super) text: String,
    pub(super) owner: StepOwner,
    #[serde(default)]
    pub(super) done: bool,
}

/// A connection made, or moved to another stage.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoryConnection {
    /// The key of the service in `services.toml`.
    pub(super) service: String,
    pub(super) stage: Stage,
    /// How they agreed to be passed on, where the stage needs it.
    #[serde(default = "said_so")]
    pub(super) agreed: HowGiven,
    /// The service was told how it goes.
    #[serde(default)]
    pub(super) told: bool,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) next: Option<StoryAsk>,
}

/// When the service is to be asked, and what.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoryAsk {
    pub(super) day: i32,
    pub(super) what: String,
}

fn said_so() -> HowGiven {
    HowGiven::Spoken
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoryContact {
    pub(super) kind: ContactKind,
    #[serde(default = "the_person")]
    pub(super) with: With,
    #[serde(default = "spoke")]
    pub(super) outcome: Outcome,
    #[serde(default)]
    pub(super) minutes: u16,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) we_promised: String,
    #[serde(default)]
    pub(super) they_said: String,
}

fn the_person() -> With {
    With::Person
}

fn spoke() -> Outcome {
    Outcome::Spoke
}

#[derive(Debug, Deserialize)]
#[serde(tag = "to", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum StoryState {
    Contacting,
    Waiting,
    Active,
    Holding {
        reason: HoldingReason,
        review: i32,
    },
    Paused {
        review: i32,
    },
    Closing {
        reason: ClosingReason,
        outcome: String,
    },
    Closed {
        reason: ClosingReason,
        outcome: String,
    },
    Declined {
        because: String,
    },
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum StoryNext {
    Due {
        day: i32,
        #[serde(default)]
        at: Option<Clock>,
        kind: ContactKind,
        what: String,
    },
    None {
        none: String,
    },
}

/// A time of day as the files write it: `09:30`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Clock(pub(super) NaiveTime);

impl TryFrom<String> for Clock {
    type Error = chrono::ParseError;

    fn try_from(text: String) -> Result<Clock, chrono::ParseError> {
        NaiveTime::parse_from_str(&text, "%H:%M").map(Clock)
    }
}

macro_rules! stories {
    ($($name:literal),* $(,)?) => {
        /// The stories, in the order in which a small demonstration takes them.
        const STORIES: &[(&str, &str)] = &[$((
            concat!("stories/", $name, ".toml"),
            include_str!(concat!("../../../demo-data/stories/", $name, ".toml")),
        ),)*];
    };
}

stories![
    "margaret-oneill",
    "joyce-adeyemi",
    "tomasz-zielinski",
    "ibrahim-yusuf",
    "chloe-hart",
    "peter-hall",
    "dorothy-clarke",
    "leslie-bright",
    "kwame-boateng",
    "arash-rezaei",
    "shanice-campbell",
    "pauline-wragg",
    "nasreen-akhtar",
    "dafydd-pugh",
    "wei-ling-chan",
    "gloria-baptiste",
    "andrew-mellor",
    "halyna-kovalenko",
    "zoe-pena",
    "maureen-fitzgerald",
    "yusuf-demir",
    "beryl-dyson",
    "stefan-ionescu",
    "sita-gurung",
    "fatou-ndiaye",
    "eleni-christodoulou",
    "colin-marsh",
    "gethin-rowlands",
    "hassan-warsame",
    "maria-dsouza",
    "olu-martins",
    "ines-teixeira",
    "wilf-ogden",
];

macro_rules! file {
    ($name:literal) => {
        read($name, include_str!(concat!("../../../demo-data/", $name)))
    };
}

impl Invented {
    /// Reads all of it.
    ///
    /// # Errors
    /// The first file that is not as expected.
    pub(super) fn read() -> Result<Invented, DataFault> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Services {
            service: Vec<ServiceText>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Notes {
            note: Vec<NoteText>,
        }
        let services: Services = file!("services.toml")?;
        let notes: Notes = file!("supervision.toml")?;
        Ok(Invented {
            network: file!("network.toml")?,
            names: file!("names.toml")?,
            services: services.service,
            notes: notes.note,
            phrases: file!("phrases.toml")?,
            stories: STORIES
                .iter()
                .map(|(file, text)| read(file, text))
                .collect::<Result<_, _>>()?,
        })
    }
}

fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, DataFault> {
    toml::from_str(text).map_err(|fault| DataFault::new(file, fault))
}
