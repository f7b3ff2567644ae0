//! The lines of the Agenda: headings, rows, and what is folded away so that today stays in sight.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::domain::ids::{CaseId, ServiceId, ToDoId};
use crate::readmodel::agenda::{Agenda, Section};
use crate::tui::widgets::list::Rows;

/// So many rows of a section that comes before today are shown; the others are one line.
const SHOWN: usize = 5;

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Heading(Section),
    /// The row with this index of the hub's answer.
    Row(usize),
    /// So many rows of the section are folded away.
    More(Section, usize),
    /// So many rows did not come from the hub at all.
    LeftOut(u32),
}

/// What a line is known by when others come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineId {
    Row(Section, RowAbout),
    More(Section),
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowAbout {
    Case(Option<CaseId>),
    Service(ServiceId),
    ToDo(ToDoId),
}

/// Which sections are shown whole.
#[derive(Clone, Debug, Default)]
pub(super) struct Fold {
    unfolded: BTreeSet<Section>,
}

impl Fold {
    pub(super) fn unfold(&mut self, section: Section) {
        self.unfolded.insert(section);
    }

    /// How many of so many rows of a section are shown. One row is not worth a line that says so.
    fn shown(&self, section: Section, rows: usize) -> usize {
        let folds = matches!(section, Section::New | Section::Late)
            && !self.unfolded.contains(&section)
            && rows > SHOWN + 1;
        if folds { SHOWN } else { rows }
    }
}

/// The lines, from top to bottom, each with what it is known by.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines(Vec<(Line, Option<LineId>)>);

impl Lines {
    pub(super) fn of(agenda: &Agenda, fold: &Fold) -> Lines {
        let mut lines = Vec::new();
        for section in Section::ALL {
            let rows = agenda.rows.iter().enumerate();
            let rows: Vec<_> = rows.filter(|(_, row)| row.section == section).collect();
            if rows.is_empty() {
                continue;
            }
            lines.push((Line::Heading(section), None));
            let shown = fold.shown(section, rows.len());
            for (index, row) in rows.iter().take(shown) {
                let about = match (&row.todo, row.service) {
                    (Some(kept), _) => RowAbout::ToDo(kept.id),
                    (None, Some(service)) => RowAbout::Service(service),
                    (None, None) => RowAbout::Case(row.case),
                };
                lines.push((Line::Row(*index), Some(LineId::Row(section, about))));
            }
            if shown < rows.len() {
                let line = Line::More(section, rows.len() - shown);
                lines.push((line, Some(LineId::More(section))));
            }
        }
        if agenda.left_out > 0 {
            lines.push((Line::LeftOut(agenda.left_out), None));
        }
        Lines(lines)
    }

    pub(super) fn get(&self, index: usize) -> Option<&Line> {
        self.0.get(index).map(|(line, _)| line)
    }

    /// How many people stand in a run of lines, those folded away among them.
    pub(super) fn people(&self, lines: Range<usize>) -> usize {
        let people = |(line, _): &(Line, Option<LineId>)| match line {
            Line::Heading(_) => 0,
            Line::Row(_) => 1,
            Line::More(_, count) => *count,
            Line::LeftOut(count) => usize::try_from(*count).unwrap_or(usize::MAX),
        };
        self.0
            .get(lines)
            .unwrap_or_default()
            .iter()
            .map(people)
            .sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Rows for Lines {
    type Id = LineId;

    fn count(&self) -> usize {
        self.0.len()
    }

    fn id(&self, index: usize) -> Option<LineId> {
        self.0.get(index).and_then(|(_, id)| *id)
    }
}
