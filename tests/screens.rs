//! Rows in, screen out: what a person sees and what the keys do, without a terminal.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails where it stands"
)]

#[path = "screens/agenda.rs"]
mod agenda;
#[path = "screens/beside.rs"]
mod beside;
#[path = "screens/cards.rs"]
mod cards;
#[path = "screens/caseload.rs"]
mod caseload_table;
#[path = "screens/client.rs"]
mod client;
#[path = "screens/copying.rs"]
mod copying;
#[path = "terminal/demo.rs"]
pub mod demo;
#[path = "screens/desk.rs"]
pub mod desk;
#[path = "screens/dialogs.rs"]
mod dialogs;
#[path = "screens/drafts.rs"]
mod drafts;
#[path = "screens/finder.rs"]
mod finder;
#[path = "screens/forms.rs"]
mod forms;
#[path = "screens/frame.rs"]
mod frame;
#[path = "screens/going.rs"]
mod going;
#[path = "screens/integration.rs"]
mod integration;
#[path = "screens/keymaps.rs"]
mod keymaps;
#[path = "screens/keys.rs"]
mod keys;
#[path = "screens/logging.rs"]
mod logging;
#[path = "screens/marks.rs"]
mod marks;
#[path = "screens/notes.rs"]
mod notes;
#[path = "screens/outcomes.rs"]
mod outcomes;
#[path = "screens/overtaken.rs"]
mod overtaken;
#[path = "screens/past.rs"]
mod past;
#[path = "screens/private.rs"]
mod private;
#[path = "screens/records.rs"]
mod records;
#[path = "screens/review.rs"]
mod review;
#[path = "screens/right.rs"]
mod right;
#[path = "screens/safeguarding.rs"]
mod safeguarding;
#[path = "screens/seat.rs"]
mod seat;
#[path = "screens/service_form.rs"]
mod service_form;
#[path = "screens/services.rs"]
mod services;
#[path = "screens/shapes.rs"]
mod shapes;
#[path = "screens/stray.rs"]
mod stray;
#[path = "screens/table.rs"]
pub mod table;
#[path = "screens/todos.rs"]
mod todos;
#[path = "support/world.rs"]
pub mod world;
