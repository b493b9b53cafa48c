//! Writing: what a change set does, and what it is refused for.

use async_trait::async_trait;
use bln_core::{
    AuditEntry, ConsentEntry, Employer, Event, Id, Membership, Organisation, Person, RecordRef, Registration,
    RegistrationChange, RegistrationStep, RemovedRegistration, Seats, Version, Versioned, Wording,
    WordingRef,
};

use super::{
    MemoryStore,
    index::cursor,
    state::{LAST_VERSION, Place, State},
    transaction::Transaction,
};
use crate::{Changes, CommitStore, Expected, Pin, Position, Receipt, Rule, StoreError, Write};

#[async_trait]
impl CommitStore for MemoryStore {
    async fn commit(&self, changes: Changes) -> Result<(), StoreError> {
        self.lock().commit(changes)
    }
}

impl State {
    fn commit(&mut self, changes: Changes) -> Result<(), StoreError> {
        for pin in changes.pins() {
            self.check(pin)?;
        }
        let (writes, audit, outbox, receipts) = changes.into_parts();
        let mut transaction = Transaction::new(self);
        for write in writes {
            transaction.write(write)?;
        }
        for entry in audit {
            transaction.append_audit(entry)?;
        }
        for notice in outbox {
            transaction.append_notice(notice)?;
        }
        for receipt in receipts {
            transaction.keep_receipt(receipt)?;
        }
        transaction.keep();
        Ok(())
    }

    fn check(&self, pin: &Pin) -> Result<(), StoreError> {
        self.require_version(pin.record.clone(), pin.version)
    }

    /// The version at which a record is to be written, if it has the version it is expected to have.
    pub(super) fn next_version(&self, record: RecordRef, expected: Expected) -> Result<Version, StoreError> {
        next(self.version(&record), record, expected)
    }

    /// Whether a change is of the registration that is there, under its own identifier, and goes on where its
    /// history ends.
    fn continues(&self, registration: &Registration, steps: &[RegistrationStep]) -> bool {
        let place = (registration.event(), registration.person());
        let last = self.history(place).next_back().map_or(0, |step| step.ordinal);
        let before = steps.first().map_or(registration.steps(), |first| first.ordinal.saturating_sub(1));
        let same = self.registrations.get(&place).is_some_and(|it| it.record.id() == registration.id());
        same && before == last
    }

    /// Whether a record is there at the version it is expected to have.
    pub(super) fn require_version(&self, record: RecordRef, expected: Version) -> Result<(), StoreError> {
        if self.version(&record) == Some(expected) { Ok(()) } else { Err(StoreError::Stale { record }) }
    }

    pub(super) fn require_person(&self, id: Id<Person>) -> Result<(), StoreError> {
        require(self.people.contains_key(&id), RecordRef::Person(id))
    }

    pub(super) fn require_event(&self, id: Id<Event>) -> Result<(), StoreError> {
        require(self.events.contains_key(&id), RecordRef::Event(id))
    }

    /// Wordings are part of the network's configuration, so that is what is missing something.
    fn require_wording(&self, wording: &WordingRef) -> Result<(), StoreError> {
        require(self.wordings.contains_key(wording), RecordRef::Network)
    }
}

