//! The contract of a store, case by case: on a database in memory, and on one in a file, where readers have
//! connections of their own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

#[path = "support/switched.rs"]
mod switched;

use bln_sql::{SqlStore, migrations};
use bln_sqlite::{COLUMN_TYPES, SqliteDriver, SqliteStore};
use switched::SwitchedStore;
use tempfile::TempDir;

/// A store in a file, and the folder that is removed after it.
struct InFolder {
    store: SqlStore,
    _folder: TempDir,
}

async fn in_folder() -> InFolder {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("network.db")).await.unwrap();
    InFolder { store, _folder: folder }
}

mod in_memory {
    bln_conformance::suite!(async { super::SqliteStore::in_memory().await.unwrap() });
}

mod in_a_file {
    bln_conformance::suite!(super::in_folder(), |guard| &guard.store);
}

mod when_the_driver_fails {
    bln_conformance::failures!(async {
        super::SwitchedStore::over(
            super::SqliteDriver::in_memory(&super::migrations(&super::COLUMN_TYPES)).unwrap(),
        )
    });
}
