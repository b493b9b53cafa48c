//! Which record an audit entry is about.

use std::fmt;

use crate::{
    Bulletin, Event, Figure, Id, Initiative, Message, OdsCode, Person, Recognition, Resource, RightsRequest,
    Testimonial, TestimonialUse, Theme,
};

/// A reference to one record of the network: its kind, and its identifier as text.
///
/// ```
/// use bln_core::{Id, RecordRef};
///
/// let record = RecordRef::Membership(Id::new(uuid::Uuid::from_u128(17)));
/// assert_eq!((record.kind(), record.id_text()), ("membership", "00000000-0000-0000-0000-000000000011".into()));
/// assert_eq!(RecordRef::parse(record.kind(), &record.id_text()), Some(record));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RecordRef {
    /// The network's own configuration. There is one.
    Network,
    /// An organisation.
    Organisation(OdsCode),
    /// A person.
    Person(Id<Person>),
    /// A person's belonging.
    Membership(Id<Person>),
    /// A person's consent ledger.
    Consent(Id<Person>),
    /// An event.
    Event(Id<Event>),
    /// An event's seats.
    Seats(Id<Event>),
    /// A person's registration for an event.
    Registration {
        /// The event.
        event: Id<Event>,
        /// The person.
        person: Id<Person>,
    },
    /// A person's characteristics, sealed.
    Characteristics(Id<Person>),
    /// What may not be done with a person's records for now.
    Limits(Id<Person>),
    /// Somebody's leave to see who comes to an event.
    Facilitation {
        /// The event.
        event: Id<Event>,
        /// The facilitator.
        person: Id<Person>,
    },
    /// A theme of an event.
    Theme(Id<Theme>),
    /// A message to those who come to an event.
    Message(Id<Message>),
    /// A request under data-protection law.
    RightsRequest(Id<RightsRequest>),
    /// Somebody's own words. The reference does not say whose: it outlives them.
    Testimonial(Id<Testimonial>),
    /// A place where such words are or were shown.
    TestimonialUse(Id<TestimonialUse>),
    /// Thanks, an award or an appointment.
    Recognition(Id<Recognition>),
    /// A report, a video or whatever else people are pointed to.
    Resource(Id<Resource>),
    /// An initiative.
    Initiative(Id<Initiative>),
    /// The legacy ledger of an initiative.
    Legacy(Id<Initiative>),
    /// A figure of the register.
    Figure(Id<Figure>),
    /// An issue of the bulletin.
    Bulletin(Id<Bulletin>),
    /// Which pillars a person wants to read about.
    Interests(Id<Person>),
    /// What is known of the addresses of a person. The reference does not say of which.
    AddressRecord(Id<Person>),
}

