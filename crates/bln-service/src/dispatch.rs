//! Dispatch: notices leave under consent that is taken when they do.

use bln_core::{
    Action, ActionLink, Actor, ConsentLedger, Dispatch, Id, LinkAction, NoticeKind, Person, PurposeCode,
    Recipient, RecordRef,
    access::{About, Verb},
};
use bln_seal::Token;
use bln_store::{Changes, NoticeRecord, PageSize, PersonRecord, Position, StoreError, Write};
use chrono::TimeDelta;

use crate::{Letter, Network, NetworkError, SendError, Sender, gate::Entered};

/// How long a claim keeps a notice from others. A sender that takes longer for one letter has it sent twice.
const CLAIM: TimeDelta = TimeDelta::minutes(10);

/// How many notices that have left are taken out of the outbox in one commit: as many are sent again, at most, when
/// the process ends in between.
const SETTLED_TOGETHER: usize = 64;

/// How often a notice is decided again because its recipient changed something meanwhile.
const ATTEMPTS: u32 = 16;

/// What became of the notices that nobody else was sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dispatched {
    /// How many left.
    pub sent: usize,
    /// How many will not leave: there was no leave to send them, or their address was refused for good.
    pub withheld: usize,
    /// How many the sender did not take, and are tried again in ten minutes or later.
    pub put_off: usize,
}

impl Dispatched {
    const fn dealt_with(self) -> usize {
        self.sent.saturating_add(self.withheld).saturating_add(self.put_off)
    }
}

/// What was decided about a notice, and is committed.
enum Claim {
    /// It is ours to send.
    Ours(Letter),
    /// It will not leave, and is gone.
    Withheld,
    /// Somebody else has it, or it is there no more.
    Theirs,
}

/// A round of sending.
#[derive(Default)]
struct Round {
    done: Dispatched,
    to_settle: Vec<Position>,
}

impl Network {
    /// Sends what waits in the outbox, oldest first, to at most so many recipients. Call it now and then, from as many
    /// processes as there are: each notice is one's.
    ///
    /// Whether a notice may leave is decided on what its recipient says at that moment, and claimed in a commit that
    /// finds all of it unchanged: nothing leaves after a "no", whenever it was written. What may not leave is removed,
    /// and the audit says so. Each letter brings the links its reader can act by; what waits has none, so that the
    /// outbox holds no secret.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`](bln_core::Refusal::NotAllowed), and those of the store. What was sent until then is
    /// sent.
    pub async fn dispatch(
        &self,
        actor: Actor,
        sender: &dyn Sender,
        at_most: usize,
    ) -> Result<Dispatched, NetworkError> {
        let gate = self.enter(Verb::Dispatch, actor, About::Network)?;
        let mut round = Round::default();
        let sent = self.send_waiting(&gate, sender, at_most, &mut round).await;
        // What has left is taken out also if the store failed after that.
        let settled = self.settle_sent(&gate, &mut round).await;
        sent.and(settled).map(|()| round.done)
    }

    async fn send_waiting(
        &self,
        gate: &Entered<'_>,
        sender: &dyn Sender,
        at_most: usize,
        round: &mut Round,
    ) -> Result<(), NetworkError> {
        let mut after = None;
        loop {
            let page = gate.store().outbox_page(after, PageSize::MAX).await?;
            for record in &page.items {
                if round.done.dealt_with() >= at_most {
                    return Ok(());
                }
                if record.claimed.is_some_and(|since| self.now() < since.plus(CLAIM)) {
                    continue;
                }
                self.send_one(gate, sender, record, round).await?;
            }
            let Some(next) = page.next else { return Ok(()) };
            after = Some(next);
        }
    }

    async fn send_one(
        &self,
        gate: &Entered<'_>,
        sender: &dyn Sender,
        record: &NoticeRecord,
        round: &mut Round,
    ) -> Result<(), NetworkError> {
        match self.claim(gate, record).await? {
            Claim::Theirs => {}
            Claim::Withheld => round.done.withheld += 1,
            Claim::Ours(letter) => match sender.send(letter).await {
                Ok(()) => {
                    round.done.sent += 1;
                    round.to_settle.push(record.position);
                }
                Err(SendError::Later) => round.done.put_off += 1,
                Err(SendError::Never) => {
                    // Nobody is named: the recipient may have been erased since it was claimed.
                    let (subject, position) = (RecordRef::Network, record.position);
                    let entry = self.entry(gate.actor(), Action::WithholdNotice, subject, self.now());
                    gate.commit(Changes::new(entry).write(Write::RemoveNotice { position })).await?;
                    round.done.withheld += 1;
                }
            },
        }
        if round.to_settle.len() >= SETTLED_TOGETHER {
            self.settle_sent(gate, round).await?;
        }
        Ok(())
    }

