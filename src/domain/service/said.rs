//! What is said of a service in one line, and the words by which it is found.

use super::Service;
use crate::domain::contact_details::Postcode;

impl Service {
    /// `money, debt, benefits; housing`: our needs, then the feed's own words.
    pub fn needs_line(&self) -> String {
        let needs = self.all_needs();
        let ours = needs.iter().map(|need| need.label());
        let all: Vec<&str> = ours
            .chain(self.terms.words.iter().map(String::as_str))
            .collect();
        all.join("; ")
    }

    /// The first place, and how many more there are.
    pub fn place_line(&self) -> String {
        let first = self.places.first().map(super::Place::line);
        match (first, self.places.len()) {
            (Some(first), 2) => format!("{first}, and one more place"),
            (Some(first), more @ 3..) => format!("{first}, and {} more places", more - 1),
            (first, _) => first.unwrap_or_default(),
        }
    }

    /// The districts of its postcodes, each once: `EL1`, `EL3`.
    pub fn districts(&self) -> Vec<String> {
        let mut districts = Vec::new();
        for district in self.places.iter().filter_map(super::Place::district) {
            if !districts.contains(&district) {
                districts.push(district);
            }
        }
        districts
    }

    /// `18 and over`, `11 to 18`.
    pub fn ages_line(&self) -> String {
        match (self.terms.youngest, self.terms.oldest) {
            (Some(from), Some(to)) => format!("{from} to {to}"),
            (Some(from), None) => format!("{from} and over"),
            (None, Some(to)) => format!("up to {to}"),
            (None, None) => String::new(),
        }
    }

    /// Whether it meets in a postcode district, or says that it is for people there. Takes a whole
    /// postcode for its district.
    pub fn is_near(&self, district: &str) -> bool {
        let typed = district.trim().to_uppercase();
        let wanted = Postcode::parse(&typed)
            .map(|postcode| postcode.outward().to_owned())
            .unwrap_or(typed);
        let named = |line: &String| {
            line.to_uppercase()
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word == wanted)
        };
        self.districts().contains(&wanted)
            || self.terms.areas.iter().any(named)
            || self.places.iter().any(|place| named(&place.line()))
    }

    /// The words that it is found by beside its name. Nothing of our own notes: they may name people.
    pub fn words(&self) -> String {
        let mut words = vec![
            self.organisation.clone(),
            self.needs_line(),
            self.offers.clone(),
            self.terms.eligibility.clone(),
        ];
        words.extend(self.places.iter().map(super::Place::line));
        words.extend(self.terms.areas.iter().cloned());
        words.retain(|words| !words.is_empty());
        words.join(" ")
    }
}
