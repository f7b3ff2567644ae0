//! Rows and cards ready to draw: plain public fields, nothing left to look up.
//!
//! The same shapes serve the screens (compact, over the wire) and `--json`, so a field's name here
//! is its name there. Dates are calendar dates; `client` is the display name and `client_id` the id.

pub mod agenda;
pub mod cases;
pub mod client;
pub mod drafts;
pub mod find;
pub mod lists;
