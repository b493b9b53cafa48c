//! What is known: resources, what they show, and the figures that they state.
//!
//! A figure is never a bare number. It comes with the words it is stated in, the population, how many were asked,
//! how and when, and where it was read ([`Figure`]). What can be checked is checked: a percentage of a stated number of
//! people must be one that some whole number of them gives ([`Claim`]). A network keeps its own evidence as data
//! ([`EvidenceBase::read`]); that of the BME Leadership Network comes with the crate ([`evidence_base`]).

mod base;
mod claim;
mod error;
mod figure;
mod link;
mod number;
mod resource;

pub use base::{BaseFault, EvidenceBase, evidence_base};
pub use claim::{Claim, ClaimCheck};
pub use error::FindingError;
pub use figure::{Figure, Meant, Sourcing, UnitOfFigure};
pub use link::HttpsLink;
pub use number::Printed;
pub use resource::{Finding, Licence, Resource, ResourceKind, Tags};

pub use crate::{
    survey::{Report, Wording},
    terms::Published,
};
