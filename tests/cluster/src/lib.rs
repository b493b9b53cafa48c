//! PostgreSQL servers for tests: private ones, started from the binaries that are installed, as an ordinary user, and
//! gone when the test is over, however it ends.
//!
//! ```no_run
//! use bln_cluster::{Cluster, Shared};
//!
//! # fn a_test() {
//! // In a test that needs no more than a schema of its own: one server for all tests of a binary.
//! let Some(server) = Shared::for_tests() else { return };
//! let schema = server.fresh_schema();
//! let url = schema.url();
//!
//! // In a test that stops, kills or copies its server: a server of its own.
//! let Some(cluster) = Cluster::for_test() else { return };
//! cluster.stop_immediate().unwrap();
//! cluster.restart().unwrap();
//! # let _ = url;
//! # }
//! ```
//!
//! # Which server the tests use
//!
//! With nothing set, a private server is started from the first of these that has `initdb`, `postgres`, `pg_ctl`,
//! `psql` and `pg_basebackup` beside each other: the folder in `PG_BIN`; a `postgres` in `PATH`, links followed; the
//! folders where packages put it. PostgreSQL 15 or newer; `apt-get install postgresql` or `brew install postgresql`
//! gives it. `postgres` refuses to run as root: started by root, it runs as the user with number 65534. Beside it, `sh` and
//! its usual company are needed, and `ps` to kill a server as a whole.
//!
//! To use a server of your own, give its address, of a user who may create schemas:
//!
//! ```sh
//! BLN_POSTGRES_URL=postgres://me@localhost/scratch cargo test -p bln-postgres
//! ```
//!
//! Each test then makes a schema of its own there, `bln_test_..`, which is dropped at the end if `psql` is installed.
//! Tests that stop or copy their server start a private one nevertheless.
//!
//! # When there is none
//!
//! [`Shared::for_tests`] and [`Cluster::for_test`] then
//! - print `SKIPPED: ..` past the capture of the test harness and return `None`, so that `cargo test` passes on a
//!   machine where nothing was set up;
//! - panic, and so fail the test, where `CI` is set: there, a proof that is not run is missing.
//!
//! `BLN_WITHOUT_POSTGRES=1` skips even where `CI` is set and where a server could be started.
//!
//! # The server
//!
//! `fsync`, `full_page_writes` and `synchronous_commit` are on. Its data are in a fresh folder in shared memory, if
//! there is room, else among the temporary files; it listens on a Unix socket there and on a port of the loopback
//! interface. The database sorts by the rules of a language, not by bytes, wherever this build of PostgreSQL can, so
//! that a statement that forgets `COLLATE "C"` is seen to.
//!
//! # When it goes
//!
//! A shell waits at the end of a pipe that this process holds. When the pipe closes, because the [`Cluster`] is dropped
//! or because the process ends in whatever way, killed ones included, it stops the server at once and removes its
//! folder. The server that tests share is there until their process ends.

mod address;
mod cluster;
mod failed;
mod find;
mod folder;
mod random;
mod replication;
mod shared;
mod unavailable;

pub use cluster::Cluster;
pub use failed::Failed;
pub use replication::Replication;
pub use shared::{Schema, Shared};
