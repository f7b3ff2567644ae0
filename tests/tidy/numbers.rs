//! No NHS number that could be somebody's: only the range that is never issued, 999.

use caseload::domain::nhs::NhsNumber;

use super::{Fault, Source};

pub(crate) fn real(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sources {
        for (line, text) in (1..).zip(source.text.lines()) {
            for number in candidates(text) {
                let real = NhsNumber::parse(&number).is_ok_and(|number| !number.is_test_range());
                if real {
                    faults.push(source.fault(line, format!("{number} may be a real NHS number")));
                }
            }
        }
    }
    faults
}

/// Ten digits together, or in the groups of 3, 3 and 4 in which NHS numbers are written.
fn candidates(text: &str) -> Vec<String> {
    let mut runs: Vec<(usize, String)> = Vec::new();
    for (at, letter) in text.chars().enumerate() {
        match runs.last_mut() {
            _ if !letter.is_alphanumeric() => {}
            Some((from, run)) if *from + run.chars().count() == at => run.push(letter),
            _ => runs.push((at, letter.to_string())),
        }
    }
    // Digits among letters are part of a word: an alphabet, a hash.
    runs.retain(|(_, run)| run.bytes().all(|byte| byte.is_ascii_digit()));
    let together = runs
        .iter()
        .map(|(_, run)| run.clone())
        .filter(|run| run.len() == 10);
    let grouped = runs.windows(3).filter_map(|runs| {
        let [(a, first), (b, second), (c, third)] = runs else {
            return None;
        };
        let lengths = (first.len(), second.len(), third.len()) == (3, 3, 4);
        (lengths && a + 4 == *b && b + 4 == *c).then(|| format!("{first}{second}{third}"))
    });
    together.chain(grouped).collect()
}

#[test]
fn a_number_that_may_be_real_is_found_in_every_spelling() {
    // Computed, so that none stands here.
    let number = (400_000_000..)
        .find_map(NhsNumber::from_first_nine)
        .expect("one");
    let digits = number.digits();
    let found = |text: &str| super::lines(real, "docs/x.md", text);
    assert_eq!(found(&format!("a\nb {digits}.")), [2]);
    let (first, rest) = digits.split_at(3);
    let (second, third) = rest.split_at(3);
    assert_eq!(found(&format!("{first} {second} {third}")), [1]);
    assert_eq!(found(&format!("{first}-{second}-{third},")), [1]);
    assert_eq!(found(&format!("0{digits}")), [0; 0], "a telephone number");
    assert_eq!(found(&format!("a{digits}")), [0; 0], "a word");
    assert_eq!(found("9990000018, 999 000 0026, 9990000000"), [0; 0]);
}
