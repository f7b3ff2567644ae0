//! The NHS number: ten digits, the last of which checks the others.
//!
//! Rule: NHS Data Dictionary, modulus 11. Numbers starting with 999 are for tests and are never
//! issued; who may use them is for the store to decide, not for this module.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::text;

/// A well-formed NHS number. Shown 3-3-4, stored and sent as ten digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NhsNumber(u64);

/// What is wrong with a text that should be an NHS number; each a sentence for the person typing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NhsFault {
    /// No digits at all.
    #[error("An NHS number is ten digits, for example 999 000 0018.")]
    Empty,
    /// Too few or too many digits.
    #[error(
        "An NHS number has 10 digits, this has {digits}; compare it with the letter or the GP record."
    )]
    Length {
        /// How many digits there are.
        digits: usize,
    },
    /// Something else than digits, spaces and dashes.
    #[error("An NHS number has digits and spaces only, this has \"{found}\".")]
    NotDigit {
        /// The first character that does not belong.
        found: char,
    },
    /// A spreadsheet has turned the number into a power of ten.
    #[error(
        "A spreadsheet has shortened this NHS number; format its column as text and save again."
    )]
    Shortened,
    /// One digit ten times: passes the arithmetic, never issued.
    #[error("An NHS number is never one digit ten times; leave it empty where it is not known.")]
    Repeated,
    /// The last digit does not fit the first nine.
    #[error(
        "The check digit does not fit: one digit is wrong or two are swapped. Compare it with the letter or the GP record."
    )]
    CheckDigit,
}

impl NhsNumber {
    /// The number with these first nine digits, where one exists (one in eleven has none).
    pub fn from_first_nine(nine: u32) -> Option<NhsNumber> {
        if nine > 999_999_999 {
            return None;
        }
        let check = check_digit(u64::from(nine))?;
        let number = u64::from(nine) * 10 + check;
        (!is_repeated(number)).then_some(NhsNumber(number))
    }

    /// Reads a number as people type it: spaces and dashes anywhere.
    pub fn parse(typed: &str) -> Result<NhsNumber, NhsFault> {
        let typed = text::clean(typed, text::Field::LINE);
        if is_power_of_ten(&typed) {
            return Err(NhsFault::Shortened);
        }
        let mut number: u64 = 0;
        let mut digits: usize = 0;
        for c in typed.chars() {
            match c.to_digit(10) {
                Some(digit) if digits < 10 => {
                    number = number * 10 + u64::from(digit);
                    digits += 1;
                }
                Some(_) => digits += 1,
                None if matches!(c, ' ' | '-' | '\u{2010}'..='\u{2015}') => {}
                None => return Err(NhsFault::NotDigit { found: c }),
            }
        }
        match digits {
            0 => Err(NhsFault::Empty),
            10 if is_repeated(number) => Err(NhsFault::Repeated),
            10 if check_digit(number / 10) != Some(number % 10) => Err(NhsFault::CheckDigit),
            10 => Ok(NhsNumber(number)),
            _ => Err(NhsFault::Length { digits }),
        }
    }

    /// Whether it lies in 999 000 0000 to 999 999 9999, which is for tests and never issued.
    pub fn is_test_range(self) -> bool {
        self.0 / 10_000_000 == 999
    }

    /// The ten digits without spaces, as they are stored, sent and compared.
    pub fn digits(self) -> String {
        format!("{:010}", self.0)
    }
}

/// The tenth digit for the first nine: weights 10 down to 2, 11 less the rest; `None` for ten.
fn check_digit(nine: u64) -> Option<u64> {
    let mut rest = nine;
    let mut sum = 0;
    for weight in 2..=10 {
        sum += rest % 10 * weight;
        rest /= 10;
    }
    match 11 - sum % 11 {
        10 => None,
        11 => Some(0),
        digit => Some(digit),
    }
}

fn is_repeated(number: u64) -> bool {
    number.is_multiple_of(1_111_111_111)
}

/// `9.99E+09`, as spreadsheets show long numbers.
fn is_power_of_ten(typed: &str) -> bool {
    typed.contains(['e', 'E']) && typed.parse::<f64>().is_ok()
}

