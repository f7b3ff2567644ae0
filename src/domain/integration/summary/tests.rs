use proptest::prelude::*;

use super::*;
use Concept::{Effect, Infrastructure, Power};
use Position::{Belonging, BoltedOn, NotStated};

const DESK: &[(Concept, Position)] = &[(Infrastructure, BoltedOn)];

fn note<'t>(id: u32, text: &'t str, marks: &'t [(Concept, Position)]) -> Note<'t, u32> {
    Note { id, text, marks }
}

fn phrases(
    sections: &[Section<u32>],
    concept: Concept,
    position: Option<Position>,
) -> Vec<(String, Vec<u32>)> {
    let here = |section: &&Section<u32>| section.concept == concept && section.position == position;
    let section = sections.iter().find(here).expect("a section");
    section
        .phrases
        .iter()
        .map(|one| (one.words.clone(), one.notes.clone()))
        .collect()
}

#[test]
fn notes_are_counted_not_occurrences_and_the_longest_phrase_wins() {
    let sections = summarise(&[
        note(
            2,
            "Booked the clinic room on Monday. The clinic room on Monday went.",
            DESK,
        ),
        note(
            1,
            "No clinic room on Monday; hot desk. Again: hot desk, hot desk.",
            DESK,
        ),
        note(3, "Talked of a clinic. Room was cold.", DESK),
    ]);
    assert_eq!(
        phrases(&sections, Infrastructure, None),
        [("clinic room on monday".to_owned(), vec![1, 2])]
    );
    assert_eq!(sections.len(), 2);
    assert_eq!(
        (sections[1].position, sections[1].notes),
        (Some(BoltedOn), 3)
    );
}

#[test]
fn a_shorter_phrase_stays_where_it_says_more() {
    let texts = [
        "Waiting list at Mind again",
        "Waiting list at Mind",
        "The waiting list",
        "A waiting list.",
    ];
    let notes: Vec<_> = (0..)
        .zip(texts)
        .map(|(id, text)| note(id, text, DESK))
        .collect();
    let words: Vec<String> = phrases(&summarise(&notes), Infrastructure, None)
        .into_iter()
        .map(|one| one.0)
        .collect();
    assert_eq!(words, ["waiting list", "waiting list at mind"]);
    let words: Vec<String> = phrases(&summarise(&notes[..3]), Infrastructure, None)
        .into_iter()
        .map(|one| one.0)
        .collect();
    assert_eq!(words, ["waiting list at mind"]);
}

#[test]
fn above_ten_notes_a_phrase_must_stand_in_three() {
    let mut texts = vec!["waiting list", "waiting list"];
    texts.resize(11, "nothing to add");
    let notes: Vec<_> = (0..)
        .zip(&texts)
        .map(|(id, text)| note(id, text, DESK))
        .collect();
    assert_eq!(
        phrases(&summarise(&notes[..10]), Infrastructure, None)[0].0,
        "waiting list"
    );
    assert_eq!(phrases(&summarise(&notes), Infrastructure, None), []);
}

#[test]
fn a_note_stands_in_each_section_that_it_is_marked_for_and_once_in_a_concept() {
    let marks = [
        (Power, BoltedOn),
        (Power, Belonging),
        (Effect, NotStated),
        (Effect, NotStated),
    ];
    let sections = summarise(&[note(1, "One two.", &marks), note(2, "No mark.", &[])]);
    let shape: Vec<_> = sections
        .iter()
        .map(|one| (one.concept, one.position, one.notes))
        .collect();
    assert_eq!(
        shape,
        [
            (Power, None, 1),
            (Power, Some(BoltedOn), 1),
            (Power, Some(Belonging), 1),
            (Effect, None, 1),
            (Effect, Some(NotStated), 1),
        ]
    );
    assert_eq!(summarise::<u32>(&[]), []);
}

/// Thirty-five notes, most of them about login and room, each with a sentence of its own.
fn many() -> Vec<String> {
    let own = [
        "garden", "choir", "parking", "kettle", "poster", "lift", "window",
    ];
    (0..35_usize)
        .map(|at| match at % 5 {
            0 => format!("Dr. Osei saw the {} today. Fine.", own[at % 7]),
            1 => format!("The {} was painted by volunteers from somewhere number{at} far.", own[at % 7]),
            2 => format!("Waited {at} weeks for a login and a clinic room at the second site, e.g. on Monday."),
            _ => format!("Still no login and no clinic room at the second site. The {} broke.", own[at % 7]),
        })
        .collect()
}

#[test]
fn telling_sentences_come_above_thirty_notes_and_stand_beside_their_note() {
    let texts = many();
    let notes: Vec<_> = (0..)
        .zip(&texts)
        .map(|(id, text)| note(id, text, DESK))
        .collect();
    assert_eq!(summarise(&notes[..30])[0].telling, []);
    let section = &summarise(&notes)[0];
    assert_eq!(section.notes, 35);
    let first = section.telling.first().expect("a sentence");
    assert!(
        first.sentence.contains("login") && first.sentence.contains("clinic room"),
        "{first:?}"
    );
    let login = section
        .telling
        .iter()
        .filter(|one| one.sentence.contains("login"))
        .count();
    assert_eq!(login, 1, "{:?}", section.telling);
    assert!(section.telling.len() <= TELLING_MAX);
    for one in &section.telling {
        assert!(texts[one.note as usize].contains(&one.sentence), "{one:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_same_notes_in_any_order_give_the_same_summary(
        order in Just((0..35_u32).collect::<Vec<u32>>()).prop_shuffle(),
        marked in prop::collection::vec((0..4_usize, 0..4_usize), 35),
    ) {
        let texts = many();
        let marks: Vec<[(Concept, Position); 2]> = marked
            .iter()
            .map(|(concept, position)| {
                [(Infrastructure, Position::ALL[*position]), (Concept::ALL[*concept], NotStated)]
            })
            .collect();
        let notes = |ids: &mut dyn Iterator<Item = u32>| -> Vec<Section<u32>> {
            let made: Vec<Note<'_, u32>> = ids
                .map(|id| note(id, &texts[id as usize], &marks[id as usize]))
                .collect();
            summarise(&made)
        };
        let sections = notes(&mut order.iter().copied());
        prop_assert!(sections[0].notes <= 35 && sections.iter().any(|one| !one.telling.is_empty()));
        prop_assert_eq!(sections, notes(&mut (0..35)));
    }

    #[test]
    fn no_text_panics(texts in prop::collection::vec("(\\PC|clinic room|’s|\\. |\n| ){0,20}", 0..40)) {
        let notes: Vec<_> = (0..).zip(&texts).map(|(id, text)| note(id, text, DESK)).collect();
        for section in summarise(&notes) {
            for phrase in section.phrases {
                prop_assert!(phrase.notes.len() >= 2 && phrase.notes.is_sorted());
            }
        }
    }
}