impl RecordRef {
    /// The stable name of the kind of record, as stored.
    pub const fn kind(&self) -> &'static str {
        match self {
            RecordRef::Network => "network",
            RecordRef::Organisation(_) => "organisation",
            RecordRef::Person(_) => "person",
            RecordRef::Membership(_) => "membership",
            RecordRef::Consent(_) => "consent",
            RecordRef::Event(_) => "event",
            RecordRef::Seats(_) => "seats",
            RecordRef::Registration { .. } => "registration",
            RecordRef::Characteristics(_) => "characteristics",
            RecordRef::Limits(_) => "limits",
            RecordRef::Facilitation { .. } => "facilitation",
            RecordRef::Theme(_) => "theme",
            RecordRef::Message(_) => "message",
            RecordRef::RightsRequest(_) => "rights_request",
            RecordRef::Testimonial(_) => "testimonial",
            RecordRef::TestimonialUse(_) => "testimonial_use",
            RecordRef::Recognition(_) => "recognition",
            RecordRef::Resource(_) => "resource",
            RecordRef::Initiative(_) => "initiative",
            RecordRef::Legacy(_) => "legacy",
            RecordRef::Figure(_) => "figure",
            RecordRef::Bulletin(_) => "bulletin",
            RecordRef::Interests(_) => "interests",
            RecordRef::AddressRecord(_) => "address_record",
        }
    }

    /// The identifier within its kind: an ODS code, a UUID, or `event/person` for a registration or a
    /// facilitation. The network's is empty.
    pub fn id_text(&self) -> String {
        match self {
            RecordRef::Network => String::new(),
            RecordRef::Organisation(code) => code.to_string(),
            RecordRef::Person(id)
            | RecordRef::Membership(id)
            | RecordRef::Consent(id)
            | RecordRef::Characteristics(id)
            | RecordRef::Limits(id)
            | RecordRef::Interests(id)
            | RecordRef::AddressRecord(id) => id.to_string(),
            RecordRef::Event(id) | RecordRef::Seats(id) => id.to_string(),
            RecordRef::Registration { event, person } | RecordRef::Facilitation { event, person } => {
                format!("{event}/{person}")
            }
            RecordRef::Theme(id) => id.to_string(),
            RecordRef::Message(id) => id.to_string(),
            RecordRef::RightsRequest(id) => id.to_string(),
            RecordRef::Testimonial(id) => id.to_string(),
            RecordRef::TestimonialUse(id) => id.to_string(),
            RecordRef::Recognition(id) => id.to_string(),
            RecordRef::Resource(id) => id.to_string(),
            RecordRef::Initiative(id) | RecordRef::Legacy(id) => id.to_string(),
            RecordRef::Figure(id) => id.to_string(),
            RecordRef::Bulletin(id) => id.to_string(),
        }
    }

    /// The person whose record it is, where it is one person's.
    pub const fn person(&self) -> Option<Id<Person>> {
        match self {
            RecordRef::Person(person)
            | RecordRef::Membership(person)
            | RecordRef::Consent(person)
            | RecordRef::Registration { person, .. }
            | RecordRef::Characteristics(person)
            | RecordRef::Limits(person)
            | RecordRef::Facilitation { person, .. }
            | RecordRef::Interests(person)
            | RecordRef::AddressRecord(person) => Some(*person),
            RecordRef::Network
            | RecordRef::Organisation(_)
            | RecordRef::Event(_)
            | RecordRef::Seats(_)
            | RecordRef::Theme(_)
            | RecordRef::Message(_)
            | RecordRef::RightsRequest(_)
            | RecordRef::Testimonial(_)
            | RecordRef::TestimonialUse(_)
            | RecordRef::Recognition(_)
            | RecordRef::Resource(_)
            | RecordRef::Initiative(_)
            | RecordRef::Legacy(_)
            | RecordRef::Figure(_)
            | RecordRef::Bulletin(_) => None,
        }
    }

    /// The same reference, to the record of the person that `name` makes of this one.
    #[must_use]
    pub fn naming(self, name: impl Fn(Id<Person>) -> Id<Person>) -> Self {
        match self {
            RecordRef::Person(person) => RecordRef::Person(name(person)),
            RecordRef::Membership(person) => RecordRef::Membership(name(person)),
            RecordRef::Consent(person) => RecordRef::Consent(name(person)),
            RecordRef::Registration { event, person } => {
                RecordRef::Registration { event, person: name(person) }
            }
            RecordRef::Characteristics(person) => RecordRef::Characteristics(name(person)),
            RecordRef::Limits(person) => RecordRef::Limits(name(person)),
            RecordRef::Facilitation { event, person } => {
                RecordRef::Facilitation { event, person: name(person) }
            }
            RecordRef::Interests(person) => RecordRef::Interests(name(person)),
            RecordRef::AddressRecord(person) => RecordRef::AddressRecord(name(person)),
            other @ (RecordRef::Network
            | RecordRef::Organisation(_)
            | RecordRef::Event(_)
            | RecordRef::Seats(_)
            | RecordRef::Theme(_)
            | RecordRef::Message(_)
            | RecordRef::RightsRequest(_)
            | RecordRef::Testimonial(_)
            | RecordRef::TestimonialUse(_)
            | RecordRef::Recognition(_)
            | RecordRef::Resource(_)
            | RecordRef::Initiative(_)
            | RecordRef::Legacy(_)
            | RecordRef::Figure(_)
            | RecordRef::Bulletin(_)) => other,
        }
    }

    /// The identifier without the person, for a store that keeps the person in a place of its own: an event's for a
    /// registration or a facilitation, nothing for what is one person's alone, and the whole of it for anything else.
    pub fn id_text_without_person(&self) -> String {
        match self {
            RecordRef::Registration { event, .. } | RecordRef::Facilitation { event, .. } => {
                event.to_string()
            }
            other if other.person().is_some() => String::new(),
            other => other.id_text(),
        }
    }

    /// Reads back what was stored in two places; `None` where they do not belong together.
    pub fn parse_with_person(kind: &str, id: &str, person: Option<Id<Person>>) -> Option<Self> {
        let whole = match (id, person) {
            (id, None) => return RecordRef::parse(kind, id).filter(|record| record.person().is_none()),
            ("", Some(person)) => person.to_string(),
            (event, Some(person)) => format!("{event}/{person}"),
        };
        RecordRef::parse(kind, &whole).filter(|record| record.person() == person)
    }

    /// Reads a stored reference back; `None` for any other text.
    pub fn parse(kind: &str, id: &str) -> Option<Self> {
        match kind {
            "network" if id.is_empty() => Some(RecordRef::Network),
            "organisation" => OdsCode::parse(id).ok().map(RecordRef::Organisation),
            "person" => id.parse().ok().map(RecordRef::Person),
            "membership" => id.parse().ok().map(RecordRef::Membership),
            "consent" => id.parse().ok().map(RecordRef::Consent),
            "characteristics" => id.parse().ok().map(RecordRef::Characteristics),
            "limits" => id.parse().ok().map(RecordRef::Limits),
            "event" => id.parse().ok().map(RecordRef::Event),
            "seats" => id.parse().ok().map(RecordRef::Seats),
            "registration" => {
                let (event, person) = id.split_once('/')?;
                Some(RecordRef::Registration { event: event.parse().ok()?, person: person.parse().ok()? })
            }
            "facilitation" => {
                let (event, person) = id.split_once('/')?;
                Some(RecordRef::Facilitation { event: event.parse().ok()?, person: person.parse().ok()? })
            }
            "rights_request" => id.parse().ok().map(RecordRef::RightsRequest),
            "testimonial" => id.parse().ok().map(RecordRef::Testimonial),
            "testimonial_use" => id.parse().ok().map(RecordRef::TestimonialUse),
            "recognition" => id.parse().ok().map(RecordRef::Recognition),
            "resource" => id.parse().ok().map(RecordRef::Resource),
            "initiative" => id.parse().ok().map(RecordRef::Initiative),
            "legacy" => id.parse().ok().map(RecordRef::Legacy),
            "figure" => id.parse().ok().map(RecordRef::Figure),
            "bulletin" => id.parse().ok().map(RecordRef::Bulletin),
            "interests" => id.parse().ok().map(RecordRef::Interests),
            "address_record" => id.parse().ok().map(RecordRef::AddressRecord),
            "theme" => id.parse().ok().map(RecordRef::Theme),
            "message" => id.parse().ok().map(RecordRef::Message),
            _ => None,
        }
    }
}

