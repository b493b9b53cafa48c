//! Giving and withdrawing consent.

use bln_core::{
    Action, Actor, ConsentAnswer, ConsentMethod, ConsentRequest, Id, Person, PurposeCode, RecordRef, Refusal,
    Role, WordingRef,
    access::{About, Verb},
};
use bln_store::Changes;

use crate::{Network, NetworkError};

/// A purpose that a person agreed to in a wording that has changed since.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AskAgain {
    /// What they agreed to.
    pub purpose: PurposeCode,
    /// The wording in force now.
    pub wording: WordingRef,
}

impl Network {
    /// Records that a person gave or withdrew consent for a purpose. Saying the same again changes nothing, so
    /// asking again after a lost answer is safe without a key.
    ///
    /// A person answers for themselves, on the web. An administrator may record what came on paper, by word of
    /// mouth or in an import, and an import can never turn a "no" into a "yes". An answer by a link is recorded by
    /// [`Network::redeem_link`] alone.
    ///
    /// With a "no" goes what was told under the "yes": see [`Network::forget_characteristic`].
    ///
    /// A "no" that outlived an erased record with one of the person's addresses stands until the person says "yes"
    /// themselves: that lifts it, in the same commit.
    ///
    /// # Errors
    ///
    /// [`Refusal::WordingUnknown`], [`Refusal::ImportCannotStrengthenConsent`], [`Refusal::ConsentSuppressed`],
    /// [`Refusal::AnsweredByLinkAlone`], [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn answer_consent(&self, actor: Actor, request: ConsentRequest) -> Result<(), NetworkError> {
        let ConsentRequest { person, purpose, answer, method } = request;
        let action = match answer {
            ConsentAnswer::Given(_) => Action::GiveConsent,
            ConsentAnswer::Withdrawn => Action::WithdrawConsent,
        };
        let gate = self.enter(Verb::AnswerConsent, actor, About::Person(person))?;
        if method == ConsentMethod::Link {
            return Err(Refusal::AnsweredByLinkAlone.into());
        }
        let own = actor.is(person);
        if own != (method == ConsentMethod::Web) || (!own && actor.role() != Role::Administrator) {
            return Err(Refusal::NotAllowed.into());
        }
        if let ConsentAnswer::Given(wording) = &answer {
            self.must_know_wording(wording)?;
        }
        gate.decide(|| async {
            let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
            let answers = self.answers_of(&gate, &record).await?;
            let ledger = answers.ledger();
            let now = self.now();
            let after = match &answer {
                ConsentAnswer::Given(wording) => {
                    ledger.give(purpose, wording.clone(), None, method, actor.person(), now)?
                }
                ConsentAnswer::Withdrawn => ledger.withdraw(purpose, method, actor.person(), now),
            };
            let forgets = match answer {
                ConsentAnswer::Withdrawn => self.forgetting_for(&gate, person, purpose, now).await?,
                ConsentAnswer::Given(_) => None,
            };
            if after == *ledger {
                return Ok((forgets, ()));
            }
            let entry = self.entry(actor, action, RecordRef::Consent(person), now).for_purpose(purpose);
            let changes = answers.write(Changes::new(entry), &after);
            Ok((Some(forgets.into_iter().fold(changes, Changes::and)), ()))
        })
        .await?;
        match answer {
            ConsentAnswer::Withdrawn => self.forget_without_consent(&gate, person, purpose).await,
            ConsentAnswer::Given(_) => Ok(()),
        }
    }

    /// What a person agreed to in a wording that has a newer version by now. The "yes" holds; whether it holds for what
    /// is said now is for them to say. Whoever was asked in the new wording and has not answered is not asked again.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`].
    pub async fn consents_to_ask_again(
        &self,
        actor: Actor,
        person: Id<Person>,
    ) -> Result<Vec<AskAgain>, NetworkError> {
        let gate = self.enter(Verb::ConsentsToAskAgain, actor, About::Person(person))?;
        let record = gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
        let answers = self.answers_of(&gate, &record).await?;
        let (now, profile) = (self.now(), self.profile());
        let again = |purpose| {
            let ledger = answers.ledger();
            let wording = ledger.to_ask_again(profile.wordings(), purpose, now, profile.time_zone())?;
            Some(AskAgain { purpose, wording })
        };
        Ok(PurposeCode::ALL.into_iter().filter_map(again).collect())
    }
}
