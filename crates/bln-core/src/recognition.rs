//! Thanks, awards and appointments: people's work, made known with their consent.

use std::fmt;

use chrono::NaiveDate;

use crate::{Attribution, Id, Invalid, InvalidKind, Limits, Permit, Person, Prose, Refusal, purpose};

/// What somebody is recognised with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RecognitionKind {
    /// Thanks for what they did.
    Thanks,
    /// An award or an honour that they were given.
    Award,
    /// A post to which they were appointed.
    Appointment,
}

impl RecognitionKind {
    /// Every kind.
    pub const ALL: [RecognitionKind; 3] =
        [RecognitionKind::Thanks, RecognitionKind::Award, RecognitionKind::Appointment];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            RecognitionKind::Thanks => "thanks",
            RecognitionKind::Award => "award",
            RecognitionKind::Appointment => "appointment",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `recognition_kind.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        RecognitionKind::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or(Invalid::new(InvalidKind::RecognitionKindUnknown))
    }
}

/// That the network recognises somebody: the pillar of celebration, as a record.
///
/// It is made and shown with the live consent of the person alone, for [`purpose::Recognition`], and at the level they
/// chose: an award that is public elsewhere is no leave to say that its holder is of the network.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Recognition {
    id: Id<Recognition>,
    details: RecognitionDetails,
}

/// What somebody is recognised with.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RecognitionDetails {
    /// Who is recognised.
    pub person: Id<Person>,
    /// With what.
    pub kind: RecognitionKind,
    /// For what, in words for others to read.
    pub words: Prose<1000>,
    /// The day of it.
    pub on: NaiveDate,
    /// How the person is named: the level that they chose, as it was at the time.
    pub attribution: Attribution,
}

impl Recognition {
    /// Recognises somebody who agreed to it.
    ///
    /// # Errors
    ///
    /// [`NotFound`](Refusal::NotFound) for the permit or the limits of somebody else;
    /// [`ProcessingRestricted`](Refusal::ProcessingRestricted).
    pub fn record(
        id: Id<Recognition>,
        details: RecognitionDetails,
        permit: &Permit<purpose::Recognition>,
        limits: &Limits,
    ) -> Result<Self, Refusal> {
        let recognition = Self { id, details };
        recognition.must_be_allowed(permit, limits)?;
        Ok(recognition)
    }

    /// A recognition as a store kept it.
    pub const fn restore(id: Id<Recognition>, details: RecognitionDetails) -> Self {
        Self { id, details }
    }

    /// What others may read of it now.
    ///
    /// # Errors
    ///
    /// [`NotFound`](Refusal::NotFound) for the permit or the limits of somebody else;
    /// [`ProcessingRestricted`](Refusal::ProcessingRestricted).
    pub fn shown(
        &self,
        permit: &Permit<purpose::Recognition>,
        limits: &Limits,
    ) -> Result<ShownRecognition, Refusal> {
        self.must_be_allowed(permit, limits)?;
        Ok(ShownRecognition { id: self.id, details: self.details.clone() })
    }

    /// The same recognition, of a person whose record became part of another's.
    #[must_use]
    pub fn of_person(mut self, person: Id<Person>) -> Self {
        self.details.person = person;
        self
    }

    /// Its identifier.
    pub const fn id(&self) -> Id<Recognition> {
        self.id
    }

    /// Who is recognised.
    pub const fn person(&self) -> Id<Person> {
        self.details.person
    }

    /// All of it, for a store and for the person. Others read a [`ShownRecognition`].
    pub const fn details(&self) -> &RecognitionDetails {
        &self.details
    }

    fn must_be_allowed(&self, permit: &Permit<purpose::Recognition>, limits: &Limits) -> Result<(), Refusal> {
        let person = self.person();
        if permit.person() != person || limits.person() != person {
            return Err(Refusal::NotFound);
        }
        limits.may_use()
    }
}

// Written by hand: neither words nor names.
impl fmt::Debug for Recognition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recognition({}, {}, ..)", self.id, self.details.kind.name())
    }
}

impl fmt::Debug for RecognitionDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecognitionDetails({}, ..)", self.kind.name())
    }
}

/// A recognition as others may read it. It is had from [`Recognition::shown`] with a live
/// [`Permit`](crate::Permit), and in no other way; nor can it be copied to be shown another day.
///
/// ```compile_fail,E0451
/// use bln_core::{Id, Recognition, RecognitionDetails, ShownRecognition};
///
/// fn leak(id: Id<Recognition>, details: RecognitionDetails) -> ShownRecognition {
///     ShownRecognition { id, details }
/// }
/// ```
#[derive(PartialEq, Eq)]
#[must_use]
pub struct ShownRecognition {
    id: Id<Recognition>,
    details: RecognitionDetails,
}

impl ShownRecognition {
    /// The identifier of the recognition.
    pub const fn id(&self) -> Id<Recognition> {
        self.id
    }

