//! Who is called what where people are not named.

use bln_core::{Id, Person, Pseudonym, RecordRef};
use uuid::Uuid;

use super::{
    commit::{require, unused},
    state::State,
    transaction::Transaction,
};
use crate::StoreError;

impl State {
    /// The name by which a person is kept: the first of theirs.
    pub(super) fn pseudonym(&self, person: Id<Person>) -> Option<Pseudonym> {
        self.pseudonyms_of(person).next()
    }

    /// All names by which a person is kept: their own, and those of the records that were merged into theirs.
    pub(super) fn pseudonyms_of(&self, person: Id<Person>) -> impl Iterator<Item = Pseudonym> {
        let theirs = self.indexes.pseudonyms.range((person, Pseudonym::new(Uuid::nil()))..);
        theirs.map(|(key, ())| *key).take_while(move |(of, _)| *of == person).map(|(_, pseudonym)| pseudonym)
    }

    /// A person as they are kept: under their pseudonym, if they have one.
    pub(super) fn kept_name(&self, person: Id<Person>) -> Id<Person> {
        self.pseudonym(person).map_or(person, Pseudonym::as_person)
    }

    /// A person as they are read: by their identifier, if what is kept is the pseudonym of somebody.
    pub(super) fn read_name(&self, kept: Id<Person>) -> Id<Person> {
        self.pseudonyms.get(&Pseudonym::new(kept.uuid())).copied().unwrap_or(kept)
    }
}

impl Transaction<'_> {
    pub(super) fn name_person(&mut self, person: Id<Person>, pseudonym: Pseudonym) -> Result<(), StoreError> {
        require(self.state().people.contains_key(&person), RecordRef::Person(person))?;
        unused(self.state().pseudonyms.contains_key(&pseudonym))?;
        self.own_pseudonym(pseudonym, Some(person));
        Ok(())
    }

    /// Makes a pseudonym somebody's, or nobody's with `None`.
    pub(super) fn own_pseudonym(&mut self, pseudonym: Pseudonym, owner: Option<Id<Person>>) {
        if let Some(before) = self.state().pseudonyms.get(&pseudonym).copied() {
            self.index_pseudonym(pseudonym, before, None);
        }
        if let Some(owner) = owner {
            self.index_pseudonym(pseudonym, owner, Some(()));
        }
        self.set(|state| &mut state.pseudonyms, pseudonym, owner);
    }

    /// Puts a pseudonym on its person's list, or takes it off with `None`.
    pub(super) fn index_pseudonym(&mut self, pseudonym: Pseudonym, of: Id<Person>, listed: Option<()>) {
        self.set(|state| &mut state.indexes.pseudonyms, (of, pseudonym), listed);
    }
}
