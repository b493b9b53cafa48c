//! Reads what a registration desk needs, in one snapshot.
//!
//! Every statement is a look-up of one key or the start of an index, so that the cost depends on what is asked for and
//! not on how many people have registered.

use std::collections::{BTreeMap, BTreeSet};

use bln_core::{BelongingKind, Id, ModeChoice, Person, Reach, Registration, Sequence, Standing, Versioned};
use bln_store::{Belongs, SeatQuery, SeatView, StoreError};

use super::{
    decode::{self, Present, Read},
    event::{self, events},
    receipt,
    registration::{SEATS, registrations, seats},
};
use crate::{Query, Row, SqlStore, Value, store::MISUSED};

pub(super) const ALL: &[&str] = &[PERSON, DUE, HEADS, LIVE];

/// How a person belongs, and their registration for the event.
const PERSON: &str = "SELECT p.id, m.version, s.kind, s.standing, r.id, r.event, r.person, r.version, r.choice, \
    r.sequence, r.state, r.mode, r.expires_at, r.since, r.steps FROM person p \
    LEFT JOIN membership m ON m.person = p.id \
    LEFT JOIN membership_spell s ON s.person = p.id AND s.until_at IS NULL \
    LEFT JOIN registration r ON r.person = p.id AND r.event = ?2 WHERE p.id = ?1";

const DUE: &str = "SELECT id, event, person, version, choice, sequence, state, mode, expires_at, since, steps \
    FROM registration WHERE event = ?1 AND state = 'offered' AND expires_at <= ?2 \
    ORDER BY expires_at, sequence LIMIT ?3";

const HEADS: &str = "SELECT id, event, person, version, choice, sequence, state, mode, expires_at, since, steps \
    FROM registration WHERE event = ?1 AND state = 'waiting' AND choice = ?2 ORDER BY sequence LIMIT ?3";

const LIVE: &str = "SELECT id, event, person, version, choice, sequence, state, mode, expires_at, since, steps \
    FROM registration WHERE event = ?1 AND state IN ('confirmed', 'waiting', 'offered') \
    ORDER BY sequence LIMIT ?2";

impl SqlStore {
    pub(super) async fn view(&self, query: SeatQuery) -> Result<Option<SeatView>, StoreError> {
        let people: BTreeSet<Id<Person>> = query.people.iter().copied().collect();
        let mut answers = self.ask_all(questions(&query, &people)).await?.into_iter();
        let mut next = || answers.next().ok_or(MISUSED);

        let event_answers = [next()?, next()?, next()?];
        let event = events(&event_answers).into_iter().next().map(|(_, read)| read).transpose()?;
        let seats = next()?.first().map(seats).transpose()?;
        let (Some(event), Some(seats)) = (event, seats) else { return Ok(None) };

        let mut found = Found::default();
        found.add(registrations(&next()?)?);
        let mut reach = [(ModeChoice::InPerson, Reach::All); 3];
        for (of, choice) in reach.iter_mut().zip(ModeChoice::ALL) {
            let mut heads = registrations(&next()?)?;
            *of = (choice, cut(&mut heads, query.heads));
            found.add(heads);
        }
        let mut live = if query.live_limit > 0 { next()? } else { Vec::new() };
        let live_beyond = u32::from(live.len() > size(query.live_limit));
        live.truncate(size(query.live_limit));
        found.add(registrations(&live)?);
        let mut belongs = Vec::with_capacity(people.len());
        for _ in &people {
            let rows = next()?;
            let Some(row) = rows.first() else { continue };
            belongs.push(belonging(row)?);
            if row.opt_uuid(4).map_err(decode::Unreadable::from)?.is_some() {
                found.add([decode::registration(row, 4)?]);
            }
        }
        let mut receipts = Vec::new();
        for key in &query.receipts {
            receipts.extend(next()?.first().map(|row| receipt::receipt(key, row)).transpose()?);
        }
        let registrations = found.0.into_values().collect();
        Ok(Some(SeatView { event, seats, registrations, reach, belongs, receipts, live_beyond }))
    }
}

/// The questions, in the order in which their answers are read.
fn questions(query: &SeatQuery, people: &BTreeSet<Id<Person>>) -> Vec<Query> {
    let event: Value = query.event.uuid().into();
    let mut questions = Vec::with_capacity(9 + people.len() + query.receipts.len());
    questions.extend(event::BY_ID.queries(std::slice::from_ref(&event)));
    questions.push(Query::new(SEATS, vec![event.clone()]));
    questions.push(Query::new(DUE, vec![event.clone(), query.due.utc().into(), query.due_limit.into()]));
    for choice in ModeChoice::ALL {
        let limit = Value::Int(i64::from(query.heads) + 1);
        questions.push(Query::new(HEADS, vec![event.clone(), choice.name().into(), limit]));
    }
    // Only an event that is being wound up asks for them: among many that are over they are slow to find.
    if query.live_limit > 0 {
        questions.push(Query::new(LIVE, vec![event.clone(), Value::Int(i64::from(query.live_limit) + 1)]));
    }
    questions
        .extend(people.iter().map(|person| Query::new(PERSON, vec![person.uuid().into(), event.clone()])));
    questions.extend(query.receipts.iter().map(receipt::query));
    questions
}

/// Registrations, each once.
#[derive(Debug, Default)]
struct Found(BTreeMap<Id<Person>, Versioned<Registration>>);

impl Found {
    fn add(&mut self, registrations: impl IntoIterator<Item = Versioned<Registration>>) {
        self.0.extend(registrations.into_iter().map(|stored| (stored.record.person(), stored)));
    }
}

/// Cuts off what is more than was asked for, and says how far that reaches.
fn cut(heads: &mut Vec<Versioned<Registration>>, limit: u32) -> Reach {
    if heads.len() <= size(limit) {
        return Reach::All;
    }
    heads.truncate(size(limit));
    Reach::UpTo(heads.last().map_or(Sequence::START, |last| last.record.sequence()))
}

fn belonging(row: &Row) -> Read<Belongs> {
    let membership = row.opt_int(1)?.map(|_| decode::version(row, 1)).transpose()?;
    let mut active = None;
    if membership.is_some() {
        let kind = BelongingKind::parse(row.text(2)?)?;
        let standing = Standing::from_name(row.text(3)?).present()?;
        active = (standing == Standing::Active).then_some(kind);
    }
    Ok(Belongs { person: decode::id(row, 0)?, active, membership })
}

fn size(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
