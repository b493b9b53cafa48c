//! A store that passes everything on to another, with something between: the ground for stores that are wrong on
//! purpose, slow, or fail now and then.

use std::sync::Arc;

use async_trait::async_trait;
use bln_core::{
    ActionLink, Bulletin, ConsentLedger, EmailAddress, Event, Facilitation, Figure, Id, Initiative, Instant,
    Interests, KeyedHash, LegacyLedger, Membership, Message, OdsCode, Organisation, Person, Pseudonym,
    Recognition, Registration, RegistrationStep, Resource, RightsRequest, SealedCharacteristics, Seats,
    Sequence, Suppression, Testimonial, TestimonialUse, Theme, TokenHash, Versioned, Wording,
    bounce::AddressRecord,
};
use bln_store::{
    AnswerKey, ApplicationQuery, ApplicationView, AuditRecord, AuditStore, BulletinStore, Changes,
    CharacteristicsStore, CommitStore, ConsentStore, Discarded, EventCursor, EventStore, InspectStore,
    KeptResponse, KeptWords, LegacyStore, LinkStore, MembershipStore, NameCursor, NoticeRecord, Older,
    OrganisationStore, OutboxStore, Page, PageSize, PersonRecord, PersonStore, Position, ReaderRecord,
    Receipt, ReceiptKey, ReceiptStore, RegistrationStore, ResourceStore, RightsStore, SafeSpaceStore,
    SeatQuery, SeatView, Spending, Store, StoreError, StoreFault, SuppressionStore, Survey, SurveyBatch,
    SurveyName, SurveyState, SurveyStore, WordingStore, WordsStore,
};

/// What stands between a network and its store.
#[async_trait]
pub trait Between: std::fmt::Debug + Send + Sync + 'static {
    /// Passes a change set on, or does something else with it.
    async fn commit(&self, inner: &Arc<dyn Store>, changes: Changes) -> Result<(), StoreError>;

    /// Comes before each read, and may refuse it.
    async fn before_read(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Comes after each read, before its answer is told.
    async fn after_read(&self) {}
}

/// A store with something between.
#[derive(Debug)]
pub struct Wrapped<B> {
    inner: Arc<dyn Store>,
    between: B,
}

impl<B: Between> Wrapped<B> {
    /// A store over another.
    pub fn over(inner: Arc<dyn Store>, between: B) -> Self {
        Self { inner, between }
    }

    async fn ask<T>(
        &self,
        read: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> Result<T, StoreError> {
        self.between.before_read().await?;
        let answer = read.await;
        self.between.after_read().await;
        answer
    }
}

#[async_trait]
impl<B: Between> CommitStore for Wrapped<B> {
    async fn commit(&self, changes: Changes) -> Result<(), StoreError> {
        self.between.commit(&self.inner, changes).await
    }
}

#[async_trait]
impl<B: Between> WordingStore for Wrapped<B> {
    async fn wordings(&self) -> Result<Vec<Wording>, StoreError> {
        self.ask(self.inner.wordings()).await
    }
}

#[async_trait]
impl<B: Between> OrganisationStore for Wrapped<B> {
    async fn organisation(&self, code: OdsCode) -> Result<Option<Versioned<Organisation>>, StoreError> {
        self.ask(self.inner.organisation(code)).await
    }

    async fn organisation_page(
        &self,
        after: Option<OdsCode>,
        size: PageSize,
    ) -> Result<Page<Versioned<Organisation>, OdsCode>, StoreError> {
        self.ask(self.inner.organisation_page(after, size)).await
    }
}

#[async_trait]
impl<B: Between> PersonStore for Wrapped<B> {
    async fn person(&self, id: Id<Person>) -> Result<Option<PersonRecord>, StoreError> {
        self.ask(self.inner.person(id)).await
    }

    async fn pseudonym(&self, person: Id<Person>) -> Result<Option<Pseudonym>, StoreError> {
        self.ask(self.inner.pseudonym(person)).await
    }

    async fn person_by_email(&self, email: &EmailAddress) -> Result<Option<Id<Person>>, StoreError> {
        self.ask(self.inner.person_by_email(email)).await
    }

    async fn application_view(&self, query: &ApplicationQuery) -> Result<ApplicationView, StoreError> {
        self.ask(self.inner.application_view(query)).await
    }

    async fn person_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, Id<Person>>, StoreError> {
        self.ask(self.inner.person_page(after, size)).await
    }

