//! The functions that SQLite calls: each passes on to the default ones, by way of a watched folder.
//!
//! A file of ours is a [`File`] with the default VFS's own file right behind it in memory, which SQLite allocates for
//! both: `szOsFile` is the sum. The safety of everything here rests on that layout, on SQLite calling the methods of a
//! file only between its opening and closing, and on the parent's table never changing once it is found.

#![allow(
    unsafe_code,
    clippy::as_conversions,
    reason = "SQLite takes a VFS as a table of C functions; this file is all that is unsafe"
)]

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    path::Path,
    ptr::{null, null_mut},
    sync::{
        Arc, Mutex, Once, PoisonError, Weak,
        atomic::{AtomicPtr, Ordering},
    },
};

use rusqlite::ffi::{self, sqlite3_file, sqlite3_io_methods, sqlite3_vfs};

use crate::disk::{Kind, Op, Watched};

static FOLDERS: Mutex<Vec<Weak<Watched>>> = Mutex::new(Vec::new());
static PARENT: AtomicPtr<sqlite3_vfs> = AtomicPtr::new(null_mut());

#[repr(C)]
struct File {
    base: sqlite3_file,
    /// One count of an `Arc`, given back when the file is closed.
    folder: *const Watched,
    number: usize,
    /// Whether the next sync is the first of a new journal or log, with which the VFS for Unix syncs the folder.
    syncs_folder: bool,
}

/// Sends the files of a folder through this module, from their next opening on.
pub(crate) fn add(watched: &Arc<Watched>) {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(register);
    let mut folders = FOLDERS.lock().unwrap_or_else(PoisonError::into_inner);
    folders.retain(|folder| folder.strong_count() > 0);
    folders.push(Arc::downgrade(watched));
}

fn register() {
    // SAFETY: SQLite is initialised by the first of these calls. The table that is registered is never freed, and the
    // parent's table, which it points to, is a static of SQLite's.
    unsafe {
        assert_eq!(ffi::sqlite3_initialize(), ffi::SQLITE_OK);
        let parent = ffi::sqlite3_vfs_find(null());
        assert!(!parent.is_null());
        PARENT.store(parent, Ordering::Release);
        let ours = Box::new(sqlite3_vfs {
            szOsFile: size_of::<File>() as c_int + (*parent).szOsFile,
            pNext: null_mut(),
            zName: c"watched".as_ptr(),
            xOpen: Some(open),
            xDelete: Some(delete),
            // The rest looks only at what is copied here from the parent.
            ..*parent
        });
        assert_eq!(ffi::sqlite3_vfs_register(Box::leak(ours), 1), ffi::SQLITE_OK);
    }
}

fn parent() -> *mut sqlite3_vfs {
    PARENT.load(Ordering::Acquire)
}

/// The watched folder that a path is in, and its name there.
///
/// # Safety
///
/// `path` is null or a C string.
unsafe fn watched(path: *const c_char) -> Option<(Arc<Watched>, String)> {
    if path.is_null() {
        return None;
    }
    // SAFETY: by the contract of this function.
    let path = Path::new(unsafe { CStr::from_ptr(path) }.to_str().ok()?);
    let folders = FOLDERS.lock().unwrap_or_else(PoisonError::into_inner);
    folders.iter().filter_map(Weak::upgrade).find_map(|folder| {
        let name = folder.name_of(path)?;
        Some((folder, name))
    })
}

/// The default VFS's file behind one of ours.
///
/// # Safety
///
/// `file` was given to [`open`] by SQLite, with room for both.
unsafe fn real(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: by the contract of this function; the size of `File` is a multiple of 8, to which SQLite aligns.
    unsafe { file.byte_add(size_of::<File>()) }
}

/// The parent's method of a file, called with the parent's file.
macro_rules! real {
    ($file:expr, $method:ident $(, $arg:expr)*) => {{
        // SAFETY: SQLite calls methods of open files only; the parent's file is open as long as ours, and its table is
        // complete.
        unsafe {
            let real = real($file);
            ((*(*real).pMethods).$method.unwrap())(real $(, $arg)*)
        }
    }};
}

/// What is ours of a file.
macro_rules! ours {
    ($file:expr) => {{
        // SAFETY: SQLite calls these methods with files only that `open` has made into a `File`, and one at a time.
        unsafe { &mut *$file.cast::<File>() }
    }};
}

