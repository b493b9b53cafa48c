//! The verbs of a staff network: one method for each thing a person does, over any store.
//!
//! [`Network`] is what a door (a web server, a command line, another language) holds. Each of its methods checks
//! who asks, loads what the decision needs, lets `bln-core` decide and commits the outcome in one piece. The store,
//! the clock and the source of identifiers are handed in.
//!
//! # From joining to a confirmed place
//!
//! ```
//! use std::sync::Arc;
//!
//! use bln_core::{
//!     Actor, Application, Audience, BelongingKind, Confidentiality, ConsentMethod, EmailAddress, EmailAddresses,
//!     EventDetails, EventKind, Id, Line, LocalTime, Mode, ModeChoice, Modes, NetworkProfile, PersonDetails,
//!     PersonName, Pillar, Pillars, Places, PlacesByMode, PlannedEvent, RegistrationRequest, Schedule, TimeZone,
//!     WordingRef,
//! };
//! use bln_service::{Network, Placement, Ports};
//! use bln_store::{IdempotencyKey, MemoryStore};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let network = Network::open(
//!     Arc::new(MemoryStore::new()),
//!     NetworkProfile::bln()?,
//!     Ports::without_kept_keys()?, // a network that is to last: Ports::system(Arc::new(FileKeyRing::open(..)?))
//! )
//! .await?;
//! // Whoever lets people in says who they are; here, somebody who runs the network.
//! let lead = Actor::administrator(Id::new(uuid::Uuid::from_u128(1)));
//!
//! let application = Application {
//!     details: PersonDetails::new(
//!         PersonName::parse("Sample Person 17")?,
//!         EmailAddresses::new([EmailAddress::parse("sample.person.17@example.org")?])?,
//!     ),
//!     joining_as: BelongingKind::Ally,
//!     declaration: WordingRef::parse("ally-statement@1")?,
//!     privacy_notice: WordingRef::parse("privacy-notice@1")?,
//!     consents: vec![],
//!     method: ConsentMethod::Web,
//! };
//! let person = network.apply(Actor::public(), application, IdempotencyKey::parse("join-0017")?).await?;
//!
//! let london = |text| LocalTime::parse(text, TimeZone::LONDON);
//! let details = EventDetails::new(
//!     Line::parse("Network meeting")?,
//!     EventKind::NetworkMeeting,
//!     Pillars::new([Pillar::SystemInfluencing])?,
//!     Audience::MembersAndAllies,
//!     Modes::InPerson,
//!     Schedule::new(london("2199-05-01T18:00")?, london("2199-05-01T20:00")?)?,
//!     Confidentiality::ChathamHouse,
//! );
//! let places = PlacesByMode::in_person(Places::new(40)?);
//! let plan = PlannedEvent { details, places, repeats: None };
//! let event = network.create_event(lead, plan, IdempotencyKey::parse("meeting-1")?).await?.events[0];
//! network.publish_event(lead, event).await?;
//!
//! let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
//! let placement =
//!     network.register(Actor::participant(person), request, IdempotencyKey::parse("place-0017")?).await?;
//! assert_eq!(placement, Placement::Confirmed { mode: Mode::InPerson });
//! # Ok(())
//! # }
//! ```
//!
//! # Three outcomes
//!
//! A verb is done, refused, or of unknown outcome ([`NetworkError`]). Verbs that create something take an
//! [`IdempotencyKey`](bln_store::IdempotencyKey): asking again with the same key and the same request gives the
//! same answer and does nothing twice, also after [`NetworkError::UnknownOutcome`].
//!
//! # Who asks
//!
//! Every verb takes an [`Actor`](bln_core::Actor). Who may do what is one table, [`bln_core::access`], and no verb
//! reaches the store without asking it; who sees what is one gate, [`bln_core::visibility`]. What an actor may not see
//! is answered as if it were not there.

mod addresses;
mod applications;
mod as_read;
mod attendees;
mod audit;
mod bulletins;
mod characteristics;
mod consent;
mod desk;
mod directory;
mod dispatch;
mod duplicates;
mod erasure;
mod error;
mod events;
mod facilitation;
mod figures;
mod fingerprint;
mod gate;
mod import;
mod initiatives;
mod interests;
mod legacy;
mod limits;
mod links;
mod membership;
mod merge;
mod messages;
mod network;
mod objection;
mod organisations;
mod overview;
mod page;
mod people;
mod ports;
mod recognitions;
mod registrations;
mod reminders;
mod resources;
mod retention;
mod rewrap;
mod rights_requests;
mod sender;
mod speaking_up;
mod subject_access;
mod suppressed;
mod system;
mod takedowns;
mod testimonials;
mod themes;

pub use attendees::Attendee;
pub use audit::{AuditProof, AuditVerdict};
pub use bulletins::{IssueEntry, SentBulletins};
pub use characteristics::OwnCharacteristics;
pub use consent::AskAgain;
pub use directory::{DirectoryEntry, PersonView};
pub use dispatch::{Dispatched, ParkedAnswer, ParkedNotice};
pub use erasure::{ErasureCertificate, KeyDestroyed};
pub use error::NetworkError;
pub use events::Created;
pub use links::Redeemed;
pub use network::Network;
pub use organisations::Loaded;
pub use overview::{Overview, PlacesInUse};
pub use ports::{Clock, IdSource, Ports, SecretSource, SecretsUnavailable};
pub use registrations::Placement;
pub use retention::{Over, RetentionReport};
pub use rewrap::{RewrapCursor, Rewrapped};
pub use rights_requests::RequestInTime;
pub use sender::{Letter, SendError, Sender};
pub use speaking_up::Released;
pub use subject_access::SubjectAccess;
pub use system::{SystemClock, SystemIds, SystemSecrets};
