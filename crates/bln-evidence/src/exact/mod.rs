//! Numbers that are exact until they are shown.
//!
//! A ratio is not a percentage: they are types of their own, and neither is ever "not a number". What cannot be
//! divided is said to be so ([`RatioOutcome`]).

mod decimal;
mod proportion;
mod ratio;

pub use decimal::Decimal;
pub use proportion::Proportion;
pub use ratio::{Ratio, RatioOutcome};
