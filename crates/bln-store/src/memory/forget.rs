//! Forgetting: people, what belongs to a safe space, and what is old.

use std::collections::{BTreeMap, BTreeSet};

use bln_core::{
    Event, Id, Instant, KeyedHash, Person, Pseudonym, RecordRef, RightsRequest, Theme, ThemeState, Version,
    Versioned,
};
use chrono::{NaiveDate, NaiveTime};

use super::{
    state::{LAST_VERSION, State, first_id},
    transaction::Transaction,
};
use crate::{Discarded, NoticeRecord, Older, Position, Receipt, Rule, StoreError};

impl State {
    /// Who has a registration or a facilitation cannot go.
    fn require_free(&self, person: Id<Person>) -> Result<(), StoreError> {
        let mut events = self.indexes.events_by_person.range((person, first_id())..);
        let registered = events.next().is_some_and(|((of, _), ())| *of == person);
        if registered || self.facilitations.keys().any(|(_, of)| *of == person) {
            return Err(StoreError::Conflict { rule: Rule::PersonInUse });
        }
        Ok(())
    }

    /// The age of every record of a kind, of those that have one.
    fn ages(&self, kind: Discarded) -> Vec<Instant> {
        match kind {
            Discarded::Receipts => self.receipts.values().map(|receipt| receipt.at).collect(),
            Discarded::Links => self.links.values().map(|link| link.expires()).collect(),
            Discarded::Suppressions => self.suppressions.values().copied().collect(),
            Discarded::Notices => self.outbox.values().map(|record| record.notice.at()).collect(),
            Discarded::RightsRequests => {
                let closed = self.rights_requests.values().filter_map(|kept| kept.record.state().closed_on());
                closed.map(first_of).collect()
            }
        }
    }

    /// What [`Transaction::discard`] removes.
    pub(super) fn older(&self, kind: Discarded, before: Instant) -> Older {
        let mut ages = self.ages(kind);
        ages.retain(|age| *age < bound(kind, before));
        Older { records: u64::try_from(ages.len()).unwrap_or(u64::MAX), oldest: ages.into_iter().min() }
    }

    /// What [`Transaction::dispose_safe_space`] removes, but for notices.
    pub(super) fn to_dispose(&self, event: Id<Event>) -> u64 {
        let messages = self.messages.values().filter(|message| message.event() == event).count();
        let facilitations = self.facilitations.keys().filter(|(of, _)| *of == event).count();
        let themes: Vec<_> = self.themes.values().filter(|theme| theme.record.event() == event).collect();
        let inside =
            |theme: &&&Versioned<Theme>| !matches!(theme.record.state(), ThemeState::Released { .. });
        let contributed =
            |(of, _): &&(Id<Theme>, KeyedHash)| themes.iter().any(|theme| theme.record.id() == *of);
        let contributions = self.contributions.keys().filter(contributed).count();
        let rows = messages + facilitations + themes.iter().filter(inside).count() + contributions;
        u64::try_from(rows).unwrap_or(u64::MAX)
    }

    fn notices_to(&self, person: Id<Person>) -> Vec<Position> {
        keys(&self.outbox, |_, record| record.notice.recipient() == person)
    }
}

