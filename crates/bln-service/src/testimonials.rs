//! People's own words: offered, approved by them, shown while they agree, and taken back.

use bln_core::{
    Action, Actor, Id, Limits, Person, Prose, PublishableTestimonial, PurposeCode, RecordRef, Refusal,
    Takedown, Testimonial, TestimonialOffer, Versioned, WordsHash,
    access::{About, Verb},
    purpose,
    testimonial::Channel,
};
use bln_store::{Changes, Expected, IdempotencyKey, Page, PageSize, PersonRecord, Write};
use sha2::{Digest, Sha256};

use crate::{
    Network, NetworkError,
    fingerprint::fingerprint,
    gate::{Entered, UNREADABLE},
    page::filled,
};

impl Network {
    /// Puts somebody's words to them for approval, with how they are named, where the words may be shown and until
    /// when. Nobody else reads them before the person [approves](Network::approve_testimonial).
    ///
    /// # Errors
    ///
    /// [`Refusal::TestimonialExpired`], [`Refusal::NotFound`], [`Refusal::NotAllowed`],
    /// [`Refusal::KeyUsedForAnotherRequest`].
    pub async fn offer_testimonial(
        &self,
        actor: Actor,
        offer: TestimonialOffer,
        key: IdempotencyKey,
    ) -> Result<Id<Testimonial>, NetworkError> {
        let person = offer.person;
        let gate = self.enter(Verb::OfferTestimonial, actor, About::Person(person))?;
        let asked = fingerprint("offer_testimonial", &offer);
        gate.decide(|| async {
            if let Some(receipt) = gate.answered(&key, asked).await? {
                let RecordRef::Testimonial(id) = receipt.record else { return Err(UNREADABLE) };
                return Ok((None, id));
            }
            let stored = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            let now = self.now();
            let today = self.profile.time_zone().date(now);
            let testimonial = Testimonial::offer(self.new_id(now), offer.clone(), today)?;
            let (id, subject) = (testimonial.id(), RecordRef::Testimonial(testimonial.id()));
            let entry = self.entry(actor, Action::OfferTestimonial, subject.clone(), now);
            let changes = Changes::new(entry.for_purpose(PurposeCode::Testimonial))
                .pin(RecordRef::Person(person), stored.person.version)
                .write(Write::Testimonial(testimonial, Expected::New))
                .answered(gate.receipt(&key, asked, subject, "offered", now));
            Ok((Some(changes), id))
        })
        .await
    }

    /// The testimonials of a person, in whatever state, for them to read before they approve.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`].
    pub async fn own_testimonials(
        &self,
        actor: Actor,
        person: Id<Person>,
    ) -> Result<Vec<Testimonial>, NetworkError> {
        let gate = self.enter(Verb::OwnTestimonials, actor, About::Person(person))?;
        gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
        let theirs = gate.store().testimonials_of(person).await?;
        Ok(theirs.into_iter().map(|stored| stored.record).collect())
    }

