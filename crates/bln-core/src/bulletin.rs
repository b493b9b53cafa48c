//! The news bulletin: what an issue is made of, whom it goes to, and how far it is on its way.

mod interests;
mod issue;
mod section;
mod state;

pub use interests::Interests;
pub use issue::{Issue, IssueContent, IssueEvent, IssueSection};
pub use section::{Section, SectionContent};
pub use state::{BulletinState, Reached};

use std::fmt;

use crate::{
    ConsentLedger, Id, Instant, Invalid, InvalidKind, Limits, Line, Membership, Person, Pillars, PurposeCode,
    Refusal,
};

/// Who an issue of the bulletin is for, among those who agreed to have it.
///
/// There is no other way to choose: never by a characteristic, and never by who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BulletinAudience {
    /// Everybody.
    Everybody,
    /// Whoever is interested in one of these pillars, or never said in which.
    InterestedIn(Pillars),
}

/// An issue of the news bulletin.
///
/// It is sent to active members and allies with a live consent to the bulletin (Privacy and Electronic Communications
/// Regulations 2003, regulation 22), which is asked for when their turn comes. Whether
/// anybody opened it or followed a link is not counted: that would follow people who came to a list that says who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulletin {
    parts: BulletinParts,
}

/// An issue taken apart, for a store to write and to put together again with [`Bulletin::restore`].
#[derive(Clone, PartialEq, Eq)]
pub struct BulletinParts {
    /// Its identifier.
    pub id: Id<Bulletin>,
    /// What it says and to whom.
    pub contents: BulletinContents,
    /// How far it is on its way.
    pub state: BulletinState,
}

/// What an issue says, and to whom.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BulletinContents {
    subject: Line<150>,
    sections: Vec<Section>,
    audience: BulletinAudience,
}

impl BulletinContents {
    /// The most sections of an issue: enough to read, this library's own choice.
    pub const MOST_SECTIONS: usize = 20;

    /// What an issue says, and to whom.
    ///
    /// # Errors
    ///
    /// `bulletin.sections` for none, or for more than [`MOST_SECTIONS`](Self::MOST_SECTIONS).
    pub fn new(
        subject: Line<150>,
        sections: Vec<Section>,
        audience: BulletinAudience,
    ) -> Result<Self, Invalid> {
        if (1..=Self::MOST_SECTIONS).contains(&sections.len()) {
            Ok(Self { subject, sections, audience })
        } else {
            Err(Invalid::new(InvalidKind::BulletinSections))
        }
    }

    /// The subject of its letters.
    pub const fn subject(&self) -> &Line<150> {
        &self.subject
    }

    /// Its sections, in the order in which they are read.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Who it is for.
    pub const fn audience(&self) -> BulletinAudience {
        self.audience
    }
}

/// A person, as far as it matters for whether an issue is for them.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// Who.
    pub person: Id<Person>,
    /// How they belong.
    pub membership: Option<&'a Membership>,
    /// What they agreed to.
    pub ledger: Option<&'a ConsentLedger>,
    /// What may not be done with their details.
    pub limits: Option<&'a Limits>,
    /// What they want to read about, if they said so.
    pub interests: Option<&'a Interests>,
}

impl Bulletin {
    /// A new issue, which nobody is sent yet.
    pub const fn draft(id: Id<Bulletin>, contents: BulletinContents) -> Self {
        Self { parts: BulletinParts { id, contents, state: BulletinState::Draft } }
    }

    /// Puts a stored issue together again.
    pub const fn restore(parts: BulletinParts) -> Self {
        Self { parts }
    }

    /// The same issue with other contents.
    ///
    /// # Errors
    ///
    /// [`BulletinBeingSent`](Refusal::BulletinBeingSent) once it is on its way: what some have read is not changed for
    /// others.
    pub fn edit(&self, contents: BulletinContents) -> Result<Self, Refusal> {
        match self.parts.state {
            BulletinState::Draft | BulletinState::Scheduled { .. } => {
                Ok(Self { parts: BulletinParts { contents, ..self.parts.clone() } })
            }
            _ => Err(Refusal::BulletinBeingSent),
        }
    }

    /// Sets when it is to be sent. An instant that has passed is now.
    ///
    /// # Errors
    ///
    /// [`BulletinBeingSent`](Refusal::BulletinBeingSent) once it is on its way.
    pub fn schedule(&self, due: Instant) -> Result<Self, Refusal> {
        match self.parts.state {
            BulletinState::Draft | BulletinState::Scheduled { .. } => {
                Ok(self.in_state(BulletinState::Scheduled { due }))
            }
            _ => Err(Refusal::BulletinBeingSent),
        }
    }

