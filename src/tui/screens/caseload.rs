//! stub
use crate::readmodel::lists::Desk;
use crate::tui::screen::Screen;
use std::rc::Rc;
pub fn open(desk: &Rc<Desk>) -> Box<dyn Screen> {
    super::agenda::open(desk)
}
