//! Two records of one person become one.

use bln_core::{
    Action, Actor, Characteristic, ConsentEntry, ConsentLedger, ConsentMethod, ConsentStatus, Facilitation,
    Id, Instant, Limits, Membership, Person, PurposeCode, RecordRef, Refusal, SealedCharacteristics,
    Versioned, WrappedKey,
    access::{About, Verb},
    merge_people,
};
use bln_seal::{PersonKey, Seal, wrap};
use bln_store::{Changes, Expected, PageSize, PersonRecord, Rule, StoreError, Write};

use crate::{
    Network, NetworkError,
    as_read::as_read,
    desk::{Ask, DeskRequest},
    gate::Entered,
};

/// How often a merge begins again because one of the two records changed in between.
const ATTEMPTS: u32 = 16;

/// The two records, as they were read.
struct Both {
    keep: PersonRecord,
    other: PersonRecord,
    /// The person of both.
    person: Person,
    sealed: Option<Versioned<SealedCharacteristics>>,
    sealed_of_other: Option<Versioned<SealedCharacteristics>>,
    /// The leaves to see who comes that the other has, each with whether `keep` has one for the event.
    facilitations: Vec<(Versioned<Facilitation>, Option<Versioned<Facilitation>>)>,
}

impl Network {
    /// Makes two records of one person one: `keep` stays, with everything of `other` in it, and `other` goes.
    ///
    /// First the registrations are carried over, each at its event's desk: where both records have one, the one that is
    /// further along stands, and the other's place is offered on. Then one commit does the rest. Every address finds
    /// the person. Both histories of consent and of belonging are kept, and to each purpose the stricter answer holds:
    /// no merge turns a "no" into a "yes". What limits the one record limits the person; a legal hold forbids erasing and
    /// not merging. Of characteristics those of `keep` stay, and what only `other` has is sealed anew with the key of
    /// `keep`, unless the person's "no" to that use is what holds now. Testimonials and recognitions are
    /// the person's. The audit tells what was done to either record as done to the person.
    ///
    /// After a failure in the middle, ask again: it goes on where it stopped. Links in letters to `other` end with that
    /// record.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`]; [`Refusal::SameRecord`]; [`Refusal::TooMuchForOneRecord`] above 5 addresses, 20 posts or 8
    /// professional registrations together; [`Refusal::NotAllowed`]; [`NetworkError::Busy`] when the records keep
    /// changing meanwhile; [`NetworkError::Failed`] with a code of `bln_seal` when what is sealed cannot be opened.
    pub async fn merge_people(
        &self,
        actor: Actor,
        keep: Id<Person>,
        other: Id<Person>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::MergePeople, actor, About::Person(keep))?;
        for _ in 0..ATTEMPTS {
            // What is to be refused is refused before anything is carried over.
            both(&gate, keep, other).await?;
            carry_registrations_over(&gate, keep, other).await?;
            let both = both(&gate, keep, other).await?;
            let changes = self.merging(&gate, &both)?;
            match gate.commit(changes).await {
                Ok(()) => return Ok(()),
                // Somebody gave one of them a place, or changed something of theirs: again, from what is there now.
                Err(StoreError::Stale { .. } | StoreError::Conflict { rule: Rule::PersonInUse }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(NetworkError::Busy)
    }

    fn merging(&self, gate: &Entered<'_>, both: &Both) -> Result<Changes, NetworkError> {
        let (keep, other) = (both.keep.person.record.id(), both.other.person.record.id());
        let now = self.now();
        let entry = self.entry(gate.actor(), Action::MergePeople, RecordRef::Person(keep), now);
        let changes = as_read(as_read(Changes::new(entry), &both.keep), &both.other);
        let mut changes = self.all_of_the_other_is_known(changes, both, now)?;
        for (theirs, _) in &both.facilitations {
            let (event, expected) = (theirs.record.event(), theirs.version);
            changes = changes.write(Write::RemoveFacilitation { event, person: other, expected });
        }
        // First, so that the addresses are free for the one who stays.
        let expected = both.other.person.version;
        changes = changes.write(Write::MergePerson { from: other, into: keep, expected });
        changes = changes.write(Write::Person(both.person.clone(), Expected::At(both.keep.person.version)));
        for (theirs, own) in &both.facilitations {
            let (event, from, until) = (theirs.record.event(), theirs.record.from(), theirs.record.until());
            if own.is_none() {
                let moved = Facilitation::restore(event, keep, from, until).map_err(|_| unfit())?;
                changes = changes.write(Write::Facilitation(moved, Expected::New));
            }
        }
        changes = with_membership(changes, both)?;
        changes = with_limits(changes, both);
        let ledger = merged_ledger(both);
        changes = with_consent(changes, both, &ledger);
        self.with_characteristics(changes, gate, both, &ledger, now)
    }

    /// What `other` has is read and pinned; what they do not have, they must not be given in between, for it would be lost.
    /// A pin needs a record: so each that is not there is written as new, and goes with `other` in this commit.
    fn all_of_the_other_is_known(
        &self,
        changes: Changes,
        both: &Both,
        now: Instant,
    ) -> Result<Changes, NetworkError> {
        let person = both.other.person.record.id();
        let mut changes = changes;
        if both.other.consent.is_none() {
            let said =
                ConsentLedger::new(person).withdraw(PurposeCode::Bulletin, ConsentMethod::Import, None, now);
            let entries = said.entries().to_vec();
            changes = changes.write(Write::Consent { person, entries, expected: Expected::New });
        }
        if both.other.limits.is_none() {
            changes = changes.write(Write::Limits(Limits::none(person), Expected::New));
        }
        match &both.sealed_of_other {
            Some(sealed) => Ok(changes.pin(RecordRef::Characteristics(person), sealed.version)),
            None => {
                let (_, key) = self.new_key(person)?;
                let empty = SealedCharacteristics::new(person, key);
                Ok(changes.write(Write::Characteristics(empty, Expected::New)))
            }
        }
    }

    fn with_characteristics(
        &self,
        changes: Changes,
        gate: &Entered<'_>,
        both: &Both,
        ledger: &ConsentLedger,
        now: Instant,
    ) -> Result<Changes, NetworkError> {
        let Some(Versioned { record: theirs, .. }) = &both.sealed_of_other else { return Ok(changes) };
        let keep = both.keep.person.record.id();
        let own = both.sealed.as_ref().map(|sealed| &sealed.record);
        let missing = |characteristic: &Characteristic| {
            let refused = ledger.status(characteristic.purpose(), now) == ConsentStatus::Withdrawn;
            !refused && own.is_none_or(|own| own.value(*characteristic).is_none())
        };
        let taken: Vec<_> =
            theirs.values().iter().filter(|(characteristic, _)| missing(characteristic)).collect();
        if taken.is_empty() {
            return Ok(changes);
        }
        let of_other = Seal::open(&*self.ports.keys, theirs.person(), theirs.key())?;
        let (seal, mut sealed) = match own {
            Some(own) => (Seal::open(&*self.ports.keys, keep, own.key())?, own.clone()),
            None => {
                let (seal, key) = self.new_key(keep)?;
                (seal, SealedCharacteristics::new(keep, key))
            }
        };
        let mut changes = changes;
        for (characteristic, value) in taken {
            let (edition, nonce) = (sealed.next_edition(), self.ports.random()?);
            let anew = seal.take_over(&of_other, *characteristic, value, edition, nonce)?;
            sealed = sealed.with(*characteristic, anew);
            for action in [Action::ReadCharacteristic, Action::RecordCharacteristic] {
                let entry = self.entry(gate.actor(), action, RecordRef::Characteristics(keep), now);
                changes = changes.audited(entry.for_purpose(characteristic.purpose()));
            }
        }
        let expected = both.sealed.as_ref().map(|sealed| sealed.version).into();
        Ok(changes.write(Write::Characteristics(sealed, expected)))
    }

    fn new_key(&self, person: Id<Person>) -> Result<(Seal, WrappedKey), NetworkError> {
        let random = self.ports.random()?;
        let wrapped = wrap(&*self.ports.keys, person, &PersonKey::from_random(random), self.ports.random()?)?;
        Ok((Seal::open(&*self.ports.keys, person, &wrapped)?, wrapped))
    }
}

async fn both(gate: &Entered<'_>, keep: Id<Person>, other: Id<Person>) -> Result<Both, NetworkError> {
    let store = gate.store();
    let kept = store.person(keep).await?.ok_or(Refusal::NotFound)?;
    if keep == other {
        return Err(Refusal::SameRecord.into());
    }
    let gone = store.person(other).await?.ok_or(Refusal::NotFound)?;
    let person = merge_people(&kept.person.record, &gone.person.record);
    let mut facilitations = Vec::new();
    for theirs in store.facilitations_of(other).await? {
        let own = store.facilitation(theirs.record.event(), keep).await?;
        facilitations.push((theirs, own));
    }
    Ok(Both {
        keep: kept,
        other: gone,
        person: person.map_err(|_| Refusal::TooMuchForOneRecord)?,
        sealed: store.characteristics(keep).await?,
        sealed_of_other: store.characteristics(other).await?,
        facilitations,
    })
}

/// Carries every registration over, at the desk of its event.
async fn carry_registrations_over(
    gate: &Entered<'_>,
    keep: Id<Person>,
    other: Id<Person>,
) -> Result<(), NetworkError> {
    loop {
        // From the first again: those of the page before are gone.
        let page = gate.store().person_registrations(other, None, PageSize::MAX).await?;
        if page.items.is_empty() {
            return Ok(());
        }
        for registration in &page.items {
            let ask = Ask::Transfer { from: other, to: keep };
            let request = DeskRequest::new(gate.actor(), Action::TransferRegistration, ask).for_the_network();
            gate.seat(registration.record.event(), request).await?;
        }
    }
}

fn with_membership(changes: Changes, both: &Both) -> Result<Changes, NetworkError> {
    let Some(theirs) = &both.other.membership else { return Ok(changes) };
    let other = both.other.person.record.id();
    let changes = changes.pin(RecordRef::Membership(other), theirs.version);
    let (merged, expected) = match &both.keep.membership {
        Some(own) => (own.record.merged_with(&theirs.record), Expected::At(own.version)),
        None => {
            let keep = both.keep.person.record.id();
            let spells = theirs.record.spells().cloned().collect();
            (Membership::restore(keep, spells).map_err(|_| unfit())?, Expected::New)
        }
    };
    Ok(changes.write(Write::Membership(merged, expected)))
}

fn with_limits(changes: Changes, both: &Both) -> Changes {
    let Some(theirs) = &both.other.limits else { return changes };
    let (own, expected) = match &both.keep.limits {
        Some(own) => (own.record.clone(), Expected::At(own.version)),
        None => (Limits::none(both.keep.person.record.id()), Expected::New),
    };
    let merged = own.merged_with(&theirs.record);
    if merged == own { changes } else { changes.write(Write::Limits(merged, expected)) }
}

fn ledger_of(record: &PersonRecord) -> ConsentLedger {
    let empty = || ConsentLedger::new(record.person.record.id());
    record.consent.as_ref().map_or_else(empty, |stored| stored.record.clone())
}

fn merged_ledger(both: &Both) -> ConsentLedger {
    ledger_of(&both.keep).merged_with(&ledger_of(&both.other))
}

fn with_consent(changes: Changes, both: &Both, merged: &ConsentLedger) -> Changes {
    let (keep, other) = (both.keep.person.record.id(), both.other.person.record.id());
    let before = ledger_of(&both.keep).entries().len();
    let added = merged.entries().get(before..).unwrap_or_default();
    // What they said as the one, they said.
    let theirs = |by: Id<Person>| if by == other { keep } else { by };
    let entries: Vec<ConsentEntry> = added.iter().cloned().map(|entry| entry.naming(theirs)).collect();
    if entries.is_empty() {
        return changes;
    }
    let expected = both.keep.consent.as_ref().map(|stored| stored.version).into();
    changes.write(Write::Consent { person: keep, entries, expected })
}

/// What was read back from a store does not make a record: a fault of the store, or of this library.
const fn unfit() -> NetworkError {
    NetworkError::Failed { code: "merge.unfit_record" }
}
