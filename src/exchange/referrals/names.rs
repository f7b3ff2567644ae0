//! Given and family name out of one cell, and names that a list has in capitals.

use crate::exchange::import_map::NameOrder;

/// Titles that lists put before or behind a name.
const TITLES: [&str; 12] = [
    "mr", "mrs", "miss", "ms", "mx", "dr", "prof", "rev", "sir", "dame", "master", "lady",
];

/// Given and family name; none where the cell does not hold both.
pub(super) fn split(cell: &str, order: NameOrder) -> Option<(String, String)> {
    // "O'NEILL, Margaret (Mrs)" is how GP systems print a name.
    let cell = cell.split('(').next().unwrap_or(cell);
    let (given, family) = match order {
        NameOrder::FamilyFirst => {
            let (family, given) = cell.split_once(',')?;
            (without_titles(given), without_titles(family))
        }
        NameOrder::GivenFirst => {
            let whole = without_titles(cell);
            let (given, family) = whole.rsplit_once(' ')?;
            (given.to_owned(), family.to_owned())
        }
    };
    (!given.is_empty() && !family.is_empty()).then_some((given, family))
}

/// The words of a name without the titles at its ends.
fn without_titles(name: &str) -> String {
    let is_title = |word: &&str| {
        let word = word.trim_end_matches('.').to_lowercase();
        TITLES.contains(&word.as_str())
    };
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 1 && words.first().is_some_and(is_title) {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(is_title) {
        words.pop();
    }
    words.join(" ")
}

/// A name in capitals only as people write it: `O'NEILL-MCKAY` as `O'Neill-McKay`; others as they
/// are. A guess, and so only where the mapping file asks for it.
pub(super) fn tidied(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut tidy = String::new();
    let mut word = String::new();
    for c in name.chars() {
        if !c.is_alphabetic() {
            word.clear();
            tidy.push(c);
            continue;
        }
        if word.is_empty() || word == "Mc" {
            tidy.push(c);
        } else {
            tidy.extend(c.to_lowercase());
        }
        word.extend(if word.is_empty() {
            vec![c]
        } else {
            c.to_lowercase().collect()
        });
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_one_cell_come_apart() {
        let both = |given: &str, family: &str| Some((given.to_owned(), family.to_owned()));
        let family_first = |cell| split(cell, NameOrder::FamilyFirst);
        assert_eq!(
            family_first("O'NEILL, Margaret (Mrs)"),
            both("Margaret", "O'NEILL")
        );
        assert_eq!(
            family_first("de la Cruz,Ana Maria"),
            both("Ana Maria", "de la Cruz")
        );
        assert_eq!(family_first("Hall, Mr Peter"), both("Peter", "Hall"));
        assert_eq!(family_first("Hall Peter"), None);
        assert_eq!(family_first("Hall,"), None);
        let given_first = |cell| split(cell, NameOrder::GivenFirst);
        assert_eq!(given_first("Dr. Ibrahim Yusuf"), both("Ibrahim", "Yusuf"));
        assert_eq!(given_first("Yusuf"), None);
    }

    #[test]
    fn capitals_become_names() {
        for (name, tidy) in [
            ("O'NEILL", "O'Neill"),
            ("MCKAY-SMITH", "McKay-Smith"),
            ("ÖZGÜR ŁUCZAK", "Özgür Łuczak"),
            ("van der Berg", "van der Berg"),
            ("J", "J"),
        ] {
            assert_eq!(tidied(name), tidy);
        }
    }
}
