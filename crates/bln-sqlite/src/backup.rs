//! Backups while others write, and their return.
//!
//! Both are one and the same work: SQLite writes what it reads, within one read transaction, into a new file
//! (`VACUUM INTO`, <https://www.sqlite.org/lang_vacuum.html#vacuuminto>), the new file is checked, waited for and only
//! then given its name. Copying the file itself would miss what is still in the log beside it.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use std::{fs, thread};

use bln_sql::{APPLICATION_ID, migrations};
use rusqlite::{Connection, OpenFlags};

use crate::apart::{Apart, apart};
use crate::code::Fault;
use crate::place::{NewFile, NotPlaced};
use crate::{COLUMN_TYPES, OpenError, SqliteConfig, SqliteStore, check, open, schema};

/// How often [`Progress::Copying`] is told.
const PERIOD: Duration = Duration::from_millis(50);

/// How far a backup or its return has come. Each stage follows the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// The file that is copied is being checked: only when it is a backup that returns.
    CheckingSource,
    /// So many bytes of about so many are written.
    Copying {
        /// How many are written.
        done: u64,
        /// About how many there will be. Never less than `done`.
        of: u64,
    },
    /// The copy is being checked.
    CheckingCopy,
    /// The copy is on its way to the disk.
    Keeping,
}

/// A copy that is whole, checked, on the disk and under its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    bytes: u64,
}

impl Copied {
    /// How large it is.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// Why there is no copy. The file that was to be copied is as it was, and nothing is at the path of the copy that was
/// not there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// There is no file to copy.
    #[error("There is no file to copy. Check the path.")]
    Missing,
    /// The file to copy is empty, or was left by a program that was stopped while it made it.
    #[error("The file to copy is not finished. Open the network from it once, then copy it.")]
    Unfinished,
    /// The file to copy was refused.
    #[error("The file to copy was refused. {0}")]
    Refused(OpenError),
    /// The file to copy is damaged, so that a copy would be too.
    #[error("The file to copy is damaged. Keep it, and restore the last good backup to another path.")]
    Damaged,
    /// Something is at the path of the copy. It is never overwritten.
    #[error("Something is at the new path already. Choose another path.")]
    Exists,
    /// The log or journal of an earlier database lies beside the path of the copy. SQLite would take it for that of the
    /// copy, and damage it.
    #[error("A -wal or -journal file of an earlier database is beside the new path. Move it away first.")]
    LeftOver,
    /// The folder of the copy is not there or cannot be written to.
    #[error("The folder of the new path cannot be written to. Check that it exists and has room.")]
    CannotWrite,
    /// The disk or the machine failed.
    #[error("The copy failed ({code}).")]
    Storage {
        /// The same codes as in [`bln_sql::Failure::Engine`].
        code: &'static str,
    },
}

impl BackupError {
    /// A stable code, for a program to match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "backup.missing",
            Self::Unfinished => "backup.unfinished",
            Self::Refused(error) => error.code(),
            Self::Damaged => "backup.damaged",
            Self::Exists => "backup.exists",
            Self::LeftOver => "backup.left-over",
            Self::CannotWrite => "backup.cannot-write",
            Self::Storage { .. } => "backup.storage",
        }
    }

    fn of_copy(fault: Fault) -> Self {
        match fault {
            Fault::Busy => Self::Refused(OpenError::Locked),
            Fault::Engine("storage.corrupt") => Self::Damaged,
            Fault::Engine("storage.cannot-open" | "storage.readonly" | "storage.permission") => {
                Self::CannotWrite
            }
            Fault::Engine(code) => Self::Storage { code },
            Fault::Constraint(_) => Self::Storage { code: "sql.error" },
        }
    }
}

impl From<NotPlaced> for BackupError {
    fn from(reason: NotPlaced) -> Self {
        match reason {
            NotPlaced::Exists => Self::Exists,
            NotPlaced::LeftOver => Self::LeftOver,
            NotPlaced::CannotWrite => Self::CannotWrite,
            NotPlaced::NotSynced => Self::Storage { code: "storage.io" },
        }
    }
}

impl SqliteStore {
    /// Copies a network's file, while this and other processes go on reading and writing, to a path where nothing is.
    ///
    /// The copy shows one moment: every change that was acknowledged before the call, and of every other change all or
    /// nothing. It is one file without a log, holds nothing that was deleted, can be read by its owner only, and has
    /// passed SQLite's checks of pages, indexes, constraints and references. When this returns, it is on the disk and
    /// outlives a cut of power. Until then there is only a file beside it whose name ends in `.part`; if the process is
    /// killed, that one stays and may be deleted.
    ///
    /// `progress` is called from a thread of its own. The copy is made to its end even if the future is dropped. To
    /// check what the rows mean as well, open the copy's own copy and verify it: opening a file writes to it.
    ///
    /// # Errors
    ///
    /// [`BackupError`].
    ///
    /// # Examples
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let folder = tempfile::tempdir()?;
    /// # let (live, backup, drill) = (folder.path().join("a"), folder.path().join("b"), folder.path().join("c"));
    /// use bln_sqlite::{SqliteConfig, SqliteStore};
    ///
    /// let store = SqliteStore::open(&live).await?;
    /// SqliteStore::backup(SqliteConfig::new(&live), &backup, |_| {}).await?;
    /// SqliteStore::restore(&backup, &drill, |_| {}).await?;
    /// let restored = SqliteStore::open(&drill).await?;
    /// # drop((store, restored));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn backup(
        from: SqliteConfig,
        to: impl Into<PathBuf>,
        progress: impl FnMut(Progress) + Send + 'static,
    ) -> Result<Copied, BackupError> {
        let to = to.into();
        let work = move || copy(&from, &to, Source::Live, progress);
        apart("bln-sqlite-backup", work).await.map_err(|Apart { code }| BackupError::Storage { code })?
    }

    /// Copies a backup to a path where nothing is, from where it can be opened. The backup stays as it is.
    ///
    /// As careful as [`backup`](Self::backup), and the backup is checked before anything is copied. A backup of an older
    /// release is restored as it is, and brought up to date when it is opened.
    ///
    /// # Errors
    ///
    /// [`BackupError`].
    pub async fn restore(
        from: impl Into<PathBuf>,
        to: impl Into<PathBuf>,
        progress: impl FnMut(Progress) + Send + 'static,
    ) -> Result<Copied, BackupError> {
        let (from, to) = (SqliteConfig::new(from), to.into());
        let work = move || copy(&from, &to, Source::Backup, progress);
        apart("bln-sqlite-restore", work).await.map_err(|Apart { code }| BackupError::Storage { code })?
    }
}

