//! The session: one person's terminal. Holds no keys and no store; asks the hub for what it shows.
//! The only folder that names ratatui and crossterm.
//!
//! One turn of the loop: an [`input::Input`] goes to [`app::App::update`], which is pure; what it
//! wants done outside comes back as [`effect::Errand`]s for the shell; then the screen is drawn
//! once, if anything changed.

pub mod action;
pub mod effect;
pub mod input;
pub mod key;
pub mod screen;

pub mod app;
pub mod forms;
pub mod keymap;
pub mod line;
pub mod rooms;
pub mod screens;
pub mod shell;

pub mod dialogs;
pub mod draw;
pub mod glyphs;
pub mod prose;
pub mod text;
pub mod theme;
pub mod widgets;
