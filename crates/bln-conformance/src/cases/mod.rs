//! The cases: a plain function for each sentence of the contract, under the name it has there.
//!
//! A case is handed an empty store. It works on any store and through the port alone, but for those about
//! [failures](failure). [`suite!`](crate::suite)
//! runs them all; to run one by hand, call it, on a multi-thread runtime: those about concurrency wait for
//! threads of their own.

pub mod application;
pub mod audit;
pub mod bounds;
pub mod bulletin;
pub mod calendar;
pub mod cancellation;
pub mod characteristics;
pub mod commit;
pub mod concurrency;
pub mod consent;
pub mod erasure;
pub mod event;
pub mod facilitation;
pub mod failure;
pub mod initiative;
pub mod inspect;
pub mod large;
pub mod legacy;
pub mod limits;
pub mod link;
pub mod membership;
pub mod message;
pub mod organisation;
pub mod outbox;
pub mod paging;
pub mod person;
pub mod pin;
pub mod pseudonym;
pub mod race;
pub mod receipt;
pub mod reference;
pub mod registration;
pub mod resource;
pub mod rights;
pub mod search;
pub mod seat_view;
pub mod seats;
pub mod suppression;
pub mod survey;
pub mod text;
pub mod theme;
pub mod wording;
pub mod words;
