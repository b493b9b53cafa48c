//! Giving and withdrawing consent.

use bln_core::{
    Action, Actor, ConsentAnswer, ConsentLedger, ConsentMethod, ConsentRequest, Id, Instant, Notice,
    NoticeKind, Person, PurposeCode, RecordRef, Refusal, Role, WordingRef,
    access::{About, Verb},
};
use bln_store::{Changes, PageSize};

use crate::{Network, NetworkError, as_read::PersonAsRead, gate::Entered};

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
    /// is said now is for them to say. Whoever was asked in the new wording is not asked again.
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
        let now = self.now();
        let again = |purpose| {
            let wording = self.to_ask_again(answers.ledger(), purpose, now)?;
            Some(AskAgain { purpose, wording })
        };
        Ok(PurposeCode::ALL.into_iter().filter_map(again).collect())
    }

    /// Asks everybody again who agreed to this purpose in a wording that has a newer version by now, and tells how many
    /// were asked. Each gets a letter with a link to agree by and one to say "no" by, once for each wording; what they
    /// agreed to holds until they answer. Whose details are restricted is not written to (UK GDPR article 18(2)).
    ///
    /// Call it when a wording has come into force. It may be interrupted, and goes on when it is called again.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`]; [`NetworkError::Busy`] when somebody keeps changing what they agreed to.
    pub async fn ask_consents_again(
        &self,
        actor: Actor,
        purpose: PurposeCode,
    ) -> Result<usize, NetworkError> {
        let gate = self.enter(Verb::AskConsentsAgain, actor, About::Network)?;
        let (mut asked, mut after) = (0, None);
        loop {
            let page = gate.store().person_page(after, PageSize::MAX).await?;
            let now = self.now();
            for record in &page.items {
                let ledger = record.consent.as_ref().map(|consent| &consent.record);
                if ledger.is_some_and(|ledger| self.to_ask_again(ledger, purpose, now).is_some()) {
                    let person = record.person.record.id();
                    asked += usize::from(self.ask_again(&gate, person, purpose).await?);
                }
            }
            let Some(next) = page.next else { return Ok(asked) };
            after = Some(next);
        }
    }

    /// Asks one person again, if they are to be asked as things are now.
    async fn ask_again(
        &self,
        gate: &Entered<'_>,
        person: Id<Person>,
        purpose: PurposeCode,
    ) -> Result<bool, NetworkError> {
        gate.decide(|| async {
            let Some(record) = gate.store().person(person).await? else { return Ok((None, false)) };
            if record.limits.as_ref().is_some_and(|limits| limits.record.is_restricted()) {
                return Ok((None, false));
            }
            let answers = self.answers_of(gate, &record).await?;
            let now = self.now();
            let Some(wording) = self.to_ask_again(answers.ledger(), purpose, now) else {
                return Ok((None, false));
            };
            let after = answers.ledger().request(purpose, wording, ConsentMethod::Link, now);
            let entry = self.entry(gate.actor(), Action::RequestConsent, RecordRef::Consent(person), now);
            let notice = Notice::new(self.new_id(now), person, NoticeKind::ConsentReworded, now);
            let changes = Changes::new(entry.for_purpose(purpose));
            let changes = PersonAsRead::of(&record).pinned(changes);
            Ok((Some(answers.write(changes, &after).notify(notice.needing(purpose))), true))
        })
        .await
    }

    fn to_ask_again(&self, ledger: &ConsentLedger, purpose: PurposeCode, now: Instant) -> Option<WordingRef> {
        let profile = self.profile();
        ledger.to_ask_again(profile.wordings(), purpose, now, profile.time_zone())
    }
}
