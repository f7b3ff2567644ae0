//! What one taking of a measure may hold: figures within the ranges of the table, or a reason why
//! there are none.

use crate::domain::{
    measure::{
        Measure,
        table::{self, Spec},
    },
    part::Part,
    refusal::Refusal,
};

use super::{
    super::Desk,
    kinds::{line, not_to_come},
};

/// The taking with its texts cleaned and its rules held.
pub(super) fn checked(
    desk: &Desk,
    was: Option<&Part>,
    mut taken: Measure,
) -> Result<Measure, Refusal> {
    let spec = table::measure(&taken.measure).ok_or_else(unknown)?;
    not_to_come(desk, taken.on)?;
    // A taking keeps the version that it was taken in.
    taken.version = match was {
        Some(Part::Measure(was)) if was.measure == taken.measure => was.version,
        _ => spec.version,
    };
    figures(spec, &mut taken)?;
    taken.missing = line(&taken.missing);
    taken.words = line(&taken.words);
    taken.concerns = taken.concerns.iter().map(|words| line(words)).collect();
    if taken.concerns.len() > spec.own_words() {
        return Err(Refusal::Said(format!(
            "{} has room for {} concerns in their own words.",
            spec.title,
            spec.own_words()
        )));
    }
    let (answered, asked) = (taken.values.iter().flatten().count(), spec.items.len());
    if answered == 0 && taken.missing.is_empty() {
        return Err(Refusal::Said(
            "Give at least one figure, or say why it was not taken.".to_owned(),
        ));
    }
    if answered == asked && !taken.missing.is_empty() {
        return Err(Refusal::Said(
            "Every figure is there: take the reason for not taking it away.".to_owned(),
        ));
    }
    Ok(taken)
}

/// Holds the figures to the ranges of the table, one place for each item.
fn figures(spec: &Spec, taken: &mut Measure) -> Result<(), Refusal> {
    if taken.values.len() > spec.items.len() {
        return Err(Refusal::Said(format!(
            "{} has {} figures, not {}.",
            spec.title,
            spec.items.len(),
            taken.values.len()
        )));
    }
    taken.values.resize(spec.items.len(), None);
    for (item, value) in spec.items.iter().zip(&taken.values) {
        if value.is_some_and(|value| !item.takes(value)) {
            return Err(Refusal::Field {
                field: item.label.clone(),
                fault: format!("give {}.", item.range()),
            });
        }
    }
    Ok(())
}

fn unknown() -> Refusal {
    let known: Vec<&str> = table::measures()
        .iter()
        .map(|spec| spec.title.as_str())
        .collect();
    Refusal::Said(format!(
        "This measure is not in the list. There are: {}.",
        known.join(", ")
    ))
}

/// One line for the person who asked.
pub(super) fn said(was: Option<&Part>, now: &Measure) -> String {
    let title = table::measure(&now.measure).map_or(now.measure.as_str(), |spec| &spec.title);
    match (was, now.values.iter().flatten().count()) {
        (Some(_), _) => format!("{title} changed."),
        (None, 0) => format!("{title}: noted why it was not taken."),
        (None, _) => format!("{title} noted."),
    }
}
