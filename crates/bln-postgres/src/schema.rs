//! Whose schema it is and which steps it has been through.
//!
//! `bln_network` has one row: it says that the schema is ours, and everybody who writes locks it first. `bln_migration`
//! has a row for each step.

use bln_sql::{Applied, Migration, plan};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Error};

use crate::{OpenError, PostgresConfig};

/// The tables that mark a schema as ours.
const MARK: &str = "
    CREATE TABLE bln_network (
        one boolean NOT NULL PRIMARY KEY CHECK (one),
        application_id bigint NOT NULL
    );
    CREATE TABLE bln_migration (
        version bigint NOT NULL PRIMARY KEY,
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    );";

/// Locks the network against every other writer until the transaction ends. Without the row there is nothing to lock,
/// and the division by zero says so.
pub(crate) const LOCK: &str =
    "SELECT 1/count(*) FROM (SELECT 1 FROM bln_network WHERE one FOR UPDATE) AS locked";

/// How often a schema is looked at anew when another process is making it.
const ATTEMPTS: u32 = 20;

/// What is found in the place of a schema.
enum Found {
    /// No schema of this name.
    Nothing,
    /// A schema without a table.
    Empty,
    /// A schema of ours.
    Ours,
}

/// Makes the schema if it is not there, and carries out the steps that are missing, each in a transaction of its own
/// that holds the lock. Nothing is written before it is known that the schema is ours.
pub(crate) async fn migrate(
    client: &Client,
    config: &PostgresConfig,
    application_id: i32,
    known: &[Migration],
) -> Result<(), OpenError> {
    for _ in 0..ATTEMPTS {
        match make(client, config, application_id, known).await {
            // Another process was making it at the same time.
            Err(Refused::Server(error)) if is_race(&error) => {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
            Err(refused) => return Err(refused.meaning()),
            Ok(()) => return Ok(()),
        }
    }
    Err(OpenError::Locked)
}

/// The last step that a schema of ours has been through. Only reads.
pub(crate) async fn version(
    client: &Client,
    config: &PostgresConfig,
    application_id: i32,
    known: &[Migration],
) -> Result<Option<u32>, OpenError> {
    let found = look(client, config, application_id).await.map_err(Refused::meaning)?;
    if !matches!(found, Found::Ours) {
        return Ok(None);
    }
    let applied = applied(client).await.map_err(Refused::meaning)?;
    plan(&applied, known)?;
    Ok(applied.last().map(|step| step.version))
}

async fn make(
    client: &Client,
    config: &PostgresConfig,
    application_id: i32,
    known: &[Migration],
) -> Result<(), Refused> {
    let found = look(client, config, application_id).await?;
    if !matches!(found, Found::Ours) {
        // A list that is none of ours is found before anything is made.
        plan(&[], known).map_err(OpenError::from)?;
        let schema = match found {
            Found::Nothing => format!("CREATE SCHEMA \"{}\";", config.schema()),
            Found::Empty | Found::Ours => String::new(),
        };
        let network =
            format!("INSERT INTO bln_network (one, application_id) VALUES (true, {application_id});");
        in_transaction(client, &format!("{schema}{MARK}{network}")).await?;
    }
    while !plan(&applied(client).await?, known).map_err(OpenError::from)?.is_empty() {
        step(client, known).await?;
    }
    Ok(())
}

/// Finds out what is there, and refuses what is not ours.
async fn look(client: &Client, config: &PostgresConfig, application_id: i32) -> Result<Found, Refused> {
    let sql = "SELECT (SELECT oid FROM pg_namespace WHERE nspname = $1) IS NOT NULL, \
               (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                WHERE n.nspname = $1), \
               (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname IN ('bln_network', 'bln_migration'))";
    let row = client.query_one(sql, &[&config.schema()]).await?;
    let (is_there, things, marks) =
        (row.try_get::<_, bool>(0)?, row.try_get::<_, i64>(1)?, row.try_get::<_, i64>(2)?);
    match (is_there, things, marks) {
        (false, ..) => return Ok(Found::Nothing),
        (true, 0, _) => return Ok(Found::Empty),
        (true, _, 2) => {}
        _ => return Err(OpenError::ForeignSchema.into()),
    }
    let sql = "SELECT application_id FROM bln_network WHERE one";
    let marks = client.query(sql, &[]).await.map_err(foreign)?;
    let mark: i64 = match marks.as_slice() {
        [mark] => mark.try_get(0)?,
        _ => return Err(OpenError::ForeignSchema.into()),
    };
    if mark == i64::from(application_id) { Ok(Found::Ours) } else { Err(OpenError::ForeignSchema.into()) }
}

async fn applied(client: &Client) -> Result<Vec<Applied>, Refused> {
    let sql = "SELECT version, checksum FROM bln_migration ORDER BY version";
    let rows = client.query(sql, &[]).await.map_err(foreign)?;
    let read = |row: &tokio_postgres::Row| {
        let version = u32::try_from(row.try_get::<_, i64>(0)?).unwrap_or(u32::MAX);
        // A checksum that is none is that of no step, and so a change.
        let checksum = u64::from_str_radix(row.try_get(1)?, 16).unwrap_or(0);
        Ok(Applied { version, checksum })
    };
    Ok(rows.iter().map(read).collect::<Result<_, Error>>()?)
}

/// Carries out the first step that is missing, if it still is once the lock is held.
async fn step(client: &Client, known: &[Migration]) -> Result<(), Refused> {
    client.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE").await?;
    let done = locked_step(client, known).await;
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = client.batch_execute(end).await;
    done.and(Ok(ended?))
}

async fn locked_step(client: &Client, known: &[Migration]) -> Result<(), Refused> {
    client.query(LOCK, &[]).await?;
    let applied = applied(client).await?;
    let Some(step) = plan(&applied, known).map_err(OpenError::from)?.first() else { return Ok(()) };
    let failed = |error: Error| failed(error, step.version);
    for statement in &step.statements {
        client.batch_execute(statement).await.map_err(failed)?;
    }
    // What is checked only at the commit is checked now, while the step can still be named.
    client.batch_execute("SET CONSTRAINTS ALL IMMEDIATE").await.map_err(failed)?;
    let sql = "INSERT INTO bln_migration (version, name, checksum) VALUES ($1, $2, $3)";
    let checksum = format!("{:016x}", step.checksum());
    client.execute(sql, &[&i64::from(step.version), &step.name, &checksum]).await?;
    Ok(())
}

async fn in_transaction(client: &Client, sql: &str) -> Result<(), Error> {
    let done = client.batch_execute(&format!("BEGIN; {sql} COMMIT")).await;
    if done.is_err() {
        client.batch_execute("ROLLBACK").await?;
    }
    done
}

/// What another process that makes the same things at the same time leads to.
fn is_race(error: &Error) -> bool {
    const RACES: &[SqlState] = &[
        SqlState::UNIQUE_VIOLATION,
        SqlState::DUPLICATE_SCHEMA,
        SqlState::DUPLICATE_TABLE,
        SqlState::DUPLICATE_OBJECT,
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
    ];
    error.code().is_some_and(|code| RACES.contains(code))
}

/// A step that the server or another process stopped is not at fault.
fn failed(error: Error, version: u32) -> Refused {
    match OpenError::of(&error) {
        OpenError::Storage { code } if code.starts_with("sql.") || code.starts_with("value.") => {
            Refused::Open(OpenError::FailedMigration { version })
        }
        // A table that is there already was not made by a race: the lock is held.
        other => Refused::Open(other),
    }
}

/// A table of ours that cannot be read as ours is another program's.
fn foreign(error: Error) -> Refused {
    match OpenError::of(&error) {
        OpenError::Storage { code: "sql.error" } => Refused::Open(OpenError::ForeignSchema),
        _ => Refused::Server(error),
    }
}

/// Why a schema was refused: by us, or by the server.
enum Refused {
    /// By us.
    Open(OpenError),
    /// By the server.
    Server(Error),
}

impl Refused {
    fn meaning(self) -> OpenError {
        match self {
            Self::Open(error) => error,
            Self::Server(error) => OpenError::of(&error),
        }
    }
}

impl From<OpenError> for Refused {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Server(error)
    }
}
