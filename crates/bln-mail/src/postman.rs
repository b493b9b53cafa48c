//! A network's letters, through any transport.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bln_core::{Instant, JoiningLink, LinkAction, Mode, Modes, Repeat, ToldEvent};
use bln_service::{Clock, Letter, SendError, Sender};
use chrono::TimeDelta;

use crate::when::moment;
use crate::{
    Composed, ContentError, EventItem, Issue, LetterDraft, Letterhead, Message, Place, Rate, Transport,
    TransportError,
};

/// Writes the letters that a network dispatches, issues of its bulletin among them, and hands them to a transport no faster
/// than its rate allows.
///
/// Ask it how many may leave, and dispatch as many: `network.dispatch(actor, &postman, postman.allowance())`. What is
/// dispatched beyond is put off. Nobody waits while a notice is claimed.
///
/// After [`TransportError::Later`] with a time, nothing is handed over until that time has passed. What went wrong last
/// is told by [`trouble`](Postman::trouble): a notice does not carry it.
///
/// A message that may have left ([`TransportError::Unknown`]) is answered as such: where a second copy would reach its
/// reader, the network parks its notice, and a person decides.
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
}

impl<T: Transport> Postman<T> {
    /// Whoever writes with this letterhead and sends by this transport at this rate.
    pub fn new(transport: T, letterhead: Letterhead, rate: Rate, clock: Arc<dyn Clock>) -> Self {
        let state = Mutex::new(State { rate, until: None, trouble: None });
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

    /// A letter in the words for its kind. One that cannot be written now can be by no other attempt.
    fn letter(&self, letter: &Letter, now: Instant) -> Result<Message, ContentError> {
        let event = letter.event.as_ref();
        let told = event.map(told);
        let offer_ends = event.and_then(|event| Some((event.offer_ends()?, event.schedule().zone())));
        let answer_by = offer_ends.map(|(ends, zone)| moment(zone.wall(ends)));
        let draft = LetterDraft {
            to: &letter.to,
            name: &letter.name,
            notice: letter.notice,
            kind: letter.kind,
            event: event.map(ToldEvent::id),
            told: told.as_ref(),
            join: event.and_then(ToldEvent::joining_link).map(JoiningLink::link),
            answer_by: answer_by.as_deref(),
            words: letter.words.as_ref(),
            links: &letter.links,
        };
        self.letterhead.letter(&draft, now)
    }

    /// An issue of the bulletin. One that its reader could not stop does not leave: to withdraw consent is as easy as to
    /// give it (UK GDPR article 7(3)).
    fn bulletin(&self, letter: &Letter, issue: &bln_core::Issue, now: Instant) -> Result<Message, SendError> {
        let stop = letter
            .links
            .iter()
            .find_map(|(action, token)| matches!(action, LinkAction::Unsubscribe { .. }).then_some(token));
        let stop = stop.ok_or(SendError::Never)?;
        let composed = Composed::of(issue, self.letterhead.links());
        let rendered = Issue::render(&composed, &self.letterhead);
        rendered
            .and_then(|issue| issue.message(letter.to.clone(), &letter.name, letter.notice, stop, now))
            .map_err(|_| SendError::Never)
    }

    fn may_send(&self, now: Instant) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        !state.rests(now) && state.rate.take(now)
    }

    fn note(&self, trouble: Option<TransportError>, now: Instant) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.trouble = trouble;
        if let Some(TransportError::Later { after: Some(after) }) = trouble {
            state.until = Some(now.plus(as_delta(after)));
        }
    }
}

impl State {
    fn rests(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now < until)
    }
}

#[async_trait]
impl<T: Transport> Sender for Postman<T> {
    async fn send(&self, letter: Letter) -> Result<(), SendError> {
        let now = self.clock.now();
        if !self.may_send(now) {
            return Err(SendError::Later { after: TimeDelta::minutes(1) });
        }
        let message = match &letter.issue {
            Some(issue) => self.bulletin(&letter, issue, now)?,
            None => self.letter(&letter, now).map_err(|_| SendError::Never)?,
        };
        let sent = self.transport.send(&message).await;
        self.note(sent.err(), now);
        sent.map_err(|error| match error {
            TransportError::Never(_) => SendError::Never,
            TransportError::Unknown => SendError::Unknown,
            TransportError::Later { after: Some(after) } => SendError::Later { after: as_delta(after) },
            TransportError::Later { after: None } | TransportError::Misconfigured { .. } => SendError::LATER,
        })
    }

    fn repeat(&self) -> Repeat {
        self.transport.repeat()
    }
}

impl<T: fmt::Debug> fmt::Debug for Postman<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postman").field("transport", &self.transport).finish_non_exhaustive()
    }
}

/// The event in words.
fn told(event: &ToldEvent) -> EventItem {
    let place = match (event.mode(), event.venue()) {
        (_, Some(venue)) => Some(Place::Venue(venue.clone())),
        (Some(Mode::Online), None) => Some(Place::Attended(Modes::Online)),
        (Some(Mode::InPerson) | None, None) => None,
    };
    EventItem { title: event.title().clone(), when: *event.schedule(), place, link: None }
}

fn as_delta(after: Duration) -> TimeDelta {
    TimeDelta::from_std(after).unwrap_or(TimeDelta::MAX)
}
