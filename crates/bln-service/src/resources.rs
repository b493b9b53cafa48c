//! What the network points people to.

use std::future::ready;

use bln_core::{
    Action, Actor, Id, Pillar, Prose, RecordRef, Refusal, Resource, ResourceDetails, ResourceView, Versioned,
    access::{About, Verb},
};
use bln_store::{Changes, Expected, IdempotencyKey, Page, PageSize, Write};

use crate::{Network, NetworkError, fingerprint::fingerprint, gate::UNREADABLE, page::filled};

impl Network {
    /// Adds a resource. The figures that it tells of have to be in the register.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] for a figure that is not in the register; [`Refusal::NotAllowed`],
    /// [`Refusal::KeyUsedForAnotherRequest`].
    pub async fn add_resource(
        &self,
        actor: Actor,
        details: ResourceDetails,
        key: IdempotencyKey,
    ) -> Result<Id<Resource>, NetworkError> {
        let gate = self.enter(Verb::AddResource, actor, About::Network)?;
        let asked = fingerprint("add_resource", &details);
        gate.decide(|| async {
            if let Some(receipt) = gate.answered(&key, asked).await? {
                let RecordRef::Resource(id) = receipt.record else { return Err(UNREADABLE) };
                return Ok((None, id));
            }
            for figure in details.figures.iter() {
                gate.store().figure(figure).await?.ok_or(Refusal::NotFound)?;
            }
            let now = self.now();
            let id = self.new_id(now);
            let subject = RecordRef::Resource(id);
            let changes = Changes::new(self.entry(actor, Action::AddResource, subject.clone(), now))
                .write(Write::Resource(Resource::list(id, details.clone()), Expected::New))
                .answered(gate.receipt(&key, asked, subject, "added", now));
            Ok((Some(changes), id))
        })
        .await
    }

    /// Withdraws a resource. Whatever points to it says so in its place from then on, and nothing leads there any more.
    ///
    /// # Errors
    ///
    /// [`Refusal::ResourceWithdrawn`], [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn withdraw_resource(
        &self,
        actor: Actor,
        id: Id<Resource>,
        reason: Prose<300>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::WithdrawResource, actor, About::Network)?;
        gate.decide(|| async {
            let stored = gate.store().resource(id).await?.ok_or(Refusal::NotFound)?;
            let now = self.now();
            let withdrawn = stored.record.withdraw(reason.clone(), now)?;
            let entry = self.entry(actor, Action::WithdrawResource, RecordRef::Resource(id), now);
            let write = Write::Resource(withdrawn, Expected::At(stored.version));
            Ok((Some(Changes::new(entry).write(write)), ()))
        })
        .await
    }

    /// A resource, or what stands in its place once it is withdrawn. Resources are public.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`].
    pub async fn resource(&self, actor: Actor, id: Id<Resource>) -> Result<ResourceView, NetworkError> {
        let gate = self.enter(Verb::Resource, actor, About::Network)?;
        let stored = gate.store().resource(id).await?.ok_or(Refusal::NotFound)?;
        Ok(stored.record.view())
    }

    /// The resources, or those that serve a pillar, in the order of their identifiers; in the place of those that are
    /// withdrawn, what is left of them. Resources are public.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn resources(
        &self,
        actor: Actor,
        pillar: Option<Pillar>,
        after: Option<Id<Resource>>,
        size: PageSize,
    ) -> Result<Page<ResourceView, Id<Resource>>, NetworkError> {
        let gate = self.enter(Verb::Resources, actor, About::Network)?;
        let serves =
            |resource: &Resource| pillar.is_none_or(|pillar| resource.details().pillars.contains(pillar));
        let read = |after| gate.store().resource_page(after, PageSize::MAX);
        let shown =
            |stored: Versioned<Resource>| ready(Ok(serves(&stored.record).then(|| stored.record.view())));
        filled(after, size, ResourceView::id, read, shown).await
    }
}
