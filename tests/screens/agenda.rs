//! The Agenda: who stands where, what stays in sight, what the keys open.

use caseload::domain::case::CaseState;
use caseload::domain::client::ClientField;
use caseload::domain::ids::CaseId;
use caseload::domain::terms::HoldingReason;
use caseload::readmodel::drafts::{Draft, DraftKey};
use caseload::tui::effect::Errand;
use caseload::tui::input::Input;
use caseload::tui::keymap::Keymap;
use caseload::wire::talk::ClientBy;
use caseload::wire::{Notice, Reply, Request};
use insta::assert_snapshot;

use crate::demo::setup;
use crate::seat::Seat;
use crate::world::{World, day, world};

/// A morning of Amira's.
pub(crate) fn morning() -> World {
    let world = world().worker("Amira").practice("Elm");
    let mut world = world
        .client("Joyce Adeyemi")
        .field(ClientField::Alert, "dog, visit in pairs")
        .spoke_days_ago(9)
        .due_in_days(0)
        .at(9, 30)
        .what("goals, ONS4")
        .client("Tomasz Zieliński")
        .tried_days_ago(3)
        .due_in_days(0)
        .at(14, 0)
        .what("first meeting")
        .client("Ibrahim Yusuf")
        .referred_days_ago(6)
        .tried_days_ago(2)
        .due_in_days(0)
        .client("Chloë Hart")
        .referred_days_ago(3);
    for (name, late) in [
        ("Margaret O'Neill", 13),
        ("Peter Hall", 4),
        ("Aoife Byrne", 3),
        ("Dorothy Clarke", 2),
        ("Łucja Wójcik", 2),
        ("Sunita Patel", 1),
        ("Zoë Okafor", 1),
    ] {
        world = world
            .client(name)
            .spoke_days_ago(20)
            .due_in_days(-late)
            .what("housing form, as agreed 12 Nov")
            .moved(if late == 13 { 3 } else { 0 });
    }
    world
        .client("Grace Mensah")
        .spoke_days_ago(5)
        .due_in_days(0)
        .what("ring the council about the ramp before the panel meets on Thursday")
        .practice("Mill")
        .client("Harold Finch")
        .referred_days_ago(63)
        .spoke_days_ago(11)
        .client("Nia Evans")
        .spoke_days_ago(12)
        .due_in_days(30)
        .state(CaseState::Holding {
            reason: HoldingReason::Waiting,
            review_on: day(-5),
        })
        .client("Kwame Boateng")
        .spoke_days_ago(6)
        .due_in_days(2)
        .at(11, 0)
        .what("walk to the allotment together")
        .client("Edith Sparrow")
        .spoke_days_ago(40)
        .due_in_days(21)
}

#[test]
fn a_morning_at_80_by_24() {
    let seat = Seat::new(morning(), "Amira");
    assert_snapshot!(seat.text(), @"");
}

#[test]
fn a_morning_at_120_by_40() {
    let seat = Seat::sized(morning(), "Amira", (120, 40));
    assert_snapshot!(seat.text(), @"");
}

#[test]
fn a_morning_in_ascii() {
    let seat = Seat::ascii(morning(), "Amira");
    assert!(seat.text().is_ascii());
    assert_snapshot!(seat.body(), @"");
}
