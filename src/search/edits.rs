//! How few edits turn what was typed into a word or into the beginning of one. An edit is a wrong,
//! a missing or a needless letter, or two neighbours swapped (optimal string alignment).

/// The edits between what was typed and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edits {
    /// How many: at most what was allowed.
    pub(super) count: u8,
    /// The whole word was typed, not only its beginning.
    pub(super) whole: bool,
}

/// The fewest edits, up to `allowed`, that turn `typed` into `word` or into a prefix of it; of two
/// ways with equally many, one that reaches the whole word. Only mismatches branch, so a word that
/// differs early and much costs a few comparisons.
pub(super) fn within<T: Eq>(typed: &[T], word: &[T], allowed: u8) -> Option<Edits> {
    let same = typed.iter().zip(word).take_while(|(a, b)| a == b).count();
    let typed = typed.get(same..)?;
    let word = word.get(same..)?;
    let (Some((t, t_rest)), false) = (typed.split_first(), word.is_empty()) else {
        return at_an_end(typed.len(), word.len(), allowed);
    };
    if allowed == 0 {
        return None;
    }
    let (w, w_rest) = word.split_first()?;
    let mut best = None;
    let mut consider = |way: Option<Edits>| {
        let way = way.map(|e| Edits {
            count: e.count + 1,
            ..e
        });
        best = better(best, way);
    };
    consider(within(t_rest, w_rest, allowed - 1));
    consider(within(typed, w_rest, allowed - 1));
    consider(within(t_rest, word, allowed - 1));
    if let (Some((t2, t_more)), Some((w2, w_more))) = (t_rest.split_first(), w_rest.split_first())
        && t == w2
        && t2 == w
    {
        consider(within(t_more, w_more, allowed - 1));
    }
    best
}

/// One of the two has run out. Letters left of the word are missing ones, or not yet typed.
fn at_an_end(typed: usize, word: usize, allowed: u8) -> Option<Edits> {
    let count = u8::try_from(typed).ok().filter(|&left| left <= allowed)?;
    Some(Edits {
        count,
        whole: word == 0,
    })
}

/// Fewer edits first, then the whole word.
fn better(a: Option<Edits>, b: Option<Edits>) -> Option<Edits> {
    match (a, b) {
        (Some(a), Some(b)) => {
            let b_wins = (b.count, !b.whole) < (a.count, !a.whole);
            Some(if b_wins { b } else { a })
        }
        (a, b) => a.or(b),
    }
}
