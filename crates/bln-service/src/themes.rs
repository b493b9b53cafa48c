//! Themes of an event: what may leave the room, when enough of those who came said it and nobody can be told by it.

use bln_core::{
    Action, Actor, Event, Id, Prose, RecordRef, Refusal, ReleasedTheme, Theme, Version, Versioned,
    access::{About, Verb},
};
use bln_seal::contribution_hashes;
use bln_store::{Changes, Expected, IdempotencyKey, Write};

use crate::{
    Network, NetworkError,
    facilitation::{Leave, by_leave},
    fingerprint::fingerprint,
    gate::{Entered, UNREADABLE},
};

impl Network {
    /// Puts a theme of an event into words. It stays in the room until it is released.
    ///
    /// # Errors
    ///
    /// [`Refusal::OffTheRecord`], [`Refusal::NotFound`] for everybody without leave to see who comes,
    /// [`Refusal::KeyUsedForAnotherRequest`]; those of [`Facilitation::access`](bln_core::Facilitation::access).
    pub async fn propose_theme(
        &self,
        actor: Actor,
        event: Id<Event>,
        words: Prose<500>,
        key: IdempotencyKey,
    ) -> Result<Id<Theme>, NetworkError> {
        let gate = self.enter(Verb::ProposeTheme, actor, About::Network)?;
        let asked = fingerprint("propose_theme", &(event, &words));
        gate.decide(|| async {
            let leave = self.leave_at(&gate, event).await?;
            if let Some(receipt) = gate.answered(&key, asked).await? {
                let RecordRef::Theme(id) = receipt.record else { return Err(UNREADABLE) };
                return Ok((None, id));
            }
            let stored = gate.store().event(event).await?.ok_or(Refusal::NotFound)?;
            let now = self.now();
            let theme = Theme::propose(self.new_id(now), &stored.record, words.clone())?;
            let (id, subject) = (theme.id(), RecordRef::Theme(theme.id()));
            let changes = Changes::new(self.entry(actor, Action::ProposeTheme, subject.clone(), now))
                .pin(RecordRef::Event(event), stored.version)
                .write(Write::Theme(theme, Expected::New))
                .answered(gate.receipt(&key, asked, subject, "proposed", now));
            Ok((Some(by_leave(changes, &leave)), id))
        })
        .await
    }

    /// The themes of an event that are not released, whole, for a facilitator to read before they
    /// [reword](Network::reword_theme), [check](Network::check_theme) or [release](Network::release_theme) them.
    ///
    /// What was said in the room can reveal what UK GDPR article 9(1) protects, so the audit says that it is read before
    /// anything is told. Who added their voice, and how many did, is told to nobody.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] for everybody without leave, as for an event that is not there; those of
    /// [`Facilitation::access`](bln_core::Facilitation::access).
    pub async fn unreleased_themes(
        &self,
        actor: Actor,
        event: Id<Event>,
    ) -> Result<Vec<Theme>, NetworkError> {
        let gate = self.enter(Verb::UnreleasedThemes, actor, About::Network)?;
        gate.decide(|| async {
            let leave = self.leave_at(&gate, event).await?;
            let entry = self.entry(actor, Action::ReadThemes, RecordRef::Event(event), self.now());
            Ok((Some(by_leave(Changes::new(entry), &leave)), ()))
        })
        .await?;
        let themes = gate.store().themes(event).await?;
        Ok(themes.into_iter().map(|theme| theme.record).filter(|theme| theme.released().is_none()).collect())
    }

