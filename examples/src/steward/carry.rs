//! Carrying a network from one place to another.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use bln_sql::{Contents, SqlStore, copy as copy_rows};
use bln_sqlite::{Copied, SqliteConfig, SqliteStore};
use tempfile::TempDir;

use super::{Outcome, Stop, bar::Bar, inspect};
use crate::{database::Database, report::thousands};

pub(super) async fn backup(
    database: &Database,
    file: &Path,
    out: &mut (dyn Write + Send),
) -> Result<Outcome, Stop> {
    let bytes = match database {
        Database::Sqlite(path) => {
            let bar = Bar::new();
            let shown = bar.clone();
            let copied = SqliteStore::backup(SqliteConfig::new(path), file, move |now| shown.file(now)).await;
            bar.clear();
            copied?
        }
        Database::Postgres(_) => {
            let store = inspect::current(database).await?;
            into_file(&store, file).await?.1
        }
    };
    writeln!(
        out,
        "Backed up {database} to {}: {} bytes, checked and on the disk.",
        file.display(),
        thousands(bytes.bytes())
    )?;
    Ok(Outcome::Fine)
}

pub(super) async fn restore(
    file: &Path,
    database: &Database,
    out: &mut (dyn Write + Send),
) -> Result<Outcome, Stop> {
    match database {
        Database::Sqlite(path) => drop(bring_back(file, path).await?),
        Database::Postgres(_) => {
            must_be_free(database).await?;
            // The backup stays as it is: opening a file writes to it, and an older one is brought up to date.
            let between = Between::new(std::env::temp_dir().as_path())?;
            bring_back(file, &between.file).await?;
            let store = Database::Sqlite(between.file.clone()).open().await?;
            carry(&store, &database.open().await?).await?;
        }
    }
    writeln!(out, "Restored {} to {database}.", file.display())?;
    inspect::tell_faults(&database.open().await?, out).await
}

pub(super) async fn copy(
    from: &Database,
    to: &Database,
    out: &mut (dyn Write + Send),
) -> Result<Outcome, Stop> {
    if from.is(to) {
        return Err(Stop::Same);
    }
    let source = inspect::current(from).await?;
    let contents = match to {
        Database::Sqlite(path) => into_file(&source, path).await?.0,
        Database::Postgres(_) => {
            must_be_free(to).await?;
            carry(&source, &to.open().await?).await?
        }
    };
    let tables = contents.tables().len();
    writeln!(out, "Copied {} rows of {tables} tables from {from} to {to}.", thousands(contents.rows()))?;
    write!(out, "Both held the same, SHA-256 ")?;
    contents.sha256().iter().try_for_each(|byte| write!(out, "{byte:02x}"))?;
    writeln!(out, ".")?;
    Ok(Outcome::Fine)
}

/// Refuses a schema with an older network in it, which opening would bring up to date. One that is not empty, or into
/// which a copy was not finished, the copy itself refuses.
async fn must_be_free(database: &Database) -> Result<(), Stop> {
    match database.version().await? {
        Some(found) if found < inspect::newest() => Err(Stop::Taken { database: database.to_string() }),
        _ => Ok(()),
    }
}

/// Copies all rows from one store to another.
async fn carry(from: &SqlStore, to: &SqlStore) -> Result<Contents, Stop> {
    let bar = Bar::new();
    let copied = copy_rows(from, to, |now| bar.rows(now)).await;
    bar.clear();
    Ok(copied?)
}

/// Copies all rows into a new file. It has its name only when it is whole, checked and on the disk.
async fn into_file(from: &SqlStore, file: &Path) -> Result<(Contents, Copied), Stop> {
    if file.symlink_metadata().is_ok() {
        return Err(Stop::Taken { database: file.display().to_string() });
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let between = Between::new(folder)?;
    let store = Database::Sqlite(between.file.clone()).open().await?;
    let contents = carry(from, &store).await?;
    drop(store);
    let copied = bring_back(&between.file, file).await?;
    Ok((contents, copied))
}

/// Copies a file that nobody uses.
async fn bring_back(from: &Path, to: &Path) -> Result<Copied, Stop> {
    let bar = Bar::new();
    let shown = bar.clone();
    let copied = SqliteStore::restore(from, to, move |now| shown.file(now)).await;
    bar.clear();
    Ok(copied?)
}

/// A file that is gone when it is dropped.
struct Between {
    file: PathBuf,
    _folder: TempDir,
}

impl Between {
    fn new(folder: &Path) -> Result<Self, Stop> {
        let folder = tempfile::Builder::new().prefix(".steward-").tempdir_in(folder).map_err(Stop::Folder)?;
        Ok(Self { file: folder.path().join("network.db"), _folder: folder })
    }
}
