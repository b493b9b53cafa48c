//! A whole season of a staff network: what the `season` example is made of.
//!
//! Read it in the order in which it happens: organisations are loaded ([`ods`]), applications are made up
//! ([`generate`]) and imported ([`import`]), a programme is published ([`programme`]), a year goes by ([`year`]), and
//! the network lead gets a report ([`report`]). [`season`] holds the parts together. [`clock`] and [`random`] make
//! all of it come out the same for the same seed.
//!
//! [`board`] writes what a network asked for and what came of it as one page for a board.
//!
//! [`steward`] looks after the [`database`] that a network is kept in. [`wres_report`] needs none: it goes from a CSV file
//! to a report for a board.

pub mod board;
pub mod celebration;
pub mod changes;
pub mod clock;
pub mod database;
pub mod generate;
pub mod import;
pub mod keys;
pub mod lines;
pub mod news;
pub mod ods;
pub mod privacy;
pub mod programme;
pub mod progress;
pub mod random;
pub mod report;
pub mod season;
pub mod serve;
pub mod steward;
pub mod stopwatch;
pub mod waves;
pub mod wres_report;
pub mod year;

/// The samples of the README, compiled and run with the documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The samples of the guide to doors, compiled with the documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../docs/how-to-write-a-door.md")]
pub struct HowToWriteADoor;
