//! Requests under data-protection law: from their receipt to the answer, by the clock.

use bln_core::{
    Action, Actor, Id, Person, Prose, RecordRef, Refusal, Right, RightsRequest, Versioned,
    access::{About, Verb},
    rights::{Deadline, RefusalGround},
};
use bln_store::{Changes, Expected, IdempotencyKey, Page, PageSize, Write};
use chrono::NaiveDate;

use crate::{
    Network, NetworkError,
    fingerprint::fingerprint,
    gate::{Entered, UNREADABLE},
};

/// A request, and how it stands against its clock today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestInTime {
    /// The request.
    pub request: RightsRequest,
    /// By when it is to be answered, in the network's time zone and by its bank holidays.
    pub deadline: Deadline,
}

impl Network {
    /// Records that a person asked to have a right met. The clock runs from the day of receipt (UK GDPR article 12(3)).
    ///
    /// Whoever asks for themselves asks now: their request is received today, whatever day is given. Of a request that
    /// came by letter or by word of mouth an administrator gives the day on which it came in.
    ///
    /// # Errors
    ///
    /// [`Refusal::ReceivedInFuture`], [`Refusal::NotFound`], [`Refusal::NotAllowed`],
    /// [`Refusal::KeyUsedForAnotherRequest`].
    pub async fn receive_rights_request(
        &self,
        actor: Actor,
        person: Id<Person>,
        right: Right,
        received_on: NaiveDate,
        key: IdempotencyKey,
    ) -> Result<Id<RightsRequest>, NetworkError> {
        let gate = self.enter(Verb::ReceiveRightsRequest, actor, About::Person(person))?;
        let given = (!actor.is(person)).then_some(received_on);
        let fingerprint = fingerprint("receive_rights_request", &(person, right, given));
        gate.decide(|| async {
            if let Some(receipt) = gate.answered(&key, fingerprint).await? {
                let RecordRef::RightsRequest(id) = receipt.record else { return Err(UNREADABLE) };
                return Ok((None, id));
            }
            let stored = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            let now = self.now();
            let today = self.profile.time_zone().date(now);
            let received = given.unwrap_or(today);
            if received > today {
                return Err(Refusal::ReceivedInFuture.into());
            }
            let id = self.new_id(now);
            let request = RightsRequest::receive(id, person, right, received);
            let record = RecordRef::RightsRequest(id);
            let receipt = gate.receipt(&key, fingerprint, record.clone(), "received", now);
            // Whoever is about to remove their details could not pin a request that was not there: the person moves with it.
            let Versioned { record: details, version } = stored.person;
            let changes = Changes::new(self.entry(actor, Action::ReceiveRightsRequest, record, now))
                .write(Write::RightsRequest(request, Expected::New))
                .write(Write::Person(details, Expected::At(version)))
                .answered(receipt);
            Ok((Some(changes), id))
        })
        .await
    }

