//! What stands between head and history: what is due and what was said, then the case itself. Each
//! fact has a label and words; one that nobody knows is left out.

use chrono::NaiveDate;

use crate::domain::case::{CaseField, NextStep};
use crate::domain::client::{CLIENT_FIELDS, ClientField, FieldKind};
use crate::domain::consent::latest;
use crate::domain::dates;
use crate::domain::terms::{ConsentScope, Need, Source, Stage};
use crate::readmodel::client::{CaseCard, ClientCard, ConnectionLine};
use crate::readmodel::outcomes;
use crate::tui::forms::{self, person};
use crate::tui::glyphs::Glyphs;
use crate::tui::text::{cut, width, wrap};
use crate::tui::theme::Role;

/// Names of services are never wider.
const SERVICE_MAX: usize = 32;

/// A label and its words.
pub(in crate::tui::screens) struct Fact {
    pub label: String,
    pub words: String,
    pub role: Role,
}

fn fact(label: impl Into<String>, words: impl Into<String>) -> Fact {
    Fact {
        label: label.into(),
        words: words.into(),
        role: Role::Text,
    }
}

/// What is due next, what was promised, and when they were last spoken to.
pub(super) fn next(card: &ClientCard, case: &CaseCard) -> Vec<Fact> {
    let mut facts = Vec::new();
    if case.state.is_open() {
        facts.extend(step(case, card.today));
    }
    let Some(promised) = &case.promised else {
        let tries = tries(case);
        facts.push(fact("Last spoke", format!("not yet{tries}")));
        facts.extend(reviewed(card, case));
        return facts;
    };
    let said = format!("{} said", person::they(card));
    let both = [
        ("We promised", &promised.we_promised),
        (said.as_str(), &promised.they_said),
    ];
    let given = both.into_iter().filter(|(_, words)| !words.is_empty());
    facts.extend(given.map(|(label, words)| fact(label, words.as_str())));
    let last = format!(
        "{}, {}{}",
        dates::short(promised.on, card.today),
        promised.how,
        tries(case)
    );
    facts.push(fact("Last spoke", last));
    facts.extend(reviewed(card, case));
    facts
}

/// What was decided in the last review, and what is brought to the next.
fn reviewed(card: &ClientCard, case: &CaseCard) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(one) = &case.review.decided {
        let mut words = format!("decided: {}", one.what);
        if !one.why.is_empty() {
            words.push_str(&format!("; why: {}", one.why));
        }
        if let Some(on) = one.again_on {
            words.push_str(&format!("; again {}", dates::short(on, card.today)));
        }
        let on = dates::short(one.on, card.today);
        let day = on.split_once(' ').map_or(on.as_str(), |(_, day)| day);
        facts.push(fact(format!("Review {day}"), words));
    }
    if !case.review.brought.is_empty() {
        let by = &case.review.brought_by;
        facts.push(fact(
            "To review",
            format!("{by}: \"{}\"", case.review.brought),
        ));
    }
    facts
}

/// "; 2 tries since".
fn tries(case: &CaseCard) -> String {
    match case.tally.tries_since {
        0 => String::new(),
        count => format!("; {} since", counted(count, "try", "tries")),
    }
}

fn step(case: &CaseCard, today: NaiveDate) -> Vec<Fact> {
    let due = match &case.next {
        NextStep::Missing => {
            let mut missing = fact("NEXT STEP", "none is set, and nobody said why");
            missing.role = Role::Late;
            return vec![missing];
        }
        NextStep::NoneBecause(because) => {
            return vec![fact("NEXT STEP", format!("none, because: {because}"))];
        }
        NextStep::Due(due) => due,
    };
    let late = case.late_days > 0;
    let was = if late { "was due " } else { "" };
    let at = due.at.map(|at| format!(" {}", dates::show_time(at)));
    let when = match late {
        true => format!(": {} d late", case.late_days),
        false => format!(", {}", dates::since(due.on, today)),
    };
    let mut words = format!(
        "{}, {was}{}{}{when}",
        due.kind.label(),
        dates::short(due.on, today),
        at.unwrap_or_default()
    );
    if due.moved > 0 {
        words.push_str(&format!(", moved {}×", due.moved));
    }
    let mut facts = vec![fact("NEXT STEP", words)];
    if late && let Some(first) = facts.first_mut() {
        first.role = Role::Late;
    }
    if !due.what.is_empty() {
        facts.push(fact("For", due.what.as_str()));
    }
    facts
}

