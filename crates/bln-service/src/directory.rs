//! Reading people: every read goes through the one visibility gate.

use std::collections::BTreeSet;

use bln_core::{
    Actor, BelongingKind, Employer, Id, Misspelling, OdsCode, Person, PersonName, Refusal, Role,
    access::{About, Verb},
    misspellings, purpose, search_terms, search_words,
    visibility::{PersonFacts, View, person_view},
};
use bln_store::{NameCursor, Page, PageSize, PersonRecord, StoreError};

use crate::{Network, NetworkError, gate::Entered};

/// How many words of a text may be misspelled.
const SPELLED_TERMS: usize = 3;

/// How many words with one beginning are compared with what was asked.
const WORDS: u32 = 20_000;

/// How many spellings of a text are looked up.
const SPELLINGS: usize = 24;

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
        let gate = self.enter(Verb::Person, actor, About::Person(id))?;
        let asker = gate.active_kind().await?;
        let record = gate.store().person(id).await?.ok_or(Refusal::NotFound)?;
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
        let gate = self.enter(Verb::People, actor, About::Network)?;
        let key = |record: &PersonRecord| record.person.record.id();
        let read = |after, size| gate.store().person_page(after, size);
        self.seen_page(&gate, after, size, key, read).await
    }

    /// The people the actor may see in whose name every word of `text` begins a word, whatever its case or
    /// accents: "sam per" finds Sample Person. They come in the order of the word that the longest of the text's begins.
    /// Text without a letter or digit finds nobody.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn search_people(
        &self,
        actor: Actor,
        text: &str,
        after: Option<NameCursor>,
        size: PageSize,
    ) -> Result<Page<PersonView, NameCursor>, NetworkError> {
        let gate = &self.enter(Verb::SearchPeople, actor, About::Network)?;
        let (words, terms) = (&search_words(text), search_terms(text));
        let Some(longest) = terms.first() else { return Ok(Page { items: Vec::new(), next: None }) };
        let key = |record: &PersonRecord| {
            let own = record.person.record.name().words();
            let word = own.into_iter().find(|own| own.starts_with(longest)).unwrap_or_default();
            NameCursor { word, person: record.person.record.id() }
        };
        let read = |after, size| async move {
            let mut page = gate.store().person_search(text, after, size).await?;
            page.items.retain(|record| has_every_word(record.person.record.name(), words));
            Ok(page)
        };
        self.seen_page(gate, after, size, key, read).await
    }

    /// The people the actor may see in whose name every word of `text` is, spelled so or nearly so, the likeliest
    /// first, at most so many: for a name that was heard and not read. What is near is said at
    /// [`bln_core::misspelling`]; whole words are compared, and at most the three longest of the text.
    ///
    /// It looks at the 24 likeliest spellings, and at the first 500 people of each. Of words with the same first letter
    /// it knows the first 20,000, and of those with the same two the first 20,000 again.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn people_like(
        &self,
        actor: Actor,
        text: &str,
        size: PageSize,
    ) -> Result<Vec<PersonView>, NetworkError> {
        let gate = self.enter(Verb::PeopleLike, actor, About::Network)?;
        let mut found: Vec<PersonView> = Vec::new();
        let asker = gate.active_kind().await?;
        if sees_nobody(actor) {
            return Ok(found);
        }
        let mut known = BTreeSet::new();
        for spelling in spellings(&gate, text).await? {
            let words: Vec<&str> = spelling.iter().map(String::as_str).collect();
            // Of everybody an administrator sees, no more are needed; of the others some may be hidden.
            let look_at = if actor.role() == Role::Administrator { size } else { PageSize::MAX };
            for record in gate.store().people_named(&words, look_at).await? {
                let new = known.insert(record.person.record.id());
                found.extend(self.seen(actor, asker, record).filter(|_| new));
                if found.len() == usize::from(size.number()) {
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }

    /// A full page of what may be seen. Neither its length nor its key says anything of who is hidden: it is
    /// filled by reading on, and goes on after somebody who was shown.
    async fn seen_page<K, F>(
        &self,
        gate: &Entered<'_>,
        mut after: Option<K>,
        size: PageSize,
        key: impl Fn(&PersonRecord) -> K,
        read: impl Fn(Option<K>, PageSize) -> F,
    ) -> Result<Page<PersonView, K>, NetworkError>
    where
        K: Clone,
        F: Future<Output = Result<Page<PersonRecord, K>, StoreError>> + Send,
    {
        let mut items: Vec<(PersonView, K)> = Vec::new();
        // Who sees nobody is spared the reading.
        let (actor, asker) = (gate.actor(), gate.active_kind().await?);
        if sees_nobody(actor) {
            return Ok(Page { items: Vec::new(), next: None });
        }
        // As many as may do, and more each time when too many were hidden.
        let mut portion = PageSize::new(size.number().saturating_add(1)).unwrap_or(PageSize::MAX);
        while items.len() <= usize::from(size.number()) {
            let page = read(after, portion).await?;
            for record in page.items {
                let key = key(&record);
                items.extend(self.seen(actor, asker, record).map(|view| (view, key)));
            }
            after = page.next;
            if after.is_none() {
                break;
            }
            portion = PageSize::new(portion.number().saturating_mul(2)).unwrap_or(PageSize::MAX);
        }
        let Page { items, next } = Page::from_one_more(items, size, |(_, key)| key.clone());
        Ok(Page { items: items.into_iter().map(|(view, _)| view).collect(), next })
    }

    fn seen(&self, actor: Actor, asker: Option<BelongingKind>, record: PersonRecord) -> Option<PersonView> {
        let now = self.now();
        let person = record.person.record.id();
        let active = record.membership.as_ref().and_then(|membership| membership.record.active_kind(now));
        let permit =
            record.consent.as_ref().and_then(|consent| consent.record.permit::<purpose::Directory>(now).ok());
        let limits = record.limits.as_ref().map(|limits| &limits.record);
        match person_view(actor, asker, PersonFacts { person, active, directory: permit.as_ref(), limits }) {
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
            View::Outline | View::Hidden => None,
        }
    }
}

/// What may be meant by the words of a text, the likeliest first: each word that is in somebody's name with each
/// for the others.
async fn spellings(gate: &Entered<'_>, text: &str) -> Result<Vec<Vec<String>>, NetworkError> {
    let mut spellings: Vec<(Misspelling, Vec<String>)> = vec![(0, Vec::new())];
    for term in search_terms(text).into_iter().take(SPELLED_TERMS) {
        let words = words_beginning_as(gate, &term).await?;
        let near = misspellings(&term, &words);
        let with = |(wrong, before): &(Misspelling, Vec<String>)| {
            let longer = |(more, word): &(Misspelling, &str)| {
                let words = before.iter().cloned().chain([(*word).to_owned()]).collect();
                (wrong + more, words)
            };
            near.iter().take(SPELLINGS).map(longer).collect::<Vec<_>>()
        };
        spellings = spellings.iter().flat_map(with).collect();
        // Those with as much wrong stay in the order in which they came.
        spellings.sort_by_key(|(wrong, _)| *wrong);
        spellings.truncate(SPELLINGS);
    }
    Ok(spellings.into_iter().map(|(_, words)| words).filter(|words| !words.is_empty()).collect())
}

/// The words of people's names that begin with the letter that a word begins with.
async fn words_beginning_as(gate: &Entered<'_>, term: &str) -> Result<Vec<String>, NetworkError> {
    let beginning = |letters| term.chars().take(letters).collect::<String>();
    let mut words = gate.store().name_words(&beginning(1), WORDS).await?;
    if u32::try_from(words.len()) == Ok(WORDS) {
        // There are more than are looked at, so the likelier ones are asked for by themselves.
        words.extend(gate.store().name_words(&beginning(2), WORDS).await?);
        words.sort_unstable();
        words.dedup();
    }
    Ok(words)
}

/// Whoever may not see anybody, whatever people agreed to.
const fn sees_nobody(actor: Actor) -> bool {
    matches!(actor.role(), Role::Public | Role::Analyst | Role::Auditor)
}

fn has_every_word(name: &PersonName, words: &BTreeSet<String>) -> bool {
    let own = name.words();
    words.iter().all(|word| own.iter().any(|own| own.starts_with(word)))
}