impl Transaction<'_> {
    pub(super) fn erase_person(&mut self, person: Id<Person>, expected: Version) -> Result<(), StoreError> {
        self.state().require_version(RecordRef::Person(person), expected)?;
        self.state().require_free(person)?;
        self.forget_words(person);
        self.forget_person(person);
        for position in self.state().notices_to(person) {
            self.remove_notice(position)?;
        }
        let pseudonyms: Vec<Pseudonym> = self.state().pseudonyms_of(person).collect();
        pseudonyms.into_iter().for_each(|pseudonym| self.own_pseudonym(pseudonym, None));
        Ok(())
    }

    pub(super) fn merge_person(
        &mut self,
        from: Id<Person>,
        into: Id<Person>,
        expected: Version,
    ) -> Result<(), StoreError> {
        self.state().require_version(RecordRef::Person(from), expected)?;
        self.state().require_person(into)?;
        self.state().require_free(from)?;
        self.hand_words_on(from, into);
        self.forget_person(from);
        for position in self.state().notices_to(from) {
            self.readdress_notice(position, into)?;
        }
        let pseudonyms: Vec<Pseudonym> = self.state().pseudonyms_of(from).collect();
        pseudonyms.into_iter().for_each(|pseudonym| self.own_pseudonym(pseudonym, Some(into)));
        Ok(())
    }

    /// Everything of a person's but their words, notices and pseudonyms.
    fn forget_person(&mut self, person: Id<Person>) {
        if let Some(before) = self.state().people.get(&person).map(|stored| stored.record.clone()) {
            self.index_person(&before, None);
        }
        self.forget_addresses(person);
        self.set(|state| &mut state.interests, person, None);
        self.set(|state| &mut state.people, person, None);
        self.set(|state| &mut state.memberships, person, None);
        self.set(|state| &mut state.characteristics, person, None);
        self.set(|state| &mut state.limits, person, None);
        let ledger = self.state().consents.range((person, Version::FIRST)..=(person, LAST_VERSION));
        let ledger = ledger.map(|(key, _)| *key).collect();
        self.remove(|state| &mut state.consents, ledger);
        self.forget_who_recorded(person);
        let links = keys(&self.state().links, |_, link| link.person() == person);
        self.remove(|state| &mut state.links, links);
        let theirs =
            |receipt: &Receipt| receipt.key.actor == Some(person) || receipt.record.person() == Some(person);
        let receipts = keys(&self.state().receipts, |_, receipt| theirs(receipt));
        self.remove(|state| &mut state.receipts, receipts);
    }

    /// What somebody wrote down in the ledgers of others was written down under their pseudonym.
    fn forget_who_recorded(&mut self, person: Id<Person>) {
        let name = self.state().kept_name(person);
        for key in keys(&self.state().consents, |_, entry| entry.recorded_by() == Some(person)) {
            let entry = self.state().consents.get(&key).cloned().map(|entry| entry.naming(|_| name));
            self.set(|state| &mut state.consents, key, entry);
        }
    }

    pub(super) fn dispose_safe_space(&mut self, event: Id<Event>) -> Result<(), StoreError> {
        let messages = keys(&self.state().messages, |_, message| message.event() == event);
        let carries = |record: &NoticeRecord| {
            record.notice.message().is_some_and(|message| messages.contains(&message))
        };
        for position in keys(&self.state().outbox, |_, record| carries(record)) {
            self.remove_notice(position)?;
        }
        self.remove(|state| &mut state.messages, messages);
        let facilitations = keys(&self.state().facilitations, |(of, _), _| *of == event);
        self.remove(|state| &mut state.facilitations, facilitations);

        let themes: BTreeSet<_> =
            keys(&self.state().themes, |_, theme| theme.record.event() == event).into_iter().collect();
        let contributions = keys(&self.state().contributions, |(theme, _), ()| themes.contains(theme));
        self.remove(|state| &mut state.contributions, contributions);
        let inside = keys(&self.state().themes, |id, theme| {
            themes.contains(id) && !matches!(theme.record.state(), ThemeState::Released { .. })
        });
        self.remove(|state| &mut state.themes, inside);
        Ok(())
    }

    /// What is at the instant itself stays.
    pub(super) fn discard(&mut self, kind: Discarded, before: Instant) -> Result<(), StoreError> {
        match kind {
            Discarded::Receipts => {
                let old = keys(&self.state().receipts, |_, receipt| receipt.at < before);
                self.remove(|state| &mut state.receipts, old);
            }
            Discarded::Links => {
                let old = keys(&self.state().links, |_, link| link.expires() < before);
                self.remove(|state| &mut state.links, old);
            }
            Discarded::Suppressions => {
                let old = keys(&self.state().suppressions, |_, since| *since < before);
                self.remove(|state| &mut state.suppressions, old);
            }
            Discarded::Notices => {
                for position in keys(&self.state().outbox, |_, record| record.notice.at() < before) {
                    self.remove_notice(position)?;
                }
            }
            Discarded::RightsRequests => {
                let before = bound(kind, before);
                let is_old = |request: &RightsRequest| {
                    request.state().closed_on().is_some_and(|on| first_of(on) < before)
                };
                let old = keys(&self.state().rights_requests, |_, kept| is_old(&kept.record));
                self.remove(|state| &mut state.rights_requests, old);
            }
        }
        Ok(())
    }

    fn remove<K, V>(&mut self, table: fn(&mut State) -> &mut BTreeMap<K, V>, keys: Vec<K>)
    where
        K: Ord + Clone + Send + 'static,
        V: Send + 'static,
    {
        keys.into_iter().for_each(|key| self.set(table, key, None));
    }
}

/// The keys of the rows of a table that this is true of.
fn keys<K: Clone, V>(table: &BTreeMap<K, V>, goes: impl Fn(&K, &V) -> bool) -> Vec<K> {
    table.iter().filter(|(key, row)| goes(key, row)).map(|(key, _)| key.clone()).collect()
}

/// The instant before which records of a kind are old: days are, if they are before its day.
fn bound(kind: Discarded, before: Instant) -> Instant {
    match kind {
        Discarded::RightsRequests => first_of(before.utc().date_naive()),
        Discarded::Receipts | Discarded::Links | Discarded::Suppressions | Discarded::Notices => before,
    }
}

/// The beginning of a day in UTC.
fn first_of(day: NaiveDate) -> Instant {
    Instant::new(day.and_time(NaiveTime::MIN).and_utc())
}
