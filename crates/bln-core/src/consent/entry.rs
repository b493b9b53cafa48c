//! One thing a person said about one purpose.

use crate::{Id, Instant, Invalid, InvalidKind, Person, WordingRef, purpose::PurposeCode};

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ConsentDecision {
    /// Yes.
    Given {
        /// Exactly what the person was told.
        wording: WordingRef,
        /// The first instant at which it no longer holds; `None` if it holds until it is taken back.
        until: Option<Instant>,
    },
    /// No, or no longer.
    Withdrawn,
    /// Asked for and not answered: by somebody who has not shown yet that the address is theirs, or by the network
    /// in a new wording. It is no answer and allows nothing.
    Requested {
        /// Exactly what is to be agreed to.
        wording: WordingRef,
    },
}

impl ConsentDecision {
    /// The stable name, as stored: `given`, `withdrawn` or `requested`.
    pub const fn name(&self) -> &'static str {
        match self {
            ConsentDecision::Given { .. } => "given",
            ConsentDecision::Withdrawn => "withdrawn",
            ConsentDecision::Requested { .. } => "requested",
        }
    }

    /// What the person was told; a "no" needs no wording.
    pub const fn wording(&self) -> Option<&WordingRef> {
        match self {
            ConsentDecision::Given { wording, .. } | ConsentDecision::Requested { wording } => Some(wording),
            ConsentDecision::Withdrawn => None,
        }
    }

    /// How much it allows: nothing for a "no", more for a "yes" the longer it lasts; `None` for what is no answer.
    pub(super) const fn allows(&self) -> Option<Allowance> {
        match self {
            ConsentDecision::Withdrawn => Some(Allowance::Nothing),
            ConsentDecision::Given { until: Some(until), .. } => Some(Allowance::Until(*until)),
            ConsentDecision::Given { until: None, .. } => Some(Allowance::Endless),
            ConsentDecision::Requested { .. } => None,
        }
    }
}

/// How much an answer allows, from the strictest to the least strict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Allowance {
    Nothing,
    Until(Instant),
    Endless,
}

/// How it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ConsentMethod {
    /// In a form on a screen.
    Web,
    /// On paper.
    Paper,
    /// In words, to somebody who wrote it down.
    Verbal,
    /// In another system, from which it was brought here.
    Import,
    /// By a link that was mailed to an address of theirs, and used.
    Link,
}

