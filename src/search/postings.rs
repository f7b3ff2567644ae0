//! Which documents have a word, in few bytes: ascending numbers as varint steps, in blocks that can
//! be skipped or read from the newest. Made for notes, which are many and only ever added.

use std::cmp::Ordering;
use std::ops::Range;

/// Documents a block.
const BLOCK: usize = 128;

/// Where a block begins: its first document, which is not in the bytes, and the bytes after it.
#[derive(Clone, Copy, Debug)]
struct Block {
    first: u32,
    at: u32,
}

/// Ascending document numbers.
#[derive(Debug, Default)]
pub(super) struct Postings {
    steps: Vec<u8>,
    blocks: Vec<Block>,
    last: u32,
    count: u32,
}

impl Postings {
    /// The number of documents.
    pub(super) fn len(&self) -> usize {
        self.count as usize
    }

    /// Adds a document, whose number must not be below those added before; the last one again is
    /// ignored.
    pub(super) fn push(&mut self, doc: u32) {
        if self.count > 0 && doc <= self.last {
            debug_assert_eq!(doc, self.last);
            return;
        }
        if (self.count as usize).is_multiple_of(BLOCK) {
            let at = u32::try_from(self.steps.len()).unwrap_or(u32::MAX);
            if self.blocks.len() == self.blocks.capacity() {
                self.blocks.reserve_exact(1 + self.blocks.len() / 4);
            }
            self.blocks.push(Block { first: doc, at });
        } else {
            self.step(doc - self.last);
        }
        self.last = doc;
        self.count += 1;
    }

    /// Most words are rare and most lists long-lived: growth by an eighth wastes little.
    fn step(&mut self, mut step: u32) {
        if self.steps.capacity() - self.steps.len() < 5 {
            self.steps.reserve_exact(5 + self.steps.len() / 8);
        }
        while step >= 0x80 {
            self.steps.push(0x80 | (step & 0x7f) as u8);
            step >>= 7;
        }
        self.steps.push((step & 0x7f) as u8);
    }

    /// Writes the documents of one block, ascending, and returns how many.
    fn read(&self, number: usize, docs: &mut [u32; BLOCK]) -> usize {
        let Some(&Block { first, at }) = self.blocks.get(number) else {
            return 0;
        };
        let end = self
            .blocks
            .get(number + 1)
            .map_or(self.steps.len(), |next| next.at as usize);
        let steps = self.steps.get(at as usize..end).unwrap_or_default();
        let full = number + 1 < self.blocks.len();
        let count = if full {
            BLOCK
        } else {
            self.len() - number * BLOCK
        };
        let Some((start, rest)) = docs.split_first_mut() else {
            return 0;
        };
        *start = first;
        let mut doc = first;
        if steps.len() + 1 == count {
            for (place, &step) in rest.iter_mut().zip(steps) {
                doc += u32::from(step);
                *place = doc;
            }
            return count;
        }
        let mut places = rest.iter_mut();
        let (mut step, mut shift) = (0, 0);
        for &byte in steps {
            step |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                doc += step;
                (step, shift) = (0, 0);
                if let Some(place) = places.next() {
                    *place = doc;
                }
            }
        }
        count
    }

    /// Calls `each` with every document in a range, ascending.
    pub(super) fn within(&self, range: &Range<u32>, mut each: impl FnMut(u32)) {
        let mut docs = [0; BLOCK];
        let start = self
            .blocks
            .partition_point(|block| block.first <= range.start);
        for number in start.saturating_sub(1)..self.blocks.len() {
            if self
                .blocks
                .get(number)
                .is_some_and(|block| block.first >= range.end)
            {
                return;
            }
            let count = self.read(number, &mut docs);
            docs.iter()
                .take(count)
                .filter(|doc| range.contains(doc))
                .for_each(|&doc| each(doc));
        }
    }

    /// Calls `each` with the place in `docs` (ascending) of every document that is in both.
    pub(super) fn meet(&self, docs: &[u32], mut each: impl FnMut(usize)) {
        let (Some(first), mut at) = (docs.first(), 0) else {
            return;
        };
        let mut block_docs = [0; BLOCK];
        let start = self.blocks.partition_point(|block| block.first <= *first);
        for number in start.saturating_sub(1)..self.blocks.len() {
            let Some(block) = self.blocks.get(number) else {
                return;
            };
            at = gallop(docs, at, block.first);
            let Some(&wanted) = docs.get(at) else { return };
            if self
                .blocks
                .get(number + 1)
                .is_some_and(|next| wanted >= next.first)
            {
                continue;
            }
            let count = self.read(number, &mut block_docs);
            for &doc in block_docs.iter().take(count) {
                match docs.get(at).map(|wanted| wanted.cmp(&doc)) {
                    Some(Ordering::Greater) => continue,
                    Some(Ordering::Less) => at = gallop(docs, at, doc),
                    Some(Ordering::Equal) => {}
                    None => return,
                }
                if docs.get(at) == Some(&doc) {
                    each(at);
                }
            }
        }
    }

    /// Whether `doc` is among them.
    pub(super) fn has(&self, doc: u32) -> bool {
        let mut found = false;
        self.meet(&[doc], |_| found = true);
        found
    }
}

/// The first place from `from` on whose document is not below `doc`, in steps that double.
fn gallop(docs: &[u32], from: usize, doc: u32) -> usize {
    let mut low = from;
    let mut step = 1;
    while docs.get(low + step - 1).is_some_and(|&d| d < doc) {
        low += step;
        step *= 2;
    }
    let high = docs.len().min(low + step);
    low + docs
        .get(low..high)
        .unwrap_or_default()
        .partition_point(|&d| d < doc)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn equal_to_a_plain_list(
            docs in proptest::collection::btree_set(0u32..5000, 0..800),
            asked in proptest::collection::btree_set(0u32..5000, 0..100),
            far in 0u32..4_000_000_000,
        ) {
            let mut docs: Vec<u32> = docs.into_iter().collect();
            docs.push(5000 + far / 2);
            let asked: Vec<u32> = asked.into_iter().collect();
            let mut postings = Postings::default();
            for &doc in &docs {
                postings.push(doc);
                postings.push(doc);
            }
            prop_assert_eq!(postings.len(), docs.len());
            let mut all = Vec::new();
            postings.within(&(0..u32::MAX), |doc| all.push(doc));
            prop_assert_eq!(&all, &docs);
            let mut some = Vec::new();
            postings.within(&(far % 5000..4000), |doc| some.push(doc));
            let range = far % 5000..4000;
            let inside: Vec<u32> = docs.iter().copied().filter(|d| range.contains(d)).collect();
            prop_assert_eq!(some, inside);
            let mut met = Vec::new();
            postings.meet(&asked, |at| met.push(asked[at]));
            let both: Vec<u32> = asked.iter().copied().filter(|d| docs.contains(d)).collect();
            prop_assert_eq!(met, both);
        }
    }
}
