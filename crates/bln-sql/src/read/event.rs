//! Reads events.

use async_trait::async_trait;
use bln_core::{
    Accessibility, Audience, Confidentiality, Event, EventDetails, EventKind, EventParts, EventState, Id,
    JoiningLink, Line, Link, LocalTime, Modes, Pillars, Prose, Provision, RegistrationWindow, Revision,
    Schedule, TimeZone, Versioned,
};
use bln_store::{EventCursor, EventStore, Page, PageSize, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{
    decode::{self, Groups, Read, Unreadable},
    first_after, one_more,
};
use crate::{Query, Row, SqlStore, Value};

pub(super) const ALL: &[&str] =
    &[BY_ID.events, BY_ID.pillars, BY_ID.provisions, BY_START.events, BY_START.pillars, BY_START.provisions];

/// One statement for each table that an event is read from. All take the same parameters, and all answer in the order
/// of the start and the identifier.
#[derive(Debug, Clone, Copy)]
pub(super) struct EventSql {
    events: &'static str,
    pillars: &'static str,
    provisions: &'static str,
}

/// The statements for the events that a query finds. A macro, because only literals can be put together into a
/// `&'static str`.
macro_rules! event_sql {
    ($found:literal) => {
        EventSql {
            events: concat!(
                "SELECT id, version, state, revision, title, summary, kind, audience, modes, venue, time_zone, \
                starts_local, ends_local, opens_local, opens_time_zone, closes_local, closes_time_zone, \
                confidentiality, accessibility_note, joining_link, series, series_number, starts_at \
                FROM event WHERE id IN (",
                $found,
                ") ORDER BY starts_at, id"
            ),
            pillars: concat!(
                "SELECT p.event, p.pillar FROM event_pillar p JOIN event e ON e.id = p.event WHERE e.id IN (",
                $found,
                ") ORDER BY e.starts_at, e.id"
            ),
            provisions: concat!(
                "SELECT p.event, p.provision FROM event_provision p JOIN event e ON e.id = p.event WHERE e.id IN (",
                $found,
                ") ORDER BY e.starts_at, e.id"
            ),
        }
    };
}

/// The event `?1`.
pub(super) const BY_ID: EventSql = event_sql!("SELECT id FROM event WHERE id = ?1");

/// The events from the start `?1` and, at that very instant, the identifier `?2` on, at most `?3`.
const BY_START: EventSql =
    event_sql!("SELECT id FROM event WHERE (starts_at, id) >= (?1, ?2) ORDER BY starts_at, id LIMIT ?3");

#[async_trait]
impl EventStore for SqlStore {
    async fn event(&self, id: Id<Event>) -> Result<Option<Versioned<Event>>, StoreError> {
        let answers = self.ask(BY_ID.queries(&[id.uuid().into()])).await?;
        Ok(events(&answers).into_iter().next().map(|(_, read)| read).transpose()?)
    }

    async fn event_page(
        &self,
        after: Option<EventCursor>,
        size: PageSize,
    ) -> Result<Page<Versioned<Event>, EventCursor>, StoreError> {
        let first = match after {
            None => DateTime::from_timestamp(-62_167_219_200, 0).map(|first| (first, Uuid::nil())),
            Some(after) => first_event_after(after),
        };
        let Some((starts, first)) = first else { return Ok(Page { items: Vec::new(), next: None }) };
        let answers = self.ask(BY_START.queries(&[starts.into(), first.into(), one_more(size)])).await?;
        let items = events(&answers).into_iter().map(|(_, read)| read).collect::<Read<Vec<_>>>()?;
        let page = Page::from_one_more(items, size, |stored| stored.record.id());
        let last = page.items.len().checked_sub(1).and_then(|last| answers[0].get(last));
        let next = page.next.zip(last).map(|(event, row)| {
            // The start as it was stored: the order of the pages holds even when a zone's rules have changed since.
            Ok::<_, Unreadable>(EventCursor { starts: decode::instant(row, 22)?, event })
        });
        Ok(Page { items: page.items, next: next.transpose()? })
    }
}

/// Where the page after an event begins: with the next identifier, or after the last one with the next instant.
fn first_event_after(after: EventCursor) -> Option<(DateTime<Utc>, Uuid)> {
    let starts = after.starts.utc();
    let later = || starts.checked_add_signed(TimeDelta::microseconds(1)).map(|later| (later, Uuid::nil()));
    first_after(Some(after.event.uuid())).map(|first| (starts, first)).or_else(later)
}

impl EventSql {
    /// The questions to put to the tables.
    pub(super) fn queries(&self, params: &[Value]) -> [Query; 3] {
        [self.events, self.pillars, self.provisions].map(|sql| Query::new(sql, params.to_vec()))
    }
}

/// The events that the answers tell of, each with the row of its own.
pub(super) fn events([events, pillars, provisions]: &[Vec<Row>; 3]) -> Vec<(&Row, Read<Versioned<Event>>)> {
    let (mut pillars, mut provisions) = (Groups::new(pillars), Groups::new(provisions));
    events.iter().map(|row| (row, event(row, pillars.of(row), provisions.of(row)))).collect()
}

fn event(row: &Row, pillars: &[Row], provisions: &[Row]) -> Read<Versioned<Event>> {
    let zone = TimeZone::parse(row.text(10)?)?;
    let local = |column| Ok::<_, Unreadable>(LocalTime::new(row.local_date_time(column)?, zone));
    let pillars = pillars.iter().map(|row| Ok(row.text(1)?)).collect::<Read<Vec<_>>>()?;
    let provisions =
        provisions.iter().map(|row| Ok(Provision::parse(row.text(1)?)?)).collect::<Read<Vec<_>>>()?;
    let mut details = EventDetails::new(
        Line::parse(row.text(4)?)?,
        EventKind::parse(row.text(6)?)?,
        Pillars::parse(pillars)?,
        Audience::parse(row.text(7)?)?,
        Modes::parse(row.text(8)?)?,
        Schedule::new(local(11)?, local(12)?)?,
        Confidentiality::parse(row.text(17)?)?,
    )
    .with_window(RegistrationWindow::new(decode::opt_local(row, 13)?, decode::opt_local(row, 15)?)?)?
    .with_accessibility(Accessibility::new(provisions, row.opt_text(18)?.map(Prose::parse).transpose()?));
    if let Some(summary) = row.opt_text(5)? {
        details = details.with_summary(Prose::parse(summary)?);
    }
    if let Some(venue) = row.opt_text(9)? {
        details = details.with_venue(Line::parse(venue)?);
    }
    if let Some(link) = row.opt_text(19)? {
        details = details.with_joining_link(JoiningLink::new(Link::parse(link)?));
    }
    if let Some(series) = decode::opt_id(row, 20)? {
        details = details.with_series(series, decode::number(row, 21)?);
    }
    let parts = EventParts {
        id: decode::id(row, 0)?,
        details,
        state: EventState::parse(row.text(2)?)?,
        revision: Revision::new(decode::number(row, 3)?),
    };
    Ok(Versioned::new(Event::restore(parts)?, decode::version(row, 1)?))
}
