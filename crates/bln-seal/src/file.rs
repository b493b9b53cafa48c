//! A ring of keys in a file that only its owner can read.

use std::{
    fmt,
    fs::{File, OpenOptions},
    io::{Read, Write},
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use bln_core::KeyName;
use zeroize::Zeroizing;

use crate::{KeyError, KeyRing, Keys, NetworkKey};

/// A ring of keys in a file, in the text of [`Keys`].
///
/// It must not lie where the backups of the database go: who has both has everything. A ring changes without
/// downtime, by [`rotate`](FileKeyRing::rotate), or by changing the file and calling
/// [`reload`](FileKeyRing::reload) in each process that reads it. Whoever asks meanwhile gets the keys from before
/// or those from after.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("network.keys");
/// use bln_core::KeyName;
/// use bln_seal::{FileKeyRing, KeyRing};
///
/// # let random = [7; 32];
/// # let more_random = [8; 32];
/// let ring = FileKeyRing::create(&path, KeyName::parse("2026")?, random)?;
/// ring.rotate(KeyName::parse("2027")?, more_random)?;
/// assert_eq!(FileKeyRing::open(&path)?.current().as_str(), "2027");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct FileKeyRing {
    path: PathBuf,
    keys: RwLock<Arc<Keys>>,
}

impl FileKeyRing {
    /// Reads a file of keys.
    ///
    /// # Errors
    ///
    /// `key.file` if it cannot be read, `key.exposed` if others than its owner may read or write it (on Unix), and
    /// as [`Keys::parse`].
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, KeyError> {
        let path = path.into();
        let keys = RwLock::new(Arc::new(read(&path)?));
        Ok(Self { path, keys })
    }

    /// Makes a file of one new key, for its owner alone, and returns once it is on the disk.
    ///
    /// # Errors
    ///
    /// `key.exists` if there is such a file: keys are never written over. `key.file` if it cannot be written,
    /// `key.zero` if what is given as random is 32 zeros.
    pub fn create(path: impl Into<PathBuf>, name: KeyName, random: [u8; 32]) -> Result<Self, KeyError> {
        let path = path.into();
        let keys = Keys::generate(name, random)?;
        write_new(&path, &keys)?;
        Ok(Self { path, keys: RwLock::new(Arc::new(keys)) })
    }

    /// Reads the file again. If it is refused the keys stay as they were.
    ///
    /// # Errors
    ///
    /// As [`FileKeyRing::open`].
    pub fn reload(&self) -> Result<(), KeyError> {
        let keys = Arc::new(read(&self.path)?);
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(())
    }

    /// Makes a new key current, in the file and here; all others stay.
    ///
    /// The file is replaced as a whole, so that it holds the keys from before or those from after whatever happens,
    /// and is on the disk before anything is made with the new key. Comments in it are not kept. One process at a
    /// time may do this: a second finds `<file>.new` and is refused, as it is when the first was cut off. The file
    /// then still holds the keys from before, and `<file>.new` may be removed.
    ///
    /// # Errors
    ///
    /// As [`FileKeyRing::open`] and [`Keys::with_new`]; `key.exists` if there is a file `<file>.new`.
    pub fn rotate(&self, name: KeyName, random: [u8; 32]) -> Result<(), KeyError> {
        // What the file says now: another process may have changed it since it was read here.
        let keys = read(&self.path)?.with_new(name, random)?;
        let mut beside = self.path.clone().into_os_string();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        write_new(&beside, &keys)?;
        std::fs::rename(&beside, &self.path)?;
        sync_folder(&self.path)?;
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        Ok(())
    }

    fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl KeyRing for FileKeyRing {
    fn current(&self) -> KeyName {
        self.keys().current()
    }

    fn key(&self, name: &KeyName) -> Option<NetworkKey> {
        self.keys().key(name)
    }

    fn names(&self) -> Vec<KeyName> {
        self.keys().names()
    }
}

impl fmt::Debug for FileKeyRing {
    /// The names of the keys, and not where the file is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FileKeyRing").field(&self.keys()).finish()
    }
}

fn read(path: &Path) -> Result<Keys, KeyError> {
    let file = File::open(path)?;
    // Asked of the open file, so that what is read is what was looked at.
    check_owner_only(&file)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(Keys::MAX_BYTES + 1));
    let limit = u64::try_from(Keys::MAX_BYTES + 1).unwrap_or(u64::MAX);
    file.take(limit).read_to_end(&mut bytes)?;
    if bytes.len() > Keys::MAX_BYTES {
        return Err(KeyError::TooLong);
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| KeyError::File(std::io::ErrorKind::InvalidData))?;
    Keys::parse(text)
}

fn write_new(path: &Path, keys: &Keys) -> Result<(), KeyError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(keys.to_text().as_bytes())?;
    file.sync_all()?;
    sync_folder(path)
}

/// A name in a folder is on the disk once the folder is. Elsewhere than on Unix a folder cannot be opened for it.
fn sync_folder(path: &Path) -> Result<(), KeyError> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

#[cfg(unix)]
fn check_owner_only(file: &File) -> Result<(), KeyError> {
    let mode = std::os::unix::fs::MetadataExt::mode(&file.metadata()?);
    if mode & 0o077 == 0 { Ok(()) } else { Err(KeyError::Exposed) }
}

#[cfg(not(unix))]
fn check_owner_only(_: &File) -> Result<(), KeyError> {
    Ok(())
}
