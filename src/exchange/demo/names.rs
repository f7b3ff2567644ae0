//! Names that go together, and what a person is called in a sentence.

use super::{
    data::{Community, Names},
    dice::Dice,
};

/// Age from which people bear the names of an older generation, in the year of the demonstration.
const OLDER_FROM: i32 = 60;

/// How a person is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pronouns {
    She,
    He,
    They,
}

impl Pronouns {
    pub(super) fn field(self) -> &'static str {
        match self {
            Pronouns::She => "she/her",
            Pronouns::He => "he/him",
            Pronouns::They => "they/them",
        }
    }

    /// The word for a slot of a phrase, such as `their`.
    pub(super) fn word(self, slot: &str) -> Option<&'static str> {
        let [they, them, their, was] = match self {
            Pronouns::She => ["she", "her", "her", "was"],
            Pronouns::He => ["he", "him", "his", "was"],
            Pronouns::They => ["they", "them", "their", "were"],
        };
        match slot {
            "they" => Some(they),
            "them" => Some(them),
            "their" => Some(their),
            "was" => Some(was),
            _ => None,
        }
    }
}

/// Who a generated person is.
#[derive(Debug)]
pub(super) struct Identity<'a> {
    pub(super) given: &'a str,
    pub(super) family: String,
    pub(super) known_as: Option<&'a str>,
    pub(super) pronouns: Pronouns,
    pub(super) age: i32,
    pub(super) community: Option<&'a Community>,
}

impl<'a> Identity<'a> {
    pub(super) fn new(names: &'a Names, age: i32, dice: &mut Dice) -> Identity<'a> {
        let at = dice.weighted(names.community.iter().map(|community| community.share));
        let community = names.community.get(at);
        let woman = dice.chance(58);
        let given = community.map_or("", |community| given(community, age, woman, dice));
        let family = community.map_or_else(String::new, |community| {
            family(names, community, at == 0, woman, dice)
        });
        let nickname = names.known_as.get(given).map(|forms| dice.text(forms));
        Identity {
            given,
            family,
            known_as: nickname.filter(|_| dice.chance(45)),
            pronouns: match (dice.chance(2), woman) {
                (true, _) => Pronouns::They,
                (false, true) => Pronouns::She,
                (false, false) => Pronouns::He,
            },
            age,
            community,
        }
    }

    pub(super) fn name(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    /// The name that a note uses.
    pub(super) fn called(&self) -> &'a str {
        self.known_as.unwrap_or(self.given)
    }
}

fn given<'a>(community: &'a Community, age: i32, woman: bool, dice: &mut Dice) -> &'a str {
    let (older, any) = if woman {
        (&community.older_women, &community.women)
    } else {
        (&community.older_men, &community.men)
    };
    let list = if age >= OLDER_FROM && !older.is_empty() {
        older
    } else {
        any
    };
    dice.text(list)
}

/// A family name of the community; the largest one also composes and joins its names.
fn family(
    names: &Names,
    community: &Community,
    largest: bool,
    woman: bool,
    dice: &mut Dice,
) -> String {
    let listed = dice.text(&community.family);
    if largest && dice.chance(35) {
        let second = dice.text(&names.composed.second);
        return format!("{}{second}", dice.text(&names.composed.first));
    }
    if largest && dice.chance(7) {
        let other = dice.text(&community.family);
        if other != listed {
            return format!("{listed}-{other}");
        }
    }
    let change = community
        .feminine
        .iter()
        .filter(|_| woman)
        .find_map(|(from, to)| Some((listed.strip_suffix(from.as_str())?, to)));
    match change {
        Some((stem, to)) => format!("{stem}{to}"),
        None => listed.to_owned(),
    }
}
