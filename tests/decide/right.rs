//! Putting right: bringing back what was undone, changing what was written, moving what was written
//! on the wrong person, joining two records of one person.

#[path = "right/cells.rs"]
mod cells;
#[path = "right/merging.rs"]
mod merging;
#[path = "right/random.rs"]
mod random;
#[path = "right/steps.rs"]
mod steps;

use caseload::domain::{
    client::ClientField,
    contact::Contact,
    decide::Decision,
    ids::{CaseId, ContactId},
    intent::{Intent, NextChoice},
    record::What,
    refusal::Refusal,
    terms::Outcome,
    written::Written,
};

use super::undo::visible;
use crate::world::{World, contact, day, follow_up, world};

fn elm() -> World {
    let world = world().practice("Elm").worker("Amira").supervisor("Sam");
    let world = world.whole_practice_reach().worker("Ben").worker("Amira");
    let world = world.client("Tom Hall").spoke_days_ago(30);
    world
        .client("Una Price")
        .worker("Ben")
        .client("Margaret Oneill")
}

fn log(world: &World, name: &str, contact: Contact) -> Intent {
    Intent::LogContact {
        case: world.case_of(name),
        version: world.version(name),
        contact,
        next: NextChoice::Due(follow_up(7)),
    }
}

fn noted(note: &str, days_ago: i64) -> Contact {
    Contact {
        on: day(-days_ago),
        note: note.to_owned(),
        ..contact(Outcome::Spoke)
    }
}

fn written(world: &World, name: &str, at: usize) -> Written {
    let record = &world.cases[&world.case_of(name)];
    let mut words = record.history.iter().filter_map(|line| line.words());
    words.nth(at).expect("so many entries").written
}

fn amend(world: &World, name: &str, now: Written, because: &str) -> Intent {
    Intent::Amend {
        case: world.case_of(name),
        version: world.version(name),
        now,
        because: because.to_owned(),
    }
}

fn edit(world: &World, name: &str, field: ClientField, text: &str) -> Intent {
    let client = world.client_id(name);
    Intent::EditClient {
        client,
        version: world.heads.client(client).expect("known").touch.seq,
        set: vec![(field, Some(text.to_owned()))],
        because: "typing slip".to_owned(),
    }
}

#[test]
fn what_was_undone_comes_back_one_after_another() {
    let mut world = elm();
    let blank = visible(&world.heads);
    let steps = [
        log(&world, "Tom Hall", noted("rang", 0)),
        edit(&world, "Una Price", ClientField::Hours, "mornings"),
    ];
    for step in steps {
        world.ask("Amira", step).expect("done");
    }
    let whole = visible(&world.heads);
    world.ask("Amira", Intent::Undo).expect("undone");
    let said = world.ask("Amira", Intent::Undo).expect("undone").said;
    assert_eq!(
        said,
        "Undone for Tom Hall: the contact (phone, spoke), with what it changed."
    );
    assert_eq!(visible(&world.heads), blank);
    let said = world.ask("Amira", Intent::Redo).expect("back").said;
    assert_eq!(
        said,
        "Brought back for Tom Hall: the contact (phone, spoke), with what it changed."
    );
    world.ask("Amira", Intent::Redo).expect("back");
    assert_eq!(visible(&world.heads), whole);
    assert_eq!(
        world.ask("Amira", Intent::Redo),
        Err(Refusal::NothingToRedo)
    );
    world.ask("Amira", Intent::Undo).expect("undone once more");
    world.ask("Amira", Intent::Undo).expect("undone once more");
    assert_eq!(visible(&world.heads), blank);
}

#[test]
fn something_new_ends_what_could_come_back() {
    let mut world = elm();
    let hours = edit(&world, "Tom Hall", ClientField::Hours, "mornings");
    world.ask("Amira", hours).expect("done");
    world.ask("Amira", Intent::Undo).expect("undone");
    let note = Intent::AddNote {
        case: world.case_of("Una Price"),
        text: "something new".to_owned(),
    };
    // What somebody else does is nothing new of mine.
    world.ask("Ben", note.clone()).expect("noted");
    assert!(world.decide("Amira", Intent::Redo).is_ok());
    world.ask("Amira", note).expect("noted");
    assert_eq!(
        world.ask("Amira", Intent::Redo),
        Err(Refusal::NothingToRedo)
    );
}

