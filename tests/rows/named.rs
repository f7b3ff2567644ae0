//! Where a text seems to name a client: accents, apostrophes, reach, colleagues, hostile text.

use caseload::readmodel::named::named;

use crate::world::{World, world};

fn elm() -> World {
    let world = world().worker("Amira Khan").practice("Elm");
    let world = world.client("Siobhán O’Neill").due_in_days(1);
    let world = world.client("Zoë Núñez-Lukasik").due_in_days(1);
    world.client("Omar Khan").due_in_days(1)
}

fn found<'t>(world: &World, who: &str, text: &'t str) -> Vec<&'t str> {
    let places = named(&world.heads, world.asker(who), text);
    places
        .into_iter()
        .filter_map(|place| text.get(place))
        .collect()
}

#[test]
fn names_are_found_however_they_are_written() {
    let world = elm();
    let amira = |text| found(&world, "Amira Khan", text);
    assert_eq!(amira("The GP asked O'Neill again."), ["O'Neill"]);
    assert_eq!(amira("The GP asked ONeill again."), ["ONeill"]);
    assert_eq!(amira("siobhan oneill was there"), ["siobhan oneill"]);
    let parted = "It was Siobha\u{301}n’s idea.";
    assert_eq!(amira(parted), ["Siobha\u{301}n"]);
    let second = "No desk.\nZoe Nunez-Lukasik came.";
    assert_eq!(amira(second), ["Zoe Nunez-Lukasik"]);
    assert_eq!(amira("The neill of it, a kneel."), [""; 0]);
    assert_eq!(amira("Khan says no."), [""; 0], "a colleague's name too");
    assert_eq!(amira(""), [""; 0]);
}

#[test]
fn only_clients_in_reach_are_found() {
    let world = elm().practice("Mill").worker("Ben").practice("Mill");
    assert_eq!(found(&world, "Ben", "Siobhan O'Neill was there."), [""; 0]);
}

#[test]
fn hostile_text_gives_whole_places_and_no_panic() {
    let world = elm();
    let longest = "O'Neill ".repeat(2_000);
    for text in [
        "\u{202e}O'Neill\u{202c}",
        "O\u{301}\u{301}\u{301}'Neill \u{0} \u{1b}[2J",
        "👩‍👩‍👧 O’Neill’s",
        "'’'’'",
        "İO'NEILLß",
        longest.as_str(),
    ] {
        for place in named(&world.heads, world.asker("Amira Khan"), text) {
            assert!(text.get(place.clone()).is_some(), "{place:?} of {text}");
        }
    }
    let family = found(&world, "Amira Khan", "👩‍👩‍👧 O’Neill’s");
    assert_eq!(family, ["O’Neill"]);
}
