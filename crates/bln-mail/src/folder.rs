//! A folder of messages, one file each: for a mail server that picks them up, for tests, and to read by hand.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use async_trait::async_trait;

use crate::{Message, Repeat, Transport, TransportError};

/// A folder that messages are written into as `.eml` files (RFC 5322), which mail programs open.
///
/// A file is named after its message's notice, so handing a message over again writes the same file, and doing so is
/// harmless. It is written under another name, brought to the disk and only then renamed, so that whoever reads the
/// folder finds whole messages. Each file names one person's address: keep the folder as you keep the database.
///
/// It waits for the disk where it is called, which a runtime for many tasks may not like: it is for one at a time.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder at a path, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        fs::create_dir_all(&path)?;
        Ok(Self { path })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn write(&self, message: &Message) -> io::Result<()> {
        let unfinished = self.path.join(format!("{}.part", message.notice()));
        let mut file = File::create(&unfinished)?;
        file.write_all(&message.bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, self.path.join(format!("{}.eml", message.notice())))?;
        // The name is in the folder, which has to be on the disk too. Not every system lets a folder be opened.
        match File::open(&self.path) {
            Ok(folder) => folder.sync_all(),
            Err(_) => Ok(()),
        }
    }
}

#[async_trait]
impl Transport for Folder {
    async fn send(&self, message: &Message) -> Result<(), TransportError> {
        self.write(message).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                TransportError::Misconfigured { code: "folder.not_writable" }
            }
            // Whatever was written is written again under the same name.
            _ => TransportError::Later { after: None },
        })
    }

    fn repeat(&self) -> Repeat {
        Repeat::Harmless
    }
}
