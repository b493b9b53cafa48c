//! What respondents are promised.

use std::num::NonZeroU16;

use serde::{Deserialize, Serialize};

use super::SurveyError;

/// The fewest people whose responses leave the urn together.
///
/// Never fewer than 8, one more than the counts of 1 to 7 that NHS sub-national statistics suppress; 11 unless another
/// is chosen, as the NHS Staff Survey shows nothing of fewer than 11 respondents. That it is applied to writing, and
/// not only to showing, is this library's own choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct BatchSize(NonZeroU16);

/// How somebody comes to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Entry {
    /// Each person invited is given a credential that is spent once, so that nobody answers twice. That a ballot was
    /// spent is known; whose it was is known to whoever keeps the list of who was sent which, and should be to nobody.
    Ballot,
    /// Whoever has the link answers, as often as they like. Nobody can be counted as invited.
    OpenLink,
}

/// What respondents are promised when a wave is opened, and what cannot be taken back then.
///
/// There is no way to ask for names: in every wave a response is anonymous by type, and free text is kept apart. What
/// is chosen is how people come to answer, and among how many a response is hidden when it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Anonymity {
    entry: Entry,
    batch: BatchSize,
}

impl BatchSize {
    /// The smallest that can be chosen.
    pub const LEAST: u16 = 8;
    /// The largest that can be chosen: what waits in memory is lost if the machine stops.
    pub const MOST: u16 = 1_000;

    /// A batch of at least so many people.
    ///
    /// # Errors
    ///
    /// `batch_size.range` unless it is [`BatchSize::LEAST`] to [`BatchSize::MOST`].
    pub fn new(people: u16) -> Result<Self, SurveyError> {
        let range = Self::LEAST..=Self::MOST;
        let people = NonZeroU16::new(people).filter(|people| range.contains(&people.get()));
        people.map(Self).ok_or(SurveyError::BatchSizeRange)
    }

    /// How many people.
    pub const fn people(self) -> u16 {
        self.0.get()
    }

    pub(super) fn as_usize(self) -> usize {
        usize::from(self.0.get())
    }
}

impl Default for BatchSize {
    fn default() -> Self {
        Self(NonZeroU16::MIN.saturating_add(10))
    }
}

impl Anonymity {
    /// A promise of this kind.
    pub const fn new(entry: Entry, batch: BatchSize) -> Self {
        Self { entry, batch }
    }

    /// How somebody comes to answer.
    pub const fn entry(self) -> Entry {
        self.entry
    }

    /// Among how many a response is hidden when it is written.
    pub const fn batch(self) -> BatchSize {
        self.batch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_eight_to_a_thousand_people_and_eleven_unless_chosen() {
        assert_eq!(BatchSize::default().people(), 11);
        assert_eq!(BatchSize::new(0), Err(SurveyError::BatchSizeRange));
        assert_eq!(BatchSize::new(7), Err(SurveyError::BatchSizeRange));
        assert_eq!(BatchSize::new(8).map(BatchSize::people), Ok(8));
        assert_eq!(BatchSize::new(1_000).map(BatchSize::people), Ok(1_000));
        assert_eq!(BatchSize::new(1_001), Err(SurveyError::BatchSizeRange));
    }
}
