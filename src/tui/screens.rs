//! The pages of the desk. Each has a constructor that gives a boxed screen.

pub mod client;