impl fmt::Display for RecordRef {
    /// `kind:id`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind(), self.id_text())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let (event, person) = (Id::new(Uuid::from_u128(1)), Id::new(Uuid::from_u128(2)));
        for record in [
            RecordRef::Network,
            RecordRef::Organisation(OdsCode::parse("RX1").unwrap()),
            RecordRef::Person(person),
            RecordRef::Membership(person),
            RecordRef::Consent(person),
            RecordRef::Event(event),
            RecordRef::Seats(event),
            RecordRef::Registration { event, person },
            RecordRef::Facilitation { event, person },
            RecordRef::Theme(Id::new(Uuid::from_u128(3))),
            RecordRef::Message(Id::new(Uuid::from_u128(4))),
            RecordRef::Characteristics(person),
            RecordRef::Limits(person),
            RecordRef::RightsRequest(Id::new(Uuid::from_u128(5))),
            RecordRef::Testimonial(Id::new(Uuid::from_u128(6))),
            RecordRef::TestimonialUse(Id::new(Uuid::from_u128(7))),
            RecordRef::Recognition(Id::new(Uuid::from_u128(8))),
            RecordRef::Resource(Id::new(Uuid::from_u128(9))),
            RecordRef::Initiative(Id::new(Uuid::from_u128(10))),
            RecordRef::Legacy(Id::new(Uuid::from_u128(10))),
            RecordRef::Figure(Id::new(Uuid::from_u128(11))),
            RecordRef::Bulletin(Id::new(Uuid::from_u128(12))),
            RecordRef::Interests(person),
            RecordRef::AddressRecord(person),
        ] {
            let (kind, id) = (record.kind(), record.id_text_without_person());
            assert_eq!(RecordRef::parse_with_person(kind, &id, record.person()), Some(record.clone()));
            assert!(!id.contains(&person.to_string()), "{kind}");
            assert_eq!(RecordRef::parse(record.kind(), &record.id_text()), Some(record));
        }
    }

    #[test]
    fn a_person_and_the_rest_of_an_identifier_that_do_not_belong_together_are_none() {
        let (event, person) = (Uuid::from_u128(1).to_string(), Id::new(Uuid::from_u128(2)));
        for (kind, id, person) in [
            ("person", "", None),
            ("person", event.as_str(), Some(person)),
            ("registration", "", Some(person)),
            ("registration", event.as_str(), None),
            ("event", event.as_str(), Some(person)),
            ("network", "", Some(person)),
        ] {
            assert_eq!(RecordRef::parse_with_person(kind, id, person), None, "{kind}");
        }
    }

    #[test]
    fn text_that_names_no_record_is_none() {
        let id = Uuid::from_u128(1).to_string();
        for (kind, id) in [
            ("network", id.as_str()),
            ("person", ""),
            ("person", "RX1"),
            ("People", &id),
            ("registration", &id),
            ("registration", "/"),
        ] {
            assert_eq!(RecordRef::parse(kind, id), None, "{kind}");
        }
    }
}
