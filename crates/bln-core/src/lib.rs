//! The nouns and pure decisions of an NHS staff network: members and allies, four pillars, a programme of events
//! with safe spaces and waiting lists, and the consent that all of it rests on.
//!
//! Everything here is a value or a total function over values. There is no clock, no randomness, no I/O and no
//! `async`: the time and new identifiers are arguments, so the same rule runs on a server, in a desktop tool and in
//! a property test, and gives the same answer. Verbs over a store are in `bln-service`; forms become nouns in
//! `bln-validation`.
//!
//! # A short tour
//!
//! A person comes from what people write, and is either well formed or refused with a code. Nothing that prints
//! prints a person.
//!
//! ```
//! use bln_core::{EmailAddress, EmailAddresses, Id, Person, PersonDetails, PersonName};
//!
//! let name = PersonName::parse("Sample Person 17")?;
//! let emails = EmailAddresses::new([EmailAddress::parse("Sample.Person.17@Example.ORG")?])?;
//! let person = Person::new(Id::new(uuid::Uuid::from_u128(17)), PersonDetails::new(name, emails));
//! assert_eq!(person.emails().preferred().as_str(), "sample.person.17@example.org");
//! assert!(!format!("{person:?}").contains("Sample"));
//! # Ok::<(), bln_core::Invalid>(())
//! ```
//!
//! Belonging is a dated history. An ally joins at once; eligibility is what people declare, in a wording that is
//! kept by version.
//!
//! ```
//! use bln_core::{Belonging, BelongingKind, Declaration, Id, Instant, Membership, WordingRef};
//!
//! let monday: Instant = "2027-03-01T09:00:00Z".parse()?;
//! let friday: Instant = "2027-03-05T09:00:00Z".parse()?;
//! let declared = |at| {
//!     Ok::<_, bln_core::Invalid>(Declaration::new(
//!         WordingRef::parse("ally-statement@1")?,
//!         WordingRef::parse("privacy-notice@1")?,
//!         at,
//!     ))
//! };
//! let ally = Membership::apply(
//!     Id::new(uuid::Uuid::from_u128(17)),
//!     Belonging::new(BelongingKind::Ally, declared(monday)?),
//!     monday,
//! );
//! let member = ally.convert(Belonging::new(BelongingKind::Member, declared(friday)?), friday)?;
//! assert_eq!(member.active_kind(monday), Some(BelongingKind::Ally));
//! assert_eq!(member.active_kind(friday), Some(BelongingKind::Member));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Consent is a capability. What needs it asks for a [`Permit`], and a permit can be had only from a ledger whose
//! last word is a live "yes"; see [`ConsentLedger`]. What is special about a person is held in [`Sensitive`], which
//! cannot be printed, compared or serialised at all.
//!
//! Plans are made in local time: see [`LocalTime`], [`Schedule`] and [`Series`]. A weekly 18:00 stays 18:00 when the
//! clocks change.
//!
//! Places are the [`SeatBook`]'s: the rules by which they are given, held, taken back and offered again, over the
//! few records that a decision needs.
//!
//! # How errors read
//!
//! A constructor refuses with [`Invalid`]: a stable code and, where a bound was broken, the bound. A decision
//! refuses with [`Refusal`]: a code, a sentence and a next step. Neither ever carries what somebody wrote.
//!
//! # Where a rule comes from
//!
//! Each is named where it is kept: the NHS Data Dictionary, the Organisation Data Service, UK GDPR and the Data
//! Protection Act 2018, RFC 5545, RFC 5321, UTS 46. What no authority says is marked as this library's own choice.

pub mod access;
mod access_needs;
mod accessibility;
mod action_link;
mod actor;
pub mod admission;
mod application;
mod attendance;
mod audience;
mod audit;
mod banded;
pub mod bounce;
mod bulletin;
mod characteristics;
mod confidentiality;
mod consent;
mod directory;
mod dispatch;
pub mod duplicates;
mod email;
mod event;
mod event_kind;
mod facilitation;
mod figure;
mod fullness;
mod id;
mod initiative;
mod invalid;
mod joining_link;
mod keyed_hash;
mod legacy;
mod level;
pub mod limits;
mod link;
mod membership;
mod message;
mod network;
mod network_bln;
mod notice;
mod offer;
mod organisation;
mod own_data;
mod permit;
mod person;
mod person_merge;
mod person_name;
mod planned_event;
pub mod processing;
mod professional;
mod pseudonym;
pub mod purpose;
mod recognition;
mod record;
mod recurrence;
mod refusal;
mod registration;
mod request;
mod resource;
pub mod retention;
pub mod rights;
mod schedule;
mod sealed;
mod search;
mod seat_audit;
mod seat_book;
mod seats;
mod seats_view;
mod sensitive;
mod series;
mod speaking_up;
mod spelling;
mod suppression;
pub mod testimonial;
mod text;
mod theme;
mod time;
mod token_hash;
mod version;
pub mod visibility;
mod wording;

pub use bln_terms::{
    AfcBand, BroadEthnicGroup, EthnicCategory, EthnicGroup, HighImpactAction, Indicator, MedicalGrade,
    OdsCode, OdsRole, Pillar, Pillars, Published, Region, RoleRank, TermError,
};