    /// A person approves of words of theirs, as they have read them. Administrators approve for nobody.
    ///
    /// # Errors
    ///
    /// Those of [`Testimonial::approve`]; [`Refusal::NotAllowed`] for an administrator, about somebody else.
    pub async fn approve_testimonial(
        &self,
        actor: Actor,
        person: Id<Person>,
        id: Id<Testimonial>,
        words: &Prose<1000>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::ApproveTestimonial, actor, About::Person(person))?;
        gate.decide(|| async {
            let stored = their_own(&gate, person, id).await?;
            let now = self.now();
            let today = self.profile.time_zone().date(now);
            let words_hash = hash_of(stored.record.words());
            let approved = stored.record.approve(actor, words, words_hash, today, now)?;
            let entry = self.entry(actor, Action::ApproveTestimonial, RecordRef::Testimonial(id), now);
            let changes = Changes::new(entry.for_purpose(PurposeCode::Testimonial))
                .write(Write::Testimonial(approved, Expected::At(stored.version)));
            Ok((Some(changes), ()))
        })
        .await
    }

    /// Takes a testimonial back, and tells from where it has to be taken down. Taking it back twice changes nothing, and
    /// tells it again.
    ///
    /// Taking back the consent to all of them is [`Network::answer_consent`]; the places are then among the
    /// [takedowns](Network::takedowns).
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn withdraw_testimonial(
        &self,
        actor: Actor,
        person: Id<Person>,
        id: Id<Testimonial>,
    ) -> Result<Vec<Takedown>, NetworkError> {
        let gate = self.enter(Verb::WithdrawTestimonial, actor, About::Person(person))?;
        gate.decide(|| async {
            let stored = their_own(&gate, person, id).await?;
            let now = self.now();
            let withdrawn = stored.record.withdraw(now);
            if withdrawn == stored.record {
                return Ok((None, ()));
            }
            let entry = self.entry(actor, Action::WithdrawTestimonial, RecordRef::Testimonial(id), now);
            let changes = Changes::new(entry.for_purpose(PurposeCode::Testimonial))
                .write(Write::Testimonial(withdrawn, Expected::At(stored.version)));
            Ok((Some(changes), ()))
        })
        .await?;
        let places = gate.store().testimonial_uses(id).await?;
        let refused = || Some(Err(Refusal::TestimonialWithdrawn));
        Ok(places.iter().filter_map(|stored| stored.record.takedown(refused())).collect())
    }

    /// The testimonials that may be shown by a channel now: approved, not over, and of people whose consent is live at
    /// this moment and whose details may be used. Ask each time they are shown: what was read before is no leave to.
    ///
    /// Note each place where one is put, with [`Network::record_testimonial_use`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`].
    pub async fn testimonials_for(
        &self,
        actor: Actor,
        channel: Channel,
        after: Option<Id<Testimonial>>,
        size: PageSize,
    ) -> Result<Page<PublishableTestimonial, Id<Testimonial>>, NetworkError> {
        let gate = &self.enter(Verb::TestimonialsFor, actor, About::Network)?;
        let read = |after| gate.store().testimonial_page(after, PageSize::MAX);
        let shown = |stored: Versioned<Testimonial>| async move {
            Ok(self.publishable(gate, &stored.record, channel).await?.and_then(Result::ok))
        };
        filled(after, size, PublishableTestimonial::id, read, shown).await
    }

    /// What others may read of a testimonial by a channel now, or why they may not; `None` if its person is gone.
    pub(crate) async fn publishable(
        &self,
        gate: &Entered<'_>,
        testimonial: &Testimonial,
        channel: Channel,
    ) -> Result<Option<Result<PublishableTestimonial, Refusal>>, NetworkError> {
        let Some(record) = gate.store().person(testimonial.person()).await? else { return Ok(None) };
        self.publishable_of(gate, testimonial, &record, channel).await.map(Some)
    }

    /// The same, of a person as they were read.
    pub(crate) async fn publishable_of(
        &self,
        gate: &Entered<'_>,
        testimonial: &Testimonial,
        record: &PersonRecord,
        channel: Channel,
    ) -> Result<Result<PublishableTestimonial, Refusal>, NetworkError> {
        let answers = self.answers_of(gate, record).await?;
        let now = self.now();
        let today = self.profile.time_zone().date(now);
        let limits = limits_of(record);
        let words_hash = hash_of(testimonial.words());
        let permit = answers.ledger().permit::<purpose::Testimonial>(now);
        Ok(permit.and_then(|permit| testimonial.publishable(&permit, &limits, words_hash, channel, today)))
    }
}

/// What may not be done with a person's details, if anything was ever limited.
pub(crate) fn limits_of(record: &PersonRecord) -> Limits {
    let none = || Limits::none(record.person.record.id());
    record.limits.as_ref().map_or_else(none, |limits| limits.record.clone())
}

/// The hash that is kept of words that were approved.
fn hash_of(words: &Prose<1000>) -> WordsHash {
    WordsHash::new(Sha256::digest(words.as_str()).into())
}

/// A testimonial of this person. Of anybody else's it is told as of one that is not there.
async fn their_own(
    gate: &Entered<'_>,
    person: Id<Person>,
    id: Id<Testimonial>,
) -> Result<Versioned<Testimonial>, NetworkError> {
    let stored = gate.store().testimonial(id).await?;
    Ok(stored.filter(|stored| stored.record.person() == person).ok_or(Refusal::NotFound)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_words_is_their_sha_256() {
        let words = Prose::parse("abc").unwrap();
        // FIPS 180-4, the example of one block.
        let expected = [
            0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
            0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
        ];
        assert_eq!(hash_of(&words), WordsHash::new(expected));
    }
}
