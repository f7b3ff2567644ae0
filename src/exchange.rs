//! Files from and for other programs: referral lists in, rows and packs out.
//!
//! Reads and writes streams it is given; opens no file, knows no hub and no terminal. A list is
//! read whole or not at all: what is wrong with it comes back as faults with line, column and value.

pub mod decode;
pub mod demo;
pub mod import_map;
pub mod pack;
pub mod referrals;
pub mod report;
pub mod rows;
pub mod services;
