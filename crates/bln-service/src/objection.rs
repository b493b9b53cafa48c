//! Objecting to a use of one's details (UK GDPR article 21).

use bln_core::{
    Action, Actor, ConsentLedger, ConsentMethod, Id, Person, PurposeCode, RecordRef, Refusal,
    access::{About, Verb},
};
use bln_store::{Changes, Expected, Write};

use crate::{Network, NetworkError};

impl Network {
    /// Records that a person objects to a use of their details: a "no", whether they ever said "yes" or not. It needs no
    /// reason, nothing outweighs it, and it holds at once, also for what is queued. For the bulletin the law says so
    /// (article 21(2) and (3)); the other purposes rest on consent alone, so there it is no different.
    ///
    /// What is objected to is not done again until the person agrees anew. Said twice, it is recorded once, so asking
    /// again after a lost answer is safe without a key. What was told for that use is forgotten with it. What an administrator records counts as said by word of mouth.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn object(
        &self,
        actor: Actor,
        person: Id<Person>,
        purpose: PurposeCode,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::Object, actor, About::Person(person))?;
        let method = if actor.is(person) { ConsentMethod::Web } else { ConsentMethod::Verbal };
        gate.decide(|| async {
            let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            let (ledger, expected) = match record.consent {
                Some(stored) => (stored.record, Expected::At(stored.version)),
                None => (ConsentLedger::new(person), Expected::New),
            };
            let now = self.now();
            let after = ledger.withdraw(purpose, method, actor.person(), now);
            let entries: Vec<_> = after.entries().iter().skip(ledger.entries().len()).cloned().collect();
            let forgets = self.forgetting_for(&gate, person, purpose, now).await?;
            if entries.is_empty() {
                return Ok((forgets, ()));
            }
            let entry = self.entry(actor, Action::WithdrawConsent, RecordRef::Consent(person), now);
            let changes = Changes::new(entry.for_purpose(purpose));
            let changes = changes.write(Write::Consent { person, entries, expected });
            Ok((Some(forgets.into_iter().fold(changes, Changes::and)), ()))
        })
        .await?;
        self.forget_without_consent(&gate, person, purpose).await
    }
}
