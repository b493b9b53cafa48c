//! Consent: an append-only ledger per person, purpose by purpose.
//!
//! The record shows who agreed, when, how, and to exactly which wording, and whether and when it was taken back
//! (UK GDPR article 7(1); the regulator's guidance on recording consent). A wording is part of every "yes" by
//! type: an imported consent without one is no consent, and cannot be written down here.

mod asking;
mod entry;
mod merge;
mod status;

pub use entry::{ConsentDecision, ConsentEntry, ConsentMethod};
pub use status::ConsentStatus;

use std::collections::BTreeSet;

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
    suppressed: BTreeSet<PurposeCode>,
}

impl ConsentLedger {
    /// The ledger of a person who has not been asked for anything.
    pub const fn new(person: Id<Person>) -> Self {
        Self::restore(person, Vec::new())
    }

    /// A ledger as a store kept it, in the order in which its entries were recorded. What could be wrong with an
    /// entry is checked by [`ConsentEntry::restore`]; any sequence of entries is a ledger.
    pub const fn restore(person: Id<Person>, entries: Vec<ConsentEntry>) -> Self {
        Self { person, entries, suppressed: BTreeSet::new() }
    }

    /// The same ledger, of somebody whose address is [suppressed](crate::Suppression) for these purposes: a "no"
    /// that outlived an erased record. It counts as a "no" until the person says "yes" themselves.
    #[must_use]
    pub fn with_suppressed(mut self, purposes: impl IntoIterator<Item = PurposeCode>) -> Self {
        self.suppressed.extend(purposes);
        self
    }

    /// Whether a suppression stands in the way of consent for this purpose. After a "yes" by the person it no
    /// longer does, and is to be removed in the same commit.
    pub fn is_suppressed(&self, purpose: PurposeCode) -> bool {
        self.suppressed.contains(&purpose)
    }

    /// Records a "yes", from `now` on and strictly before `until`.
    ///
    /// A suppression is lifted by the person alone: on the web, signed in, so that `recorded_by` names them; or by
    /// a link that answers a [request](ConsentLedger::request). What somebody writes into a form proves nothing
    /// about an address.
    ///
    /// # Errors
    ///
    /// [`Refusal::ConsentExpired`] if `until` is not after `now`;
    /// [`Refusal::NothingToConfirm`] by a link, if this wording is not what was asked for last;
    /// [`Refusal::ConsentSuppressed`] if the purpose is suppressed and it is not the person who says it;
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
        let answers = self.open_request(purpose) == Some(&wording) && recorded_by.is_none();
        if method == ConsentMethod::Link && !answers {
            return Err(Refusal::NothingToConfirm);
        }
        let decision = ConsentDecision::Given { wording, until };
        let entry = ConsentEntry::restore(purpose, decision, method, now, recorded_by)
            .map_err(|_| Refusal::ConsentExpired)?;
        if self.is_suppressed(purpose) && !self.is_by_the_person(&entry) {
            return Err(Refusal::ConsentSuppressed);
        }
        let said_less = |last: &ConsentEntry| last.decision().allows() < entry.decision().allows();
        if method == ConsentMethod::Import && self.last_word(purpose).is_some_and(said_less) {
            return Err(Refusal::ImportCannotStrengthenConsent);
        }
        let mut ledger = self.with(entry);
        ledger.suppressed.remove(&purpose);
        Ok(ledger)
    }

    /// Records a "no". It is never refused: whether there is consent to take back or not, in any way and at any
    /// time (UK GDPR article 7(3)). Said twice, it is recorded once. It answers a request that is still open.
    #[must_use]
    pub fn withdraw(
        &self,
        purpose: PurposeCode,
        method: ConsentMethod,
        recorded_by: Option<Id<Person>>,
        now: Instant,
    ) -> Self {
        // The last entry may be a "no" by a clock that ran ahead: then `now` has none yet, and gets its own.
        let last = self.about(purpose).next_back();
        let said = last.is_some_and(|last| last.is_withdrawal() && last.at() <= now);
        if said {
            self.clone()
        } else {
            self.with(ConsentEntry::withdrawal(purpose, method, now, recorded_by))
        }
    }

    /// Whose ledger it is.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    /// Every entry, in the order in which it was recorded.
    pub fn entries(&self) -> &[ConsentEntry] {
        &self.entries
    }

    /// How consent stood at an instant, as far as it had been recorded by then. What was only
    /// [asked for](ConsentLedger::request) is no answer; what is suppressed is withdrawn, at every instant.
    pub fn status(&self, purpose: PurposeCode, at: Instant) -> ConsentStatus {
        if self.is_suppressed(purpose) {
            return ConsentStatus::Withdrawn;
        }
        match self.answers(purpose).rfind(|entry| entry.at() <= at).map(ConsentEntry::decision) {
            None | Some(ConsentDecision::Requested { .. }) => ConsentStatus::NeverAsked,
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
        self.check(P::CODE, at).map(|()| Permit::new(self.person, at))
    }

    /// Whether there is a [permit](ConsentLedger::permit) for a purpose that is known as a value only.
    pub(crate) fn check(&self, purpose: PurposeCode, at: Instant) -> Result<(), Refusal> {
        let last = self.last_word(purpose);
        if self.is_suppressed(purpose) || last.is_some_and(ConsentEntry::is_withdrawal) {
            return Err(Refusal::ConsentWithdrawn);
        }
        if last.is_some_and(|last| at < last.at()) {
            return Err(Refusal::NoConsent);
        }
        match self.status(purpose, at) {
            ConsentStatus::Given => Ok(()),
            ConsentStatus::NeverAsked => Err(Refusal::NoConsent),
            ConsentStatus::Withdrawn => Err(Refusal::ConsentWithdrawn),
            ConsentStatus::Expired => Err(Refusal::ConsentExpired),
        }
    }

    /// The last "yes" or "no" to a purpose.
    fn last_word(&self, purpose: PurposeCode) -> Option<&ConsentEntry> {
        self.answers(purpose).next_back()
    }

    fn answers(&self, purpose: PurposeCode) -> impl DoubleEndedIterator<Item = &ConsentEntry> {
        self.about(purpose).filter(|entry| entry.is_answer())
    }

    fn about(&self, purpose: PurposeCode) -> impl DoubleEndedIterator<Item = &ConsentEntry> {
        self.entries.iter().filter(move |entry| entry.purpose() == purpose)
    }

    fn is_by_the_person(&self, entry: &ConsentEntry) -> bool {
        match entry.method() {
            ConsentMethod::Web => entry.recorded_by() == Some(self.person),
            ConsentMethod::Link => true,
            ConsentMethod::Paper | ConsentMethod::Verbal | ConsentMethod::Import => false,
        }
    }

    fn with(&self, entry: ConsentEntry) -> Self {
        let mut ledger = self.clone();
        ledger.entries.push(entry);
        ledger
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod merge_tests;
