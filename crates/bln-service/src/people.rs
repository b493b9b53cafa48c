//! Joining, and what a person can change about themselves.

use bln_core::{
    Action, Actor, Application, Belonging, BelongingKind, ConsentLedger, ConsentMethod, Declaration,
    Employer, Id, Instant, Membership, Notice, NoticeKind, Person, PersonDetails, RecordRef, Refusal, Role,
    Version, permission::Behalf,
};
use bln_store::{Changes, Expected, IdempotencyKey, Receipt, ReceiptKey, Write};

use crate::{Network, NetworkError, fingerprint::fingerprint};

impl Network {
    /// Applies for membership, or joins as an ally at once, as the application says; returns the person's
    /// identifier.
    ///
    /// The public applies anew. A participant who is on the list already and has left, or was declined, applies
    /// again and keeps their history. An administrator records an application that came on paper, by word of
    /// mouth or in an import.
    ///
    /// When the public applies with an address that is on the list, the answer is the same as for any other: who
    /// belongs here is nobody's business. The person whose address it is gets a notice, and nothing else
    /// happens.
    ///
    /// # Errors
    ///
    /// [`Refusal::EmailInUse`] (to administrators only), [`Refusal::OrganisationUnknown`],
    /// [`Refusal::WordingUnknown`], [`Refusal::AlreadyBelongs`], [`Refusal::NotAllowed`],
    /// [`Refusal::KeyUsedForAnotherRequest`].
    pub async fn apply(
        &self,
        actor: Actor,
        application: Application,
        key: IdempotencyKey,
    ) -> Result<Id<Person>, NetworkError> {
        let action = match application.joining_as {
            BelongingKind::Member => Action::ApplyForMembership,
            BelongingKind::Ally => Action::JoinAsAlly,
        };
        self.must_be_allowed(actor, action, Behalf::Network)?;
        let on_their_own = actor.role() != Role::Administrator;
        if on_their_own && application.method != ConsentMethod::Web {
            return Err(Refusal::NotAllowed.into());
        }
        self.must_know_wording(&application.declaration)?;
        self.must_know_wording(&application.privacy_notice)?;
        for consent in &application.consents {
            self.must_know_wording(&consent.wording)?;
        }
        let asked = fingerprint("apply", &application);
        self.decide(|| async {
            if let Some(receipt) = self.answered(actor, &key, asked).await? {
                return Ok((None, person_of(&receipt)?));
            }
            self.must_know_employers(&application.details).await?;
            let now = self.now();
            let (person, changes) = match (actor.role(), actor.person()) {
                (Role::Public | Role::Administrator, _) | (_, None) => {
                    self.new_application(actor, action, &application, now).await?
                }
                (_, Some(person)) => {
                    (person, self.renewed_application(actor, action, person, &application, now).await?)
                }
            };
            let receipt = Receipt {
                key: ReceiptKey { actor: actor.person(), key: key.clone() },
                fingerprint: asked,
                record: RecordRef::Person(person),
                answer: "applied".to_owned(),
                at: now,
            };
            Ok((Some(changes.answered(receipt)), person))
        })
        .await
    }

    /// Changes a person's details: name, addresses, posts, registrations.
    ///
    /// Addresses are changed by an administrator. If people could change their own, the answer would tell anybody
    /// on the list who else is on it, and nothing would show that the new address is theirs.
    ///
    /// # Errors
    ///
    /// [`NetworkError::Changed`] when `version` is not the current one, [`Refusal::EmailInUse`],
    /// [`Refusal::NotAllowed`] for another address from anybody but an administrator,
    /// [`Refusal::OrganisationUnknown`], [`Refusal::NotFound`].
    pub async fn change_person(
        &self,
        actor: Actor,
        person: Id<Person>,
        details: PersonDetails,
        version: Version,
    ) -> Result<(), NetworkError> {
        self.must_be_allowed(actor, Action::ChangePerson, Behalf::Person(person))?;
        self.must_know_employers(&details).await?;
        self.decide(|| async {
            let record = self.store.person(person).await?.ok_or(Refusal::NotFound)?;
            if record.person.version != version {
                return Err(NetworkError::Changed);
            }
            if actor.role() != Role::Administrator && details.emails() != record.person.record.emails() {
                return Err(Refusal::NotAllowed.into());
            }
            for email in details.emails().iter() {
                if self.store.person_by_email(email).await?.is_some_and(|holder| holder != person) {
                    return Err(Refusal::EmailInUse.into());
                }
            }
            let changed = record.person.record.with_details(details.clone());
            let entry = self.entry(actor, Action::ChangePerson, RecordRef::Person(person), self.now());
            let changes = Changes::new(entry).write(Write::Person(changed, Expected::At(version)));
            Ok((Some(changes), ()))
        })
        .await
    }

