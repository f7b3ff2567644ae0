//! Rows and cards ready to draw: plain public fields, nothing left to look up.
//!
//! The same shapes serve the screens (compact, over the wire) and `--json`, so a field's name here
//! is its name there. Dates are calendar dates; `client` is the display name, `client_id` the id.
//! Each shape is built beside its types, by a pure function of the heads, the asker and today; who
//! may see what is asked of `access` here, so a row that is out of reach is never made.

pub mod activity;
pub mod agenda;
pub mod cases;
pub mod changes;
pub mod client;
pub mod coding;
pub mod connected;
pub mod drafts;
pub mod find;
pub mod integration;
pub mod lately;
pub mod lists;
pub mod named;
pub mod outcomes;
pub mod review;
pub mod services;
pub mod since;
pub mod stand;
pub mod table;
pub mod team;

mod order;
mod scope;
mod words;
