//! Checks the whole: every invariant that spans records.

use std::collections::BTreeSet;

use async_trait::async_trait;
use bln_core::{
    Event, Id, Instant, Person, RecordRef, SeatAudit, Seats, Sequence, Version, Versioned, search_words,
};
use bln_store::{Discarded, InspectStore, Older, PageSize, StoreError, StoreFault};

use super::{
    decode::{self, Groups, LAST, Read},
    event::{self, events},
    first_after, older, one_more, organisation,
    person::BY_ID,
    registration::{BY_SEQUENCE, SEATS, seats, sequence},
};
use crate::{Failure, Query, Row, SqlStore, Value, copy, store::of_read};

pub(super) const ALL: &[&str] =
    &[EVENTS, WITHOUT_SEATS, SEATS_VERSION, HISTORY, LEGACY, AUDIT, NAMES, WORDS, ADDRESSES];

const EVENTS: &str = "SELECT id FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";

const WITHOUT_SEATS: &str = "SELECT id FROM event WHERE state = 'published' \
    AND NOT EXISTS (SELECT 1 FROM seats WHERE seats.event = event.id) ORDER BY id";

const SEATS_VERSION: &str = "SELECT version FROM seats WHERE event = ?1";

/// The registrations whose last step is not what they say of themselves, or that have more steps or fewer.
const HISTORY: &str = "SELECT r.event, r.person FROM registration r \
    LEFT JOIN registration_step s ON s.registration = r.id AND s.ordinal = r.steps \
    WHERE s.ordinal IS NULL OR s.choice <> r.choice OR s.sequence <> r.sequence OR s.state <> r.state \
    OR s.mode IS DISTINCT FROM r.mode OR s.expires_at IS DISTINCT FROM r.expires_at OR s.reached_at <> r.since \
    OR (SELECT count(*) FROM registration_step c WHERE c.registration = r.id) <> r.steps \
    ORDER BY r.event, r.person";

/// The legacy ledgers whose entries are not numbered from 1 without a gap.
const LEGACY: &str = "SELECT initiative FROM legacy_entry GROUP BY initiative \
    HAVING max(ordinal) <> count(*) ORDER BY initiative";

const AUDIT: &str =
    "SELECT count(*), coalesce(min(position), 1), coalesce(max(position), 0) FROM audit_entry";

const NAMES: &str = "SELECT id, name, known_as FROM person WHERE id IN \
    (SELECT id FROM person WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) ORDER BY id";
const WORDS: &str = "SELECT person, word FROM person_search_word WHERE person IN \
    (SELECT id FROM person WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) ORDER BY person, word";

/// Whose records are of addresses that they do not have.
const ADDRESSES: &str = "SELECT r.person FROM address_record r WHERE NOT EXISTS \
    (SELECT 1 FROM person_email e WHERE e.address = r.address AND e.person = r.person) ORDER BY r.address";

/// What cannot be read as what it should be.
const NOT_READABLE: &str = "record.unreadable";

/// What the engine itself finds damaged.
const DAMAGED: &str = "storage.damaged";

/// How often an event that is being changed is looked at anew.
const ATTEMPTS: u32 = 10;

#[async_trait]
impl InspectStore for SqlStore {
    async fn verify(&self, now: Instant) -> Result<Vec<StoreFault>, StoreError> {
        let damaged = match self.driver().check().await {
            Ok(()) => None,
            Err(Failure::DAMAGED) => Some(StoreFault { record: RecordRef::Network, code: DAMAGED }),
            Err(failure) => return Err(of_read(failure)),
        };
        match self.verify_records(now).await {
            Ok(faults) => Ok(damaged.into_iter().chain(faults).collect()),
            // What is damaged need not be readable.
            Err(error) => damaged.map(|fault| vec![fault]).ok_or(error),
        }
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        self.driver().scrub().await.map_err(of_read)
    }

    async fn older(&self, kind: Discarded, before: Instant) -> Result<Older, StoreError> {
        older::older(self, kind, before).await
    }
}

