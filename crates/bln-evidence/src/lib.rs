//! Evidence that can be published without exposing anyone: indicators of the Workforce Race Equality Standard (WRES),
//! surveys, findings, and the control of what a table gives away.
//!
//! Everything here is values in and values out: no clock, no randomness, no file. It can be used without the rest of
//! `bln`.
//!
//! # From a file to a figure that may be shown
//!
//! A workforce is a CSV file, one row a person. A small JSON file says which column is what, because no two trusts
//! name them alike. Rows that cannot be read are counted and listed by line and code.
//!
//! ```
//! use bln_evidence::disclosure::{Edition, Ledger, Policy, publish};
//! use bln_evidence::workforce::{Budget, Columns, likelihood, read};
//! use bln_evidence::{terms::OdsCode, wres::Process};
//!
//! # let file = "trust,ethnic_origin,result\n".to_owned()
//! #     + &"RX1,A,hired\n".repeat(90) + &"RX1,A,no\n".repeat(210)
//! #     + &"RX1,M,hired\n".repeat(30) + &"RX1,M,no\n".repeat(170);
//! # let file = file.as_bytes();
//! let columns = Columns::parse(br#"{ "columns": {
//!     "organisation": { "column": "trust" },
//!     "ethnicity": { "column": "ethnic_origin" },
//!     "shortlisted": { "always": "yes" },
//!     "appointed": { "column": "result", "values": { "hired": "yes", "no": "no" } },
//!     "rows": { "always": "applicant" } } }"#)?;
//! let reading = read(file, &columns, Budget::default())?;
//! let trust = reading.workforce().of(OdsCode::parse("RX1")?).ok_or("no such trust")?;
//! let edition = Edition::new(1, "2025-03-31".parse()?);
//! let table = publish(trust.process(Process::Appointment)?, &Policy::default(), &Ledger::new(), edition)?;
//! let ratio = likelihood(&table, Process::Appointment).and_then(|released| released.shown());
//! assert_eq!(ratio.ok_or("kept back")?.ratio().finite().ok_or("no ratio")?.rounded(2).to_string(), "2.00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Between the rows and the figure there is one gate: [`disclosure::publish`]. A tally holds
//! [counts](disclosure::Count) that nothing can read; what comes out is a
//! [`PublishedTable`](disclosure::PublishedTable), whose small numbers are kept back, whose others are rounded, and
//! which was audited for what can be worked out from its totals and from everything in the
//! [`Ledger`](disclosure::Ledger). Keep the ledger: without it, next year's tables are not audited against this year's.
//!
//! # What is where
//!
//! - [`workforce`] reads files and tallies them; [`wres`] has the nine indicators, exactly, and what may be said of them.
//! - [`disclosure`] decides what may be shown.
//! - [`survey`] asks people what they think, and cannot tell who answered.
//! - [`finding`] holds what others have published, and checks figures against each other.
//! - [`CitableFigure`] is what of all this a claim may rest on: a number that was released.
//! - [`report`](https://docs.rs/bln-evidence/latest/bln_evidence/report/) makes pages with charts, workbooks and JSON,
//!   with the features `report` and `xlsx`.
//! - [`exact`] and [`Interval`] are the numbers beneath; [`terms`] are the codes of the NHS.

mod citable;
pub mod disclosure;
pub mod exact;
pub mod finding;
mod interval;
#[cfg(feature = "report")]
pub mod report;
pub mod survey;
pub mod workforce;
pub mod wres;

pub use bln_terms as terms;

pub use citable::CitableFigure;
pub use interval::Interval;
