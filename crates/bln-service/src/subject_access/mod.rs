//! Giving a person everything that is kept about them (UK GDPR articles 15 and 20).

mod about;
mod document;

pub use document::SubjectAccess;

use bln_core::{
    AccessNeeds, Action, Actor, AuditEntry, Characteristic, EthnicGroup, Event, Facilitation, Id, Interests,
    Message, Notice, OwnData, Person, Recognition, RecordRef, Refusal, Registration, RegistrationStep,
    RightsRequest, SealedCharacteristics, Sensitive, Testimonial, TestimonialUse, Version, Versioned,
    access::{About, Verb},
    bounce::AddressRecord,
};
use bln_seal::Seal;
use bln_store::{Changes, PageSize, PersonRecord, Position};

use crate::{Network, NetworkError, gate::Entered};

/// Everything of a person's, as it was read.
pub(super) struct Everything {
    pub(super) own: OwnData,
    pub(super) record: PersonRecord,
    pub(super) opened: Opened,
    pub(super) registrations: Vec<(Registration, Vec<RegistrationStep>, Option<Event>)>,
    pub(super) facilitations: Vec<Facilitation>,
    pub(super) testimonials: Vec<(Testimonial, Vec<TestimonialUse>)>,
    pub(super) recognitions: Vec<Recognition>,
    pub(super) interests: Option<Interests>,
    pub(super) addresses: Vec<AddressRecord>,
    pub(super) requests: Vec<RightsRequest>,
    pub(super) notices: Vec<(Notice, Option<Message>)>,
    pub(super) done: Vec<AuditEntry>,
}

/// What was sealed, opened.
#[derive(Default)]
pub(super) struct Opened {
    pub(super) ethnic_group: Option<Sensitive<EthnicGroup>>,
    pub(super) access_needs: Option<Sensitive<AccessNeeds>>,
}

impl Network {
    /// Everything that is kept about a person: for themselves, or for whoever answers an open request of theirs for
    /// access or portability. Reads the whole audit, and the whole outbox.
    ///
    /// Characteristics are opened, whatever has become of the consent to other uses of them; the audit says so before
    /// they are. What is kept of others is not in it: who did what to the person's records is told by role.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`]; [`Refusal::NoOpenRequest`] for an administrator, unless the person has asked;
    /// [`NetworkError::Failed`] with a code of `bln_seal` when what is sealed cannot be opened.
    pub async fn subject_access(
        &self,
        actor: Actor,
        person: Id<Person>,
    ) -> Result<SubjectAccess, NetworkError> {
        let gate = self.enter(Verb::SubjectAccess, actor, About::Person(person))?;
        let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
        let requests = gate.store().rights_requests_of(person).await?;
        let own = match OwnData::asked_by(actor, person) {
            Ok(own) => own,
            Err(_) => requests
                .iter()
                .find_map(|request| OwnData::on_request(&request.record).ok())
                .ok_or(Refusal::NoOpenRequest)?,
        };
        let sealed = gate.store().characteristics(person).await?;
        self.must_be_written_down(&gate, person, sealed.as_ref()).await?;
        let opened = sealed.map(|sealed| self.opened(&sealed.record)).transpose()?.unwrap_or_default();
        let facilitations = gate.store().facilitations_of(person).await?;
        let recognitions = gate.store().recognitions_of(person).await?;
        let interests = gate.store().interests(person).await?;
        let everything = Everything {
            own,
            opened,
            registrations: registrations(&gate, person).await?,
            facilitations: facilitations.into_iter().map(|stored| stored.record).collect(),
            testimonials: testimonials(&gate, person).await?,
            recognitions: recognitions.into_iter().map(|stored| stored.record).collect(),
            interests: interests.map(|stored| stored.record),
            addresses: addresses(&gate, &record.person.record).await?,
            requests: requests.into_iter().map(|stored| stored.record).collect(),
            notices: notices(&gate, person).await?,
            done: done(&gate, person).await?,
            record,
        };
        Ok(about::tell(self.profile(), self.now(), &everything))
    }