fn counted(count: u16, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    }
}

/// What the case is about and where it stands.
pub(super) fn about(card: &ClientCard, case: &CaseCard, glyphs: Glyphs) -> Vec<Fact> {
    let mut facts = vec![state(card, case)];
    facts.extend(card.todos.iter().map(|todo| {
        let due = todo.due.map_or(String::new(), |due| {
            format!(", by {}", dates::short(due, card.today))
        });
        fact("To do", format!("{}{due} ({})", todo.what, todo.who))
    }));
    let text = |field| case.fields.get(&field).map_or("", String::as_str);
    let matters = text(CaseField::Matters);
    let goals = outcomes::reached(&outcomes::goals(card));
    if !matters.is_empty() {
        let label = format!("Matters to {}", person::them(card));
        facts.push(fact(label, with_goals(matters, &goals)));
    } else if !goals.is_empty() {
        facts.push(fact("Goals", goals.trim_start_matches("goals ")));
    }
    facts.extend(connected(card, case, glyphs));
    facts.extend(measured(card));
    facts.extend(refused(card));
    facts.push(fact("Referred", referred(case, card.today)));
    let asks = text(CaseField::Asks);
    if !asks.is_empty() {
        facts.push(fact("Asked for", asks));
    }
    if card.cases.len() > 1 {
        facts.push(fact("Other cases", others(card, case)));
    }
    for other in &card.also {
        let words = format!(
            "{} ({}), {} by {}",
            other.client,
            other.client_id,
            dates::short(other.since, card.today),
            other.by
        );
        facts.push(fact("Joined with", words));
    }
    facts
}

/// What a review looks at: what matters, what they are connected to, what was decided.
pub(in crate::tui::screens) fn for_review(
    card: &ClientCard,
    case: &CaseCard,
    glyphs: Glyphs,
) -> Vec<Fact> {
    let matters = case.fields.get(&CaseField::Matters);
    let goals = outcomes::reached(&outcomes::goals(card));
    let label = format!("Matters to {}", person::them(card));
    let matters = matters.map(|matters| fact(label, with_goals(matters, &goals)));
    let mut facts: Vec<Fact> = matters.into_iter().collect();
    facts.extend(connected(card, case, glyphs));
    facts.extend(reviewed(card, case).into_iter().take(1));
    facts.retain(|one| one.label != "To review");
    facts
}

/// What they are connected to in this case, a line each: "● Citizens Advice: attending 3 Nov, not fed
/// back". What has come to its end is counted in one line.
fn connected(card: &ClientCard, case: &CaseCard, glyphs: Glyphs) -> Vec<Fact> {
    let here = card.connections.iter().filter(|one| one.case == case.case);
    let (open, over): (Vec<_>, Vec<_>) = here.partition(|one| one.stage.is_open());
    let mut lines: Vec<String> = open
        .iter()
        .map(|one| {
            let sign = match one.stage {
                Stage::Attending => glyphs.full,
                _ => glyphs.open,
            };
            let name = cut(&one.service, SERVICE_MAX, glyphs.ellipsis);
            format!("{sign} {name}: {}{}", one.said, asked(one, card.today))
        })
        .collect();
    let ended: Vec<String> = over
        .iter()
        .map(|one| format!("{} {}", one.service, one.said))
        .collect();
    if !ended.is_empty() {
        let before = if open.is_empty() { "" } else { "earlier: " };
        lines.push(format!("{before}{}", ended.join("; ")));
    }
    let label = |number: usize| if number == 0 { "Connected" } else { "" };
    lines
        .into_iter()
        .enumerate()
        .map(|(number, words)| fact(label(number), words))
        .collect()
}

