//! The recovery code: a root key as thirteen groups that can be read down a telephone.
//!
//! Each group is four letters or digits of the key and one check character. The alphabet is
//! Crockford's (no I, L, O or U; `O` is read as zero, `I` and `L` as one). The check character is
//! a weighted sum in the field of 32 elements, with the number of the group as one more term: one
//! wrong character, two neighbours swapped within a group, and two groups swapped are all found,
//! and the faulty group is named. Four spare bits at the end check the code as a whole.

use zeroize::Zeroizing;

use super::digest::digest;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Groups in a code.
const GROUPS: usize = 13;
/// Characters of key in a group, before its check character.
const DATA_CHARS: usize = 4;

/// Writes `key` as groups with hyphens between them.
pub(crate) fn encode(key: &[u8; 32]) -> Zeroizing<String> {
    let symbols = symbols_of(key);
    let mut code = Zeroizing::new(String::with_capacity(GROUPS * (DATA_CHARS + 2)));
    for (index, group) in symbols.chunks_exact(DATA_CHARS).enumerate() {
        if index > 0 {
            code.push('-');
        }
        for symbol in group.iter().copied().chain([check_of(index, group)]) {
            code.push(char::from(
                ALPHABET.get(usize::from(symbol)).copied().unwrap_or(b'0'),
            ));
        }
    }
    code
}

/// Reads a code in either case, with or without hyphens and blanks. The error is a sentence that
/// names the first faulty group.
pub(crate) fn decode(code: &str) -> Result<Zeroizing<[u8; 32]>, String> {
    let mut typed = Zeroizing::new(Vec::with_capacity(GROUPS * (DATA_CHARS + 1)));
    for letter in code.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let symbol = symbol_of(letter)
            .ok_or_else(|| format!("a recovery code has no “{letter}” in it; look at it again"))?;
        typed.push(symbol);
    }
    let mut symbols = Zeroizing::new(Vec::with_capacity(GROUPS * DATA_CHARS));
    for (index, group) in typed.chunks(DATA_CHARS + 1).enumerate() {
        let fault = || {
            format!(
                "group {} of the recovery code is not right; look at it again",
                index + 1
            )
        };
        let (check, data) = group.split_last().ok_or_else(fault)?;
        if data.len() != DATA_CHARS || check_of(index, data) != *check {
            return Err(fault());
        }
        symbols.extend_from_slice(data);
    }
    if symbols.len() != GROUPS * DATA_CHARS {
        return Err(format!(
            "a recovery code has {GROUPS} groups; this has {}",
            symbols.len() / DATA_CHARS
        ));
    }
    let key = key_of(&symbols);
    if symbols_of(&key) != symbols {
        return Err(
            "the groups are not of one recovery code; look at all of them again".to_owned(),
        );
    }
    Ok(key)
}

/// The key's 256 bits and four bits of its hash, five bits a symbol.
fn symbols_of(key: &[u8; 32]) -> Zeroizing<Vec<u8>> {
    let whole_check = digest(&[b"caseload recovery code", key]).0;
    let mut symbols = Zeroizing::new(Vec::with_capacity(GROUPS * DATA_CHARS));
    let (mut held, mut bits) = (0_u32, 0);
    for byte in key.iter().copied().chain(whole_check.first().copied()) {
        held = (held << 8 | u32::from(byte)) & 0xffff;
        bits += 8;
        while bits >= 5 && symbols.len() < GROUPS * DATA_CHARS {
            bits -= 5;
            symbols.push((held >> bits & 31) as u8);
        }
    }
    symbols
}

fn key_of(symbols: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    let (mut held, mut bits) = (0_u32, 0);
    let mut bytes = key.iter_mut();
    for symbol in symbols {
        held = (held << 5 | u32::from(*symbol)) & 0xffff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            if let Some(byte) = bytes.next() {
                *byte = (held >> bits & 0xff) as u8;
            }
        }
    }
    key
}

fn symbol_of(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = ALPHABET
        .iter()
        .position(|symbol| char::from(*symbol) == letter)?;
    u8::try_from(at).ok()
}

/// The sum of symbol times power of the generator, and the group's number times the next power.
fn check_of(index: usize, data: &[u8]) -> u8 {
    let number = (index as u8 + 1) & 31;
    data.iter()
        .chain([&number])
        .rev()
        .fold(0, |sum, symbol| times_two(sum ^ symbol))
}

/// Multiplies by the generator of the field with x^5 = x^2 + 1.
fn times_two(symbol: u8) -> u8 {
    let doubled = symbol << 1;
    if doubled & 32 == 0 {
        doubled
    } else {
        (doubled ^ 0b10_0101) & 31
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> [u8; 32] {
        std::array::from_fn(|i| (i * 37 + 11) as u8)
    }

    #[test]
    fn comes_back_however_it_is_typed() {
        let code = encode(&key());
        assert_eq!(code.len(), 13 * 5 + 12);
        assert_eq!(*decode(&code).unwrap(), key());
        let sloppy = code
            .to_lowercase()
            .replace('-', "  ")
            .replace('0', "o")
            .replace('1', "l");
        assert_eq!(*decode(&sloppy).unwrap(), key());
        assert_eq!(*decode(&encode(&[0xff; 32])).unwrap(), [0xff; 32]);
    }

    #[test]
    fn finds_every_single_slip_and_names_its_group() {
        let code = encode(&key());
        let letters: Vec<char> = code.chars().collect();
        for at in (0..letters.len()).filter(|at| letters[*at] != '-') {
            for wrong in ALPHABET
                .iter()
                .map(|b| char::from(*b))
                .filter(|c| *c != letters[at])
            {
                let mut typed = letters.clone();
                typed[at] = wrong;
                let fault = decode(&typed.iter().collect::<String>()).unwrap_err();
                assert!(
                    fault.starts_with(&format!("group {} ", at / 6 + 1)),
                    "{fault}"
                );
            }
            if at % 6 < 4 && letters[at] != letters[at + 1] {
                let mut typed = letters.clone();
                typed.swap(at, at + 1);
                assert!(decode(&typed.iter().collect::<String>()).is_err());
            }
        }
    }

    #[test]
    fn finds_groups_swapped_missing_or_from_another_code() {
        let code = encode(&key());
        let groups: Vec<&str> = code.split('-').collect();
        for at in 0..groups.len() - 1 {
            let mut swapped = groups.clone();
            swapped.swap(at, at + 1);
            assert!(decode(&swapped.join("-")).is_err());
            let mut missing = groups.clone();
            missing.remove(at);
            assert!(decode(&missing.join("-")).is_err());
        }
        assert_eq!(
            decode(&groups[..12].join(" ")).unwrap_err(),
            "a recovery code has 13 groups; this has 12"
        );
        assert!(decode("").is_err());
        assert!(decode("four é").unwrap_err().contains('U') || decode("four é").is_err());
    }
}
