//! Erasure: everything of a person's goes, their places come free, and what they refused stays refused.

use std::fmt;

use bln_core::{
    Action, Actor, AuditEntry, ConsentLedger, ConsentMethod, ConsentStatus, Id, Instant, Person, Pseudonym,
    PurposeCode, RecordRef, Refusal, Right, RightsRequest, SeatCommand, Suppression, Versioned,
    access::{About, Verb},
};
use bln_seal::suppression_hashes;
use bln_store::{Changes, Expected, PageSize, PersonRecord, Rule, StoreError, Write};

use crate::{
    Network, NetworkError,
    as_read::PersonAsRead,
    desk::{Ask, DeskRequest},
    gate::Entered,
    registrations::is_strict,
};

/// How often an erasure begins again because the person was given something in between.
const ATTEMPTS: u32 = 16;

/// What an erasure removed, for the file of the request: it names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureCertificate {
    /// When it was done.
    pub at: Instant,
    /// The entry of the audit that records it. The audit knows the person by a pseudonym that is nobody's any longer.
    pub entry: Id<AuditEntry>,
    /// How many registrations were removed, and the places they held given back. To whoever does it for another, those for
    /// strict events are removed as well and not counted: who comes there is told to nobody.
    pub registrations: usize,
    /// How many leaves to see who comes to an event were removed.
    pub facilitations: usize,
    /// How many places still show words of theirs and have to be taken down: see
    /// [`Network::takedowns`](crate::Network::takedowns).
    pub takedowns: usize,
    /// Whether characteristics were kept: their key was destroyed.
    pub characteristics: KeyDestroyed,
    /// How many keyed hashes of an address are kept, so that a "no" is not forgotten.
    pub suppressions: usize,
}

/// Whether there was a key to destroy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyDestroyed {
    /// It was destroyed: what was sealed with it is lost, wherever a copy of it may be.
    Yes,
    /// Nothing was ever sealed.
    ThereWasNone,
}

impl fmt::Display for ErasureCertificate {
    /// The certificate as text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = match self.characteristics {
            KeyDestroyed::Yes => "The key to your ethnic group and access needs was destroyed.",
            KeyDestroyed::ThereWasNone => "We held no ethnic group and no access needs.",
        };
        writeln!(f, "Certificate of erasure (UK GDPR article 17)\n")?;
        writeln!(f, "Done: {}", self.at)?;
        writeln!(f, "Record of it: audit entry {}\n", self.entry)?;
        writeln!(
            f,
            "We removed your name, addresses, posts, belonging, consents, links, messages that waited to be sent, words we had \
             of you, what we thanked you for, {} and {}. {key}",
            counted(self.registrations, "registration", "registrations"),
            counted(self.facilitations, "facilitation", "facilitations"),
        )?;
        writeln!(
            f,
            "\nWe keep {}, so that we do not write to you again. Nobody can read an address from that. If you join again, \
             what you then agree to counts.",
            counted(self.suppressions, "keyed hash", "keyed hashes"),
        )?;
        if self.takedowns > 0 {
            writeln!(
                f,
                "\nWe will take your words down from {} that still show them.",
                counted(self.takedowns, "place", "places"),
            )?;
        }
        writeln!(f, "\nBackups made before then still hold your details until they are destroyed.")
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

impl Network {
    /// Erases a person: gives back their places, which are offered on, and removes everything that is theirs. What
    /// was kept under their pseudonym stays, and is nobody's from then on. Each "yes" of theirs counts as taken back,
    /// and each "no" is kept as a keyed hash of the address, so that nobody but they themselves can turn it into a "yes".
    /// An open request of theirs for erasure is answered by it; their other requests stay open, for an answer.
    ///
    /// After a failure in the middle, ask again: it goes on where it stopped. What was removed leaves the files with
    /// the next [`Network::scrub`].
    ///
    /// # Errors
    ///
    /// [`Refusal::LegalHold`], [`Refusal::NotFound`], [`Refusal::NotAllowed`]; [`NetworkError::Busy`] when the person
    /// keeps being given places meanwhile.
    pub async fn erase_person(
        &self,
        actor: Actor,
        person: Id<Person>,
    ) -> Result<ErasureCertificate, NetworkError> {
        let gate = self.enter(Verb::ErasePerson, actor, About::Person(person))?;
        self.erase(&gate, Action::RemovePerson, person, |record, _| {
            Ok(record.limits.as_ref().map_or(Ok(()), |limits| limits.record.may_erase())?)
        })
        .await
    }

