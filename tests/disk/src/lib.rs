//! A disk under SQLite that remembers what was written and synced, fails when told to, and loses its power.
//!
//! SQLite reaches its files through a *VFS* (<https://www.sqlite.org/vfs.html>), a table of functions. This crate puts
//! one of its own before the default one of the process. Files outside a watched folder never notice. For those within,
//! [`Disk`] writes down every change in order, or fails it, and [`Replay`] gives what is in the folder after a cut of
//! power at any moment of that log.
//!
//! # What is modelled
//!
//! A sync makes the whole content of its file last. What was written since is kept, dropped, or torn at the bounds of
//! sectors of 512 bytes, each write by itself and in no order. A file's name is not its content: that a file was made
//! or deleted lasts once its folder was synced, which SQLite's VFS for Unix does at the first sync of a new journal or
//! log, and at a deletion that asks for it; before that, the names of a folder go back to any earlier moment, each by
//! itself. File systems are kinder than that.
//!
//! # What is not
//!
//! A disk that says it has synced when it has not (but see [`How::Lies`]), a sector that is torn within, bits that
//! rot, and reads that fail. The index of the log (`-shm`) is not looked at: it lies in memory, and SQLite makes it
//! anew. What a program does to its files past SQLite is not seen.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod disk;
mod replay;
mod vfs;

pub use disk::{Disk, Fault, How, Kind, Log, Op};
pub use replay::Replay;