    /// Gives a request two months more, because it is complex or one of many; the person is told today, with the
    /// reason (UK GDPR article 12(3)).
    ///
    /// # Errors
    ///
    /// Those of [`RightsRequest::extend`]; [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn extend_rights_request(
        &self,
        actor: Actor,
        request: Id<RightsRequest>,
        reason: Prose<1000>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::ExtendRightsRequest, actor, About::Network)?;
        let holidays = self.profile.bank_holidays();
        self.change_request(&gate, Action::RescheduleRightsRequest, request, |request, today| {
            request.extend(today, reason.clone(), holidays)
        })
        .await
    }

    /// Stops the clock of a request: the person is asked today who they are, or what they mean.
    ///
    /// # Errors
    ///
    /// Those of [`RightsRequest::pause`]; [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn pause_rights_request(
        &self,
        actor: Actor,
        request: Id<RightsRequest>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::PauseRightsRequest, actor, About::Network)?;
        self.change_request(&gate, Action::RescheduleRightsRequest, request, RightsRequest::pause).await
    }

    /// Lets the clock of a request go on: the person has answered today.
    ///
    /// # Errors
    ///
    /// Those of [`RightsRequest::resume`]; [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn resume_rights_request(
        &self,
        actor: Actor,
        request: Id<RightsRequest>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::ResumeRightsRequest, actor, About::Network)?;
        self.change_request(&gate, Action::RescheduleRightsRequest, request, RightsRequest::resume).await
    }

    /// Records that what was asked was done, and the person told today.
    ///
    /// # Errors
    ///
    /// [`Refusal::RightsRequestClosed`], [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn answer_rights_request(
        &self,
        actor: Actor,
        request: Id<RightsRequest>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::AnswerRightsRequest, actor, About::Network)?;
        self.change_request(&gate, Action::CloseRightsRequest, request, RightsRequest::answer).await
    }

    /// Records that what was asked is not done, and the person told today why, and where they can complain (UK GDPR
    /// article 12(4)).
    ///
    /// # Errors
    ///
    /// Those of [`RightsRequest::refuse`]; [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn refuse_rights_request(
        &self,
        actor: Actor,
        request: Id<RightsRequest>,
        ground: RefusalGround,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::RefuseRightsRequest, actor, About::Network)?;
        self.change_request(&gate, Action::CloseRightsRequest, request, |request, today| {
            request.refuse(today, ground)
        })
        .await
    }

    /// The requests that wait for an answer, in the order of their identifiers. Of somebody who has been erased a
    /// request names the pseudonym.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`].
    pub async fn rights_requests(
        &self,
        actor: Actor,
        mut after: Option<Id<RightsRequest>>,
        size: PageSize,
    ) -> Result<Page<RequestInTime, Id<RightsRequest>>, NetworkError> {
        let gate = self.enter(Verb::RightsRequests, actor, About::Network)?;
        let mut open = Vec::new();
        loop {
            let page = gate.store().rights_request_page(after, PageSize::MAX).await?;
            open.extend(page.items.into_iter().map(|stored| stored.record).filter(RightsRequest::is_open));
            after = page.next;
            if after.is_none() || open.len() > usize::from(size.number()) {
                break;
            }
        }
        let Page { items, next } = Page::from_one_more(open, size, RightsRequest::id);
        Ok(Page { items: items.into_iter().map(|request| self.in_time(request)).collect(), next })
    }

    /// All requests of a person, closed ones too, in the order of their identifiers.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn own_rights_requests(
        &self,
        actor: Actor,
        person: Id<Person>,
    ) -> Result<Vec<RequestInTime>, NetworkError> {
        let gate = self.enter(Verb::OwnRightsRequests, actor, About::Person(person))?;
        if gate.store().person(person).await?.is_none() {
            return Err(Refusal::NotFound.into());
        }
        let requests = gate.store().rights_requests_of(person).await?;
        Ok(requests.into_iter().map(|stored| self.in_time(stored.record)).collect())
    }

    fn in_time(&self, request: RightsRequest) -> RequestInTime {
        let today = self.profile.time_zone().date(self.now());
        RequestInTime { deadline: request.deadline(today, self.profile.bank_holidays()), request }
    }

    async fn change_request(
        &self,
        gate: &Entered<'_>,
        action: Action,
        id: Id<RightsRequest>,
        change: impl Fn(&RightsRequest, NaiveDate) -> Result<RightsRequest, Refusal> + Sync,
    ) -> Result<(), NetworkError> {
        gate.decide(|| async {
            let stored = gate.store().rights_request(id).await?.ok_or(Refusal::NotFound)?;
            let now = self.now();
            let changed = change(&stored.record, self.profile.time_zone().date(now))?;
            let entry = self.entry(gate.actor(), action, RecordRef::RightsRequest(id), now);
            let expected = Expected::At(stored.version);
            Ok((Some(Changes::new(entry).write(Write::RightsRequest(changed, expected))), ()))
        })
        .await
    }
}
