//! What the benches share: a network to measure, the least program that does the same, and how figures are told.
//!
//! Every figure is a ratio between contestants that took turns in one run. Absolute rates say more about the disk
//! of the moment than about the program: one wait for the disk can take a fifth of a millisecond or four.

pub mod applications;
pub mod bare;
pub mod counting;
pub mod figures;
pub mod forms;
pub mod ground;
pub mod hand;
pub mod list;
pub mod membership_form;
pub mod peers;
pub mod postgres;

/// What a bench ends with: any error stops it, because a figure for something that failed would mislead.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
