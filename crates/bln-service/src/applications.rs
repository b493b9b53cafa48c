//! Decisions on applications: the same for one that comes alone and for many that come in an import.

use std::collections::{BTreeMap, BTreeSet};

use bln_core::{
    Action, Actor, Application, Belonging, BelongingKind, ConsentLedger, ConsentMethod, Declaration,
    EmailAddress, Employer, Id, Instant, Membership, Notice, NoticeKind, OdsCode, Person, PurposeCode,
    RecordRef, Refusal, Role,
};
use bln_store::{
    ApplicationQuery, ApplicationView, Changes, Expected, Fingerprint, IdempotencyKey, PersonRecord, Receipt,
    ReceiptKey, Write,
};

use crate::{
    Network, NetworkError,
    fingerprint::fingerprint,
    gate::{Entered, UNREADABLE},
    suppressed::Answers,
};

/// An application that may be made, as far as that can be told without the store.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) actor: Actor,
    pub(crate) application: Application,
    pub(crate) key: IdempotencyKey,
    action: Action,
    fingerprint: Fingerprint,
}

/// What is known about those who may be on the list already: what the store said, and what was decided since.
#[derive(Debug, Default)]
pub(crate) struct Known {
    receipts: BTreeMap<IdempotencyKey, (Fingerprint, RecordRef)>,
    holders: BTreeMap<EmailAddress, Id<Person>>,
    organisations: BTreeSet<OdsCode>,
    suppressed: BTreeMap<EmailAddress, BTreeSet<PurposeCode>>,
}

impl Asked {
    /// What has to be read to decide this.
    pub(crate) fn query(&self) -> ApplicationQuery {
        let mut query = ApplicationQuery { actor: self.actor.person(), ..ApplicationQuery::default() };
        self.add_to(&mut query);
        query
    }

    /// Adds what has to be read to decide this to what has to be read for others by the same actor.
    pub(crate) fn add_to(&self, query: &mut ApplicationQuery) {
        query.keys.push(self.key.clone());
        query.addresses.extend(self.application.details.emails().iter().cloned());
        query.organisations.extend(self.employers());
    }

    /// Whether consent is only asked for by it: whoever fills a form in on the web and is not signed in as the person
    /// has not shown that the address is theirs.
    fn only_asks(&self, person: Id<Person>) -> bool {
        self.application.method == ConsentMethod::Web && !self.actor.is(person)
    }

    /// Whether it gives consent in somebody's name, who may have said no before their record was erased.
    fn gives_for_another(&self) -> bool {
        let gives = !self.application.consents.is_empty() && self.application.method != ConsentMethod::Web;
        gives && self.actor.role() == Role::Administrator
    }

    fn employers(&self) -> impl Iterator<Item = OdsCode> {
        self.application.details.affiliations().iter().filter_map(|affiliation| {
            match affiliation.employer() {
                Employer::Listed(code) => Some(*code),
                Employer::Unlisted(_) => None,
            }
        })
    }
}

impl Known {
    /// The person that this very request was answered with before.
    pub(crate) fn answered(&self, asked: &Asked) -> Result<Option<Id<Person>>, NetworkError> {
        match self.receipts.get(&asked.key) {
            Some((fingerprint, record)) if *fingerprint == asked.fingerprint => person_of(record).map(Some),
            Some(_) => Err(Refusal::KeyUsedForAnotherRequest.into()),
            None => Ok(None),
        }
    }

    /// That everybody the person works for is known.
    pub(crate) fn must_know_employers(&self, asked: &Asked) -> Result<(), NetworkError> {
        match asked.employers().all(|code| self.organisations.contains(&code)) {
            true => Ok(()),
            false => Err(Refusal::OrganisationUnknown.into()),
        }
    }
}

impl From<ApplicationView> for Known {
    fn from(view: ApplicationView) -> Self {
        let ApplicationView { receipts, holders, organisations } = view;
        let receipt = |receipt: Receipt| (receipt.key.key, (receipt.fingerprint, receipt.record));
        let receipts = receipts.into_iter().map(receipt).collect();
        Self { receipts, holders, organisations, suppressed: BTreeMap::new() }
    }
}

impl Network {
    /// What is known about those who apply, of which `query` asks what a store knows.
    pub(crate) async fn known(
        &self,
        gate: &Entered<'_>,
        asked: impl Iterator<Item = &Asked>,
        query: &ApplicationQuery,
    ) -> Result<Known, NetworkError> {
        let mut known = Known::from(gate.store().application_view(query).await?);
        // Only then: an address that was free was free of whoever was erased before, and their "no" is there.
        let others = asked.filter(|asked| asked.gives_for_another());
        let addresses = others.flat_map(|asked| asked.application.details.emails().iter());
        known.suppressed = self.suppressed_of(gate, addresses).await?;
        Ok(known)
    }

    /// An application by an actor who may apply, made in a way open to them and in wordings of the network.
    pub(crate) fn asked(
        &self,
        actor: Actor,
        application: Application,
        key: IdempotencyKey,
    ) -> Result<Asked, NetworkError> {
        let action = match application.joining_as {
            BelongingKind::Member => Action::ApplyForMembership,
            BelongingKind::Ally => Action::JoinAsAlly,
        };
        let on_their_own = actor.role() != Role::Administrator;
        if on_their_own && application.method != ConsentMethod::Web {
            return Err(Refusal::NotAllowed.into());
        }
        self.must_know_wording(&application.declaration)?;
        self.must_know_wording(&application.privacy_notice)?;
        for consent in &application.consents {
            self.must_know_wording(&consent.wording)?;
        }
        let fingerprint = fingerprint("apply", &application);
        Ok(Asked { actor, application, key, action, fingerprint })
    }

