//! The figures of a period, counted from the records of all cases in reach.

use crate::{
    readmodel::activity::{ActivityQuery, Building},
    wire::{Reply, Trouble},
};

use super::Turn;

impl Turn {
    pub(super) fn activity(&self, query: ActivityQuery) -> Result<Reply, Trouble> {
        let (seq, building) = self.with_asker(|heads, asker, today| {
            (heads.seq, Building::begin(heads, asker, today, query))
        })?;
        let mut building = building?;
        for head in building.take_cases() {
            if let Some(record) = self.core.records.case(&head, seq)? {
                building.add(&head, &record);
            }
        }
        Ok(Reply::Activity(Box::new(building.finish())))
    }
}