#[test]
fn what_somebody_changed_since_does_not_come_back() {
    let mut world = elm();
    let mine = edit(&world, "Tom Hall", ClientField::Hours, "mornings");
    world.ask("Amira", mine).expect("done");
    world.ask("Amira", Intent::Undo).expect("undone");
    let his = edit(&world, "Tom Hall", ClientField::Hours, "evenings");
    world.ask("Ben", his).expect("his");
    assert_eq!(
        world.ask("Amira", Intent::Redo),
        Err(Refusal::RedoOvertaken {
            who: "Ben".to_owned(),
            at: "09:00".to_owned(),
        })
    );
}

#[test]
fn words_are_put_right_and_the_earlier_ones_stay_readable() {
    let mut world = elm();
    let logged = log(&world, "Tom Hall", noted("talked abuot debt", 2));
    world.ask("Amira", logged).expect("logged");
    let before = world.clone();
    let Written::Contact(mut contact) = written(&world, "Tom Hall", 1) else {
        panic!("a contact");
    };
    contact.note = "talked about debt".to_owned();
    contact.outcome = Outcome::NoAnswer;
    let now = Written::Contact(contact);
    let empty = amend(&world, "Tom Hall", now.clone(), " ");
    assert!(matches!(
        world.ask("Ben", empty),
        Err(Refusal::Field { .. })
    ));
    let asked = amend(&world, "Tom Hall", now.clone(), "typing slip");
    let said = world.ask("Ben", asked).expect("changed").said;
    assert!(said.contains("look at both"), "{said}");
    let id = now.id();
    let words = world.cases[&world.case_of("Tom Hall")].words(id);
    let words = words.expect("there");
    assert_eq!(words.written, now);
    assert_eq!(words.who, world.staff("Amira").id);
    assert_eq!(words.earlier.len(), 1);
    assert_eq!(words.earlier[0].because, "typing slip");
    assert_eq!(words.earlier[0].who, world.staff("Ben").id);
    // The count is that of what stands there now.
    let tally = world.head("Tom Hall").tally;
    assert_eq!((tally.spoke, tally.tries_since), (1, 1));
    assert_eq!(tally.last_spoke, Some(day(-30)));
    world.ask("Ben", Intent::Undo).expect("undone");
    assert_eq!(visible(&world.heads), visible(&before.heads));
    assert_eq!(
        world.cases[&world.case_of("Tom Hall")].words(id),
        before.cases[&before.case_of("Tom Hall")].words(id)
    );
    world.ask("Ben", Intent::Redo).expect("back");
    assert_eq!(world.head("Tom Hall").tally, tally);
}

#[test]
fn a_contact_that_was_put_right_since_is_not_undone_under_its_author() {
    let mut world = elm();
    let logged = log(&world, "Tom Hall", noted("rang", 0));
    world.ask("Amira", logged).expect("logged");
    let Written::Contact(mut contact) = written(&world, "Tom Hall", 1) else {
        panic!("a contact");
    };
    contact.note = "rang twice".to_owned();
    let asked = amend(
        &world,
        "Tom Hall",
        Written::Contact(contact),
        "more is known",
    );
    world.ask("Ben", asked).expect("changed");
    assert!(matches!(
        world.ask("Amira", Intent::Undo),
        Err(Refusal::UndoOvertaken { .. })
    ));
}

#[test]
fn earlier_values_of_fields_are_kept_with_who_and_why() {
    let mut world = elm();
    for text in ["mornings", "evenings"] {
        let asked = edit(&world, "Tom Hall", ClientField::Hours, text);
        world.ask("Amira", asked).expect("done");
    }
    let changes = &world.clients[&world.client_id("Tom Hall")].changes;
    let told: Vec<_> = changes
        .iter()
        .map(|change| (change.was.as_str(), change.because.as_str()))
        .collect();
    assert_eq!(told, [("", "typing slip"), ("mornings", "typing slip")]);
    world.ask("Amira", Intent::Undo).expect("undone");
    let changes = &world.clients[&world.client_id("Tom Hall")].changes;
    assert_eq!(changes[2].was, "evenings");
    assert_eq!(changes[2].because, "undone");
}

