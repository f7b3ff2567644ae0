//! What is to be recorded in the GP system: one code an episode, from a data file, and the message
//! back to whoever referred. The record itself stays there; here is only what is still to be done.

use serde::Deserialize;

use super::{case::CaseState, heads::CaseHead};

/// The codes that the program carries.
const BUILT_IN: &str = include_str!("codes.toml");

/// When a code is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeUse {
    /// The person accepted.
    Referral,
    /// The person declined.
    Declined,
    /// The referral was offered; no list asks for it.
    Offered,
}

/// One SNOMED CT code, with the rule for its use.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Code {
    #[serde(rename = "use")]
    pub used: CodeUse,
    /// The SNOMED CT identifier, digits only.
    pub id: String,
    pub term: String,
    /// When it is used, as people read it.
    pub rule: String,
    /// Whether its meaning was found in more than one source.
    pub confirmed: bool,
}

/// The list of codes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Codes {
    #[serde(default)]
    code: Vec<Code>,
}

impl Codes {
    /// The list that the program carries; a test holds that it reads without a fault.
    pub fn built_in() -> Codes {
        toml::from_str(BUILT_IN).unwrap_or_default()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Code> {
        self.code.iter()
    }

    /// The code for one use.
    pub fn of(&self, used: CodeUse) -> Option<&Code> {
        self.code.iter().find(|code| code.used == used)
    }
}

/// Which code a case still needs: one an episode, when the person accepted (the first conversation
/// shows it) or declined (national rule as of 2024/25; see `codes.toml`).
pub fn code_due(case: &CaseHead) -> Option<CodeUse> {
    if case.coded {
        return None;
    }
    match case.state {
        CaseState::Declined { .. } => Some(CodeUse::Declined),
        CaseState::NotAccepted { .. } => None,
        _ => (case.tally.spoke > 0).then_some(CodeUse::Referral),
    }
}

/// Whether word to the practice is still to come: the case is being closed, and no message is
/// marked as given.
pub fn message_due(case: &CaseHead) -> bool {
    !case.messaged && matches!(case.state, CaseState::Closing { .. })
}

/// Whether a SNOMED CT identifier is well formed: its last digit is right (Verhoeff's check over
/// all digits). A right digit finds slips of typing; it confirms no meaning.
pub fn is_sctid(id: &str) -> bool {
    if !(6..=18).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let digits = id.bytes().rev().map(|byte| usize::from(byte - b'0'));
    let check = digits.enumerate().fold(0, |check, (at, digit)| {
        let permuted = usize::from(PERMUTATIONS[at % 8][digit]);
        usize::from(MULTIPLICATION[check][permuted])
    });
    check == 0
}

/// Verhoeff's permutations of the digits by position.
const PERMUTATIONS: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

/// The multiplication of the dihedral group of the pentagon.
const MULTIPLICATION: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carried_codes_read_and_their_digits_are_right() {
        let codes = Codes::built_in();
        assert_eq!(codes.iter().count(), 3);
        for code in codes.iter() {
            assert!(is_sctid(&code.id), "{}", code.id);
            assert!(code.rule.ends_with('.') && !code.term.is_empty());
        }
        assert!(
            codes
                .of(CodeUse::Referral)
                .is_some_and(|code| code.confirmed)
        );
    }

    #[test]
    fn a_slip_of_one_digit_is_found() {
        let right = "871731000000106";
        for at in 0..right.len() {
            for digit in b'0'..=b'9' {
                let mut slipped = right.as_bytes().to_vec();
                if slipped[at] == digit {
                    continue;
                }
                slipped[at] = digit;
                let slipped = String::from_utf8(slipped).unwrap_or_default();
                assert!(!is_sctid(&slipped), "{slipped}");
            }
        }
    }
}
