//! Telephone numbers and postcodes as they are compared and as they are shown.
//!
//! Both forgive what cannot be understood: a list from a practice holds numbers abroad, "via
//! daughter" and half a postcode, and none of that may keep a person out. A shape that is not
//! known is kept as it was typed.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{Field, clean};

/// The digits of a UK number by which two spellings are the same one: `07700900118` for
/// `+44 (0)7700 900 118`. `None` where the shape is not that of a UK number.
pub fn phone_key(typed: &str) -> Option<String> {
    parts_of_phone(typed).map(|(national, _)| national)
}

/// A telephone number as it is shown: `07700 900118`, `020 7946 0018`, `01632 960018 ext 12`;
/// as it was typed where it is not a UK number.
pub fn phone_shown(typed: &str) -> String {
    let Some((national, extension)) = parts_of_phone(typed) else {
        return clean(typed, Field::LINE).into_owned();
    };
    let area = area_digits(&national);
    let (head, tail) = national
        .split_at_checked(area)
        .unwrap_or((national.as_str(), ""));
    // Area codes of two to four digits leave a number that is read in two parts, as on letters.
    let mut shown = match tail.split_at_checked(tail.len().saturating_sub(4)) {
        Some((exchange, line)) if area < 5 && exchange.len() >= 3 => {
            format!("{head} {exchange} {line}")
        }
        _ => format!("{head} {tail}"),
    };
    if let Some(extension) = extension {
        shown.push_str(" ext ");
        shown.push_str(&extension);
    }
    shown
}

/// National digits with the leading zero, and the extension.
fn parts_of_phone(typed: &str) -> Option<(String, Option<String>)> {
    let typed = clean(typed, Field::LINE).to_lowercase();
    let (number, extension) = match typed.split_once('x') {
        Some((number, extension)) => {
            let digits = digits_only(extension)?;
            let number = number.trim_end_matches(['e', ' ']).trim_end_matches(',');
            (number.to_owned(), Some(digits))
        }
        None => (typed, None),
    };
    let number = number.replace("ext.", "").replace("(0)", "");
    let digits = digits_only(&number)?;
    let national = if let Some(rest) = digits.strip_prefix("0044") {
        format!("0{}", rest.trim_start_matches('0'))
    } else if number.trim_start().starts_with('+') {
        format!("0{}", digits.strip_prefix("44")?.trim_start_matches('0'))
    } else {
        digits
    };
    is_uk_shape(&national).then_some((national, extension))
}

/// The digits of a text that has nothing else but spaces and punctuation.
fn digits_only(text: &str) -> Option<String> {
    let known = |c: char| c.is_ascii_digit() || " -–.()/+tT".contains(c);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (text.chars().all(known) && !digits.is_empty()).then_some(digits)
}

/// Ofcom's national numbers: 01 and 0800 with ten or eleven digits, 02, 03, 05, 07, 08, 09 eleven.
fn is_uk_shape(national: &str) -> bool {
    let eleven = national.len() == 11;
    let ten = national.len() == 10;
    match national.get(..2) {
        Some("01") => eleven || ten,
        Some("08") => eleven || (ten && national.starts_with("0800")),
        Some("02" | "03" | "05" | "07" | "09") => eleven,
        _ => false,
    }
}

/// How many digits the area code has: 020, 0161, 0800 and 0300 are short, the others have five.
fn area_digits(national: &str) -> usize {
    let digits = national.as_bytes();
    match (digits.get(1), digits.get(2), digits.get(3)) {
        (Some(b'2'), _, _) => 3,
        (Some(b'3' | b'8' | b'9'), _, _) => 4,
        (Some(b'1'), Some(b'1'), _) | (Some(b'1'), _, Some(b'1')) => 4,
        _ => 5,
    }
}

/// A postcode of a known shape, in capitals with its space: `EL1 4QT`.
///
/// The shape is checked (BS 7666), not whether the post office has given it out.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode(String);

/// The text does not have the shape of a postcode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("This is not the shape of a UK postcode such as EL1 4QT.")]
pub struct PostcodeFault;

impl Postcode {
    /// Reads a postcode in any case, with or without its space.
    pub fn parse(typed: &str) -> Result<Postcode, PostcodeFault> {
        let joined: String = clean(typed, Field::LINE)
            .chars()
            .filter(|&c| c != ' ')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let (outward, inward) = joined
            .len()
            .checked_sub(3)
            .and_then(|at| joined.split_at_checked(at))
            .ok_or(PostcodeFault)?;
        let known = (is_outward(outward) && is_inward(inward)) || joined == "GIR0AA";
        if known {
            Ok(Postcode(format!("{outward} {inward}")))
        } else {
            Err(PostcodeFault)
        }
    }

