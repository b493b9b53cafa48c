//! Opens a file: looks without touching, then makes or migrates, then sets the connections up.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bln_sql::Migration;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, ffi};

use crate::schema::{self, Refused};
use crate::settings::{self, Role};
use crate::{OpenError, SqliteConfig};

/// The connections of an open file.
pub(crate) struct Opened {
    /// The one that writes.
    pub(crate) writer: Connection,
    /// Those that read.
    pub(crate) readers: Vec<Connection>,
    /// Where the file is, whatever becomes this process's folder.
    pub(crate) path: PathBuf,
}

/// What is at a path before anything is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// An empty file, or one whose maker was stopped before it was whole.
    Unfinished,
    /// A file of ours that wants steps of the schema.
    Older,
    /// A file of ours.
    Current,
}

/// Opens a file. Blocks.
pub(crate) fn file(
    config: &SqliteConfig,
    application_id: i32,
    migrations: &[Migration],
) -> Result<Opened, OpenError> {
    engine(rusqlite::version_number())?;
    // SQLite would take `file:..`, `:memory:` and the empty path for something else than a file of that name.
    let path = std::path::absolute(config.path()).map_err(|_| OpenError::CannotOpen)?;
    let found = look(&path, config, application_id, migrations)?;
    let writer = for_writing(&path, found)?;
    writer.busy_timeout(config.busy_timeout()).map_err(|error| OpenError::of(&error))?;
    if found != Found::Current {
        schema::migrate(&writer, application_id, migrations)?;
    }
    settings::apply(&writer, Role::Writer)?;
    // The last connection to close takes the log away, but only if it ever joined it. This one does so when it first
    // reads; until then the readers, who close side by side, would be in one another's way.
    crate::reader::look(&writer).map_err(|error| OpenError::of(&error))?;
    let readers = (0..config.readers().get())
        .map(|_| reader(&path, config.busy_timeout()))
        .collect::<Result<_, _>>()?;
    Ok(Opened { writer, readers, path })
}

/// One more connection to a file that is open: one that cannot write.
pub(crate) fn reader(path: &Path, busy_timeout: Duration) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reader = Connection::open_with_flags(path, flags).map_err(|_| OpenError::CannotOpen)?;
    settings::apply(&reader, Role::Reader(busy_timeout)).map(|()| reader)
}

/// The last step that a file of ours has been through. Blocks.
pub(crate) fn version(
    config: &SqliteConfig,
    application_id: i32,
    migrations: &[Migration],
) -> Result<Option<u32>, OpenError> {
    let path = std::path::absolute(config.path()).map_err(|_| OpenError::CannotOpen)?;
    match look(&path, config, application_id, migrations)? {
        Found::Nothing | Found::Unfinished => Ok(None),
        Found::Older | Found::Current => {
            let connection = for_looking(&path, OpenFlags::empty())?;
            connection.busy_timeout(config.busy_timeout()).map_err(|error| OpenError::of(&error))?;
            schema::version(&connection)
        }
    }
}

/// Opens a database in memory.
pub(crate) fn in_memory(migrations: &[Migration]) -> Result<Connection, OpenError> {
    engine(rusqlite::version_number())?;
    let connection = Connection::open_in_memory().map_err(|error| OpenError::of(&error))?;
    schema::migrate(&connection, 0, migrations)?;
    settings::apply(&connection, Role::InMemory)?;
    Ok(connection)
}

/// Refuses an SQLite that can damage its files.
const fn engine(found: i32) -> Result<(), OpenError> {
    if found < 3_051_003 { Err(OpenError::EngineTooOld { found }) } else { Ok(()) }
}

/// Finds out what is at a path, and refuses what we may not touch, without writing to it.
///
/// Only SQLite opens the file: closing a handle of our own would, on Unix, release the locks of every other
/// connection of this process to the same file.
pub(crate) fn look(
    path: &Path,
    config: &SqliteConfig,
    application_id: i32,
    migrations: &[Migration],
) -> Result<Found, OpenError> {
    match fs::metadata(path) {
        Ok(about) if !about.is_file() => return Err(OpenError::CannotOpen),
        Ok(about) if about.len() == 0 => return Ok(Found::Unfinished),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound && path.parent().is_some_and(Path::is_dir) => {
            return Ok(Found::Nothing);
        }
        Err(_) => return Err(OpenError::CannotOpen),
    }
    let connection = for_looking(path, OpenFlags::empty())?;
    connection.busy_timeout(config.busy_timeout()).map_err(|error| OpenError::of(&error))?;
    match schema::check(&connection, application_id, migrations) {
        Ok(true) => Ok(Found::Older),
        Ok(false) => Ok(Found::Current),
        Err(Refused::Sqlite(error)) if needs_recovery(&error) => {
            recoverable(path, application_id).map(|()| Found::Unfinished)
        }
        Err(refused) => Err(refused.meaning()),
    }
}

