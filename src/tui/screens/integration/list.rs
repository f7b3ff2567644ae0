//! The lines below the figures: two or three for a note, one for the way of a concept over time.

use super::{Below, Page};
use crate::domain::dates;
use crate::readmodel::integration::{Integration, NoteRow, Sequence, letter};

/// Excerpts longer than this go on in a second line.
const ONE_LINE: usize = 40;

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The note with this index, and how its words begin.
    Note(usize),
    /// How its words go on.
    More(usize),
    /// What was answered to it.
    Answered(usize),
    /// The marks of both sides.
    Marks(usize),
    /// Words by themselves.
    Words(String),
}

impl Page {
    /// Makes the lines of what the hub answered.
    pub(super) fn lay_out(&mut self) {
        let Some((_, grid)) = self.shown.take() else {
            return;
        };
        self.lines.clear();
        self.ids.clear();
        match self.below {
            Below::OverTime => self.lay_out_sequence(&grid),
            Below::Cell | Below::Differing => {
                for (index, row) in grid.listed.iter().enumerate() {
                    self.lay_out_note(index, row, grid.totals.workers > 1);
                }
            }
        }
        let more = grid
            .listed_of
            .saturating_sub(u32::try_from(grid.listed.len()).unwrap_or(0));
        if more > 0 && self.below != Below::OverTime {
            self.put(Line::Words(format!("{more} more; narrow them")), None);
        }
        self.marker.settle(&self.ids);
        self.shown = Some((self.query.clone(), grid));
        if self.marker.id().is_none() {
            self.focus = super::Focus::Grid;
        }
    }

    fn lay_out_note(&mut self, index: usize, row: &NoteRow, several: bool) {
        self.put(Line::Note(index), Some(row.note));
        let whose = match several {
            true => row.worker.chars().count() + 2,
            false => 0,
        };
        if whose + row.excerpt.chars().count() > ONE_LINE {
            self.put(Line::More(index), None);
        }
        if self.below == Below::Differing {
            self.put(Line::Marks(index), None);
        } else if !row.answered.is_empty() {
            self.put(Line::Answered(index), None);
        }
    }

    fn lay_out_sequence(&mut self, grid: &Integration) {
        for sequence in &grid.sequence {
            self.put(Line::Words(in_words(sequence, grid.today)), None);
        }
    }

    fn put(&mut self, line: Line, id: Option<crate::domain::ids::NoteId>) {
        self.lines.push(line);
        self.ids.push(id);
    }
}

/// "E  bolted on 3 Sep (link worker), fitting in 5 Oct (supervisor)".
fn in_words(sequence: &Sequence, today: chrono::NaiveDate) -> String {
    let steps = sequence.steps.iter().map(|step| {
        let on = dates::short(step.on, today);
        format!("{} {on} ({})", step.position.label(), step.side.label())
    });
    let steps: Vec<String> = steps.collect();
    let concept = sequence.concept.map_or("whole", letter);
    format!("{concept}  {}", steps.join(", then "))
}