/// Consents that are a no where it goes unsaid otherwise: those of ringing and writing stand beside
/// the number, those of a service are asked for there.
fn refused(card: &ClientCard) -> Option<Fact> {
    use ConsentScope::{BeReferred, RecordKept, SharePractice, Study};
    let no = |scope: &ConsentScope| {
        let last = latest(&card.parts, *scope, None)?;
        let since = dates::short(last.refused_on()?, card.today);
        Some(format!("{} (since {since})", scope.label()))
    };
    let scopes = [BeReferred, RecordKept, SharePractice, Study];
    let said: Vec<String> = scopes.iter().filter_map(no).collect();
    let mut refused = fact("Said no to", said.join("; "));
    refused.role = Role::Alert;
    (!said.is_empty()).then_some(refused)
}

/// When the service is to be asked next.
fn asked(one: &ConnectionLine, today: NaiveDate) -> String {
    match &one.next {
        Some(next) if next.on < today => format!(", ask {}", dates::late(next.on, today)) + " late",
        Some(next) => format!(", ask {}", dates::short(next.on, today)),
        None => String::new(),
    }
}

/// Columns that a line of words has at least, at 80x24 as beside the second pane of a wide window.
const LINE: usize = 53;

/// What matters and how many goals are reached; where it is more than a line, the goals come
/// first, so that they are not what is cut.
fn with_goals(matters: &str, goals: &str) -> String {
    let quoted = format!("\"{matters}\"");
    match goals {
        "" => quoted,
        goals if width(&quoted) + width(goals) + 2 <= LINE => format!("{quoted}, {goals}"),
        goals => format!("{goals}; {quoted}"),
    }
}

/// Each measure as figures in a row, and what changed in the person's words.
fn measured(card: &ClientCard) -> Vec<Fact> {
    let rows = outcomes::measures(card);
    let mut facts = Vec::new();
    for row in &rows {
        // Each line of figures is a fact of its own: where there is little room a fact loses its
        // end, and a figure must never be what is lost.
        let said = outcomes::in_a_row(row, card.today);
        let (figures, rest) = said.split_once(". ").unwrap_or((&said, ""));
        for (number, line) in wrap(figures, LINE).into_iter().enumerate() {
            let label = if number == 0 { row.title.as_str() } else { "" };
            facts.push(fact(label, line));
        }
        if !rest.is_empty() {
            facts.push(fact("", rest));
        }
    }
    if let Some((on, words)) = outcomes::what_changed(&rows) {
        let on = dates::short(on, card.today);
        facts.push(fact("What changed", format!("\"{words}\" ({on})")));
    }
    facts
}

/// "Active 63 d": "spoke 5, tries 2".
fn state(card: &ClientCard, case: &CaseCard) -> Fact {
    let label = case.state.label();
    let mut letters = label.chars();
    let capital: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    let days = (card.today - case.state_since).num_days().max(0);
    let line = card.cases.iter().find(|line| line.case == case.case);
    let more = line
        .and_then(|line| line.state.strip_prefix(label))
        .map_or("", |rest| rest.trim_start_matches(": "));
    let figures = format!(
        "spoke {}, tries {}, open {} d",
        case.tally.spoke, case.tally.tries, case.open_days
    );
    let figures = match (&*case.review.brought, case.state.is_open()) {
        ("", true) => figures + ", not brought to review",
        _ => figures,
    };
    let words = match more {
        "" => figures,
        more => format!("{more}; {figures}"),
    };
    fact(format!("{capital} {days} d"), words)
}

/// "14 Sep 2026, Dr Rao (GP): bereavement; also money, debt, benefits".
fn referred(case: &CaseCard, today: NaiveDate) -> String {
    let text = |field| case.fields.get(&field).map_or("", String::as_str);
    let source = Source::find(text(CaseField::Source)).map(Source::label);
    let source = source.unwrap_or_else(|| text(CaseField::Source));
    let by = match (text(CaseField::ReferredBy), source) {
        ("", source) => source.to_owned(),
        (by, "") => by.to_owned(),
        (by, source) => format!("{by} ({source})"),
    };
    let reason = need(text(CaseField::Reason));
    let mut words = dates::short(case.referred_on, today);
    if !by.is_empty() {
        words.push_str(&format!(", {by}"));
    }
    if !reason.is_empty() {
        words.push_str(&format!(": {reason}"));
    }
    let others: Vec<&str> = text(CaseField::OtherReasons)
        .split(',')
        .map(|code| need(code.trim()))
        .filter(|label| !label.is_empty())
        .collect();
    if !others.is_empty() {
        words.push_str(&format!("; also {}", others.join(", ")));
    }
    words
}

