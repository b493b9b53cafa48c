//! The nouns and pure decisions of an NHS staff network.

mod access_needs;
mod accessibility;
mod actor;
mod attendance;
mod audience;
mod audit;
mod banded;
mod characteristics;
mod confidentiality;
mod consent;
mod directory;
mod email;
mod ethnicity;
mod event;
mod event_kind;
mod id;
mod invalid;
mod joining_link;
mod level;
mod link;
mod membership;
mod network;
mod network_bln;
mod notice;
mod ods;
mod offer;
mod organisation;
mod permit;
mod person;
mod person_name;
mod pillar;
mod professional;
pub mod purpose;
mod record;
mod recurrence;
mod refusal;
mod registration;
mod schedule;
mod seat_book;
mod seats;
mod sensitive;
mod series;
mod text;
mod time;
mod version;
pub mod visibility;
mod wording;

pub use accessibility::*;
pub use actor::{Actor, Role};
pub use attendance::{Mode, ModeChoice, Modes, Places, PlacesByMode};
pub use audience::*;
pub use confidentiality::*;
pub use directory::Directory;
pub use email::{EmailAddress, EmailAddresses, NhsDomain};
pub use event::*;
pub use id::Id;
pub use invalid::{Invalid, InvalidKind};
pub use level::{AfcBand, Level, MedicalGrade};
pub use link::Link;
pub use membership::{Ally, Belonging, BelongingKind, Declaration, Member, Membership, Spell, Standing};
pub use network::{
    Channel, ChannelKind, NetworkParts, NetworkProfile, PillarDescription, PillarDescriptions, Word, Wording,
    WordingPurpose, Wordings, Words,
};
pub use ods::{OdsCode, OdsRole, Region, RoleRank};
pub use offer::OfferWindow;
pub use organisation::{
    DatedNames, OperationalDates, Organisation, OrganisationKind, OrganisationName, OrganisationParts,
    OrganisationStatus, Succession,
};
pub use person::{Affiliation, Employer, Person, PersonDetails};
pub use person_name::PersonName;
pub use pillar::{Pillar, Pillars};
pub use professional::{ProfessionalBody, ProfessionalRegistration};
pub use refusal::Refusal;
pub use text::{Line, Prose};
pub use time::{Instant, LocalTime, Resolution, TimeZone};
pub use version::{Version, Versioned};
pub use wording::{WordingName, WordingRef};
