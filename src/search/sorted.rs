//! Word ids in the order of their texts, in blocks, so that a prefix is one contiguous walk and a
//! new word moves a few hundred ids at most. Knows the texts only through what it is given.

use std::cmp::Ordering;

/// A block is split in two when it reaches this many ids.
const BLOCK: usize = 512;

/// Ids ordered by a text that lives elsewhere; no two have the same text.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    blocks: Vec<Vec<u32>>,
}

impl Sorted {
    /// Block and place of the first id whose text is not less than the one sought.
    fn seek(&self, less: impl Fn(u32) -> bool) -> (usize, usize) {
        let starts = |block: &Vec<u32>| block.first().is_some_and(|&id| less(id));
        let block = self.blocks.partition_point(starts).saturating_sub(1);
        let ids = self.blocks.get(block).map_or(&[][..], Vec::as_slice);
        (block, ids.partition_point(|&id| less(id)))
    }

    /// Puts `id` where `order` (the text of another id against that of `id`) says.
    pub(super) fn insert(&mut self, id: u32, order: impl Fn(u32) -> Ordering) {
        let (at, place) = self.seek(|other| order(other) == Ordering::Less);
        let Some(block) = self.blocks.get_mut(at) else {
            self.blocks.push(vec![id]);
            return;
        };
        block.insert(place, id);
        if block.len() >= BLOCK {
            let upper = block.split_off(BLOCK / 2);
            self.blocks.insert(at + 1, upper);
        }
    }

    /// Takes `id` out.
    pub(super) fn remove(&mut self, id: u32, order: impl Fn(u32) -> Ordering) {
        let (at, mut place) = self.seek(|other| order(other) == Ordering::Less);
        let mut at = at;
        if self
            .blocks
            .get(at)
            .is_some_and(|block| block.len() == place)
        {
            (at, place) = (at + 1, 0);
        }
        let Some(block) = self.blocks.get_mut(at) else {
            return;
        };
        if block.get(place) == Some(&id) {
            block.remove(place);
        }
        if block.is_empty() {
            self.blocks.remove(at);
        }
    }

    /// The ids from the first that is not `less`, in order.
    pub(super) fn from(&self, less: impl Fn(u32) -> bool) -> impl Iterator<Item = u32> + '_ {
        let (at, place) = self.seek(less);
        self.blocks.iter().skip(at).flatten().copied().skip(place)
    }
}
