//! Objects of all files brought together: each service once, with what other objects say of it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{fields::text_of, quoted};

pub(super) type Object = Map<String, Value>;

/// What an object of a feed is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Service,
    /// A service at one of its places.
    AtLocation,
    Organisation,
    Location,
    Term,
    Taxonomy,
}

impl Kind {
    /// By the fields that only one kind has; a service where none of them is there.
    pub(super) fn of(map: &Object) -> Kind {
        let has = |names: &[&str]| names.iter().any(|name| map.contains_key(*name));
        if map.get("services").is_some_and(Value::is_array) {
            Kind::Organisation
        } else if map.get("service").is_some_and(Value::is_object) || has(&["location"]) {
            Kind::AtLocation
        } else if has(&["status", "organization", "organization_id", "schedules"]) {
            Kind::Service
        } else if has(&["taxonomy_terms", "version"]) {
            Kind::Taxonomy
        } else if has(&["term", "term_uri", "taxonomy"]) {
            Kind::Term
        } else if has(&["location_type", "latitude", "addresses"]) {
            Kind::Location
        } else if has(&[
            "website",
            "logo",
            "parent_organization_id",
            "organization_identifiers",
        ]) {
            Kind::Organisation
        } else {
            Kind::Service
        }
    }
}

/// A service and where it was found first.
pub(super) struct Found {
    pub(super) file: usize,
    pub(super) line: u64,
    pub(super) map: Object,
}

/// File, line and sentence.
pub(super) type Fault = (usize, Option<u64>, String);

/// Everything found so far.
#[derive(Default)]
pub(super) struct Gather {
    /// Pages, and how many the pages say there are.
    pub(super) pages: u64,
    pub(super) pages_said: u64,
    /// Arrays and tables.
    pub(super) lists: u64,
    pub(super) has_faulty_file: bool,
    services: Vec<Found>,
    by_id: BTreeMap<String, usize>,
    organisations: BTreeMap<String, Object>,
    locations: BTreeMap<String, Object>,
    terms: BTreeMap<String, Object>,
    /// Places of services that are told elsewhere, by the id of the service.
    places: BTreeMap<String, Vec<Object>>,
    faults: Vec<Fault>,
}

impl Gather {
    pub(super) fn fault(&mut self, file: usize, line: Option<u64>, message: String) {
        if line.is_none() {
            self.has_faulty_file = true;
        }
        self.faults.push((file, line, message));
    }

    /// Takes one object in.
    pub(super) fn add(&mut self, file: usize, line: u64, kind: Kind, mut map: Object) {
        match kind {
            Kind::Service => self.service(file, line, map),
            Kind::AtLocation => self.at_location(file, line, map),
            Kind::Organisation => {
                let services = map.remove("services");
                keep(&mut self.organisations, &map);
                for service in objects(services) {
                    let mut service = service;
                    let run_by = Value::Object(map.clone());
                    service.entry("organization").or_insert(run_by);
                    self.service(file, line, service);
                }
            }
            Kind::Location => keep(&mut self.locations, &map),
            Kind::Term => keep(&mut self.terms, &map),
            Kind::Taxonomy => {
                for term in objects(map.remove("taxonomy_terms")) {
                    keep(&mut self.terms, &term);
                }
            }
        }
    }

    fn at_location(&mut self, file: usize, line: u64, mut map: Object) {
        let service = map.remove("service");
        let named = map.get("service_id").map(text_of).unwrap_or_default();
        match (service, named.is_empty()) {
            (Some(Value::Object(mut service)), _) => {
                let places = vec![Value::Object(map)];
                merge_lists(&mut service, "service_at_locations", places);
                self.service(file, line, service);
            }
            (_, false) => self.places.entry(named).or_default().push(map),
            (_, true) => {
                let words = "This place names no service. It was left out.";
                self.fault(file, Some(line), words.to_owned());
            }
        }
    }

    fn service(&mut self, file: usize, line: u64, map: Object) {
        let id = map.get("id").map(text_of).unwrap_or_default();
        if id.is_empty() {
            let name = map.get("name").map(text_of).unwrap_or_default();
            let name = if name.is_empty() {
                "a service without a name".to_owned()
            } else {
                quoted(&name)
            };
            return self.fault(
                file,
                Some(line),
                format!(
                    "No id: {name} was left out, because the next import could not know it again."
                ),
            );
        }
        let Some(first) = self.by_id.get(&id).copied() else {
            self.by_id.insert(id, self.services.len());
            return self.services.push(Found { file, line, map });
        };
        let Some(known) = self.services.get_mut(first) else {
            return;
        };
        let mut differ = Vec::new();
        merge(&mut known.map, map, &mut differ);
        if differ.is_empty() {
            return;
        }
        let there = known.line;
        let message = format!(
            "The id {} is there twice, and what it says differs ({}). The first was taken, of line \
             {there}{}.",
            quoted(&id),
            quoted(&differ.join(", ")),
            if known.file == file {
                ""
            } else {
                " in an earlier file"
            },
        );
        self.fault(file, Some(line), message);
    }

