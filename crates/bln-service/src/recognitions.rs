//! Thanks, awards and appointments.

use bln_core::{
    Action, Actor, Id, PurposeCode, Recognition, RecognitionDetails, RecordRef, Refusal, ShownRecognition,
    Versioned,
    access::{About, Verb},
    purpose,
};
use bln_store::{Changes, Expected, IdempotencyKey, Page, PageSize, PersonRecord, Write};

use crate::{
    Network, NetworkError,
    as_read::as_read,
    fingerprint::fingerprint,
    gate::{Entered, UNREADABLE},
    page::filled,
    testimonials::limits_of,
};

impl Network {
    /// Recognises somebody who agreed to it, named as far as they chose.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoConsent`], [`Refusal::ConsentWithdrawn`], [`Refusal::ConsentExpired`];
    /// [`Refusal::ProcessingRestricted`]; [`Refusal::NotFound`], [`Refusal::NotAllowed`],
    /// [`Refusal::KeyUsedForAnotherRequest`].
    pub async fn recognise(
        &self,
        actor: Actor,
        details: RecognitionDetails,
        key: IdempotencyKey,
    ) -> Result<Id<Recognition>, NetworkError> {
        let person = details.person;
        let gate = self.enter(Verb::Recognise, actor, About::Person(person))?;
        let asked = fingerprint("recognise", &details);
        gate.decide(|| async {
            if let Some(receipt) = gate.answered(&key, asked).await? {
                let RecordRef::Recognition(id) = receipt.record else { return Err(UNREADABLE) };
                return Ok((None, id));
            }
            let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            let answers = self.answers_of(&gate, &record).await?;
            let now = self.now();
            let permit = answers.ledger().permit::<purpose::Recognition>(now)?;
            let id = self.new_id(now);
            let recognition = Recognition::record(id, details.clone(), &permit, &limits_of(&record))?;
            let subject = RecordRef::Recognition(id);
            let entry = self.entry(actor, Action::Recognise, subject.clone(), now);
            let changes = Changes::new(entry.for_purpose(PurposeCode::Recognition))
                .write(Write::Recognition(recognition, Expected::New))
                .answered(gate.receipt(&key, asked, subject, "recognised", now));
            Ok((Some(as_read(changes, &record)), id))
        })
        .await
    }

    /// The recognitions that may be shown now, in the order of their identifiers: of people whose consent is live and whose
    /// details may be used. Active members and allies read them, and those who run the network; nobody else sees any.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn recognitions(
        &self,
        actor: Actor,
        after: Option<Id<Recognition>>,
        size: PageSize,
    ) -> Result<Page<ShownRecognition, Id<Recognition>>, NetworkError> {
        let gate = &self.enter(Verb::Recognitions, actor, About::Network)?;
        if !gate.is_of_the_network().await? {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let read = |after| gate.store().recognition_page(after, PageSize::MAX);
        let shown = |stored: Versioned<Recognition>| async move {
            self.shown_recognition(gate, &stored.record).await
        };
        filled(after, size, ShownRecognition::id, read, shown).await
    }

    /// A recognition as others see it now, if they may.
    async fn shown_recognition(
        &self,
        gate: &Entered<'_>,
        recognition: &Recognition,
    ) -> Result<Option<ShownRecognition>, NetworkError> {
        let Some(record) = gate.store().person(recognition.person()).await? else { return Ok(None) };
        self.recognition_of(gate, recognition, &record).await
    }

    /// The same, of a person as they were read.
    pub(crate) async fn recognition_of(
        &self,
        gate: &Entered<'_>,
        recognition: &Recognition,
        record: &PersonRecord,
    ) -> Result<Option<ShownRecognition>, NetworkError> {
        let answers = self.answers_of(gate, record).await?;
        let permit = answers.ledger().permit::<purpose::Recognition>(self.now());
        Ok(permit.and_then(|permit| recognition.shown(&permit, &limits_of(record))).ok())
    }
}
