//! JSON of a feed: a page with its envelope, an array, a single object, or several one after another.

use serde_json::{Deserializer, Map, Value};

use super::gather::{Gather, Kind};

/// What the envelope of a page calls the rows.
const CONTENTS: &str = "contents";

/// Reads the objects of one file.
pub(super) fn read(file: usize, text: &str, gather: &mut Gather) {
    let mut values = Deserializer::from_str(text).into_iter::<Value>();
    let mut from = 0;
    loop {
        let value = match values.next() {
            None => break,
            Some(Ok(value)) => value,
            Some(Err(error)) => {
                gather.has_faulty_file = true;
                let line = u64::try_from(error.line()).ok();
                gather.fault(file, line, broken(&error));
                break;
            }
        };
        let to = values.byte_offset();
        let lines = Lines::of(text, from, to);
        from = to;
        match value {
            Value::Object(map) => object(file, map, &lines, gather),
            Value::Array(rows) => {
                gather.lists += 1;
                list(file, rows, &lines, gather);
            }
            _ => gather.fault(file, Some(lines.first), "This is no object.".to_owned()),
        }
    }
}

fn object(file: usize, mut map: Map<String, Value>, lines: &Lines, gather: &mut Gather) {
    match map.get_mut(CONTENTS).map(Value::take) {
        Some(Value::Array(rows)) => {
            let said = map.get("total_pages").and_then(Value::as_u64).unwrap_or(0);
            gather.pages += 1;
            gather.pages_said = gather.pages_said.max(said);
            list(file, rows, lines, gather);
        }
        Some(_) => {
            let words = "The page has no list of contents. Fetch it again.".to_owned();
            gather.has_faulty_file = true;
            gather.fault(file, Some(lines.first), words);
        }
        None => gather.add(file, lines.first, Kind::of(&map), map),
    }
}

fn list(file: usize, rows: Vec<Value>, lines: &Lines, gather: &mut Gather) {
    for (at, row) in rows.into_iter().enumerate() {
        let line = lines.elements.get(at).copied().unwrap_or(lines.first);
        match row {
            Value::Object(map) => gather.add(file, line, Kind::of(&map), map),
            _ => gather.fault(file, Some(line), "This row is no object.".to_owned()),
        }
    }
}

/// Why a file cannot be read on.
fn broken(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "The file ends in the middle: it was cut off. What comes before is left out too. \
                Fetch it again."
            .to_owned();
    }
    let why = error.to_string();
    let why = why.split(" at line ").next().unwrap_or_default();
    format!(
        "From column {} on this cannot be read ({why}). The whole of it is left out.",
        error.column()
    )
}

/// In which lines the elements of a list begin, in a text that has been read without a fault.
struct Lines {
    /// Where the whole begins.
    first: u64,
    elements: Vec<u64>,
}

impl Lines {
    /// The elements of the array between two offsets, or of the `contents` of the object there.
    fn of(text: &str, from: usize, to: usize) -> Lines {
        let before = text.as_bytes().get(..from).unwrap_or_default();
        let part = text.as_bytes().get(from..to).unwrap_or_default();
        let breaks = before.iter().filter(|byte| **byte == b'\n').count();
        let mut scan = Scan {
            line: 1 + u64::try_from(breaks).unwrap_or(0),
            ..Scan::default()
        };
        part.iter().for_each(|byte| scan.byte(*byte));
        Lines {
            first: scan.first.unwrap_or(scan.line),
            elements: scan.elements,
        }
    }
}

/// Walks over JSON byte by byte.
#[derive(Default)]
struct Scan {
    line: u64,
    depth: usize,
    in_text: bool,
    escaped: bool,
    /// The last text at depth one: the key of what follows.
    key: Vec<u8>,
    /// The depth within the list whose elements are looked for.
    inside: Option<usize>,
    /// The next byte that is not white space begins an element.
    expecting: bool,
    first: Option<u64>,
    elements: Vec<u64>,
}

impl Scan {
    fn byte(&mut self, byte: u8) {
        if byte == b'\n' {
            self.line += 1;
        }
        if self.in_text {
            return self.text_byte(byte);
        }
        if byte.is_ascii_whitespace() {
            return;
        }
        self.first.get_or_insert(self.line);
        if self.expecting && byte != b']' {
            self.elements.push(self.line);
        }
        self.expecting = false;
        match byte {
            b'"' => {
                self.in_text = true;
                self.key.clear();
            }
            b'[' | b'{' => self.open(byte),
            b']' | b'}' => {
                self.depth = self.depth.saturating_sub(1);
                if self.inside.is_some_and(|inside| self.depth < inside) {
                    // What follows is behind the list.
                    self.inside = Some(usize::MAX);
                }
            }
            b',' => self.expecting = self.inside == Some(self.depth),
            _ => {}
        }
    }

    fn text_byte(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => self.in_text = false,
            _ if self.depth == 1 => self.key.push(byte),
            _ => {}
        }
    }

    fn open(&mut self, byte: u8) {
        let named = self.depth == 1 && self.key == CONTENTS.as_bytes();
        let wanted = byte == b'[' && (self.depth == 0 || named);
        self.depth += 1;
        if wanted && self.inside.is_none() {
            self.inside = Some(self.depth);
            self.expecting = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> (u64, Vec<u64>) {
        let lines = Lines::of(text, 0, text.len());
        (lines.first, lines.elements)
    }

    #[test]
    fn elements_are_found_by_their_lines() {
        assert_eq!(lines("\n[{},\n\n {\"a\":[1,\n2]},{}]"), (2, vec![2, 4, 5]));
        let page = "{\n\"x\":[1,2],\"total\":3,\n\"contents\" : [\n{\"b\":\"],[\\\"\n\"},\n{}\n],\"y\":[{}]}";
        assert_eq!(lines(page), (1, vec![4, 6]));
        assert_eq!(lines("{\"id\":\n1}"), (1, vec![]));
        assert_eq!(lines("[]"), (1, vec![]));
    }
}
