//! A new file that appears under its name only when it is whole and on the disk.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// An empty file beside a path where nothing is. Deleted when it is dropped, unless it was kept.
#[derive(Debug)]
pub(crate) struct NewFile {
    part: PathBuf,
    to: PathBuf,
}

/// Why a path was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotPlaced {
    /// Something is there.
    Exists,
    /// The log or journal of an earlier database is beside it.
    LeftOver,
    /// Its folder takes no file.
    CannotWrite,
    /// The disk did not say that it has it.
    NotSynced,
}

impl NewFile {
    /// An empty file, for its owner only, beside a path where nothing is.
    pub(crate) fn beside(to: &Path) -> Result<Self, NotPlaced> {
        // How many were made by this process, so that two at a time do not meet.
        static MADE: AtomicU64 = AtomicU64::new(0);
        let to = std::path::absolute(to).map_err(|_| NotPlaced::CannotWrite)?;
        free(&to)?;
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let part = with_suffix(&to, &format!(".{}-{number}.part", std::process::id()));
        create(&part).map_err(|_| NotPlaced::CannotWrite)?;
        Ok(Self { part, to })
    }

    /// Where it is until it is kept.
    pub(crate) fn path(&self) -> &Path {
        &self.part
    }

    /// Waits until the disk has the file, gives it its name, and waits until the disk has that too.
    pub(crate) fn keep(self) -> Result<(), NotPlaced> {
        // Windows flushes only what was opened for writing.
        let file = OpenOptions::new().write(true).open(&self.part).map_err(|_| NotPlaced::CannotWrite)?;
        file.sync_all().map_err(|_| NotPlaced::NotSynced)?;
        drop(file);
        free(&self.to)?;
        // A second name is refused where there is something; renaming would replace it.
        match fs::hard_link(&self.part, &self.to) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(NotPlaced::Exists),
            // Some file systems know no second name: whoever makes the empty file may replace it.
            Err(_) => {
                create(&self.to).map_err(|error| match error.kind() {
                    ErrorKind::AlreadyExists => NotPlaced::Exists,
                    _ => NotPlaced::CannotWrite,
                })?;
                fs::rename(&self.part, &self.to).map_err(|_| NotPlaced::CannotWrite)?;
            }
        }
        let folder = self.to.parent().map(Path::to_owned);
        drop(self);
        folder.as_deref().map_or(Ok(()), sync_folder).map_err(|_| NotPlaced::NotSynced)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // What cannot be deleted has a name that says what it is.
        let _left_over = fs::remove_file(&self.part);
    }
}

/// Whether nothing is at a path, nor beside it what SQLite would take for the log or journal of what will be.
fn free(to: &Path) -> Result<(), NotPlaced> {
    if fs::symlink_metadata(to).is_ok() {
        return Err(NotPlaced::Exists);
    }
    let left_over = |suffix| fs::symlink_metadata(with_suffix(to, suffix)).is_ok();
    if left_over("-wal") || left_over("-journal") { Err(NotPlaced::LeftOver) } else { Ok(()) }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A folder cannot be flushed, and need not be where its journal is kept in order (NTFS).
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_name_only_once_it_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("copy.db");
        let file = NewFile::beside(&to).unwrap();
        fs::write(file.path(), "whole").unwrap();
        assert!(!to.exists());
        file.keep().unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
    }

    #[test]
    fn a_file_that_is_not_kept_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        drop(NewFile::beside(&folder.path().join("copy.db")).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_is_there_first_or_in_the_meantime_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("copy.db");
        let file = NewFile::beside(&to).unwrap();
        fs::write(&to, "theirs").unwrap();
        assert_eq!(NewFile::beside(&to).unwrap_err(), NotPlaced::Exists);
        assert_eq!(file.keep(), Err(NotPlaced::Exists));
        assert_eq!(fs::read(&to).unwrap(), b"theirs");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_log_or_journal_of_an_earlier_database_is_in_the_way() {
        for suffix in ["-wal", "-journal"] {
            let folder = tempfile::tempdir().unwrap();
            let to = folder.path().join("copy.db");
            fs::write(with_suffix(&to, suffix), "").unwrap();
            assert_eq!(NewFile::beside(&to).unwrap_err(), NotPlaced::LeftOver, "{suffix}");
        }
    }
}
