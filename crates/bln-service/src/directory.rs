//! Reading people: every read goes through the one visibility gate.

use std::collections::BTreeSet;

use bln_core::{
    Actor, BelongingKind, Employer, Id, OdsCode, Person, PersonName, Refusal, Role, purpose, search_words,
    visibility::{PersonFacts, View, person_view},
};
use bln_store::{Page, PageSize, PersonRecord, StoreError};

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

    /// The people the actor may see, in the order of their identifiers.
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
        self.seen_page(actor, after, size, |after| self.store.person_page(after, PageSize::MAX)).await
    }

    /// The people the actor may see in whose name every word of `text` begins a word, whatever its case or
    /// accents: "sam per" finds Sample Person. Text without a letter or digit finds nobody.
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
        let words = search_words(text);
        // The longest word leaves the fewest to look at.
        let Some(longest) = words.iter().max_by_key(|word| word.len()) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let words = &words;
        self.seen_page(actor, after, size, |after| async move {
            let mut page = self.store.person_search(longest, after, PageSize::MAX).await?;
            page.items.retain(|record| has_every_word(record.person.record.name(), words));
            Ok(page)
        })
        .await
    }

    /// A full page of what may be seen. Neither its length nor its key says anything of who is hidden: it is
    /// filled by reading on, and goes on after somebody who was shown.
    async fn seen_page<F>(
        &self,
        actor: Actor,
        mut after: Option<Id<Person>>,
        size: PageSize,
        read: impl Fn(Option<Id<Person>>) -> F,
    ) -> Result<Page<PersonView, Id<Person>>, NetworkError>
    where
        F: Future<Output = Result<Page<PersonRecord, Id<Person>>, StoreError>> + Send,
    {
        let mut items = Vec::new();
        // Who sees nobody is spared the reading.
        let asker = self.active_kind(actor).await?;
        if matches!(actor.role(), Role::Public | Role::Analyst) {
            return Ok(Page { items, next: None });
        }
        while items.len() <= usize::from(size.number()) {
            let page = read(after).await?;
            items.extend(page.items.into_iter().filter_map(|record| self.seen(actor, asker, record)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(Page::from_one_more(items, size, PersonView::person))
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
                Some(PersonView::Entry(DirectoryEntry { person, name, organisation }))
            }
            View::Hidden => None,
        }
    }
}

fn has_every_word(name: &PersonName, words: &BTreeSet<String>) -> bool {
    let mut own = search_words(name.written());
    own.extend(name.known_as().map(search_words).unwrap_or_default());
    words.iter().all(|word| own.iter().any(|own| own.starts_with(word)))
}
