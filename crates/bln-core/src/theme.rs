//! What those who came to an event agreed may leave the room.

mod contributors;

pub use contributors::ContributorBand;

use std::fmt;

use crate::{AttendeeAccess, Confidentiality, ConfirmedPlace, Event, Id, Instant, Person, Prose, Refusal};

/// Where a theme is on its way out of the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ThemeState {
    /// People who came add their voice to it, and its words may change.
    Gathering,
    /// The facilitator has read these very words, and found that they point to nobody.
    Checked {
        /// When.
        at: Instant,
        /// Which facilitator.
        by: Id<Person>,
    },
    /// It may be read by others. Final.
    Released {
        /// When.
        at: Instant,
        /// How many people had added their voice to it, in bands.
        contributors: ContributorBand,
    },
}

impl ThemeState {
    /// The stable name, without what belongs to it.
    pub const fn name(self) -> &'static str {
        match self {
            ThemeState::Gathering => "gathering",
            ThemeState::Checked { .. } => "checked",
            ThemeState::Released { .. } => "released",
        }
    }

    /// When the theme was checked or released.
    pub const fn at(self) -> Option<Instant> {
        match self {
            ThemeState::Gathering => None,
            ThemeState::Checked { at, .. } | ThemeState::Released { at, .. } => Some(at),
        }
    }

    /// Who checked the theme, until it is released: from then on the audit knows.
    pub const fn checked_by(self) -> Option<Id<Person>> {
        match self {
            ThemeState::Checked { by, .. } => Some(by),
            ThemeState::Gathering | ThemeState::Released { .. } => None,
        }
    }

    /// How many people had added their voice when the theme was released.
    pub const fn contributors(self) -> Option<ContributorBand> {
        match self {
            ThemeState::Released { contributors, .. } => Some(contributors),
            ThemeState::Gathering | ThemeState::Checked { .. } => None,
        }
    }

    /// Reads a state back from its name and the columns beside it; `None` when they do not belong together.
    pub fn from_parts(
        name: &str,
        at: Option<Instant>,
        checked_by: Option<Id<Person>>,
        contributors: Option<ContributorBand>,
    ) -> Option<Self> {
        match (name, at, checked_by, contributors) {
            ("gathering", None, None, None) => Some(ThemeState::Gathering),
            ("checked", Some(at), Some(by), None) => Some(ThemeState::Checked { at, by }),
            ("released", Some(at), None, Some(contributors)) => {
                Some(ThemeState::Released { at, contributors })
            }
            _ => None,
        }
    }
}

/// A theme of an event: what may be said outside, if enough of those who came said it inside.
///
/// Under a [confidential safe space](Confidentiality::ConfidentialSafeSpace) nothing leaves the room but themes. One
/// leaves when at least [`Theme::CONTRIBUTORS`] people who came have added their voice, and after the facilitator has
/// checked that its words point to nobody. Words that change are checked anew. Nothing ever leaves a room that is
/// [off the record](Confidentiality::OffTheRecord).
///
/// A theme is never handed on as a concern: only the person refers, with a
/// [`Referral`](crate::Referral) of what they choose to release.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Theme {
    parts: ThemeParts,
}

/// A theme taken apart, for a store to write and to put together again with [`Theme::restore`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ThemeParts {
    /// Its identifier.
    pub id: Id<Theme>,
    /// The event it comes from.
    pub event: Id<Event>,
    /// What it says.
    pub words: Prose<500>,
    /// Where it is on its way.
    pub state: ThemeState,
}

impl Theme {
    /// The fewest people who must have added their voice before a theme can leave the room: eight, this library's
    /// own choice.
    pub const CONTRIBUTORS: u64 = ContributorBand::SMALLEST;

    /// A theme put into words.
    ///
    /// # Errors
    ///
    /// [`OffTheRecord`](Refusal::OffTheRecord) for an event that nothing may leave: what cannot go out is better
    /// not written down.
    pub fn propose(id: Id<Theme>, event: &Event, words: Prose<500>) -> Result<Self, Refusal> {
        if event.confidentiality() == Confidentiality::OffTheRecord {
            return Err(Refusal::OffTheRecord);
        }
        Ok(Self { parts: ThemeParts { id, event: event.id(), words, state: ThemeState::Gathering } })
    }

    /// Puts a stored theme together again.
    pub const fn restore(parts: ThemeParts) -> Self {
        Self { parts }
    }

    /// Whether somebody may add their voice: who holds or took a place at this very event.
    ///
    /// # Errors
    ///
    /// [`NotFound`](Refusal::NotFound) for a place at another event;
    /// [`ThemeReleased`](Refusal::ThemeReleased) once it is out, with the number it went out with.
    pub fn check_contribution(&self, place: &ConfirmedPlace) -> Result<(), Refusal> {
        self.must_be_of(place.event())?;
        self.must_be_inside()
    }

    /// Puts the theme into other words, which are unchecked.
    ///
    /// # Errors
    ///
    /// [`ThemeReleased`](Refusal::ThemeReleased).
    pub fn reword(&self, words: Prose<500>) -> Result<Self, Refusal> {
        self.must_be_inside()?;
        Ok(Self { parts: ThemeParts { words, state: ThemeState::Gathering, ..self.parts.clone() } })
    }

