//! The terms of the NHS as types: ethnic groups and categories, Agenda for Change bands, codes of the Organisation
//! Data Service, staff groups, the indicators of the WRES, the high-impact actions of the improvement plan, and days of
//! publication; and the four pillars of a staff network.
//!
//! These are the words that a network's records (`bln-core`) and its evidence (`bln-evidence`) share. Each is read
//! from the code that the field writes, refused with a stable code if it is none, and never guessed.
//!
//! ```
//! use bln_terms::{EthnicCategory, WresGroup};
//!
//! assert_eq!(EthnicCategory::parse("M")?.wres_group(), WresGroup::Bme);
//! // Asked and not stated is unknown; what is no code at all is refused, and never taken for unknown.
//! assert_eq!(EthnicCategory::parse("Z")?.wres_group(), WresGroup::Unknown);
//! assert_eq!(EthnicCategory::parse("Q").unwrap_err().code(), "ethnic_category.unknown");
//! # Ok::<(), bln_terms::TermError>(())
//! ```

mod band;
mod error;
mod ethnicity;
mod high_impact_action;
mod indicator;
mod ods;
mod pillar;
mod published;
mod staff_group;

pub use band::{AfcBand, MedicalGrade};
pub use error::TermError;
pub use ethnicity::{BroadEthnicGroup, EthnicCategory, EthnicGroup, Mapped, MappingLoss, WresGroup};
pub use high_impact_action::HighImpactAction;
pub use indicator::{Counted, Direction, Indicator, Order, Unit};
pub use ods::{OdsCode, OdsRole, Region, RoleRank};
pub use pillar::{Pillar, Pillars};
pub use published::Published;
pub use staff_group::{Clinical, StaffGroup};
