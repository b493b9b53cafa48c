//! Stub.
use crate::{Event, Id, Person};
/// Stub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConfirmedPlace {
    event: Id<Event>,
    person: Id<Person>,
}
impl ConfirmedPlace {
    pub(crate) const fn new(event: Id<Event>, person: Id<Person>) -> Self {
        Self { event, person }
    }
    /// Stub.
    pub const fn event(&self) -> Id<Event> {
        self.event
    }
    /// Stub.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }
}
