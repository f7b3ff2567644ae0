//! Orders over many rows, of which few are shown.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The first `count` of `items` in order; the others are dropped without being sorted.
pub(super) fn first<T: Ord>(mut items: Vec<T>, count: usize) -> Vec<T> {
    if count == 0 {
        return Vec::new();
    }
    if items.len() > count {
        items.select_nth_unstable(count - 1);
        items.truncate(count);
    }
    items.sort_unstable();
    items
}

/// A name as it is sorted: letters and digits only, without case and accents.
///
/// Letters with a stroke are letters of their own to Unicode, but not to somebody looking for
/// "Łukasz" under L.
pub(super) fn sort_key(name: &str) -> String {
    if name.is_ascii() {
        let plain = name.bytes().filter(u8::is_ascii_alphanumeric);
        return plain
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
    }
    let mut key = String::with_capacity(name.len());
    let bare = name.nfd().filter(|letter| !is_combining_mark(*letter));
    for letter in bare.flat_map(char::to_lowercase) {
        match letter {
            'ł' => key.push('l'),
            'ø' => key.push('o'),
            'đ' | 'ð' => key.push('d'),
            'ı' => key.push('i'),
            'ħ' => key.push('h'),
            'ß' => key.push_str("ss"),
            'æ' => key.push_str("ae"),
            'œ' => key.push_str("oe"),
            'þ' => key.push_str("th"),
            other if other.is_alphanumeric() => key.push(other),
            _ => {}
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::{first, sort_key};

    #[test]
    fn the_first_rows_are_those_of_a_whole_sort() {
        let items = vec![5, 3, 9, 1, 7, 1];
        assert_eq!(first(items.clone(), 3), [1, 1, 3]);
        assert_eq!(first(items.clone(), 60), [1, 1, 3, 5, 7, 9]);
        assert_eq!(first(items, 0), [0; 0]);
    }

    #[test]
    fn names_sort_without_case_accents_and_apostrophes() {
        assert_eq!(sort_key("O'Neill"), sort_key("ONEILL"));
        assert_eq!(sort_key("Zoë"), "zoe");
        assert_eq!(sort_key("Łukasz Ó Briain"), "lukaszobriain");
        assert_eq!(sort_key("Straße"), "strasse");
    }
}
