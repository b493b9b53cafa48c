//! Consent: an append-only ledger per person, purpose by purpose.
//!
//! The record shows who agreed, when, how, and to exactly which wording, and whether and when it was taken back
//! (UK GDPR article 7(1); the regulator's guidance on recording consent). A wording is part of every "yes" by
//! type: an imported consent without one is no consent, and cannot be written down here.

mod entry;
mod status;

pub use entry::{ConsentDecision, ConsentEntry, ConsentMethod};
pub use status::ConsentStatus;

use crate::{
    Id, Instant, Permit, Person, Refusal, WordingRef,
    purpose::{Purpose, PurposeCode},
};

/// Everything one person has ever said about what may be done with what is theirs.
///
/// Entries are kept in the order in which they were recorded, and that order decides: the last word on a purpose
/// is the last entry for it, also where a clock was set back in between. A store must keep it.
///
/// ```
/// use bln_core::{ConsentLedger, ConsentMethod, Id, Instant, Refusal, WordingRef, purpose};
///
/// let (monday, friday): (Instant, Instant) = ("2027-03-01T09:00:00Z".parse()?, "2027-03-05T09:00:00Z".parse()?);
/// let wording = WordingRef::parse("bulletin-consent@1")?;
/// let bulletin = purpose::PurposeCode::Bulletin;
///
/// let ledger = ConsentLedger::new(Id::new(uuid::Uuid::from_u128(17)));
/// let ledger = ledger.give(bulletin, wording, None, ConsentMethod::Web, None, monday)?;
/// assert!(ledger.permit::<purpose::Bulletin>(monday).is_ok());
///
/// let ledger = ledger.withdraw(bulletin, ConsentMethod::Web, None, friday);
/// assert_eq!(ledger.permit::<purpose::Bulletin>(friday).unwrap_err(), Refusal::ConsentWithdrawn);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConsentLedger {
    person: Id<Person>,
    entries: Vec<ConsentEntry>,
}

impl ConsentLedger {
    /// The ledger of a person who has not been asked for anything.
    pub const fn new(person: Id<Person>) -> Self {
        Self { person, entries: Vec::new() }
    }

    /// A ledger as a store kept it, in the order in which its entries were recorded. What could be wrong with an
    /// entry is checked by [`ConsentEntry::restore`]; any sequence of entries is a ledger.
    pub const fn restore(person: Id<Person>, entries: Vec<ConsentEntry>) -> Self {
        Self { person, entries }
    }

    /// Records a "yes", from `now` on and strictly before `until`.
    ///
    /// # Errors
    ///
    /// [`Refusal::ConsentExpired`] if `until` is not after `now`;
    /// [`Refusal::ImportCannotStrengthenConsent`] if an import would turn a "no" into a "yes" or make a "yes" last
    /// longer. An import may repeat what the person said last, or shorten it.
    pub fn give(
        &self,
        purpose: PurposeCode,
        wording: WordingRef,
        until: Option<Instant>,
        method: ConsentMethod,
        recorded_by: Option<Id<Person>>,
        now: Instant,
    ) -> Result<Self, Refusal> {
        let decision = ConsentDecision::Given { wording, until };
        let entry = ConsentEntry::restore(purpose, decision, method, now, recorded_by)
            .map_err(|_| Refusal::ConsentExpired)?;
        let said_less = |last: &ConsentEntry| last.decision().is_stricter_than(entry.decision());
        if method == ConsentMethod::Import && self.last_word(purpose).is_some_and(said_less) {
            return Err(Refusal::ImportCannotStrengthenConsent);
        }
        Ok(self.with(entry))
    }

