//! What each character is to the cleaning: a table by Unicode ranges, nothing else.

/// How the cleaning treats a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Kept as it is.
    Text,
    /// A space of some width.
    Space,
    /// U+0009.
    Tab,
    /// Ends a line: LF, CR, VT (as spreadsheets write it), FF, NEL, U+2028, U+2029.
    Break,
    /// ZWJ and ZWNJ: kept only where a script or an emoji needs them.
    Joiner,
    /// Not seen by a reader: zero-width, direction and tag characters, fillers.
    Invisible,
    /// Controls, private use, non-characters: shown as U+FFFD.
    Forbidden,
}

/// The class of `c`.
pub(super) fn class(c: char) -> Class {
    match c {
        ' '..='~' => Class::Text,
        '\t' => Class::Tab,
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Break,
        '\0'..='\u{9F}' => Class::Forbidden,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Class::Space
        }
        '\u{200C}' | '\u{200D}' => Class::Joiner,
        _ if is_invisible(c) => Class::Invisible,
        _ if is_forbidden(c) => Class::Forbidden,
        _ => Class::Text,
    }
}

/// Characters with a width of nothing, or of nothing that can be told from a space.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}'                    // soft hyphen
        | '\u{34F}'                 // combining grapheme joiner
        | '\u{61C}'                 // Arabic letter mark
        | '\u{70F}' | '\u{110BD}' | '\u{110CD}'
        | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' // Hangul fillers
        | '\u{17B4}' | '\u{17B5}'   // Khmer inherent vowels
        | '\u{180B}'..='\u{180F}'   // Mongolian selectors and separator
        | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{202A}'..='\u{202E}'   // direction embeddings and overrides
        | '\u{2060}'..='\u{206F}'   // word joiner, invisible operators, direction isolates
        | '\u{FEFF}'                // byte order mark
        | '\u{FFF0}'..='\u{FFFB}'   // interlinear annotation
        | '\u{13430}'..='\u{1345F}' // Egyptian format controls
        | '\u{1BCA0}'..='\u{1BCA3}' // shorthand format controls
        | '\u{1D173}'..='\u{1D17A}' // musical format controls
        | '\u{E0000}'..='\u{E0FFF}' // tags and further variation selectors
    )
}

/// Private use and non-characters.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Characters that are clean by themselves and in any order: no marks, nothing that composes.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{A1}'..='\u{AC}'
        | '\u{AE}'..='\u{2FF}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205E}'
        | '\u{20A0}'..='\u{20BF}'
    )
}

/// Whether a joiner between `before` and `after` changes what a reader sees.
pub(super) fn joiner_belongs(joiner: char, before: char, after: char) -> bool {
    let script = is_joining_script(before) && is_joining_script(after);
    let emoji = joiner == '\u{200D}' && is_emoji(before) && is_emoji(after);
    script || emoji
}

/// Letters of Arabic, Syriac, Thaana, N'Ko, the Indic scripts, Khmer, Myanmar and Mongolian.
fn is_joining_script(c: char) -> bool {
    let in_script = matches!(c,
        '\u{620}'..='\u{7FF}' | '\u{840}'..='\u{8FF}' | '\u{900}'..='\u{DFF}'
        | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{1820}'..='\u{18AA}');
    in_script && c.is_alphabetic() && !unicode_normalization::char::is_combining_mark(c)
}

/// Pictures that are joined into one (a family, a flag, a profession).
fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{1F000}'..='\u{1FAFF}' | '\u{2190}'..='\u{21FF}' | '\u{2600}'..='\u{27BF}'
        | '\u{2B00}'..='\u{2BFF}')
}
