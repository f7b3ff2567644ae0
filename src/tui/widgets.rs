//! Parts that screens are made of. They know nothing of clients, cases or the hub.

pub mod choice;
pub mod field;
pub mod form;
pub mod list;
pub mod table;
