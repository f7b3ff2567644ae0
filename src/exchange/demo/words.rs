//! Sentences with their slots filled.

use super::names::Pronouns;

/// What the slots of a phrase stand for in one case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slots<'a> {
    pub(super) name: &'a str,
    pub(super) pronouns: Pronouns,
    pub(super) service: &'a str,
    pub(super) gp: &'a str,
    pub(super) practice: &'a str,
}

impl Slots<'_> {
    /// The phrase with every slot filled. An unknown slot stays as it is; a test looks for those.
    pub(super) fn fill(&self, phrase: &str) -> String {
        let mut filled = String::with_capacity(phrase.len() + 24);
        let mut rest = phrase;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((slot, behind)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            self.push(&mut filled, slot);
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }

    fn push(&self, filled: &mut String, slot: &str) {
        match slot {
            "name" => filled.push_str(self.name),
            "service" => filled.push_str(self.service),
            "gp" => filled.push_str(self.gp),
            "practice" => filled.push_str(self.practice),
            _ => self.push_pronoun(filled, slot),
        }
    }

    fn push_pronoun(&self, filled: &mut String, slot: &str) {
        let plain = slot.to_ascii_lowercase();
        let Some(word) = self.pronouns.word(&plain) else {
            filled.push('{');
            filled.push_str(slot);
            filled.push('}');
            return;
        };
        if plain == slot {
            filled.push_str(word);
        } else {
            let mut letters = word.chars();
            filled.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
            filled.push_str(letters.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEG: Slots = Slots {
        name: "Peg",
        pronouns: Pronouns::She,
        service: "Knit & Natter",
        gp: "Dr Rao",
        practice: "Elm Tree Surgery",
    };

    #[test]
    fn slots_are_filled_and_capitals_kept() {
        let phrase = "{They} told {gp} that {name} {was} late for {service}. {Their} bus.";
        assert_eq!(
            PEG.fill(phrase),
            "She told Dr Rao that Peg was late for Knit & Natter. Her bus."
        );
    }

    #[test]
    fn what_is_no_slot_stays() {
        assert_eq!(PEG.fill("a {what} b { c"), "a {what} b { c");
    }
}
