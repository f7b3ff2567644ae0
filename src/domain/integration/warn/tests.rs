use proptest::prelude::*;

use super::*;

fn nobody(_: &str) -> bool {
    false
}

/// What is warned of, as it stands in the text.
fn signs(text: &str) -> Vec<(Sign, &str)> {
    let found = names_a_person(text, &nobody, &nobody);
    found
        .into_iter()
        .map(|warning| (warning.sign, text.get(warning.at).unwrap()))
        .collect()
}

/// Sentences about the work that name nobody served. Invented.
const INNOCENT: [&str; 48] = [
    "Met at Elmbridge Medical Centre on Tuesday with the Practice Manager.",
    "The PCN board meets on 12/10/2026 at 14:00 in Room 3.",
    "Elizabeth Garrett Anderson Practice has no room on Mondays.",
    "She covers Victoria Park Surgery and Queen Elizabeth Hospital.",
    "Age UK and Citizens Advice both reply within a week.",
    "Mary Seacole House has closed its Thursday group.",
    "The Men's Shed in George Street is full until March.",
    "April May be the earliest for EMIS training.",
    "Dr Patel asked her to the huddle; Dr. Sarah Jones had not known of it.",
    "NHS England pays for 0.8 WTE from April 2026 to March 2027.",
    "Three of ten referrals came back from St John Ambulance.",
    "Marie Curie and Macmillan offered to come to the Clinical Meeting.",
    "Meeting moved from Friday 27 November to Monday 30 November 2026.",
    "She had 12 new cases, 9 closed, 27 holding, 4 late.",
    "Talked about ONS4, SWEMWBS and the PAM licence.",
    "Will Sarah be at the next team meeting?",
    "Ask Sarah on Monday; Tom will bring the directory.",
    "Room 2 is free 9.30-12.30, Room 5 from 13:00 to 17:00.",
    "Ms Teams did not work from the Community Hub.",
    "Miss Monday's huddle and nobody tells you anything.",
    "The register says 1948 patients over 75 live alone.",
    "The service was born out of the Covid hub in 2020.",
    "A new born group starts at Grace Church.",
    "Asked who may read DOB and address in SystmOne.",
    "The code is 871731000000106, used 42 times since 1 April 2025.",
    "Smartcard 123456789012 is for the old site.",
    "ODS code A81001 moved into the same PCN.",
    "Floor E2 5th door on the left, then Hot Desk 4.",
    "Mrs K. waited nine weeks; Mr B has waited four.",
    "Open 24/7, 365 days; ext 1234 for Reception.",
    "Primary Care Network Link Worker Lead post is at Band 6.",
    "Good Neighbours, Knit and Natter, Walking for Health: all full.",
    "King Charles Hospital wants referrals by letter.",
    "She felt on Wednesday that General Practice is not her home.",
    "Thomas Pocklington Trust sends its list each month.",
    "Jo Cox Foundation and Samuel Lewis Homes want a stall.",
    "The Long Term Plan (7 January 2019) promised a thousand of us.",
    "Job plan: 60% Surgery, 20% Community, 20% Admin.",
    "Supervision 10.30 on 3/11/26, then Christmas Eve, then New Year.",
    "A Lottery bid of £12,500 with 0.5 WTE.",
    "The Alexander Technique class is popular; so is Tai Chi.",
    "Green Social Prescribing money ends in June.",
    "Monday Club, Tuesday Lunch and Friday Choir take anyone.",
    "Fed back to GPs at Oak Tree Surgery: 14 of 20 coded.",
    "The Royal Voluntary Service and Red Cross meet the ICB.",
    "Agreed: Practice gives a login by Friday, Employer pays mileage.",
    "Wave 2 2pm slot, wave 3 4pm slot.",
    "Between 0900 and 1700 she has 07 slots and 15 calls.",
];

#[test]
fn innocent_sentences_are_left_alone() {
    for sentence in INNOCENT {
        assert_eq!(signs(sentence), [], "{sentence}");
    }
}

