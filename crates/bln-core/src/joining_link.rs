//! The link to an online event, and the only key that opens it.

use std::fmt;

use crate::{Event, Id, Link, Person};

/// The link by which people join an event on the call.
///
/// Whoever has it can come in, so it is given only to people with a confirmed place:
/// [`Event::joining_link`] wants a [`ConfirmedPlace`]. It never shows itself in debug output.
///
/// ```
/// use bln_core::{JoiningLink, Link};
///
/// let link = JoiningLink::new(Link::parse("https://meet.example.org/room/12345")?);
/// assert_eq!(format!("{link:?}"), "JoiningLink(..)");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct JoiningLink(Link);

impl JoiningLink {
    /// Takes a link as the way in.
    pub const fn new(link: Link) -> Self {
        Self(link)
    }

    /// The link itself: for a message to one person who may have it, and for a store.
    pub const fn link(&self) -> &Link {
        &self.0
    }
}

impl fmt::Debug for JoiningLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JoiningLink(..)")
    }
}

/// Proof that a person held a confirmed place at an event when it was asked for.
///
/// It is had from the person's registration and in no other way; nobody can make one up:
///
/// ```compile_fail,E0624
/// use bln_core::{ConfirmedPlace, Id};
///
/// let id = uuid::Uuid::nil();
/// let forged = ConfirmedPlace::new(Id::new(id), Id::new(id));
/// ```
///
/// It says what was true at one moment. Take it from the registration each time the link is given out, and do
/// not keep it: a place can be given back.
#[derive(Debug, PartialEq, Eq)]
pub struct ConfirmedPlace {
    event: Id<Event>,
    person: Id<Person>,
}

impl ConfirmedPlace {
    /// Proof of a place, for the registration that has checked it.
    pub(crate) const fn new(event: Id<Event>, person: Id<Person>) -> Self {
        Self { event, person }
    }

    /// The event the place is at.
    pub const fn event(&self) -> Id<Event> {
        self.event
    }

    /// Whose place it is.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_place_names_its_event_and_its_person() {
        let place = ConfirmedPlace::new(Id::new(Uuid::from_u128(1)), Id::new(Uuid::from_u128(2)));
        assert_eq!(place.event().uuid(), Uuid::from_u128(1));
        assert_eq!(place.person().uuid(), Uuid::from_u128(2));
    }

    #[test]
    fn debug_output_keeps_the_link_to_itself() {
        let link = JoiningLink::new(Link::parse("https://meet.example.org/secret").unwrap());
        assert_eq!(format!("{link:?}"), "JoiningLink(..)");
        assert_eq!(link.link().as_str(), "https://meet.example.org/secret");
    }
}
