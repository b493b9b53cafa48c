//! Which pillars people want to read about.

use bln_core::{
    Action, Actor, Id, Interests, Person, Pillars, RecordRef, Refusal,
    access::{About, Verb},
};
use bln_store::{Changes, Expected, Write};

use crate::{Network, NetworkError};

impl Network {
    /// Sets which pillars a person wants to read about in the bulletin; none: every issue, as for whoever never said.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn set_interests(
        &self,
        actor: Actor,
        person: Id<Person>,
        pillars: Option<Pillars>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::SetInterests, actor, About::Person(person))?;
        gate.decide(|| async {
            let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            let before = gate.store().interests(person).await?;
            if before.as_ref().map(|stored| stored.record.pillars()) == pillars {
                return Ok((None, ()));
            }
            let version = before.map(|stored| stored.version);
            let write = match (pillars, version) {
                (Some(pillars), version) => {
                    Write::Interests(Interests::new(person, pillars), Expected::from(version))
                }
                (None, Some(expected)) => Write::RemoveInterests { person, expected },
                (None, None) => return Ok((None, ())),
            };
            let entry = self.entry(actor, Action::SetInterests, RecordRef::Interests(person), self.now());
            let changes =
                Changes::new(entry).pin(RecordRef::Person(person), record.person.version).write(write);
            Ok((Some(changes), ()))
        })
        .await
    }

    /// Which pillars a person wants to read about, if they said so.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`].
    pub async fn interests(&self, actor: Actor, person: Id<Person>) -> Result<Option<Pillars>, NetworkError> {
        let gate = self.enter(Verb::Interests, actor, About::Person(person))?;
        gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
        Ok(gate.store().interests(person).await?.map(|stored| stored.record.pillars()))
    }
}