    /// What somebody is recognised with.
    pub const fn kind(&self) -> RecognitionKind {
        self.details.kind
    }

    /// For what.
    pub const fn words(&self) -> &Prose<1000> {
        &self.details.words
    }

    /// The day of it.
    pub const fn on(&self) -> NaiveDate {
        self.details.on
    }

    /// How the person is named: no more than they chose.
    pub const fn attribution(&self) -> &Attribution {
        &self.details.attribution
    }
}

impl fmt::Debug for ShownRecognition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ShownRecognition({}, {}, ..)", self.id, self.details.kind.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Line, Post, limits::RestrictionGround};

    fn id<K>(number: u128) -> Id<K> {
        Id::new(uuid::Uuid::from_u128(number))
    }

    fn permit(person: u128) -> Permit<purpose::Recognition> {
        Permit::new(id(person), "2027-03-01T09:00:00Z".parse().unwrap())
    }

    fn details() -> RecognitionDetails {
        let post = Post {
            role: Line::parse("Sample manager").unwrap(),
            organisation: Line::parse("Sample Trust").unwrap(),
        };
        RecognitionDetails {
            person: id(17),
            kind: RecognitionKind::Award,
            words: Prose::parse("Sample award").unwrap(),
            on: "2027-02-01".parse().unwrap(),
            attribution: Attribution::Named(Line::parse("Sample Person 17").unwrap(), post),
        }
    }

    #[test]
    fn names_round_trip() {
        for kind in RecognitionKind::ALL {
            assert_eq!(RecognitionKind::parse(kind.name()), Ok(kind));
        }
        let invalid = RecognitionKind::parse("medal").unwrap_err();
        assert_eq!(invalid.kind(), InvalidKind::RecognitionKindUnknown);
    }

    #[test]
    fn somebody_is_recognised_with_their_own_permit_and_without_a_restriction_alone() {
        let (own, other) = (Limits::none(id(17)), Limits::none(id(18)));
        let restricted = own.restrict(RestrictionGround::UnlawfulUse, permit(17).taken_at());
        let recognition = Recognition::record(id(1), details(), &permit(17), &own).unwrap();
        for (permit, limits, answer) in [
            (permit(17), &own, Ok(())),
            (permit(18), &own, Err(Refusal::NotFound)),
            (permit(17), &other, Err(Refusal::NotFound)),
            (permit(17), &restricted, Err(Refusal::ProcessingRestricted)),
        ] {
            assert_eq!(Recognition::record(id(1), details(), &permit, limits).map(|_| ()), answer);
            assert_eq!(recognition.shown(&permit, limits).map(|_| ()), answer);
        }
    }

    #[test]
    fn what_is_shown_has_no_more_of_a_name_than_was_chosen() {
        for attribution in [Attribution::Anonymous, details().attribution] {
            let recognition = Recognition::restore(
                id(1),
                RecognitionDetails { attribution: attribution.clone(), ..details() },
            );
            let shown = recognition.shown(&permit(17), &Limits::none(id(17))).unwrap();
            assert_eq!(shown.attribution(), &attribution);
            assert_eq!((shown.id(), shown.kind(), shown.on()), (id(1), RecognitionKind::Award, details().on));
            assert_eq!(shown.words(), &details().words);
            assert!(!format!("{recognition:?} {shown:?} {:?}", recognition.details()).contains("Sample"));
        }
    }

    #[test]
    fn a_recognition_survives_being_stored_and_goes_with_its_person() {
        let recognition = Recognition::restore(id(1), details());
        assert_eq!(Recognition::restore(recognition.id(), recognition.details().clone()), recognition);
        let moved = recognition.of_person(id(18));
        assert_eq!(moved.details(), &RecognitionDetails { person: id(18), ..details() });
    }
}
