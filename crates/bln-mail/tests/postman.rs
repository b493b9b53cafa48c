//! A network's letters, through a transport that answers as it is told to.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![cfg(feature = "service")]

mod support;

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bln_core::{
    Audience, Confidentiality, EmailAddress, Event, EventDetails, EventKind, Id, Instant, JoiningLink, Line,
    Link, LinkAction, LocalTime, Mode, ModeChoice, Modes, NoticeKind, Occasion, PersonName, Pillar, Pillars,
    PurposeCode, Registration, RegistrationParts, RegistrationState, Schedule, Sequence, TimeZone, ToldEvent,
};
use bln_mail::{Folder, Message, Postman, Rate, Refused, Repeat, Transport, TransportError};
use bln_seal::Token;
use bln_service::{Clock, Letter, SendError, Sender};
use chrono::TimeDelta;
use mail_parser::MessageParser;
use support::resolved::resolved;
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
struct Told(Arc<Mutex<(Option<TransportError>, Vec<Message>)>>);

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
        Repeat::Harmless
    }
}

/// An event as somebody who is offered a place online is told of it.
fn told(id: Id<Event>) -> ToldEvent {
    let at = |text| LocalTime::parse(text, TimeZone::LONDON).unwrap();
    let details = EventDetails::new(
        Line::parse("Careers evening").unwrap(),
        EventKind::NetworkMeeting,
        Pillars::new([Pillar::Legacy]).unwrap(),
        Audience::MembersAndAllies,
        Modes::Online,
        Schedule::new(at("2027-06-03T18:00"), at("2027-06-03T19:30")).unwrap(),
        Confidentiality::Open,
    );
    let link = JoiningLink::new(Link::parse("https://meet.example.org/secret").unwrap());
    let event = Event::draft(id, details.with_joining_link(link)).publish(now()).unwrap();
    let registration = Registration::from_parts(RegistrationParts {
        id: Id::new(uuid::Uuid::from_u128(7)),
        event: id,
        person: Id::new(uuid::Uuid::from_u128(17)),
        choice: ModeChoice::Online,
        sequence: Sequence::new(1),
        state: RegistrationState::Offered { mode: Mode::Online, expires: now().plus(TimeDelta::hours(48)) },
        since: now(),
        steps: 1,
    });
    Occasion::new(&event, Some(&registration)).told()
}

fn letter() -> Letter {
    let event = Id::new(uuid::Uuid::from_u128(3));
    Letter {
        to: EmailAddress::parse("sample.person.17@example.org").unwrap(),
        name: PersonName::parse("Sample Person 17").unwrap(),
        notice: notice(17),
        kind: NoticeKind::PlaceOffered,
        event: Some(told(event)),
        words: None,
        issue: None,
        links: vec![(LinkAction::AcceptOffer { event }, Token::from_random([7; 32]))],
    }
}

/// A letter that brings an issue of the bulletin.
fn bulletin() -> Letter {
    Letter {
        event: None,
        issue: Some(Arc::new(resolved())),
        links: vec![(
            LinkAction::Unsubscribe { purpose: PurposeCode::Bulletin },
            Token::from_random([7; 32]),
        )],
        ..letter()
    }
}

fn postman(most: u32) -> (Postman<Told>, Told, Arc<ByHand>) {
    let clock = Arc::new(ByHand(Mutex::new(now())));
    let rate = Rate::new(NonZeroU32::new(most).unwrap(), TimeDelta::minutes(1), now());
    let told = Told::default();
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
    // Lines are wrapped where they are long.
    let text = sent[0].text().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Accept the place <https://network.example.org/l/"));
    assert!(text.contains("See the event <https://network.example.org/events/"), "{text}");
    assert!(text.contains("Careers evening") && text.contains("6pm to 7:30pm"));
    assert!(text.contains("Answer by Friday 2 April 2027, 10:05am."));
    assert!(!text.contains("secret"), "the way in is for who has a confirmed place");
    assert_eq!(postman.trouble(), None);
}

