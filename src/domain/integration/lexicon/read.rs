//! Reading a list of cues from a text, with all its faults and their places.

use std::collections::BTreeMap;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Cue, Fault, Lexicon, Phrase};
use crate::domain::{terms::Concept, text};

/// The heaviest a cue may be.
const WEIGHT_MAX: u8 = 9;

/// A larger file is no word list.
const BYTES_MAX: usize = 256 * 1024;

/// Reads a list and lays it over another.
///
/// # Errors
/// Everything that is wrong with it, in the order of the lines.
pub(super) fn list(list: &str, under: &Lexicon) -> Result<Lexicon, Vec<Fault>> {
    let mut reader = Reader::new(list);
    reader.whole();
    reader.over(under)
}

/// What has been read of a list, and what was wrong with it.
struct Reader<'a> {
    list: &'a str,
    built_in: bool,
    suggest_at: Option<u16>,
    cues: BTreeMap<(Concept, Phrase), (u8, String)>,
    stops: Vec<Phrase>,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn new(list: &str) -> Reader<'_> {
        Reader {
            list,
            built_in: true,
            suggest_at: None,
            cues: BTreeMap::new(),
            stops: Vec::new(),
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, at: usize, message: String) {
        let (line, column) = text::line_and_column(self.list, at);
        self.faults.push(Fault {
            line,
            column,
            message,
        });
    }

    fn whole(&mut self) {
        if self.list.len() > BYTES_MAX {
            let most = BYTES_MAX / 1024;
            return self.fault(
                0,
                format!("The list is larger than {most} kB; leave cues out."),
            );
        }
        let (table, errors) = DeTable::parse_recoverable(self.list);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            let said = error.message().lines().next().unwrap_or_default();
            let said = said.replace('`', "\"");
            self.fault(
                at,
                format!("This is not TOML: {said}. Write \"cue\" = weight."),
            );
        }
        for (name, value) in table.get_ref() {
            let at = value.span().start;
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("built-in", DeValue::Boolean(built_in)) => self.built_in = *built_in,
                ("built-in", _) => self.fault(at, "Write built-in = true or false.".to_owned()),
                ("suggest-at", value) => self.threshold(at, value),
                ("stop", DeValue::Array(phrases)) => {
                    for phrase in phrases {
                        self.stop(phrase.span().start, phrase.get_ref());
                    }
                }
                ("stop", _) => {
                    self.fault(at, "Write stop = [\"a phrase\", \"another\"].".to_owned());
                }
                (name_of, value) => self.concept(name.span().start, name_of, value),
            }
        }
    }

    fn threshold(&mut self, at: usize, value: &DeValue<'_>) {
        match whole_number(value) {
            Some(least @ 1..) => self.suggest_at = Some(u16::from(least)),
            _ => self.fault(
                at,
                "Give suggest-at a whole number from 1 to 255.".to_owned(),
            ),
        }
    }

    fn concept(&mut self, at: usize, name: &str, value: &DeValue<'_>) {
        let known = Concept::ALL.iter().map(|concept| concept.code());
        let Some(concept) = Concept::ALL.iter().find(|concept| concept.code() == name) else {
            let known: Vec<&str> = known.collect();
            let hint = match text::nearest(name, known.iter().copied()) {
                Some(near) => format!("Did you mean {near}?"),
                None => format!("There are: stop, {}.", known.join(", ")),
            };
            return self.fault(at, format!("\"{name}\" is not known here. {hint}"));
        };
        let DeValue::Table(cues) = value else {
            let said = format!("Write [{name}] on a line, and below it \"cue\" = weight.");
            return self.fault(at, said);
        };
        for (cue, weight) in cues {
            self.cue(*concept, (cue.span().start, cue.get_ref()), weight);
        }
    }

    fn cue(&mut self, concept: Concept, cue: (usize, &str), weight: &Spanned<DeValue<'_>>) {
        let (at, written) = cue;
        let Some(heavy @ 0..=WEIGHT_MAX) = whole_number(weight.get_ref()) else {
            let said = format!("Give \"{written}\" a whole number from 0 to {WEIGHT_MAX}.");
            return self.fault(weight.span().start, said);
        };
        let phrase = match Phrase::parse(written) {
            Ok(phrase) => phrase,
            Err(wrong) => return self.fault(at, format!("\"{written}\" {wrong}.")),
        };
        let value = (heavy, written.to_owned());
        if let Some((_, twin)) = self.cues.insert((concept, phrase), value) {
            let name = concept.code();
            let said = format!("\"{written}\" stands under {name} twice, as \"{twin}\" too.");
            self.fault(at, format!("{said} Leave one out."));
        }
    }

    fn stop(&mut self, at: usize, value: &DeValue<'_>) {
        let DeValue::String(written) = value else {
            return self.fault(at, "Write each stop phrase in quotation marks.".to_owned());
        };
        match Phrase::parse(written) {
            Ok(phrase) => self.stops.push(phrase),
            Err(wrong) => self.fault(at, format!("The stop phrase \"{written}\" {wrong}.")),
        }
    }

    /// Lays what was read over another list.
    fn over(mut self, under: &Lexicon) -> Result<Lexicon, Vec<Fault>> {
        if !self.faults.is_empty() {
            self.faults.sort();
            return Err(self.faults);
        }
        let nothing = Lexicon::default();
        let under = if self.built_in { under } else { &nothing };
        for cue in &under.cues {
            let value = (cue.weight, cue.written.clone());
            let place = (cue.concept, cue.phrase.clone());
            self.cues.entry(place).or_insert(value);
        }
        let mut stops: Vec<Phrase> = under.stops.clone();
        stops.extend(self.stops);
        stops.sort();
        stops.dedup();
        let cues = self.cues.into_iter().filter(|(_, (weight, _))| *weight > 0);
        let cues = cues.map(|((concept, phrase), (weight, written))| Cue {
            concept,
            weight,
            written,
            phrase,
        });
        let suggest_at = self.suggest_at.unwrap_or(under.suggest_at);
        Ok(Lexicon::new(suggest_at, cues.collect(), stops))
    }
}

fn whole_number(value: &DeValue<'_>) -> Option<u8> {
    match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
        _ => None,
    }
}