    /// Begins to send it, once it is due.
    ///
    /// # Errors
    ///
    /// [`BulletinNotDue`](Refusal::BulletinNotDue) for a draft and before its time;
    /// [`BulletinBeingSent`](Refusal::BulletinBeingSent) when it was begun before.
    pub fn begin(&self, now: Instant) -> Result<Self, Refusal> {
        match self.parts.state {
            BulletinState::Scheduled { due } if due <= now => {
                Ok(self.in_state(BulletinState::Sending { since: now, reached: Reached::Nobody }))
            }
            BulletinState::Draft | BulletinState::Scheduled { .. } => Err(Refusal::BulletinNotDue),
            _ => Err(Refusal::BulletinBeingSent),
        }
    }

    /// The letters of everybody up to somebody, in the order of identifiers, are in the outbox; or of everybody.
    ///
    /// # Errors
    ///
    /// [`BulletinNotBeingSent`](Refusal::BulletinNotBeingSent) while it is paused, stopped or not begun, and for somebody
    /// whose turn has passed: nobody has a letter twice.
    pub fn reach(&self, reached: Reached) -> Result<Self, Refusal> {
        match self.parts.state {
            BulletinState::Sending { since, reached: before } if before < reached => {
                Ok(self.in_state(BulletinState::Sending { since, reached }))
            }
            _ => Err(Refusal::BulletinNotBeingSent),
        }
    }

    /// Pauses it: what waits in the outbox stays there.
    ///
    /// # Errors
    ///
    /// [`BulletinNotBeingSent`](Refusal::BulletinNotBeingSent) unless it is on its way.
    pub fn pause(&self) -> Result<Self, Refusal> {
        match self.parts.state {
            BulletinState::Sending { since, reached } => {
                Ok(self.in_state(BulletinState::Paused { since, reached }))
            }
            _ => Err(Refusal::BulletinNotBeingSent),
        }
    }

    /// Goes on where it was paused.
    ///
    /// # Errors
    ///
    /// [`BulletinNotPaused`](Refusal::BulletinNotPaused).
    pub fn resume(&self) -> Result<Self, Refusal> {
        match self.parts.state {
            BulletinState::Paused { since, reached } => {
                Ok(self.in_state(BulletinState::Sending { since, reached }))
            }
            _ => Err(Refusal::BulletinNotPaused),
        }
    }

    /// Stops it for good: what waits in the outbox does not leave.
    ///
    /// # Errors
    ///
    /// [`BulletinNotBeingSent`](Refusal::BulletinNotBeingSent) for one that was stopped before.
    pub fn stop(&self, now: Instant) -> Result<Self, Refusal> {
        match self.parts.state {
            BulletinState::Stopped { .. } => Err(Refusal::BulletinNotBeingSent),
            _ => Ok(self.in_state(BulletinState::Stopped { at: now })),
        }
    }

    /// Whether somebody is sent it now: it is on its way, and they belong, agreed to the bulletin, are not restricted and
    /// did not say that they want to read about other things.
    pub fn is_for(&self, reader: Reader<'_>, now: Instant) -> bool {
        matches!(self.parts.state, BulletinState::Sending { .. }) && self.is_wanted_by(reader, now)
    }

    fn is_wanted_by(&self, reader: Reader<'_>, now: Instant) -> bool {
        let mine = |person| person == reader.person;
        let belongs = reader.membership.filter(|membership| mine(membership.person()));
        let agreed = reader.ledger.filter(|ledger| mine(ledger.person()));
        let free = reader.limits.is_none_or(|limits| !limits.is_restricted());
        let interests = reader.interests.filter(|interests| mine(interests.person()));
        let wanted = match self.parts.contents.audience {
            BulletinAudience::Everybody => true,
            BulletinAudience::InterestedIn(pillars) => {
                interests.is_none_or(|interests| interests.meet(pillars))
            }
        };
        belongs.is_some_and(|membership| membership.active_kind(now).is_some())
            && agreed.is_some_and(|ledger| ledger.check(PurposeCode::Bulletin, now).is_ok())
            && free
            && wanted
    }

    /// Its identifier.
    pub const fn id(&self) -> Id<Bulletin> {
        self.parts.id
    }

    /// What it says, and to whom.
    pub const fn contents(&self) -> &BulletinContents {
        &self.parts.contents
    }

    /// How far it is on its way.
    pub const fn state(&self) -> BulletinState {
        self.parts.state
    }

    /// The issue taken apart, for a store.
    pub const fn parts(&self) -> &BulletinParts {
        &self.parts
    }

    fn in_state(&self, state: BulletinState) -> Self {
        Self { parts: BulletinParts { state, ..self.parts.clone() } }
    }
}

// What an issue says may be read by those it is for, and not in a log.
impl fmt::Debug for BulletinContents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BulletinContents({} sections, {:?})", self.sections.len(), self.audience)
    }
}

impl fmt::Debug for BulletinParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bulletin({}, {})", self.id, self.state.name())
    }
}

#[cfg(test)]
mod tests;
