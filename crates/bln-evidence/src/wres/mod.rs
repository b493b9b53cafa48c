//! The Workforce Race Equality Standard (WRES) of NHS England, in force since 2015.
//!
//! Nine [indicators](Indicator): four of the workforce, four of the NHS Staff Survey, one of the board. Each has a
//! [direction](Direction) and a [unit](Unit), and they differ: indicators 2 and 4 put white staff over BME staff,
//! indicator 3 puts BME staff over white staff, and a ratio is never a percentage. Everything is exact until it is
//! shown, and what cannot be compared is said to be so ([`NotComparable`]).
//!
//! The types here compute with whatever numbers they are given. Numbers that were tallied from people
//! ([`crate::workforce`]) reach them only through [`crate::disclosure`], as a [`Released`] value.
//!
//! ```
//! use bln_evidence::{exact::Proportion, wres::{ImpactBand, Likelihood, Process, Significance}};
//!
//! // Of 400 white people who were shortlisted 100 were appointed, of 200 BME people 30.
//! let (white, bme) = (Proportion::new(100, 400).unwrap(), Proportion::new(30, 200).unwrap());
//! let likelihood = Likelihood::new(Process::Appointment, white, bme);
//! assert_eq!(likelihood.ratio().finite().unwrap().rounded(2).to_string(), "1.67");
//!
//! let impact = likelihood.adverse_impact();
//! assert_eq!((impact.band(), impact.significance()), (ImpactBand::WorseForBme, Significance::Significant));
//! ```

mod adverse_impact;
mod board;
mod disparity;
mod error;
mod figure;
mod grade;
mod high_impact_action;
mod likelihood;
mod published;
pub mod quality;
mod released;
mod representation;
mod series;
mod staff_survey;
mod year;

pub use adverse_impact::{AdverseImpact, ImpactBand, Significance};
pub use board::{BoardDifference, Membership};
pub use disparity::{DisparityRatio, Tier, TierCounts, Tiers};
pub use error::{NotComparable, WresError};
pub use grade::{Cluster, Grade, TemplateRow};
pub use high_impact_action::{Deadline, Metric};
pub use likelihood::{Likelihood, Process};
pub use published::{Measure, PublishedFigure, Status, published};
pub use released::Released;
pub use representation::{Denominator, Representation};
pub use series::{Point, Series};
pub use staff_survey::{Given, StaffSurveyFigure, questions};
pub use year::{Method, Period, WresYear};

pub use crate::terms::{Counted, Direction, HighImpactAction, Indicator, Order, Unit};
