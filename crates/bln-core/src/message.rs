//! What is said to everybody who comes to an event, without a list of who that is.

use std::fmt;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::{Event, Id, Instant, Notice, NoticeKind, Prose, RecordRef, Registration};

/// A message to those who come to an event.
///
/// It is kept once, and every notice of its [`Broadcast`] points to it, so that its words are in one place to
/// dispose of.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Message {
    id: Id<Message>,
    event: Id<Event>,
    words: Prose<2000>,
    at: Instant,
}

impl Message {
    /// A message, new or as a store kept it.
    pub const fn new(id: Id<Message>, event: Id<Event>, words: Prose<2000>, at: Instant) -> Self {
        Self { id, event, words, at }
    }

    /// Its identifier.
    pub const fn id(&self) -> Id<Message> {
        self.id
    }

    /// The event whose people it is for.
    pub const fn event(&self) -> Id<Event> {
        self.event
    }

    /// What it says.
    pub const fn words(&self) -> &Prose<2000> {
        &self.words
    }

    /// When it was written.
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// The message on its way to everybody who comes or came.
    pub const fn broadcast(&self, id: Id<Notice>) -> Broadcast {
        Broadcast { id, event: self.event, content: BroadcastContent::Message(self.id), at: self.at }
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({}, ..)", self.id)
    }
}

/// What a broadcast brings, and to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BroadcastContent {
    /// A message, to everybody who comes or came: with a registration that is live, or attended.
    Message(Id<Message>),
    /// A reminder that the event is soon, to everybody with a confirmed place. There is one for an event on a day.
    Reminder {
        /// The day on which it takes place, on its own clocks.
        on: NaiveDate,
    },
}

/// Something to be put into the outbox once for each person of an event.
///
/// A store resolves it, in the commit that writes it: whoever sends it never has the list of whom it goes to, nor learns
/// how many they are. Each notice has one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Broadcast {
    id: Id<Notice>,
    event: Id<Event>,
    content: BroadcastContent,
    at: Instant,
}

impl Broadcast {
    /// A reminder of an event as it is planned now.
    pub fn reminder(id: Id<Notice>, event: &Event, at: Instant) -> Self {
        let on = event.schedule().starts().wall().date();
        Self { id, event: event.id(), content: BroadcastContent::Reminder { on }, at }
    }

    /// The identifier from which those of its notices follow.
    pub const fn id(&self) -> Id<Notice> {
        self.id
    }

    /// The event whose people it is for.
    pub const fn event(&self) -> Id<Event> {
        self.event
    }

    /// What it brings.
    pub const fn content(&self) -> BroadcastContent {
        self.content
    }

    /// When it was sent off.
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// The record that it rests on: the message, or the event that it reminds of.
    pub const fn record(&self) -> RecordRef {
        match self.content {
            BroadcastContent::Message(message) => RecordRef::Message(message),
            BroadcastContent::Reminder { .. } => RecordRef::Event(self.event),
        }
    }

    /// What its notices tell.
    pub const fn kind(&self) -> NoticeKind {
        match self.content {
            BroadcastContent::Message(_) => NoticeKind::MessageToAttendees,
            BroadcastContent::Reminder { .. } => NoticeKind::EventReminder,
        }
    }

