//! A few rounds of what `benches/kill.rs` does a hundred times.

use caseload::hub::layout::Layout;

use crate::{kill_support, run::Home};

#[test]
fn nothing_acknowledged_is_lost_where_the_hub_is_killed_under_eight_writers() {
    let home = Home::with_demo();
    let layout = Layout::new(home.path("store"));
    let killed = kill_support::kill_rounds(env!("CARGO_BIN_EXE_caseload"), &layout, 3);
    assert_eq!((killed.rounds, killed.lost), (3, 0), "{killed:?}");
    assert!(killed.acknowledged > 100, "{killed:?}");
    home.run(&["verify", "--deep"]).expect(0);
}

#[test]
fn a_list_is_there_whole_or_not_at_all_wherever_the_hub_is_killed() {
    let home = Home::with_demo();
    let layout = Layout::new(home.path("store"));
    let killed = kill_support::imports::kill_imports(env!("CARGO_BIN_EXE_caseload"), &layout, 5);
    assert_eq!((killed.rounds, killed.torn), (5, 0), "{killed:?}");
    home.run(&["verify", "--deep"]).expect(0);
}
