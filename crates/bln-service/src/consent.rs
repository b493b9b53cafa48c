//! Giving and withdrawing consent.

use bln_core::{
    Action, Actor, ConsentAnswer, ConsentLedger, ConsentMethod, ConsentRequest, RecordRef, Refusal, Role,
    access::{About, Verb},
};
use bln_store::{Changes, Expected, Write};

use crate::{Network, NetworkError};

impl Network {
    /// Records that a person gave or withdrew consent for a purpose. Saying the same again changes nothing, so
    /// asking again after a lost answer is safe without a key.
    ///
    /// A person answers for themselves, on the web. An administrator may record what came on paper, by word of
    /// mouth or in an import, and an import can never turn a "no" into a "yes".
    ///
    /// # Errors
    ///
    /// [`Refusal::WordingUnknown`], [`Refusal::ImportCannotStrengthenConsent`], [`Refusal::NotFound`],
    /// [`Refusal::NotAllowed`].
    pub async fn answer_consent(&self, actor: Actor, request: ConsentRequest) -> Result<(), NetworkError> {
        let ConsentRequest { person, purpose, answer, method } = request;
        let action = match answer {
            ConsentAnswer::Given(_) => Action::GiveConsent,
            ConsentAnswer::Withdrawn => Action::WithdrawConsent,
        };
        let gate = self.enter(Verb::AnswerConsent, actor, About::Person(person))?;
        let own = actor.is(person);
        if own != (method == ConsentMethod::Web) || (!own && actor.role() != Role::Administrator) {
            return Err(Refusal::NotAllowed.into());
        }
        if let ConsentAnswer::Given(wording) = &answer {
            self.must_know_wording(wording)?;
        }
        gate.decide(|| async {
            let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            let (ledger, expected) = match record.consent {
                Some(stored) => (stored.record, Expected::At(stored.version)),
                None => (ConsentLedger::new(person), Expected::New),
            };
            let now = self.now();
            let after = match &answer {
                ConsentAnswer::Given(wording) => {
                    ledger.give(purpose, wording.clone(), None, method, actor.person(), now)?
                }
                ConsentAnswer::Withdrawn => ledger.withdraw(purpose, method, actor.person(), now),
            };
            let entries = after.entries()[ledger.entries().len()..].to_vec();
            if entries.is_empty() {
                return Ok((None, ()));
            }
            let entry = self.entry(actor, action, RecordRef::Consent(person), now).for_purpose(purpose);
            Ok((Some(Changes::new(entry).write(Write::Consent { person, entries, expected })), ()))
        })
        .await
    }
}