/// What is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// A file in use. Checking it before would take as long again, and says no more than the check of the copy.
    Live,
    /// A file that may have lain somewhere for years.
    Backup,
}

fn copy(
    config: &SqliteConfig,
    to: &Path,
    source: Source,
    mut progress: impl FnMut(Progress),
) -> Result<Copied, BackupError> {
    let mut from = source_of(config)?;
    let place = NewFile::beside(to)?;
    if source == Source::Backup {
        progress(Progress::CheckingSource);
        check::integrity(&from).map_err(BackupError::of_copy)?;
    }
    write(&mut from, place.path(), &mut progress)?;
    drop(from);
    progress(Progress::CheckingCopy);
    check_copy(place.path())?;
    progress(Progress::Keeping);
    let bytes = fs::metadata(place.path()).map_err(|_| BackupError::CannotWrite)?.len();
    place.keep()?;
    Ok(Copied { bytes })
}

/// A connection to a file of ours, of this release or an older one, that can only read.
fn source_of(config: &SqliteConfig) -> Result<Connection, BackupError> {
    let path = std::path::absolute(config.path()).map_err(|_| BackupError::Missing)?;
    match open::look(&path, config, APPLICATION_ID, &migrations(&COLUMN_TYPES)) {
        Ok(open::Found::Nothing) => return Err(BackupError::Missing),
        Ok(open::Found::Unfinished) => return Err(BackupError::Unfinished),
        Ok(open::Found::Older | open::Found::Current) => {}
        Err(OpenError::Storage { code: "storage.corrupt" }) => return Err(BackupError::Damaged),
        Err(error) => return Err(BackupError::Refused(error)),
    }
    let connection = open::for_looking(&path, OpenFlags::empty()).map_err(BackupError::Refused)?;
    let set = connection.busy_timeout(config.busy_timeout()).and_then(|()| {
        connection
            .execute_batch("PRAGMA trusted_schema = 0; PRAGMA cell_size_check = 1; PRAGMA temp_store = 2")
    });
    set.map_err(|error| BackupError::Refused(OpenError::of(&error)))?;
    Ok(connection)
}

/// Writes all that a connection sees into an empty file, and tells how far it has come by the size of that file.
fn write(from: &mut Connection, to: &Path, progress: &mut impl FnMut(Progress)) -> Result<(), BackupError> {
    let of = content(from).map_err(|error| BackupError::of_copy(error.into()))?;
    let name = to.to_str().ok_or(BackupError::CannotWrite)?;
    progress(Progress::Copying { done: 0, of });
    thread::scope(|scope| {
        let (finished, written) = mpsc::sync_channel(1);
        let vacuum = move || {
            // Whoever waits for it does so until it is sent.
            let _sent = finished.send(from.execute("VACUUM INTO ?1", [name]));
        };
        thread::Builder::new()
            .name("bln-sqlite-vacuum".to_owned())
            .spawn_scoped(scope, vacuum)
            .map_err(|_| BackupError::Storage { code: "storage.threads" })?;
        loop {
            match written.recv_timeout(PERIOD) {
                Ok(written) => return written.map(drop).map_err(|error| BackupError::of_copy(error.into())),
                Err(RecvTimeoutError::Timeout) => {
                    let done = fs::metadata(to).map_or(0, |about| about.len());
                    progress(Progress::Copying { done, of: of.max(done) });
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(BackupError::Storage { code: "storage.stopped" });
                }
            }
        }
    })
}

/// How many bytes of a file are in use.
fn content(connection: &Connection) -> Result<u64, rusqlite::Error> {
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, u32>(0)).map(u64::from);
    let pages = number("PRAGMA page_count")?.saturating_sub(number("PRAGMA freelist_count")?);
    Ok(pages * number("PRAGMA page_size")?)
}

/// Reads the copy as somebody who restores it would.
fn check_copy(copy: &Path) -> Result<(), BackupError> {
    let connection = open::for_looking(copy, OpenFlags::empty()).map_err(BackupError::Refused)?;
    // The file is nobody else's, so that nothing but damage can be in the way.
    schema::check(&connection, APPLICATION_ID, &migrations(&COLUMN_TYPES))
        .map_err(|refused| BackupError::Refused(refused.meaning()))?;
    check::integrity(&connection).map_err(BackupError::of_copy)
}
