//! The generator's own random numbers, the same on every machine and for ever.
//!
//! SplitMix64 (Steele, Lea and Flood 2014) on integers only. Each use has a stream of its own,
//! named by case and purpose: a new question about one case never changes the answers of another.

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Dice {
    /// The stream for one purpose in one case.
    pub(super) fn new(seed: u64, case: u32, purpose: u32) -> Dice {
        let name = (u64::from(case) << 32) | u64::from(purpose);
        Dice(mix(seed.wrapping_add(GOLDEN)) ^ mix(name.wrapping_mul(GOLDEN)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number below `bound`; 0 where there is nothing below it.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        // The high half of a product is even enough: bounds here are far below 2^32.
        let wide = (self.next() >> 32) * u64::from(bound);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let span = u32::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(1);
        low.saturating_add(i32::try_from(self.below(span)).unwrap_or(0))
    }

    /// True `of_hundred` times in a hundred.
    pub(super) fn chance(&mut self, of_hundred: u32) -> bool {
        self.below(100) < of_hundred
    }

    /// One of a list; `None` of an empty one.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let at = self.below(u32::try_from(list.len()).unwrap_or(0));
        list.get(at as usize)
    }

    /// One of a list of texts; empty of an empty one.
    pub(super) fn text<'a>(&mut self, list: &'a [String]) -> &'a str {
        self.pick(list).map_or("", String::as_str)
    }

    /// The place of one of a list of weights, by weight.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (at, weight) in weights.enumerate() {
            if left < weight {
                return at;
            }
            left -= weight;
        }
        0
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_splitmix64() {
        // The first numbers of the reference implementation for the seed 1234567.
        let mut dice = Dice(1_234_567);
        assert_eq!(dice.next(), 6_457_827_717_110_365_317);
        assert_eq!(dice.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn numbers_stay_in_their_bounds_and_reach_both_ends() {
        let mut dice = Dice::new(1, 2, 3);
        let thrown: Vec<i32> = (0..500).map(|_| dice.between(-3, 3)).collect();
        assert_eq!(thrown.iter().min(), Some(&-3));
        assert_eq!(thrown.iter().max(), Some(&3));
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.pick::<u8>(&[]), None);
    }

    #[test]
    fn weights_of_zero_are_never_chosen() {
        let mut dice = Dice::new(7, 0, 0);
        assert!((0..200).all(|_| dice.weighted([0, 3, 0, 1].into_iter()) % 2 == 1));
    }
}
