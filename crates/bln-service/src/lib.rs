//! The verbs of a staff network: one method for each thing a person does, over any store.

mod consent;
mod desk;
mod directory;
mod error;
mod events;
mod fingerprint;
mod membership;
mod network;
mod organisations;
mod overview;
mod people;
mod ports;
mod registrations;
mod system;

pub use directory::{DirectoryEntry, PersonView};
pub use error::NetworkError;
pub use events::Created;
pub use network::Network;
pub use organisations::Loaded;
pub use overview::{Overview, PlacesInUse};
pub use ports::{Clock, IdSource};
pub use registrations::Placement;
pub use system::{SystemClock, SystemIds};
