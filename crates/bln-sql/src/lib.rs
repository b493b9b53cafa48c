//! One relational store for a staff network: schema, statements and row mapping, for any SQL driver.
//!
//! A [`Driver`] runs a guarded [`Batch`] and answers [`Query`]s; it knows no noun of a staff network. What is above
//! it knows no engine: SQL is written once, inside the subset that SQLite and PostgreSQL share.

mod driver;
mod migration;
mod row;
pub mod text;
mod value;

pub use driver::{Batch, ConstraintKind, Driver, Failure, Guard, Query, Statement};
pub use migration::{Applied, ColumnTypes, Migration, MigrationError, plan};
pub use row::{Row, RowError};
pub use value::Value;
