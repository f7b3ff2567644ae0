use proptest::prelude::*;

use super::*;
use crate::tui::glyphs::{ASCII, WGL4};
use crate::tui::text::width;

fn seen(text: &str, columns: usize) -> Vec<String> {
    let rows = rows(text, columns, WGL4);
    let row = |row: &Vec<Piece>| row.iter().map(|(words, _)| words.as_str()).collect();
    rows.iter().map(row).collect()
}

/// The pieces that look like something.
fn looks(text: &str) -> Vec<(String, Role)> {
    let pieces = rows(text, 200, WGL4).into_iter().flatten();
    pieces.filter(|(_, role)| *role != Role::Text).collect()
}

fn look(words: &str, role: Role) -> (String, Role) {
    (words.to_owned(), role)
}

#[test]
fn words_that_their_writer_marked_look_so() {
    assert_eq!(
        looks("She said *no*, **twice**, and _meant_ it."),
        [
            look("*no*", Role::Emphasis),
            look("twice", Role::Strong),
            look("meant", Role::Underlined)
        ]
    );
    assert_eq!(
        seen("She said *no*, **twice**, and _meant_ it.", 60),
        ["She said *no*, twice, and meant it."]
    );
}

#[test]
fn what_only_looks_like_a_mark_stays_as_it_was_typed() {
    for text in [
        "snake_case and other_case_too",
        "5*3*2 and 5 * 3 * 2",
        "£5* and £6* for tea",
        "**not closed",
        "a _ b _ c",
        "****",
        "* not this *",
        "[no address](here) [^1] [x]",
        "_",
        "2**8**2",
        "a word_one_ and x*y* so",
    ] {
        assert_eq!(looks(text), [], "{text}");
        assert_eq!(seen(text, 60), [text]);
    }
}

#[test]
fn lists_hang_and_keep_their_numbers() {
    assert_eq!(
        seen(
            "- ring the council\n12. a second thing to do\n  - below",
            14
        ),
        [
            "• ring the",
            "  council",
            "12. a second",
            "    thing to",
            "    do",
            "  • below"
        ]
    );
    let ascii = rows("- one … £5", 20, ASCII);
    assert_eq!(ascii[0][0].0, "- one ... GBP 5");
}

#[test]
fn links_are_words_and_address_and_nothing_a_terminal_obeys() {
    let text = "See [Citizens Advice](https://example.org/a_b_c) or https://x.example/_y_.";
    assert_eq!(
        seen(text, 80),
        ["See Citizens Advice (https://example.org/a_b_c) or https://x.example/_y_."]
    );
    assert_eq!(
        looks(text),
        [
            look("https://example.org/a_b_c", Role::Underlined),
            look("https://x.example/_y", Role::Underlined)
        ]
    );
    let hostile = "[x](https://e.example/\u{1b}]8;;)";
    let all: String = seen(hostile, 80).concat();
    assert!(!all.contains('\u{1b}'), "{all:?}");
}

#[test]
fn footnotes_lose_their_caret_where_they_are_both_there() {
    assert_eq!(
        seen("Moved out[^1], it says[^2].\n[^1]: on 3 March", 60),
        ["Moved out[1], it says[^2].", "[1] on 3 March"]
    );
}

#[test]
fn a_word_of_several_looks_is_not_torn() {
    assert_eq!(seen("aaa **bbb**, c", 7), ["aaa", "bbb, c"]);
    assert_eq!(seen("abcdefghij", 4), ["abcd", "efgh", "ij"]);
}

#[test]
fn one_row_has_all_lines() {
    let row = one_row("one **two**\n- three", WGL4);
    let words: String = row.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(words, "one two / • three");
}

/// Text with many marks.
fn marked_text() -> impl Strategy<Value = String> {
    let bits = prop_oneof![
        Just("*"),
        Just("**"),
        Just("_"),
        Just(" "),
        Just("\n"),
        Just("- "),
        Just("1. "),
        Just("["),
        Just("]"),
        Just("("),
        Just(")"),
        Just("[^1]"),
        Just("[^1]: "),
        Just("word"),
        Just("Zoë"),
        Just("漢字"),
        Just("https://e.example/x"),
        Just("[a b](https://e.example)"),
    ];
    prop::collection::vec(bits, 0..30).prop_map(|bits| bits.concat())
}

/// The signs that may come and go with marks.
fn without_marks(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !"*_[]()^:-•".contains(*c);
    text.chars().filter(kept).collect()
}

proptest! {
    #[test]
    fn the_same_words_come_out_and_no_row_is_too_wide(
        text in prop_oneof![marked_text(), "\\PC{0,80}"], columns in 4_usize..40
    ) {
        let clean = presentable(&text, WGL4);
        let rows = seen(&text, columns);
        for row in &rows {
            prop_assert!(width(row) <= columns, "{row:?} in {columns}");
        }
        prop_assert_eq!(without_marks(&rows.concat()), without_marks(&clean));
    }

    #[test]
    fn no_byte_of_a_line_is_lost(text in prop_oneof![marked_text(), "\\PC{0,80}"]) {
        for line in text.split('\n') {
            let parts = inline::parts(line, &["1"]);
            let whole: String = parts.iter().map(|part| part.source).collect();
            prop_assert_eq!(whole, line);
        }
    }

    #[test]
    fn ascii_terminals_get_ascii(text in marked_text()) {
        let rows = rows(&text, 20, ASCII);
        for (words, _) in rows.iter().flatten() {
            prop_assert!(words.is_ascii());
        }
        for row in rows {
            let wide: usize = row.iter().map(|(words, _)| width(words)).sum();
            prop_assert!(wide <= 20);
        }
    }
}