#[tokio::test]
async fn no_more_leave_than_the_rate_allows() {
    let (postman, told, clock) = postman(2);
    assert_eq!(postman.allowance(), 2);
    for outcome in [Ok(()), Ok(()), Err(SendError::Later { after: TimeDelta::minutes(1) })] {
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
    let a_minute = SendError::Later { after: TimeDelta::minutes(1) };
    assert_eq!(postman.send(letter()).await, Err(a_minute));
    told.answer(None);
    clock.advance(TimeDelta::seconds(59));
    assert_eq!((postman.allowance(), postman.send(letter()).await), (0, Err(a_minute)));
    assert_eq!(told.0.lock().unwrap().1.len(), 1, "it was not asked again");
    clock.advance(TimeDelta::seconds(1));
    assert_eq!((postman.allowance() > 0, postman.send(letter()).await), (true, Ok(())));
}

#[tokio::test]
async fn only_what_is_said_of_the_recipient_ends_a_notice() {
    for (error, outcome) in [
        (TransportError::Never(Refused::Address), SendError::Never),
        (TransportError::Never(Refused::Message), SendError::Never),
        (TransportError::Later { after: None }, SendError::LATER),
        (TransportError::Unknown, SendError::Unknown),
        (TransportError::Misconfigured { code: "smtp.certificate" }, SendError::LATER),
    ] {
        let (postman, told, _clock) = postman(10);
        told.answer(Some(error));
        assert_eq!(postman.send(letter()).await, Err(outcome), "{error:?}");
        assert_eq!(postman.trouble(), Some(error));
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

#[tokio::test]
async fn a_letter_with_an_issue_leaves_as_a_bulletin_that_its_reader_can_stop_in_one_step() {
    let here = tempfile::tempdir().unwrap();
    let clock: Arc<dyn Clock> = Arc::new(ByHand(Mutex::new(now())));
    let rate = Rate::new(NonZeroU32::MIN.saturating_add(9), TimeDelta::minutes(1), now());
    let postman = Postman::new(Folder::open(here.path()).unwrap(), letterhead(), rate, clock);
    for _ in 0..2 {
        postman.send(bulletin()).await.unwrap();
    }
    let files: Vec<_> = std::fs::read_dir(here.path()).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files, [here.path().join(format!("{}.eml", notice(17)))], "one notice is one message");
    let bytes = std::fs::read(&files[0]).unwrap();
    let read = MessageParser::new().parse(&bytes).unwrap();
    assert_eq!(read.subject().unwrap(), "What we did in March");
    assert_eq!(read.message_id().unwrap(), format!("{}@mail.example.org", notice(17)));
    let link = letterhead().links().answer(&Token::from_random([7; 32])).unwrap();
    let head = std::str::from_utf8(&bytes).unwrap().split("\r\n\r\n").next().unwrap();
    assert!(head.contains(&format!("\r\nList-Unsubscribe: <{}>\r\n", link.as_str())), "{head}");
    assert!(head.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{head}");
    assert!(head.contains("\r\nList-Id: ") && !head.contains("Auto-Submitted"), "{head}");
    let (text, html) = (read.body_text(0).unwrap(), read.body_html(0).unwrap());
    assert_eq!((read.text_body.len(), read.html_body.len(), read.parts.len()), (1, 1, 3));
    for said in
        ["We met", "Careers evening", "Its figures were wrong.", "1.62 times", "I was heard.", link.as_str()]
    {
        assert!(text.contains(said) && html.contains(said), "{said}");
    }
}

#[tokio::test]
async fn a_bulletin_that_its_reader_could_not_stop_does_not_leave() {
    let (postman, told, _clock) = postman(10);
    let unstoppable = Letter { links: vec![], ..bulletin() };
    assert_eq!(postman.send(unstoppable).await, Err(SendError::Never));
    assert!(told.0.lock().unwrap().1.is_empty());
}

#[test]
fn a_postman_shows_no_letter() {
    let (postman, ..) = postman(1);
    assert!(!format!("{postman:?}").contains("example.org"));
}
