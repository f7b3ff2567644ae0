//! The command line, declared once: parser, help, man page and completions come from here.

pub(crate) mod export;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Parser, Subcommand};

/// The terminal desk for social prescribing link workers and their supervisors.
#[derive(Debug, Parser)]
#[command(name = "caseload", version, about, propagate_version = true)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Global {
    /// The data folder
    #[arg(long, global = true, value_name = "DIR", env = "CASELOAD_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// The hub's socket
    #[arg(long, global = true, value_name = "PATH", env = "CASELOAD_SOCKET")]
    pub(crate) socket: Option<PathBuf>,
    /// Act as this person, where your account may
    #[arg(long = "as", global = true, value_name = "PERSON", env = "CASELOAD_AS")]
    pub(crate) as_person: Option<String>,
    /// Lists as they stood at the end of this day
    #[arg(long, global = true, value_name = "DATE")]
    pub(crate) as_of: Option<NaiveDate>,
    /// Print rows and errors as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Draw with plain ASCII signs
    #[arg(long, global = true)]
    pub(crate) ascii: bool,
    /// A keymap: a name (default) or a file
    #[arg(long, global = true, value_name = "FILE|NAME", env = "CASELOAD_KEYMAP")]
    pub(crate) keymap: Option<String>,
    /// Colours: default, high-contrast, colour-blind, mono
    #[arg(long, global = true, value_name = "NAME", env = "CASELOAD_THEME")]
    pub(crate) theme: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Open the desk on an invented practice network, gone afterwards
    Demo(Demo),
    /// Make a store
    Init(Init),
    /// Run the hub in the foreground, for systemd
    Hub(Hub),
    /// Add, list, change and deactivate people
    #[command(subcommand)]
    Staff(Staff),
    /// Add, list and change practices
    #[command(subcommand)]
    Practice(Practice),
    /// The rows of the Agenda
    Agenda(Rows),
    /// The rows of the Caseload: open cases in your reach
    Cases(Rows),
    /// The load of the people of your team and their week; by --practice or all
    Team(TeamRows),
    /// What a review would talk about: each case once, with its reasons; of --worker or yourself
    Review(Rows),
    /// The services of the directory
    Services(Services),
    /// What the notes on the work say: how many by concept and position
    Concepts(Concepts),
    /// The notes on the work that you may read
    Notes(Notes),
    /// One client, whole
    Client {
        /// An id (P12), a case (C12) or an NHS number
        client: String,
        #[command(flatten)]
        out: Out,
    },
    /// The rows of the finder
    Find {
        /// What to look for; `-` reads it from standard input
        query: String,
        /// At most so many rows
        #[arg(long, default_value_t = 20)]
        limit: u32,
        #[command(flatten)]
        out: Out,
    },
    /// Log a contact; prints the entry's number
    Log(Log),
    /// Set the next step of a case
    FollowUp(FollowUp),
    /// Import a referral list, or undo an import
    Import(Import),
    /// A pack to read, print or pass on: a review, the notes on the work, the work of a period
    #[command(subcommand)]
    Export(export::Export),
    /// Check the store against itself
    Verify {
        /// Open every part, and make the records once more beside the ones in use
        #[arg(long)]
        deep: bool,
    },
    /// Make the records again from the journal
    Rebuild,
    /// Copy the store, while it is in use, into one file
    Backup { file: PathBuf },
    /// Put a backup into an empty folder
    Restore {
        file: PathBuf,
        #[arg(long, value_name = "DIR")]
        into: PathBuf,
        /// The store's root key, where it lies elsewhere
        #[arg(long, value_name = "FILE")]
        root_key: Option<PathBuf>,
    },
    /// Look at what often goes wrong
    Doctor {
        /// The clock is right, whatever the last entry says
        #[arg(long)]
        accept_clock: bool,
    },
    /// The keymap in force, or every fault of one
    Keys(Keys),
    /// Completions for a shell
    #[command(hide = true)]
    Completions { shell: clap_complete::Shell },
    /// The man page
    #[command(hide = true)]
    Man,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Keys {
    /// Check this file, or the keymap in force; prints every fault
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with_all = ["context", "format"])]
    pub(crate) check: Option<Option<String>>,
    /// Only what works there, such as agenda, client, form
    #[arg(long, value_name = "SCOPE")]
    pub(crate) context: Option<String>,
    /// How it is printed; `md` makes a card to print on paper
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: KeysFormat,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum KeysFormat {
    #[default]
    Text,
    Md,
    Json,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// How many clients
    #[arg(long, value_name = "N")]
    pub(crate) clients: Option<u32>,
    /// The same seed gives the same people
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
    /// The day it is in the demonstration
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<NaiveDate>,
    /// Do not offer the tour
    #[arg(long)]
    pub(crate) no_tour: bool,
    /// Write the store to this folder and leave it there
    #[arg(long, value_name = "DIR")]
    pub(crate) make: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// A store for training: invented people only, TRAINING on every screen
    #[arg(long)]
    pub(crate) training: bool,
    /// Your name
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Your role: link-worker, supervisor, practice-manager
    #[arg(long)]
    pub(crate) role: Option<String>,
    /// The practice's name
    #[arg(long)]
    pub(crate) practice: Option<String>,
    /// The practice's ODS code
    #[arg(long)]
    pub(crate) ods: Option<String>,
    /// Do not ask for the recovery code back; for scripts only
    #[arg(long)]
    pub(crate) recovery_noted: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Hub {
    /// Started by a session: tell it when ready, and leave after the last one
    #[arg(long, hide = true)]
    pub(crate) background: bool,
    /// A demonstration: the folder goes when the hub does
    #[arg(long, hide = true)]
    pub(crate) ephemeral: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Staff {
    /// Everybody who works here
    List,
    /// Add a person
    Add {
        /// Short name, such as amira
        handle: String,
        #[arg(long)]
        name: String,
        #[arg(long, default_value = "link-worker")]
        role: String,
        /// ODS codes of the practices they work in; all where left out
        #[arg(long, value_delimiter = ',')]
        practices: Vec<String>,
        /// Their supervisor's short name
        #[arg(long)]
        supervisor: Option<String>,
        /// Their Unix account, by name or number
        #[arg(long)]
        account: Option<String>,
    },
    /// Change a person
    Change(StaffChange),
    /// Somebody who left: their sessions end, their history stays
    Deactivate { handle: String },
}

#[derive(Debug, clap::Args)]
pub(crate) struct StaffChange {
    pub(crate) handle: String,
    #[arg(long)]
    pub(crate) name: Option<String>,
    #[arg(long)]
    pub(crate) role: Option<String>,
    /// ODS codes of the practices they work in
    #[arg(long, value_delimiter = ',')]
    pub(crate) practices: Option<Vec<String>>,
    /// Their supervisor's short name
    #[arg(long)]
    pub(crate) supervisor: Option<String>,
    /// A Unix account that may act as them, by name or number
    #[arg(long)]
    pub(crate) account: Option<String>,
    /// Hundredths of full time, such as 60
    #[arg(long, value_name = "PERCENT")]
    pub(crate) fte: Option<u16>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Practice {
    /// The practices of this store
    List,
    /// Add a practice
    Add {
        #[arg(long)]
        ods: String,
        #[arg(long)]
        name: String,
        /// One word for tight rows
        #[arg(long, default_value = "")]
        short: String,
    },
    /// Change a practice
    Change {
        ods: String,
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        short: Option<String>,
        /// How far link workers' finders reach: own or practice
        #[arg(long)]
        reach: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Rows {
    /// Whose: an id or short name, `none` for the unallocated, `all`
    #[arg(long)]
    pub(crate) worker: Option<String>,
    /// `open`, `all`, or one state
    #[arg(long, default_value = "open")]
    pub(crate) state: String,
    /// One practice, by its ODS code
    #[arg(long)]
    pub(crate) practice: Option<String>,
    #[command(flatten)]
    pub(crate) out: Out,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TeamRows {
    #[command(flatten)]
    pub(crate) rows: Rows,
    /// What changed since the end of this day, case by case; up to --as-of where that is given
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<NaiveDate>,
}

/// How rows are printed where it is not as text.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Out {
    /// Print rows as CSV, for a spreadsheet; nothing in it can be taken for a formula
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
    /// Begin the CSV with the mark by which Excel knows UTF-8
    #[arg(long, requires = "csv")]
    pub(crate) bom: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Services {
    /// What for, such as money or loneliness: a need's code, or the beginning of a word of it
    #[arg(long, value_name = "N")]
    pub(crate) need: Option<String>,
    /// Where, by postcode or its district: EL1
    #[arg(long, value_name = "DISTRICT")]
    pub(crate) near: Option<String>,
    #[command(flatten)]
    pub(crate) out: Out,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Notes {
    /// From this day on; of all time where left out
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<NaiveDate>,
    /// Up to this day, included
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<NaiveDate>,
    /// On the work of one link worker, by id or short name
    #[arg(long, value_name = "ID")]
    pub(crate) worker: Option<String>,
    /// About one practice, by its ODS code or id
    #[arg(long, value_name = "ID")]
    pub(crate) practice: Option<String>,
    #[command(flatten)]
    pub(crate) out: Out,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Concepts {
    /// The words that suggest a concept, as they are in force: your own list is concepts.toml beside
    /// your keymap
    #[arg(long)]
    pub(crate) words: bool,
    /// Check this word list; prints every fault
    #[arg(long, value_name = "FILE", requires = "words")]
    pub(crate) check: Option<PathBuf>,
    /// How often each of these words spoke for a concept in the notes that you read, and how often
    /// the author accepted it
    #[arg(long, conflicts_with = "words")]
    pub(crate) cues: bool,
    #[command(flatten)]
    pub(crate) notes: Notes,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ImportServices {
    /// A page, an array or one record as JSON, or a folder of pages or of CSV tables
    pub(crate) file: PathBuf,
    /// Say what would happen and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// What this feed is called here: the same name each time. Where left out, the feed that has
    /// most of these ids already; for a new one, the name of the file or folder
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Refuse the whole feed where anything in it is at fault
    #[arg(long)]
    pub(crate) strict: bool,
    /// This is a part of the feed: mark nothing as gone that is not in it
    #[arg(long)]
    pub(crate) part: bool,
    /// This is all of the feed, whatever its counters say: mark as gone what is not in it
    #[arg(long, conflicts_with = "part")]
    pub(crate) whole: bool,
    /// Your own list of words that stand for needs (TOML: need = ["word", "other words"])
    #[arg(long, value_name = "FILE")]
    pub(crate) needs: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Log {
    /// The case (C12)
    pub(crate) case: String,
    /// phone, video, surgery, home, community, accompanied, message, letter, email, service
    #[arg(long)]
    pub(crate) kind: String,
    /// spoke, no-answer, voicemail, did-not-attend, cancelled-by-person, cancelled-by-us, sent
    #[arg(long)]
    pub(crate) result: String,
    /// person, carer, service, professional
    #[arg(long, default_value = "person")]
    pub(crate) with: String,
    /// What was said; `-` reads it from standard input
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// Minutes
    #[arg(long, default_value_t = 0)]
    pub(crate) minutes: u16,
    /// The day it happened, as people type dates
    #[arg(long)]
    pub(crate) on: Option<String>,
    /// When the next step is due, as people type dates, or `none`
    #[arg(long)]
    pub(crate) next: Option<String>,
    /// What the next step is
    #[arg(long)]
    pub(crate) what: Option<String>,
    /// Why there is no next step
    #[arg(long)]
    pub(crate) because: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FollowUp {
    /// The case (C12)
    pub(crate) case: String,
    /// When, as people type dates: fri, +2w, 14/3
    pub(crate) date: String,
    /// The time of an appointment
    #[arg(long)]
    pub(crate) at: Option<String>,
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// What is to be done; `-` reads it from standard input
    #[arg(long)]
    pub(crate) what: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Import {
    #[command(subcommand)]
    pub(crate) what: Option<ImportWhat>,
    /// Undo this import whole
    #[arg(long, value_name = "ID")]
    pub(crate) undo: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportWhat {
    /// A referral list: CSV from a GP system or a spreadsheet
    Referrals {
        file: PathBuf,
        /// A mapping file for other headings
        #[arg(long, value_name = "FILE")]
        map: Option<PathBuf>,
        /// Say what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
        /// The day of referral for rows that have none
        #[arg(long, value_name = "DATE")]
        referred_on: Option<NaiveDate>,
    },
    /// A directory of services: Open Referral UK 3.0, as JSON or CSV
    ///
    /// Services without an id or a name are left out and named by file and line; the others go in,
    /// and the exit code is then 1. A second import changes only what differs, never your own notes;
    /// what is gone from the feed is marked, never removed.
    Services(ImportServices),
}
