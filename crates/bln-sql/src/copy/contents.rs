//! What is in a network, in a few numbers that are the same on every engine.

use std::fmt;

use bln_store::StoreError;
use sha2::{Digest as _, Sha256};

use super::{CopyError, Portions, sql};
use crate::{
    Query, Snapshot, SqlStore, Table, Value,
    store::{MISUSED, UNREADABLE, of_read},
};

/// How many rows each table of a network has, and a SHA-256 (FIPS 180-4) over them.
///
/// Two networks with the same contents hold the same rows, whichever engines they are in. The digest of a table goes
/// over its name, the names of its columns, and its rows in the order of its key; each value is written as its kind,
/// its length where that varies, and its bytes, so that no two rows are written alike.
///
/// It says nothing about the indexes of an engine, and is no secret-keeping form: from the digest of a small table the
/// rows can be guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents(Vec<TableContents>);

/// What is in a table: see [`Contents`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableContents {
    table: &'static str,
    rows: u64,
    sha256: [u8; 32],
}

/// What is in a network, from one state of it.
///
/// The memory it needs does not grow with the network.
///
/// # Errors
///
/// [`StoreError::Busy`] or [`StoreError::Backend`]; `storage.unreadable` when a column holds what its kind cannot be.
pub async fn contents(store: &SqlStore) -> Result<Contents, StoreError> {
    let mut snapshot = store.driver().snapshot().await.map_err(of_read)?;
    let digests = digests(&mut *snapshot, CopyError::Source, &mut |_, _| ()).await;
    digests.map(Contents::of).map_err(|error| match error {
        CopyError::Source(error) => error,
        _ => UNREADABLE,
    })
}

impl Contents {
    /// What is in each table, in the order of [`TABLES`](crate::TABLES).
    #[must_use]
    pub fn tables(&self) -> &[TableContents] {
        &self.0
    }

    /// How many rows there are in all tables together.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.0.iter().map(|table| table.rows).sum()
    }

    /// One SHA-256 over those of the tables, in their order.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        self.0.iter().fold(Sha256::new(), |hash, table| hash.chain_update(table.sha256)).finalize().into()
    }

    /// The first table in which two networks differ.
    #[must_use]
    pub fn first_difference(&self, other: &Self) -> Option<&'static str> {
        self.0.iter().zip(&other.0).find(|(one, other)| one != other).map(|(one, _)| one.table)
    }

    pub(super) fn of(digests: Vec<Digest>) -> Self {
        Self(digests.into_iter().map(Digest::finish).collect())
    }
}

/// A line for each table and one for all: name, rows, SHA-256.
impl fmt::Display for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<26} {:>12}  SHA-256", "table", "rows")?;
        for table in &self.0 {
            line(f, table.table, table.rows, &table.sha256)?;
            writeln!(f)?;
        }
        line(f, "all", self.rows(), &self.sha256())
    }
}

fn line(f: &mut fmt::Formatter<'_>, name: &str, rows: u64, sha256: &[u8; 32]) -> fmt::Result {
    write!(f, "{name:<26} {rows:>12}  ")?;
    sha256.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

impl TableContents {
    /// The table's name.
    #[must_use]
    pub const fn table(&self) -> &'static str {
        self.table
    }

    /// How many rows it has.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The SHA-256 over them.
    #[must_use]
    pub const fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }
}

/// The contents of a table while it is being read.
#[derive(Debug, Clone)]
pub(super) struct Digest {
    table: &'static str,
    rows: u64,
    hash: Sha256,
    /// A row as it is written for the hash.
    written: Vec<u8>,
}

impl Digest {
    pub(super) fn of(table: &Table) -> Self {
        let mut written = Vec::new();
        write_bytes(table.name().as_bytes(), &mut written);
        table.columns().iter().for_each(|column| write_bytes(column.name().as_bytes(), &mut written));
        let hash = Sha256::new_with_prefix(&written);
        Self { table: table.name(), rows: 0, hash, written }
    }

    /// Adds the rows that come next in the order of the key.
    pub(super) fn add(&mut self, rows: &[Vec<Value>]) {
        for row in rows {
            self.written.clear();
            row.iter().for_each(|value| write(value, &mut self.written));
            self.hash.update(&self.written);
            self.rows += 1;
        }
    }

    pub(super) const fn table(&self) -> &'static str {
        self.table
    }

    fn finish(self) -> TableContents {
        TableContents { table: self.table, rows: self.rows, sha256: self.hash.finalize().into() }
    }
}

