//! Limits on what may be done with a person's details: legal holds and restrictions.

use bln_core::{
    Action, Actor, Id, Limits, Notice, NoticeKind, Person, RecordRef, Refusal, Role, Versioned,
    access::{About, Verb},
    limits::LimitChange,
};
use bln_store::{Changes, Expected, Write};

use crate::{Network, NetworkError};

impl Network {
    /// Sets or lifts a limit on what may be done with a person's details. What is so already stays as it is, so asking
    /// again after a lost answer is safe without a key.
    ///
    /// People may have the use of their own details restricted (UK GDPR article 18(1)); a restriction is lifted, and a
    /// legal hold set and released, by administrators. The reason of a hold is in what they and the person see of the
    /// record ([`Network::person`], [`Network::subject_access`]), and in no error.
    ///
    /// That a restriction is lifted is told to the person by a notice in the same commit. The law wants them told before
    /// (article 18(3)), and when they were is nothing that this library can know: tell them, and then lift it.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn limit_processing(
        &self,
        actor: Actor,
        person: Id<Person>,
        change: LimitChange,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::LimitProcessing, actor, About::Person(person))?;
        if actor.role() != Role::Administrator && !matches!(change, LimitChange::Restrict(_)) {
            return Err(Refusal::NotAllowed.into());
        }
        gate.decide(|| async {
            let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            let (limits, expected) = match record.limits {
                Some(stored) => (stored.record, Expected::At(stored.version)),
                None => (Limits::none(person), Expected::New),
            };
            let now = self.now();
            let changed = limits.changed(&change, now);
            if changed == limits {
                return Ok((None, ()));
            }
            let entry = self.entry(actor, Action::LimitProcessing, RecordRef::Limits(person), now);
            let lifts = limits.is_restricted() && !changed.is_restricted();
            let changes = Changes::new(entry).write(Write::Limits(changed, expected));
            let changes = match lifts {
                true => {
                    let kind = NoticeKind::RestrictionLifted;
                    changes.notify(Notice::new(self.new_id(now), person, kind, now))
                }
                false => changes,
            };
            let changes = match expected {
                Expected::At(_) => changes,
                // A letter that is about to leave could not pin limits that were not there: the person moves with them.
                Expected::New => {
                    let Versioned { record, version } = record.person;
                    changes.write(Write::Person(record, Expected::At(version)))
                }
            };
            Ok((Some(changes), ()))
        })
        .await
    }
}
