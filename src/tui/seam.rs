//! What a session asks of the hub and is told by it, until `wire` has these types.

use chrono::NaiveDate;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A page of a list of rows.
    Rows {
        /// Which list.
        list: String,
        /// The first row wanted.
        from: usize,
        /// How many at most.
        count: usize,
    },
    /// A change, in words.
    Change(String),
}

/// What is answered to an [`Ask`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The rows.
    Rows(Vec<String>),
    /// The change is on the disk.
    Done(String),
    /// The change was not made, and why.
    Refused(String),
}

/// What the hub says unasked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Something that this person may read has changed.
    Changed,
    /// The date of the store.
    Today(NaiveDate),
}
