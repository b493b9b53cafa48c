//! A "no" that outlives the record of who said it.

use crate::{ConsentLedger, ConsentStatus, Instant, KeyedHash, purpose::PurposeCode};

/// An address for which somebody said "no" before their record was erased, known by its keyed hash alone.
///
/// Forgetting somebody must not forget that they want nothing sent to them: the minimum that is needed for that is
/// kept (UK GDPR articles 17(3)(b) and 21(3); the regulator's guidance on suppression lists). It holds against an
/// import, a form on paper and a word of mouth; a fresh "yes" by the person [lifts](ConsentLedger::give) it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Suppression {
    hash: KeyedHash,
    purpose: PurposeCode,
    since: Instant,
}

impl Suppression {
    /// A suppression, new or as a store kept it.
    pub const fn new(hash: KeyedHash, purpose: PurposeCode, since: Instant) -> Self {
        Self { hash, purpose, since }
    }

    /// What must outlive a ledger that is about to be erased: one for each of the person's addresses and each
    /// purpose to which their answer is "no" `now`.
    pub fn outliving(ledger: &ConsentLedger, addresses: &[KeyedHash], now: Instant) -> Vec<Self> {
        let refused = PurposeCode::ALL
            .into_iter()
            .filter(|purpose| ledger.status(*purpose, now) == ConsentStatus::Withdrawn);
        refused.flat_map(|purpose| addresses.iter().map(move |hash| Self::new(*hash, purpose, now))).collect()
    }

    /// The keyed hash of the address.
    pub const fn hash(&self) -> KeyedHash {
        self.hash
    }

    /// What is not wanted.
    pub const fn purpose(&self) -> PurposeCode {
        self.purpose
    }

    /// Since when it is kept.
    pub const fn since(&self) -> Instant {
        self.since
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ConsentMethod, Id, Person, Refusal, WordingRef};

    const BULLETIN: PurposeCode = PurposeCode::Bulletin;

    fn at(minute: i64) -> Instant {
        "2027-03-01T09:00:00Z".parse::<Instant>().unwrap().plus(chrono::TimeDelta::minutes(minute))
    }

    fn person() -> Id<Person> {
        Id::new(uuid::Uuid::from_u128(17))
    }

    fn wording() -> WordingRef {
        WordingRef::parse("consent@1").unwrap()
    }

    fn suppressed() -> ConsentLedger {
        ConsentLedger::new(person()).with_suppressed([BULLETIN])
    }

    #[test]
    fn a_no_to_each_purpose_outlives_the_ledger_for_each_address() {
        let hashes = [KeyedHash::from_bytes([1; 32]), KeyedHash::from_bytes([2; 32])];
        let ledger = suppressed()
            .give(PurposeCode::Directory, wording(), None, ConsentMethod::Web, None, at(0))
            .unwrap()
            .withdraw(PurposeCode::Testimonial, ConsentMethod::Web, None, at(1));
        let kept: Vec<_> = Suppression::outliving(&ledger, &hashes, at(2))
            .iter()
            .map(|kept| (kept.purpose(), kept.hash(), kept.since()))
            .collect();
        let wanted = [BULLETIN, PurposeCode::Testimonial];
        assert_eq!(kept, wanted.map(|purpose| hashes.map(|hash| (purpose, hash, at(2)))).concat());
        assert_eq!(Suppression::outliving(&ConsentLedger::new(person()), &hashes, at(2)), []);
    }

    #[test]
    fn only_the_person_lifts_it() {
        let give = |method, by| suppressed().give(BULLETIN, wording(), None, method, by, at(0));
        let somebody = Some(Id::new(uuid::Uuid::from_u128(18)));
        for method in [ConsentMethod::Import, ConsentMethod::Paper, ConsentMethod::Verbal] {
            for by in [None, Some(person()), somebody] {
                assert_eq!(give(method, by), Err(Refusal::ConsentSuppressed), "{method:?}");
            }
        }
        // Nobody signed in: whoever wrote the address into a form.
        for by in [None, somebody] {
            assert_eq!(give(ConsentMethod::Web, by), Err(Refusal::ConsentSuppressed));
        }
        let lifted = give(ConsentMethod::Web, Some(person())).unwrap();
        assert!(!lifted.is_suppressed(BULLETIN) && lifted.check(BULLETIN, at(0)).is_ok());
        let asked = suppressed().request(BULLETIN, wording(), ConsentMethod::Web, at(0));
        assert_eq!(asked.check(BULLETIN, at(1)), Err(Refusal::ConsentWithdrawn));
        let confirmed = asked.confirm(BULLETIN, at(1)).unwrap();
        assert!(!confirmed.is_suppressed(BULLETIN) && confirmed.check(BULLETIN, at(1)).is_ok());
    }

    #[test]
    fn it_stands_against_one_purpose_and_a_yes_from_before() {
        let give = |purpose| suppressed().give(purpose, wording(), None, ConsentMethod::Import, None, at(0));
        assert!(give(PurposeCode::Directory).is_ok());
        let live = ConsentLedger::new(person())
            .give(BULLETIN, wording(), None, ConsentMethod::Web, None, at(0))
            .unwrap();
        assert_eq!(live.check(BULLETIN, at(1)), Ok(()));
        assert_eq!(live.with_suppressed([BULLETIN]).check(BULLETIN, at(1)), Err(Refusal::ConsentWithdrawn));
    }
}