    /// The states of a registration that it reaches, for a store to ask by.
    pub const fn reaches(&self) -> &'static [&'static str] {
        match self.content {
            BroadcastContent::Message(_) => &["confirmed", "waiting", "offered", "attended"],
            BroadcastContent::Reminder { .. } => &["confirmed"],
        }
    }

    /// The notice for one registration; `None` unless it is for this event and in a state that it
    /// [reaches](Broadcast::reaches).
    ///
    /// Its identifier follows from the broadcast's and the registration's. It is no running number: two people who
    /// compared theirs would learn how many there are.
    pub fn notice(&self, registration: &Registration) -> Option<Notice> {
        if registration.event() != self.event || !self.reaches().contains(&registration.state().name()) {
            return None;
        }
        let id = Self::notice_id(self.id, registration.id());
        let notice = Notice::new(id, registration.person(), self.kind(), self.at).about(self.event);
        Some(match self.content {
            BroadcastContent::Message(message) => notice.carrying(message),
            BroadcastContent::Reminder { .. } => notice,
        })
    }

    /// The identifier of the notice that a broadcast with this identifier has for a registration.
    pub const fn notice_id(broadcast: Id<Notice>, registration: Id<Registration>) -> Id<Notice> {
        let mixed = Uuid::from_u128(broadcast.uuid().as_u128() ^ registration.uuid().as_u128());
        // Version 8 of RFC 9562: an identifier by a rule of its own.
        Id::new(uuid::Builder::from_custom_bytes(mixed.into_bytes()).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mode, ModeChoice, RegistrationParts, RegistrationState, Sequence};

    fn at() -> Instant {
        "2027-06-01T09:00:00Z".parse().unwrap()
    }

    fn message() -> Message {
        let words = Prose::parse("The room has changed").unwrap();
        Message::new(Id::new(Uuid::from_u128(1)), Id::new(Uuid::from_u128(2)), words, at())
    }

    fn registration(id: u128, event: u128, state: RegistrationState) -> Registration {
        Registration::from_parts(RegistrationParts {
            id: Id::new(Uuid::from_u128(id)),
            event: Id::new(Uuid::from_u128(event)),
            person: Id::new(Uuid::from_u128(1000 + id)),
            choice: ModeChoice::Online,
            sequence: Sequence::new(1),
            state,
            since: at(),
            steps: 1,
        })
    }

    #[test]
    fn everybody_who_comes_or_came_gets_a_notice_of_its_own() {
        let (message, mode) = (message(), Mode::Online);
        let broadcast = message.broadcast(Id::new(Uuid::from_u128(99 << 64)));
        let live = [
            RegistrationState::Confirmed { mode },
            RegistrationState::Waiting,
            RegistrationState::Offered { mode, expires: at() },
            RegistrationState::Attended { mode },
        ];
        let mut ids = std::collections::BTreeSet::new();
        for (n, state) in (1..).zip(live) {
            let notice = broadcast.notice(&registration(n, 2, state)).unwrap();
            assert_eq!(notice.recipient().uuid(), Uuid::from_u128(1000 + n));
            assert_eq!((notice.event(), notice.message()), (Some(message.event()), Some(message.id())));
            assert_eq!((notice.kind(), notice.at()), (NoticeKind::MessageToAttendees, at()));
            assert_eq!(notice.needs(), None);
            ids.insert(notice.id());
        }
        assert_eq!(ids.len(), live.len());
    }

    #[test]
    fn who_does_not_come_or_comes_to_another_event_gets_none() {
        let broadcast = message().broadcast(Id::new(Uuid::from_u128(9)));
        for state in [
            RegistrationState::Cancelled,
            RegistrationState::Declined,
            RegistrationState::Expired,
            RegistrationState::DidNotAttend { mode: Mode::Online },
        ] {
            assert_eq!(broadcast.notice(&registration(1, 2, state)), None, "{state:?}");
        }
        assert_eq!(broadcast.notice(&registration(1, 3, RegistrationState::Waiting)), None);
    }

    #[test]
    fn a_message_reaches_exactly_those_who_take_part() {
        let broadcast = message().broadcast(Id::new(Uuid::from_u128(9)));
        let mode = Mode::Online;
        for state in [
            RegistrationState::Confirmed { mode },
            RegistrationState::Waiting,
            RegistrationState::Offered { mode, expires: at() },
            RegistrationState::Declined,
            RegistrationState::Expired,
            RegistrationState::Cancelled,
            RegistrationState::Attended { mode },
            RegistrationState::DidNotAttend { mode },
        ] {
            assert_eq!(broadcast.reaches().contains(&state.name()), state.takes_part(), "{state:?}");
        }
    }

    #[test]
    fn debug_output_shows_nothing_of_the_words() {
        assert!(!format!("{:?}", message()).contains("room"));
    }
}