impl SqlStore {
    async fn verify_records(&self, now: Instant) -> Result<Vec<StoreFault>, StoreError> {
        let mut faults = self.verify_organisations().await?;
        faults.extend(self.verify_people().await?);
        faults.extend(self.verify_search_words().await?);
        faults.extend(self.verify_events(now).await?);
        faults.extend(self.verify_histories_and_logs().await?);
        faults.extend(self.verify_copied().await?);
        Ok(faults)
    }

    async fn verify_organisations(&self) -> Result<Vec<StoreFault>, StoreError> {
        let (mut faults, mut after) = (Vec::new(), None);
        loop {
            let page =
                self.organisations(&organisation::after(after), organisation::LAST, full_page()).await?;
            let Some((last, _)) = page.last() else { return Ok(faults) };
            after = Some(*last);
            let unreadable = page.iter().filter(|(_, read)| read.is_err());
            faults.extend(unreadable.map(|(code, _)| not_readable(RecordRef::Organisation(*code))));
        }
    }

    /// People, memberships and ledgers can be read.
    async fn verify_people(&self) -> Result<Vec<StoreFault>, StoreError> {
        let (mut faults, mut after) = (Vec::new(), None);
        while let Some(first) = first_after(after) {
            let page = self.people(&BY_ID, vec![first.into(), LAST.into(), full_page()]).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.uuid());
            let unreadable = page.iter().filter(|(_, read)| read.is_err());
            faults.extend(unreadable.map(|(person, _)| not_readable(RecordRef::Person(*person))));
        }
        Ok(faults)
    }

    /// People are found by the words of their names, and by no others.
    async fn verify_search_words(&self) -> Result<Vec<StoreFault>, StoreError> {
        let mut after = None;
        while let Some(first) = first_after(after) {
            let params = vec![first.into(), LAST.into(), full_page()];
            let [names, words] = self.ask([NAMES, WORDS].map(|sql| Query::new(sql, params.clone()))).await?;
            let mut words = Groups::new(&words);
            for row in &names {
                if !findable(row, words.of(row))? {
                    return Ok(vec![StoreFault { record: RecordRef::Network, code: "index.differs" }]);
                }
            }
            let Some(last) = names.last() else { break };
            after = Some(decode::id::<Person>(last, 0)?.uuid());
        }
        Ok(Vec::new())
    }

    /// Every event's seats against its registrations; a published event has seats.
    async fn verify_events(&self, now: Instant) -> Result<Vec<StoreFault>, StoreError> {
        let (mut faults, mut after) = (Vec::new(), None);
        while let Some(first) = first_after(after) {
            let params = vec![first.into(), LAST.into(), full_page()];
            let [rows] = self.ask([Query::new(EVENTS, params)]).await?;
            let Some(last) = rows.last() else { break };
            after = Some(decode::id::<Event>(last, 0)?.uuid());
            for row in &rows {
                faults.extend(self.verify_event(decode::id(row, 0)?, now).await?);
            }
        }
        let [rows] = self.ask([Query::new(WITHOUT_SEATS, vec![])]).await?;
        for row in &rows {
            let record = RecordRef::Event(decode::id(row, 0)?);
            faults.push(StoreFault { record, code: "event.without_seats" });
        }
        Ok(faults)
    }

    /// An event whose seats are written while its registrations are read page by page is read anew.
    async fn verify_event(&self, id: Id<Event>, now: Instant) -> Result<Vec<StoreFault>, StoreError> {
        for _ in 0..ATTEMPTS {
            if let Some(faults) = self.verify_seats(id, now).await? {
                return Ok(faults);
            }
        }
        Err(StoreError::Busy)
    }

    /// What is wrong with an event's seats; `None` when they were written in the meantime.
    async fn verify_seats(&self, id: Id<Event>, now: Instant) -> Result<Option<Vec<StoreFault>>, StoreError> {
        let event_id: Value = id.uuid().into();
        let [rows, pillars, provisions] = event::BY_ID.queries(std::slice::from_ref(&event_id));
        let [rows, pillars, provisions, seats_rows] =
            self.ask([rows, pillars, provisions, Query::new(SEATS, vec![event_id.clone()])]).await?;
        let event_answers = [rows, pillars, provisions];
        let read = events(&event_answers).into_iter().next();
        let Some((_, Ok(event))) = read else { return Ok(Some(vec![not_readable(RecordRef::Event(id))])) };
        let Some(row) = seats_rows.first() else { return Ok(Some(Vec::new())) };
        let Ok(Versioned { record: seats, version }) = seats(row) else {
            return Ok(Some(vec![not_readable(RecordRef::Seats(id))]));
        };
        let Some((audit, mut faults)) = self.audit(&seats, version).await? else { return Ok(None) };
        let found = audit.faults(now, event.record.schedule().ends_at()).into_iter();
        faults.extend(found.map(|fault| StoreFault { record: RecordRef::Seats(id), code: fault.code() }));
        Ok(Some(faults))
    }

    /// Counts an event's registrations; `None` when its seats are no longer at this version.
    async fn audit(
        &self,
        seats: &Seats,
        version: Version,
    ) -> Result<Option<(SeatAudit, Vec<StoreFault>)>, StoreError> {
        let event: Value = seats.event().uuid().into();
        let (mut audit, mut faults) = (SeatAudit::new(seats), Vec::new());
        let mut after = sequence(None);
        loop {
            let page = Query::new(BY_SEQUENCE, vec![event.clone(), after, full_page()]);
            let [rows, now] = self.ask([page, Query::new(SEATS_VERSION, vec![event.clone()])]).await?;
            if now.first().map(|row| decode::version(row, 0)).transpose()? != Some(version) {
                return Ok(None);
            }
            let Some(last) = rows.last() else { return Ok(Some((audit, faults))) };
            after = sequence(Some(Sequence::new(decode::long_number(last, 5)?)));
            for row in &rows {
                match decode::registration(row, 0) {
                    Ok(stored) => audit.add(&stored.record),
                    Err(_) => faults.push(not_readable(registration(row, 1)?)),
                }
            }
        }
    }

    async fn verify_histories_and_logs(&self) -> Result<Vec<StoreFault>, StoreError> {
        let [rows, ledgers, audit, addresses] =
            self.ask([HISTORY, LEGACY, AUDIT, ADDRESSES].map(|sql| Query::new(sql, vec![]))).await?;
        let mut faults = Vec::new();
        for row in &rows {
            faults.push(StoreFault { record: registration(row, 0)?, code: "registration.history_differs" });
        }
        for row in &ledgers {
            let record = RecordRef::Legacy(decode::id(row, 0)?);
            faults.push(StoreFault { record, code: "legacy.ordinals" });
        }
        for row in &addresses {
            let record = RecordRef::AddressRecord(decode::id(row, 0)?);
            faults.push(StoreFault { record, code: "address_record.of_no_address" });
        }
        if !audit.first().map(dense).transpose()?.unwrap_or(false) {
            faults.push(StoreFault { record: RecordRef::Network, code: "audit.positions" });
        }
        Ok(faults)
    }

    /// Nothing is left of a copy that stopped half-way.
    async fn verify_copied(&self) -> Result<Option<StoreFault>, StoreError> {
        let [marks] = self.ask([copy::asked()]).await?;
        let unfinished = StoreFault { record: RecordRef::Network, code: copy::UNFINISHED };
        Ok((!marks.is_empty()).then_some(unfinished))
    }
}

fn full_page() -> Value {
    one_more(PageSize::MAX)
}

const fn not_readable(record: RecordRef) -> StoreFault {
    StoreFault { record, code: NOT_READABLE }
}

/// Whether the words are those of the name.
fn findable(name: &Row, words: &[Row]) -> Read<bool> {
    let mut expected = search_words(name.text(1)?);
    expected.extend(name.opt_text(2)?.map(search_words).into_iter().flatten());
    let found = words.iter().map(|row| Ok(row.text(1)?.to_owned())).collect::<Read<BTreeSet<_>>>()?;
    Ok(found == expected)
}

/// The reference of a registration by the event and the person in two columns.
fn registration(row: &Row, column: usize) -> Read<RecordRef> {
    Ok(RecordRef::Registration { event: decode::id(row, column)?, person: decode::id(row, column + 1)? })
}

/// Whether as many positions as were counted go from 1 without a gap.
fn dense(row: &Row) -> Read<bool> {
    let (count, first, last) = (row.int(0)?, row.int(1)?, row.int(2)?);
    Ok(first == 1 && last == count)
}