fn need(text: &str) -> &str {
    Need::find(text).map_or(text, |need| need.label())
}

fn others(card: &ClientCard, shown: &CaseCard) -> String {
    let other = card.cases.iter().filter(|line| line.case != shown.case);
    let lines: Vec<String> = other
        .map(|line| format!("{}, {}", dates::full(line.referred_on), line.state))
        .collect();
    format!("{}: {}", lines.len(), lines.join("; "))
}

/// Everything else that the record holds, for windows with room beside the blocks.
pub(super) fn details(card: &ClientCard) -> Vec<Fact> {
    use ClientField as F;
    const IN_HEAD: &[ClientField] = &[
        F::Given,
        F::Family,
        F::KnownAs,
        F::Born,
        F::NhsNumber,
        F::Practice,
        F::Phone,
        F::MayCall,
        F::MayVoicemail,
        F::MayText,
        F::Hours,
        F::Address,
        F::Postcode,
        F::Alert,
        F::PrivateAlert,
        F::Communication,
        F::Access,
        F::Language,
        F::Interpreter,
        F::DiedOn,
    ];
    let rest = CLIENT_FIELDS
        .iter()
        .filter(|spec| !IN_HEAD.contains(&spec.field));
    let known = rest.filter_map(|spec| {
        let words = card.fields.get(&spec.field)?;
        let day = match spec.kind {
            FieldKind::Date | FieldKind::PastDate => words.parse().ok().map(dates::full),
            _ => None,
        };
        Some(fact(spec.label, day.unwrap_or_else(|| words.clone())))
    });
    let consents = Some(forms::consents_in_a_line(card)).filter(|words| !words.is_empty());
    let consents = consents.map(|words| fact("Consents", words));
    let plan = plan(card).into_iter();
    plan.chain(consents).chain(known).collect()
}

/// Each goal with the steps that are still to be taken.
fn plan(card: &ClientCard) -> Vec<Fact> {
    let goals = outcomes::goals(card);
    let line = |goal: &outcomes::Goal| {
        let left = goal.steps.iter().filter(|step| step.done_on.is_none());
        let steps: Vec<String> = left
            .map(|step| match step.by {
                Some(by) => format!(
                    "{}: {}, by {}",
                    step.owner,
                    step.text,
                    dates::short(by, card.today)
                ),
                None => format!("{}: {}", step.owner, step.text),
            })
            .collect();
        match steps.is_empty() {
            true => format!("{}: \"{}\"", goal.state, goal.text),
            false => format!("{}: \"{}\"; {}", goal.state, goal.text, steps.join("; ")),
        }
    };
    goals.iter().map(|goal| fact("Goal", line(goal))).collect()
}

/// One row of a block on the screen.
pub(super) struct Row {
    pub label: String,
    pub words: String,
    pub role: Role,
}

/// The line with a sign that more follows, after a whole word where there is one.
fn with_ellipsis(line: &str, columns: usize, ellipsis: &str) -> String {
    let room = columns.saturating_sub(width(ellipsis) + 1);
    let mut kept = line;
    while width(kept) > room {
        match kept.rsplit_once(' ') {
            Some((before, _)) => kept = before,
            None => return cut(line, columns, ellipsis).into_owned(),
        }
    }
    format!("{kept} {ellipsis}")
}

/// The facts in rows: the words wrapped to `columns`, and to at most `lines` each, where what is
/// left out is seen by its ellipsis.
pub(super) fn rows(facts: &[Fact], columns: usize, lines: usize, ellipsis: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for fact in facts {
        let mut wrapped = wrap(&fact.words, columns);
        if wrapped.len() > lines {
            wrapped.truncate(lines);
            if let Some(last) = wrapped.last_mut() {
                *last = with_ellipsis(last, columns, ellipsis);
            }
        }
        for (number, words) in wrapped.into_iter().enumerate() {
            let label = if number == 0 {
                fact.label.clone()
            } else {
                String::new()
            };
            rows.push(Row {
                label,
                words,
                role: fact.role,
            });
        }
    }
    rows
}
