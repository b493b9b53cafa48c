//! The least program that writes the same rows: plain prepared `INSERT`s on one connection, so many requests in one
//! transaction, and nothing else. It reads nothing, decides nothing and checks nothing.
//!
//! It does not make its rows either: it takes those that a network wrote, so that they are the same to the byte.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use crate::figures::Watch;
use crate::{Outcome, figures};

/// A table, and which request a row of it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    table: &'static str,
    request: &'static str,
}

/// What a registration writes, each row with the person it is about. (The seats change besides.)
pub const REGISTRATION: &[Source] = &[
    Source { table: "registration", request: "person" },
    Source {
        table: "registration_step",
        request: "(SELECT person FROM registration WHERE id = registration)",
    },
    Source { table: "audit_entry", request: "substr(subject_id, 38)" },
    Source { table: "outbox", request: "recipient" },
    Source { table: "receipt", request: "actor" },
];

/// What an application writes, each row with the person it is about.
pub const APPLICATION: &[Source] = &[
    Source { table: "person", request: "id" },
    Source { table: "affiliation", request: "person" },
    Source { table: "person_email", request: "person" },
    Source { table: "professional_registration", request: "person" },
    Source { table: "person_search_word", request: "person" },
    Source { table: "membership", request: "person" },
    Source { table: "membership_spell", request: "person" },
    Source { table: "consent_ledger", request: "person" },
    Source { table: "consent_entry", request: "person" },
    Source { table: "audit_entry", request: "subject_id" },
    Source { table: "outbox", request: "recipient" },
    Source { table: "receipt", request: "record_id" },
];

/// The rows that were written between two states of a file, request by request in the order of their arrival.
#[derive(Debug, Clone)]
pub struct Rows {
    inserts: Vec<String>,
    requests: Vec<Vec<(usize, Vec<Value>)>>,
}

/// What a loop does besides at the end of each transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Besides {
    /// Nothing.
    Nothing,
    /// One change of the event's seats.
    Seats,
}

impl Rows {
    /// Takes what is in `after` and not in `before`.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub fn between(before: &Path, after: &Path, sources: &[Source]) -> Outcome<Self> {
        let (before, after) = (Connection::open(before)?, Connection::open(after)?);
        let mut inserts = Vec::with_capacity(sources.len());
        let mut requests: Vec<Vec<(usize, Vec<Value>)>> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (index, Source { table, request }) in sources.iter().enumerate() {
            let last: i64 =
                before.query_row(&format!("SELECT coalesce(max(rowid), 0) FROM {table}"), [], |row| {
                    row.get(0)
                })?;
            let sql = format!("SELECT {request}, {table}.* FROM {table} WHERE rowid > ?1 ORDER BY rowid");
            let mut select = after.prepare(&sql)?;
            let columns = select.column_count();
            let marks: Vec<String> = (1..columns).map(|place| format!("?{place}")).collect();
            inserts.push(format!("INSERT INTO {table} VALUES ({})", marks.join(", ")));
            let mut rows = select.query(params![last])?;
            while let Some(row) = rows.next()? {
                let values = (1..columns).map(|place| row.get(place)).collect::<Result<Vec<Value>, _>>()?;
                let place = *places.entry(row.get(0)?).or_insert(requests.len());
                if place == requests.len() {
                    requests.push(Vec::new());
                }
                requests.get_mut(place).ok_or("a request is missing")?.push((index, values));
            }
        }
        Ok(Self { inserts, requests })
    }

    /// How many requests there are.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.requests.len()
    }

    /// How many rows a request has on average.
    #[must_use]
    pub fn per_request(&self) -> f64 {
        let rows: usize = self.requests.iter().map(Vec::len).sum();
        figures::number(rows) / figures::number(self.requests.len().max(1))
    }

    /// Writes the rows of the first `requests` into a file, so many of them in one transaction, each transaction on
    /// the disk before the next begins. Returns how long it took.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub fn write(&self, path: &Path, requests: usize, group: usize, besides: Besides) -> Outcome<Duration> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )?;
        let mut inserts =
            self.inserts.iter().map(|sql| connection.prepare(sql)).collect::<Result<Vec<_>, _>>()?;
        let watch = Watch::start();
        for group in self.requests.get(..requests).ok_or("there are fewer requests")?.chunks(group) {
            connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            for (table, values) in group.iter().flatten() {
                inserts.get_mut(*table).ok_or("a table is missing")?.execute(params_from_iter(values))?;
            }
            if besides == Besides::Seats {
                take_seats(&connection, group)?;
            }
            connection.prepare_cached("COMMIT")?.execute([])?;
        }
        Ok(watch.elapsed())
    }
}

/// Counts a group's registrations in the seats, as a statement that knows nothing can.
fn take_seats(connection: &Connection, group: &[Vec<(usize, Vec<Value>)>]) -> Outcome {
    const EVENT: usize = 1;
    const STATE: usize = 6;
    let registrations = || group.iter().filter_map(|rows| rows.first()).map(|(_, values)| values);
    let confirmed = Value::Text("confirmed".to_owned());
    let all = i64::try_from(group.len())?;
    let with_a_place = registrations().filter(|values| values.get(STATE) == Some(&confirmed)).count();
    let with_a_place = i64::try_from(with_a_place)?;
    let event =
        registrations().next().and_then(|values| values.get(EVENT)).ok_or("a registration has no event")?;
    connection
        .prepare_cached(
            "UPDATE seats SET in_person_confirmed = in_person_confirmed + ?2, \
             waiting_in_person = waiting_in_person + ?3, last_sequence = last_sequence + ?4, version = version + 1 \
             WHERE event = ?1",
        )?
        .execute(params![event, with_a_place, all - with_a_place, all])?;
    Ok(())
}

/// Refuses to go on unless two files hold the same rows of these tables, and the same seats.
///
/// # Errors
///
/// When they do not, and those of SQLite.
pub fn must_be_equal(ours: &Path, theirs: &Path, sources: &[Source]) -> Outcome {
    let connection = Connection::open(ours)?;
    connection.execute("ATTACH ?1 AS theirs", params![theirs.to_str().ok_or("the path is no text")?])?;
    for table in sources.iter().map(|source| source.table) {
        must_be_none(
            &connection,
            table,
            &format!("SELECT * FROM main.{table} EXCEPT SELECT * FROM theirs.{table}"),
        )?;
        must_be_none(
            &connection,
            table,
            &format!("SELECT * FROM theirs.{table} EXCEPT SELECT * FROM main.{table}"),
        )?;
    }
    // How often the seats were written depends on how requests fell together.
    const SEATS: &str = "event, in_person_confirmed, in_person_offered, waiting_in_person, last_sequence";
    must_be_none(
        &connection,
        "seats",
        &format!("SELECT {SEATS} FROM main.seats EXCEPT SELECT {SEATS} FROM theirs.seats"),
    )
}

fn must_be_none(connection: &Connection, table: &str, query: &str) -> Outcome {
    let rows: i64 = connection.query_row(&format!("SELECT count(*) FROM ({query})"), [], |row| row.get(0))?;
    if rows == 0 { Ok(()) } else { Err(format!("{rows} rows of {table} differ").into()) }
}
