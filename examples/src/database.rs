//! Where a network is kept, named by one text: a file, or a schema on a PostgreSQL server.

use std::{
    ffi::OsStr,
    fmt, fs,
    path::{Path, PathBuf},
};

use bln_postgres::{PostgresConfig, PostgresStore};
use bln_sql::SqlStore;
use bln_sqlite::{SqliteConfig, SqliteStore};

/// A network's database.
///
/// It shows itself as its path, or as its schema: never the server, the user or the password of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A file.
    Sqlite(PathBuf),
    /// A schema on a server.
    Postgres(Box<PostgresConfig>),
}

/// Why a database cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// The text names none.
    #[error(
        "The name of the database cannot be read. Write a path such as network.db, or an address such as \
         postgres://user@host/database?schema=name."
    )]
    Name,
    /// The file was refused.
    #[error(transparent)]
    Sqlite(#[from] bln_sqlite::OpenError),
    /// The schema was refused.
    #[error(transparent)]
    Postgres(#[from] bln_postgres::OpenError),
}

impl Database {
    /// Reads `network.db` or `sqlite:network.db` as a file, and `postgres://user@host:port/database?schema=name` as a
    /// schema.
    ///
    /// # Errors
    ///
    /// [`DatabaseError::Name`], or [`DatabaseError::Postgres`] for an address that is not one.
    ///
    /// # Examples
    ///
    /// ```
    /// use bln_examples::database::Database;
    ///
    /// assert_eq!(Database::parse("sqlite:network.db")?.to_string(), "network.db");
    /// let server = Database::parse("postgres://me:secret@localhost/trust?schema=bln_demo")?;
    /// assert_eq!(server.to_string(), "the schema bln_demo");
    /// # Ok::<(), bln_examples::database::DatabaseError>(())
    /// ```
    pub fn parse(text: impl AsRef<OsStr>) -> Result<Self, DatabaseError> {
        let whole = text.as_ref();
        let text = whole.to_str().unwrap_or("");
        if ["postgres:", "postgresql:"].iter().any(|scheme| text.starts_with(scheme)) {
            return Ok(Self::Postgres(Box::new(PostgresConfig::parse(text)?)));
        }
        let path = text.strip_prefix("sqlite:").map_or(whole, OsStr::new);
        if path.is_empty() || text.contains("://") {
            return Err(DatabaseError::Name);
        }
        Ok(Self::Sqlite(path.into()))
    }

    /// Opens the network, makes it if it is not there, and brings its schema up to date.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`].
    pub async fn open(&self) -> Result<SqlStore, DatabaseError> {
        Ok(match self {
            Self::Sqlite(path) => SqliteStore::open(path).await?,
            Self::Postgres(config) => PostgresStore::open(config).await?,
        })
    }

    /// The schema's version, without writing anything. `None` when there is no network.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`].
    pub async fn version(&self) -> Result<Option<u32>, DatabaseError> {
        Ok(match self {
            Self::Sqlite(path) => SqliteStore::version(SqliteConfig::new(path)).await?,
            Self::Postgres(config) => PostgresStore::version(config).await?,
        })
    }

    /// Whether it is the same place as another, as far as the names tell.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sqlite(one), Self::Sqlite(other)) => one == other || same_file(one, other),
            (one, other) => one == other,
        }
    }
}

fn same_file(one: &Path, other: &Path) -> bool {
    let real = |path| fs::canonicalize(path).ok();
    real(one).is_some_and(|one| Some(one) == real(other))
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => path.display().fmt(f),
            Self::Postgres(config) => write!(f, "the schema {}", config.schema()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_a_file_or_a_schema() {
        let path = |text: &str| Database::parse(text).map(|database| database.to_string());
        assert_eq!(path("network.db").unwrap(), "network.db");
        assert_eq!(path("sqlite:a/network.db").unwrap(), "a/network.db");
        assert_eq!(path("postgresql://u@h/d").unwrap(), "the schema bln");
        assert!(matches!(Database::parse("postgres"), Ok(Database::Sqlite(_))), "a file of that name");
    }

    #[test]
    fn what_names_nothing_is_refused_and_not_repeated() {
        for text in ["", "sqlite:", "mysql://u:secret@h/d", "https://example.org"] {
            assert_eq!(Database::parse(text), Err(DatabaseError::Name), "{text}");
        }
        let error = Database::parse("postgres://u:secret@h:port/d").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"));
    }

    #[test]
    fn a_database_shows_neither_server_nor_user_nor_password() {
        let database = Database::parse("postgres://someone:secret@place/d?schema=s").unwrap();
        let shown = format!("{database} {database:?}");
        assert!(!["someone", "secret", "place"].iter().any(|word| shown.contains(word)), "{shown}");
    }

    #[test]
    fn a_file_under_two_names_is_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("network.db");
        fs::write(&path, "").unwrap();
        let other = folder.path().join(".").join("network.db");
        assert!(Database::Sqlite(path.clone()).is(&Database::Sqlite(other)));
        assert!(!Database::Sqlite(path).is(&Database::Sqlite(folder.path().join("other.db"))));
    }
}
