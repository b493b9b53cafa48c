//! A staff network in PostgreSQL: pipelined group commit under one row lock, snapshot reads, COPY for imports.

mod check;
mod code;
mod config;
mod connection;
mod driver;
mod error;
mod group;
mod pipeline;
mod prepared;
mod reader;
mod schema;
mod snapshot;
mod statement;
mod store;
mod value;
mod worker;
mod writer;

pub use config::PostgresConfig;
pub use driver::PostgresDriver;
pub use error::OpenError;
pub use store::{COLUMN_TYPES, PostgresStore};
