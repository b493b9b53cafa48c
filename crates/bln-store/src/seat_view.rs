//! What a registration desk reads at once: everything its next batch of decisions needs, in one snapshot.

use bln_core::{
    BelongingKind, Event, Id, Instant, ModeChoice, Person, Reach, Registration, Seats, Version, Versioned,
};

use crate::{Receipt, ReceiptKey};

/// What to read for a batch of decisions about one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatQuery {
    /// The event.
    pub event: Id<Event>,
    /// The people the batch is about.
    pub people: Vec<Id<Person>>,
    /// The requests that may have been answered already.
    pub receipts: Vec<ReceiptKey>,
    /// How many to read from the head of the waiting list, for each choice.
    pub heads: u32,
    /// Read the offers that expire at or before this instant,
    pub due: Instant,
    /// at most this many, those that expire first first.
    pub due_limit: u32,
    /// Read this many live registrations besides, lowest numbers first. Zero but for closing an event.
    pub live_limit: u32,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatView {
    /// The event.
    pub event: Versioned<Event>,
    /// Its seats.
    pub seats: Versioned<Seats>,
    /// The registrations of the people asked about, the offers that are due, the heads of the waiting list and
    /// the live ones, in any order. One that is asked for in two ways may come twice.
    pub registrations: Vec<Versioned<Registration>>,
    /// How far each waiting list was read.
    pub reach: [(ModeChoice, Reach); 3],
    /// How each person asked about belongs. Who is not on the list is left out.
    pub belongs: Vec<Belongs>,
    /// The receipts that are there.
    pub receipts: Vec<Receipt>,
    /// Zero when every live registration was read, or none was asked for; else one or more. How many exactly is
    /// not told: counting them would cost as much as reading them.
    pub live_beyond: u32,
}

/// How a person belongs, as far as a desk needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Belongs {
    /// Who.
    pub person: Id<Person>,
    /// How they belong now, if they are active.
    pub active: Option<BelongingKind>,
    /// The version of their membership, if they have one: what a decision on it must pin.
    pub membership: Option<Version>,
}