/// The folder of a file.
macro_rules! folder {
    ($file:expr) => {{
        let folder = ours!($file).folder;
        // SAFETY: the file holds a count of the `Arc` until it is closed.
        unsafe { &*folder }
    }};
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes a path or null, and room for a file of the registered size.
    unsafe {
        let open = (*parent()).xOpen.unwrap();
        let Some((folder, short)) = watched(name) else { return open(parent(), name, file, flags, out) };
        (*file).pMethods = null();
        match folder.open(&short, || open(parent(), name, real(file), flags, out)) {
            Err(code) => code,
            Ok(number) => {
                let journal =
                    ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL | ffi::SQLITE_OPEN_WAL;
                let syncs_folder = flags & ffi::SQLITE_OPEN_CREATE != 0 && flags & journal != 0;
                file.cast::<File>().write(File {
                    base: sqlite3_file { pMethods: &raw const METHODS },
                    folder: Arc::into_raw(folder),
                    number,
                    syncs_folder,
                });
                ffi::SQLITE_OK
            }
        }
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: SQLite passes a path.
    unsafe {
        let real = || ((*parent()).xDelete.unwrap())(parent(), name, 0);
        let Some((folder, short)) = watched(name) else {
            return ((*parent()).xDelete.unwrap())(parent(), name, sync);
        };
        folder.call(Kind::Delete, real, || Op::Delete { name: short, folder: sync != 0 }, || None)
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    let result = real!(file, xClose);
    let folder = ours!(file).folder;
    // SAFETY: the count was taken when the file was opened, and SQLite closes a file once.
    unsafe { drop(Arc::from_raw(folder)) };
    result
}

unsafe extern "C" fn read(file: *mut sqlite3_file, to: *mut c_void, amount: c_int, at: i64) -> c_int {
    real!(file, xRead, to, amount, at)
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, amount: c_int, at: i64) -> c_int {
    // SAFETY: SQLite passes so many bytes.
    let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), amount as usize) };
    let number = ours!(file).number;
    let op = |bytes: &[u8]| Op::Write { file: number, at: at as usize, bytes: bytes.into() };
    let half = || {
        let half = amount / 1_024 * 512;
        (half > 0 && real!(file, xWrite, from, half, at) == ffi::SQLITE_OK)
            .then(|| op(&bytes[..half as usize]))
    };
    folder!(file).call(Kind::Write, || real!(file, xWrite, from, amount, at), || op(bytes), half)
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: i64) -> c_int {
    let op = || Op::Truncate { file: ours!(file).number, size: size as usize };
    folder!(file).call(Kind::Truncate, || real!(file, xTruncate, size), op, || None)
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, _: c_int) -> c_int {
    let op = || {
        let ours = ours!(file);
        Op::Sync { file: ours.number, folder: std::mem::take(&mut ours.syncs_folder) }
    };
    let failed = || Some(Op::SyncFailed { file: ours!(file).number });
    folder!(file).call(Kind::Sync, || ffi::SQLITE_OK, op, failed)
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, size: *mut i64) -> c_int {
    real!(file, xFileSize, size)
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    real!(file, xLock, level)
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    real!(file, xUnlock, level)
}

unsafe extern "C" fn check_reserved_lock(file: *mut sqlite3_file, held: *mut c_int) -> c_int {
    real!(file, xCheckReservedLock, held)
}

unsafe extern "C" fn file_control(file: *mut sqlite3_file, what: c_int, about: *mut c_void) -> c_int {
    if what == ffi::SQLITE_FCNTL_PRAGMA && folder!(file).relaxed {
        // SAFETY: for this operation SQLite passes a result, a name and a value or null
        // (https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html#sqlitefcntlpragma), the value in memory of
        // its own that it reads again afterwards.
        unsafe {
            let about = about.cast::<*mut c_char>();
            let value = *about.add(2);
            if CStr::from_ptr(*about.add(1)) == c"synchronous" {
                if value.is_null() {
                    *about = ffi::sqlite3_mprintf(c"2".as_ptr());
                    return ffi::SQLITE_OK;
                }
                assert_eq!(CStr::from_ptr(value), c"2");
                *value = b'1' as c_char;
            }
        }
    }
    real!(file, xFileControl, what, about)
}

unsafe extern "C" fn sector_size(file: *mut sqlite3_file) -> c_int {
    real!(file, xSectorSize)
}

unsafe extern "C" fn device_characteristics(file: *mut sqlite3_file) -> c_int {
    real!(file, xDeviceCharacteristics)
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    to: *mut *mut c_void,
) -> c_int {
    real!(file, xShmMap, page, size, extend, to)
}

unsafe extern "C" fn shm_lock(file: *mut sqlite3_file, offset: c_int, count: c_int, flags: c_int) -> c_int {
    real!(file, xShmLock, offset, count, flags)
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    real!(file, xShmBarrier);
}

unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, delete: c_int) -> c_int {
    real!(file, xShmUnmap, delete)
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    // Without the third version's mapping of files into memory, which would pass by this module.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
