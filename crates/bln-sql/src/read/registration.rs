//! Reads seats and registrations.

use async_trait::async_trait;
use bln_core::{
    Event, Id, Instant, ModeChoice, Person, Places, Pool, Registration, RegistrationStep, Seats, SeatsParts,
    Sequence, Versioned, WaitingCounts,
};
use bln_store::{Page, PageSize, RegistrationStore, SeatQuery, SeatView, StoreError};

use super::{
    decode::{self, LAST, Present, Read, Unreadable},
    first_after, one_more,
};
use crate::{Query, Row, SqlStore, Value, vocabulary};

pub(super) const ALL: &[&str] = &[SEATS, REGISTRATION, STEPS, BY_SEQUENCE, BY_PERSON, DUE];

pub(super) const SEATS: &str = "SELECT event, version, intake, in_person_capacity, in_person_confirmed, \
    in_person_offered, online_capacity, online_confirmed, online_offered, waiting_in_person, waiting_online, \
    waiting_either, last_sequence FROM seats WHERE event = ?1";

const REGISTRATION: &str = "SELECT id, event, person, version, choice, sequence, state, mode, expires_at, since, \
    steps FROM registration WHERE person = ?1 AND event = ?2";

const STEPS: &str = "SELECT s.ordinal, s.choice, s.sequence, s.state, s.mode, s.expires_at, s.reached_at \
    FROM registration r JOIN registration_step s ON s.registration = r.id \
    WHERE r.person = ?1 AND r.event = ?2 ORDER BY s.ordinal";

pub(super) const BY_SEQUENCE: &str = "SELECT id, event, person, version, choice, sequence, state, mode, \
    expires_at, since, steps FROM registration WHERE event = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3";

const BY_PERSON: &str = "SELECT id, event, person, version, choice, sequence, state, mode, expires_at, since, steps \
    FROM registration WHERE person = ?1 AND event BETWEEN ?2 AND ?3 ORDER BY event LIMIT ?4";

const DUE: &str = "SELECT s.event FROM seats s WHERE s.intake = 'open' AND s.event BETWEEN ?2 AND ?3 AND EXISTS \
    (SELECT 1 FROM registration r WHERE r.event = s.event AND r.state = 'offered' AND r.expires_at <= ?1) \
    ORDER BY s.event LIMIT ?4";

#[async_trait]
impl RegistrationStore for SqlStore {
    async fn seats(&self, event: Id<Event>) -> Result<Option<Versioned<Seats>>, StoreError> {
        let [rows] = self.ask([Query::new(SEATS, vec![event.uuid().into()])]).await?;
        Ok(rows.first().map(seats).transpose()?)
    }

    async fn registration(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Option<Versioned<Registration>>, StoreError> {
        let params = vec![person.uuid().into(), event.uuid().into()];
        let [rows] = self.ask([Query::new(REGISTRATION, params)]).await?;
        Ok(rows.first().map(|row| decode::registration(row, 0)).transpose()?)
    }

    async fn registration_history(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Vec<RegistrationStep>, StoreError> {
        let [rows] = self.ask([Query::new(STEPS, vec![person.uuid().into(), event.uuid().into()])]).await?;
        Ok(rows.iter().map(step).collect::<Read<_>>()?)
    }

    async fn registration_page(
        &self,
        event: Id<Event>,
        after: Option<Sequence>,
        size: PageSize,
    ) -> Result<Page<Versioned<Registration>, Sequence>, StoreError> {
        let params = vec![event.uuid().into(), sequence(after), one_more(size)];
        let [rows] = self.ask([Query::new(BY_SEQUENCE, params)]).await?;
        Ok(Page::from_one_more(registrations(&rows)?, size, |stored| stored.record.sequence()))
    }

    async fn person_registrations(
        &self,
        person: Id<Person>,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Registration>, Id<Event>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let params = vec![person.uuid().into(), first.into(), LAST.into(), one_more(size)];
        let [rows] = self.ask([Query::new(BY_PERSON, params)]).await?;
        Ok(Page::from_one_more(registrations(&rows)?, size, |stored| stored.record.event()))
    }

    async fn seat_view(&self, query: SeatQuery) -> Result<Option<SeatView>, StoreError> {
        self.view(query).await
    }

    async fn events_with_due_offers(
        &self,
        due: Instant,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Result<Page<Id<Event>, Id<Event>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let params = vec![due.utc().into(), first.into(), LAST.into(), one_more(size)];
        let [rows] = self.ask([Query::new(DUE, params)]).await?;
        let items = rows.iter().map(|row| decode::id(row, 0)).collect::<Read<_>>()?;
        Ok(Page::from_one_more(items, size, |event| *event))
    }
}

/// The number after which a page begins.
pub(super) fn sequence(after: Option<Sequence>) -> Value {
    let after = after.unwrap_or(Sequence::START).number();
    Value::Int(i64::try_from(after).unwrap_or(i64::MAX))
}

/// An event's seats from their row.
pub(super) fn seats(row: &Row) -> Read<Versioned<Seats>> {
    let parts = SeatsParts {
        event: decode::id(row, 0)?,
        in_person: pool(row, 3)?,
        online: pool(row, 6)?,
        waiting: WaitingCounts {
            in_person: decode::number(row, 9)?,
            online: decode::number(row, 10)?,
            either: decode::number(row, 11)?,
        },
        last_sequence: Sequence::new(decode::long_number(row, 12)?),
        intake: vocabulary::parse_intake(row.text(2)?).present()?,
    };
    Ok(Versioned::new(Seats::from_parts(parts).present()?, decode::version(row, 1)?))
}

/// A pool in three columns, all of them empty when there is none.
fn pool(row: &Row, column: usize) -> Read<Option<Pool>> {
    let number = |offset| decode::opt_number(row, column + offset);
    match (number(0)?, number(1)?, number(2)?) {
        (Some(capacity), Some(confirmed), Some(offered)) => {
            Ok(Some(Pool { capacity: Places::new(capacity)?, confirmed, offered }))
        }
        (None, None, None) => Ok(None),
        _ => Err(Unreadable),
    }
}

pub(super) fn registrations(rows: &[Row]) -> Read<Vec<Versioned<Registration>>> {
    rows.iter().map(|row| decode::registration(row, 0)).collect()
}

fn step(row: &Row) -> Read<RegistrationStep> {
    Ok(RegistrationStep {
        ordinal: decode::number(row, 0)?,
        choice: ModeChoice::parse(row.text(1)?)?,
        sequence: Sequence::new(decode::long_number(row, 2)?),
        state: decode::state(row, 3)?,
        at: decode::instant(row, 6)?,
    })
}
