//! One service of a feed, from the object that it is.

use super::{
    fields::{age, day, each, joined, take, take_as, take_first, unread},
    gather::Object,
    needs::NeedWords,
    quoted, schedule,
};
use crate::domain::{
    contact_details::phone_shown,
    service::{FeedService, Organisation, Origin, Place, Service, Terms},
    terms::ServiceStatus,
    text::{Field, clean},
};

/// No id is longer.
const ID_CHARS_MAX: usize = 200;

/// Reads a service; what is not understood goes to `unread`.
///
/// # Errors
/// A sentence on why it has to be left out.
pub(super) fn read(mut map: Object, words: &NeedWords) -> Result<FeedService, String> {
    let id = take(&mut map, "id");
    if id.chars().count() > ID_CHARS_MAX {
        return Err(format!(
            "The id {} is longer than {ID_CHARS_MAX} characters. It was left out.",
            quoted(&id)
        ));
    }
    let name = take(&mut map, "name");
    if clean(&name, Field::NAME).is_empty() {
        return Err(format!(
            "The service {} has no name. It was left out.",
            quoted(&id)
        ));
    }
    let run_by = organisation(&mut map);
    let mut service = Service {
        name,
        organisation: run_by.name.clone(),
        status: take_as(&mut map, "status", status).unwrap_or_default(),
        offers: take(&mut map, "description"),
        email: take(&mut map, "email"),
        url: take(&mut map, "url"),
        ..Service::default()
    };
    terms(&mut map, &mut service.terms);
    taxonomy(&mut map, words, &mut service);
    places(&mut map, &mut service);
    contacts(&mut map, &mut service);
    service.origin = Some(origin(map, id));
    let known = run_by
        .origin
        .as_ref()
        .is_some_and(|origin| !origin.id.is_empty());
    Ok(FeedService {
        service,
        organisation: known.then_some(run_by),
    })
}

/// What says where the record came from, and everything that was not read.
fn origin(mut map: Object, id: String) -> Origin {
    Origin {
        source: String::new(),
        id,
        last_modified: take_as(&mut map, "last_modified", day),
        assured: take_as(&mut map, "assured_date", day),
        gone_since: None,
        unread: unread(map),
    }
}

fn status(text: &str) -> Option<ServiceStatus> {
    let text = text.replace('_', " ");
    ServiceStatus::ALL
        .iter()
        .copied()
        .find(|status| status.code().eq_ignore_ascii_case(&text))
}

fn organisation(map: &mut Object) -> Organisation {
    let named = take(map, "organization_id");
    let mut inner = match map.remove("organization") {
        Some(serde_json::Value::Object(inner)) => inner,
        Some(other) => {
            // Some feeds have the name alone.
            let name = super::fields::text_of(&other);
            return Organisation {
                name,
                ..Organisation::default()
            };
        }
        None => Object::new(),
    };
    let id = take(&mut inner, "id");
    let mut organisation = Organisation {
        name: take(&mut inner, "name"),
        description: take(&mut inner, "description"),
        url: take_first(&mut inner, &["website", "url"]),
        email: take(&mut inner, "email"),
        ..Organisation::default()
    };
    each(&mut inner, "organization_identifiers", |one| {
        let scheme = take(one, "identifier_scheme");
        let kind = take(one, "identifier_type");
        let number = take(one, "identifier");
        let about = format!("{scheme} {kind}").to_lowercase();
        if about.contains("charit") || about.contains("gb-chc") || about.contains("gb-sc") {
            organisation.charity = number;
        } else if about.contains("compan") || about.contains("gb-coh") {
            organisation.company = number;
        } else if !number.is_empty() {
            let words = joined([scheme, kind, number], " ");
            one.insert("identifier".to_owned(), words.into());
        }
    });
    let has_name = !organisation.name.is_empty();
    let id = if id.is_empty() { named } else { id };
    organisation.origin = Some(origin(inner, if has_name { id } else { String::new() }));
    organisation
}

fn terms(map: &mut Object, terms: &mut Terms) {
    terms.youngest = take_as(map, "minimum_age", age).filter(|years| *years > 0);
    terms.oldest = take_as(map, "maximum_age", age);
    terms.eligibility = take_first(map, &["eligibility_description", "eligibility"]);
    terms.alert = take(map, "alert");
    let mut costs = vec![take_first(map, &["fees_description", "fees"])];
    each(map, "cost_options", |one| costs.push(cost(one)));
    costs.retain(|cost| !cost.is_empty());
    terms.cost = costs.join("; ");
    each(map, "languages", |one| {
        terms.languages.push(take_first(one, &["name", "code"]));
    });
    each(map, "service_areas", |one| {
        let name = take(one, "name");
        let said = take(one, "service_area");
        terms.areas.push(if name.is_empty() { said } else { name });
    });
    each(map, "schedules", |one| {
        terms.schedules.push(schedule::line(one))
    });
}

