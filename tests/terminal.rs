//! Few tests with a real terminal: the shell in a pseudo-terminal, driven by bytes. The program in
//! it is this test binary, started again as [`child::session`] with screens of its own.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails where it stands"
)]

#[path = "terminal/child.rs"]
mod child;
#[path = "terminal/demo.rs"]
mod demo;
#[path = "terminal/pty.rs"]
mod pty;
#[path = "terminal/shell.rs"]
mod shell;
