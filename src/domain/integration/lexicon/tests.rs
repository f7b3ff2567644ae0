use proptest::prelude::*;

use super::*;

/// The seeds on which the list was made: they hold that it does what it was made for, and say
/// nothing of real notes.
const SEEDS: [(&[Concept], &str); 24] = [
    (
        &[Concept::Power],
        "Practice changed the referral criteria again and she was not consulted.",
    ),
    (
        &[Concept::Power],
        "Told to take every frequent attender; feels she has no say and cannot turn down referrals.",
    ),
    (
        &[Concept::Power],
        "PCN board agreed the cap on sessions can be lifted at her discretion.",
    ),
    (
        &[Concept::Power],
        "Asked who decides when someone is ready to close. Practice manager decides at present.",
    ),
    (
        &[Concept::Identity],
        "Still mistaken for the care coordinator by reception team.",
    ),
    (
        &[Concept::Identity],
        "GP introduced her at the huddle; says she now feels part of the team.",
    ),
    (
        &[Concept::Identity],
        "Not invited to the MDT for the third week.",
    ),
    (
        &[Concept::Identity],
        "Patients do not know what I do until I explain it twice.",
    ),
    (
        &[Concept::Effect],
        "Commissioner wants ONS4 on every closure, but the patient stories say more.",
    ),
    (
        &[Concept::Effect],
        "Fed back to the GP on two cases and referrals improved the week after.",
    ),
    (
        &[Concept::Effect],
        "Only 60% coded in the clinical system, so referral numbers look low.",
    ),
    (
        &[Concept::Effect],
        "Annual report draft uses GP appointments saved; we doubt the figure.",
    ),
    (
        &[Concept::Infrastructure],
        "No login for EMIS at the second site; using a colleague's printout.",
    ),
    (
        &[Concept::Infrastructure],
        "Clinic room lost to physio; hot desking in the kitchen.",
    ),
    (
        &[Concept::Infrastructure],
        "Peer support group meets monthly and training was approved.",
    ),
    (
        &[Concept::Infrastructure],
        "Befriending has a waiting list at three months, VCSE capacity is thin.",
    ),
    (
        &[],
        "Client's housing benefit stopped; impact of the bereavement still heavy; power of attorney discussed.",
    ),
    (
        &[],
        "Needs a spare room cleared before the occupational therapist visit.",
    ),
    (
        &[],
        "Side effects of new tablets worrying him, asked to speak to GP.",
    ),
    (
        &[],
        "Lost proof of identity and driving licence, appointment with Citizens Advice.",
    ),
    (
        &[Concept::Power, Concept::Identity],
        "Felt overruled in the clinical meeting when she said a referral was inappropriate.",
    ),
    (
        &[Concept::Identity, Concept::Infrastructure],
        "Working across three practices, belongs to none, no desk anywhere.",
    ),
    (
        &[Concept::Power, Concept::Effect],
        "KPIs were set without asking her what would show the difference.",
    ),
    (
        &[Concept::Effect, Concept::Infrastructure],
        "Coding takes an hour a day and there is no protected time.",
    ),
];

fn concepts(lexicon: &Lexicon, note: &str) -> Vec<Concept> {
    let mut found: Vec<Concept> = lexicon
        .suggest(note)
        .iter()
        .map(|one| one.concept)
        .collect();
    found.sort();
    found
}

fn fired(note: &str) -> Vec<String> {
    let found = Lexicon::built_in().suggest(note);
    found
        .into_iter()
        .flat_map(|one| one.cues)
        .map(|fired| fired.cue)
        .collect()
}

#[test]
fn the_carried_list_reads_whole() {
    let carried = Lexicon::built_in();
    assert_eq!((carried.len(), carried.stops.len()), (143, 21));
    for everyday in [
        "benefits", "support", "outcome", "power", "effect", "access", "identity", "evidence",
    ] {
        assert!(
            carried
                .suggest(&format!("{everyday} ").repeat(9))
                .is_empty(),
            "{everyday}"
        );
    }
}

#[test]
fn the_seeds_get_the_concepts_they_were_written_for() {
    for (wanted, note) in SEEDS {
        assert_eq!(concepts(Lexicon::built_in(), note), wanted, "{note}");
    }
}

