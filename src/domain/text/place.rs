//! Where in a text something stands, and which known word a wrong one was meant to be.

/// Line and column of the byte at `offset`, both from 1, the column in characters.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let mut line = 1;
    let mut column = 1;
    for (at, c) in text.char_indices() {
        if at >= offset {
            break;
        }
        if c == '\n' {
            line += 1;
            column = 1;
        } else {
            column += 1;
        }
    }
    (line, column)
}

/// The candidate that `word` was probably meant to be: at most two letters added, left out or
/// wrong (one in a short word), two swapped counting as one; the first of equally near ones.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = word.chars().take(64).collect();
    let edits_max = if letters.len() < 6 { 1 } else { 2 };
    candidates
        .into_iter()
        .map(|candidate| {
            (
                edits(&letters, &candidate.chars().collect::<Vec<_>>()),
                candidate,
            )
        })
        .filter(|(edits, _)| *edits <= edits_max)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Optimal string alignment distance.
fn edits(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (i, &a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &b) in other.iter().enumerate() {
            let mut best = (above[j] + usize::from(a != b))
                .min(above[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && a == other[j - 1] && one[i - 1] == b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters() {
        let text = "é = 1\nbé = 2\n";
        assert_eq!(line_and_column(text, 0), (1, 1));
        assert_eq!(line_and_column(text, text.find('2').unwrap()), (2, 6));
        assert_eq!(line_and_column(text, 999), (3, 1));
    }

    #[test]
    fn the_nearest_word_is_found_or_none() {
        let days = ["tuesday", "thursday", "friday"];
        assert_eq!(nearest("thrusday", days), Some("thursday"));
        assert_eq!(nearest("tusday", days), Some("tuesday"));
        assert_eq!(nearest("firday", days), Some("friday"));
        assert_eq!(nearest("christmas", days), None);
        assert_eq!(nearest("", days), None);
    }
}
