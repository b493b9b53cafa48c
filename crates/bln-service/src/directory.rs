//! Reading people: every read goes through the one visibility gate.

use bln_core::{
    Actor, BelongingKind, Employer, Id, OdsCode, Person, PersonName, Refusal, purpose,
    visibility::{PersonFacts, View, person_view},
};
use bln_store::{Page, PageSize, PersonRecord};

use crate::{Network, NetworkError};

/// What an actor may see of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonView {
    /// Everything.
    Full(Box<PersonRecord>),
    /// What the person agreed to show to others of the network.
    Entry(DirectoryEntry),
}

/// What a person agreed to show to others of the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// Who.
    pub person: Id<Person>,
    /// Their name.
    pub name: PersonName,
    /// How they belong.
    pub belonging: BelongingKind,
    /// Where they work now, where that is a listed organisation.
    pub organisation: Option<OdsCode>,
}

impl PersonView {
    /// Who is seen.
    pub const fn person(&self) -> Id<Person> {
        match self {
            PersonView::Full(record) => record.person.record.id(),
            PersonView::Entry(entry) => entry.person,
        }
    }
}

impl Network {
    /// A person, as far as the actor may see them.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] when they are not there or not the actor's to see: the two are the same answer.
    pub async fn person(&self, actor: Actor, id: Id<Person>) -> Result<PersonView, NetworkError> {
        let asker = self.active_kind(actor).await?;
        let record = self.store.person(id).await?.ok_or(Refusal::NotFound)?;
        Ok(self.seen(actor, asker, record).ok_or(Refusal::NotFound)?)
    }

    /// The people the actor may see, in the order of their identifiers. A page may be shorter than asked for,
    /// and still be followed by another.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn people(
        &self,
        actor: Actor,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<PersonView, Id<Person>>, NetworkError> {
        let asker = self.active_kind(actor).await?;
        let page = self.store.person_page(after, size).await?;
        Ok(self.seen_page(actor, asker, page))
    }

    /// The people the actor may see who have a word in their name that starts with `text`, whatever its case or
    /// accents. Text without a letter or digit finds nobody.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn search_people(
        &self,
        actor: Actor,
        text: &str,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<PersonView, Id<Person>>, NetworkError> {
        let prefix = bln_core::search_key(text);
        if prefix.is_empty() {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let asker = self.active_kind(actor).await?;
        let page = self.store.person_search(&prefix, after, size).await?;
        Ok(self.seen_page(actor, asker, page))
    }

    /// What may be seen of a page. Where it goes on is told only to who sees everybody or something on it: a
    /// key is somebody's identifier.
    fn seen_page(
        &self,
        actor: Actor,
        asker: Option<BelongingKind>,
        page: Page<PersonRecord, Id<Person>>,
    ) -> Page<PersonView, Id<Person>> {
        let items = page.items.into_iter().filter_map(|record| self.seen(actor, asker, record)).collect();
        Page { items, next: page.next }
    }

    fn seen(&self, actor: Actor, asker: Option<BelongingKind>, record: PersonRecord) -> Option<PersonView> {
        let now = self.now();
        let person = record.person.record.id();
        let active = record.membership.as_ref().and_then(|membership| membership.record.active_kind(now));
        let permit =
            record.consent.as_ref().and_then(|consent| consent.record.permit::<purpose::Directory>(now).ok());
        match person_view(actor, asker, PersonFacts { person, active, directory: permit.as_ref() }) {
            View::Full => Some(PersonView::Full(Box::new(record))),
            View::Entry => {
                let today = self.profile.time_zone().date(now);
                let organisation =
                    record.person.record.affiliations_on(today).find_map(|a| match a.employer() {
                        Employer::Listed(code) => Some(*code),
                        Employer::Unlisted(_) => None,
                    });
                let name = record.person.record.name().clone();
                Some(PersonView::Entry(DirectoryEntry { person, name, belonging: active?, organisation }))
            }
            View::Hidden => None,
        }
    }
}
