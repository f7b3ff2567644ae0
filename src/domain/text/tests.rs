use proptest::prelude::*;

use super::*;

/// The rule written a second time, from the list in the security notes and not from the table.
fn is_banned(c: char, field: Field) -> bool {
    let n = u32::from(c);
    if n == 0x0A {
        return field.lines != Lines::Several;
    }
    n < 0x20
        || (0x7F..=0x9F).contains(&n)
        || [
            0x61C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, 0xAD, 0x115F, 0x3164,
        ]
        .contains(&n)
        || (0x202A..=0x202E).contains(&n)
        || (0x2060..=0x2069).contains(&n)
        || (0xFFF9..=0xFFFB).contains(&n)
        || (0xE000..=0xF8FF).contains(&n)
        || (0xFDD0..=0xFDEF).contains(&n)
        || (0xE0000..=0xE007F).contains(&n)
        || n >= 0xF0000
        || n & 0xFFFE == 0xFFFE
}

#[test]
fn clean_text_is_returned_as_it_is() {
    for text in ["Margaret O'Neill", "Zoë Łuczak-Núñez", "£20 – “later”…", ""] {
        assert!(
            matches!(clean(text, Field::NAME), Cow::Borrowed(same) if same == text),
            "{text}"
        );
    }
    assert!(matches!(
        clean("one\n\n  two", Field::NOTE),
        Cow::Borrowed(_)
    ));
}

#[test]
fn controls_can_be_seen_and_cannot_act() {
    assert_eq!(
        clean("a\u{1b}[31mb\u{9b}2J\u{7}", Field::LINE),
        "a\u{FFFD}[31mb\u{FFFD}2J\u{FFFD}"
    );
    assert_eq!(
        clean("private \u{E001} and \u{FFFF}", Field::LINE),
        "private \u{FFFD} and \u{FFFD}"
    );
}

#[test]
fn what_nobody_sees_is_dropped() {
    // A phone number as Windows puts it on the clipboard.
    assert_eq!(
        clean("\u{202A}07700 900118\u{202C}", Field::LINE),
        "07700 900118"
    );
    assert_eq!(
        clean("pa\u{AD}ti\u{200B}ent\u{FEFF}\u{E0041}", Field::LINE),
        "patient"
    );
}

#[test]
fn line_ends_follow_the_field() {
    assert_eq!(
        clean("one\r\ntwo\rthree\n\nfour  \n", Field::NOTE),
        "one\ntwo\nthree\n\nfour"
    );
    assert_eq!(
        clean("one\r\ntwo\rthree\u{2028}four\t five", Field::LINE),
        "one two three four five"
    );
    assert_eq!(clean("a\tb", Field::NOTE), "a    b");
    assert_eq!(for_screen("  a\tb\nc "), "  a b c ");
}

#[test]
fn names_are_composed_and_trimmed() {
    assert_eq!(
        clean("  Zoe\u{308}  Nun\u{303}ez\u{A0}", Field::NAME),
        "Zoë Nuñez"
    );
    assert_eq!(clean("Zoe\u{200B}\u{308}", Field::NAME), "Zoë");
}

#[test]
fn a_tower_of_accents_is_cut_at_four() {
    let tower = format!("a{}b", "\u{301}".repeat(300));
    let kept = clean(&tower, Field::LINE);
    assert_eq!(
        kept.chars().filter(|&c| is_combining_mark(c)).count(),
        MARKS_PER_BASE_MAX
    );
    assert!(kept.starts_with('á') && kept.ends_with('b'));
}

#[test]
fn joiners_stay_only_where_they_are_needed() {
    assert_eq!(clean("ad\u{200D}min", Field::LINE), "admin");
    let family = "👩\u{200D}👧 می\u{200C}خواهم";
    assert_eq!(clean(family, Field::LINE), family);
}

#[test]
fn a_long_text_is_cut_between_what_is_seen_as_characters() {
    assert_eq!(clean("abc def", Field::line(4)), "abc");
    assert_eq!(clean("ab👩\u{200D}👧", Field::line(4)), "ab");
    assert_eq!(over_length("abc def", Field::line(4)), 3);
    assert_eq!(over_length("abcd", Field::line(4)), 0);
    assert_eq!(excerpt("abc def ghi", 7), "abc de…");
    assert_eq!(excerpt("abc def", 7), "abc def");
}

/// Mostly the characters that have rules, because random ones seldom meet each other.
fn hostile() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        '\u{200D}', '\u{200C}', '\u{200B}', '\u{301}', '\u{308}', '\u{64B}', '\u{FE0F}', '\u{94D}',
        'क', 'ب', '👩', '🏽', 'e', 'a', ' ', '\n', '\r', '\t', '\u{85}', '\u{1b}', '\u{202E}',
        '\u{1100}', '\u{1161}', '\u{11A8}', '\u{3000}', '\u{FFFD}', '\u{345}', '\u{9C7}',
        '\u{9BE}',
    ]);
    let part = prop_oneof![4 => odd, 1 => any::<char>()];
    prop::collection::vec(part, 0..40).prop_map(|chars| chars.into_iter().collect())
}

fn any_field() -> impl Strategy<Value = Field> {
    (
        0usize..30,
        prop::sample::select(vec![Lines::One, Lines::Several, Lines::Screen]),
    )
        .prop_map(|(chars_max, lines)| Field { lines, chars_max })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn cleaning_twice_changes_nothing(text in hostile(), field in any_field()) {
        let once = clean(&text, field).into_owned();
        prop_assert_eq!(clean(&once, field).into_owned(), once);
    }

    #[test]
    fn nothing_forbidden_is_left(text in hostile(), field in any_field()) {
        let kept = clean(&text, field);
        prop_assert!(!kept.chars().any(|c| is_banned(c, field)), "{:?}", kept);
        prop_assert!(unicode_normalization::is_nfc(&kept), "{:?}", kept);
        let mut marks = 0;
        for c in kept.chars() {
            marks = if is_combining_mark(c) { marks + 1 } else { 0 };
            prop_assert!(marks <= MARKS_PER_BASE_MAX, "{:?}", kept);
        }
        if field.lines != Lines::Screen {
            prop_assert!(kept.chars().count() <= field.chars_max);
            prop_assert_eq!(kept.trim_matches([' ', '\n']), kept.as_ref());
        }
    }

    #[test]
    fn the_fast_way_agrees_with_the_slow_one(text in "[ -~é\n]{0,20}", field in any_field()) {
        let slow = clean(&format!("{text}\u{200B}"), field).into_owned();
        prop_assert_eq!(clean(&text, field).into_owned(), slow);
    }

    #[test]
    fn an_excerpt_keeps_its_length(text in hostile(), chars_max in 1usize..20) {
        prop_assert!(excerpt(&text, chars_max).chars().count() <= chars_max);
    }
}
