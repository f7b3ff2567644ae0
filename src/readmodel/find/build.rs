//! Rows of the finder, made for what the search found.

use chrono::NaiveDate;

use crate::{
    domain::{
        access::Asker,
        case::NextStep,
        heads::{CaseHead, ClientHead, Heads},
        ids::{CaseId, ClientId, ContactId, ServiceId, StaffId},
        service::Service,
        terms::ServiceStatus,
    },
    readmodel::{order, scope, words},
};

use super::{FindKind, FindRow};

/// Words shown before the word that matched in a note.
const WORDS_BEFORE: usize = 5;
/// Characters of a note shown.
const EXCERPT_CHARS: usize = 70;

/// A client's row; `None` where the client is not known or not in reach.
pub fn client_row(
    heads: &Heads,
    asker: Asker,
    id: ClientId,
    today: NaiveDate,
    marks: &[String],
) -> Option<FindRow> {
    let head = heads.client(id)?;
    let case = first_case(heads, asker, head)?;
    Some(FindRow {
        kind: FindKind::Client,
        id: head.client.to_string(),
        label: client_label(heads, head),
        side: if head.died {
            "died".to_owned()
        } else {
            side(case, today)
        },
        marks: marks.to_vec(),
        client_id: Some(head.client),
        case: Some(case.case),
    })
}

/// The case that Enter opens, and by which the client is ranked: an open one of the asker's own, any
/// open one, one of the asker's own, the newest. None where no case is in reach.
pub fn first_case<'h>(heads: &'h Heads, asker: Asker, client: &ClientHead) -> Option<&'h CaseHead> {
    let cases = client.cases.iter().filter_map(|case| heads.case(*case));
    let in_reach = cases.filter(|case| scope::in_reach(heads, asker, case));
    in_reach.max_by_key(|case| (case.state.is_open(), asker.owns_case(case), case.case))
}

/// `Margaret O'Neill "Peg"   born 4 Mar 1955   Elm Tree`
fn client_label(heads: &Heads, head: &ClientHead) -> String {
    let mut label = head.name();
    if !head.known_as.is_empty() {
        label.push_str(&format!(" \"{}\"", head.known_as));
    }
    if let Some(born) = head.born {
        label.push_str(&format!("   born {}", born.format("%-d %b %Y")));
    }
    words::joined(&label, "   ", words::practice_name(heads, head.practice))
}

/// "13 d late", "today 09:30", "Fri 27 Nov", "no next step"; else the state.
fn side(case: &CaseHead, today: NaiveDate) -> String {
    if !case.state.is_open() {
        return case.state.label().to_owned();
    }
    match &case.next {
        NextStep::Missing => "no next step".to_owned(),
        NextStep::NoneBecause(_) => case.state.label().to_owned(),
        NextStep::Due(due) if due.on < today => format!("{} d late", words::late_days(case, today)),
        NextStep::Due(due) if due.on == today => {
            let at = due.at.map(|at| at.format(" %H:%M").to_string());
            format!("today{}", at.unwrap_or_default())
        }
        NextStep::Due(due) => words::weekday(due.on, today),
    }
}

/// A service's row: everyone may read the directory. The label carries what it is for and where,
/// so that the words that were looked for are seen.
pub fn service_row(heads: &Heads, id: ServiceId, marks: &[String]) -> Option<FindRow> {
    let service = heads.directory.services.get(&id)?;
    let name = match service.organisation == service.name {
        true => service.name.clone(),
        false => words::joined(&service.name, ", ", &service.organisation),
    };
    let label = words::joined(&name, "   ", &service.needs_line());
    Some(FindRow {
        kind: FindKind::Service,
        id: id.to_string(),
        label: words::joined(&label, "   ", &service.place_line()),
        side: service_side(service),
        marks: marks.to_vec(),
        client_id: None,
        case: None,
    })
}

/// That it takes nobody now, or its districts: `EL1, EL3`.
fn service_side(service: &Service) -> String {
    if service.status != ServiceStatus::Active {
        return service.status.label().to_owned();
    }
    match service.gone_since() {
        Some(_) => "not in the feed".to_owned(),
        None => service.districts().join(", "),
    }
}

/// A contact or a note whose text matched.
#[derive(Debug, Clone, Copy)]
pub struct NoteFound<'a> {
    pub case: CaseId,
    pub note: ContactId,
    pub on: NaiveDate,
    pub who: StaffId,
    /// The whole text; the row shows a piece of it around the first match.
    pub text: &'a str,
}

/// A note's row, led by the client it is about; `None` where its case is not in reach.
pub fn note_row(
    heads: &Heads,
    asker: Asker,
    note: NoteFound,
    today: NaiveDate,
    marks: &[String],
) -> Option<FindRow> {
    let case = heads.case(note.case)?;
    if !scope::in_reach(heads, asker, case) {
        return None;
    }
    let name = words::client_name(heads, case);
    let quoted = format!("\"{}\"", excerpt(note.text, marks));
    let who = words::short_name(heads, note.who);
    Some(FindRow {
        kind: FindKind::Note,
        id: note.note.to_string(),
        label: words::joined(&name, "   ", &quoted),
        side: format!("{}  {who}", words::day(note.on, today)),
        marks: marks.to_vec(),
        client_id: Some(heads.person_of(case)),
        case: Some(case.case),
    })
}

/// A piece of `text` in one line, from a few words before the first that matched.
fn excerpt(text: &str, marks: &[String]) -> String {
    let all: Vec<&str> = text.split_whitespace().collect();
    let hit = all.iter().position(|word| {
        let folded = order::sort_key(word);
        marks
            .iter()
            .any(|mark| !mark.is_empty() && folded.starts_with(mark.as_str()))
    });
    let from = hit.unwrap_or(0).saturating_sub(WORDS_BEFORE);
    let mut piece = String::new();
    let mut shown = from;
    for word in all.iter().skip(from) {
        let long = piece.chars().count() + word.chars().count() >= EXCERPT_CHARS;
        if long && !piece.is_empty() {
            break;
        }
        if !piece.is_empty() {
            piece.push(' ');
        }
        // One word may be a whole paragraph without spaces.
        piece.extend(word.chars().take(EXCERPT_CHARS));
        shown += 1;
    }
    let before = if from > 0 { "… " } else { "" };
    let after = if shown < all.len() { " …" } else { "" };
    format!("{before}{piece}{after}")
}
