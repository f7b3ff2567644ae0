//! Finding anyone by typing: a vocabulary of folded words with postings, all in memory.
//! The only folder that names `fuzzy_matcher`.
