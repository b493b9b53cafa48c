//! Who asks: an argument of every verb, never ambient.

use crate::{Id, Person};

/// What an actor may do, in the widest terms; what exactly is the table of [`access`](crate::access), and what they
/// see of a record is decided by [the visibility gate](crate::visibility).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Anybody, not signed in.
    Public,
    /// Somebody on the list, or on the way to it: acts for themselves.
    Participant,
    /// Runs events on the day: checks people in.
    Facilitator,
    /// Runs the network.
    Administrator,
    /// Reads numbers, never people.
    Analyst,
    /// Checks the record of what was done; sees pseudonyms and never people.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 6] = [
        Role::Public,
        Role::Participant,
        Role::Facilitator,
        Role::Administrator,
        Role::Analyst,
        Role::Auditor,
    ];

    /// The stable name, as stored in the audit.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Public => "public",
            Role::Participant => "participant",
            Role::Facilitator => "facilitator",
            Role::Administrator => "administrator",
            Role::Analyst => "analyst",
            Role::Auditor => "auditor",
        }
    }

    /// Reads a stored name back; `None` for any other text.
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// Somebody who asks for something, as established by the door that let them in.
///
/// The library does not authenticate: a door does, and says here what it found.
///
/// ```
/// use bln_core::{Actor, Id, Role};
///
/// let person = Id::new(uuid::Uuid::from_u128(1));
/// assert_eq!(Actor::participant(person).role(), Role::Participant);
/// assert!(Actor::participant(person).is(person));
/// assert!(!Actor::public().is(person));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Actor {
    role: Role,
    person: Option<Id<Person>>,
}

impl Actor {
    /// Anybody, not signed in.
    pub const fn public() -> Self {
        Self { role: Role::Public, person: None }
    }

    /// Somebody who acts for themselves.
    pub const fn participant(person: Id<Person>) -> Self {
        Self { role: Role::Participant, person: Some(person) }
    }

    /// Somebody who runs events on the day.
    pub const fn facilitator(person: Id<Person>) -> Self {
        Self { role: Role::Facilitator, person: Some(person) }
    }

    /// Somebody who runs the network. The id need not be of a person on the list: a network's administrator
    /// may be on the staff of its host.
    pub const fn administrator(person: Id<Person>) -> Self {
        Self { role: Role::Administrator, person: Some(person) }
    }

    /// Somebody who reads numbers.
    pub const fn analyst(person: Id<Person>) -> Self {
        Self { role: Role::Analyst, person: Some(person) }
    }

    /// Somebody who checks the record of what was done. The id need not be of a person on the list: an auditor may
    /// be on the staff of the network's host.
    pub const fn auditor(person: Id<Person>) -> Self {
        Self { role: Role::Auditor, person: Some(person) }
    }

    /// What the actor may do, in the widest terms.
    pub const fn role(self) -> Role {
        self.role
    }

    /// Who the actor is, if signed in.
    pub const fn person(self) -> Option<Id<Person>> {
        self.person
    }

    /// The same role, in the person that `name` makes of this one.
    pub(crate) fn naming(self, name: impl Fn(Id<Person>) -> Id<Person>) -> Self {
        Self { person: self.person.map(name), ..self }
    }

    /// Whether the actor is this person.
    pub fn is(self, person: Id<Person>) -> bool {
        self.person == Some(person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn role_names_round_trip() {
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
        }
        assert_eq!(Role::from_name("root"), None);
    }
}
