//! What is said to everybody who comes to an event, without a list of who that is.

use std::fmt;

use uuid::Uuid;

use crate::{Event, Id, Instant, Notice, NoticeKind, Prose, Registration};

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
        Broadcast { id, event: self.event, message: self.id, at: self.at }
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({}, ..)", self.id)
    }
}

/// A message to be put into the outbox once for each person who comes or came to its event: with a registration that
/// is live, or attended.
///
/// A store resolves it, in the commit that writes it: whoever sends the message never has the list of whom it goes
/// to, nor learns how many they are. Each notice has one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Broadcast {
    id: Id<Notice>,
    event: Id<Event>,
    message: Id<Message>,
    at: Instant,
}

impl Broadcast {
    /// The identifier from which those of its notices follow.
    pub const fn id(&self) -> Id<Notice> {
        self.id
    }

    /// The event whose people it is for.
    pub const fn event(&self) -> Id<Event> {
        self.event
    }

    /// What it brings.
    pub const fn message(&self) -> Id<Message> {
        self.message
    }

    /// When it was sent off.
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// The notice for one registration; `None` unless it is for this event and its person
    /// [comes or came](crate::RegistrationState::takes_part).
    ///
    /// Its identifier follows from the broadcast's and the registration's. It is no running number: two people who
    /// compared theirs would learn how many there are.
    pub fn notice(&self, registration: &Registration) -> Option<Notice> {
        if registration.event() != self.event || !registration.state().takes_part() {
            return None;
        }
        let id = Self::notice_id(self.id, registration.id());
        let notice = Notice::new(id, registration.person(), NoticeKind::MessageToAttendees, self.at);
        Some(notice.about(self.event).carrying(self.message))
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
    fn debug_output_shows_nothing_of_the_words() {
        assert!(!format!("{:?}", message()).contains("room"));
    }
}