impl fmt::Display for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:03} {:03} {:04}",
            self.0 / 10_000_000,
            self.0 / 10_000 % 1_000,
            self.0 % 10_000
        )
    }
}

/// Only the end, so that no log and no panic message gives a person away.
impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NhsNumber(…{:03})", self.0 % 1_000)
    }
}

impl FromStr for NhsNumber {
    type Err = NhsFault;

    fn from_str(typed: &str) -> Result<NhsNumber, NhsFault> {
        NhsNumber::parse(typed)
    }
}

impl TryFrom<String> for NhsNumber {
    type Error = NhsFault;

    fn try_from(typed: String) -> Result<NhsNumber, NhsFault> {
        NhsNumber::parse(&typed)
    }
}

impl From<NhsNumber> for String {
    fn from(number: NhsNumber) -> String {
        number.digits()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_numbers_of_the_test_range_are_read() {
        for typed in [
            "9990000018",
            "999 000 0026",
            "999-000-0034",
            " 9990000042 ",
            "999 0000 050",
        ] {
            let number = NhsNumber::parse(typed).unwrap();
            assert!(number.is_test_range(), "{typed}");
        }
        assert_eq!(
            NhsNumber::parse("9990000018").unwrap().to_string(),
            "999 000 0018"
        );
        assert!(
            !NhsNumber::from_first_nine(400_000_000)
                .unwrap()
                .is_test_range()
        );
    }

    #[test]
    fn refusals_name_what_is_wrong() {
        let fault = |typed: &str| NhsNumber::parse(typed).unwrap_err();
        assert_eq!(fault(" - "), NhsFault::Empty);
        assert_eq!(fault("999000001"), NhsFault::Length { digits: 9 });
        assert_eq!(fault("99900000180"), NhsFault::Length { digits: 11 });
        assert_eq!(fault("999 000 OO18"), NhsFault::NotDigit { found: 'O' });
        assert_eq!(fault("9.99E+09"), NhsFault::Shortened);
        assert_eq!(fault("9999999999"), NhsFault::Repeated);
        assert_eq!(fault("0000000000"), NhsFault::Repeated);
        for wrong in ["9990000000", "9991234560", "9434765918"] {
            assert_eq!(fault(wrong), NhsFault::CheckDigit, "{wrong}");
        }
        assert!(fault("999000001").to_string().contains("this has 9"));
    }

    #[test]
    fn it_travels_as_digits_and_is_checked_on_the_way_in() {
        let number = NhsNumber::parse("999 000 0018").unwrap();
        assert_eq!(serde_json::to_string(&number).unwrap(), "\"9990000018\"");
        assert_eq!(
            serde_json::from_str::<NhsNumber>("\"9990000018\"").unwrap(),
            number
        );
        assert!(serde_json::from_str::<NhsNumber>("\"9990000019\"").is_err());
        assert!(!format!("{number:?}").contains("99900"));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_or_two_swapped_are_noticed(
            nine in 0u32..=999_999_999, at in 0usize..10, by in 1u32..10,
        ) {
            let Some(number) = NhsNumber::from_first_nine(nine) else { return Ok(()) };
            let digits: Vec<u32> = number.digits().chars().filter_map(|c| c.to_digit(10)).collect();
            let typed = |digits: &[u32]| digits.iter().map(u32::to_string).collect::<String>();
            prop_assert_eq!(NhsNumber::parse(&number.to_string()), Ok(number));

            let mut wrong = digits.clone();
            wrong[at] = (wrong[at] + by) % 10;
            prop_assert!(NhsNumber::parse(&typed(&wrong)).is_err());

            let mut swapped = digits.clone();
            swapped.swap(at, (at + 1) % 9);
            if swapped != digits && at < 8 {
                prop_assert!(NhsNumber::parse(&typed(&swapped)).is_err());
            }
        }

        #[test]
        fn no_text_panics(typed in "\\PC{0,30}") {
            let _ = NhsNumber::parse(&typed);
        }
    }
}