/// `Under 18s: £35 per session`.
fn cost(map: &mut Object) -> String {
    let amount = take(map, "amount");
    let currency = take(map, "currency").to_uppercase();
    let amount = match (amount.parse::<f64>().is_ok(), currency.as_str()) {
        (true, "" | "GBP") => format!("£{amount}"),
        (true, currency) => format!("{amount} {currency}"),
        (false, _) => amount,
    };
    let how = joined([amount, take(map, "amount_description")], " ");
    joined([take(map, "option"), how], ": ")
}

/// Our needs where the list of words knows a term, else the term's own words.
fn taxonomy(map: &mut Object, words: &NeedWords, service: &mut Service) {
    each(map, "attributes", |attribute| {
        let own = take(attribute, "value");
        let Some(serde_json::Value::Object(term)) = attribute.get_mut("taxonomy_term") else {
            return service.terms.words.push(own);
        };
        let name = take_first(term, &["name", "term"]);
        take(term, "term");
        take(term, "description");
        let needs = words.needs(&name);
        if needs.is_empty() {
            service.terms.words.push(joined([name, own], ": "));
        } else {
            service.needs.extend(needs);
        }
    });
}

fn places(map: &mut Object, service: &mut Service) {
    each(map, "service_at_locations", |at| {
        each(at, "schedules", |one| {
            service.terms.schedules.push(schedule::line(one))
        });
        each(at, "phones", |one| phone(one, service));
        each(at, "location", |location| {
            each(location, "phones", |one| phone(one, service));
            service.places.push(place(location));
        });
    });
}

fn place(location: &mut Object) -> Place {
    let kind = take(location, "location_type");
    let mut place = Place {
        name: take(location, "name"),
        ..Place::default()
    };
    let mut physical = false;
    each(location, "addresses", |address| {
        let is_physical = take(address, "address_type") != "postal";
        if !place.address.is_empty() && (physical || !is_physical) {
            return;
        }
        physical = is_physical;
        let town = take(address, "city");
        let county = take_first(address, &["region", "state_province"]);
        let lines = [
            take(address, "address_1"),
            take(address, "address_2"),
            if county == town { String::new() } else { town },
            county,
        ];
        place.address = joined(lines, ", ");
        place.postcode = take(address, "postal_code");
        take(address, "country");
    });
    let mut access = Vec::new();
    each(location, "accessibility", |one| {
        let said = take_first(one, &["description", "accessibility"]);
        take(one, "accessibility");
        access.push(joined([said, take(one, "details")], " "));
    });
    access.retain(|said| !said.is_empty());
    place.access = access.join(" ");
    if kind == "virtual" && place.name.is_empty() {
        "online".clone_into(&mut place.name);
    }
    place
}

fn contacts(map: &mut Object, service: &mut Service) {
    each(map, "phones", |one| phone(one, service));
    each(map, "contacts", |contact| {
        let who = joined([take(contact, "name"), take(contact, "title")], ", ");
        let email = take(contact, "email");
        let mut numbers = Vec::new();
        each(contact, "phones", |one| numbers.push(number(one)));
        if service.phone.is_empty()
            && let Some(first) = numbers.first()
        {
            service.phone.clone_from(first);
        }
        if service.email.is_empty() {
            service.email.clone_from(&email);
        }
        numbers.retain(|number| !number.is_empty());
        let line = joined([who, numbers.join(", "), email], ", ");
        service.terms.contacts.push(line);
    });
}

/// The first number is the one to ring; others stand beside it.
fn phone(map: &mut Object, service: &mut Service) {
    let said = take(map, "description");
    let number = number(map);
    if service.phone.is_empty() {
        service.phone = number;
        if !said.is_empty() {
            map.insert("description".to_owned(), said.into());
        }
    } else if !number.is_empty() {
        service.terms.contacts.push(joined([said, number], ": "));
    }
}

fn number(map: &mut Object) -> String {
    let number = phone_shown(&take(map, "number"));
    let extension = take(map, "extension");
    match (number.is_empty(), extension.is_empty()) {
        (false, false) => format!("{number} ext {extension}"),
        _ => number,
    }
}
