//! Dispatch: notices leave under consent that is taken when they do.

mod claim;
mod issues;
mod parked;

use bln_core::{
    Action, Actor, Instant, NoticeState, RecordRef, Turn,
    access::{About, Verb},
};
use bln_store::{Changes, NoticeRecord, PageSize, Position, StoreError, Write};

use crate::{Letter, Network, NetworkError, SendError, Sender, gate::Entered};

use issues::Issues;
pub use parked::{ParkedAnswer, ParkedNotice};

/// How many notices that have left are taken out of the outbox in one commit: as many are sent again, at most, when
/// the process ends in between.
const SETTLED_TOGETHER: usize = 64;

/// What became of the notices that nobody else was sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dispatched {
    /// How many left.
    pub sent: usize,
    /// How many will not leave: there was no leave to send them, or their address was refused for good.
    pub withheld: usize,
    /// How many the sender did not take, and are tried again later.
    pub put_off: usize,
    /// Of how many nobody knows whether they were sent. They are [left to a person](Network::parked_notices).
    pub parked: usize,
}

/// What was decided about a notice, and is committed.
enum Claim {
    /// It is ours to send, since this instant.
    Ours(Box<Letter>, NoticeState),
    /// It will not leave, and is gone.
    Withheld,
    /// It stays where it is: the issue that it brings is paused.
    Waits,
    /// Somebody else has it, or it is there no more.
    Theirs,
}

/// A round of sending.
#[derive(Default)]
struct Round {
    done: Dispatched,
    /// How many were decided about. What a person has to decide about is not among them: it must not keep the others
    /// from leaving.
    decided: usize,
    to_settle: Vec<Position>,
    issues: Issues,
}

impl Network {
    /// Sends what waits in the outbox, oldest first, to at most so many recipients. Call it now and then, from as many
    /// processes as there are: each notice is one's.
    ///
    /// Whether a notice may leave is decided on what its recipient says at that moment, and claimed in a commit that
    /// finds all of it unchanged: nothing leaves after a "no", whenever it was written, and what is told of an event is as
    /// it is then. What may not leave is removed, and the audit says so. Each letter brings the links its reader can act
    /// by; what waits has none, so that the outbox holds no secret.
    ///
    /// Whatever stops this process, nobody is written to twice by a sender for which a repetition is not
    /// [harmless](bln_core::Repeat::Harmless): a notice that was claimed and not settled stays where it is, and
    /// [a person decides](Network::parked_notices).
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
                if round.decided >= at_most {
                    return Ok(());
                }
                match record.state.turn(self.now(), sender.repeat()) {
                    Turn::Now => self.send_one(gate, sender, record, round).await?,
                    Turn::NotYet => {}
                    Turn::Parked => round.done.parked += 1,
                }
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
        let (letter, claimed) = match self.claim(gate, record, &mut round.issues).await? {
            Claim::Ours(letter, claimed) => {
                round.decided += 1;
                (letter, claimed)
            }
            Claim::Withheld => {
                round.decided += 1;
                round.done.withheld += 1;
                return Ok(());
            }
            Claim::Waits | Claim::Theirs => return Ok(()),
        };
        // Nobody is named from here on: the recipient may have been erased since it was claimed.
        match sender.send(*letter).await {
            Ok(()) => {
                round.done.sent += 1;
                round.to_settle.push(record.position);
            }
            Err(SendError::Unknown) => round.done.parked += 1,
            Err(SendError::Later { after }) => {
                let until = self.now().plus(after);
                self.put_off(gate, record.position, claimed, until).await?;
                round.done.put_off += 1;
            }
            Err(SendError::Never) => {
                let entry = self.entry(gate.actor(), Action::WithholdNotice, RecordRef::Network, self.now());
                let remove = Write::RemoveNotice { position: record.position };
                gate.commit(Changes::new(entry).write(remove)).await?;
                round.done.withheld += 1;
            }
        }
        if round.to_settle.len() >= SETTLED_TOGETHER {
            self.settle_sent(gate, round).await?;
        }
        Ok(())
    }

    /// Puts off a notice that is ours. One that is somebody else's by now, or gone, is left as it is.
    async fn put_off(
        &self,
        gate: &Entered<'_>,
        position: Position,
        before: NoticeState,
        until: Instant,
    ) -> Result<(), NetworkError> {
        let entry = self.entry(gate.actor(), Action::PutOffNotice, RecordRef::Network, self.now());
        let after = NoticeState::PutOff { until };
        let changes = Changes::new(entry).write(Write::NoticeState { position, before, after });
        match gate.commit(changes).await {
            Ok(()) | Err(StoreError::Stale { .. }) => Ok(()),
            Err(error) => Err(error.into()),
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
