//! Where a service meets.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{SeqAccess, Visitor},
};

use crate::domain::{contact_details::Postcode, text::for_screen};

/// One place of a service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// `Elm Hall`, `online`.
    pub name: String,
    /// Street and town.
    pub address: String,
    /// `EL1 4QA`, or what stands for one where the shape is not known.
    pub postcode: String,
    /// Steps, lift, hearing loop.
    pub access: String,
}

impl Place {
    /// A place said in one line; a postcode at its end is taken as such.
    pub fn from_line(line: &str) -> Place {
        let words: Vec<&str> = line.split_whitespace().collect();
        for tail in [2, 1] {
            let Some(at) = words.len().checked_sub(tail) else {
                continue;
            };
            let (before, after) = words.split_at(at);
            if let Ok(postcode) = Postcode::parse(&after.concat()) {
                return Place {
                    address: before.join(" ").trim_end_matches([',', ' ']).to_owned(),
                    postcode: postcode.as_str().to_owned(),
                    ..Place::default()
                };
            }
        }
        Place {
            address: words.join(" "),
            ..Place::default()
        }
    }

    /// `Elm Hall, Mill Road, Elmbridge EL1 4QA`.
    pub fn line(&self) -> String {
        let said = [self.name.as_str(), self.address.as_str()];
        let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
        let line = [said.join(", "), self.postcode.clone()];
        line.join(" ").trim().to_owned()
    }

    /// `EL1`, where the postcode is one.
    pub fn district(&self) -> Option<String> {
        let postcode = Postcode::parse(&self.postcode).ok()?;
        Some(postcode.outward().to_owned())
    }
}

/// Reads places: a list, or the one line of text that entries had before there were several.
pub(super) fn one_line_or_many<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Place>, D::Error> {
    if !from.is_human_readable() {
        return Vec::deserialize(from);
    }
    from.deserialize_any(OneOrMany)
}

struct OneOrMany;

impl<'de> Visitor<'de> for OneOrMany {
    type Value = Vec<Place>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of places, or one line of text")
    }

    fn visit_str<E>(self, line: &str) -> Result<Vec<Place>, E> {
        let place = Place::from_line(&for_screen(line));
        Ok(if place == Place::default() {
            Vec::new()
        } else {
            vec![place]
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Place>, A::Error> {
        let mut places = Vec::new();
        while let Some(place) = list.next_element()? {
            places.push(place);
        }
        Ok(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_at_the_end_of_a_line_is_one() {
        let hall = Place::from_line("Elm Hall, Mill Road, Elmbridge el1 4qa");
        assert_eq!(hall.postcode, "EL1 4QA");
        assert_eq!(hall.line(), "Elm Hall, Mill Road, Elmbridge EL1 4QA");
        assert_eq!(hall.district().as_deref(), Some("EL1"));
        assert_eq!(Place::from_line("EL14QA").line(), "EL1 4QA");
        let visits = Place::from_line("visits at home, whole valley");
        assert_eq!(visits.line(), "visits at home, whole valley");
        assert_eq!(visits.district(), None);
        assert_eq!(Place::from_line("").line(), "");
    }
}
