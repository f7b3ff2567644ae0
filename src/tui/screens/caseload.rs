//! stub
use std::rc::Rc;
use crate::readmodel::lists::Desk;
use crate::tui::screen::Screen;
pub fn open(desk: &Rc<Desk>) -> Box<dyn Screen> { super::agenda::open(desk) }
