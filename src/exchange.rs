//! Files from and for other programs: referral lists in, rows and packs out.

pub mod demo;