    /// Puts a theme into other words, which nobody has checked yet.
    ///
    /// # Errors
    ///
    /// [`Refusal::ThemeReleased`], [`Refusal::NotFound`] for everybody without leave; those of
    /// [`Facilitation::access`](bln_core::Facilitation::access).
    pub async fn reword_theme(
        &self,
        actor: Actor,
        id: Id<Theme>,
        words: Prose<500>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::RewordTheme, actor, About::Network)?;
        gate.decide(|| async {
            let (theme, leave) = self.theme_by_leave(&gate, id).await?;
            let reworded = theme.record.reword(words.clone())?;
            Ok((Some(self.theme_changes(actor, Action::ProposeTheme, reworded, theme.version, &leave)), ()))
        })
        .await
    }

    /// Records that a facilitator has read these words, and that they point to nobody.
    ///
    /// # Errors
    ///
    /// [`NetworkError::Changed`] when the theme is in other words by now, [`Refusal::ThemeReleased`],
    /// [`Refusal::NotFound`] for everybody without leave; those of
    /// [`Facilitation::access`](bln_core::Facilitation::access).
    pub async fn check_theme(
        &self,
        actor: Actor,
        id: Id<Theme>,
        words: &Prose<500>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::CheckTheme, actor, About::Network)?;
        gate.decide(|| async {
            let (theme, leave) = self.theme_by_leave(&gate, id).await?;
            if theme.record.words() != words {
                return Err(NetworkError::Changed);
            }
            let checked = theme.record.check(&leave.access)?;
            Ok((Some(self.theme_changes(actor, Action::CheckTheme, checked, theme.version, &leave)), ()))
        })
        .await
    }

    /// Lets a theme out of the room, once the event is over: with its words and, in bands, how many added their voice.
    ///
    /// # Errors
    ///
    /// Those of [`Theme::release`], of which none tells how many there are; [`Refusal::NotFound`] for everybody without
    /// leave; those of [`Facilitation::access`](bln_core::Facilitation::access).
    pub async fn release_theme(&self, actor: Actor, id: Id<Theme>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::ReleaseTheme, actor, About::Network)?;
        gate.decide(|| async {
            let (theme, leave) = self.theme_by_leave(&gate, id).await?;
            let event = gate.store().event(theme.record.event()).await?.ok_or(Refusal::NotFound)?;
            let contributors = gate.store().contributors(id).await?;
            let released = theme.record.release(&event.record, contributors, self.now())?;
            let changes = self.theme_changes(actor, Action::ReleaseTheme, released, theme.version, &leave);
            Ok((Some(changes.pin(RecordRef::Event(event.record.id()), event.version)), ()))
        })
        .await
    }

    /// Adds the actor's voice to a theme of an event at which they have a place or were. Once more changes nothing. The
    /// audit says that somebody did, and not who.
    ///
    /// # Errors
    ///
    /// [`Refusal::ThemeReleased`]; [`Refusal::NotFound`] for everybody without a confirmed place;
    /// [`NetworkError::Failed`] with `seal.key_unknown` when the ring has lost a key that it names.
    pub async fn contribute_to_theme(&self, actor: Actor, id: Id<Theme>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::ContributeToTheme, actor, About::Network)?;
        gate.decide(|| async {
            let person = actor.person().ok_or(Refusal::NotFound)?;
            let theme = gate.store().theme(id).await?.ok_or(Refusal::NotFound)?;
            let event = theme.record.event();
            let own = gate.store().registration(event, person).await?.ok_or(Refusal::NotFound)?;
            let place = own.record.confirmed_place().ok_or(Refusal::NotFound)?;
            theme.record.check_contribution(&place)?;
            // Under the oldest key of the ring: a new current key changes nothing then, and nobody counts twice.
            let hashes = contribution_hashes(&*self.ports.keys, id.uuid(), person)?;
            let by = *hashes.last().ok_or(NetworkError::Failed { code: "seal.key_unknown" })?;
            let (nobody, subject) = (Actor::public(), RecordRef::Theme(id));
            let changes =
                Changes::new(self.entry(nobody, Action::ContributeToTheme, subject.clone(), self.now()))
                    .pin(subject, theme.version)
                    .pin(RecordRef::Registration { event, person }, own.version)
                    .write(Write::Contribution { theme: id, by });
            Ok((Some(changes), ()))
        })
        .await
    }

    /// The themes of an event that were released, for whoever sees the event.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] when the event is not there or not theirs to see.
    pub async fn themes(&self, actor: Actor, event: Id<Event>) -> Result<Vec<ReleasedTheme>, NetworkError> {
        let gate = self.enter(Verb::Themes, actor, About::Network)?;
        self.seen_event(&gate, event).await?;
        let themes = gate.store().themes(event).await?;
        Ok(themes.iter().filter_map(|theme| theme.record.released()).collect())
    }

    /// A theme, for a facilitator with leave at its event. For anybody else it is not there.
    async fn theme_by_leave(
        &self,
        gate: &Entered<'_>,
        id: Id<Theme>,
    ) -> Result<(Versioned<Theme>, Leave), NetworkError> {
        let theme = gate.store().theme(id).await?.ok_or(Refusal::NotFound)?;
        let leave = self.leave_at(gate, theme.record.event()).await?;
        Ok((theme, leave))
    }

    fn theme_changes(
        &self,
        actor: Actor,
        action: Action,
        theme: Theme,
        version: Version,
        leave: &Leave,
    ) -> Changes {
        let entry = self.entry(actor, action, RecordRef::Theme(theme.id()), self.now());
        by_leave(Changes::new(entry).write(Write::Theme(theme, Expected::At(version))), leave)
    }
}
