//! Small screens that are put over others: the help, the palette, a list of choices, a question.

pub mod commands;
pub mod confirm;
pub mod day;
pub mod describe;
pub mod help;
pub mod palette;
pub mod pick;
pub mod plain;
pub mod write;