    /// Records a "no". It is never refused: whether there is consent to take back or not, in any way and at any
    /// time (UK GDPR article 7(3)). Said twice, it is recorded once.
    #[must_use]
    pub fn withdraw(
        &self,
        purpose: PurposeCode,
        method: ConsentMethod,
        recorded_by: Option<Id<Person>>,
        now: Instant,
    ) -> Self {
        // The last word may be a "no" by a clock that ran ahead: then `now` has none yet, and gets its own.
        let said = self.last_word(purpose).is_some_and(|last| last.is_withdrawal() && last.at() <= now);
        if said {
            self.clone()
        } else {
            self.with(ConsentEntry::withdrawal(purpose, method, now, recorded_by))
        }
    }

    /// The ledger of one person of whom there were two records. All entries of both are kept, and for each purpose
    /// the stricter last word is the last word: a "no" beats a "yes", a "yes" that ends beats one that ends later,
    /// and never having been asked is no answer. Where the stricter one was not the last to be appended, it is
    /// entered again as it was given.
    #[must_use]
    pub fn merged_with(&self, other: &ConsentLedger) -> Self {
        let mut merged = self.clone();
        merged.entries.extend(other.entries.iter().filter(|entry| !self.entries.contains(entry)).cloned());
        for purpose in PurposeCode::ALL {
            let words = [self.last_word(purpose), other.last_word(purpose)].into_iter().flatten();
            let strictest =
                words.reduce(|a, b| if b.decision().is_stricter_than(a.decision()) { b } else { a });
            let again = strictest.filter(|strictest| {
                // Equal strictness is enough, whichever of the two was entered last.
                merged.last_word(purpose).is_some_and(|last| {
                    strictest.decision().is_stricter_than(last.decision())
                        || last.decision().is_stricter_than(strictest.decision())
                })
            });
            merged.entries.extend(again.cloned());
        }
        merged
    }

    /// Whose ledger it is.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    /// Every entry, in the order in which it was recorded.
    pub fn entries(&self) -> &[ConsentEntry] {
        &self.entries
    }

    /// How consent stood at an instant, as far as it had been recorded by then.
    pub fn status(&self, purpose: PurposeCode, at: Instant) -> ConsentStatus {
        let said = self.entries.iter().rfind(|entry| entry.purpose() == purpose && entry.at() <= at);
        match said.map(ConsentEntry::decision) {
            None => ConsentStatus::NeverAsked,
            Some(ConsentDecision::Withdrawn) => ConsentStatus::Withdrawn,
            Some(ConsentDecision::Given { until: Some(until), .. }) if *until <= at => ConsentStatus::Expired,
            Some(ConsentDecision::Given { .. }) => ConsentStatus::Given,
        }
    }

    /// Leave to do what `P` says, if the person's last word on it is a "yes" that is live at `at`.
    ///
    /// Stricter than [`ConsentLedger::status`] on purpose: once a "no" is recorded there is no permit for an
    /// earlier instant either, so neither a caller with an old timestamp nor a clock set back gets past it.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoConsent`], [`Refusal::ConsentWithdrawn`], [`Refusal::ConsentExpired`].
    pub fn permit<P: Purpose>(&self, at: Instant) -> Result<Permit<P>, Refusal> {
        if self.last_word(P::CODE).is_some_and(ConsentEntry::is_withdrawal) {
            return Err(Refusal::ConsentWithdrawn);
        }
        if self.last_word(P::CODE).is_some_and(|last| at < last.at()) {
            return Err(Refusal::NoConsent);
        }
        match self.status(P::CODE, at) {
            ConsentStatus::Given => Ok(Permit::new(self.person, at)),
            ConsentStatus::NeverAsked => Err(Refusal::NoConsent),
            ConsentStatus::Withdrawn => Err(Refusal::ConsentWithdrawn),
            ConsentStatus::Expired => Err(Refusal::ConsentExpired),
        }
    }

    fn last_word(&self, purpose: PurposeCode) -> Option<&ConsentEntry> {
        self.entries.iter().rfind(|entry| entry.purpose() == purpose)
    }

    fn with(&self, entry: ConsentEntry) -> Self {
        let mut ledger = self.clone();
        ledger.entries.push(entry);
        ledger
    }
}

#[cfg(test)]
mod tests;
