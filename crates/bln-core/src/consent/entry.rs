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
}

impl ConsentDecision {
    /// The stable name, as stored: `given` or `withdrawn`.
    pub const fn name(&self) -> &'static str {
        match self {
            ConsentDecision::Given { .. } => "given",
            ConsentDecision::Withdrawn => "withdrawn",
        }
    }

    /// Whether this allows strictly less than the other: a "no" less than any "yes", a "yes" less than one that
    /// lasts longer.
    pub(super) fn is_stricter_than(&self, other: &Self) -> bool {
        match (self, other) {
            (_, ConsentDecision::Withdrawn) => false,
            (ConsentDecision::Withdrawn, ConsentDecision::Given { .. }) => true,
            (ConsentDecision::Given { until: None, .. }, ConsentDecision::Given { .. }) => false,
            (
                ConsentDecision::Given { until: Some(end), .. },
                ConsentDecision::Given { until: other, .. },
            ) => other.is_none_or(|other| *end < other),
        }
    }
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
}

impl ConsentMethod {
    /// Every method.
    pub const ALL: [ConsentMethod; 4] =
        [ConsentMethod::Web, ConsentMethod::Paper, ConsentMethod::Verbal, ConsentMethod::Import];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            ConsentMethod::Web => "web",
            ConsentMethod::Paper => "paper",
            ConsentMethod::Verbal => "verbal",
            ConsentMethod::Import => "import",
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
            ConsentDecision::Given { .. } | ConsentDecision::Withdrawn => {
                Ok(Self { purpose, decision, method, at, recorded_by })
            }
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
                assert_eq!(a.is_stricter_than(b), i > j, "{a:?} {b:?}");
            }
        }
    }
}
