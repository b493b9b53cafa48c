//! The cases: a plain function for each sentence of the contract, under the name it has there.
//!
//! A case is handed an empty store. It works on any store and through the port alone. [`suite!`](crate::suite)
//! runs them all; to run one by hand, call it, on a multi-thread runtime: those about concurrency wait for
//! threads of their own.

pub mod audit;
pub mod commit;
pub mod concurrency;
pub mod consent;
pub mod event;
pub mod inspect;
pub mod membership;
pub mod organisation;
pub mod outbox;
pub mod person;
pub mod pin;
pub mod receipt;
pub mod reference;
pub mod registration;
pub mod search;
pub mod seat_view;
pub mod seats;
pub mod wording;
