//! The news bulletin: drafted, scheduled, sent to who agreed to it, paused, resumed, stopped.

mod issue;
mod sending;

use std::{future::ready, sync::Arc};

use bln_core::{
    Action, Actor, Bulletin, BulletinContents, BulletinState, Id, Instant, Issue, Line, RecordRef, Refusal,
    Role, Version, Versioned,
    access::{About, Verb},
};
use bln_store::{Changes, Expected, IdempotencyKey, Page, PageSize, Write};

use crate::{
    Network, NetworkError,
    fingerprint::fingerprint,
    gate::{Entered, UNREADABLE},
    page::filled,
};

pub(crate) use issue::Resolved;
pub use sending::SentBulletins;

/// An issue in the list of those that were sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueEntry {
    /// Which.
    pub id: Id<Bulletin>,
    /// What it was about.
    pub subject: Line<150>,
    /// Since when it was sent.
    pub since: Instant,
}

impl Network {
    /// Drafts an issue of the bulletin. Nobody is sent it before it is [scheduled](Network::schedule_bulletin).
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`], [`Refusal::KeyUsedForAnotherRequest`].
    pub async fn draft_bulletin(
        &self,
        actor: Actor,
        contents: BulletinContents,
        key: IdempotencyKey,
    ) -> Result<Id<Bulletin>, NetworkError> {
        let gate = self.enter(Verb::DraftBulletin, actor, About::Network)?;
        let asked = fingerprint("draft_bulletin", &contents);
        gate.decide(|| async {
            if let Some(receipt) = gate.answered(&key, asked).await? {
                let RecordRef::Bulletin(id) = receipt.record else { return Err(UNREADABLE) };
                return Ok((None, id));
            }
            let now = self.now();
            let id = self.new_id(now);
            let subject = RecordRef::Bulletin(id);
            let draft = Bulletin::draft(id, contents.clone());
            let changes = Changes::new(self.entry(actor, Action::DraftBulletin, subject.clone(), now))
                .write(Write::Bulletin(draft, Expected::New))
                .answered(gate.receipt(&key, asked, subject, "drafted", now));
            Ok((Some(changes), id))
        })
        .await
    }

    /// Gives an issue other contents, before it is on its way.
    ///
    /// # Errors
    ///
    /// [`NetworkError::Changed`] when `version` is not the current one; [`Refusal::BulletinBeingSent`],
    /// [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn edit_bulletin(
        &self,
        actor: Actor,
        id: Id<Bulletin>,
        contents: BulletinContents,
        version: Version,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::EditBulletin, actor, About::Network)?;
        let stored = gate.store().bulletin(id).await?.ok_or(Refusal::NotFound)?;
        let edited = stored.record.edit(contents)?;
        let entry = self.entry(actor, Action::EditBulletin, RecordRef::Bulletin(id), self.now());
        let write = Write::Bulletin(edited, Expected::At(version));
        Ok(gate.commit(Changes::new(entry).write(write)).await?)
    }

    /// Sets when an issue is to be sent. An instant that has passed is now; it leaves with the next
    /// [`Network::send_bulletins`].
    ///
    /// # Errors
    ///
    /// [`Refusal::BulletinBeingSent`], [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn schedule_bulletin(
        &self,
        actor: Actor,
        id: Id<Bulletin>,
        due: Instant,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::ScheduleBulletin, actor, About::Network)?;
        self.move_on(&gate, id, Action::ScheduleBulletin, |issue, _| issue.schedule(due)).await
    }

    /// Pauses an issue: what waits in the outbox stays there until it is resumed or stopped.
    ///
    /// # Errors
    ///
    /// [`Refusal::BulletinNotBeingSent`], [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn pause_bulletin(&self, actor: Actor, id: Id<Bulletin>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::PauseBulletin, actor, About::Network)?;
        self.move_on(&gate, id, Action::PauseBulletin, |issue, _| issue.pause()).await
    }

    /// Goes on with an issue that was paused, where it was.
    ///
    /// # Errors
    ///
    /// [`Refusal::BulletinNotPaused`], [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn resume_bulletin(&self, actor: Actor, id: Id<Bulletin>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::ResumeBulletin, actor, About::Network)?;
        self.move_on(&gate, id, Action::ResumeBulletin, |issue, _| issue.resume()).await
    }

    /// Stops an issue for good: what waits in the outbox does not leave.
    ///
    /// # Errors
    ///
    /// [`Refusal::BulletinNotBeingSent`] for one that was stopped before; [`Refusal::NotFound`],
    /// [`Refusal::NotAllowed`].
    pub async fn stop_bulletin(&self, actor: Actor, id: Id<Bulletin>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::StopBulletin, actor, About::Network)?;
        self.move_on(&gate, id, Action::StopBulletin, Bulletin::stop).await
    }

    /// An issue as it was drafted, and how far it is on its way.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn bulletin(
        &self,
        actor: Actor,
        id: Id<Bulletin>,
    ) -> Result<Versioned<Bulletin>, NetworkError> {
        let gate = self.enter(Verb::Bulletin, actor, About::Network)?;
        Ok(gate.store().bulletin(id).await?.ok_or(Refusal::NotFound)?)
    }

    /// All issues, in whatever state, in the order of their identifiers.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`].
    pub async fn bulletins(
        &self,
        actor: Actor,
        after: Option<Id<Bulletin>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Bulletin>, Id<Bulletin>>, NetworkError> {
        let gate = self.enter(Verb::Bulletins, actor, About::Network)?;
        Ok(gate.store().bulletin_page(after, size).await?)
    }

    /// An issue as its readers would see it at this moment: what was withdrawn since it was sent is not in it. Active
    /// members and allies read those that were sent, and those who run the network any of them.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] when it is not there or not the actor's to see.
    pub async fn issue(&self, actor: Actor, id: Id<Bulletin>) -> Result<Arc<Issue>, NetworkError> {
        let gate = self.enter(Verb::Issue, actor, About::Network)?;
        let stored = gate.store().bulletin(id).await?.ok_or(Refusal::NotFound)?;
        let reads = actor.role() == Role::Administrator
            || (entry_of(&stored.record).is_some() && gate.is_of_the_network().await?);
        if !reads {
            return Err(Refusal::NotFound.into());
        }
        Ok(self.resolve(&gate, stored.record.contents()).await?.issue)
    }

    /// The issues that were sent, in the order of their identifiers. Active members and allies read them, and those who
    /// run the network; nobody else sees any.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn issues(
        &self,
        actor: Actor,
        after: Option<Id<Bulletin>>,
        size: PageSize,
    ) -> Result<Page<IssueEntry, Id<Bulletin>>, NetworkError> {
        let gate = self.enter(Verb::Issues, actor, About::Network)?;
        if !gate.is_of_the_network().await? {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let read = |after| gate.store().bulletin_page(after, PageSize::MAX);
        let shown = |stored: Versioned<Bulletin>| ready(Ok(entry_of(&stored.record)));
        filled(after, size, |entry: &IssueEntry| entry.id, read, shown).await
    }

    /// Takes an issue from one state to the next.
    async fn move_on(
        &self,
        gate: &Entered<'_>,
        id: Id<Bulletin>,
        action: Action,
        step: impl Fn(&Bulletin, Instant) -> Result<Bulletin, Refusal> + Sync,
    ) -> Result<(), NetworkError> {
        let step = &step;
        gate.decide(|| async move {
            let stored = gate.store().bulletin(id).await?.ok_or(Refusal::NotFound)?;
            let now = self.now();
            let next = step(&stored.record, now)?;
            let entry = self.entry(gate.actor(), action, RecordRef::Bulletin(id), now);
            let write = Write::Bulletin(next, Expected::At(stored.version));
            Ok((Some(Changes::new(entry).write(write)), ()))
        })
        .await
    }
}

/// An issue in the list of those that were sent, if it was.
fn entry_of(issue: &Bulletin) -> Option<IssueEntry> {
    match issue.state() {
        BulletinState::Sending { since, .. } | BulletinState::Paused { since, .. } => {
            Some(IssueEntry { id: issue.id(), subject: issue.contents().subject().clone(), since })
        }
        BulletinState::Draft | BulletinState::Scheduled { .. } | BulletinState::Stopped { .. } => None,
    }
}