    /// Decides about a notice, and commits that.
    async fn claim(&self, gate: &Entered<'_>, record: &NoticeRecord) -> Result<Claim, NetworkError> {
        let notice = &record.notice;
        for _ in 0..ATTEMPTS {
            // Erasing somebody removes what waits for them, and merging readdresses it: then it is not this notice.
            let Some(person) = gate.store().person(notice.recipient()).await? else {
                return Ok(Claim::Theirs);
            };
            let words = match notice.message() {
                Some(message) => match gate.store().message(message).await? {
                    Some(message) => Some(message.words().clone()),
                    None => return Ok(Claim::Theirs),
                },
                None => None,
            };
            let links = self.links_if_it_may_leave(gate, record, &person).await?;
            let changes = self.claiming(gate, record, &person, links.as_deref());
            match gate.commit(changes).await {
                Ok(()) => {
                    let Some(links) = links else { return Ok(Claim::Withheld) };
                    let details = &person.person.record;
                    return Ok(Claim::Ours(Letter {
                        to: details.emails().preferred().clone(),
                        name: details.name().clone(),
                        notice: notice.id(),
                        kind: notice.kind(),
                        event: notice.event(),
                        words,
                        links: links.into_iter().map(|(link, token)| (link.action(), token)).collect(),
                    }));
                }
                Err(StoreError::Stale { record: RecordRef::Network }) => return Ok(Claim::Theirs),
                Err(StoreError::Stale { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(NetworkError::Busy)
    }

    /// The links of the letter, with their tokens; `None` if the notice may not leave.
    async fn links_if_it_may_leave(
        &self,
        gate: &Entered<'_>,
        record: &NoticeRecord,
        person: &PersonRecord,
    ) -> Result<Option<Vec<(ActionLink, Token)>>, NetworkError> {
        let (notice, now) = (&record.notice, self.now());
        let answers = self.answers_of(gate, person).await?;
        let limits = person.limits.as_ref().map(|limits| &limits.record);
        let recipient = Recipient::Listed { ledger: Some(answers.ledger()), limits };
        if Dispatch::decide(notice, recipient, now) != Dispatch::Send {
            return Ok(None);
        }
        let mut offer = None;
        if let (NoticeKind::PlaceOffered, Some(event)) = (notice.kind(), notice.event()) {
            let registration = gate.store().registration(event, notice.recipient()).await?;
            offer = registration.and_then(|stored| stored.record.state().expires());
        }
        let mut links = Vec::new();
        for action in actions(record, answers.ledger()) {
            // An offer that was answered or has ended is not told of: what became of it is told by another notice.
            let Some(expires) = action.valid_until(now, offer) else { return Ok(None) };
            let token = Token::from_random(self.ports.random()?);
            links.push((ActionLink::new(token.hash(), notice.recipient(), action, expires), token));
        }
        Ok(Some(links))
    }

    /// What is to be committed before a notice leaves; without links, so that it does not.
    fn claiming(
        &self,
        gate: &Entered<'_>,
        record: &NoticeRecord,
        person: &PersonRecord,
        links: Option<&[(ActionLink, Token)]>,
    ) -> Changes {
        let (notice, position, now) = (&record.notice, record.position, self.now());
        let action = links.map_or(Action::WithholdNotice, |_| Action::DispatchNotice);
        let entry = self.entry(gate.actor(), action, RecordRef::Person(notice.recipient()), now);
        let entry = match notice.needs() {
            Some(purpose) => entry.for_purpose(purpose),
            None => entry,
        };
        let claim = Write::ClaimNotice { position, before: record.claimed, at: now };
        let changes = as_read(Changes::new(entry), person).write(claim);
        match links {
            Some(links) => {
                links.iter().fold(changes, |changes, (link, _)| changes.write(Write::ActionLink(*link)))
            }
            None => changes.write(Write::RemoveNotice { position }),
        }
    }

    async fn settle_sent(&self, gate: &Entered<'_>, round: &mut Round) -> Result<(), NetworkError> {
        if round.to_settle.is_empty() {
            return Ok(());
        }
        let entry = self.entry(gate.actor(), Action::SettleNotices, RecordRef::Network, self.now());
        let settled = std::mem::take(&mut round.to_settle).into_iter();
        let changes = settled
            .fold(Changes::new(entry), |changes, position| changes.write(Write::RemoveNotice { position }));
        Ok(gate.commit(changes).await?)
    }
}

/// The changes, to be committed only if everything the decision was made on is as it was read.
pub(crate) fn as_read(changes: Changes, record: &PersonRecord) -> Changes {
    let person: Id<Person> = record.person.record.id();
    let changes = changes.pin(RecordRef::Person(person), record.person.version);
    let changes = match &record.consent {
        Some(consent) => changes.pin(RecordRef::Consent(person), consent.version),
        None => changes,
    };
    match &record.limits {
        Some(limits) => changes.pin(RecordRef::Limits(person), limits.version),
        None => changes,
    }
}

/// What the reader of a letter can do by it.
fn actions(record: &NoticeRecord, ledger: &ConsentLedger) -> Vec<LinkAction> {
    let notice = &record.notice;
    let mut actions = Vec::new();
    match (notice.kind(), notice.event()) {
        (NoticeKind::PlaceOffered, Some(event)) => {
            actions.extend([LinkAction::AcceptOffer { event }, LinkAction::DeclineOffer { event }]);
        }
        (NoticeKind::ConfirmConsent | NoticeKind::ConsentReworded, _) => {
            let asked = |purpose: &PurposeCode| notice.needs().is_none_or(|needs| needs == *purpose);
            let open = |purpose: &PurposeCode| ledger.open_request(*purpose).is_some();
            let purposes = PurposeCode::ALL.into_iter().filter(asked).filter(open);
            actions.extend(purposes.map(|purpose| LinkAction::ConfirmConsent { purpose }));
        }
        _ => {}
    }
    // To say "no" is as easy as to say "yes" (UK GDPR article 7(3)), and takes no signing in.
    actions.extend(notice.needs().map(|purpose| LinkAction::Unsubscribe { purpose }));
    actions
}
