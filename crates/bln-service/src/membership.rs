//! Belonging: answered applications, pauses, conversions and goodbyes.

use bln_core::{
    Action, Actor, Belonging, BelongingKind, Declaration, Id, Instant, Membership, Notice, NoticeKind,
    Person, RecordRef, Refusal, WordingRef,
    access::{About, Verb},
};
use bln_store::{Changes, Expected, Write};

use crate::{Network, NetworkError, gate::Entered};

impl Network {
    /// Approves an application for membership.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoApplication`] when none is waiting, [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn approve(&self, actor: Actor, person: Id<Person>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::Approve, actor, About::Person(person))?;
        let notice = Some(NoticeKind::Welcome);
        self.change_membership(&gate, Action::ApproveApplication, person, notice, |m, now| m.approve(now))
            .await
    }

    /// Declines an application for membership.
    ///
    /// # Errors
    ///
    /// As [`Network::approve`].
    pub async fn decline(&self, actor: Actor, person: Id<Person>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::Decline, actor, About::Person(person))?;
        let notice = Some(NoticeKind::ApplicationDeclined);
        self.change_membership(&gate, Action::DeclineApplication, person, notice, |m, now| m.decline(now))
            .await
    }

    /// Pauses a membership: nothing is sent and nothing can be registered for until it is resumed.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotActive`], [`Refusal::NotFound`].
    pub async fn pause(&self, actor: Actor, person: Id<Person>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::Pause, actor, About::Person(person))?;
        self.change_membership(&gate, Action::PauseMembership, person, None, |m, now| m.pause(now)).await
    }

    /// Resumes a paused membership.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotPaused`], [`Refusal::NotFound`].
    pub async fn resume(&self, actor: Actor, person: Id<Person>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::Resume, actor, About::Person(person))?;
        self.change_membership(&gate, Action::ResumeMembership, person, None, |m, now| m.resume(now)).await
    }

    /// Leaves the network. The history stays; the person can apply again.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotBelonging`], [`Refusal::NotFound`].
    pub async fn leave(&self, actor: Actor, person: Id<Person>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::Leave, actor, About::Person(person))?;
        self.change_membership(&gate, Action::LeaveNetwork, person, None, |m, now| m.leave(now)).await
    }

    /// Turns an ally into a member or the reverse, on a declaration in the wording named and after showing the
    /// privacy notice named. The history stays.
    ///
    /// # Errors
    ///
    /// [`Refusal::SameBelonging`], [`Refusal::NotBelonging`], [`Refusal::WordingUnknown`], [`Refusal::NotFound`].
    pub async fn convert(
        &self,
        actor: Actor,
        person: Id<Person>,
        to: BelongingKind,
        declaration: WordingRef,
        privacy_notice: WordingRef,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::Convert, actor, About::Person(person))?;
        self.must_know_wording(&declaration)?;
        self.must_know_wording(&privacy_notice)?;
        let notice = Some(NoticeKind::Welcome);
        self.change_membership(&gate, Action::ConvertMembership, person, notice, |membership, now| {
            let declaration = Declaration::new(declaration.clone(), privacy_notice.clone(), now);
            membership.convert(Belonging::new(to, declaration), now)
        })
        .await
    }

    async fn change_membership(
        &self,
        gate: &Entered<'_>,
        action: Action,
        person: Id<Person>,
        notice: Option<NoticeKind>,
        change: impl Fn(&Membership, Instant) -> Result<Membership, Refusal> + Sync,
    ) -> Result<(), NetworkError> {
        gate.decide(|| async {
            let stored = gate.store().membership(person).await?.ok_or(Refusal::NotFound)?;
            let now = self.now();
            let changed = change(&stored.record, now)?;
            let entry = self.entry(gate.actor(), action, RecordRef::Membership(person), now);
            let mut changes =
                Changes::new(entry).write(Write::Membership(changed, Expected::At(stored.version)));
            if let Some(kind) = notice {
                changes = changes.notify(Notice::new(self.new_id(now), person, kind, now));
            }
            Ok((Some(changes), ()))
        })
        .await
    }
}
