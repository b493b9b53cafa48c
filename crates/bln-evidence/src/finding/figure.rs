//! A number that a source states, and what must be said with it.

use serde::{Deserialize, Serialize};

use super::{Claim, ClaimCheck, FindingError, Printed, Wording};
use crate::CitableFigure;

/// How exactly a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Meant {
    /// As it is printed, rounded to its last digit.
    Rounded,
    /// More than it.
    MoreThan,
    /// Fewer or less than it.
    FewerThan,
    /// A little less than it.
    Nearly,
    /// It at the most.
    UpTo,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UnitOfFigure {
    /// Of a hundred people of the population.
    Percent,
    /// How many times as much or as likely: no percentage.
    Times,
    /// So many of what the statement names.
    Number,
}

/// Whether a figure was read where it was first published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sourcing {
    /// Read in the publication, or on its publisher's page about it.
    Primary,
    /// Read in what somebody else wrote about it. Look it up before you rely on it.
    Secondary,
}

/// A figure: the number with everything without which it means nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    pub(super) statement: Wording,
    pub(super) meant: Meant,
    pub(super) value: Printed,
    pub(super) unit: UnitOfFigure,
    pub(super) population: Wording,
    pub(super) asked: Option<u64>,
    pub(super) method: Wording,
    pub(super) year: u16,
    pub(super) source: Wording,
    pub(super) sourcing: Sourcing,
}

impl Figure {
    /// What is so, with the number in it.
    pub const fn statement(&self) -> &Wording {
        &self.statement
    }

    /// How exactly the number is meant.
    pub const fn meant(&self) -> Meant {
        self.meant
    }

    /// The number as it was printed.
    pub const fn value(&self) -> Printed {
        self.value
    }

    /// What the number counts.
    pub const fn unit(&self) -> UnitOfFigure {
        self.unit
    }

    /// Of whom it is said.
    pub const fn population(&self) -> &Wording {
        &self.population
    }

    /// How many people it is said of, if the source states it.
    pub const fn asked(&self) -> Option<u64> {
        self.asked
    }

    /// How it was found.
    pub const fn method(&self) -> &Wording {
        &self.method
    }

    /// The year that it is about.
    pub const fn year(&self) -> u16 {
        self.year
    }

    /// Where it was read.
    pub const fn source(&self) -> &Wording {
        &self.source
    }

    /// Whether it was read where it was first published.
    pub const fn sourcing(&self) -> Sourcing {
        self.sourcing
    }

    /// Which whole numbers of people it can stand for. `None` unless it is a rounded percentage of a stated number of
    /// people: nothing else can be checked.
    ///
    /// # Errors
    ///
    /// As [`Claim::new`]. A figure of an [`EvidenceBase`](super::EvidenceBase) has been through it.
    pub fn check(&self) -> Result<Option<ClaimCheck>, FindingError> {
        match (self.unit, self.meant, self.asked) {
            (UnitOfFigure::Percent, Meant::Rounded, Some(asked)) => {
                Claim::new(self.value, asked).map(|claim| Some(claim.check()))
            }
            _ => Ok(None),
        }
    }

    /// The figure, to be cited.
    ///
    /// `None` if no number of people can stand for it ([`ClaimCheck::Impossible`]): it is not to be repeated before its
    /// source has been asked. Of a figure that was not read where it was first published, the source says so.
    ///
    /// ```
    /// use bln_evidence::finding::evidence_base;
    ///
    /// let base = evidence_base()?;
    /// let figures = base.resources().iter().flat_map(|resource| resource.findings()).flat_map(|finding| finding.figures());
    /// let considered_leaving = figures.filter(|figure| figure.asked() == Some(123)).next().ok_or("not there")?;
    /// assert_eq!(considered_leaving.cite().ok_or("flagged")?.shown(), "51%");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cite(&self) -> Option<CitableFigure> {
        if !self.check().is_ok_and(|check| check != Some(ClaimCheck::Impossible)) {
            return None;
        }
        let source = match self.sourcing {
            Sourcing::Primary => self.source.as_str().to_owned(),
            Sourcing::Secondary => format!("{} (read there, not in the publication)", self.source.as_str()),
        };
        Some(CitableFigure {
            statement: self.statement.as_str().to_owned(),
            shown: self.printed(),
            population: self.population.as_str().to_owned(),
            asked: self.asked,
            method: self.method.as_str().to_owned(),
            year: self.year,
            source,
            indicator: None,
        })
    }

    /// The number with how exactly it is meant and what it counts.
    fn printed(&self) -> String {
        let meant = match self.meant {
            Meant::Rounded => "",
            Meant::MoreThan => "more than ",
            Meant::FewerThan => "fewer than ",
            Meant::Nearly => "nearly ",
            Meant::UpTo => "up to ",
        };
        let unit = match self.unit {
            UnitOfFigure::Percent => "%",
            UnitOfFigure::Times => " times",
            UnitOfFigure::Number => "",
        };
        format!("{meant}{}{unit}", self.value)
    }
}
