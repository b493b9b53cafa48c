//! A network's store in PostgreSQL: the driver, with the schema of [`bln_sql`] in it.

use std::sync::Arc;

use bln_sql::{APPLICATION_ID, ColumnTypes, SqlStore, migrations};

use crate::{OpenError, PostgresConfig, PostgresDriver};

/// PostgreSQL's names for the types of columns. Text sorts by its bytes, as in every other store, and not by the rules
/// of a language that a server might have been set up with.
pub const COLUMN_TYPES: ColumnTypes = ColumnTypes {
    uuid: "uuid",
    instant: "timestamptz",
    date: "date",
    local_date_time: "timestamp",
    text: "text COLLATE \"C\"",
    integer: "bigint",
    boolean: "boolean",
    bytes: "bytea",
    table_options: "",
    keyed_table_options: "",
    random_uuid: "gen_random_uuid()",
};

/// How a network's store is opened. What comes back is a [`SqlStore`], which knows no engine.
///
/// ```no_run
/// # async fn example() -> Result<(), bln_postgres::OpenError> {
/// use bln_postgres::{PostgresConfig, PostgresStore};
///
/// let config = PostgresConfig::parse("postgres://bln@localhost/trust?schema=bln_race_equality")?;
/// let store = PostgresStore::open(&config).await?;
/// # let _ = store;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub enum PostgresStore {}

impl PostgresStore {
    /// Opens the schema that a configuration names, makes it if it is not there, and brings it up to date.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub async fn open(config: &PostgresConfig) -> Result<SqlStore, OpenError> {
        let driver = PostgresDriver::open(config, APPLICATION_ID, &migrations(&COLUMN_TYPES)).await?;
        Ok(SqlStore::new(Arc::new(driver)))
    }

    /// The version of a network's schema, the number of its last step, and nothing is written. `None` where there is no
    /// network.
    ///
    /// # Errors
    ///
    /// [`OpenError`], for what [`open`](Self::open) would refuse.
    pub async fn version(config: &PostgresConfig) -> Result<Option<u32>, OpenError> {
        PostgresDriver::version(config, APPLICATION_ID, &migrations(&COLUMN_TYPES)).await
    }
}