/// The digests of every table, as a snapshot has them. Reports each table and how many rows are done.
pub(super) async fn digests(
    snapshot: &mut dyn Snapshot,
    failed: fn(StoreError) -> CopyError,
    report: &mut (impl FnMut(&'static str, u64) + Send),
) -> Result<Vec<Digest>, CopyError> {
    let (mut done, mut digests) = (0, Vec::with_capacity(sql::tables().len()));
    for sql in sql::tables() {
        let mut digest = Digest::of(sql.table);
        let mut portions = Portions::of(sql);
        while let Some(portion) = portions.next(snapshot, failed).await? {
            digest.add(&portion);
            report(sql.table.name(), done + digest.rows);
        }
        done += digest.rows;
        digests.push(digest);
    }
    Ok(digests)
}

/// How many rows there are in all tables together.
pub(super) async fn count(snapshot: &mut dyn Snapshot) -> Result<u64, StoreError> {
    let counts = sql::tables().iter().map(|sql| Query::new(sql.count(), Vec::new())).collect();
    let answers = snapshot.read(counts).await.map_err(of_read)?;
    answers.iter().try_fold(0, |sum: u64, rows| {
        let count = rows.first().ok_or(MISUSED)?.int(0).map_err(|_| MISUSED)?;
        Ok(sum.saturating_add(u64::try_from(count).unwrap_or(0)))
    })
}

/// Writes a value for the hash: its kind, its length if that varies, its bytes. Never changed, so that digests can be
/// compared between releases.
fn write(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.push(0),
        Value::Bool(value) => out.extend([1, u8::from(*value)]),
        Value::Int(value) => write_fixed(2, &value.to_be_bytes(), out),
        Value::Text(value) => {
            out.push(3);
            write_bytes(value.as_bytes(), out);
        }
        Value::Uuid(value) => write_fixed(4, value.as_bytes(), out),
        Value::Instant(value) => write_fixed(5, &value.timestamp_micros().to_be_bytes(), out),
        Value::Date(value) => write_fixed(6, &chrono::Datelike::num_days_from_ce(value).to_be_bytes(), out),
        Value::LocalDateTime(value) => write_fixed(7, &value.and_utc().timestamp_micros().to_be_bytes(), out),
        Value::Bytes(value) => {
            out.push(8);
            write_bytes(value, out);
        }
    }
}

fn write_fixed(kind: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(kind);
    out.extend_from_slice(bytes);
}

fn write_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveDateTime};
    use uuid::Uuid;

    use super::*;
    use crate::TABLES;

    fn digest(rows: &[Vec<Value>]) -> TableContents {
        let table = TABLES.iter().find(|table| table.name() == "event_pillar").unwrap();
        let mut digest = Digest::of(table);
        digest.add(rows);
        digest.finish()
    }

    fn row(values: [&str; 2]) -> Vec<Value> {
        values.map(Value::from).into()
    }

    /// Worked out apart from this code. It must not change: networks are compared by it between releases.
    #[test]
    fn a_digest_is_what_was_promised() {
        let row = vec![Uuid::from_u128(17).into(), "legacy".into()];
        let contents = Contents(vec![digest(&[row])]);
        let table = "f0453d0018a7f8eb4fd54c5fe5ba9039a322ebb34e04ab1a540915f9f4ed25c3";
        let all = "a1529bb69087dbc33e0873b27806e9d7f9b85b9c3adfc91a2d7e1cf52d91a297";
        assert_eq!(
            contents.to_string(),
            format!(
                "table                              rows  SHA-256\n\
                 event_pillar                          1  {table}\n\
                 all                                   1  {all}"
            )
        );
    }

    #[test]
    fn no_two_rows_are_written_alike() {
        let whole = [
            digest(&[row(["ab", "c"])]),
            digest(&[row(["a", "bc"])]),
            digest(&[row(["c", "ab"])]),
            digest(&[row(["ab", "c"]), row(["", ""])]),
            digest(&[vec!["ab".into()], vec!["c".into()], vec![Value::Null]]),
            digest(&[]),
        ];
        for (at, one) in whole.iter().enumerate() {
            assert!(whole.iter().skip(at + 1).all(|other| one.sha256 != other.sha256), "{at}");
        }
    }

    #[test]
    fn a_value_differs_from_every_other_of_any_kind() {
        let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        let midnight: NaiveDateTime = date.and_hms_opt(0, 0, 0).unwrap();
        let values = [
            Value::Null,
            false.into(),
            true.into(),
            0_i64.into(),
            1_i64.into(),
            "".into(),
            "0".into(),
            Uuid::nil().into(),
            midnight.and_utc().into(),
            date.into(),
            midnight.into(),
            Vec::<u8>::new().into(),
            b"0".to_vec().into(),
        ];
        let written = values.map(|value| {
            let mut out = Vec::new();
            write(&value, &mut out);
            out
        });
        for (at, one) in written.iter().enumerate() {
            assert!(written.iter().skip(at + 1).all(|other| !other.starts_with(one)), "{at}");
        }
    }
}
