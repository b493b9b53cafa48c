//! Links in letters: told first, done once.

use bln_core::{
    Action, ActionLink, Actor, ConsentMethod, Event, Id, Instant, LinkAction, LinkView, Mode, PurposeCode,
    RecordRef, Refusal, SeatCommand, SeatOutcome, TokenHash,
    access::{About, Verb},
};
use bln_seal::Token;
use bln_store::{Changes, IdempotencyKey, ReceiptKey, StoreError, Write};

use crate::{
    Network, NetworkError,
    desk::{Ask, DeskRequest},
    fingerprint::fingerprint,
    gate::Entered,
    registrations::unexpected,
};

/// What a link did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Redeemed {
    /// Consent is given that was asked for.
    Agreed {
        /// What for.
        purpose: PurposeCode,
    },
    /// Consent is taken back.
    Unsubscribed {
        /// What for.
        purpose: PurposeCode,
    },
    /// The place that was offered is taken.
    Accepted {
        /// At which event.
        event: Id<Event>,
        /// How it is attended.
        mode: Mode,
    },
    /// The place that was offered is turned down.
    Declined {
        /// At which event.
        event: Id<Event>,
    },
}

impl Network {
    /// What a link would do, for whoever holds it. Nothing is changed: mail systems follow links on their own, so a
    /// page that is only looked at asks this, and [redeems](Network::redeem_link) when its button is pressed.
    ///
    /// # Errors
    ///
    /// [`Refusal::LinkNotLive`] for a link that is unknown, was used or has ended.
    pub async fn peek_link(&self, actor: Actor, token: &Token) -> Result<LinkView, NetworkError> {
        let gate = self.enter(Verb::PeekLink, actor, About::Network)?;
        let link = gate.store().action_link(&token.hash()).await?;
        Ok(link.and_then(|link| link.view(self.now())).ok_or(Refusal::LinkNotLive)?)
    }

    /// Does what a link is for, for the person it was mailed to, and uses it up. Whoever holds it may: that they read
    /// the person's mail is all that it proves, and all that it takes to agree to what was asked in their name, to
    /// unsubscribe (RFC 8058) and to answer an offer.
    ///
    /// Consent is given or taken back in the commit that removes the link. An offer is answered at the event's desk,
    /// which commits by itself, under the link as its idempotency key, and the link is removed after that: should this
    /// fail in between, redeeming again gets the answer that was given and removes the link. So it is not done twice,
    /// not even to a later offer, and not lost. Of any number who redeem a link at once, one is told that it was done.
    ///
    /// # Errors
    ///
    /// [`Refusal::LinkNotLive`] for a link that is unknown, was used or has ended, and where what it is for is not to be
    /// done any more: a request that was answered otherwise, an offer that is not there. The links do not tell how the
    /// person stands, for letters are forwarded.
    pub async fn redeem_link(&self, actor: Actor, token: &Token) -> Result<Redeemed, NetworkError> {
        let gate = self.enter(Verb::RedeemLink, actor, About::Network)?;
        let link = live_link(&gate, token.hash(), self.now()).await?;
        match link.action() {
            LinkAction::ConfirmConsent { purpose } => {
                self.answer_by_link(&gate, link, purpose).await?;
                Ok(Redeemed::Agreed { purpose })
            }
            LinkAction::Unsubscribe { purpose } => {
                let person = link.person();
                self.answer_by_link(&gate, link, purpose).await?;
                self.forget_without_consent(&gate, person, purpose).await?;
                Ok(Redeemed::Unsubscribed { purpose })
            }
            LinkAction::AcceptOffer { event } => {
                let command = SeatCommand::Accept { person: link.person() };
                match self.answer_offer(&gate, link, event, Action::AcceptOffer, command).await? {
                    SeatOutcome::Confirmed { mode } => Ok(Redeemed::Accepted { event, mode }),
                    _ => Err(unexpected()),
                }
            }
            LinkAction::DeclineOffer { event } => {
                let command = SeatCommand::Decline { person: link.person() };
                self.answer_offer(&gate, link, event, Action::DeclineOffer, command).await?;
                Ok(Redeemed::Declined { event })
            }
            _ => Err(Refusal::LinkNotLive.into()),
        }
    }

    async fn answer_by_link(
        &self,
        gate: &Entered<'_>,
        link: ActionLink,
        purpose: PurposeCode,
    ) -> Result<(), NetworkError> {
        gate.decide(|| async move {
            let now = self.now();
            // Again, for whoever comes second.
            let link = live_link(gate, link.hash(), now).await?;
            let person = link.person();
            let record = gate.store().person(person).await?.ok_or(Refusal::LinkNotLive)?;
            let answers = self.answers_of(gate, &record).await?;
            let (action, after) = match link.action() {
                LinkAction::ConfirmConsent { .. } => {
                    let confirmed = answers.ledger().confirm(purpose, now);
                    (Action::GiveConsent, confirmed.map_err(|_| Refusal::LinkNotLive)?)
                }
                _ => {
                    let withdrawn = answers.ledger().withdraw(purpose, ConsentMethod::Link, None, now);
                    (Action::WithdrawConsent, withdrawn)
                }
            };
            let entry = self.entry(gate.actor(), action, RecordRef::Consent(person), now);
            let changes = answers.write(Changes::new(entry.for_purpose(purpose)), &after);
            // What was told under the "yes" goes with it.
            let forgets = match action {
                Action::WithdrawConsent => self.forgetting_for(gate, person, purpose, now).await?,
                _ => None,
            };
            let changes = forgets.into_iter().fold(changes, Changes::and);
            Ok((Some(changes.write(Write::RedeemLink(link))), ()))
        })
        .await
    }

    async fn answer_offer(
        &self,
        gate: &Entered<'_>,
        link: ActionLink,
        event: Id<Event>,
        action: Action,
        command: SeatCommand,
    ) -> Result<SeatOutcome, NetworkError> {
        let key = ReceiptKey { actor: None, key: key_of(link.hash())? };
        let receipt = Some((key, fingerprint("redeem_link", &link)));
        // Whoever has the link was given it for this, whatever may be seen of the event by anybody else.
        let request = DeskRequest::new(gate.actor(), action, Ask::Seat(command)).for_the_network();
        let request = DeskRequest { receipt, ..request };
        let outcome = match gate.seat(event, request).await {
            Err(NetworkError::Refused(_)) => return Err(Refusal::LinkNotLive.into()),
            answer => answer?,
        };
        let person = RecordRef::Person(link.person());
        let entry = self.entry(gate.actor(), Action::RedeemLink, person, self.now());
        match gate.commit(Changes::new(entry).write(Write::RedeemLink(link))).await {
            Ok(()) => Ok(outcome),
            // Somebody else redeemed it at the same time and was told.
            Err(StoreError::Stale { .. }) => Err(Refusal::LinkNotLive.into()),
            Err(error) => Err(error.into()),
        }
    }
}

async fn live_link(gate: &Entered<'_>, hash: TokenHash, now: Instant) -> Result<ActionLink, NetworkError> {
    let link = gate.store().action_link(&hash).await?.filter(|link| link.is_live(now));
    Ok(link.ok_or(Refusal::LinkNotLive)?)
}

/// The key under which an offer is answered by a link: the hash of its token, in hexadecimal.
fn key_of(hash: TokenHash) -> Result<IdempotencyKey, NetworkError> {
    let text: String = hash.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    IdempotencyKey::parse(text).map_err(|_| unexpected())
}
