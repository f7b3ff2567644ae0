//! Word ids in the order of their texts, in blocks, so that a prefix is one contiguous walk and a
//! new word moves a few hundred ids at most. Knows the texts only through what it is given.

use std::cmp::Ordering;

/// A block is split in two when it reaches this many ids.
const BLOCK: usize = 512;

/// A block, and a place in it.
pub(super) type Place = (usize, usize);

/// Ids ordered by a text that lives elsewhere; no two have the same text.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    blocks: Vec<Vec<u32>>,
}

impl Sorted {
    /// The place of the first id that is not `less`; all that are must stand before it.
    pub(super) fn seek(&self, less: impl Fn(u32) -> bool) -> Place {
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

    /// The ids from one place up to another, in order.
    pub(super) fn between(&self, from: Place, to: Place) -> impl Iterator<Item = u32> {
        let ((first, start), (last, end)) = (from, to);
        let blocks = self.blocks.iter().enumerate().take(last + 1).skip(first);
        let slices = blocks.filter_map(move |(at, block)| {
            let start = if at == first { start } else { 0 };
            let end = if at == last { end } else { block.len() };
            block.get(start..end)
        });
        slices.flatten().copied()
    }
}