    /// The part before the space, the post town's district: `EL1`.
    pub fn outward(&self) -> &str {
        self.0.split(' ').next().unwrap_or_default()
    }

    /// The whole, with its space.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A postcode as it is shown, as typed where the shape is not known.
pub fn postcode_shown(typed: &str) -> String {
    match Postcode::parse(typed) {
        Ok(postcode) => postcode.0,
        Err(PostcodeFault) => clean(typed, Field::LINE).into_owned(),
    }
}

/// `A9`, `A99`, `AA9`, `AA99`, `A9A` or `AA9A`.
fn is_outward(outward: &str) -> bool {
    let shape: String = outward.chars().map(shape_of).collect();
    matches!(
        shape.as_str(),
        "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A"
    )
}

/// A digit and two letters; the post office leaves out those that are easily misread.
fn is_inward(inward: &str) -> bool {
    let shape: String = inward.chars().map(shape_of).collect();
    shape == "9AA" && !inward.contains(['C', 'I', 'K', 'M', 'O', 'V'])
}

fn shape_of(c: char) -> char {
    match c {
        'A'..='Z' => 'A',
        '0'..='9' => '9',
        _ => '?',
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Only the district, so that no log and no panic message gives an address away.
impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Postcode({} …)", self.outward())
    }
}

impl TryFrom<String> for Postcode {
    type Error = PostcodeFault;

    fn try_from(typed: String) -> Result<Postcode, PostcodeFault> {
        Postcode::parse(&typed)
    }
}

impl From<Postcode> for String {
    fn from(postcode: Postcode) -> String {
        postcode.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_number_in_many_spellings_has_one_key() {
        for typed in [
            "07700900118",
            "07700 900 118",
            "+44 7700 900118",
            "+44 (0)7700 900118",
            "0044 7700-900118",
            "+44 07700 900118",
            "0044 07700 900118",
            "(07700) 900118",
            "\u{202A}07700 900118\u{202C}",
        ] {
            assert_eq!(phone_key(typed).as_deref(), Some("07700900118"), "{typed}");
            assert_eq!(phone_shown(typed), "07700 900118", "{typed}");
        }
    }

    #[test]
    fn numbers_are_shown_in_the_groups_people_read() {
        for (typed, shown) in [
            ("02079460018", "020 7946 0018"),
            ("01614960018", "0161 496 0018"),
            ("01134960018", "0113 496 0018"),
            ("01632960018", "01632 960018"),
            ("0163296001", "01632 96001"),
            ("08081570018", "0808 157 0018"),
            ("0800111118", "0800 111118"),
            ("01632 960018 ext. 12", "01632 960018 ext 12"),
            ("01632960018x12", "01632 960018 ext 12"),
        ] {
            assert_eq!(phone_shown(typed), shown, "{typed}");
        }
    }

    #[test]
    fn an_unknown_shape_stays_as_typed() {
        for typed in [
            "+353 1 496 0018",
            "via daughter, see notes",
            "12345",
            "07700 90011",
        ] {
            assert_eq!(phone_key(typed), None, "{typed}");
            assert_eq!(phone_shown(typed), typed);
        }
        assert_eq!(phone_shown(" +353\u{200B} 1 "), "+353 1");
    }

    #[test]
    fn postcodes_are_put_in_shape() {
        for typed in ["EL1 4QT", "el14qt", " e l1 4 qt ", "EL1  4QT"] {
            let postcode = Postcode::parse(typed).unwrap();
            assert_eq!(
                (postcode.as_str(), postcode.outward()),
                ("EL1 4QT", "EL1"),
                "{typed}"
            );
        }
        for known in [
            "M1 1AA", "M60 1NW", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "GIR 0AA",
        ] {
            assert_eq!(Postcode::parse(known).unwrap().as_str(), known);
        }
        for wrong in [
            "", "EL1", "4QT", "EL1 4Q", "EL1 QT4", "EL1 4CO", "E1L1 4QT", "ÉL1 4QT",
        ] {
            assert_eq!(Postcode::parse(wrong), Err(PostcodeFault), "{wrong}");
        }
        assert_eq!(postcode_shown("no  fixed abode"), "no fixed abode");
    }

    proptest! {
        #[test]
        fn showing_twice_changes_nothing(typed in "(\\+44|0|00)?[0-9 ()xet.-]{0,16}|\\PC{0,20}") {
            let shown = phone_shown(&typed);
            prop_assert_eq!(phone_shown(&shown), shown.clone());
            prop_assert_eq!(phone_key(&shown), phone_key(&typed));
            let postcode = postcode_shown(&typed);
            prop_assert_eq!(postcode_shown(&postcode), postcode);
        }
    }
}
