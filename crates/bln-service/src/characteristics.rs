//! What people tell about themselves: their ethnic group and their access needs, each under its own consent, sealed,
//! and read only after the audit says so.
//!
//! There is no verb that lists ethnic groups, and none that counts them.

use std::fmt;

use bln_core::{
    AccessNeeds, Action, Actor, Characteristic, ConsentStatus, EthnicGroup, Event, Id, Instant, OwnData,
    Permit, Person, PurposeCode, RecordRef, Refusal, Role, SealedCharacteristics, SealedValue, Versioned,
    access::{About, Verb},
    purpose::{self, Purpose},
};
use bln_seal::{Nonce, PersonKey, Seal, SealError, wrap};
use bln_store::{Changes, Expected, PersonRecord, Pin, Write};

use crate::{Network, NetworkError, gate::Entered};

/// What a person told about themselves, given to that person. `Debug` does not tell whether anything was told.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnCharacteristics {
    ethnic_group: Option<EthnicGroup>,
    access_needs: Option<AccessNeeds>,
}

impl OwnCharacteristics {
    /// The ethnic group, if they told it.
    pub const fn ethnic_group(&self) -> Option<EthnicGroup> {
        self.ethnic_group
    }

    /// The access needs, if they told them.
    pub const fn access_needs(&self) -> Option<&AccessNeeds> {
        self.access_needs.as_ref()
    }
}

impl fmt::Debug for OwnCharacteristics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnCharacteristics(..)")
    }
}

