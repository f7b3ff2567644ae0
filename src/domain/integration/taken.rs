//! How often what a cue suggests was taken up: what tells a good cue from a bad one.

use std::collections::BTreeMap;

use super::lexicon::Lexicon;
use crate::domain::terms::Concept;

/// One cue in notes that were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// Notes in which it spoke for a concept that was suggested.
    pub suggested: u32,
    /// Those whose author marked the concept so.
    pub accepted: u32,
}

/// For each cue that spoke in these notes how often its concept was accepted. A note is its text with
/// the concepts that its author marked on a suggestion; cues in no note are left out.
pub fn taken<'t>(
    list: &Lexicon,
    notes: impl IntoIterator<Item = (&'t str, Vec<Concept>)>,
) -> BTreeMap<(Concept, String), Taken> {
    let mut found: BTreeMap<(Concept, String), Taken> = BTreeMap::new();
    for (text, accepted) in notes {
        for suggestion in list.suggest(text) {
            let is_accepted = accepted.contains(&suggestion.concept);
            for fired in suggestion.cues {
                let cue = found.entry((suggestion.concept, fired.cue)).or_default();
                cue.suggested += 1;
                cue.accepted += u32::from(is_accepted);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_is_counted_by_note_and_by_what_its_author_accepted() {
        let list = "built-in = false\nsuggest-at = 2\n[effect]\n\"head count\" = 2\n";
        let list = Lexicon::parse(list).expect("a list");
        let notes = [
            (
                "Head count again, only the head count.",
                vec![Concept::Effect],
            ),
            ("The head count.", vec![Concept::Power]),
            ("Nothing.", vec![Concept::Effect]),
        ];
        let found: Vec<_> = taken(&list, notes).into_iter().collect();
        let expected = Taken {
            suggested: 2,
            accepted: 1,
        };
        assert_eq!(
            found,
            [((Concept::Effect, "head count".to_owned()), expected)]
        );
    }
}
