//! Evidence that can be published without exposing anyone: indicators of the Workforce Race Equality Standard (WRES),
//! surveys, findings, and the control of what a table gives away.

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

pub use interval::Interval;