fn move_it(world: &World, from: &str, id: ContactId, to: CaseId) -> Intent {
    Intent::MoveWords {
        case: world.case_of(from),
        version: world.version(from),
        id,
        to,
    }
}

fn traces(world: &World, name: &str) -> Vec<bool> {
    let record = &world.cases[&world.case_of(name)];
    let traces = record.history.iter().filter_map(|line| match line.what {
        What::Moved { here, .. } => Some(here),
        _ => None,
    });
    traces.collect()
}

#[test]
fn a_contact_on_the_wrong_person_goes_to_the_right_one_with_its_day_and_author() {
    let mut world = elm();
    let logged = log(&world, "Tom Hall", noted("about her letters", 3));
    world.ask("Amira", logged).expect("logged");
    let before = world.clone();
    let id = written(&world, "Tom Hall", 1).id();
    let una = world.case_of("Una Price");
    let moves = move_it(&world, "Tom Hall", id, una);
    let Decision { said, facts, .. } = world.ask("Ben", moves).expect("moved");
    assert!(said.starts_with("Moved to Una Price. Next steps"), "{said}");
    // What is sealed under the wrong person's key says nothing of the right one.
    let json = serde_json::to_string(&facts[0].1).expect("encodes");
    assert!(
        !json.contains(&una.to_string()) && !json.contains("letters"),
        "{json}"
    );
    let words = world.cases[&una].words(id).expect("there");
    assert_eq!(words.written.on(), day(-3));
    assert_eq!(words.who, world.staff("Amira").id);
    assert_eq!(world.head("Una Price").tally.last_spoke, Some(day(-3)));
    assert_eq!(world.head("Tom Hall").tally.last_spoke, Some(day(-30)));
    assert_eq!(world.head("Tom Hall").next, before.head("Tom Hall").next);
    assert_eq!(traces(&world, "Tom Hall"), [false]);
    assert_eq!(traces(&world, "Una Price"), [true]);
    world.ask("Ben", Intent::Undo).expect("undone as one");
    assert_eq!(visible(&world.heads), visible(&before.heads));
    assert!(traces(&world, "Tom Hall").is_empty());
    assert!(traces(&world, "Una Price").is_empty());
    let again = world.cases[&world.case_of("Tom Hall")].words(id);
    assert_eq!(again, before.cases[&before.case_of("Tom Hall")].words(id));
    world.ask("Ben", Intent::Redo).expect("and back");
    assert_eq!(traces(&world, "Una Price"), [true]);
}

#[test]
fn words_go_nowhere_that_is_out_of_reach() {
    let mut world = elm().practice("Mill").worker("Cy").client("Far Away");
    let id = written(&world, "Tom Hall", 0).id();
    let far = world.case_of("Far Away");
    let moves = move_it(&world, "Tom Hall", id, far);
    assert!(matches!(
        world.ask("Amira", moves),
        Err(Refusal::NotFound { .. })
    ));
    let here = move_it(&world, "Tom Hall", id, world.case_of("Tom Hall"));
    assert!(matches!(world.ask("Amira", here), Err(Refusal::Said(_))));
}

#[test]
fn contacts_are_counted_by_their_days_whatever_the_order_of_logging() {
    let mut world = elm();
    let mut tried = contact(Outcome::NoAnswer);
    tried.on = day(-1);
    for contact in [tried, noted("rang on Friday", 3)] {
        let logged = log(&world, "Una Price", contact);
        world.ask("Amira", logged).expect("logged");
    }
    let tally = world.head("Una Price").tally;
    assert_eq!((tally.spoke, tally.tries, tally.tries_since), (1, 1, 1));
}
