//! Taking fields out of an object: what is understood is taken, what is not stays where it is, and
//! is kept as it stands.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde_json::{Map, Value};

use super::gather::Object;
use crate::domain::service::UNREAD_BYTES_MAX;

/// Ids and links of records within a service: they say nothing once the records are joined.
const LINKS: [&str; 9] = [
    "id",
    "service_id",
    "location_id",
    "organization_id",
    "service_at_location_id",
    "contact_id",
    "link_id",
    "link_type",
    "taxonomy_term_id",
];

/// A text, a number or a yes or no as text; empty for anything else.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

/// Takes a field that should be text; what is a list or an object stays.
pub(super) fn take(map: &mut Object, name: &str) -> String {
    match map.get(name) {
        Some(Value::Array(_) | Value::Object(_)) | None => String::new(),
        Some(value) => {
            let text = plain(&text_of(value));
            map.remove(name);
            text
        }
    }
}

/// Takes the first of several fields that holds text.
pub(super) fn take_first(map: &mut Object, names: &[&str]) -> String {
    let texts = names.iter().map(|name| take(map, name));
    let texts: Vec<String> = texts.collect();
    texts
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// Takes a field where `read` understands it.
pub(super) fn take_as<T>(
    map: &mut Object,
    name: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let found = read(&map.get(name).map(text_of)?)?;
    map.remove(name);
    Some(found)
}

/// A day, of a date or of a date with a time.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let whole = DateTime::parse_from_rfc3339(text).map(|at| at.date_naive());
    let local = || text.parse::<NaiveDateTime>().map(|at| at.date());
    whole.or_else(|_| local()).or_else(|_| text.parse()).ok()
}

/// An age in years.
pub(super) fn age(text: &str) -> Option<u8> {
    let whole = text.trim().trim_end_matches(".0");
    whole.parse().ok().filter(|years| *years <= 120)
}

/// Lets `read` take from each object of a list. An object in place of a list is one of it; a text
/// in place of an object is its name.
pub(super) fn each(map: &mut Object, name: &str, mut read: impl FnMut(&mut Object)) {
    match map.get_mut(name) {
        Some(Value::Array(values)) => {
            for value in values {
                if let Value::String(text) = value {
                    let named = [("name".to_owned(), Value::String(std::mem::take(text)))];
                    *value = Value::Object(Map::from_iter(named));
                }
                if let Value::Object(one) = value {
                    read(one);
                }
            }
        }
        Some(Value::Object(one)) => read(one),
        _ => {}
    }
}

/// Joins what is not empty.
pub(super) fn joined<const N: usize>(parts: [String; N], between: &str) -> String {
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(between)
}

/// What is left of an object, as JSON; empty where nothing is. Of more than a record may hold, the
/// longest fields are left out and named.
pub(super) fn unread(mut map: Object) -> String {
    map.retain(|_, value| prune(value));
    let mut left_out = Vec::new();
    loop {
        let json = serde_json::to_string(&map).unwrap_or_default();
        if map.is_empty() {
            return String::new();
        }
        if json.len() <= UNREAD_BYTES_MAX {
            return json;
        }
        let longest = map.iter().max_by_key(|(_, value)| value.to_string().len());
        let Some(name) = longest.map(|(name, _)| name.clone()) else {
            return String::new();
        };
        map.remove(&name);
        left_out.push(Value::String(name.chars().take(40).collect()));
        left_out.truncate(20);
        map.insert("left_out".to_owned(), Value::Array(left_out.clone()));
    }
}

/// Takes what says nothing out of a value; says whether anything is left.
fn prune(value: &mut Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(values) => {
            values.retain_mut(prune);
            !values.is_empty()
        }
        Value::Object(map) => {
            map.retain(|name, value| !LINKS.contains(&name.as_str()) && prune(value));
            !map.is_empty()
        }
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// Text without the marks of a web page: directories are written in editors of web sites.
fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        kept.push_str(before);
        let is_mark = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match after.split_once('>').filter(|_| is_mark) {
            Some((mark, behind)) => {
                kept.push_str(in_place_of(mark));
                rest = behind;
            }
            None => {
                kept.push('<');
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    let signs = [
        ("&nbsp;", " "),
        ("&pound;", "£"),
        ("&rsquo;", "’"),
        ("&#39;", "'"),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    let read = signs
        .iter()
        .fold(kept, |text, (sign, meant)| text.replace(sign, meant));
    read.trim().to_owned()
}

/// Paragraphs and items of a list end a line; other marks are nothing.
fn in_place_of(mark: &str) -> &'static str {
    let name: String = mark
        .chars()
        .take_while(|c| *c == '/' || c.is_ascii_alphanumeric())
        .collect();
    match name.to_ascii_lowercase().as_str() {
        "br" | "/p" | "/li" | "/div" | "/h1" | "/h2" | "/h3" | "/ul" => "\n",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_web_pages_are_taken_out_and_signs_stay() {
        assert_eq!(
            plain("<p>Tea &amp; <b>cake</b></p><p>2 < 3 &pound;4</p>"),
            "Tea & cake\n2 < 3 £4"
        );
        assert_eq!(plain("a <b"), "a <b");
    }

    #[test]
    fn days_are_read_with_and_without_a_time() {
        let wanted = NaiveDate::from_ymd_opt(2026, 3, 15);
        for text in [
            "2026-03-15",
            "2026-03-15T10:30:45.123Z",
            "2026-03-15T10:30:45+01:00",
            "2026-03-15T10:30:45",
        ] {
            assert_eq!(day(text), wanted, "{text}");
        }
        for text in ["", "soon", "2026-02-30", "15/03/2026", "+999999-01-01"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_too_long_to_keep_is_named() {
        let mut map = Object::new();
        map.insert("short".to_owned(), Value::from("kept"));
        map.insert("long".to_owned(), Value::from("x".repeat(UNREAD_BYTES_MAX)));
        map.insert("none".to_owned(), Value::Null);
        assert_eq!(unread(map), r#"{"left_out":["long"],"short":"kept"}"#);
    }
}
