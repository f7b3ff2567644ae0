//! How few edits turn what was typed into a word or into the beginning of one. An edit is a wrong,
//! a missing or a needless letter, or two neighbours swapped (optimal string alignment).

/// The edits between what was typed and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edits {
    /// How many: at most what was allowed.
    pub(super) count: u8,
    /// The whole word was typed, not only its beginning.
    pub(super) whole: bool,
    /// A letter is wrong or needless. Of all slips that could have led from some name to what was
    /// typed there are 25 times more of these than of letters missing or swapped, so where both
    /// explain it the others are the likelier.
    pub(super) rough: bool,
}

/// The fewest edits, up to `allowed`, that turn `typed` into `word` or into a prefix of it; of two
/// ways with equally many, one that reaches the whole word. In a prefix the last typed letter must
/// be right: else every word that shares the letters before it would fit.
pub(super) fn within<T: Eq>(typed: &[T], word: &[T], allowed: u8) -> Option<Edits> {
    step(typed, word, allowed, false)
}

/// Only mismatches branch, so a word that differs early and much costs a few comparisons.
/// `edited` says that the letter before was edited away.
fn step<T: Eq>(typed: &[T], word: &[T], allowed: u8, edited: bool) -> Option<Edits> {
    let same = typed.iter().zip(word).take_while(|(a, b)| a == b).count();
    let edited = edited && same == 0;
    let typed = typed.get(same..)?;
    let word = word.get(same..)?;
    let (Some((t, t_rest)), Some((w, w_rest))) = (typed.split_first(), word.split_first()) else {
        return at_an_end(typed.len(), word.len(), allowed, edited);
    };
    if allowed == 0 {
        return None;
    }
    let mut best = None;
    let mut consider = |way: Option<Edits>, rough: bool| {
        let way = way.map(|e| Edits {
            count: e.count + 1,
            rough: e.rough || rough,
            ..e
        });
        best = better(best, way);
    };
    consider(step(t_rest, w_rest, allowed - 1, true), true);
    consider(step(typed, w_rest, allowed - 1, false), false);
    consider(step(t_rest, word, allowed - 1, true), true);
    if let (Some((t2, t_more)), Some((w2, w_more))) = (t_rest.split_first(), w_rest.split_first())
        && t == w2
        && t2 == w
    {
        consider(step(t_more, w_more, allowed - 1, false), false);
    }
    best
}

/// One of the two has run out. Letters left of the word are not yet typed.
fn at_an_end(typed: usize, word: usize, allowed: u8, edited: bool) -> Option<Edits> {
    let count = u8::try_from(typed).ok().filter(|&left| left <= allowed)?;
    let whole = word == 0;
    (whole || !edited).then_some(Edits {
        count,
        whole,
        rough: count > 0,
    })
}

/// Fewer edits first, then the whole word, then the likelier slip.
fn better(a: Option<Edits>, b: Option<Edits>) -> Option<Edits> {
    match (a, b) {
        (Some(a), Some(b)) => {
            let b_wins = (b.count, !b.whole, b.rough) < (a.count, !a.whole, a.rough);
            Some(if b_wins { b } else { a })
        }
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Optimal string alignment distance, by the table of the textbook.
    fn distance(a: &[u8], b: &[u8]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                let mut least = if i == 0 || j == 0 { i + j } else { usize::MAX };
                if i > 0 && j > 0 {
                    let differ = usize::from(a[i - 1] != b[j - 1]);
                    least = least.min(table[i - 1][j - 1] + differ);
                    least = least.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                }
                table[i][j] = least;
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn whole_words_are_as_far_as_the_textbook_says(
            typed in "[abc]{1,8}", word in "[abc]{1,8}", allowed in 0u8..3,
        ) {
            let (typed, word) = (typed.as_bytes(), word.as_bytes());
            let far = distance(typed, word);
            match within(typed, word, allowed) {
                Some(Edits { count, whole: true, .. }) => prop_assert_eq!(usize::from(count), far),
                // A beginning may be nearer than the whole, never farther.
                Some(Edits { count, whole: false, .. }) => {
                    let prefixes = (0..word.len()).map(|end| distance(typed, &word[..end]));
                    prop_assert!(usize::from(count) < far);
                    prop_assert!(usize::from(count) >= prefixes.min().unwrap());
                }
                None => prop_assert!(far > usize::from(allowed)),
            }
        }
    }

    #[test]
    fn the_last_letter_of_a_beginning_is_right() {
        let edits = |typed: &str, word: &str| {
            let edits = within(typed.as_bytes(), word.as_bytes(), 1)?;
            Some((edits.whole, edits.rough))
        };
        assert_eq!(edits("choa", "chop"), Some((true, true)));
        assert_eq!(edits("chp", "chop"), Some((true, false)));
        assert_eq!(edits("choop", "chop"), Some((true, true)));
        assert_eq!(edits("choa", "chopin"), None);
        assert_eq!(edits("hcop", "chopin"), Some((false, false)));
        assert_eq!(edits("cohp", "chopin"), Some((false, false)));
    }
}
