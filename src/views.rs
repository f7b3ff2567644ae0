//! Full records and timelines in sled, behind the journal by design and rebuilt from it at will.
//! The only folder that names sled.
