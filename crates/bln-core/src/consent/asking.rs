//! Asking for consent: on behalf of an address that is not proved yet, and again when a wording changes.

use super::{ConsentDecision, ConsentEntry, ConsentLedger, ConsentMethod, ConsentStatus};
use crate::{Instant, Refusal, TimeZone, WordingRef, Wordings, purpose::PurposeCode};

impl ConsentLedger {
    /// Records that consent was asked for, by somebody who has not shown yet that the address is the person's. It
    /// is no answer: until it is [confirmed](ConsentLedger::confirm) nothing is allowed by it, and nothing that
    /// was allowed ends. Asked twice in a row in one wording, it is recorded once.
    ///
    /// A "yes" must be the person's own (UK GDPR article 4(11)); who writes somebody's address into a form is not
    /// known.
    ///
    /// ```
    /// use bln_core::{ConsentLedger, ConsentMethod, Id, Instant, PurposeCode, Refusal, WordingRef, purpose::Bulletin};
    ///
    /// let (monday, friday): (Instant, Instant) = ("2027-03-01T09:00:00Z".parse()?, "2027-03-05T09:00:00Z".parse()?);
    /// let wording = WordingRef::parse("bulletin-consent@1")?;
    /// let ledger = ConsentLedger::new(Id::new(uuid::Uuid::from_u128(17)));
    ///
    /// let asked = ledger.request(PurposeCode::Bulletin, wording, ConsentMethod::Web, monday);
    /// assert_eq!(asked.permit::<Bulletin>(friday).unwrap_err(), Refusal::NoConsent);
    /// let confirmed = asked.confirm(PurposeCode::Bulletin, friday)?;
    /// assert!(confirmed.permit::<Bulletin>(friday).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn request(
        &self,
        purpose: PurposeCode,
        wording: WordingRef,
        method: ConsentMethod,
        now: Instant,
    ) -> Self {
        if self.open_request(purpose) == Some(&wording) {
            self.clone()
        } else {
            self.with(ConsentEntry::request(purpose, wording, method, now))
        }
    }

    /// Records that the person confirmed the last request, by a link that was mailed to them: a "yes" in the
    /// wording that was asked for, without an end.
    ///
    /// # Errors
    ///
    /// [`Refusal::ConsentWithdrawn`] if a "no" was said after the request; [`Refusal::NothingToConfirm`] if there
    /// is none, or it was answered already.
    pub fn confirm(&self, purpose: PurposeCode, now: Instant) -> Result<Self, Refusal> {
        if self.about(purpose).next_back().is_some_and(ConsentEntry::is_withdrawal) {
            return Err(Refusal::ConsentWithdrawn);
        }
        let wording = self.open_request(purpose).cloned().ok_or(Refusal::NothingToConfirm)?;
        self.give(purpose, wording, None, ConsentMethod::Link, None, now)
    }

    /// The wording in which consent was asked for last, if nothing was said after that.
    pub fn open_request(&self, purpose: PurposeCode) -> Option<&WordingRef> {
        match self.about(purpose).next_back()?.decision() {
            ConsentDecision::Requested { wording } => Some(wording),
            ConsentDecision::Given { .. } | ConsentDecision::Withdrawn => None,
        }
    }

    /// The wording to ask in again: the one in force on the day it is in `zone`, where a live "yes" is to an older
    /// version of it.
    ///
    /// The "yes" stays live: it is to what was said then, and the person is asked whether it holds for what is
    /// said now. Whoever was once asked in a wording is not asked in it again, whatever they answered (this library's
    /// own choice; the regulator's guidance wants consent refreshed when purposes change, and nobody pestered).
    pub fn to_ask_again(
        &self,
        wordings: &Wordings,
        purpose: PurposeCode,
        now: Instant,
        zone: TimeZone,
    ) -> Option<WordingRef> {
        if self.status(purpose, now) != ConsentStatus::Given {
            return None;
        }
        let agreed = self.last_word(purpose)?.decision().wording()?;
        let current = &wordings.current(agreed.name(), zone.date(now))?.reference;
        let asks = |decision: &ConsentDecision| match decision {
            ConsentDecision::Requested { wording } => wording == current,
            ConsentDecision::Given { .. } | ConsentDecision::Withdrawn => false,
        };
        let asked = self.about(purpose).any(|entry| asks(entry.decision()));
        (agreed.version() < current.version() && !asked).then(|| current.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, Prose, Wording, WordingPurpose};

    const BULLETIN: PurposeCode = PurposeCode::Bulletin;
    const WEB: ConsentMethod = ConsentMethod::Web;

    fn at(minute: i64) -> Instant {
        "2027-03-01T09:00:00Z".parse::<Instant>().unwrap().plus(chrono::TimeDelta::minutes(minute))
    }

    fn wording(version: u32) -> WordingRef {
        WordingRef::parse(&format!("consent@{version}")).unwrap()
    }

    fn empty() -> ConsentLedger {
        ConsentLedger::new(Id::new(uuid::Uuid::from_u128(17)))
    }

    fn asked() -> ConsentLedger {
        empty().request(BULLETIN, wording(1), WEB, at(0))
    }

    fn given() -> ConsentLedger {
        empty().give(BULLETIN, wording(1), None, WEB, None, at(0)).unwrap()
    }

    #[test]
    fn what_is_asked_for_is_no_answer() {
        assert_eq!(asked().status(BULLETIN, at(1)), ConsentStatus::NeverAsked);
        assert_eq!(asked().check(BULLETIN, at(1)), Err(Refusal::NoConsent));
        assert_eq!(given().request(BULLETIN, wording(2), WEB, at(1)).check(BULLETIN, at(2)), Ok(()));
        let no = empty().withdraw(BULLETIN, WEB, None, at(0)).request(BULLETIN, wording(1), WEB, at(1));
        assert_eq!(no.check(BULLETIN, at(2)), Err(Refusal::ConsentWithdrawn));
    }

    #[test]
    fn a_request_is_confirmed_once_in_its_own_wording() {
        let twice = asked().request(BULLETIN, wording(1), WEB, at(1));
        assert_eq!(twice, asked());
        let confirmed = twice.request(BULLETIN, wording(2), WEB, at(2)).confirm(BULLETIN, at(3)).unwrap();
        let last = confirmed.entries().last().unwrap();
        assert_eq!(last.decision(), &ConsentDecision::Given { wording: wording(2), until: None });
        assert_eq!((last.method(), last.at()), (ConsentMethod::Link, at(3)));
        assert_eq!(confirmed.check(BULLETIN, at(3)), Ok(()));
        assert_eq!(confirmed.confirm(BULLETIN, at(4)), Err(Refusal::NothingToConfirm));
        assert_eq!(empty().confirm(BULLETIN, at(4)), Err(Refusal::NothingToConfirm));
        assert_eq!(asked().confirm(PurposeCode::Directory, at(4)), Err(Refusal::NothingToConfirm));
    }

    #[test]
    fn a_no_after_the_request_outweighs_the_link() {
        let no = asked().withdraw(BULLETIN, WEB, None, at(1));
        assert_eq!(no.confirm(BULLETIN, at(2)), Err(Refusal::ConsentWithdrawn));
        // Also where it had been said before the request: it is said again.
        let again = no.request(BULLETIN, wording(1), WEB, at(2)).withdraw(BULLETIN, WEB, None, at(3));
        assert_eq!(again.confirm(BULLETIN, at(4)), Err(Refusal::ConsentWithdrawn));
    }

    #[test]
    fn a_link_says_yes_only_to_what_was_asked() {
        let by_link = |ledger: &ConsentLedger, version| {
            ledger.give(BULLETIN, wording(version), None, ConsentMethod::Link, None, at(2)).err()
        };
        assert_eq!(by_link(&asked(), 1), None);
        assert_eq!(by_link(&asked(), 2), Some(Refusal::NothingToConfirm));
        assert_eq!(by_link(&empty(), 1), Some(Refusal::NothingToConfirm));
        let somebody = Some(Id::new(uuid::Uuid::from_u128(18)));
        let pretended = asked().give(BULLETIN, wording(1), None, ConsentMethod::Link, somebody, at(2));
        assert_eq!(pretended, Err(Refusal::NothingToConfirm));
    }

    #[test]
    fn who_agreed_to_an_older_wording_is_asked_in_the_one_in_force() {
        let version = |number, from: Option<&str>| Wording {
            reference: wording(number),
            purpose: WordingPurpose::BulletinConsent,
            text: Prose::parse("Sample wording").unwrap(),
            in_force_from: from.map(|day| day.parse().unwrap()),
        };
        let wordings =
            Wordings::new([version(1, None), version(2, Some("2027-03-03")), version(3, Some("2027-03-05"))])
                .unwrap();
        let again = |ledger: &ConsentLedger, at: &str| {
            ledger.to_ask_again(&wordings, BULLETIN, at.parse().unwrap(), TimeZone::LONDON)
        };
        assert_eq!(again(&given(), "2027-03-02T23:59:59Z"), None);
        assert_eq!(again(&given(), "2027-03-03T00:00:00Z"), Some(wording(2)));
        assert_eq!(again(&given(), "2027-03-04T23:59:59Z"), Some(wording(2)));
        assert_eq!(again(&given(), "2027-03-05T00:00:00Z"), Some(wording(3)));
        let asked_again = given().request(BULLETIN, wording(2), ConsentMethod::Link, at(60));
        assert_eq!(again(&asked_again, "2027-03-04T09:00:00Z"), None);
        assert_eq!(again(&asked_again, "2027-03-05T09:00:00Z"), Some(wording(3)));
        // Also whoever answered with a "yes" to the older one.
        let older = asked_again.give(BULLETIN, wording(1), None, WEB, None, at(70)).unwrap();
        assert_eq!(again(&older, "2027-03-04T09:00:00Z"), None);
        assert_eq!(again(&older, "2027-03-05T09:00:00Z"), Some(wording(3)));
        for silent in [
            empty(),
            asked(),
            given().withdraw(BULLETIN, WEB, None, at(1)),
            given().with_suppressed([BULLETIN]),
            empty().give(BULLETIN, wording(1), Some(at(5)), WEB, None, at(0)).unwrap(),
            empty().give(BULLETIN, wording(2), None, WEB, None, at(0)).unwrap(),
        ] {
            assert_eq!(again(&silent, "2027-03-04T09:00:00Z"), None, "{silent:?}");
        }
    }
}
