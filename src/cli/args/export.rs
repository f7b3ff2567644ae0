//! `caseload export`: which pack, of what time, in which form, where to.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// The review of one link worker in one week: record, queue, decisions, actions, load
    ///
    /// People stand there by the numbers of their cases, unless --names is given; safeguarding is
    /// never in it. The keys of the JSON are listed in docs/packs.md.
    Review(ReviewPack),
    /// What the notes on the work say, in figures: concepts, positions, differences
    ///
    /// The keys of the JSON are listed in docs/packs.md.
    Integration(IntegrationPack),
    /// The work of a month or a quarter in figures, by practice and in all
    ///
    /// Figures from 1 to 4 are shown as <5, and nothing from which they could be worked out. Where
    /// no time is named it is the last month that is over. The keys of the JSON are listed in
    /// docs/packs.md.
    Activity(ActivityPack),
}

/// In which form, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct To {
    /// Where left out, as --out ends, else html
    #[arg(long, value_enum)]
    pub(crate) format: Option<PackFormat>,
    /// A new file, readable by you alone; one that is there is never replaced. Standard output
    /// where left out
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum PackFormat {
    /// One page to read or print
    Html,
    /// Markdown
    Md,
    /// A cell a row, for a spreadsheet
    Csv,
    /// For programs
    Json,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ReviewPack {
    /// Whose caseload, by id or short name
    #[arg(long, value_name = "ID")]
    pub(crate) worker: String,
    /// Any day of the week; this week where left out
    #[arg(long, value_name = "DATE")]
    pub(crate) week: Option<NaiveDate>,
    /// With the names of people, in place of the numbers of their cases
    #[arg(long)]
    pub(crate) names: bool,
    #[command(flatten)]
    pub(crate) to: To,
}

#[derive(Debug, clap::Args)]
pub(crate) struct IntegrationPack {
    /// From this day on; of all time where left out
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<NaiveDate>,
    /// Up to this day, included
    #[arg(long = "to", value_name = "DATE")]
    pub(crate) until: Option<NaiveDate>,
    /// On the work of one link worker, by id or short name
    #[arg(long, value_name = "ID")]
    pub(crate) worker: Option<String>,
    /// About one practice, by its ODS code or id
    #[arg(long, value_name = "ID")]
    pub(crate) practice: Option<String>,
    /// With the words of the notes that you read: for you, and for those who read them too
    #[arg(long)]
    pub(crate) texts: bool,
    /// Counts as you see them, also of fewer than three link workers, and positions over time: not
    /// for others
    #[arg(long)]
    pub(crate) as_seen: bool,
    /// For research: a mark a row, no words, as CSV
    #[arg(long)]
    pub(crate) marks: bool,
    #[command(flatten)]
    pub(crate) to: To,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ActivityPack {
    /// A month, such as 2026-10
    #[arg(long, value_name = "YYYY-MM", conflicts_with = "quarter")]
    pub(crate) month: Option<String>,
    /// A quarter of the calendar year, such as 2026-Q3
    #[arg(long, value_name = "YYYY-Qn")]
    pub(crate) quarter: Option<String>,
    /// One practice, by its ODS code
    #[arg(long, value_name = "ODS")]
    pub(crate) practice: Option<String>,
    #[command(flatten)]
    pub(crate) to: To,
}
