//! One relational store for a staff network: schema, statements and row mapping, for any SQL driver.
//!
//! A [`Driver`] runs a guarded [`Batch`] and answers [`Query`]s; it knows no noun of a staff network. What is above
//! it knows no engine: SQL is written once, inside the subset that SQLite and PostgreSQL share. [`SqlStore`] is that
//! store: the whole port of [`bln_store`] over a driver whose database has been through [`migrations`].

mod commit;
mod copy;
mod driver;
mod migration;
mod read;
mod row;
mod schema;
mod statements;
mod store;
mod table;
mod tables;
pub mod text;
mod value;
mod vocabulary;

pub use copy::{Contents, CopyError, CopyPhase, CopyProgress, TableContents, contents, copy};
pub use driver::{Batch, ConstraintKind, Driver, Failure, Guard, Query, Snapshot, Statement};
pub use migration::{Applied, ColumnTypes, Migration, MigrationError, plan};
pub use row::{Row, RowError};
pub use schema::{APPLICATION_ID, migrations};
pub use statements::statements;
pub use store::SqlStore;
pub use table::{Column, Kind, Table};
pub use tables::TABLES;
pub use value::Value;
