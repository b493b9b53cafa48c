//! A network's letters, through any transport.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bln_core::{Id, Instant, Notice};
use bln_service::{Clock, Letter, SendError, Sender};
use chrono::TimeDelta;

use crate::{LetterDraft, Letterhead, Rate, Repeat, Transport, TransportError};

/// Writes the letters that a network dispatches, and hands them to a transport no faster than its rate allows.
///
/// Ask it how many may leave, and dispatch as many: `network.dispatch(actor, &postman, postman.allowance())`. What is
/// dispatched beyond is put off. Nobody waits while a notice is claimed.
///
/// After [`TransportError::Later`] with a time, nothing is handed over until that time has passed. What went wrong last
/// is told by [`trouble`](Postman::trouble): a notice does not carry it.
///
/// A message that may have left ([`TransportError::Unknown`]) is *parked* where a second copy would reach its reader:
/// it stays in the outbox and is not handed over again until somebody who has looked [releases](Postman::release) it.
/// What is parked is known to this postman alone; after a restart it is handed over once more, under the same identifier.
pub struct Postman<T> {
    transport: T,
    letterhead: Letterhead,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    rate: Rate,
    /// Until when the transport asked to be left alone.
    until: Option<Instant>,
    trouble: Option<TransportError>,
    parked: BTreeSet<Id<Notice>>,
}

/// So many parked letters are no accident: nothing more leaves until some are released. This library's own choice.
const MOST_PARKED: usize = 1_000;

impl<T: Transport> Postman<T> {
    /// Whoever writes with this letterhead and sends by this transport at this rate.
    pub fn new(transport: T, letterhead: Letterhead, rate: Rate, clock: Arc<dyn Clock>) -> Self {
        let state = Mutex::new(State { rate, until: None, trouble: None, parked: BTreeSet::new() });
        Self { transport, letterhead, clock, state }
    }

    /// How many letters may leave now.
    pub fn allowance(&self) -> usize {
        let now = self.clock.now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.rests(now) { 0 } else { state.rate.allowance(now) }
    }

    /// What the last letter came to, if it did not leave.
    pub fn trouble(&self) -> Option<TransportError> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).trouble
    }

    /// The notices whose message may have left, and which are not handed over again.
    pub fn parked(&self) -> Vec<Id<Notice>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).parked.iter().copied().collect()
    }

    /// Hands a parked notice over again when it is dispatched next. Whether it arrived can be asked of the mail server, by
    /// its [`MessageId`](crate::MessageId), or of GOV.UK Notify, by its reference.
    pub fn release(&self, notice: Id<Notice>) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).parked.remove(&notice);
    }

    fn may_send(&self, notice: Id<Notice>, now: Instant) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        !state.rests(now) && !state.parked.contains(&notice) && state.rate.take(now)
    }

    fn note(&self, notice: Id<Notice>, trouble: Option<TransportError>, now: Instant) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.trouble = trouble;
        if trouble == Some(TransportError::Unknown) && self.transport.repeat() == Repeat::MayDouble {
            state.parked.insert(notice);
        }
        if let Some(TransportError::Later { after: Some(after) }) = trouble {
            state.until = Some(now.plus(as_delta(after)));
        }
    }
}

impl State {
    /// Whether nothing may leave.
    fn rests(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now < until) || self.parked.len() >= MOST_PARKED
    }
}

#[async_trait]
impl<T: Transport> Sender for Postman<T> {
    async fn send(&self, letter: Letter) -> Result<(), SendError> {
        let now = self.clock.now();
        if !self.may_send(letter.notice, now) {
            return Err(SendError::Later);
        }
        let draft = LetterDraft {
            to: &letter.to,
            name: &letter.name,
            notice: letter.notice,
            kind: letter.kind,
            event: letter.event,
            told: None,
            answer_by: None,
            words: letter.words.as_ref(),
            links: &letter.links,
        };
        // A letter that cannot be written now can be by no other attempt.
        let message = self.letterhead.letter(&draft, now).map_err(|_| SendError::Never)?;
        let sent = self.transport.send(&message).await;
        self.note(letter.notice, sent.err(), now);
        sent.map_err(|error| match error {
            TransportError::Never(_) => SendError::Never,
            TransportError::Later { .. } | TransportError::Unknown | TransportError::Misconfigured { .. } => {
                SendError::Later
            }
        })
    }
}

impl<T: fmt::Debug> fmt::Debug for Postman<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postman").field("transport", &self.transport).finish_non_exhaustive()
    }
}

fn as_delta(after: Duration) -> TimeDelta {
    TimeDelta::from_std(after).unwrap_or(TimeDelta::MAX)
}
