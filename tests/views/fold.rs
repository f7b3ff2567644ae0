//! Views are the fold of the journal, however they came about.

use std::collections::BTreeSet;

use caseload::{
    domain::{
        heads::{Beside, Heads},
        ids::CaseId,
    },
    views::Batch,
};
use proptest::prelude::*;

use super::{
    model::Model,
    steps::{self, Step, entries},
    store::Store,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Written batch by batch, closed and opened now and then, made again from the start, and
    /// written in parts: the same each time.
    #[test]
    fn views_equal_the_fold(
        steps in prop::collection::vec(steps::step(), 1..150),
        sizes in prop::collection::vec((1..30_usize, any::<bool>()), 1..12),
    ) {
        let entries = entries(&steps);
        let store = Store::new();
        let mut views = store.empty();
        let mut model = Model::default();
        let mut rest = entries.as_slice();
        for (size, reopen) in sizes.iter().cycle() {
            let (now, later) = rest.split_at(rest.len().min(*size));
            rest = later;
            now.iter().for_each(|entry| model.apply(entry));
            views.write(&Batch::of(now.to_vec(), &model.heads).unwrap()).unwrap();
            if *reopen {
                drop(views);
                views = store.open();
                prop_assert_eq!(views.high_water(), model.heads.seq);
            }
            if rest.is_empty() {
                break;
            }
        }
        model.assert_equal(&views);
        let other = Store::new();
        let rebuilt = other.rebuilt(&entries);
        model.assert_equal(&rebuilt);
        views.compare(&rebuilt).unwrap();
        drop(views);
        let in_parts = store.begin().with_memory(3000);
        model.assert_equal(&finish(in_parts, &entries, &model));
        model.assert_equal(&store.open());
    }

    /// A large batch on views that are in use goes in by parts and comes out the same.
    #[test]
    fn a_batch_in_parts_equals_the_fold(
        steps in prop::collection::vec(steps::step(), 40..120),
        at in 0..40_usize,
    ) {
        let entries = entries(&steps);
        let (before, after) = entries.split_at(at.min(entries.len()));
        let store = Store::new();
        let views = store.rebuilt(before).with_memory(2000);
        let model = Model::of(&entries);
        views.write(&Batch::of(after.to_vec(), &model.heads).unwrap()).unwrap();
        model.assert_equal(&views);
        drop(views);
        model.assert_equal(&store.open());
    }

    /// Entries folded beside the heads and put in place at once come to the same as one by one.
    #[test]
    fn folded_beside_is_folded(
        steps in prop::collection::vec(steps::step(), 1..120),
        at in 0..60_usize,
    ) {
        let entries = entries(&steps);
        let (before, after) = entries.split_at(at.min(entries.len()));
        let mut heads = Model::of(before).heads;
        let mut beside = Beside::of(&heads);
        after.iter().for_each(|entry| beside.apply(&heads, entry));
        beside.put_into(&mut heads);
        let straight = Model::of(&entries).heads;
        prop_assert_eq!(heads.seq, straight.seq);
        prop_assert_eq!(heads.recorded, straight.recorded);
        prop_assert!(heads.clients.iter().eq(straight.clients.iter()));
        prop_assert!(heads.cases.iter().eq(straight.cases.iter()));
        let orders = |heads: &Heads| -> Vec<BTreeSet<CaseId>> {
            let (open, all) = (heads.open_by_worker.values(), heads.by_worker.values());
            let orders = open.chain(all).chain(heads.by_service.values());
            orders.filter(|order| !order.is_empty()).cloned().collect()
        };
        prop_assert_eq!(orders(&heads), orders(&straight));
        prop_assert_eq!(&heads.directory.lately, &straight.directory.lately);
        prop_assert_eq!(heads.directory.next, straight.directory.next);
    }
}

fn finish(
    mut rebuild: caseload::views::Rebuild,
    entries: &[caseload::domain::fact::Entry],
    model: &Model,
) -> caseload::views::Views {
    rebuild.add(entries).unwrap();
    rebuild.finish(&model.heads).unwrap()
}

#[test]
fn everybody_in_turn_is_everybody_once() {
    let steps = [
        Step::Client,
        Step::Client,
        Step::Client,
        Step::Case(0),
        Step::Case(1),
        Step::Contact(0, 40),
        Step::Note(1, 40),
        Step::WithdrawClient(2),
    ];
    let entries = entries(&steps);
    let model = Model::of(&entries);
    let store = Store::new();
    let views = store.rebuilt(&entries);
    let mut clients = Vec::new();
    let every = |record: &_| {
        clients.push(caseload::domain::record::ClientRecord::clone(record));
        std::ops::ControlFlow::Continue(())
    };
    views.each_client(every).unwrap();
    assert_eq!(clients, model.clients.values().cloned().collect::<Vec<_>>());
    let mut histories = std::collections::BTreeMap::new();
    let every = |_, case, history: &[caseload::domain::record::Happening]| {
        assert!(histories.insert(case, history.to_vec()).is_none());
        std::ops::ControlFlow::Continue(())
    };
    views.each_note(every).unwrap();
    assert_eq!(histories.len(), 2);
    for (case, history) in histories {
        assert_eq!(history, model.cases[&case].history);
    }
    let mut seen = 0;
    let stop = |_: &_| {
        seen += 1;
        std::ops::ControlFlow::Break(())
    };
    views.each_client(stop).unwrap();
    assert_eq!(seen, 1);
}