impl Network {
    /// Records the ethnic group that a person tells, in the place of an earlier one. Only they themselves can, and only
    /// while they consent to [`PurposeCode::EthnicityMonitoring`] (UK GDPR article 9(2)(a)).
    ///
    /// # Errors
    ///
    /// [`Refusal::NoConsent`], [`Refusal::ConsentWithdrawn`], [`Refusal::ConsentExpired`], [`Refusal::NotFound`],
    /// [`Refusal::NotAllowed`]; [`NetworkError::Failed`] with a code of `bln_seal` when the ring lacks a key.
    pub async fn record_ethnic_group(
        &self,
        actor: Actor,
        person: Id<Person>,
        group: EthnicGroup,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::RecordEthnicGroup, actor, About::Person(person))?;
        let characteristic = Characteristic::EthnicGroup;
        self.record::<purpose::EthnicityMonitoring>(
            &gate,
            person,
            characteristic,
            |seal, _permit, edition, nonce| seal.seal_ethnic_group(group, edition, nonce),
        )
        .await
    }

    /// Records the access needs that a person tells, in the place of earlier ones. Only they themselves can, and only
    /// while they consent to [`PurposeCode::AccessNeeds`] (UK GDPR article 9(2)(a)).
    ///
    /// # Errors
    ///
    /// As [`Network::record_ethnic_group`].
    pub async fn record_access_needs(
        &self,
        actor: Actor,
        person: Id<Person>,
        needs: AccessNeeds,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::RecordAccessNeeds, actor, About::Person(person))?;
        let characteristic = Characteristic::AccessNeeds;
        self.record::<purpose::AccessNeeds>(&gate, person, characteristic, |seal, _permit, edition, nonce| {
            seal.seal_access_needs(&needs, edition, nonce)
        })
        .await
    }

    /// Forgets what a person told, with or without consent. With the last of it their key goes. What is not there is
    /// forgotten already: asking again is safe.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn forget_characteristic(
        &self,
        actor: Actor,
        person: Id<Person>,
        characteristic: Characteristic,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::ForgetCharacteristic, actor, About::Person(person))?;
        gate.decide(|| async {
            gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            let forgotten = self.forgetting(&gate, person, characteristic, self.now()).await?;
            Ok((forgotten, ()))
        })
        .await
    }

    /// What a person told, for themselves, whatever has become of their consent (UK GDPR article 15). If there is
    /// anything, the audit says that it is read before it is opened.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`], [`Refusal::NotAllowed`]; [`NetworkError::Failed`] with a code of `bln_seal` when what is
    /// sealed cannot be opened.
    pub async fn own_characteristics(
        &self,
        actor: Actor,
        person: Id<Person>,
    ) -> Result<OwnCharacteristics, NetworkError> {
        let gate = self.enter(Verb::OwnCharacteristics, actor, About::Person(person))?;
        let own = OwnData::asked_by(actor, person)?;
        let sealed = gate
            .decide(|| async {
                gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
                let Some(stored) = gate.store().characteristics(person).await? else {
                    return Ok((None, None));
                };
                let now = self.now();
                let record = RecordRef::Characteristics(person);
                let entries = stored.record.values().keys().map(|characteristic| {
                    let read = self.entry(actor, Action::ReadCharacteristic, record.clone(), now);
                    Changes::new(read.for_purpose(characteristic.purpose()))
                });
                let read = entries.reduce(Changes::and);
                let read = read.map(|changes| changes.pin(record.clone(), stored.version));
                Ok((read, Some(stored.record)))
            })
            .await?;
        let Some(sealed) = sealed else {
            return Ok(OwnCharacteristics { ethnic_group: None, access_needs: None });
        };
        let seal = Seal::open(&*self.ports.keys, person, sealed.key())?;
        let group =
            sealed.value(Characteristic::EthnicGroup).map(|it| seal.open_ethnic_group(it)).transpose()?;
        let needs =
            sealed.value(Characteristic::AccessNeeds).map(|it| seal.open_access_needs(it)).transpose()?;
        Ok(OwnCharacteristics {
            ethnic_group: group.map(|group| *group.expose_to_the_person(&own)),
            access_needs: needs.map(|needs| needs.expose_to_the_person(&own).clone()),
        })
    }

    /// What somebody who comes to an event needs there: for those who run the network, but of events under a strict
    /// rule, where they do not know who comes; and for a facilitator whose leave for the event gives access now.
    ///
    /// The person has a live registration there and consents to [`PurposeCode::AccessNeeds`]. The audit says that it is
    /// read, and for what, before it is opened.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] is the one answer for a person or an event that is not there, no registration, no consent,
    /// nothing told, and details whose use is restricted (UK GDPR article 18): which of them it is would tell something.
    /// [`Refusal::FacilitationNotOpen`] and [`Refusal::FacilitationOver`], which are about the facilitator alone;
    /// [`Refusal::NotAllowed`]; [`NetworkError::Failed`] as [`Network::own_characteristics`].
    pub async fn access_needs_for(
        &self,
        actor: Actor,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<AccessNeeds, NetworkError> {
        let gate = self.enter(Verb::AccessNeedsFor, actor, About::Person(person))?;
        let (permit, sealed) = gate
            .decide(|| async {
                let now = self.now();
                let leave = leave_to_see(&gate, event, now).await?;
                let at = RecordRef::Registration { event, person };
                let registration = gate.store().registration(event, person).await?;
                let registration = registration.filter(|stored| stored.record.state().is_live());
                let registration = registration.ok_or(Refusal::NotFound)?;
                let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
                let (permit, pins) = usable::<purpose::AccessNeeds>(&record, now)?;
                let sealed = gate.store().characteristics(person).await?;
                let sealed = sealed.filter(|it| it.record.value(Characteristic::AccessNeeds).is_some());
                let sealed = sealed.ok_or(Refusal::NotFound)?;
                let kept = RecordRef::Characteristics(person);
                let entry = self.entry(actor, Action::ReadCharacteristic, kept.clone(), now);
                let changes = Changes::new(entry.for_purpose(PurposeCode::AccessNeeds))
                    .pin(leave.record, leave.version)
                    .pin(at, registration.version)
                    .pin(kept, sealed.version);
                let changes =
                    pins.into_iter().fold(changes, |changes, pin| changes.pin(pin.record, pin.version));
                Ok((Some(changes), (permit, sealed.record)))
            })
            .await?;
        let seal = Seal::open(&*self.ports.keys, person, sealed.key())?;
        let value = sealed.value(Characteristic::AccessNeeds).ok_or(Refusal::NotFound)?;
        Ok(seal.open_access_needs(value)?.expose(&permit).clone())
    }

    /// What forgets what was told for a purpose, if anything was: a consent that is taken back takes it along, in the same
    /// commit.
    pub(crate) async fn forgetting_for(
        &self,
        gate: &Entered<'_>,
        person: Id<Person>,
        purpose: PurposeCode,
        now: Instant,
    ) -> Result<Option<Changes>, NetworkError> {
        match told_for(purpose) {
            Some(characteristic) => self.forgetting(gate, person, characteristic, now).await,
            None => Ok(None),
        }
    }

    /// What forgets a characteristic, if there is one to forget.
    async fn forgetting(
        &self,
        gate: &Entered<'_>,
        person: Id<Person>,
        characteristic: Characteristic,
        now: Instant,
    ) -> Result<Option<Changes>, NetworkError> {
        let Some(Versioned { record, version }) = gate.store().characteristics(person).await? else {
            return Ok(None);
        };
        if record.value(characteristic).is_none() {
            return Ok(None);
        }
        let subject = RecordRef::Characteristics(person);
        let entry = self.entry(gate.actor(), Action::ForgetCharacteristic, subject, now);
        let left = record.without(characteristic);
        let write = if left.is_empty() {
            Write::RemoveCharacteristics { person, expected: version }
        } else {
            Write::Characteristics(left, Expected::At(version))
        };
        Ok(Some(Changes::new(entry.for_purpose(characteristic.purpose())).write(write)))
    }

    /// Forgets what was told for a purpose while consent to it was being taken back. A recording pins the consent, so
    /// that after the withdrawal none comes in any more: what is not found now will not be there later.
    pub(crate) async fn forget_without_consent(
        &self,
        gate: &Entered<'_>,
        person: Id<Person>,
        purpose: PurposeCode,
    ) -> Result<(), NetworkError> {
        let Some(characteristic) = told_for(purpose) else { return Ok(()) };
        gate.decide(|| async {
            let Some(record) = gate.store().person(person).await? else { return Ok((None, ())) };
            let now = self.now();
            let Some(consent) = record.consent else { return Ok((None, ())) };
            if consent.record.status(purpose, now) == ConsentStatus::Given {
                return Ok((None, ()));
            }
            let forgotten = self.forgetting(gate, person, characteristic, now).await?;
            let pinned = |changes: Changes| changes.pin(RecordRef::Consent(person), consent.version);
            Ok((forgotten.map(pinned), ()))
        })
        .await
    }

    /// Seals what a person tells, under consent that is looked at in the same decision.
    async fn record<P: Purpose>(
        &self,
        gate: &Entered<'_>,
        person: Id<Person>,
        characteristic: Characteristic,
        value: impl Fn(&Seal, &Permit<P>, u32, Nonce) -> Result<SealedValue, SealError> + Send + Sync,
    ) -> Result<(), NetworkError> {
        gate.decide(|| async {
            let now = self.now();
            let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            let consent = record.consent.ok_or(Refusal::NoConsent)?;
            let permit = consent.record.permit::<P>(now)?;
            let stored = gate.store().characteristics(person).await?;
            let expected = Expected::from(stored.as_ref().map(|stored| stored.version));
            let (seal, sealed) = self.seal_of(person, stored.map(|stored| stored.record))?;
            let value = value(&seal, &permit, sealed.next_edition(), self.ports.random()?)?;
            let subject = RecordRef::Characteristics(person);
            let entry = self.entry(gate.actor(), Action::RecordCharacteristic, subject, now);
            let changes = Changes::new(entry.for_purpose(P::CODE))
                .pin(RecordRef::Consent(person), consent.version)
                .write(Write::Characteristics(sealed.with(characteristic, value), expected));
            Ok((Some(changes), ()))
        })
        .await
    }

    /// The person's key, drawn now if they have none yet.
    fn seal_of(
        &self,
        person: Id<Person>,
        sealed: Option<SealedCharacteristics>,
    ) -> Result<(Seal, SealedCharacteristics), NetworkError> {
        let keys = &*self.ports.keys;
        if let Some(sealed) = sealed {
            return Ok((Seal::open(keys, person, sealed.key())?, sealed));
        }
        let key = PersonKey::from_random(self.ports.random()?);
        let wrapped = wrap(keys, person, &key, self.ports.random()?)?;
        Ok((Seal::new(person, key), SealedCharacteristics::new(person, wrapped)))
    }
}

