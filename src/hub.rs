//! The one process that owns the store on a machine: checks, decides, writes, tells.

pub mod config;
pub mod core;
pub mod drafts;
pub mod elsewhere;
pub mod finder;
pub mod found;
pub mod hall;
pub mod imports;
pub mod launch;
pub mod layout;
pub mod ledger;
pub mod lock;
pub mod maintain;
pub mod open;
pub mod peer;
pub mod publish;
pub mod reading;
pub mod records;
pub mod run;
pub mod serve;
pub mod session;
pub mod shelf;
pub mod staging;
pub mod time;
pub mod turn;
pub mod writer;