    async fn person_search(
        &self,
        text: &str,
        after: Option<NameCursor>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, NameCursor>, StoreError> {
        self.ask(self.inner.person_search(text, after, size)).await
    }

    async fn name_words(&self, prefix: &str, at_most: u32) -> Result<Vec<String>, StoreError> {
        self.ask(self.inner.name_words(prefix, at_most)).await
    }

    async fn people_named(&self, words: &[&str], size: PageSize) -> Result<Vec<PersonRecord>, StoreError> {
        self.ask(self.inner.people_named(words, size)).await
    }
}

#[async_trait]
impl<B: Between> MembershipStore for Wrapped<B> {
    async fn membership(&self, person: Id<Person>) -> Result<Option<Versioned<Membership>>, StoreError> {
        self.ask(self.inner.membership(person)).await
    }
}

#[async_trait]
impl<B: Between> ConsentStore for Wrapped<B> {
    async fn consent_ledger(
        &self,
        person: Id<Person>,
    ) -> Result<Option<Versioned<ConsentLedger>>, StoreError> {
        self.ask(self.inner.consent_ledger(person)).await
    }
}

#[async_trait]
impl<B: Between> EventStore for Wrapped<B> {
    async fn event(&self, id: Id<Event>) -> Result<Option<Versioned<Event>>, StoreError> {
        self.ask(self.inner.event(id)).await
    }

    async fn event_page(
        &self,
        after: Option<EventCursor>,
        size: PageSize,
    ) -> Result<Page<Versioned<Event>, EventCursor>, StoreError> {
        self.ask(self.inner.event_page(after, size)).await
    }
}

#[async_trait]
impl<B: Between> RegistrationStore for Wrapped<B> {
    async fn seats(&self, event: Id<Event>) -> Result<Option<Versioned<Seats>>, StoreError> {
        self.ask(self.inner.seats(event)).await
    }