#[test]
fn what_fired_is_shown_where_it_stands() {
    let note = "Überall — felt OVERRULED in the “huddle”;\nno room.";
    let found = Lexicon::built_in().suggest(note);
    let shown: Vec<_> = found
        .iter()
        .map(|one| {
            (
                one.concept,
                one.score,
                one.cues
                    .iter()
                    .filter_map(|cue| note.get(cue.at.clone()))
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (Concept::Power, 3, vec!["OVERRULED"]),
            (Concept::Identity, 3, vec!["huddle"])
        ]
    );
    assert_eq!(found[0].cues[0].cue, "overrul*");
}

#[test]
fn whole_words_only_and_a_star_takes_any_ending() {
    assert_eq!(fired("The supervisor's view"), ["supervisor"]);
    assert_eq!(fired("the supervisory body"), [""; 0]);
    assert_eq!(fired("overruling; gatekeeper"), ["overrul*", "gatekeep*"]);
    assert_eq!(fired("read only, Read‑Only"), ["read-only"]);
    assert_eq!(fired("not. Invited"), [""; 0]);
    assert_eq!(fired("job\nplan"), ["job plan"]);
}

#[test]
fn a_cue_counts_once_and_light_cues_add_up() {
    assert_eq!(fired("room, room, room, room"), [""; 0]);
    assert_eq!(
        fired("room and capacity and admin time"),
        ["room", "capacity", "admin time"]
    );
}

#[test]
fn stop_phrases_are_blanked_out_first() {
    assert_eq!(fired("All her belongings went."), [""; 0]);
    assert_eq!(fired("She belongs here."), ["belong*"]);
    assert_eq!(fired("training for work"), [""; 0]);
    assert_eq!(fired("training for workers"), ["training"]);
    assert_eq!(
        fired("group closed for the day, then the group closed"),
        ["group closed"]
    );
}

#[test]
fn apostrophes_are_alike() {
    let list = Lexicon::parse("[power]\n\"can't decide\" = 3").unwrap();
    for note in ["I can't decide", "I can’t decide", "I CANʼT decide"] {
        assert_eq!(concepts(&list, note), [Concept::Power], "{note}");
    }
}

#[test]
fn a_list_of_ones_own_is_laid_over_the_carried_one() {
    let own = "suggest-at = 2\nstop = [\"huddle room\"]\n[power]\n\"overrul*\" = 0\nrota = 2\n[effect]\n\"ONS4\" = 1\n";
    let list = Lexicon::parse(own).unwrap();
    assert_eq!(list.len(), 143);
    assert_eq!(concepts(&list, "overruled"), []);
    assert_eq!(concepts(&list, "the rota"), [Concept::Power]);
    assert_eq!(concepts(&list, "ons4 done"), []);
    assert_eq!(concepts(&list, "the huddle room"), []);
    assert_eq!(concepts(&list, "the huddle"), [Concept::Identity]);
    let bare = Lexicon::parse("built-in = false\n[power]\nrota = 3").unwrap();
    assert_eq!(
        (bare.len(), concepts(&bare, "huddle, rota")),
        (1, vec![Concept::Power])
    );
    assert!(Lexicon::parse("built-in = false").unwrap().is_empty());
}

#[test]
fn every_fault_is_told_by_its_place() {
    let own = "suggest-at = 0\nstop = [\"é\", 7, \"!\"]\nbuilt-in = 1\n[powr]\nrota = 1\n[power]\n\
               \"gate*keep\" = 2\n\"a*\" = 2\nrota = 12\ndesk = \"two\"\n\"job plan\" = 3\n\"job-plan\" = 2\n";
    let faults = Lexicon::parse(own).unwrap_err();
    let places: Vec<(usize, usize)> = faults
        .iter()
        .map(|fault| (fault.line, fault.column))
        .collect();
    let wanted = [
        (1, 14),
        (2, 14),
        (2, 17),
        (3, 12),
        (4, 2),
        (7, 1),
        (8, 1),
        (9, 8),
        (10, 8),
        (12, 1),
    ];
    assert_eq!(places, wanted, "{faults:#?}");
    assert!(
        faults[4].message.contains("Did you mean power?"),
        "{}",
        faults[4]
    );
    for fault in &faults {
        assert!(fault.message.ends_with(['.', '?']), "{fault}");
    }
}

#[test]
fn what_is_no_toml_is_told_too() {
    let faults = Lexicon::parse("[power]\nrota = 2\ndesk\n[effect\n").unwrap_err();
    assert_eq!(
        faults.iter().map(|fault| fault.line).collect::<Vec<_>>(),
        [3, 4]
    );
    assert!(Lexicon::parse(&" ".repeat(300 * 1024)).is_err());
}

proptest! {
    #[test]
    fn no_text_panics_and_places_lie_in_it(note in "(\\PC|huddle|’|\n| |gatekeep|é|job plan){0,60}") {
        for one in Lexicon::built_in().suggest(&note) {
            let sum: u16 = one.cues.iter().map(|cue| u16::from(cue.weight)).sum();
            prop_assert_eq!(one.score, sum);
            for cue in one.cues {
                prop_assert!(note.get(cue.at).is_some_and(|words| !words.is_empty()));
            }
        }
    }

    #[test]
    fn no_list_panics(list in "([a-z\"=\\[\\]*0-9 \n]|power|stop){0,60}") {
        let _ = Lexicon::parse(&list);
    }
}
