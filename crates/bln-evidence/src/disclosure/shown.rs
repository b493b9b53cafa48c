//! What is shown of a cell, a percentage or a mean.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Count, Policy};
use crate::exact::Decimal;

/// What stands for a suppressed number wherever one is shown.
const STAR: &str = "*";

/// What is shown of a number of people. Printed and serialised as the number, or as `*`.
///
/// `*` says nothing more: not whether the number is small or was suppressed to protect another, nor whether there is
/// anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shown {
    /// The number, rounded as the policy says.
    Number(u64),
    /// Suppressed.
    Suppressed,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shown::Number(number) => fmt::Display::fmt(number, f),
            Shown::Suppressed => f.pad(STAR),
        }
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Shown::Number(number) => serializer.serialize_u64(*number),
            Shown::Suppressed => serializer.serialize_str(STAR),
        }
    }
}

impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl de::Visitor<'_> for Reader {
            type Value = Shown;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of people or \"*\"")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Shown, E> {
                Ok(Shown::Number(number))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Shown, E> {
                if text == STAR {
                    Ok(Shown::Suppressed)
                } else {
                    Err(E::custom("not a number and not a star"))
                }
            }
        }

        deserializer.deserialize_any(Reader)
    }
}

/// What is shown of a percentage, taken from the parts as they are shown. Printed and serialised as the number or `*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ShownPercentage {
    /// The percentage.
    Percentage(Decimal),
    /// Suppressed: a part of it is, there is nobody, or it would say "none" or "all" of a small group.
    Suppressed,
}

impl fmt::Display for ShownPercentage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShownPercentage::Percentage(percentage) => fmt::Display::fmt(percentage, f),
            ShownPercentage::Suppressed => f.pad(STAR),
        }
    }
}

impl Serialize for ShownPercentage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What is shown of a mean. Printed and serialised as the number or `*`.
///
/// Unlike a table, a mean by itself is not audited: do not show means of groups of which one lies in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ShownMean {
    /// The mean.
    Mean(Decimal),
    /// Suppressed, as it would be of too few people, or of nobody.
    Suppressed,
}

impl ShownMean {
    /// The mean of a sum over so many people, rounded half away from zero to so many decimal places; suppressed where
    /// the policy suppresses their number.
    ///
    /// ```
    /// use bln_evidence::disclosure::{Count, Policy, ShownMean};
    ///
    /// let mean = |people| ShownMean::of(100, Count::of(people), 1, &Policy::default()).to_string();
    /// assert_eq!([mean(0), mean(7), mean(8)], ["*", "*", "12.5"]);
    /// ```
    pub fn of(sum: i64, people: Count, places: u32, policy: &Policy) -> Self {
        match policy.show(people.people()) {
            Shown::Suppressed => Self::Suppressed,
            Shown::Number(_) => Decimal::quotient(i128::from(sum), i128::from(people.people()), places)
                .map_or(Self::Suppressed, Self::Mean),
        }
    }
}

impl fmt::Display for ShownMean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShownMean::Mean(mean) => fmt::Display::fmt(mean, f),
            ShownMean::Suppressed => f.pad(STAR),
        }
    }
}

impl Serialize for ShownMean {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