    /// Every service, whole, and everything that was wrong.
    pub(super) fn services(mut self) -> (Vec<Found>, Vec<Fault>) {
        let mut services = std::mem::take(&mut self.services);
        for found in &mut services {
            self.complete(&mut found.map);
        }
        (services, self.faults)
    }

    /// Puts in what a service names by id only.
    fn complete(&self, map: &mut Object) {
        let id = map.get("id").map(text_of).unwrap_or_default();
        if let Some(places) = self.places.get(&id) {
            let places = places.iter().cloned().map(Value::Object).collect();
            merge_lists(map, "service_at_locations", places);
        }
        put(map, "organization", "organization_id", &self.organisations);
        for place in objects_of(map, "service_at_locations") {
            put(place, "location", "location_id", &self.locations);
        }
        for attribute in objects_of(map, "attributes") {
            put(attribute, "taxonomy_term", "taxonomy_term_id", &self.terms);
        }
    }
}

/// The object that `map` names by an id, under `name`; what stands there already is filled up.
fn put(map: &mut Object, name: &str, id_name: &str, table: &BTreeMap<String, Object>) {
    let inner = map.get(name).and_then(|inner| inner.get("id"));
    let id = inner.or(map.get(id_name)).map(text_of).unwrap_or_default();
    let Some(known) = table.get(&id) else { return };
    match map.get_mut(name) {
        Some(Value::Object(inner)) => merge(inner, known.clone(), &mut Vec::new()),
        _ => {
            map.insert(name.to_owned(), Value::Object(known.clone()));
        }
    }
}

/// Keeps an object by its id; of two with the same id what the first says counts.
fn keep(table: &mut BTreeMap<String, Object>, map: &Object) {
    let id = map.get("id").map(text_of).unwrap_or_default();
    if id.is_empty() {
        return;
    }
    match table.get_mut(&id) {
        Some(known) => merge(known, map.clone(), &mut Vec::new()),
        None => {
            table.insert(id, map.clone());
        }
    }
}

/// The objects of a list; an object that stands where a list should is one.
fn objects(value: Option<Value>) -> Vec<Object> {
    match value {
        Some(Value::Array(values)) => values.into_iter().filter_map(object).collect(),
        Some(Value::Object(map)) => vec![map],
        _ => Vec::new(),
    }
}

fn object(value: Value) -> Option<Object> {
    match value {
        Value::Object(map) => Some(map),
        _ => None,
    }
}

fn objects_of<'m>(map: &'m mut Object, name: &str) -> Vec<&'m mut Object> {
    match map.get_mut(name) {
        Some(Value::Array(values)) => values.iter_mut().filter_map(Value::as_object_mut).collect(),
        Some(Value::Object(one)) => vec![one],
        _ => Vec::new(),
    }
}

/// Fills `into` up with what only `from` says; the fields in which the two differ are named.
pub(super) fn merge(into: &mut Object, from: Object, differ: &mut Vec<String>) {
    for (name, value) in from {
        match (into.get_mut(&name), value) {
            (None | Some(Value::Null), value) => {
                into.insert(name, value);
            }
            (Some(_), Value::Null) => {}
            (Some(Value::Object(here)), Value::Object(there)) => merge(here, there, differ),
            (Some(Value::Array(_)), Value::Array(there)) => merge_lists(into, &name, there),
            (Some(here), there) if *here == there => {}
            _ => differ.push(name),
        }
    }
}

/// Adds to a list the elements that are not in it: by their ids, where they have one.
fn merge_lists(map: &mut Object, name: &str, more: Vec<Value>) {
    let list = map.entry(name).or_insert_with(|| Value::Array(Vec::new()));
    if list.is_null() || list.is_object() {
        *list = match list.take() {
            Value::Object(one) => Value::Array(vec![Value::Object(one)]),
            _ => Value::Array(Vec::new()),
        };
    }
    let Value::Array(list) = list else { return };
    for value in more {
        let id = value.get("id").cloned();
        let known = list
            .iter_mut()
            .find(|one| **one == value || (id.is_some() && one.get("id") == id.as_ref()));
        match (known, value) {
            (None, value) => list.push(value),
            (Some(Value::Object(here)), Value::Object(there)) => {
                merge(here, there, &mut Vec::new());
            }
            (Some(_), _) => {}
        }
    }
}