    /// The audit first: what is opened was written down before.
    async fn must_be_written_down(
        &self,
        gate: &Entered<'_>,
        person: Id<Person>,
        sealed: Option<&Versioned<SealedCharacteristics>>,
    ) -> Result<(), NetworkError> {
        let now = self.now();
        let mut changes =
            Changes::new(self.entry(gate.actor(), Action::ExportPerson, RecordRef::Person(person), now));
        if let Some(Versioned { record, version }) = sealed {
            let version: Version = *version;
            changes = changes.pin(RecordRef::Characteristics(person), version);
            for characteristic in record.values().keys() {
                let subject = RecordRef::Characteristics(person);
                let entry = self.entry(gate.actor(), Action::ReadCharacteristic, subject, now);
                changes = changes.audited(entry.for_purpose(characteristic.purpose()));
            }
        }
        Ok(gate.commit(changes).await?)
    }

    fn opened(&self, sealed: &SealedCharacteristics) -> Result<Opened, NetworkError> {
        let seal = Seal::open(&*self.ports.keys, sealed.person(), sealed.key())?;
        let ethnic_group = sealed.value(Characteristic::EthnicGroup);
        let access_needs = sealed.value(Characteristic::AccessNeeds);
        Ok(Opened {
            ethnic_group: ethnic_group.map(|value| seal.open_ethnic_group(value)).transpose()?,
            access_needs: access_needs.map(|value| seal.open_access_needs(value)).transpose()?,
        })
    }
}

/// What is known of each address of a person's.
async fn addresses(gate: &Entered<'_>, person: &Person) -> Result<Vec<AddressRecord>, NetworkError> {
    let mut all = Vec::new();
    for address in person.emails().iter() {
        all.extend(gate.store().address_record(address).await?.map(|stored| stored.record));
    }
    Ok(all)
}

async fn testimonials(
    gate: &Entered<'_>,
    person: Id<Person>,
) -> Result<Vec<(Testimonial, Vec<TestimonialUse>)>, NetworkError> {
    let mut all = Vec::new();
    for stored in gate.store().testimonials_of(person).await? {
        let places = gate.store().testimonial_uses(stored.record.id()).await?;
        all.push((stored.record, places.into_iter().map(|place| place.record).collect()));
    }
    Ok(all)
}

async fn registrations(
    gate: &Entered<'_>,
    person: Id<Person>,
) -> Result<Vec<(Registration, Vec<RegistrationStep>, Option<Event>)>, NetworkError> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = gate.store().person_registrations(person, after, PageSize::MAX).await?;
        for stored in page.items {
            let event = stored.record.event();
            let steps = gate.store().registration_history(event, person).await?;
            let event = gate.store().event(event).await?.map(|event| event.record);
            all.push((stored.record, steps, event));
        }
        let Some(next) = page.next else { return Ok(all) };
        after = Some(next);
    }
}

async fn notices(
    gate: &Entered<'_>,
    person: Id<Person>,
) -> Result<Vec<(Notice, Option<Message>)>, NetworkError> {
    let (mut theirs, mut after): (Vec<_>, Option<Position>) = (Vec::new(), None);
    loop {
        let page = gate.store().outbox_page(after, PageSize::MAX).await?;
        for record in page.items.into_iter().filter(|record| record.notice.recipient() == person) {
            let message = match record.notice.message() {
                Some(message) => gate.store().message(message).await?,
                None => None,
            };
            theirs.push((record.notice, message));
        }
        let Some(next) = page.next else { return Ok(theirs) };
        after = Some(next);
    }
}

/// What was done by a person, and to what is theirs.
async fn done(gate: &Entered<'_>, person: Id<Person>) -> Result<Vec<AuditEntry>, NetworkError> {
    let (mut theirs, mut after): (Vec<_>, Option<Position>) = (Vec::new(), None);
    loop {
        let page = gate.store().audit_page(after, PageSize::MAX).await?;
        let entries = page.items.into_iter().map(|record| record.entry);
        theirs.extend(
            entries.filter(|entry| entry.actor().is(person) || entry.subject().person() == Some(person)),
        );
        let Some(next) = page.next else { return Ok(theirs) };
        after = Some(next);
    }
}
