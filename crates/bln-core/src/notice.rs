//! A message that waits to be sent to one person.

mod state;

pub use state::{NoticeState, Repeat, Turn};

use uuid::{Builder, Uuid};

use crate::{Bulletin, Event, Id, Instant, Message, Person, purpose::PurposeCode};

/// What a notice tells its recipient. What it says is a template's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoticeKind {
    /// Your application is with us.
    ApplicationReceived,
    /// You belong now.
    Welcome,
    /// Your application was declined.
    ApplicationDeclined,
    /// You have a place.
    PlaceConfirmed,
    /// You are on the waiting list.
    PlaceOnWaitingList,
    /// A place is held for you until its offer ends.
    PlaceOffered,
    /// The place is no longer held for you.
    OfferEnded,
    /// Your registration is cancelled.
    RegistrationCancelled,
    /// Something you should know about the event has changed.
    EventChanged,
    /// The event does not take place.
    EventCancelled,
    /// The event that you have a place at is soon.
    EventReminder,
    /// A message to everybody who comes to the event, which the notice carries.
    MessageToAttendees,
    /// Somebody asked for something in your name: confirm it if it was you.
    ConfirmConsent,
    /// What you agreed to is worded anew: agree again if you still want it.
    ConsentReworded,
    /// We had restricted how we use your details. That ends now: we use them again as you agreed. If you do not want
    /// that, tell us.
    RestrictionLifted,
    /// An issue of the bulletin, which the notice names.
    Bulletin,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [NoticeKind; 16] = [
        NoticeKind::ApplicationReceived,
        NoticeKind::Welcome,
        NoticeKind::ApplicationDeclined,
        NoticeKind::PlaceConfirmed,
        NoticeKind::PlaceOnWaitingList,
        NoticeKind::PlaceOffered,
        NoticeKind::OfferEnded,
        NoticeKind::RegistrationCancelled,
        NoticeKind::EventChanged,
        NoticeKind::EventCancelled,
        NoticeKind::EventReminder,
        NoticeKind::MessageToAttendees,
        NoticeKind::ConfirmConsent,
        NoticeKind::ConsentReworded,
        NoticeKind::RestrictionLifted,
        NoticeKind::Bulletin,
    ];

    /// The stable name, as stored.
    pub const fn name(self) -> &'static str {
        match self {
            NoticeKind::ApplicationReceived => "application_received",
            NoticeKind::Welcome => "welcome",
            NoticeKind::ApplicationDeclined => "application_declined",
            NoticeKind::PlaceConfirmed => "place_confirmed",
            NoticeKind::PlaceOnWaitingList => "place_on_waiting_list",
            NoticeKind::PlaceOffered => "place_offered",
            NoticeKind::OfferEnded => "offer_ended",
            NoticeKind::RegistrationCancelled => "registration_cancelled",
            NoticeKind::EventChanged => "event_changed",
            NoticeKind::EventCancelled => "event_cancelled",
            NoticeKind::EventReminder => "event_reminder",
            NoticeKind::MessageToAttendees => "message_to_attendees",
            NoticeKind::ConfirmConsent => "confirm_consent",
            NoticeKind::ConsentReworded => "consent_reworded",
            NoticeKind::RestrictionLifted => "restriction_lifted",
            NoticeKind::Bulletin => "bulletin",
        }
    }

    /// Reads a stored name back; `None` for any other text.
    pub fn from_name(name: &str) -> Option<NoticeKind> {
        NoticeKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A message of the outbox, written in the same commit as what it tells of.
///
/// It has one recipient by type: a message that shows one person's address to another cannot be built. It holds
/// no address and no text; both are looked up when it is sent, so that it goes to where the person is by then.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Notice {
    id: Id<Notice>,
    recipient: Id<Person>,
    kind: NoticeKind,
    at: Instant,
    event: Option<Id<Event>>,
    needs: Option<PurposeCode>,
    message: Option<Id<Message>>,
    issue: Option<Id<Bulletin>>,
}

impl Notice {
    /// A notice that is about no event and needs no consent.
    pub const fn new(id: Id<Notice>, recipient: Id<Person>, kind: NoticeKind, at: Instant) -> Self {
        Self { id, recipient, kind, at, event: None, needs: None, message: None, issue: None }
    }