#[test]
fn names_are_found_by_their_shape() {
    for (text, name) in [
        ("Talked about Mary Smith again.", "Mary Smith"),
        ("Told Aisha O’Hara-Khan’s daughter.", "Aisha O’Hara-Khan"),
        ("Mrs Clarke rang twice.", "Mrs Clarke"),
        ("Visit to Mr. D'Arcy on Monday", "Mr. D'Arcy"),
        ("Miss Ann Lee, Tuesday", "Miss Ann Lee"),
        ("Saw Zoë Clarke.", "Zoë Clarke"),
    ] {
        assert_eq!(signs(text).first(), Some(&(Sign::Person, name)), "{text}");
    }
}

#[test]
fn colleagues_are_left_alone_and_clients_found_however_they_are_written() {
    let staff = |name: &str| ["Mary Smith", "Clarke"].contains(&name);
    let known = |name: &str| {
        ["mary o'brien", "kowalski", "mary smith"].contains(&name.to_lowercase().as_str())
    };
    let text =
        "Mary Smith and Mrs Clarke spoke of mary o’brien and of Kowalski’s move; a kowalski.";
    let found = names_a_person(text, &known, &staff);
    let found: Vec<&str> = found
        .into_iter()
        .filter_map(|warning| text.get(warning.at))
        .collect();
    assert_eq!(found, ["mary o’brien", "Kowalski"]);
}

#[test]
fn numbers_are_found_in_the_ways_they_are_written() {
    for (text, sign, number) in [
        ("see 9990000018.", Sign::NhsNumber, "9990000018"),
        ("(999 000 0026)", Sign::NhsNumber, "999 000 0026"),
        (
            "NHS999-000-0034, 999-000-0034",
            Sign::NhsNumber,
            "999-000-0034",
        ),
        ("ring 07700 900118 after 5", Sign::Phone, "07700 900118"),
        ("+44 (0)20 7946 0018", Sign::Phone, "+44 (0)20 7946 0018"),
        ("on 020 7946 0018, ext 3", Sign::Phone, "020 7946 0018"),
        ("01632-960018", Sign::Phone, "01632-960018"),
        ("lives at EL1 4QT now", Sign::Postcode, "EL1 4QT"),
        ("el1 4qt", Sign::Postcode, "el1 4qt"),
        ("EL14QT.", Sign::Postcode, "EL14QT"),
        ("DOB: 3.5.61", Sign::Birth, "3.5.61"),
        ("D.O.B. 03/05/1961", Sign::Birth, "03/05/1961"),
        ("born on the 3rd May 1961", Sign::Birth, "3rd May 1961"),
        ("born in 1948", Sign::Birth, "1948"),
        ("(12/10/1948)", Sign::Birth, "12/10/1948"),
    ] {
        assert_eq!(signs(text), [(sign, number)], "{text}");
    }
}

#[test]
fn a_wrong_check_digit_and_other_groupings_are_no_nhs_number() {
    for text in [
        "9990000019",
        "99 9000 0018",
        "19990000018",
        "x9990000018",
        "9990000018x",
    ] {
        assert_eq!(signs(text), [], "{text}");
    }
}

#[test]
fn one_note_with_everything_is_told_in_its_order() {
    let text = "Mr Hart, 999 000 0018,\nborn 3/5/1961, EL1 4QT, 07700 900118";
    let found: Vec<Sign> = signs(text).into_iter().map(|(sign, _)| sign).collect();
    assert_eq!(
        found,
        [
            Sign::Person,
            Sign::NhsNumber,
            Sign::Birth,
            Sign::Postcode,
            Sign::Phone
        ]
    );
    for warning in names_a_person(text, &nobody, &nobody) {
        assert!(warning.says.ends_with('.') && !warning.says.contains("Hart"));
    }
}

#[test]
fn the_carried_names_read() {
    let lists = names::Lists::carried();
    assert!(lists.given.len() > 300 && lists.bodies.len() > 150 && lists.days.len() > 30);
    let both: Vec<_> = lists.given.intersection(&lists.bodies).collect();
    assert!(both.is_empty(), "{both:?}");
}

proptest! {
    #[test]
    fn no_text_panics_and_places_lie_in_it(
        text in "(\\PC|Mrs |Mary |’s|[0-9]| |-|\\+44|born |EL1|\n|é){0,60}",
    ) {
        for warning in names_a_person(&text, &|name| name.len() == 4, &nobody) {
            prop_assert!(text.get(warning.at).is_some_and(|words| !words.is_empty()));
        }
    }
}
