//! Joining, and what a person can change about themselves.

use bln_core::{
    Action, Actor, Application, Employer, Id, Person, PersonDetails, RecordRef, Refusal, Role, Version,
    access::{About, Verb},
};
use bln_store::{Changes, Expected, IdempotencyKey, Write};

use crate::{Network, NetworkError, applications::Asked, gate::Entered};

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
    /// Consent that somebody who is signed in as the person gives is given. What a form on the web asks for otherwise is
    /// only asked for, until the link that is mailed to the address is [redeemed](Network::redeem_link) (double
    /// opt-in). What an administrator writes down from paper, words or an import is given, unless somebody said "no" for
    /// the address before their record was erased: then the whole application is refused, so that whoever makes it
    /// sees that the consent is not to be had, leaves it out, and nothing is dropped unseen.
    ///
    /// # Errors
    ///
    /// [`Refusal::EmailInUse`] and [`Refusal::ConsentSuppressed`] (to administrators only),
    /// [`Refusal::OrganisationUnknown`], [`Refusal::WordingUnknown`], [`Refusal::AlreadyBelongs`], [`Refusal::NotAllowed`],
    /// [`Refusal::KeyUsedForAnotherRequest`].
    pub async fn apply(
        &self,
        actor: Actor,
        application: Application,
        key: IdempotencyKey,
    ) -> Result<Id<Person>, NetworkError> {
        let gate = self.enter(Verb::Apply, actor, About::Network)?;
        let asked = self.asked(actor, application, key)?;
        self.answer(&gate, &asked).await
    }

    /// Answers an application by itself.
    pub(crate) async fn answer(&self, gate: &Entered<'_>, asked: &Asked) -> Result<Id<Person>, NetworkError> {
        let on_the_list = match asked.actor.role() {
            Role::Public | Role::Administrator => None,
            _ => asked.actor.person(),
        };
        gate.decide(|| async {
            let mut known = self.known(gate, std::iter::once(asked), &asked.query()).await?;
            let Some(person) = on_the_list else { return self.decide_application(asked, &mut known) };
            if let Some(person) = known.answered(asked)? {
                return Ok((None, person));
            }
            known.must_know_employers(asked)?;
            let now = self.now();
            let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            let answers = self.answers_of(gate, &record).await?;
            Ok((Some(self.renewed_application(asked, record, &answers, now)?), person))
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
        let gate = self.enter(Verb::ChangePerson, actor, About::Person(person))?;
        gate.decide(|| async {
            let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            if record.person.version != version {
                return Err(NetworkError::Changed);
            }
            if actor.role() != Role::Administrator && details.emails() != record.person.record.emails() {
                return Err(Refusal::NotAllowed.into());
            }
            must_know_employers(&gate, &details).await?;
            for email in details.emails().iter() {
                if gate.store().person_by_email(email).await?.is_some_and(|holder| holder != person) {
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
}

async fn must_know_employers(gate: &Entered<'_>, details: &PersonDetails) -> Result<(), NetworkError> {
    for affiliation in details.affiliations() {
        if let Employer::Listed(code) = affiliation.employer()
            && gate.store().organisation(*code).await?.is_none()
        {
            return Err(Refusal::OrganisationUnknown.into());
        }
    }
    Ok(())
}
