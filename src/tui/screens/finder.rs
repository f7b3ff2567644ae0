//! stub
use crate::tui::dialogs::commands::Command;
use crate::tui::screen::Screen;
pub fn open(_c: Vec<Command>) -> Box<dyn Screen> {
    super::client::open(crate::wire::talk::ClientBy::Nhs(String::new()))
}
