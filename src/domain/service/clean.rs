//! Texts of a service made canonical: safe to draw, and no longer than a frame may carry.

use super::{FeedService, Local, Organisation, Origin, Place, Service, Terms};
use crate::domain::{
    contact_details::{Postcode, phone_shown},
    text::{Field, clean},
};

/// Characters of a service's or an organisation's name.
const NAME: Field = Field::line(150);
/// Characters of a number, an address of the web, an id.
const SHORT: Field = Field::line(200);
const LINE: Field = Field::line(400);
const TEXT: Field = Field::lines(4_000);
/// Elements of a list; more are left out.
const LIST_MAX: usize = 12;
const PLACES_MAX: usize = 12;
const WORDS_MAX: usize = 40;
/// Bytes of what is kept unread.
pub const UNREAD_BYTES_MAX: usize = 16_000;

fn text(words: &mut String, field: Field) {
    let kept = clean(words, field).into_owned();
    *words = kept;
}

fn list(words: &mut Vec<String>, field: Field, most: usize) {
    for word in words.iter_mut() {
        text(word, field);
    }
    words.retain(|word| !word.is_empty());
    let mut seen: Vec<String> = Vec::new();
    words.retain(|word| {
        let new = !seen.contains(word);
        seen.push(word.clone());
        new
    });
    words.truncate(most);
}

impl Service {
    /// The same with every text cleaned and shortened to what a record may hold. Cleaning twice
    /// changes nothing more.
    #[must_use]
    pub fn canonical(mut self) -> Service {
        text(&mut self.name, NAME);
        text(&mut self.organisation, NAME);
        text(&mut self.offers, TEXT);
        self.phone = phone_shown(&self.phone);
        for short in [&mut self.phone, &mut self.email, &mut self.url] {
            text(short, SHORT);
        }
        unique(&mut self.needs);
        for place in &mut self.places {
            canonical_place(place);
        }
        self.places.retain(|place| *place != Place::default());
        self.places.truncate(PLACES_MAX);
        canonical_terms(&mut self.terms);
        if let Some(origin) = &mut self.origin {
            canonical_origin(origin);
        }
        canonical_local(&mut self.local);
        self
    }
}

fn unique<T: PartialEq + Copy>(values: &mut Vec<T>) {
    let mut kept: Vec<T> = Vec::with_capacity(values.len());
    for value in values.iter() {
        if !kept.contains(value) {
            kept.push(*value);
        }
    }
    *values = kept;
}

fn canonical_place(place: &mut Place) {
    for line in [&mut place.name, &mut place.address, &mut place.access] {
        text(line, LINE);
    }
    text(&mut place.postcode, Field::line(20));
    if let Ok(postcode) = Postcode::parse(&place.postcode) {
        postcode.as_str().clone_into(&mut place.postcode);
    }
}

fn canonical_terms(terms: &mut Terms) {
    list(&mut terms.words, Field::line(80), WORDS_MAX);
    for words in [
        &mut terms.areas,
        &mut terms.schedules,
        &mut terms.languages,
        &mut terms.contacts,
    ] {
        list(words, LINE, LIST_MAX);
    }
    text(&mut terms.cost, LINE);
    text(&mut terms.eligibility, TEXT);
    text(&mut terms.alert, TEXT);
}

fn canonical_origin(origin: &mut Origin) {
    text(&mut origin.source, SHORT);
    text(&mut origin.id, SHORT);
    text(&mut origin.unread, Field::line(UNREAD_BYTES_MAX));
    if origin.unread.len() > UNREAD_BYTES_MAX {
        origin.unread.clear();
    }
}

fn canonical_local(local: &mut Local) {
    text(&mut local.note, TEXT);
    text(&mut local.contact, LINE);
    text(&mut local.wait, LINE);
    unique(&mut local.needs);
}

impl Organisation {
    /// The same with every text cleaned and shortened.
    #[must_use]
    pub fn canonical(mut self) -> Organisation {
        text(&mut self.name, NAME);
        text(&mut self.description, TEXT);
        let shorts = [
            &mut self.url,
            &mut self.email,
            &mut self.charity,
            &mut self.company,
        ];
        for short in shorts {
            text(short, SHORT);
        }
        if let Some(origin) = &mut self.origin {
            canonical_origin(origin);
        }
        self
    }
}

impl FeedService {
    /// The same, cleaned, with nothing in it that only this store can say.
    #[must_use]
    pub fn canonical(self) -> FeedService {
        let mut service = self.service.canonical();
        service.local = Local::default();
        FeedService {
            service,
            organisation: self.organisation.map(Organisation::canonical),
        }
    }
}
