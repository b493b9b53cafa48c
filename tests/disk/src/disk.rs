//! A watched folder: what happens to its files, in order, and what is to fail.

use std::{
    collections::HashMap,
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::vfs;

/// One change. Files are numbered in the order of their appearance: a name that is deleted and made again is another
/// file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// An empty file appeared under this name.
    Create {
        /// Its name.
        name: String,
        /// Its number.
        file: usize,
    },
    /// Bytes were written.
    Write {
        /// The file.
        file: usize,
        /// Where.
        at: usize,
        /// What.
        bytes: Box<[u8]>,
    },
    /// A file was cut to this size.
    Truncate {
        /// The file.
        file: usize,
        /// Its size.
        size: usize,
    },
    /// A file's content lasts from here on; with `folder`, the names too.
    Sync {
        /// The file.
        file: usize,
        /// Whether the folder was synced with it.
        folder: bool,
    },
    /// A sync failed: what was written since the last one may never reach the disk, whatever a later sync says, because
    /// a system forgets what it could not write (<https://lwn.net/Articles/752063/>).
    SyncFailed {
        /// The file.
        file: usize,
    },
    /// A name is gone.
    Delete {
        /// The name.
        name: String,
        /// Whether the folder was synced after it.
        folder: bool,
    },
    /// The program told somebody something.
    Told(usize),
}

/// Everything that happened in a folder.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// The files that were there at first: names and contents, by number.
    pub before: Vec<(String, Vec<u8>)>,
    /// What happened since.
    pub ops: Vec<Op>,
}

/// Which of SQLite's calls fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Opening or making a file.
    Open,
    /// Writing.
    Write,
    /// Syncing.
    Sync,
    /// Cutting to a size.
    Truncate,
    /// Deleting.
    Delete,
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// With an error of the disk; half of what was to be written is.
    Io,
    /// With a full disk; half of what was to be written is.
    Full,
    /// Not at all, for the caller: a sync that says it is done and is not. The known-bad control.
    Lies,
}

/// What is to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Which calls are counted.
    pub kind: Kind,
    /// Which of them fails, from 1.
    pub nth: u64,
    /// Whether all calls of all kinds after it fail too.
    pub forever: bool,
    /// How.
    pub how: How,
}

/// A folder whose changes by SQLite are written down, until this is dropped. Nothing in it reaches the real disk for
/// certain: syncs are only written down, which makes them fast.
pub struct Disk(Arc<Watched>);

pub(crate) struct Watched {
    folder: PathBuf,
    /// Whether connections are secretly set to `synchronous = NORMAL`: the known-bad control of durability.
    pub(crate) relaxed: bool,
    recording: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    log: Log,
    names: HashMap<String, usize>,
    files: usize,
    fault: Option<Fault>,
    counted: u64,
    fired: bool,
}

impl Disk {
    /// Watches a folder from now on. It must not be in use.
    pub fn watch(folder: &Path) -> Self {
        Self::new(folder, false, true)
    }

    /// The same, but whoever sets `synchronous = FULL` gets `NORMAL` and is told that it is `FULL`.
    pub fn watch_relaxed(folder: &Path) -> Self {
        Self::new(folder, true, true)
    }

    /// Does not watch a folder, but spares it the syncs.
    pub fn scratch(folder: &Path) -> Self {
        Self::new(folder, false, false)
    }

    fn new(folder: &Path, relaxed: bool, recording: bool) -> Self {
        let folder = folder.canonicalize().unwrap();
        let mut state = State::default();
        for entry in fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            state.names.insert(name.clone(), state.files);
            state.files += 1;
            state.log.before.push((name, fs::read(entry.path()).unwrap()));
        }
        let watched = Arc::new(Watched { folder, relaxed, recording, state: Mutex::new(state) });
        vfs::add(&watched);
        Self(watched)
    }

    /// Writes down that the program told somebody something.
    pub fn told(&self, what: usize) {
        self.0.state().log.ops.push(Op::Told(what));
    }

    /// What happened so far.
    pub fn log(&self) -> Log {
        self.0.state().log.clone()
    }

    /// What is to fail from now on, counted anew; `None` for nothing.
    pub fn fail(&self, fault: Option<Fault>) {
        let mut state = self.0.state();
        (state.fault, state.counted, state.fired) = (fault, 0, false);
    }

    /// Whether what was to fail has failed.
    pub fn failed(&self) -> bool {
        self.0.state().fired
    }
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Disk").field(&self.0.folder).finish()
    }
}

impl Watched {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of a path in this folder.
    pub(crate) fn name_of(&self, path: &Path) -> Option<String> {
        (path.parent()? == self.folder).then(|| path.file_name()?.to_str().map(str::to_owned))?
    }

    /// Carries a call out, or fails it, and writes down what came of it. No two calls are carried out at once, so that
    /// the log has the order in which they took effect.
    ///
    /// `op` says what happened, once it did. `half` is done instead when it fails.
    pub(crate) fn call(
        &self,
        kind: Kind,
        real: impl FnOnce() -> i32,
        op: impl FnOnce() -> Op,
        half: impl FnOnce() -> Option<Op>,
    ) -> i32 {
        let mut state = self.state();
        match state.due(kind) {
            Some(How::Lies) => rusqlite::ffi::SQLITE_OK,
            Some(how) => {
                let op = half();
                state.push(self.recording, op);
                code(kind, how)
            }
            None => {
                let result = real();
                if result == rusqlite::ffi::SQLITE_OK {
                    state.push(self.recording, Some(op()));
                }
                result
            }
        }
    }

    /// Opens a file, and gives its number.
    pub(crate) fn open(&self, name: &str, real: impl FnOnce() -> i32) -> Result<usize, i32> {
        let mut state = self.state();
        if let Some(how) = state.due(Kind::Open) {
            return Err(code(Kind::Open, how));
        }
        let existed = self.folder.join(name).exists();
        match real() {
            rusqlite::ffi::SQLITE_OK => {}
            failed => return Err(failed),
        }
        if let Some(file) = state.names.get(name).filter(|_| existed) {
            return Ok(*file);
        }
        let file = state.files;
        state.files += 1;
        state.names.insert(name.to_owned(), file);
        state.push(self.recording, Some(Op::Create { name: name.to_owned(), file }));
        Ok(file)
    }
}

impl State {
    fn push(&mut self, recording: bool, op: Option<Op>) {
        if let Some(op) = op {
            if let Op::Delete { name, .. } = &op {
                self.names.remove(name);
            }
            if recording {
                self.log.ops.push(op);
            }
        }
    }

    /// Counts a call, and says how it fails if it does.
    fn due(&mut self, kind: Kind) -> Option<How> {
        let fault = self.fault?;
        if self.fired && fault.forever && fault.how != How::Lies {
            return Some(fault.how);
        }
        if kind != fault.kind {
            return None;
        }
        self.counted += 1;
        let due = self.counted == fault.nth || (fault.forever && self.counted > fault.nth);
        self.fired |= due;
        due.then_some(fault.how)
    }
}

fn code(kind: Kind, how: How) -> i32 {
    use rusqlite::ffi;
    match (kind, how) {
        (Kind::Write | Kind::Truncate, How::Full) => ffi::SQLITE_FULL,
        (Kind::Open, _) => ffi::SQLITE_CANTOPEN,
        (Kind::Write, _) => ffi::SQLITE_IOERR_WRITE,
        (Kind::Sync, _) => ffi::SQLITE_IOERR_FSYNC,
        (Kind::Truncate, _) => ffi::SQLITE_IOERR_TRUNCATE,
        (Kind::Delete, _) => ffi::SQLITE_IOERR_DELETE,
    }
}