    /// Decides on an application of somebody new: the answer, and what is to be written unless it was given before.
    /// What was decided is known from here on.
    pub(crate) fn decide_application(
        &self,
        asked: &Asked,
        known: &mut Known,
    ) -> Result<(Option<Changes>, Id<Person>), NetworkError> {
        if let Some(person) = known.answered(asked)? {
            return Ok((None, person));
        }
        known.must_know_employers(asked)?;
        let now = self.now();
        let (person, changes) = self.new_application(asked, known, now)?;
        known.receipts.insert(asked.key.clone(), (asked.fingerprint, RecordRef::Person(person)));
        Ok((Some(answered(changes, asked, person, now)), person))
    }

    fn new_application(
        &self,
        asked: &Asked,
        known: &mut Known,
        now: Instant,
    ) -> Result<(Id<Person>, Changes), NetworkError> {
        let Asked { actor, application, action, .. } = asked;
        let person = self.new_id(now);
        let emails = application.details.emails();
        if let Some(holder) = emails.iter().find_map(|email| known.holders.get(email)) {
            if actor.role() == Role::Administrator {
                return Err(Refusal::EmailInUse.into());
            }
            let entry = self.entry(*actor, *action, RecordRef::Person(*holder), now);
            let notice = Notice::new(self.new_id(now), *holder, NoticeKind::ApplicationReceived, now);
            return Ok((person, Changes::new(entry).notify(notice)));
        }
        let membership = Membership::apply(person, belonging(application, now), now);
        let record = Person::new(person, application.details.clone());
        let changes = Changes::new(self.entry(*actor, *action, RecordRef::Person(person), now))
            .write(Write::Person(record, Expected::New))
            .write(Write::Pseudonym { person, pseudonym: self.ports.new_pseudonym()? })
            .write(Write::Membership(membership, Expected::New))
            .notify(Notice::new(self.new_id(now), person, first_notice(application), now));
        let suppressed = emails.iter().filter_map(|email| known.suppressed.get(email)).flatten().copied();
        let answers = Answers::of_somebody_new(ConsentLedger::new(person), suppressed);
        let changes = self.with_consents(changes, asked, &answers, now)?;
        known.holders.extend(emails.iter().map(|email| (email.clone(), person)));
        Ok((person, changes))
    }

    /// Decides on an application of somebody who is on the list already, as they are there now.
    pub(crate) fn renewed_application(
        &self,
        asked: &Asked,
        record: PersonRecord,
        answers: &Answers,
        now: Instant,
    ) -> Result<Changes, NetworkError> {
        let Asked { actor, application, action, .. } = asked;
        let person = record.person.record.id();
        let belonging = belonging(application, now);
        let (membership, expected) = match record.membership {
            Some(membership) => {
                (membership.record.apply_again(belonging, now)?, Expected::At(membership.version))
            }
            None => (Membership::apply(person, belonging, now), Expected::New),
        };
        let changes = Changes::new(self.entry(*actor, *action, RecordRef::Person(person), now))
            .write(Write::Membership(membership, expected))
            .notify(Notice::new(self.new_id(now), person, first_notice(application), now));
        let changes = self.with_consents(changes, asked, answers, now)?;
        Ok(answered(changes, asked, person, now))
    }

    /// The changes, with each consent of an application given or, by somebody who has not shown that the address is the
    /// person's, asked for.
    fn with_consents(
        &self,
        changes: Changes,
        asked: &Asked,
        answers: &Answers,
        now: Instant,
    ) -> Result<Changes, NetworkError> {
        let (person, method) = (answers.ledger().person(), asked.application.method);
        let mut after = answers.ledger().clone();
        for consent in &asked.application.consents {
            let (purpose, wording) = (consent.purpose, consent.wording.clone());
            after = match asked.only_asks(person) {
                true => after.request(purpose, wording, method, now),
                false => after.give(purpose, wording, None, method, asked.actor.person(), now)?,
            };
        }
        let changes = answers.write(changes, &after);
        if asked.only_asks(person) && &after != answers.ledger() {
            let notice = Notice::new(self.new_id(now), person, NoticeKind::ConfirmConsent, now);
            return Ok(changes.notify(notice));
        }
        Ok(changes)
    }
}

/// The same changes, with the receipt for the request.
fn answered(changes: Changes, asked: &Asked, person: Id<Person>, now: Instant) -> Changes {
    changes.answered(Receipt {
        key: ReceiptKey { actor: asked.actor.person(), key: asked.key.clone() },
        fingerprint: asked.fingerprint,
        record: RecordRef::Person(person),
        answer: "applied".to_owned(),
        at: now,
    })
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

fn person_of(record: &RecordRef) -> Result<Id<Person>, NetworkError> {
    match record {
        RecordRef::Person(person) => Ok(*person),
        _ => Err(UNREADABLE),
    }
}
