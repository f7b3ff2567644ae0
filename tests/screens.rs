//! Rows in, screen out: what a person sees and what the keys do, without a terminal.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails where it stands"
)]

#[path = "terminal/demo.rs"]
mod demo;
#[path = "screens/desk.rs"]
mod desk;
#[path = "screens/dialogs.rs"]
mod dialogs;
#[path = "screens/frame.rs"]
mod frame;
#[path = "screens/shapes.rs"]
mod shapes;
