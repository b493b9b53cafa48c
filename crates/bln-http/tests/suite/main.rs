//! The door, asked in memory: what it answers, and what it never answers.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod access;
mod addresses;
mod answers;
mod audit;
mod bounds;
mod bulletins;
mod characteristics;
mod consents;
mod described;
mod door;
mod feeds;
mod initiatives;
mod journey;
mod links;
mod network;
mod organisations;
mod people;
mod recognitions;
mod resources;
mod rights;
mod running;
mod speaking_up;
mod testimonials;
mod themes;
