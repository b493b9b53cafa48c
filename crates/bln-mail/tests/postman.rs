//! A network's letters, through a transport that answers as it is told to.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![cfg(feature = "service")]

mod support;

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bln_core::{EmailAddress, Id, Instant, LinkAction, NoticeKind, PersonName};
use bln_mail::{Message, Postman, Rate, Refused, Repeat, Transport, TransportError};
use bln_seal::Token;
use bln_service::{Clock, Letter, SendError, Sender};
use chrono::TimeDelta;
use support::{letterhead, notice, now};

/// A clock that is set by hand.
#[derive(Debug)]
struct ByHand(Mutex<Instant>);

impl Clock for ByHand {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

impl ByHand {
    fn advance(&self, by: TimeDelta) {
        let mut now = self.0.lock().unwrap();
        *now = now.plus(by);
    }
}

/// A transport that answers what it is told, and keeps what it took.
#[derive(Debug, Default, Clone)]
struct Told(Arc<Mutex<(Option<TransportError>, Vec<Message>)>>, Option<Repeat>);

impl Told {
    fn answer(&self, error: Option<TransportError>) {
        self.0.lock().unwrap().0 = error;
    }
}

#[async_trait]
impl Transport for Told {
    async fn send(&self, message: &Message) -> Result<(), TransportError> {
        let mut told = self.0.lock().unwrap();
        told.1.push(message.clone());
        told.0.map_or(Ok(()), Err)
    }

    fn repeat(&self) -> Repeat {
        self.1.unwrap_or(Repeat::Harmless)
    }
}

fn letter() -> Letter {
    let event = Id::new(uuid::Uuid::from_u128(3));
    Letter {
        to: EmailAddress::parse("sample.person.17@example.org").unwrap(),
        name: PersonName::parse("Sample Person 17").unwrap(),
        notice: notice(17),
        kind: NoticeKind::PlaceOffered,
        event: Some(event),
        words: None,
        links: vec![(LinkAction::AcceptOffer { event }, Token::from_random([7; 32]))],
    }
}

fn postman(most: u32) -> (Postman<Told>, Told, Arc<ByHand>) {
    postman_by(most, Repeat::Harmless)
}

fn postman_by(most: u32, repeat: Repeat) -> (Postman<Told>, Told, Arc<ByHand>) {
    let clock = Arc::new(ByHand(Mutex::new(now())));
    let rate = Rate::new(NonZeroU32::new(most).unwrap(), TimeDelta::minutes(1), now());
    let told = Told(Arc::default(), Some(repeat));
    let watched: Arc<dyn Clock> = clock.clone();
    (Postman::new(told.clone(), letterhead(), rate, watched), told, clock)
}

#[tokio::test]
async fn a_letter_becomes_a_message_with_its_links_and_its_identifier() {
    let (postman, told, _clock) = postman(10);
    postman.send(letter()).await.unwrap();
    let sent = &told.0.lock().unwrap().1;
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].notice(), notice(17));
    let words: Vec<String> = sent[0].text().split_whitespace().map(str::to_owned).collect();
    let text = words.join(" ");
    assert!(text.contains("Accept the place <https://network.example.org/l/"), "{text}");
    assert!(text.contains("See the event <https://network.example.org/events/"), "{text}");
    assert_eq!(postman.trouble(), None);
}

#[tokio::test]
async fn no_more_leave_than_the_rate_allows() {
    let (postman, told, clock) = postman(2);
    assert_eq!(postman.allowance(), 2);
    for outcome in [Ok(()), Ok(()), Err(SendError::Later)] {
        assert_eq!(postman.send(letter()).await, outcome);
    }
    assert_eq!((postman.allowance(), told.0.lock().unwrap().1.len()), (0, 2));
    clock.advance(TimeDelta::seconds(30));
    assert_eq!(postman.allowance(), 1);
    postman.send(letter()).await.unwrap();
}

#[tokio::test]
async fn a_transport_that_asks_for_time_is_left_alone_until_it_has_passed() {
    let (postman, told, clock) = postman(100);
    told.answer(Some(TransportError::Later { after: Some(Duration::from_secs(60)) }));
    assert_eq!(postman.send(letter()).await, Err(SendError::Later));
    told.answer(None);
    clock.advance(TimeDelta::seconds(59));
    assert_eq!((postman.allowance(), postman.send(letter()).await), (0, Err(SendError::Later)));
    assert_eq!(told.0.lock().unwrap().1.len(), 1, "it was not asked again");
    clock.advance(TimeDelta::seconds(1));
    assert_eq!((postman.allowance() > 0, postman.send(letter()).await), (true, Ok(())));
}

#[tokio::test]
async fn only_what_is_said_of_the_recipient_ends_a_notice() {
    for (error, outcome) in [
        (TransportError::Never(Refused::Address), SendError::Never),
        (TransportError::Never(Refused::Message), SendError::Never),
        (TransportError::Later { after: None }, SendError::Later),
        (TransportError::Unknown, SendError::Later),
        (TransportError::Misconfigured { code: "smtp.certificate" }, SendError::Later),
    ] {
        let (postman, told, _clock) = postman(10);
        told.answer(Some(error));
        assert_eq!(postman.send(letter()).await, Err(outcome), "{error:?}");
        assert_eq!(postman.trouble(), Some(error));
    }
}

#[tokio::test]
async fn what_may_have_left_is_parked_where_a_second_copy_would_arrive() {
    for (repeat, attempts) in [(Repeat::MayDouble, 1), (Repeat::Harmless, 3)] {
        let (postman, told, _clock) = postman_by(10, repeat);
        told.answer(Some(TransportError::Unknown));
        for _ in 0..3 {
            assert_eq!(postman.send(letter()).await, Err(SendError::Later));
        }
        assert_eq!(told.0.lock().unwrap().1.len(), attempts, "{repeat:?}");
        let parked = if repeat == Repeat::MayDouble { vec![notice(17)] } else { vec![] };
        assert_eq!(postman.parked(), parked);
        // Another letter leaves meanwhile, and this one when it is released.
        told.answer(None);
        postman.send(Letter { notice: notice(18), ..letter() }).await.unwrap();
        postman.release(notice(17));
        postman.send(letter()).await.unwrap();
        assert!(postman.parked().is_empty());
    }
}

#[tokio::test]
async fn the_same_letter_again_is_the_same_message_but_for_its_links_and_its_date() {
    let (postman, told, _clock) = postman(10);
    for _ in 0..2 {
        postman.send(letter()).await.unwrap();
    }
    let sent = &told.0.lock().unwrap().1;
    assert_eq!(sent[0].id(), sent[1].id());
    assert_eq!(sent[0].bytes(), sent[1].bytes());
}

#[test]
fn a_postman_shows_no_letter() {
    let (postman, ..) = postman(1);
    assert!(!format!("{postman:?}").contains("example.org"));
}
