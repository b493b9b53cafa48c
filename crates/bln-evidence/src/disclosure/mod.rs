//! What a table gives away, and what is done about it.
//!
//! Counts of people go into a [`Candidate`]; what may be shown comes out of [`publish`] as a [`PublishedTable`], and
//! there is no other way. A [`Policy`] says which counts are small and how others are rounded; a [`Ledger`] remembers
//! what was shown before, by [`Edition`]. What is proved of a table that was published, and what is not, is in
//! `docs/disclosure.md`.

mod atoms;
mod audit;
mod axis;
mod blocks;
mod candidate;
mod cite;
mod climb;
mod count;
mod edition;
mod grid;
mod guard;
mod history;
mod label;
#[cfg(test)]
mod laws;
mod ledger;
mod malformed;
mod model;
mod policy;
mod population;
mod publish;
mod refused;
mod release;
mod shown;
mod solve;
mod start;
mod table;

pub use audit::{Audit, audit};
pub use axis::{Axis, Category};
pub use candidate::Candidate;
pub use count::Count;
pub use edition::Edition;
pub use label::Label;
pub use ledger::Ledger;
pub use malformed::Malformed;
pub use policy::{Policy, Rules, ZeroShown};
pub use population::Population;
pub use publish::publish;
pub use refused::Refused;
pub use shown::{Shown, ShownMean, ShownPercentage};
pub use table::{PublishedTable, Row};
