//! What one undo takes back. ratatui-textarea remembers every single edit; a person thinks of the
//! word just typed, the run of letters just deleted, the text just pasted.

/// What kind of edit it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// This was typed.
    Typed(char),
    /// One character went.
    Erased,
    /// Something that is undone by itself.
    Whole,
}

/// Edits in groups, each of so many edits of the text area.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps {
    done: Vec<usize>,
    undone: Vec<usize>,
    /// The edit that the next one may join.
    last: Option<Edit>,
}

impl Steps {
    /// So many edits of the text area were one edit of a person.
    pub(super) fn add(&mut self, edit: Edit, count: usize) {
        self.undone.clear();
        let joins = match (self.last, edit) {
            // A word and the space behind it belong together; the next word does not.
            (Some(Edit::Typed(before)), Edit::Typed(now)) => {
                !before.is_whitespace() || now.is_whitespace()
            }
            (Some(Edit::Erased), Edit::Erased) => true,
            _ => false,
        };
        self.last = Some(edit);
        match self.done.last_mut().filter(|_| joins) {
            Some(group) => *group += count,
            None => self.done.push(count),
        }
    }

    /// The cursor went elsewhere: what is typed there is undone by itself.
    pub(super) fn pause(&mut self) {
        self.last = None;
    }

    /// How many edits the next undo takes back.
    pub(super) fn undo(&mut self) -> Option<usize> {
        self.pause();
        let count = self.done.pop()?;
        self.undone.push(count);
        Some(count)
    }

    /// How many edits the next redo brings back.
    pub(super) fn redo(&mut self) -> Option<usize> {
        self.pause();
        let count = self.undone.pop()?;
        self.done.push(count);
        Some(count)
    }
}
