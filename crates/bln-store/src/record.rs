//! What reads return where it is more than one noun.

use std::fmt;

use bln_core::{
    AuditEntry, ConsentLedger, Event, Id, Instant, Interests, Limits, Membership, Notice, NoticeState,
    Person, Reader, Versioned,
};

/// A person with what is always needed beside them: how they belong, and what they agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRecord {
    /// The person.
    pub person: Versioned<Person>,
    /// How they belong, if they ever applied or joined.
    pub membership: Option<Versioned<Membership>>,
    /// What they agreed to, if they were ever asked.
    pub consent: Option<Versioned<ConsentLedger>>,
    /// What may not be done with their records for now, if that was ever limited.
    pub limits: Option<Versioned<Limits>>,
}

/// Somebody who belongs or asked to, with what decides whether an issue of the bulletin is for them, all of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderRecord {
    /// How they belong, in whichever standing.
    pub membership: Versioned<Membership>,
    /// What they agreed to, if they were ever asked.
    pub consent: Option<Versioned<ConsentLedger>>,
    /// What may not be done with their records for now, if that was ever limited.
    pub limits: Option<Versioned<Limits>>,
    /// Which pillars they want to read about, if they said so.
    pub interests: Option<Versioned<Interests>>,
}

impl ReaderRecord {
    /// Who they are.
    pub const fn person(&self) -> Id<Person> {
        self.membership.record.person()
    }

    /// The same, to ask an issue whether it [is for them](bln_core::Bulletin::is_for).
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            person: self.person(),
            membership: Some(&self.membership.record),
            ledger: self.consent.as_ref().map(|stored| &stored.record),
            limits: self.limits.as_ref().map(|stored| &stored.record),
            interests: self.interests.as_ref().map(|stored| &stored.record),
        }
    }
}

/// Where an entry stands in the order in which entries were committed, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

/// An audit entry and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// Its place in the order of commits.
    pub position: Position,
    /// The entry.
    pub entry: AuditEntry,
}

/// A notice to be sent and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRecord {
    /// Its place in the order of commits.
    pub position: Position,
    /// The notice.
    pub notice: Notice,
    /// How far it is on its way.
    pub state: NoticeState,
}

/// How many records are older than an instant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Older {
    /// How many.
    pub records: u64,
    /// When the oldest was written, or whatever else its age goes by; of a day, the beginning in UTC. None: there is none.
    pub oldest: Option<Instant>,
}

/// The key by which events are paged: when they start, then which they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventCursor {
    /// When the event starts.
    pub starts: Instant,
    /// Which event.
    pub event: Id<Event>,
}

/// The key by which people who were found by name are paged: the word that was found, then who they are.
///
/// The word is a part of somebody's name: `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameCursor {
    /// The first of their words that begins as was asked.
    pub word: String,
    /// Who.
    pub person: Id<Person>,
}

impl fmt::Debug for NameCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NameCursor").field("person", &self.person).finish_non_exhaustive()
    }
}
