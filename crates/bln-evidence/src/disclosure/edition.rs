//! Frozen states of the data.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Malformed;

/// One frozen state of the data: a number, and the day it is a snapshot of.
///
/// All tables of one edition come from the same data, and are audited as such. Data that have changed are another
/// edition: a later snapshot, or a correction, which takes the place of the edition it corrects. What that edition
/// showed stays known to whoever read it, so the correction is audited against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Edition {
    number: u32,
    snapshot: NaiveDate,
    corrects: Option<u32>,
}

impl Edition {
    /// A snapshot of a day, under a number of one's own.
    pub const fn new(number: u32, snapshot: NaiveDate) -> Self {
        Self { number, snapshot, corrects: None }
    }

    /// A correction of this edition, of the same day.
    ///
    /// # Errors
    /// [`Malformed::EditionOrder`] unless the number is higher.
    pub const fn corrected(self, number: u32) -> Result<Self, Malformed> {
        if number <= self.number {
            return Err(Malformed::EditionOrder);
        }
        Ok(Self { number, snapshot: self.snapshot, corrects: Some(self.number) })
    }

    /// Its number.
    pub const fn number(self) -> u32 {
        self.number
    }

    /// The day it is a snapshot of.
    pub const fn snapshot(self) -> NaiveDate {
        self.snapshot
    }

    /// The number of the edition whose place it takes.
    pub const fn corrects(self) -> Option<u32> {
        self.corrects
    }
}

/// An edition as it is written.
#[derive(Serialize, Deserialize)]
struct Wire {
    number: u32,
    snapshot: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    corrects: Option<u32>,
}

impl From<Edition> for Wire {
    fn from(Edition { number, snapshot, corrects }: Edition) -> Self {
        Self { number, snapshot, corrects }
    }
}

impl TryFrom<Wire> for Edition {
    type Error = Malformed;

    fn try_from(Wire { number, snapshot, corrects }: Wire) -> Result<Self, Malformed> {
        if corrects.is_some_and(|corrected| corrected >= number) {
            return Err(Malformed::EditionOrder);
        }
        Ok(Self { number, snapshot, corrects })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_has_a_higher_number_and_the_same_day() {
        let first = Edition::new(3, NaiveDate::from_ymd_opt(2025, 3, 31).unwrap());
        assert_eq!(first.corrected(3), Err(Malformed::EditionOrder));
        let second = first.corrected(4).unwrap();
        assert_eq!((second.corrects(), second.snapshot()), (Some(3), first.snapshot()));
        let backwards = r#"{"number":3,"snapshot":"2025-03-31","corrects":4}"#;
        assert!(serde_json::from_str::<Edition>(backwards).is_err());
    }
}