    async fn registration(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Option<Versioned<Registration>>, StoreError> {
        self.ask(self.inner.registration(event, person)).await
    }

    async fn registration_history(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Vec<RegistrationStep>, StoreError> {
        self.ask(self.inner.registration_history(event, person)).await
    }

    async fn registration_page(
        &self,
        event: Id<Event>,
        after: Option<Sequence>,
        size: PageSize,
    ) -> Result<Page<Versioned<Registration>, Sequence>, StoreError> {
        self.ask(self.inner.registration_page(event, after, size)).await
    }

    async fn person_registrations(
        &self,
        person: Id<Person>,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Registration>, Id<Event>>, StoreError> {
        self.ask(self.inner.person_registrations(person, after, size)).await
    }

    async fn seat_view(&self, query: SeatQuery) -> Result<Option<SeatView>, StoreError> {
        self.ask(self.inner.seat_view(query)).await
    }

    async fn events_with_due_offers(
        &self,
        due: Instant,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Result<Page<Id<Event>, Id<Event>>, StoreError> {
        self.ask(self.inner.events_with_due_offers(due, after, size)).await
    }
}

#[async_trait]
impl<B: Between> ReceiptStore for Wrapped<B> {
    async fn receipt(&self, key: &ReceiptKey) -> Result<Option<Receipt>, StoreError> {
        self.ask(self.inner.receipt(key)).await
    }
}

#[async_trait]
impl<B: Between> AuditStore for Wrapped<B> {
    async fn audit_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<AuditRecord, Position>, StoreError> {
        self.ask(self.inner.audit_page(after, size)).await
    }

    async fn kept_audit_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<AuditRecord, Position>, StoreError> {
        self.ask(self.inner.kept_audit_page(after, size)).await
    }
}

#[async_trait]
impl<B: Between> OutboxStore for Wrapped<B> {
    async fn outbox_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<NoticeRecord, Position>, StoreError> {
        self.ask(self.inner.outbox_page(after, size)).await
    }
}

#[async_trait]
impl<B: Between> CharacteristicsStore for Wrapped<B> {
    async fn characteristics(
        &self,
        person: Id<Person>,
    ) -> Result<Option<Versioned<SealedCharacteristics>>, StoreError> {
        self.ask(self.inner.characteristics(person)).await
    }

    async fn characteristics_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<Versioned<SealedCharacteristics>, Id<Person>>, StoreError> {
        self.ask(self.inner.characteristics_page(after, size)).await
    }
}

#[async_trait]
impl<B: Between> RightsStore for Wrapped<B> {
    async fn rights_request(
        &self,
        id: Id<RightsRequest>,
    ) -> Result<Option<Versioned<RightsRequest>>, StoreError> {
        self.ask(self.inner.rights_request(id)).await
    }

    async fn rights_request_page(
        &self,
        after: Option<Id<RightsRequest>>,
        size: PageSize,
    ) -> Result<Page<Versioned<RightsRequest>, Id<RightsRequest>>, StoreError> {
        self.ask(self.inner.rights_request_page(after, size)).await
    }

    async fn rights_requests_of(
        &self,
        person: Id<Person>,
    ) -> Result<Vec<Versioned<RightsRequest>>, StoreError> {
        self.ask(self.inner.rights_requests_of(person)).await
    }
}

#[async_trait]
impl<B: Between> LinkStore for Wrapped<B> {
    async fn action_link(&self, hash: &TokenHash) -> Result<Option<ActionLink>, StoreError> {
        self.ask(self.inner.action_link(hash)).await
    }
}

#[async_trait]
impl<B: Between> SuppressionStore for Wrapped<B> {
    async fn suppressions(&self, hashes: &[KeyedHash]) -> Result<Vec<Suppression>, StoreError> {
        self.ask(self.inner.suppressions(hashes)).await
    }
}

#[async_trait]
impl<B: Between> SafeSpaceStore for Wrapped<B> {
    async fn facilitation(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Option<Versioned<Facilitation>>, StoreError> {
        self.ask(self.inner.facilitation(event, person)).await
    }

    async fn facilitations_of(&self, person: Id<Person>) -> Result<Vec<Versioned<Facilitation>>, StoreError> {
        self.ask(self.inner.facilitations_of(person)).await
    }

    async fn theme(&self, id: Id<Theme>) -> Result<Option<Versioned<Theme>>, StoreError> {
        self.ask(self.inner.theme(id)).await
    }

    async fn themes(&self, event: Id<Event>) -> Result<Vec<Versioned<Theme>>, StoreError> {
        self.ask(self.inner.themes(event)).await
    }

    async fn contributors(&self, theme: Id<Theme>) -> Result<u64, StoreError> {
        self.ask(self.inner.contributors(theme)).await
    }

    async fn message(&self, id: Id<Message>) -> Result<Option<Message>, StoreError> {
        self.ask(self.inner.message(id)).await
    }

    async fn to_dispose(&self, event: Id<Event>) -> Result<u64, StoreError> {
        self.ask(self.inner.to_dispose(event)).await
    }
}

#[async_trait]
impl<B: Between> WordsStore for Wrapped<B> {
    async fn testimonial(&self, id: Id<Testimonial>) -> Result<Option<Versioned<Testimonial>>, StoreError> {
        self.ask(self.inner.testimonial(id)).await
    }

    async fn testimonials_of(&self, person: Id<Person>) -> Result<Vec<Versioned<Testimonial>>, StoreError> {
        self.ask(self.inner.testimonials_of(person)).await
    }

    async fn testimonial_page(
        &self,
        after: Option<Id<Testimonial>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Testimonial>, Id<Testimonial>>, StoreError> {
        self.ask(self.inner.testimonial_page(after, size)).await
    }

    async fn testimonial_use(
        &self,
        id: Id<TestimonialUse>,
    ) -> Result<Option<Versioned<TestimonialUse>>, StoreError> {
        self.ask(self.inner.testimonial_use(id)).await
    }

    async fn testimonial_uses(
        &self,
        testimonial: Id<Testimonial>,
    ) -> Result<Vec<Versioned<TestimonialUse>>, StoreError> {
        self.ask(self.inner.testimonial_uses(testimonial)).await
    }

    async fn shown_testimonial_use_page(
        &self,
        after: Option<Id<TestimonialUse>>,
        size: PageSize,
    ) -> Result<Page<Versioned<TestimonialUse>, Id<TestimonialUse>>, StoreError> {
        self.ask(self.inner.shown_testimonial_use_page(after, size)).await
    }

    async fn recognition(&self, id: Id<Recognition>) -> Result<Option<Versioned<Recognition>>, StoreError> {
        self.ask(self.inner.recognition(id)).await
    }

    async fn recognitions_of(&self, person: Id<Person>) -> Result<Vec<Versioned<Recognition>>, StoreError> {
        self.ask(self.inner.recognitions_of(person)).await
    }

    async fn recognition_page(
        &self,
        after: Option<Id<Recognition>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Recognition>, Id<Recognition>>, StoreError> {
        self.ask(self.inner.recognition_page(after, size)).await
    }
}

#[async_trait]
impl<B: Between> ResourceStore for Wrapped<B> {
    async fn resource(&self, id: Id<Resource>) -> Result<Option<Versioned<Resource>>, StoreError> {
        self.ask(self.inner.resource(id)).await
    }

    async fn resource_page(
        &self,
        after: Option<Id<Resource>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Resource>, Id<Resource>>, StoreError> {
        self.ask(self.inner.resource_page(after, size)).await
    }
}

#[async_trait]
impl<B: Between> LegacyStore for Wrapped<B> {
    async fn initiative(&self, id: Id<Initiative>) -> Result<Option<Versioned<Initiative>>, StoreError> {
        self.ask(self.inner.initiative(id)).await
    }

    async fn initiative_page(
        &self,
        after: Option<Id<Initiative>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Initiative>, Id<Initiative>>, StoreError> {
        self.ask(self.inner.initiative_page(after, size)).await
    }

    async fn legacy_ledger(
        &self,
        initiative: Id<Initiative>,
    ) -> Result<Option<Versioned<LegacyLedger>>, StoreError> {
        self.ask(self.inner.legacy_ledger(initiative)).await
    }

    async fn figure(&self, id: Id<Figure>) -> Result<Option<Figure>, StoreError> {
        self.ask(self.inner.figure(id)).await
    }

    async fn figure_page(
        &self,
        after: Option<Id<Figure>>,
        size: PageSize,
    ) -> Result<Page<Figure, Id<Figure>>, StoreError> {
        self.ask(self.inner.figure_page(after, size)).await
    }
}

#[async_trait]
impl<B: Between> BulletinStore for Wrapped<B> {
    async fn bulletin(&self, id: Id<Bulletin>) -> Result<Option<Versioned<Bulletin>>, StoreError> {
        self.ask(self.inner.bulletin(id)).await
    }

    async fn bulletin_page(
        &self,
        after: Option<Id<Bulletin>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Bulletin>, Id<Bulletin>>, StoreError> {
        self.ask(self.inner.bulletin_page(after, size)).await
    }

    async fn interests(&self, person: Id<Person>) -> Result<Option<Versioned<Interests>>, StoreError> {
        self.ask(self.inner.interests(person)).await
    }

    async fn reader_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<ReaderRecord, Id<Person>>, StoreError> {
        self.ask(self.inner.reader_page(after, size)).await
    }

    async fn address_record(
        &self,
        address: &EmailAddress,
    ) -> Result<Option<Versioned<AddressRecord>>, StoreError> {
        self.ask(self.inner.address_record(address)).await
    }

    async fn held_address_page(
        &self,
        after: Option<&EmailAddress>,
        size: PageSize,
    ) -> Result<Page<Versioned<AddressRecord>, EmailAddress>, StoreError> {
        self.ask(self.inner.held_address_page(after, size)).await
    }
}

#[async_trait]
impl<B: Between> SurveyStore for Wrapped<B> {
    async fn open_survey(&self, survey: Survey) -> Result<(), StoreError> {
        self.inner.open_survey(survey).await
    }

    async fn issue_ballots(&self, survey: &SurveyName, ballots: &[TokenHash]) -> Result<(), StoreError> {
        self.inner.issue_ballots(survey, ballots).await
    }

    async fn spend_ballot(&self, survey: &SurveyName, ballot: TokenHash) -> Result<Spending, StoreError> {
        self.inner.spend_ballot(survey, ballot).await
    }

    async fn keep_answers(&self, batch: SurveyBatch) -> Result<(), StoreError> {
        self.inner.keep_answers(batch).await
    }

    async fn close_survey(&self, survey: &SurveyName) -> Result<(), StoreError> {
        self.inner.close_survey(survey).await
    }

    async fn survey(&self, name: &SurveyName) -> Result<Option<(Survey, SurveyState)>, StoreError> {
        self.ask(self.inner.survey(name)).await
    }

    async fn responses(
        &self,
        survey: &SurveyName,
        after: Option<AnswerKey>,
        size: PageSize,
    ) -> Result<Page<KeptResponse, AnswerKey>, StoreError> {
        self.ask(self.inner.responses(survey, after, size)).await
    }

    async fn survey_words(
        &self,
        survey: &SurveyName,
        after: Option<AnswerKey>,
        size: PageSize,
    ) -> Result<Page<KeptWords, AnswerKey>, StoreError> {
        self.ask(self.inner.survey_words(survey, after, size)).await
    }
}

#[async_trait]
impl<B: Between> InspectStore for Wrapped<B> {
    async fn verify(&self, now: Instant) -> Result<Vec<StoreFault>, StoreError> {
        self.ask(self.inner.verify(now)).await
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        self.ask(self.inner.scrub()).await
    }

    async fn older(&self, kind: Discarded, before: Instant) -> Result<Older, StoreError> {
        self.ask(self.inner.older(kind, before)).await
    }
}