    /// Erases a person if `check` finds nothing against it in their record and their requests, as they are when it goes.
    pub(crate) async fn erase(
        &self,
        gate: &Entered<'_>,
        action: Action,
        person: Id<Person>,
        check: impl Fn(&PersonRecord, &[Versioned<RightsRequest>]) -> Result<(), NetworkError> + Sync,
    ) -> Result<ErasureCertificate, NetworkError> {
        let pseudonym =
            gate.store().pseudonym(person).await?.map_or_else(|| self.ports.new_pseudonym(), Ok)?;
        let mut registrations = 0;
        for _ in 0..ATTEMPTS {
            let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            // After the record, which each request of theirs moves.
            let requests = gate.store().rights_requests_of(person).await?;
            check(&record, &requests)?;
            match self.give_back_places(gate, &record, &mut registrations).await {
                Ok(()) => {}
                Err(NetworkError::Changed) => continue,
                Err(error) => return Err(error),
            }
            let (changes, certificate) =
                self.erasure(gate, action, &record, requests, pseudonym, registrations).await?;
            match gate.commit(changes).await {
                Ok(()) => return Ok(certificate),
                // Somebody gave them a place, or changed something of theirs: again, from what is there now.
                Err(StoreError::Stale { .. } | StoreError::Conflict { rule: Rule::PersonInUse }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(NetworkError::Busy)
    }

    /// Takes what was removed out of the store's files: freed pages, logs of changes. It may take as long as the store
    /// is large; call it when few are about, within the month that an erasure may take (UK GDPR article 12(3)).
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`], and those of the store.
    pub async fn scrub(&self, actor: Actor) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::Scrub, actor, About::Network)?;
        let entry = self.entry(actor, Action::Scrub, RecordRef::Network, self.now());
        gate.commit(Changes::new(entry)).await?;
        Ok(gate.store().scrub().await?)
    }

    /// Removes a person's registrations, at the desks of their events, while their record is as it was read. Adds how many
    /// there were, as far as the actor may know.
    async fn give_back_places(
        &self,
        gate: &Entered<'_>,
        record: &PersonRecord,
        removed: &mut usize,
    ) -> Result<(), NetworkError> {
        let (person, as_read) = (record.person.record.id(), PersonAsRead::of(record));
        let own = gate.actor().is(person);
        loop {
            // From the first again: those of the page before are gone.
            let page = gate.store().person_registrations(person, None, PageSize::MAX).await?;
            for registration in &page.items {
                let ask = Ask::Seat(SeatCommand::Remove { person });
                let request = DeskRequest::new(gate.actor(), Action::RemovePerson, ask).for_the_network();
                let request = request.relying_on(as_read);
                let event = registration.record.event();
                match gate.seat(event, request).await {
                    Ok(_) if own || !is_strict(gate, event).await? => *removed += 1,
                    Ok(_) => {}
                    Err(NetworkError::Refused(Refusal::NotRegistered)) => {}
                    Err(error) => return Err(error),
                }
            }
            if page.items.is_empty() {
                return Ok(());
            }
        }
    }

    async fn erasure(
        &self,
        gate: &Entered<'_>,
        action: Action,
        record: &PersonRecord,
        requests: Vec<Versioned<RightsRequest>>,
        pseudonym: Pseudonym,
        registrations: usize,
    ) -> Result<(Changes, ErasureCertificate), NetworkError> {
        let (person, now) = (record.person.record.id(), self.now());
        let facilitations = gate.store().facilitations_of(person).await?;
        let sealed = gate.store().characteristics(person).await?;
        let suppressions = self.outliving(record, now)?;
        let takedowns = places_that_show_them(gate, person).await?;
        // The entry is appended when the mapping is gone already, so it names the pseudonym itself.
        let named = |id: Id<Person>| if id == person { pseudonym.as_person() } else { id };
        let entry = self.entry(gate.actor(), action, RecordRef::Person(person), now).naming(named);
        let certificate = ErasureCertificate {
            at: now,
            entry: entry.id(),
            registrations,
            facilitations: facilitations.len(),
            takedowns,
            characteristics: sealed.map_or(KeyDestroyed::ThereWasNone, |_| KeyDestroyed::Yes),
            suppressions: suppressions.len(),
        };
        let mut changes = Changes::new(entry);
        for facilitation in facilitations {
            let (event, expected) = (facilitation.record.event(), facilitation.version);
            changes = changes.write(Write::RemoveFacilitation { event, person, expected });
        }
        for suppression in suppressions {
            changes = changes.write(Write::Suppression(suppression));
        }
        // What was asked for is done by this: it is told as answered, by nobody's name any longer.
        for request in requests {
            let wanted = request.record.right() == Right::Erasure && request.record.is_open();
            if wanted {
                let (id, today) = (request.record.id(), self.profile().time_zone().date(now));
                let answered = request.record.answer(today)?.naming(named);
                let closed = RecordRef::RightsRequest(id);
                changes = changes
                    .write(Write::RightsRequest(answered, Expected::At(request.version)))
                    .audited(self.entry(gate.actor(), Action::CloseRightsRequest, closed, now).naming(named));
            }
        }
        let expected = record.person.version;
        let changes = match &record.consent {
            // A "no" that is said meanwhile must be among those that are kept.
            Some(consent) => changes.pin(RecordRef::Consent(person), consent.version),
            None => changes,
        };
        let changes = match &record.limits {
            Some(limits) => changes.pin(RecordRef::Limits(person), limits.version),
            None => changes,
        };
        // Who has left may have come back.
        let changes = match &record.membership {
            Some(membership) => changes.pin(RecordRef::Membership(person), membership.version),
            None => changes,
        };
        Ok((changes.write(Write::ErasePerson { person, expected }), certificate))
    }

    /// What must not be forgotten with a person: that they do not want what they were asked for, each time under the
    /// network's current key.
    fn outliving(&self, record: &PersonRecord, now: Instant) -> Result<Vec<Suppression>, NetworkError> {
        let Some(consent) = &record.consent else { return Ok(Vec::new()) };
        let withdrawn = PurposeCode::ALL
            .into_iter()
            .filter(|purpose| consent.record.status(*purpose, now) != ConsentStatus::NeverAsked)
            .fold(consent.record.clone(), |ledger: ConsentLedger, purpose| {
                ledger.withdraw(purpose, ConsentMethod::Web, None, now)
            });
        let mut hashes = Vec::new();
        for address in record.person.record.emails().iter() {
            hashes.extend(suppression_hashes(&*self.ports.keys, address)?.first().copied());
        }
        Ok(Suppression::outliving(&withdrawn, &hashes, now))
    }
}

/// How many places show words of theirs: these stay known when the words go.
async fn places_that_show_them(gate: &Entered<'_>, person: Id<Person>) -> Result<usize, NetworkError> {
    let mut shown = 0;
    for testimonial in gate.store().testimonials_of(person).await? {
        let places = gate.store().testimonial_uses(testimonial.record.id()).await?;
        shown += places.iter().filter(|place| place.record.is_shown()).count();
    }
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_says_what_went_and_what_stays_and_names_nobody() {
        let certificate = ErasureCertificate {
            at: "2027-03-01T09:00:00Z".parse().unwrap(),
            entry: Id::new(uuid::Uuid::from_u128(7)),
            registrations: 1,
            facilitations: 0,
            takedowns: 3,
            characteristics: KeyDestroyed::Yes,
            suppressions: 2,
        };
        let text = certificate.to_string();
        assert!(text.contains("1 registration and 0 facilitations"), "{text}");
        assert!(text.contains("2 keyed hashes") && text.contains("key to your ethnic group"), "{text}");
        assert!(text.contains("from 3 places that still show them"), "{text}");
        assert!(text.contains("audit entry 00000000-0000-0000-0000-000000000007"), "{text}");
    }
}
