//! A staff network in one SQLite file: durable group commit, bounded queue, readers that never block it.
//!
//! [`SqliteStore::open`] is what most programs want: a network's store in a file. [`SqliteStore::backup`] copies it
//! while it is in use, [`SqliteStore::restore`] brings a copy back.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let store = bln_sqlite::SqliteStore::in_memory().await?;
//! # let _ = store;
//! # Ok::<(), bln_sqlite::OpenError>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`SqliteDriver`] is SQLite behind the port of [`bln_sql`]: it runs guarded batches and answers queries, and knows
//! no noun of a staff network.
//!
//! ```
//! use bln_sql::{Batch, Driver, Migration, Query, Statement};
//! use bln_sqlite::{COLUMN_TYPES, SqliteDriver};
//!
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let pool = "CREATE TABLE pool (id {integer} PRIMARY KEY, taken {integer} NOT NULL) {table_options}";
//! let schema = [Migration::render(1, "pools", &[pool], &COLUMN_TYPES)];
//! let driver = SqliteDriver::in_memory(&schema)?;
//!
//! let insert = Statement::new("INSERT INTO pool (id, taken) VALUES (?1, 0)", vec![17_i64.into()]);
//! let take = Statement::new("UPDATE pool SET taken = taken + 1 WHERE id = ?1 AND taken < 1", vec![17_i64.into()])
//!     .expecting(1);
//! driver.write(Batch(vec![insert, take.clone()])).await?;
//! assert!(driver.write(Batch(vec![take])).await.is_err(), "the only place is taken");
//!
//! let answers = driver.read(vec![Query::new("SELECT taken FROM pool", vec![])]).await?;
//! assert_eq!(answers[0][0].int(0)?, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is promised
//!
//! - A batch is done wholly or not at all, and once acknowledged it outlives a crash, a `kill -9` and a power cut:
//!   `synchronous` is `FULL`, read back at every opening.
//! - Batches take effect in the order in which they arrive, and share a commit with whatever else is waiting: the
//!   wait for the disk is paid once, and a batch that is refused is refused alone.
//! - Reads come from one snapshot each, and neither wait for the writer nor hold it up.
//! - Nothing grows without a bound: a queue that is full answers [`Failure::Busy`](bln_sql::Failure::Busy) at once.
//! - A file that is not ours, or has been used by a newer release, is refused before a byte of it is written.
//! - No type of the underlying library is part of this crate's interface, and no message of SQLite leaves it: it may
//!   quote a row.
//!
//! # What is not
//!
//! - Several processes may use a file, and stay correct, but the order of arrival holds only within each.
//! - A disk that says it has written when it has not, and network drives, which do not keep SQLite's locks.
//! - Secrecy of the file: it is not encrypted. A new one can be read by its owner only.
//! - An identifier, instant or date is kept as text ([`bln_sql::text`]), a boolean as 0 or 1.
//!
//! # Codes
//!
//! [`Failure::Engine`](bln_sql::Failure::Engine) and [`OpenError::Storage`] carry one of these. Of the machine:
//! `storage.full`, `storage.io`, `storage.memory`, `storage.corrupt`, `storage.readonly`, `storage.moved`,
//! `storage.cannot-open`, `storage.permission`, `storage.interrupted`, `storage.snapshot-lost`, `storage.schema-changed`, `storage.internal`,
//! `storage.text` (text that is not UTF-8), `storage.stopped` (the driver's thread is gone), `storage.threads` (none
//! could be started), `storage.other`. Of a value: `value.nul`, `value.too-long`, `value.out-of-range` (a year without
//! four digits), `value.real` (a query that answers with a fraction). Of a statement, and so a fault of the program:
//! `sql.parameters`, `sql.not-a-query`, `sql.misuse`, `sql.error`.

mod apart;
mod backup;
mod check;
mod code;
mod config;
mod driver;
mod error;
mod open;
mod place;
mod reader;
mod schema;
mod scrub;
mod settings;
mod snapshot;
mod statement;
mod store;
mod sync;
mod worker;
#[cfg(test)]
mod worker_tests;
mod writer;

pub use backup::{BackupError, Copied, Progress};
pub use config::SqliteConfig;
pub use driver::SqliteDriver;
pub use error::OpenError;
pub use settings::COLUMN_TYPES;
pub use store::SqliteStore;
