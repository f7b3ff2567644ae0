//! A text as its sentences.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Words whose full stop ends no sentence, as practices write them. Single letters and those with
/// a full stop inside (`e.g.`) are taken for abbreviations without being named.
const ABBREVIATIONS: [&str; 31] = [
    "appt", "approx", "apt", "ave", "cf", "co", "dept", "dr", "esp", "ext", "gen", "hosp", "incl",
    "jr", "ltd", "min", "mins", "mr", "mrs", "ms", "nr", "prof", "pt", "pts", "ref", "rd", "rev",
    "sr", "st", "tel", "vs",
];

/// Where the sentences of a text stand, in bytes, without the space around them. A line break ends
/// a sentence; the full stop of an abbreviation ("Dr.", "e.g.") does not.
///
/// The bounds are those of UAX 29, joined again after abbreviations.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    for (at, piece) in text.split_sentence_bound_indices() {
        let from = open.unwrap_or(at);
        let end = at + piece.len();
        if is_cut_short(piece) {
            open = Some(from);
            continue;
        }
        open = None;
        found.extend(trimmed(text, from..end));
    }
    found.extend(open.and_then(|from| trimmed(text, from..text.len())));
    found
}

/// Whether a piece ends with an abbreviation, so that the sentence goes on.
fn is_cut_short(piece: &str) -> bool {
    if piece.ends_with(['\n', '\r', '\u{2029}', '\u{85}']) {
        return false;
    }
    let Some(before) = piece.trim_end().strip_suffix('.') else {
        return false;
    };
    let last = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let last = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    let letters = last.chars().filter(|c| c.is_alphabetic()).count();
    let initial = letters == 1 && last.chars().all(char::is_uppercase);
    let dotted = last.contains('.') && last.split('.').all(|part| part.chars().count() == 1);
    initial || dotted || ABBREVIATIONS.contains(&last.to_lowercase().as_str())
}

/// The place without the space around it; none where nothing but signs is left.
fn trimmed(text: &str, place: Range<usize>) -> Option<Range<usize>> {
    let piece = text.get(place.clone())?;
    let from = place.start + (piece.len() - piece.trim_start().len());
    let kept = piece.trim();
    kept.chars()
        .any(char::is_alphanumeric)
        .then(|| from..from + kept.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text)
            .into_iter()
            .filter_map(|place| text.get(place))
            .collect()
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        for one in [
            "Dr. Patel asked for a room.",
            "Groups, e.g. Knit and Natter, are full.",
            "Rang Mrs. K. Adams about the desk.",
            "Moved to St. John's on Monday.",
            "It took approx. 3.5 hrs at the surgery (incl. Travel).",
            "Meets at 10.30 a.m. Mondays.",
        ] {
            assert_eq!(split(one), [one]);
        }
    }

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(
            split(
                "No desk. Asked again!  Why not? “Not yet.” It goes on…\nNew line\n\n- a point\n"
            ),
            [
                "No desk.",
                "Asked again!",
                "Why not?",
                "“Not yet.”",
                "It goes on…",
                "New line",
                "- a point"
            ]
        );
        assert_eq!(
            split("Ask Dr.\nThen the next."),
            ["Ask Dr.", "Then the next."]
        );
        assert_eq!(split(" ... \n--\n"), [""; 0]);
        assert_eq!(split("ends with e.g."), ["ends with e.g."]);
    }

    proptest! {
        #[test]
        fn every_letter_is_in_one_sentence(text in "(\\PC|\\. |Dr\\. |\n|é){0,60}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
            prop_assert_eq!(split(&text).into_iter().map(letters).sum::<usize>(), letters(&text));
        }
    }
}
