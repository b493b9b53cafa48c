//! One response each, without knowing whose.

use std::{
    collections::{BTreeMap, btree_map::Entry as Place},
    fmt,
};

use sha2::{Digest, Sha256};

use super::{SurveyError, WaveId};
use crate::disclosure::Count;

/// A secret of 256 random bits that lets somebody answer once. It is given to one person and not kept: what is kept is
/// its [`BallotHash`]. `Debug` does not show it.
///
/// ```
/// use bln_evidence::survey::{Credential, Roll, WaveId};
///
/// let random_bytes = [0x5a; 32]; // from the system's generator, anew for each person
/// let wave = WaveId::parse("leaders-2022")?;
/// let mut roll = Roll::new(wave);
/// roll.issue(&Credential::new(random_bytes))?;
/// roll.spend(&Credential::new(random_bytes))?;
/// assert_eq!(roll.spend(&Credential::new(random_bytes)).unwrap_err().code(), "ballot.spent");
/// # Ok::<(), bln_evidence::survey::SurveyError>(())
/// ```
pub struct Credential([u8; 32]);

/// What is kept of a credential: SHA-256 over the wave and the secret, so that the same secret in another wave is
/// another ballot. It has 256 random bits under it and needs neither salt nor stretching. `Debug` does not show it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BallotHash([u8; 32]);

/// Whether a ballot can still be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BallotState {
    /// Issued, and not spent.
    Issued,
    /// Spent: whoever had it has answered.
    Spent,
}

/// The ballots of a wave, issued and spent.
///
/// It stands in the order of the hashes, which tells nothing of who was invited or answered when. It holds no person,
/// and no response: spend the ballot first, and only then put the submission into the [`Urn`](super::Urn). The two are
/// written by different commits, and no value that is kept holds both.
pub struct Roll {
    wave: WaveId,
    ballots: BTreeMap<BallotHash, BallotState>,
}

impl Credential {
    /// A credential of these random bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What is kept of it in this wave.
    pub fn ballot(&self, wave: &WaveId) -> BallotHash {
        let mut hash = Sha256::new();
        hash.update("bln survey ballot");
        hash.update([u8::try_from(wave.as_str().len()).unwrap_or(u8::MAX)]);
        hash.update(wave.as_str());
        hash.update(self.0);
        BallotHash(hash.finalize().into())
    }
}

impl BallotHash {
    /// A hash as it was kept.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The hash, for keeping.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Roll {
    /// No ballot is issued yet.
    pub const fn new(wave: WaveId) -> Self {
        Self { wave, ballots: BTreeMap::new() }
    }

    /// The ballots as they were kept; one that is there twice is spent if it is so once.
    pub fn kept(wave: WaveId, ballots: impl IntoIterator<Item = (BallotHash, BallotState)>) -> Self {
        let mut roll = Self::new(wave);
        for (hash, state) in ballots {
            let there = roll.ballots.entry(hash).or_insert(state);
            if state == BallotState::Spent {
                *there = state;
            }
        }
        roll
    }

    /// Issues a ballot.
    ///
    /// # Errors
    ///
    /// `ballot.issued` if it is issued already: random bytes were used twice.
    pub fn issue(&mut self, credential: &Credential) -> Result<BallotHash, SurveyError> {
        let hash = credential.ballot(&self.wave);
        match self.ballots.entry(hash) {
            Place::Occupied(_) => Err(SurveyError::BallotIssued),
            Place::Vacant(place) => {
                place.insert(BallotState::Issued);
                Ok(hash)
            }
        }
    }

    /// Spends a ballot, once.
    ///
    /// # Errors
    ///
    /// `ballot.unknown`, `ballot.spent`. Tell people the same for both, "This link cannot be used to answer", or
    /// whoever finds a link learns whether its owner has answered.
    pub fn spend(&mut self, credential: &Credential) -> Result<BallotHash, SurveyError> {
        let hash = credential.ballot(&self.wave);
        let state = self.ballots.get_mut(&hash).ok_or(SurveyError::BallotUnknown)?;
        match state {
            BallotState::Spent => Err(SurveyError::BallotSpent),
            BallotState::Issued => {
                *state = BallotState::Spent;
                Ok(hash)
            }
        }
    }

    /// The wave.
    pub const fn wave(&self) -> &WaveId {
        &self.wave
    }

    /// How many people were given a ballot.
    pub fn invited(&self) -> Count {
        Count::of(u64::try_from(self.ballots.len()).unwrap_or(u64::MAX))
    }

    /// Every ballot in the order of the hashes, for keeping.
    pub fn ballots(&self) -> impl Iterator<Item = (BallotHash, BallotState)> {
        self.ballots.iter().map(|(hash, state)| (*hash, *state))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(..)")
    }
}

impl fmt::Debug for BallotHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BallotHash(..)")
    }
}

impl fmt::Debug for Roll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Roll").field("wave", &self.wave).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(name: &str) -> WaveId {
        WaveId::parse(name).unwrap()
    }

    fn credential(n: u8) -> Credential {
        Credential::new([n; 32])
    }

    #[test]
    fn a_ballot_is_issued_once_and_spent_once() {
        let mut roll = Roll::new(wave("one"));
        roll.issue(&credential(1)).unwrap();
        assert_eq!(roll.issue(&credential(1)), Err(SurveyError::BallotIssued));
        assert_eq!(roll.spend(&credential(2)), Err(SurveyError::BallotUnknown));
        roll.spend(&credential(1)).unwrap();
        assert_eq!(roll.spend(&credential(1)), Err(SurveyError::BallotSpent));
        assert_eq!(
            roll.issue(&credential(1)),
            Err(SurveyError::BallotIssued),
            "a spent ballot is not issued again"
        );
    }

    #[test]
    fn one_secret_is_another_ballot_in_another_wave() {
        let [here, there] = ["one", "two"].map(|name| credential(1).ballot(&wave(name)));
        assert_ne!(here, there);
        assert_ne!(here.bytes(), &[1; 32], "the secret itself is not kept");
    }

    #[test]
    fn what_is_kept_does_not_tell_in_which_order_ballots_were_issued_or_spent() {
        let rolls = [[1, 2, 3], [3, 1, 2]].map(|order| {
            let mut roll = Roll::new(wave("one"));
            for n in order {
                roll.issue(&credential(n)).unwrap();
            }
            for n in order.into_iter().filter(|n| *n != 2) {
                roll.spend(&credential(n)).unwrap();
            }
            roll.ballots().collect::<Vec<_>>()
        });
        assert_eq!(rolls[0], rolls[1]);
        let mut kept = Roll::kept(wave("one"), rolls[0].clone());
        assert_eq!(kept.spend(&credential(1)), Err(SurveyError::BallotSpent));
        assert!(kept.spend(&credential(2)).is_ok());
    }

    #[test]
    fn neither_secret_nor_hash_is_shown() {
        let mut roll = Roll::new(wave("one"));
        let hash = roll.issue(&credential(1)).unwrap();
        assert_eq!(format!("{:?} {hash:?}", credential(1)), "Credential(..) BallotHash(..)");
        assert_eq!(format!("{roll:?}"), r#"Roll { wave: WaveId("one"), .. }"#);
    }
}
