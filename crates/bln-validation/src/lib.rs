//! Untrusted drafts become the nouns of a staff network, or a complete report of what is wrong.

pub mod catalogue;
mod check;
mod code;
mod date;
mod draft;
mod drafts;
mod fault;
mod faults;
mod field;
mod form;
mod json;
mod problem;
mod report;
mod rules;

pub use check::Check;
pub use code::Code;
pub use date::read_date;
pub use draft::{Draft, MAX_DRAFT_BYTES, check, parse_json};
pub use drafts::*;
pub use fault::Fault;
pub use field::Field;
pub use form::Form;
pub use problem::{Param, Problem};
pub use report::Report;
pub use rules::cross_field;