impl ConsentMethod {
    /// Every method.
    pub const ALL: [ConsentMethod; 5] = [
        ConsentMethod::Web,
        ConsentMethod::Paper,
        ConsentMethod::Verbal,
        ConsentMethod::Import,
        ConsentMethod::Link,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            ConsentMethod::Web => "web",
            ConsentMethod::Paper => "paper",
            ConsentMethod::Verbal => "verbal",
            ConsentMethod::Import => "import",
            ConsentMethod::Link => "link",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `consent_method.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        ConsentMethod::ALL
            .into_iter()
            .find(|method| method.name() == name)
            .ok_or(Invalid::new(InvalidKind::ConsentMethodUnknown))
    }
}

/// One entry of a [`ConsentLedger`](crate::ConsentLedger): never changed, never removed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConsentEntry {
    purpose: PurposeCode,
    decision: ConsentDecision,
    method: ConsentMethod,
    at: Instant,
    recorded_by: Option<Id<Person>>,
}

impl ConsentEntry {
    /// An entry as a store kept it.
    ///
    /// # Errors
    ///
    /// `dates.reversed` if it ends at or before the instant it was given.
    pub fn restore(
        purpose: PurposeCode,
        decision: ConsentDecision,
        method: ConsentMethod,
        at: Instant,
        recorded_by: Option<Id<Person>>,
    ) -> Result<Self, Invalid> {
        match &decision {
            ConsentDecision::Given { until: Some(until), .. } if *until <= at => {
                Err(Invalid::new(InvalidKind::DatesReversed))
            }
            _ => Ok(Self { purpose, decision, method, at, recorded_by }),
        }
    }

    pub(super) const fn withdrawal(
        purpose: PurposeCode,
        method: ConsentMethod,
        at: Instant,
        recorded_by: Option<Id<Person>>,
    ) -> Self {
        Self { purpose, decision: ConsentDecision::Withdrawn, method, at, recorded_by }
    }

    pub(super) const fn request(
        purpose: PurposeCode,
        wording: WordingRef,
        method: ConsentMethod,
        at: Instant,
    ) -> Self {
        Self { purpose, decision: ConsentDecision::Requested { wording }, method, at, recorded_by: None }
    }

    /// The same entry with whoever wrote it down named as `name` says: by pseudonym, once their record is gone.
    #[must_use]
    pub fn naming(mut self, name: impl Fn(Id<Person>) -> Id<Person>) -> Self {
        self.recorded_by = self.recorded_by.map(name);
        self
    }

    /// What it is about.
    pub const fn purpose(&self) -> PurposeCode {
        self.purpose
    }

    /// What was said.
    pub const fn decision(&self) -> &ConsentDecision {
        &self.decision
    }

    /// How it was said.
    pub const fn method(&self) -> ConsentMethod {
        self.method
    }

    /// When it was recorded.
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// Who wrote it down, if not the person.
    pub const fn recorded_by(&self) -> Option<Id<Person>> {
        self.recorded_by
    }

    /// Whether it is a "no".
    pub const fn is_withdrawal(&self) -> bool {
        matches!(self.decision, ConsentDecision::Withdrawn)
    }

    /// Whether it is a "yes" or a "no", and not a question.
    pub const fn is_answer(&self) -> bool {
        !matches!(self.decision, ConsentDecision::Requested { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Instant {
        "2027-03-01T09:00:00Z".parse::<Instant>().unwrap().plus(chrono::TimeDelta::seconds(second))
    }

    fn given(until: Option<i64>) -> ConsentDecision {
        ConsentDecision::Given { wording: WordingRef::parse("consent@1").unwrap(), until: until.map(at) }
    }

    #[test]
    fn method_names_round_trip() {
        for method in ConsentMethod::ALL {
            assert_eq!(ConsentMethod::parse(method.name()), Ok(method));
        }
        let invalid = ConsentMethod::parse("silence").unwrap_err();
        assert_eq!(invalid.kind(), InvalidKind::ConsentMethodUnknown);
    }

    #[test]
    fn a_yes_ends_after_it_begins() {
        let entry = |until| {
            ConsentEntry::restore(PurposeCode::Bulletin, given(until), ConsentMethod::Web, at(5), None)
        };
        assert!(entry(None).is_ok() && entry(Some(6)).is_ok());
        for until in [5, 4] {
            assert_eq!(entry(Some(until)).unwrap_err().kind(), InvalidKind::DatesReversed);
        }
    }

    #[test]
    fn strictness_runs_from_an_endless_yes_to_a_no() {
        let order = [given(None), given(Some(9)), given(Some(8)), ConsentDecision::Withdrawn];
        for (i, a) in order.iter().enumerate() {
            for (j, b) in order.iter().enumerate() {
                assert_eq!(a.allows() < b.allows(), i > j, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn what_was_asked_is_no_answer() {
        let wording = WordingRef::parse("consent@1").unwrap();
        let asked = ConsentEntry::request(PurposeCode::Bulletin, wording.clone(), ConsentMethod::Web, at(5));
        assert!(!asked.is_answer() && !asked.is_withdrawal());
        assert_eq!((asked.decision().allows(), asked.decision().wording()), (None, Some(&wording)));
        assert_eq!((asked.decision().name(), asked.recorded_by()), ("requested", None));
        for answer in [given(None), ConsentDecision::Withdrawn] {
            let entry = ConsentEntry::restore(PurposeCode::Bulletin, answer, ConsentMethod::Web, at(5), None);
            assert!(entry.unwrap().is_answer());
        }
    }
}