    /// The facilitator has read the words and found that they point to nobody.
    ///
    /// # Errors
    ///
    /// [`NotFound`](Refusal::NotFound) for the facilitator of another event;
    /// [`ThemeReleased`](Refusal::ThemeReleased).
    pub fn check(&self, access: &AttendeeAccess) -> Result<Self, Refusal> {
        self.must_be_of(access.event())?;
        self.must_be_inside()?;
        let state = ThemeState::Checked { at: access.taken_at(), by: access.facilitator() };
        Ok(Self { parts: ThemeParts { state, ..self.parts.clone() } })
    }

    /// Lets the theme out, for a number of distinct people who have added their voice.
    ///
    /// # Errors
    ///
    /// [`NotFound`](Refusal::NotFound) for another event than the theme's;
    /// [`OffTheRecord`](Refusal::OffTheRecord), also when the rule became stricter after the theme was proposed;
    /// [`EventNotOver`](Refusal::EventNotOver); [`ThemeReleased`](Refusal::ThemeReleased);
    /// [`ThemeNotChecked`](Refusal::ThemeNotChecked); [`TooFewContributors`](Refusal::TooFewContributors), which
    /// does not tell how many there are.
    pub fn release(&self, event: &Event, contributors: u64, now: Instant) -> Result<Self, Refusal> {
        self.must_be_of(event.id())?;
        if event.confidentiality() == Confidentiality::OffTheRecord {
            return Err(Refusal::OffTheRecord);
        }
        if now < event.schedule().ends_at() {
            return Err(Refusal::EventNotOver);
        }
        match self.parts.state {
            ThemeState::Gathering => Err(Refusal::ThemeNotChecked),
            ThemeState::Released { .. } => Err(Refusal::ThemeReleased),
            ThemeState::Checked { .. } => {
                let contributors = ContributorBand::of(contributors).ok_or(Refusal::TooFewContributors)?;
                let state = ThemeState::Released { at: now, contributors };
                Ok(Self { parts: ThemeParts { state, ..self.parts.clone() } })
            }
        }
    }

    /// What others may read of it: nothing before it is released.
    pub fn released(&self) -> Option<ReleasedTheme> {
        let contributors = self.parts.state.contributors()?;
        Some(ReleasedTheme { id: self.parts.id, words: self.parts.words.clone(), contributors })
    }

    /// The same theme with the facilitator who checked it named as `name` says: by pseudonym as a store keeps it, or
    /// by identifier as it is read.
    #[must_use]
    pub fn naming(mut self, name: impl Fn(Id<Person>) -> Id<Person>) -> Self {
        if let ThemeState::Checked { by, .. } = &mut self.parts.state {
            *by = name(*by);
        }
        self
    }

    /// Its identifier.
    pub const fn id(&self) -> Id<Theme> {
        self.parts.id
    }

    /// The event it comes from.
    pub const fn event(&self) -> Id<Event> {
        self.parts.event
    }

    /// What it says: for those who were there. Others read a [`ReleasedTheme`].
    pub const fn words(&self) -> &Prose<500> {
        &self.parts.words
    }

    /// Where it is on its way out of the room.
    pub const fn state(&self) -> ThemeState {
        self.parts.state
    }

    /// The theme taken apart, for a store.
    pub const fn parts(&self) -> &ThemeParts {
        &self.parts
    }

    fn must_be_of(&self, event: Id<Event>) -> Result<(), Refusal> {
        if event == self.parts.event { Ok(()) } else { Err(Refusal::NotFound) }
    }

    const fn must_be_inside(&self) -> Result<(), Refusal> {
        match self.parts.state {
            ThemeState::Gathering | ThemeState::Checked { .. } => Ok(()),
            ThemeState::Released { .. } => Err(Refusal::ThemeReleased),
        }
    }
}

// Written by hand: not even the length of what was said in the room.
impl fmt::Debug for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}

impl fmt::Debug for ThemeParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Theme({}, {}, ..)", self.id, self.state.name())
    }
}

/// A theme as others may read it. It is had from a released one and in no other way:
///
/// ```compile_fail,E0451
/// use bln_core::{ContributorBand, Id, Prose, ReleasedTheme, Theme};
///
/// fn leak(id: Id<Theme>, words: Prose<500>) -> ReleasedTheme {
///     ReleasedTheme { id, words, contributors: ContributorBand::AtLeast8 }
/// }
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ReleasedTheme {
    id: Id<Theme>,
    words: Prose<500>,
    contributors: ContributorBand,
}

impl ReleasedTheme {
    /// Its identifier.
    pub const fn id(&self) -> Id<Theme> {
        self.id
    }

    /// What it says.
    pub const fn words(&self) -> &Prose<500> {
        &self.words
    }

    /// How many people had added their voice, in bands.
    pub const fn contributors(&self) -> ContributorBand {
        self.contributors
    }
}

impl fmt::Debug for ReleasedTheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReleasedTheme({}, ..)", self.id)
    }
}

#[cfg(test)]
mod tests;