/// A connection that cannot write, not even when it is closed.
pub(crate) fn for_looking(path: &Path, extra: OpenFlags) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | extra;
    let connection = Connection::open_with_flags(path, flags).map_err(|_| OpenError::CannotOpen)?;
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .map_err(|error| OpenError::of(&error))?;
    Ok(connection)
}

/// Whether a rollback journal lies beside the file, as after a crash while the file was being made.
fn needs_recovery(error: &rusqlite::Error) -> bool {
    crate::code::result_code(error) == Some(ffi::SQLITE_READONLY_ROLLBACK)
}

/// Whether SQLite may roll the file back on our behalf: if it is ours, or was stopped before it was anybody's.
fn recoverable(path: &Path, application_id: i32) -> Result<(), OpenError> {
    let uri = immutable_uri(path).ok_or(OpenError::CannotOpen)?;
    let connection = for_looking(&uri, OpenFlags::SQLITE_OPEN_URI)?;
    match connection.query_row("PRAGMA application_id", [], |row| row.get::<_, i32>(0)) {
        Ok(found) if found != application_id => Err(OpenError::ForeignDatabase),
        Ok(_) => Ok(()),
        Err(error) => match OpenError::of(&error) {
            // Its first page was being written when the power was cut. The journal has what was there before.
            OpenError::NotADatabase | OpenError::Storage { code: "storage.corrupt" } => Ok(()),
            other => Err(other),
        },
    }
}

/// The address under which SQLite reads the file as it stands, with neither journal nor lock
/// (<https://www.sqlite.org/uri.html>).
fn immutable_uri(path: &Path) -> Option<PathBuf> {
    let escaped = path.to_str()?.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let forward = if cfg!(windows) { escaped.replace('\\', "/") } else { escaped };
    let slash = if forward.starts_with('/') { "" } else { "/" };
    Some(PathBuf::from(format!("file:{slash}{forward}?immutable=1")))
}

/// A connection that can write, or the reason why there is none.
fn for_writing(path: &Path, found: Found) -> Result<Connection, OpenError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, found == Found::Nothing);
    let connection = Connection::open_with_flags(path, flags).map_err(|_| match found {
        // Its folder is there, so it is the folder that does not take it.
        Found::Nothing => OpenError::ReadOnly,
        Found::Unfinished | Found::Older | Found::Current => OpenError::CannotOpen,
    })?;
    if connection.is_readonly("main").map_err(|error| OpenError::of(&error))? {
        return Err(OpenError::ReadOnly);
    }
    if found == Found::Nothing {
        only_for_its_owner(path)?;
    }
    Ok(connection)
}

/// A new file holds personal data: nobody but its owner reads it, until the owner says so. SQLite gives the files
/// beside it the same rights.
#[cfg(unix)]
fn only_for_its_owner(path: &Path) -> Result<(), OpenError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(|_| OpenError::CannotOpen)
}

#[cfg(not(unix))]
fn only_for_its_owner(_: &Path) -> Result<(), OpenError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sound_version_of_sqlite_is_the_oldest_that_is_accepted() {
        assert_eq!(engine(3_051_002), Err(OpenError::EngineTooOld { found: 3_051_002 }));
        assert_eq!(engine(3_051_003), Ok(()));
        assert_eq!(engine(3_040_001), Err(OpenError::EngineTooOld { found: 3_040_001 }));
        assert_eq!(engine(rusqlite::version_number()), Ok(()), "the one this test was built with");
    }

    #[test]
    fn a_path_with_signs_of_an_address_stays_one_path() {
        let uri = immutable_uri(Path::new("/data/50% #1?.db")).unwrap();
        assert_eq!(uri, Path::new("file:/data/50%25 %231%3f.db?immutable=1"));
    }
}
