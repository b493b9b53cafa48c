//! Where a proof keeps its network: in memory, in a file, on a server.

use std::{path::Path, sync::Arc};

use bln_cluster::{Schema, Shared};
use bln_postgres::{PostgresConfig, PostgresStore};
use bln_sqlite::SqliteStore;
use bln_store::{MemoryStore, Store};
use tempfile::TempDir;

/// A store in memory.
pub fn memory() -> Arc<dyn Store> {
    Arc::new(MemoryStore::new())
}

/// A store in an SQLite file.
pub async fn sqlite(path: &Path) -> Arc<dyn Store> {
    Arc::new(SqliteStore::open(path).await.unwrap())
}

/// A store in an SQLite database without a file.
pub async fn sqlite_in_memory() -> Arc<dyn Store> {
    Arc::new(SqliteStore::in_memory().await.unwrap())
}

/// A folder that is gone when it is dropped.
pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A place for one network, which is gone when it is dropped.
#[derive(Debug)]
pub enum Place {
    /// This process's memory.
    Memory(Arc<dyn Store>),
    /// A file in a folder of its own.
    Sqlite(TempDir),
    /// A schema of the server that the tests of a binary share.
    Postgres(Schema),
}

impl Place {
    /// An empty place in memory.
    pub fn memory() -> Self {
        Place::Memory(memory())
    }

    /// A folder without a file yet.
    pub fn sqlite() -> Self {
        Place::Sqlite(folder())
    }

    /// A schema that is not there yet; `None` if tests that need PostgreSQL are to be skipped.
    pub fn postgres() -> Option<Self> {
        Some(Place::Postgres(Shared::for_tests()?.fresh_schema()))
    }

    /// What another process opens to have the same network.
    ///
    /// # Panics
    ///
    /// In memory: no other process can.
    pub fn address(&self) -> String {
        match self {
            Place::Memory(_) => panic!("another process cannot look into this one's memory"),
            Place::Sqlite(folder) => folder.path().join("network.sqlite").to_str().unwrap().to_owned(),
            Place::Postgres(schema) => schema.url(),
        }
    }

    /// Opens the network's store as another process would: it shares with those that were opened before what is
    /// kept, and nothing else. In memory it is the same store again.
    pub async fn open(&self) -> Arc<dyn Store> {
        match self {
            Place::Memory(store) => Arc::clone(store),
            Place::Sqlite(_) | Place::Postgres(_) => open(&self.address()).await,
        }
    }
}

/// Opens a store by its address: that of a schema on a PostgreSQL server, or of an SQLite file.
pub async fn open(address: &str) -> Arc<dyn Store> {
    if address.starts_with("postgres://") {
        let config = PostgresConfig::parse(address).unwrap();
        return Arc::new(PostgresStore::open(&config).await.unwrap());
    }
    sqlite(Path::new(address)).await
}
