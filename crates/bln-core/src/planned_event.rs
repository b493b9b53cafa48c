//! An event as it is planned: what it is, how many places it has, and how it repeats.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{EventDetails, PlacesByMode, Recurrence};

/// How an event repeats, on the wall of its own time zone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Repeats {
    /// The rule (RFC 5545 section 3.3.10).
    pub rule: Recurrence,
    /// The local dates on which it does not take place.
    pub except: BTreeSet<NaiveDate>,
}

/// An event, or a whole series of them, ready to be created.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PlannedEvent {
    /// What it is; in a series, the first of them.
    pub details: EventDetails,
    /// How many places each has.
    pub places: PlacesByMode,
    /// How it repeats, if it does.
    pub repeats: Option<Repeats>,
}