impl Transaction<'_> {
    fn write(&mut self, write: Write) -> Result<(), StoreError> {
        if !write.fits() {
            return Err(StoreError::Conflict { rule: Rule::WellFormed });
        }
        match write {
            Write::Wording(wording) => self.write_wording(wording),
            Write::Organisation(organisation, expected) => self.write_organisation(organisation, expected),
            Write::Person(person, expected) => self.write_person(person, expected),
            Write::Membership(membership, expected) => self.write_membership(membership, expected),
            Write::Consent { person, entries, expected } => self.append_consent(person, entries, expected),
            Write::Event(event, expected) => self.write_event(event, expected),
            Write::Seats(seats, expected) => self.write_seats(seats, expected),
            Write::Registration(change) => self.write_registration(change),
            Write::RemoveRegistration(removed) => self.remove_registration(removed),
            Write::Pseudonym { person, pseudonym } => self.name_person(person, pseudonym),
            Write::Characteristics(sealed, expected) => self.write_characteristics(sealed, expected),
            Write::RemoveCharacteristics { person, expected } => {
                self.remove_characteristics(person, expected)
            }
            Write::Limits(limits, expected) => self.write_limits(limits, expected),
            Write::RightsRequest(request, expected) => self.write_rights_request(request, expected),
            Write::ActionLink(link) => self.write_link(link),
            Write::RedeemLink(link) => self.redeem_link(link),
            Write::Suppression(suppression) => self.suppress(suppression),
            Write::LiftSuppression { hashes, purpose } => self.lift_suppression(hashes, purpose),
            Write::Facilitation(facilitation, expected) => self.write_facilitation(facilitation, expected),
            Write::RemoveFacilitation { event, person, expected } => {
                self.remove_facilitation((event, person), expected)
            }
            Write::Theme(theme, expected) => self.write_theme(theme, expected),
            Write::Contribution { theme, by } => self.contribute(theme, by),
            Write::Message(message) => self.write_message(message),
            Write::Broadcast(broadcast) => self.broadcast(broadcast),
            Write::NoticeState { position, before, after } => self.move_notice(position, before, after),
            Write::RemoveNotice { position } => self.remove_notice(position),
            Write::Testimonial(testimonial, expected) => self.write_testimonial(testimonial, expected),
            Write::RemoveTestimonial { id, expected } => self.remove_testimonial(id, expected),
            Write::TestimonialUse(place, expected) => self.write_testimonial_use(place, expected),
            Write::RemoveTestimonialUse { id, expected } => self.remove_testimonial_use(id, expected),
            Write::Recognition(recognition, expected) => self.write_recognition(recognition, expected),
            Write::Resource(resource, expected) => self.write_resource(resource, expected),
            Write::Figure(figure) => self.write_figure(figure),
            Write::Initiative(initiative, expected) => self.write_initiative(initiative, expected),
            Write::Legacy { initiative, entries, expected } => {
                self.append_legacy(initiative, entries, expected)
            }
            Write::Bulletin(bulletin, expected) => self.write_bulletin(bulletin, expected),
            Write::Interests(interests, expected) => self.write_interests(interests, expected),
            Write::RemoveInterests { person, expected } => self.remove_interests(person, expected),
            Write::AddressRecord(record, expected) => self.write_address_record(record, expected),
            Write::ErasePerson { person, expected } => self.erase_person(person, expected),
            Write::MergePerson { from, into, expected } => self.merge_person(from, into, expected),
            Write::DisposeSafeSpace { event } => self.dispose_safe_space(event),
            Write::Discard { kind, before } => self.discard(kind, before),
        }
    }

    fn write_wording(&mut self, wording: Wording) -> Result<(), StoreError> {
        match self.state().wordings.get(&wording.reference) {
            Some(stored) if *stored == wording => Ok(()),
            Some(_) => Err(StoreError::Conflict { rule: Rule::WordingImmutable }),
            None => {
                self.set(|state| &mut state.wordings, wording.reference.clone(), Some(wording));
                Ok(())
            }
        }
    }

    /// The organisations it came from and became may be unknown: a directory is loaded in any order.
    fn write_organisation(
        &mut self,
        organisation: Organisation,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let code = organisation.code();
        let version = self.state().next_version(RecordRef::Organisation(code), expected)?;
        self.set(|state| &mut state.organisations, code, Some(Versioned::new(organisation, version)));
        Ok(())
    }

    fn write_person(&mut self, person: Person, expected: Expected) -> Result<(), StoreError> {
        let id = person.id();
        let version = self.state().next_version(RecordRef::Person(id), expected)?;
        for affiliation in person.affiliations() {
            if let Employer::Listed(code) = affiliation.employer() {
                require(self.state().organisations.contains_key(code), RecordRef::Organisation(*code))?;
            }
        }
        let held_by_another =
            |address| self.state().indexes.addresses.get(address).is_some_and(|of| *of != id);
        if person.emails().iter().any(held_by_another) {
            return Err(StoreError::Conflict { rule: Rule::EmailAddressUnique });
        }
        if let Some(before) = self.state().people.get(&id).map(|stored| stored.record.clone()) {
            self.index_person(&before, None);
        }
        self.index_person(&person, Some(id));
        self.forget_addresses(id);
        self.set(|state| &mut state.people, id, Some(Versioned::new(person, version)));
        Ok(())
    }

    fn write_membership(&mut self, membership: Membership, expected: Expected) -> Result<(), StoreError> {
        let person = membership.person();
        let version = self.state().next_version(RecordRef::Membership(person), expected)?;
        self.state().require_person(person)?;
        for spell in membership.spells() {
            let declaration = spell.belonging().declaration();
            self.state().require_wording(declaration.wording())?;
            self.state().require_wording(declaration.privacy_notice())?;
        }
        self.set(|state| &mut state.memberships, person, Some(Versioned::new(membership, version)));
        Ok(())
    }

    fn append_consent(
        &mut self,
        person: Id<Person>,
        entries: Vec<ConsentEntry>,
        mut expected: Expected,
    ) -> Result<(), StoreError> {
        if entries.is_empty() {
            return Err(StoreError::Conflict { rule: Rule::WellFormed });
        }
        // The first entry finds the ledger as it was expected, and each of the others as the one before left it.
        for entry in entries {
            let version = self.state().next_version(RecordRef::Consent(person), expected)?;
            self.state().require_person(person)?;
            if let Some(wording) = entry.decision().wording() {
                self.state().require_wording(wording)?;
            }
            self.set(|state| &mut state.consents, (person, version), Some(entry));
            expected = Expected::At(version);
        }
        Ok(())
    }

    fn write_event(&mut self, event: Event, expected: Expected) -> Result<(), StoreError> {
        let id = event.id();
        let version = self.state().next_version(RecordRef::Event(id), expected)?;
        if let Some(before) = self.state().events.get(&id).map(|stored| cursor(&stored.record)) {
            self.set(|state| &mut state.indexes.events_by_start, before, None);
        }
        self.set(|state| &mut state.indexes.events_by_start, cursor(&event), Some(()));
        self.set(|state| &mut state.events, id, Some(Versioned::new(event, version)));
        Ok(())
    }

    fn write_seats(&mut self, seats: Seats, expected: Expected) -> Result<(), StoreError> {
        let event = seats.event();
        let version = self.state().next_version(RecordRef::Seats(event), expected)?;
        self.state().require_event(event)?;
        self.set(|state| &mut state.seats, event, Some(Versioned::new(seats, version)));
        Ok(())
    }

    fn write_registration(&mut self, change: RegistrationChange) -> Result<(), StoreError> {
        let RegistrationChange { registration, expected, steps } = change;
        let (event, person) = (registration.event(), registration.person());
        let record = RecordRef::Registration { event, person };
        let version = self.state().next_version(record.clone(), expected.into())?;
        if expected.is_some() && !self.state().continues(&registration, &steps) {
            return Err(StoreError::Stale { record });
        }
        self.state().require_event(event)?;
        let indexes = &self.state().indexes;
        if indexes.registration_ids.get(&registration.id()).is_some_and(|of| *of != (event, person)) {
            return Err(StoreError::Conflict { rule: Rule::IdentifierUnique });
        }
        if indexes.numbers.get(&(event, registration.sequence())).is_some_and(|of| *of != person) {
            return Err(StoreError::Conflict { rule: Rule::SequenceUnique });
        }
        self.state().require_person(person)?;
        if steps.is_empty() {
            return Err(StoreError::Conflict { rule: Rule::WellFormed });
        }
        let before = self.state().registrations.get(&(event, person)).map(|stored| stored.record.clone());
        if let Some(before) = before {
            self.index_registration(&before, None);
        }
        self.index_registration(&registration, Some(person));
        self.set(
            |state| &mut state.registrations,
            (event, person),
            Some(Versioned::new(registration, version)),
        );
        for step in steps {
            let last = self.state().history((event, person)).next_back().map_or(0, |step| step.ordinal);
            if step.ordinal != last.saturating_add(1) {
                return Err(StoreError::Stale { record });
            }
            self.set(|state| &mut state.steps, ((event, person), step.ordinal), Some(step));
        }
        Ok(())
    }

    fn remove_registration(&mut self, removed: RemovedRegistration) -> Result<(), StoreError> {
        let RemovedRegistration { event, person, expected } = removed;
        let place: Place = (event, person);
        let stored = self.state().registrations.get(&place).filter(|stored| stored.version == expected);
        let Some(registration) = stored.map(|stored| stored.record.clone()) else {
            return Err(StoreError::Stale { record: RecordRef::Registration { event, person } });
        };
        self.index_registration(&registration, None);
        self.set(|state| &mut state.registrations, place, None);
        let ordinals: Vec<u32> = self.state().history(place).map(|step| step.ordinal).collect();
        for ordinal in ordinals {
            self.set(|state| &mut state.steps, (place, ordinal), None);
        }
        Ok(())
    }

    /// People are kept under the pseudonyms they have by now: after the writes of the change set.
    fn append_audit(&mut self, entry: AuditEntry) -> Result<(), StoreError> {
        let last = self.state().audit.last_key_value().map(|(position, _)| *position);
        let position = following(last);
        unused(self.state().indexes.audit_ids.contains_key(&entry.id()))?;
        let kept = entry.naming(|person| self.state().kept_name(person));
        self.set(|state| &mut state.indexes.audit_ids, kept.id(), Some(position));
        self.set(|state| &mut state.audit, position, Some(kept));
        Ok(())
    }

    fn keep_receipt(&mut self, receipt: Receipt) -> Result<(), StoreError> {
        if !receipt.fits() {
            return Err(StoreError::Conflict { rule: Rule::WellFormed });
        }
        if self.state().receipts.contains_key(&receipt.key) {
            return Err(StoreError::Conflict { rule: Rule::IdempotencyKeyUnique });
        }
        self.set(|state| &mut state.receipts, receipt.key.clone(), Some(receipt));
        Ok(())
    }
}

/// The version after the one that is stored, if that is the one expected.
pub(super) fn next(
    stored: Option<Version>,
    record: RecordRef,
    expected: Expected,
) -> Result<Version, StoreError> {
    match (stored, expected) {
        (None, Expected::New) => Ok(Version::FIRST),
        (Some(stored), Expected::At(version)) if stored == version && stored < LAST_VERSION => {
            Ok(stored.next())
        }
        _ => Err(StoreError::Stale { record }),
    }
}

pub(super) fn require(there: bool, record: RecordRef) -> Result<(), StoreError> {
    if there { Ok(()) } else { Err(StoreError::NotFound { record }) }
}

pub(super) fn unused(used: bool) -> Result<(), StoreError> {
    if used { Err(StoreError::Conflict { rule: Rule::IdentifierUnique }) } else { Ok(()) }
}

pub(super) fn following(last: Option<Position>) -> Position {
    Position(last.map_or(1, |Position(number)| number.saturating_add(1)))
}
