//! Stub.
use crate::Id;
/// Stub.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Person {
    id: Id<Person>,
}
impl Person {
    /// Stub.
    pub const fn id(&self) -> Id<Person> {
        self.id
    }
}