/// What is told under consent for a purpose.
fn told_for(purpose: PurposeCode) -> Option<Characteristic> {
    Characteristic::ALL.into_iter().find(|characteristic| characteristic.purpose() == purpose)
}

/// By what somebody may see who comes to an event: for those who run the network, the event and its rule; for a
/// facilitator, their leave.
async fn leave_to_see(gate: &Entered<'_>, event: Id<Event>, now: Instant) -> Result<Pin, NetworkError> {
    let actor = gate.actor();
    if actor.role() == Role::Administrator {
        let stored = gate.store().event(event).await?.ok_or(Refusal::NotFound)?;
        return if stored.record.confidentiality().is_strict() {
            Err(Refusal::NotFound.into())
        } else {
            Ok(Pin { record: RecordRef::Event(event), version: stored.version })
        };
    }
    let facilitator = actor.person().ok_or(Refusal::NotFound)?;
    let granted = gate.store().facilitation(event, facilitator).await?.ok_or(Refusal::NotFound)?;
    let access = granted.record.access(actor, now)?;
    let record = RecordRef::Facilitation { event: access.event(), person: access.facilitator() };
    Ok(Pin { record, version: granted.version })
}

/// Leave to use what a person told for `P`, and what that was decided on.
fn usable<P: Purpose>(record: &PersonRecord, now: Instant) -> Result<(Permit<P>, Vec<Pin>), Refusal> {
    let consent = record.consent.as_ref().ok_or(Refusal::NotFound)?;
    let permit = consent.record.permit::<P>(now).map_err(|_| Refusal::NotFound)?;
    let person = permit.person();
    let mut pins = vec![Pin { record: RecordRef::Consent(person), version: consent.version }];
    if let Some(limits) = &record.limits {
        limits.record.may_use().map_err(|_| Refusal::NotFound)?;
        pins.push(Pin { record: RecordRef::Limits(person), version: limits.version });
    }
    Ok((permit, pins))
}