    /// The notice that brings an issue of the bulletin to one person, with their consent to it when it leaves.
    ///
    /// Its identifier follows from the two that it is of: the exclusive or of their 128 bits, marked as
    /// version 8 of RFC 9562. So there is one for an issue and a person, however often it is made, and the outbox takes no second.
    pub const fn bulletin(issue: Id<Bulletin>, recipient: Id<Person>, at: Instant) -> Self {
        let mixed = Uuid::from_u128(issue.uuid().as_u128() ^ recipient.uuid().as_u128());
        let id = Id::new(Builder::from_custom_bytes(mixed.into_bytes()).into_uuid());
        let mut notice = Self::new(id, recipient, NoticeKind::Bulletin, at).needing(PurposeCode::Bulletin);
        notice.issue = Some(issue);
        notice
    }

    /// The same notice, about an event.
    #[must_use]
    pub const fn about(mut self, event: Id<Event>) -> Self {
        self.event = Some(event);
        self
    }

    /// The same notice, which may leave only with a [`Permit`](crate::Permit) taken when it does.
    #[must_use]
    pub const fn needing(mut self, purpose: PurposeCode) -> Self {
        self.needs = Some(purpose);
        self
    }

    /// The same notice, which brings a message.
    #[must_use]
    pub const fn carrying(mut self, message: Id<Message>) -> Self {
        self.message = Some(message);
        self
    }

    /// The notice's own identifier.
    pub const fn id(&self) -> Id<Notice> {
        self.id
    }

    /// Whom it is for: one person.
    pub const fn recipient(&self) -> Id<Person> {
        self.recipient
    }

    /// What it tells.
    pub const fn kind(&self) -> NoticeKind {
        self.kind
    }

    /// When it was put into the outbox.
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// The event it is about.
    pub const fn event(&self) -> Option<Id<Event>> {
        self.event
    }

    /// The purpose that consent must be live for when it leaves; `None` for what the person's own request brings
    /// about, such as the answer to a registration.
    pub const fn needs(&self) -> Option<PurposeCode> {
        self.needs
    }

    /// The message it brings, whose words are looked up when it is sent.
    pub const fn message(&self) -> Option<Id<Message>> {
        self.message
    }

    /// The issue of the bulletin it brings, which is looked up when it is sent.
    pub const fn issue(&self) -> Option<Id<Bulletin>> {
        self.issue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_names_round_trip() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(NoticeKind::from_name("newsletter"), None);
    }

    #[test]
    fn a_notice_keeps_what_it_was_told() {
        let at: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
        let [id, recipient, event] = [1, 2, 3].map(uuid::Uuid::from_u128);
        let notice = Notice::new(Id::new(id), Id::new(recipient), NoticeKind::PlaceOffered, at);
        assert_eq!((notice.event(), notice.needs()), (None, None));
        let notice = notice.about(Id::new(event)).needing(PurposeCode::Bulletin);
        assert_eq!((notice.id(), notice.recipient()), (Id::new(id), Id::new(recipient)));
        assert_eq!((notice.kind(), notice.at()), (NoticeKind::PlaceOffered, at));
        assert_eq!((notice.event(), notice.needs()), (Some(Id::new(event)), Some(PurposeCode::Bulletin)));
        assert_eq!(notice.message(), None);
        let message = Id::new(uuid::Uuid::from_u128(4));
        assert_eq!(notice.carrying(message).message(), Some(message));
    }

    #[test]
    fn one_person_has_one_notice_of_one_issue() {
        let at: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
        let of = |issue: u128, person: u128| {
            Notice::bulletin(Id::new(Uuid::from_u128(issue << 64)), Id::new(Uuid::from_u128(person)), at)
        };
        let notice = of(1, 2);
        assert_eq!((notice.kind(), notice.needs()), (NoticeKind::Bulletin, Some(PurposeCode::Bulletin)));
        assert_eq!(notice.issue(), Some(Id::new(Uuid::from_u128(1 << 64))));
        assert_eq!((notice.recipient(), notice.at()), (Id::new(Uuid::from_u128(2)), at));
        assert_eq!(notice.id().uuid().get_version_num(), 8);
        assert_eq!(notice.id().uuid().get_variant(), uuid::Variant::RFC4122);
        assert_eq!(of(1, 2).id(), notice.id());
        assert!(of(1, 3).id() != notice.id() && of(3, 2).id() != notice.id());
    }
}
