//! Finding anyone by typing: a vocabulary of folded words with postings, all in memory.
//! The only folder that names `fuzzy_matcher`; within it, `matcher` does.
//!
//! Each distinct word is compared once with each word typed, then those who have the rarest of them
//! are checked for the others. Who may see whom ([`Reach`]) is asked inside ranking and counting,
//! never after it. Knows no store, no screen and no session: words go in, ids come out.
//!
//! Read in this order: [`fold`], `text` (one word against one word), `query`, `seek` (clients and
//! services), `notes`, `rank`, then [`Index`], which is what the hub holds.

pub mod fold;

mod dates;
mod digits;
mod duplicates;
mod edits;
mod find;
mod index;
mod lexicon;
mod matcher;
#[cfg(test)]
mod naive;
mod notes;
mod pages;
mod postings;
mod query;
mod rank;
mod record;
mod seek;
mod shelf;
mod shown;
mod sieve;
mod sorted;
mod text;
mod vocabulary;

pub use duplicates::Namesake;
pub use find::{Found, Hit, Why};
pub use index::{ClientWords, Counts, Index};
pub use rank::{ItemId, Kind, KindSet, Reach};