    async fn new_application(
        &self,
        actor: Actor,
        action: Action,
        application: &Application,
        now: Instant,
    ) -> Result<(Id<Person>, Changes), NetworkError> {
        let person = self.new_id(now);
        for email in application.details.emails().iter() {
            let Some(holder) = self.store.person_by_email(email).await? else { continue };
            if actor.role() == Role::Administrator {
                return Err(Refusal::EmailInUse.into());
            }
            let entry = self.entry(actor, action, RecordRef::Person(holder), now);
            let notice = Notice::new(self.new_id(now), holder, NoticeKind::ApplicationReceived, now);
            return Ok((person, Changes::new(entry).notify(notice)));
        }
        let membership = Membership::apply(person, belonging(application, now), now);
        let record = Person::new(person, application.details.clone());
        let changes = Changes::new(self.entry(actor, action, RecordRef::Person(person), now))
            .write(Write::Person(record, Expected::New))
            .write(Write::Membership(membership, Expected::New))
            .notify(Notice::new(self.new_id(now), person, first_notice(application), now));
        let ledger = ConsentLedger::new(person);
        Ok((person, with_consents(changes, actor, &ledger, Expected::New, application, now)?))
    }

    async fn renewed_application(
        &self,
        actor: Actor,
        action: Action,
        person: Id<Person>,
        application: &Application,
        now: Instant,
    ) -> Result<Changes, NetworkError> {
        let record = self.store.person(person).await?.ok_or(Refusal::NotFound)?;
        let belonging = belonging(application, now);
        let (membership, expected) = match record.membership {
            Some(membership) => {
                (membership.record.apply_again(belonging, now)?, Expected::At(membership.version))
            }
            None => (Membership::apply(person, belonging, now), Expected::New),
        };
        let changes = Changes::new(self.entry(actor, action, RecordRef::Person(person), now))
            .write(Write::Membership(membership, expected))
            .notify(Notice::new(self.new_id(now), person, first_notice(application), now));
        let (ledger, expected) = match record.consent {
            Some(consent) => (consent.record, Expected::At(consent.version)),
            None => (ConsentLedger::new(person), Expected::New),
        };
        with_consents(changes, actor, &ledger, expected, application, now)
    }

    async fn must_know_employers(&self, details: &PersonDetails) -> Result<(), NetworkError> {
        for affiliation in details.affiliations() {
            if let Employer::Listed(code) = affiliation.employer()
                && self.store.organisation(*code).await?.is_none()
            {
                return Err(Refusal::OrganisationUnknown.into());
            }
        }
        Ok(())
    }
}

fn belonging(application: &Application, now: Instant) -> Belonging {
    let declaration =
        Declaration::new(application.declaration.clone(), application.privacy_notice.clone(), now);
    Belonging::new(application.joining_as, declaration)
}

/// An ally is welcome at once; a member's application waits for an answer.
const fn first_notice(application: &Application) -> NoticeKind {
    match application.joining_as {
        BelongingKind::Member => NoticeKind::ApplicationReceived,
        BelongingKind::Ally => NoticeKind::Welcome,
    }
}

fn with_consents(
    changes: Changes,
    actor: Actor,
    ledger: &ConsentLedger,
    expected: Expected,
    application: &Application,
    now: Instant,
) -> Result<Changes, NetworkError> {
    let mut after = ledger.clone();
    for consent in &application.consents {
        after = after.give(
            consent.purpose,
            consent.wording.clone(),
            None,
            application.method,
            actor.person(),
            now,
        )?;
    }
    let entries = after.entries()[ledger.entries().len()..].to_vec();
    if entries.is_empty() {
        return Ok(changes);
    }
    Ok(changes.write(Write::Consent { person: ledger.person(), entries, expected }))
}

fn person_of(receipt: &Receipt) -> Result<Id<Person>, NetworkError> {
    match receipt.record {
        RecordRef::Person(person) => Ok(person),
        _ => Err(NetworkError::Failed { code: "receipt.unreadable" }),
    }
}
