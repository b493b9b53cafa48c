//! The persistence port of a staff network: what a store must do, said once, and a store that does it in memory.
//!
//! A store keeps one network. It is read through small object-safe traits, one for each noun, and written in one
//! way only: [`CommitStore::commit`] takes a [`Changes`] value, the whole of what one decision wants written, and
//! does all of it or none. The documentation of the traits is the contract; every sentence of it is a named test
//! case in the `bln-conformance` crate, and [`MemoryStore`] is the contract as a program.
//!
//! ```
//! use std::sync::Arc;
//!
//! use bln_store::{MemoryStore, Store};
//!
//! // Everything above the port holds a store like this, and never asks which one it is.
//! let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
//! # let _ = store;
//! ```

mod application_view;
mod bounds;
mod changes;
mod error;
mod fault;
mod memory;
mod page;
mod receipt;
mod record;
mod seat_view;
mod survey;
mod traits;

pub use application_view::{ApplicationQuery, ApplicationView};
pub use changes::{Changes, Discarded, Expected, Pin, Write};
pub use error::{Rule, StoreError};
pub use fault::StoreFault;
pub use memory::MemoryStore;
pub use page::{Page, PageSize};
pub use receipt::{Fingerprint, IdempotencyKey, Receipt, ReceiptKey};
pub use record::{
    AuditRecord, EventCursor, NameCursor, NoticeRecord, Older, PersonRecord, Position, ReaderRecord,
};
pub use seat_view::{Belongs, SeatQuery, SeatView};
pub use survey::{
    AnswerKey, KeptResponse, KeptWords, Spending, Survey, SurveyBatch, SurveyName, SurveyState,
};
pub use traits::{
    AuditStore, BulletinStore, CharacteristicsStore, CommitStore, ConsentStore, EventStore, InspectStore,
    LegacyStore, LinkStore, MembershipStore, OrganisationStore, OutboxStore, PersonStore, ReceiptStore,
    RegistrationStore, ResourceStore, RightsStore, SafeSpaceStore, Store, SuppressionStore, SurveyStore,
    WordingStore, WordsStore,
};