pub use access_needs::AccessNeeds;
pub use accessibility::{Accessibility, Provision};
pub use action_link::{ActionLink, LinkAction, LinkKind, LinkView};
pub use actor::{Actor, Role};
pub use application::{Application, ConsentGiven};
pub use attendance::{Mode, ModeChoice, Modes, Places, PlacesByMode};
pub use audience::Audience;
pub use audit::{Action, AuditEntry};
pub use banded::PeopleCount;
pub use bulletin::{
    Bulletin, BulletinAudience, BulletinContents, BulletinParts, BulletinState, Interests, Issue,
    IssueContent, IssueEvent, IssueSection, Reached, Reader, Section, SectionContent,
};
pub use characteristics::Characteristics;
pub use confidentiality::Confidentiality;
pub use consent::{ConsentDecision, ConsentEntry, ConsentLedger, ConsentMethod, ConsentStatus};
pub use directory::Directory;
pub use dispatch::{Dispatch, Occasion, Recipient, ToldEvent, Topic, Withheld};
pub use email::{EmailAddress, EmailAddresses, NhsDomain};
pub use event::{Event, EventDetails, EventParts, EventState, Revision};
pub use event_kind::{EventKind, OtherKind};
pub use facilitation::{AttendeeAccess, Facilitation, FacilitationWindow, LineManagementChecked};
pub use figure::{Figure, FigureParts};
pub use fullness::{Fullness, WaitingPlace};
pub use id::Id;
pub use initiative::{Conclusion, Initiative, InitiativeDetails, InitiativeState};
pub use invalid::{Invalid, InvalidKind};
pub use joining_link::{ConfirmedPlace, JoiningLink};
pub use keyed_hash::KeyedHash;
pub use legacy::{
    AnswerGiven, Answered, Body, InitiativeStory, LegacyEntry, LegacyKind, LegacyLedger, LegacyLine,
    LegacyMethod, LegacyPeriod, LegacyStory, LegacyTally, Linked, OutcomeEvidence, Owner, PillarStory, Place,
    Settled, StandingAsk, StandingCommitment, StandingLine, legacy,
};
pub use level::Level;
pub use limits::Limits;
pub use link::Link;
pub use membership::{Ally, Belonging, BelongingKind, Declaration, Member, Membership, Spell, Standing};
pub use message::{Broadcast, BroadcastContent, Message};
pub use network::{
    Channel, ChannelKind, NetworkParts, NetworkProfile, PillarDescription, PillarDescriptions, Word, Wording,
    WordingPurpose, Wordings, Words,
};
pub use notice::{Notice, NoticeKind, NoticeState, Repeat, Turn};
pub use offer::OfferWindow;
pub use organisation::{
    DatedNames, OperationalDates, Organisation, OrganisationKind, OrganisationName, OrganisationParts,
    OrganisationStatus, Succession,
};
pub use own_data::OwnData;
pub use permit::Permit;
pub use person::{Affiliation, Employer, Person, PersonDetails};
pub use person_merge::merge_people;
pub use person_name::PersonName;
pub use planned_event::{PlannedEvent, Repeats};
pub use professional::{ProfessionalBody, ProfessionalRegistration};
pub use pseudonym::Pseudonym;
pub use purpose::{Purpose, PurposeCode};
pub use recognition::{Recognition, RecognitionDetails, RecognitionKind, ShownRecognition};
pub use record::RecordRef;
pub use recurrence::{Recurrence, RecurrenceEnd, Walls};
pub use refusal::Refusal;
pub use registration::{Registration, RegistrationParts, RegistrationState, RegistrationStep, Sequence};
pub use request::{ConsentAnswer, ConsentRequest, RegistrationRequest};
pub use resource::{
    Findings, Resource, ResourceDetails, ResourceKind, ResourceState, ResourceView, WithdrawnResource,
};
pub use retention::RetentionSchedule;
pub use rights::{BankHolidays, Right, RightsRequest};
pub use schedule::{RegistrationWindow, Schedule, WindowState};
pub use sealed::{Characteristic, KeyName, SealedCharacteristics, SealedValue, WrappedKey};
pub use search::{search_key, search_terms, search_words};
pub use seat_audit::{SeatAudit, SeatFault};
pub use seat_book::{
    Numbers, Reach, RegistrationChange, RemovedRegistration, SeatBook, SeatChanges, SeatCommand, SeatFrame,
    SeatOutcome, Shortfall,
};
pub use seats::{Intake, Pool, Seats, SeatsParts, WaitingCounts};
pub use seats_view::SeatsView;
pub use sensitive::Sensitive;
pub use series::{Occurrence, Series};
pub use speaking_up::{Referral, RouteKind, SpeakingUpRoute};
pub use spelling::{Misspelling, misspelling, misspellings};
pub use suppression::Suppression;
pub use testimonial::{
    Attribution, NamingLevel, Post, PublishableTestimonial, Takedown, TakedownReason, Testimonial,
    TestimonialOffer, TestimonialParts, TestimonialState, TestimonialUse, TestimonialUseParts, WordsHash,
};
pub use text::{Line, Prose};
pub use theme::{ContributorBand, ReleasedTheme, Theme, ThemeParts, ThemeState};
pub use time::{Instant, LocalTime, Resolution, TimeZone};
pub use token_hash::TokenHash;
pub use version::{Version, Versioned};
pub use wording::{WordingName, WordingRef};
