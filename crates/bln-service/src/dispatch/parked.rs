//! Notices of which nobody knows whether they were sent.

use bln_core::{
    Action, Actor, Id, Instant, Notice, NoticeKind, NoticeState, RecordRef, Refusal, Repeat, Turn,
    access::{About, Verb},
};
use bln_store::{Changes, NoticeRecord, PageSize, Position, Write};

use crate::{Network, NetworkError};

/// A notice that was handed over when something stopped the process or the connection, and of which nobody knows whether
/// it was sent.
///
/// It does not say whom it is for, or about which event: that somebody comes to a safe space is nobody's to read. The log
/// of the mail server, searched by the notice's identifier, tells what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedNotice {
    /// Its place in the outbox, to [settle](Network::settle_parked) it by.
    pub position: Position,
    /// Its identifier, which is part of the Message-ID of its letter.
    pub notice: Id<Notice>,
    /// What it tells.
    pub kind: NoticeKind,
    /// Since when it was being sent.
    pub since: Instant,
}

/// What a person found out about a parked notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParkedAnswer {
    /// It was sent: it goes.
    WasSent,
    /// It was not, or once more is better than not at all: it is sent again.
    SendAgain,
}

impl Network {
    /// The notices of which nobody knows whether they were sent, oldest first: claimed ten minutes ago or longer, and
    /// not settled.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`], and those of the store.
    pub async fn parked_notices(&self, actor: Actor) -> Result<Vec<ParkedNotice>, NetworkError> {
        let gate = self.enter(Verb::ParkedNotices, actor, About::Network)?;
        let (mut parked, mut after) = (Vec::new(), None);
        loop {
            let page = gate.store().outbox_page(after, PageSize::MAX).await?;
            parked.extend(page.items.iter().filter_map(|record| self.parked(record)));
            let Some(next) = page.next else { return Ok(parked) };
            after = Some(next);
        }
    }

    /// Says what became of a parked notice.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] unless it is parked; [`Refusal::NotAllowed`].
    pub async fn settle_parked(
        &self,
        actor: Actor,
        position: Position,
        answer: ParkedAnswer,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::SettleParked, actor, About::Network)?;
        gate.decide(|| async {
            let before = Position(position.0.saturating_sub(1));
            let page = gate.store().outbox_page(Some(before), PageSize::MAX).await?;
            let record = page.items.into_iter().find(|record| record.position == position);
            let record = record.filter(|record| self.parked(record).is_some()).ok_or(Refusal::NotFound)?;
            let (now, before) = (self.now(), record.state);
            let (action, after) = match answer {
                ParkedAnswer::WasSent => (Action::SettleNotices, before),
                ParkedAnswer::SendAgain => (Action::PutOffNotice, NoticeState::PutOff { until: now }),
            };
            // It must be as it was read: somebody else may have settled it.
            let changes = Changes::new(self.entry(actor, action, RecordRef::Network, now))
                .write(Write::NoticeState { position, before, after });
            let changes = match answer {
                ParkedAnswer::WasSent => changes.write(Write::RemoveNotice { position }),
                ParkedAnswer::SendAgain => changes,
            };
            Ok((Some(changes), ()))
        })
        .await
    }

    fn parked(&self, record: &NoticeRecord) -> Option<ParkedNotice> {
        let since = record.state.claimed()?;
        if record.state.turn(self.now(), Repeat::MayDouble) != Turn::Parked {
            return None;
        }
        let (position, notice) = (record.position, &record.notice);
        Some(ParkedNotice { position, notice: notice.id(), kind: notice.kind(), since })
    }
}
