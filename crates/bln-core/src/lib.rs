//! The nouns and pure decisions of an NHS staff network.

mod access_needs;
mod accessibility;
mod actor;
pub mod admission;
mod application;
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
pub mod permission;
mod permit;
mod person;
mod person_name;
mod pillar;
mod planned_event;
mod professional;
pub mod purpose;
mod record;
mod recurrence;
mod refusal;
mod registration;
mod request;
mod schedule;
mod search;
mod seat_audit;
mod seat_book;
mod seats;
mod sensitive;
mod series;
mod text;
mod time;
mod version;
pub mod visibility;
mod wording;

pub use access_needs::AccessNeeds;
pub use accessibility::{Accessibility, Provision};
pub use actor::{Actor, Role};
pub use application::{Application, ConsentGiven};
pub use attendance::{Mode, ModeChoice, Modes, Places, PlacesByMode};
pub use audience::Audience;
pub use audit::{Action, AuditEntry};
pub use banded::PeopleCount;
pub use characteristics::Characteristics;
pub use confidentiality::Confidentiality;
pub use consent::{ConsentDecision, ConsentEntry, ConsentLedger, ConsentMethod, ConsentStatus};
pub use directory::Directory;
pub use email::{EmailAddress, EmailAddresses, NhsDomain};
pub use ethnicity::{BroadEthnicGroup, EthnicCategory, EthnicGroup};
pub use event::{Event, EventDetails, EventParts, EventState, Revision};
pub use event_kind::{EventKind, OtherKind};
pub use id::Id;
pub use invalid::{Invalid, InvalidKind};
pub use joining_link::{ConfirmedPlace, JoiningLink};
pub use level::{AfcBand, Level, MedicalGrade};
pub use link::Link;
pub use membership::{Ally, Belonging, BelongingKind, Declaration, Member, Membership, Spell, Standing};
pub use network::{
    Channel, ChannelKind, NetworkParts, NetworkProfile, PillarDescription, PillarDescriptions, Word, Wording,
    WordingPurpose, Wordings, Words,
};
pub use notice::{Notice, NoticeKind};
pub use ods::{OdsCode, OdsRole, Region, RoleRank};
pub use offer::OfferWindow;
pub use organisation::{
    DatedNames, OperationalDates, Organisation, OrganisationKind, OrganisationName, OrganisationParts,
    OrganisationStatus, Succession,
};
pub use permit::Permit;
pub use person::{Affiliation, Employer, Person, PersonDetails};
pub use person_name::PersonName;
pub use pillar::{Pillar, Pillars};
pub use planned_event::{PlannedEvent, Repeats};
pub use professional::{ProfessionalBody, ProfessionalRegistration};
pub use purpose::{Purpose, PurposeCode};
pub use record::RecordRef;
pub use recurrence::{Recurrence, RecurrenceEnd, Walls};
pub use refusal::Refusal;
pub use registration::{Registration, RegistrationParts, RegistrationState, RegistrationStep, Sequence};
pub use request::{ConsentAnswer, ConsentRequest, RegistrationRequest};
pub use schedule::{RegistrationWindow, Schedule, WindowState};
pub use search::{search_key, search_words};
pub use seat_audit::{SeatAudit, SeatFault};
pub use seat_book::{
    Reach, RegistrationChange, RemovedRegistration, SeatBook, SeatChanges, SeatCommand, SeatFrame,
    SeatOutcome, Shortfall,
};
pub use seats::{Intake, Pool, Seats, SeatsParts, WaitingCounts};
pub use sensitive::Sensitive;
pub use series::{Occurrence, Series};
pub use text::{Line, Prose};
pub use time::{Instant, LocalTime, Resolution, TimeZone};
pub use version::{Version, Versioned};
pub use wording::{WordingName, WordingRef};
