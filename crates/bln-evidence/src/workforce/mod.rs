//! A workforce from CSV, tallied without keeping a row, and the tables and indicators that may be shown of it.
//!
//! [`read`] streams a file of any size, one row a person, in flat memory and on every processor; a small JSON file
//! ([`Columns`]) says which column is what. A row that cannot be read is counted and listed by line and code
//! ([`Faults`]), and never by what it says. What comes out is a [`Workforce`]: tallies that only
//! [`publish`](crate::disclosure::publish) can show.
//!
//! ```
//! use bln_evidence::disclosure::{Edition, Ledger, Policy, publish};
//! use bln_evidence::terms::OdsCode;
//! use bln_evidence::workforce::{Budget, Columns, likelihood, read};
//! use bln_evidence::wres::Process;
//!
//! let columns = Columns::parse(br#"{ "columns": {
//!     "organisation": { "always": "RX1" },
//!     "ethnicity": { "column": "Ethnic origin", "values": { "Not Disclosed": "Z", "": "99" } },
//!     "shortlisted": { "always": "yes" },
//!     "appointed": { "column": "Outcome", "values": { "Appointed": "yes", "Rejected": "no" } },
//!     "rows": { "always": "applicant" }
//! } }"#)?;
//! let rows = [("A", "Appointed", 90), ("A", "Rejected", 210), ("M", "Appointed", 30), ("M", "Rejected", 170)];
//! let rows = rows.iter().flat_map(|(ethnicity, outcome, people)| {
//!     std::iter::repeat_n(format!("{ethnicity},{outcome}\n"), *people)
//! });
//! let file = format!("Ethnic origin,Outcome\n{}", rows.collect::<String>());
//!
//! let reading = read(file.as_bytes(), &columns, Budget::default())?;
//! assert_eq!((reading.rows(), reading.faults().rows_refused()), (500, 0));
//! let trust = reading.workforce().of(OdsCode::parse("RX1")?).unwrap();
//! let edition = Edition::new(1, "2025-03-31".parse()?);
//! let table = publish(trust.process(Process::Appointment)?, &Policy::default(), &Ledger::new(), edition)?;
//! let ratio = likelihood(&table, Process::Appointment).unwrap().shown().unwrap().ratio();
//! assert_eq!(ratio.finite().unwrap().rounded(2).to_string(), "2.00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod budget;
mod columns;
mod decode;
mod error;
mod fault;
mod field;
#[cfg(feature = "generator")]
pub mod generate;
mod indicators;
#[cfg(test)]
mod laws;
mod layout;
mod mapping;
mod mapping_fault;
mod reader;
mod split;
mod tables;
mod tallier;
mod tally;

pub use budget::Budget;
pub use columns::Columns;
pub use error::ReadError;
pub use fault::{Fault, FaultCode, Faults};
pub use field::Field;
pub use indicators::{board_difference, disparity, likelihood, representation, representation_of_side};
pub use mapping_fault::{MappingCode, MappingFault, MappingFaults};
pub use reader::{Reading, read};
pub use tally::{Tally, Workforce};
