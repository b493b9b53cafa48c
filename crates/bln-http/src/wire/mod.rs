//! What is sent: types of their own, because nouns and what is told of them change for different reasons.

mod added;
mod attendee;
mod characteristics;
mod consent;
mod directory;
mod event;
mod figure;
mod initiative;
mod legacy;
mod link;
mod organisation;
mod person;
mod registration;
mod resource;
mod standing;
mod story;
mod theme;

pub(crate) use added::AddedWire;
pub(crate) use attendee::AttendeesWire;
pub(crate) use characteristics::{AccessNeedsWire, OwnCharacteristicsWire};
pub(crate) use consent::AskAgainWire;
pub(crate) use directory::FoundWire;
pub(crate) use event::{CreatedWire, EventWire, SeatsWire};
pub(crate) use figure::FigureWire;
pub(crate) use initiative::{InitiativeWire, InitiativeWithLedgerWire};
pub(crate) use legacy::EntryWire;
pub(crate) use link::{LinkWire, RedeemedWire};
pub(crate) use organisation::{LoadedWire, OrganisationWire};
pub(crate) use person::PersonWire;
pub(crate) use registration::{PlacementWire, RegistrationWire};
pub(crate) use resource::ResourceWire;
pub(crate) use story::LegacyStoryWire;
pub(crate) use theme::{ThemesWire, UnreleasedThemesWire};
