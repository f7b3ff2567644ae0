//! What the service knows: clients, cases, contacts, follow-ups, and the rules over them.
//!
//! Names no other module, no clock, no disk, no terminal and no socket: everything that decides is
//! a function of what it is given.

pub mod contact_details;
pub mod dates;
pub mod nhs;
pub mod text;
