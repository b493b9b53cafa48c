//! A staff network in PostgreSQL: pipelined group commit under one row lock, snapshot reads, COPY for imports.
//!
//! [`PostgresStore::open`] is what most programs want: a network's store in a schema of a database. One text names it:
//!
//! ```no_run
//! # async fn example() -> Result<(), bln_postgres::OpenError> {
//! use bln_postgres::{PostgresConfig, PostgresStore};
//!
//! let config = PostgresConfig::parse("postgres://bln@localhost/trust?schema=bln_race_equality")?;
//! let store = PostgresStore::open(&config).await?;
//! # let _ = store;
//! # Ok(())
//! # }
//! ```
//!
//! The user needs the right to create a schema in the database, or a schema of its own that is empty. Each network has
//! a schema; networks in one database do not wait for each other.
//!
//! [`PostgresDriver`] is PostgreSQL behind the port of [`bln_sql`]: it runs guarded batches and answers queries, and
//! knows no noun of a staff network.
//!
//! ```no_run
//! use bln_postgres::{COLUMN_TYPES, PostgresConfig, PostgresDriver};
//! use bln_sql::{Batch, Driver, Migration, Query, Statement};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let pool = "CREATE TABLE pool (id {integer} PRIMARY KEY, taken {integer} NOT NULL) {table_options}";
//! let steps = [Migration::render(1, "pools", &[pool], &COLUMN_TYPES)];
//! let config = PostgresConfig::parse("postgres://me@localhost/scratch?schema=toys")?;
//! let driver = PostgresDriver::open(&config, 0x746f_7973, &steps).await?;
//!
//! let insert = Statement::new("INSERT INTO pool (id, taken) VALUES (?1, 0)", vec![17_i64.into()]);
//! let take = Statement::new("UPDATE pool SET taken = taken + 1 WHERE id = ?1 AND taken < 1", vec![17_i64.into()])
//!     .expecting(1);
//! driver.write(Batch(vec![insert, take.clone()])).await?;
//! assert!(driver.write(Batch(vec![take])).await.is_err(), "the only place is taken");
//!
//! let answers = driver.read(vec![Query::new("SELECT taken FROM pool", vec![])]).await?;
//! assert_eq!(answers[0][0].int(0)?, 1);
//! # Ok(())
//! # }
//! ```
//!
//! # What is promised
//!
//! - A batch is done wholly or not at all, and once acknowledged it outlives a crash of the server. A server with
//!   `fsync`, `full_page_writes` or `synchronous_commit` off is refused, at every connection.
//! - Batches take effect in the order in which they arrive, and share a commit with whatever else is waiting: one round
//!   trip and one wait for the disk. A batch that is refused is refused alone.
//! - Batches of several processes take effect one after another too. Each writer locks the only row of the table
//!   `bln_network` until its commit; the lock goes with the transaction, however that ends.
//! - [`Failure::Unknown`](bln_sql::Failure::Unknown) is said when a batch was sent and its commit has no answer, and not
//!   otherwise. It is said as well when the server broke off waiting for a replica.
//! - Reads come from one snapshot each, on connections that cannot write. They never go to a replica.
//! - Whoever stops waiting leaves no transaction open: connections belong to a thread of the driver's own.
//! - Nothing grows without a bound: a queue that is full answers [`Failure::Busy`](bln_sql::Failure::Busy) at once.
//! - A connection that is lost is made again. With several hosts in the address the one that is the primary is found.
//! - A schema that is not ours, or has been used by a newer release, is refused before anything is written to it.
//! - No type of the underlying library is part of this crate's interface, and no message of PostgreSQL leaves it: it
//!   may quote a row.
//!
//! # What is not
//!
//! - The order of arrival holds within a process. Which of two processes is next is up to the server.
//! - A pooler that gives each transaction another connection: prepared statements and settings belong to a connection.
//! - Statements that are no query and no insertion, update or deletion. They are refused: a `COMMIT` among the
//!   statements of a batch would take from it what is promised here.
//! - Text sorts by its bytes (`COLLATE "C"`), whatever the database's own order.
//!
//! # Encryption
//!
//! Without the feature `tls` connections are in plain text, as befits a Unix socket or a loopback interface, and an
//! address with `sslmode=require` is refused. With it, `PostgresConfig::with_root_certificates` encrypts every
//! connection and checks the server's certificate and name.
//!
//! # Codes
//!
//! [`Failure::Engine`](bln_sql::Failure::Engine) and [`OpenError::Storage`] carry one of these. Of the server and the
//! way to it: `storage.unreachable`, `storage.readonly`, `storage.full`, `storage.io`, `storage.memory`,
//! `storage.corrupt`, `storage.permission`, `storage.cannot-open`, `storage.interrupted` (it took too long),
//! `storage.schema-changed` (by somebody else), `storage.snapshot-lost`, `storage.internal`, `storage.stopped` (the
//! driver's thread is gone), `storage.threads` (none could be started), `storage.other`. Of scrubbing alone:
//! `storage.no-statistics` and `storage.no-checkpoint` (the tables were rewritten, and the
//! server keeps samples in its statistics that the role may not remove, or does not let it ask for a checkpoint). Of a value: `value.nul`,
//! `value.too-long`, `value.out-of-range` (a year without four digits), `value.real` (a query that answers with a
//! fraction or another type that has no value of ours). Of a statement, and so a fault of the program:
//! `sql.parameters`, `sql.not-a-query`, `sql.misuse`, `sql.error`.

mod check;
mod code;
mod config;
mod connection;
mod copy;
mod driver;
mod error;
mod group;
mod pipeline;
mod prepared;
mod reader;
mod schema;
mod scrub;
mod snapshot;
mod statement;
mod store;
#[cfg(feature = "tls")]
mod tls;
mod transaction;
mod value;
mod worker;
mod writer;

pub use config::PostgresConfig;
pub use driver::PostgresDriver;
pub use error::OpenError;
pub use store::{COLUMN_TYPES, PostgresStore};
