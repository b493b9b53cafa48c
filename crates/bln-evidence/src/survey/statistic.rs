//! What may be shown of a question.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{
    Interval,
    disclosure::{PublishedTable, Shown, ShownPercentage},
    exact::Proportion,
};

/// The answers to a question as they may be shown, and of how many there is one.
///
/// Percentages are of those who answered. Beside them stands how many were asked and gave no answer: a reader cannot
/// judge the one without the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistic {
    answers: PublishedTable,
    whether: Option<PublishedTable>,
}

/// One answer in one group: the number, the percentage of those who answered, and how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    at: Vec<Option<usize>>,
    categories: Vec<Option<String>>,
    people: Shown,
    percentage: ShownPercentage,
    interval: Option<Interval>,
}

impl Statistic {
    pub(super) const fn new(answers: PublishedTable, whether: Option<PublishedTable>) -> Self {
        Self { answers, whether }
    }

    /// What was answered, of those who did: the first axis is the answer, the others the groups.
    pub const fn answers(&self) -> &PublishedTable {
        &self.answers
    }

    /// Of how many there is an answer: the first axis is answered, not answered and, where not everybody was asked,
    /// not asked. `None` where that would give somebody away beside what is shown already.
    pub const fn whether_answered(&self) -> Option<&PublishedTable> {
        self.whether.as_ref()
    }

    /// Every answer, in every group and in all of them together.
    pub fn shares(&self) -> impl Iterator<Item = Share> {
        self.answers.rows().filter(|row| row.at().first().is_some_and(Option::is_some)).map(|row| {
            let mut group = row.at().to_vec();
            if let Some(answer) = group.first_mut() {
                *answer = None;
            }
            let percentage = self.answers.percentage(row.at(), &group).unwrap_or(ShownPercentage::Suppressed);
            let whole = self.answers.margin(&group).unwrap_or(Shown::Suppressed);
            let interval = match (percentage, row.shown(), whole) {
                (ShownPercentage::Percentage(_), Shown::Number(part), Shown::Number(whole)) => {
                    Proportion::new(part, whole).and_then(Interval::wilson)
                }
                _ => None,
            };
            let categories = row.categories().iter().map(|name| name.map(ToOwned::to_owned)).collect();
            Share { at: row.at().to_vec(), categories, people: row.shown(), percentage, interval }
        })
    }
}

impl Share {
    /// Its place: the answer, then the group on each axis; `None` for all groups of an axis.
    pub fn at(&self) -> &[Option<usize>] {
        &self.at
    }

    /// The names of its categories; `None` for all groups of an axis.
    pub fn categories(&self) -> &[Option<String>] {
        &self.categories
    }

    /// How many gave this answer.
    pub const fn people(&self) -> Shown {
        self.people
    }

    /// Of a hundred who answered, how many gave it: from both numbers as they are shown.
    pub const fn percentage(&self) -> ShownPercentage {
        self.percentage
    }

    /// The 95 % interval of the percentage by Wilson's score, as a proportion, from the numbers as they are shown.
    /// There is one wherever there is a percentage.
    ///
    /// It says how sure the percentage is if those who answered are like a random draw from those who could have. It
    /// says nothing of people who did not answer and would have answered differently, and it makes no allowance for the
    /// rounding of the numbers, nor for how many of all the people there are answered.
    pub const fn interval(&self) -> Option<Interval> {
        self.interval
    }
}

impl Serialize for Statistic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut statistic = serializer.serialize_struct("Statistic", 3)?;
        statistic.serialize_field("answers", &self.answers)?;
        statistic.serialize_field("whether_answered", &self.whether)?;
        statistic.serialize_field("shares", &self.shares().collect::<Vec<_>>())?;
        statistic.end()
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut share = serializer.serialize_struct("Share", 4)?;
        share.serialize_field("categories", &self.categories)?;
        share.serialize_field("people", &self.people)?;
        share.serialize_field("percentage", &self.percentage)?;
        share
            .serialize_field("interval_95_percent", &self.interval.map(|interval| interval.percentages(0)))?;
        share.end()
    }
}
