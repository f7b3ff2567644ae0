//! What the service knows: clients, cases, contacts, follow-ups, and the rules over them.
//!
//! Names no other module, no clock, no disk, no terminal and no socket: everything that decides is
//! a function of what it is given.

pub mod ids;
pub mod terms;
pub mod zone;

pub mod contact_details;
pub mod dates;
pub mod nhs;
pub mod text;

pub mod case;
pub mod client;
pub mod coding;
pub mod concern;
pub mod connection;
pub mod consent;
pub mod contact;
pub mod goal;
pub mod integration;
pub mod measure;
pub mod meeting;
pub mod part;
pub mod people;
pub mod referral;
pub mod service;
pub mod supervision;
pub mod todo;
pub mod written;

pub mod fact;
pub mod gate;
pub mod intent;
pub mod refusal;
pub mod review;

pub mod heads;
pub mod record;

pub mod access;
pub mod apply;
pub mod decide;
pub mod decision;
pub mod fields;
