//! The record of a generated person.

use chrono::{Datelike, Months, NaiveDate};

use crate::domain::{
    client::{ClientField, ClientFields},
    nhs::NhsNumber,
};

use super::{World, data::Part, dice::Dice, names::Identity, purpose, team::Site};

/// NHS numbers are taken ten at a time, of which nine at most are used. The first hundred tens are
/// kept for stories and tests, the last hundred stay unused.
const TENS_FIRST: u32 = 100;
const TENS: u32 = 99_800;
/// Shares no factor with `TENS`, so that every ten comes up once before any comes up again.
const TENS_STEP: u32 = 61_813;
const NINE_FIRST: u32 = 999_000_000;

/// Two kinds of letters end a postcode; these are the ones that the post office uses.
const INWARD: &[u8; 20] = b"ABDEFGHJLNPQRSTUWXYZ";

/// Drama numbers below these are kept for stories and services.
const MOBILE_FIRST: u32 = 300;
const LANDLINE_FIRST: u32 = 200;

/// The NHS number of the generated person with this number; none beyond what the range holds.
pub(super) fn nhs_number(generated: u32, seed: u64) -> Option<NhsNumber> {
    let turn = u32::try_from(seed % u64::from(TENS)).unwrap_or(0);
    let ten = TENS_FIRST
        + u32::try_from(
            (u64::from(generated % TENS) * u64::from(TENS_STEP) + u64::from(turn))
                % u64::from(TENS),
        )
        .unwrap_or(0);
    let nth = generated / TENS;
    if nth >= 9 {
        return None;
    }
    (0..10)
        .filter_map(|last| NhsNumber::from_first_nine(NINE_FIRST + ten * 10 + last))
        .nth(nth as usize)
}

/// Everything on record of a generated person.
pub(super) fn fields(
    world: &World,
    case: u32,
    who: &Identity,
    site: &Site,
    gp: &str,
) -> ClientFields {
    let mut dice = world.dice(case, purpose::FIELDS);
    let mut record = Record(ClientFields::new());
    record.put(ClientField::Given, who.given);
    record.put(ClientField::Family, who.family.as_str());
    record.put_some(ClientField::KnownAs, who.known_as);
    record.put(
        ClientField::Born,
        born(world.today, who.age, &mut dice).to_string(),
    );
    let generated = case.saturating_sub(u32::try_from(world.stories.len()).unwrap_or(0));
    // Some people have not registered yet, or nobody knows the number.
    if !dice.chance(2) {
        let number = nhs_number(generated, world.seed);
        record.put_some(ClientField::NhsNumber, number.map(|number| number.digits()));
    }
    record.put(ClientField::Pronouns, who.pronouns.field());
    reachable(&mut record, world, who, &mut dice);
    home(&mut record, world, site, &mut dice);
    needs(&mut record, world, who, &mut dice);
    others(&mut record, world, &mut dice);
    if dice.chance(60) {
        record.put(ClientField::NamedGp, gp);
    }
    record.0
}

struct Record(ClientFields);

impl Record {
    fn put(&mut self, field: ClientField, value: impl Into<String>) {
        self.0.insert(field, value.into());
    }

    fn put_some(&mut self, field: ClientField, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.put(field, value);
        }
    }
}

fn born(today: NaiveDate, age: i32, dice: &mut Dice) -> NaiveDate {
    let months = u32::try_from(age).unwrap_or(0) * 12 + dice.below(12);
    let born = today
        .checked_sub_months(Months::new(months))
        .unwrap_or(today);
    let day = dice.below(28) + 1;
    // A later day of the month of today would make the person a month younger at most.
    born.with_day(day).unwrap_or(born)
}

fn reachable(record: &mut Record, world: &World, who: &Identity, dice: &mut Dice) {
    let landline = who.age > 65 && dice.chance(35);
    match (dice.chance(3), landline) {
        (true, _) => {}
        (false, true) => record.put(
            ClientField::Phone,
            format!(
                "01632 {}",
                960_000 + LANDLINE_FIRST + dice.below(1000 - LANDLINE_FIRST)
            ),
        ),
        (false, false) => record.put(ClientField::Phone, mobile(dice)),
    }
    let asked = |yes: u32, no: u32, dice: &mut Dice| match dice.below(100) {
        answer if answer < yes => Some("yes"),
        answer if answer < yes + no => Some("no"),
        _ => None,
    };
    record.put_some(ClientField::MayCall, asked(84, 2, dice));
    record.put_some(ClientField::MayVoicemail, asked(42, 26, dice));
    if !landline {
        record.put_some(ClientField::MayText, asked(55, 14, dice));
    }
    if dice.chance(20) {
        let hours = world.invented.phrases.part(Part::Hours);
        record.put(ClientField::Hours, dice.text(hours));
    }
}

fn mobile(dice: &mut Dice) -> String {
    format!(
        "07700 {}",
        900_000 + MOBILE_FIRST + dice.below(1000 - MOBILE_FIRST)
    )
}

fn home(record: &mut Record, world: &World, site: &Site, dice: &mut Dice) {
    let scaling = &world.invented.network.scaling;
    let street = dice.text(&scaling.streets);
    let house = dice.below(96) + 1;
    let district = scaling
        .areas
        .iter()
        .position(|area| *area == site.area)
        .unwrap_or(0)
        + 1;
    record.put(
        ClientField::Address,
        format!("{house} {street}, {}", site.area),
    );
    let sector = dice.below(9) + 1;
    let mut letter = || dice.pick(INWARD).map_or('A', |letter| char::from(*letter));
    let (first, second) = (letter(), letter());
    record.put(
        ClientField::Postcode,
        format!("EL{district} {sector}{first}{second}"),
    );
}

fn needs(record: &mut Record, world: &World, who: &Identity, dice: &mut Dice) {
    let phrases = &world.invented.phrases;
    if dice.chance(9) {
        record.put(ClientField::Alert, dice.text(phrases.part(Part::Alerts)));
        let review = world.calendar.date(dice.between(-20, 100));
        record.put(ClientField::AlertReview, review.to_string());
    }
    for (share, field, part) in [
        (15, ClientField::Communication, Part::Communication),
        (12, ClientField::Access, Part::Access),
    ] {
        if dice.chance(share) {
            let slots = super::words::Slots {
                name: who.called(),
                pronouns: who.pronouns,
                service: "",
                gp: "",
                practice: "",
            };
            record.put(field, slots.fill(dice.text(phrases.part(part))));
        }
    }
    let language = who
        .community
        .map_or("", |community| community.language.as_str());
    if !language.is_empty() && dice.chance(50) {
        record.put(ClientField::Language, language);
        if dice.chance(30) {
            record.put(ClientField::Interpreter, "yes");
        }
    }
}

/// Carers and next of kin, with whether we may speak with them.
fn others(record: &mut Record, world: &World, dice: &mut Dice) {
    for (share, field, may, kin) in [
        (
            11,
            ClientField::Carer,
            ClientField::CarerMaySpeak,
            ["daughter", "son", "wife", "neighbour"],
        ),
        (
            28,
            ClientField::NextOfKin,
            ClientField::NextOfKinMaySpeak,
            ["sister", "brother", "son", "daughter"],
        ),
    ] {
        if !dice.chance(share) {
            continue;
        }
        let name = {
            let age = dice.between(25, 85);
            Identity::new(&world.invented.names, age, dice).name()
        };
        let kin = dice.pick(&kin).copied().unwrap_or("friend");
        record.put(field, format!("{name} ({kin}), {}", mobile(dice)));
        if dice.chance(75) {
            record.put(may, if dice.chance(80) { "yes" } else { "no" });
        }
    }
}
