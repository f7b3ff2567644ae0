//! A plain model of the store: cells with values. Undo puts the values back that stood there before,
//! redo those after; nothing else changes.

use std::collections::BTreeMap;

use caseload::domain::ids::StaffId;

use crate::world::World;

/// What can be seen of the store, value by value.
pub(super) type Cells = BTreeMap<String, String>;

/// What one entry changed: the cell, what stood there, what stands there.
pub(super) type Changed = Vec<(String, Option<String>, Option<String>)>;

/// Everything that people see of clients and cases.
pub(super) fn of(world: &World) -> Cells {
    let mut cells = Cells::new();
    for head in world.heads.clients.iter() {
        let id = head.client;
        let record = &world.clients[&id];
        cells.insert(format!("{id} practice"), format!("{:?}", head.practice));
        if let Some(merged) = head.merged {
            cells.insert(format!("{id} leads to"), merged.into.to_string());
        }
        for (field, text) in &record.fields {
            cells.insert(format!("{id} {field:?}"), text.clone());
        }
        for kept in &record.parts {
            cells.insert(format!("{} of {id}", kept.id), format!("{:?}", kept.part));
        }
    }
    for head in world.heads.cases.iter() {
        let id = head.case;
        let record = &world.cases[&id];
        cells.insert(format!("{id} record"), head.client.to_string());
        cells.insert(format!("{id} worker"), format!("{:?}", head.worker));
        cells.insert(format!("{id} next"), format!("{:?}", head.next));
        let state = format!("{:?} {}", head.state, head.state_since);
        cells.insert(format!("{id} state"), state);
        for (field, text) in &record.fields {
            cells.insert(format!("{id} {field:?}"), text.clone());
        }
        for line in &record.history {
            if let (Some(written), Some(words)) = (line.written_id(), line.words()) {
                let earlier = words.earlier.len();
                let text = format!("{id}: {:?} {earlier}", words.written);
                cells.insert(written.to_string(), text);
            }
        }
    }
    for kept in world.heads.directory.todos.values() {
        cells.insert(kept.id.to_string(), format!("{:?}", kept.todo));
    }
    cells
}

/// What differs between two moments.
pub(super) fn changed(before: &Cells, after: &Cells) -> Changed {
    let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let differs = |key: &&String| before.get(*key) != after.get(*key);
    keys.into_iter()
        .filter(differs)
        .map(|key| {
            let (was, now) = (before.get(key).cloned(), after.get(key).cloned());
            (key.clone(), was, now)
        })
        .collect()
}

/// What one person may undo and bring back.
#[derive(Clone, Default)]
pub(super) struct Stacks {
    pub(super) done: BTreeMap<StaffId, Vec<Changed>>,
    pub(super) undone: BTreeMap<StaffId, Vec<Changed>>,
}

/// Puts values into their cells.
pub(super) fn put<'c>(
    cells: &mut Cells,
    values: impl Iterator<Item = (&'c String, &'c Option<String>)>,
) {
    for (key, value) in values {
        match value {
            Some(value) => cells.insert(key.clone(), value.clone()),
            None => cells.remove(key),
        };
    }
}
