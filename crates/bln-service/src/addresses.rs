//! What became of letters, and the addresses to which nothing more is sent.

use bln_core::{
    Action, Actor, EmailAddress, Id, Person, RecordRef, Refusal,
    access::{About, Verb},
    bounce::{AddressRecord, Delivery},
};
use bln_store::{Changes, Expected, Page, PageSize, Write};

use crate::{Network, NetworkError};

impl Network {
    /// Takes note of what became of a letter to an address: of a bounce (RFC 3464), or of a mail service's report. An
    /// address to which letters fail for good, or three times in a row, is held: nothing is sent there until it is
    /// [lifted](Network::lift_hold), or the person has another.
    ///
    /// A report about an address that nobody on the list has is as good as none, and so is one that changes nothing.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`].
    pub async fn record_delivery(
        &self,
        actor: Actor,
        address: &EmailAddress,
        delivery: Delivery,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::RecordDelivery, actor, About::Network)?;
        gate.decide(|| async {
            let Some(person) = gate.store().person_by_email(address).await? else { return Ok((None, ())) };
            let stored = gate.store().address_record(address).await?;
            let expected = Expected::from(stored.as_ref().map(|stored| stored.version));
            let before =
                stored.map_or_else(|| AddressRecord::new(person, address.clone()), |stored| stored.record);
            let now = self.now();
            let after = before.after(delivery, now);
            if after == before {
                return Ok((None, ()));
            }
            let entry = self.entry(actor, Action::RecordDelivery, RecordRef::AddressRecord(person), now);
            Ok((Some(Changes::new(entry).write(Write::AddressRecord(after, expected))), ()))
        })
        .await
    }

    /// The addresses that are held, in the order of the addresses: of people to ask for another when they are next met.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`].
    pub async fn held_addresses(
        &self,
        actor: Actor,
        after: Option<&EmailAddress>,
        size: PageSize,
    ) -> Result<Page<AddressRecord, EmailAddress>, NetworkError> {
        let gate = self.enter(Verb::HeldAddresses, actor, About::Network)?;
        let Page { items, next } = gate.store().held_address_page(after, size).await?;
        Ok(Page { items: items.into_iter().map(|stored| stored.record).collect(), next })
    }

    /// Lifts a hold: somebody says that the address works.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] unless the address is this person's, and held; [`Refusal::NotAllowed`].
    pub async fn lift_hold(
        &self,
        actor: Actor,
        person: Id<Person>,
        address: &EmailAddress,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::LiftHold, actor, About::Person(person))?;
        gate.decide(|| async {
            let stored = gate.store().address_record(address).await?;
            let theirs = stored.filter(|it| it.record.person() == person && it.record.is_held());
            let stored = theirs.ok_or(Refusal::NotFound)?;
            let entry = self.entry(actor, Action::LiftHold, RecordRef::AddressRecord(person), self.now());
            let write = Write::AddressRecord(stored.record.lift(), Expected::At(stored.version));
            Ok((Some(Changes::new(entry).write(write)), ()))
        })
        .await
    }
}
