//! The VFS itself: C function pointers over SQLite's own VFS.
//!
//! SQLite allocates a file object of `szOsFile` bytes. Ours begins it, the one of the VFS below follows at once; every
//! method finds the one below there.

use std::{
    ffi::{CStr, CString, OsStr, c_char, c_int, c_void},
    io,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    ptr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use libsqlite3_sys::{
    SQLITE_FULL, SQLITE_IOERR, SQLITE_IOERR_CLOSE, SQLITE_IOERR_DELETE, SQLITE_IOERR_FSYNC,
    SQLITE_IOERR_WRITE, SQLITE_OK, sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs,
    sqlite3_vfs_find, sqlite3_vfs_register, sqlite3_vfs_unregister,
};

use crate::disk::{Shared, Verdict};

/// Numbers the names, which are one namespace for the process.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A VFS that SQLite knows; it must outlive every connection that uses it.
pub struct Registered {
    vfs: *mut sqlite3_vfs,
    data: *mut Data,
    name: CString,
}

// SAFETY: what the pointers lead to is only read after registration, and `Shared` has a lock.
unsafe impl Send for Registered {}
// SAFETY: as above.
unsafe impl Sync for Registered {}

/// What every call of the VFS finds.
struct Data {
    shared: Arc<Shared>,
    below: *mut sqlite3_vfs,
}

/// The beginning of a file object.
#[repr(C)]
struct File {
    base: sqlite3_file,
    data: *const Data,
    /// Null for a file without a name, which nobody finds again.
    path: *mut PathBuf,
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    // The second version has shared memory; the third would let SQLite read through a mapping of its own.
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

impl Registered {
    pub fn new(shared: Arc<Shared>) -> io::Result<Self> {
        let name = format!("testkit-disk-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let name = CString::new(name).map_err(io::Error::other)?;
        // SAFETY: a null name asks for the usual VFS; SQLite keeps it for the life of the process.
        let below = unsafe { sqlite3_vfs_find(ptr::null()) };
        if below.is_null() {
            return Err(io::Error::other("SQLite has no VFS"));
        }
        let data = Box::into_raw(Box::new(Data { shared, below }));
        // SAFETY: `below` is SQLite's own and not null.
        let (size, longest, version) = unsafe { ((*below).szOsFile, (*below).mxPathname, (*below).iVersion) };
        let vfs = Box::into_raw(Box::new(sqlite3_vfs {
            // The second version has the clock in whole milliseconds; later ones only replace system calls.
            iVersion: version.min(2),
            szOsFile: size_of::<File>() as c_int + size,
            mxPathname: longest,
            pNext: ptr::null_mut(),
            zName: name.as_ptr(),
            pAppData: data.cast(),
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_pathname),
            xDlOpen: None,
            xDlError: None,
            xDlSym: None,
            xDlClose: None,
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: Some(current_time),
            xGetLastError: Some(last_error),
            xCurrentTimeInt64: Some(current_time_int64),
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        }));
        // SAFETY: `vfs` and all it names live until `drop`.
        if unsafe { sqlite3_vfs_register(vfs, 0) } != SQLITE_OK {
            return Err(io::Error::other("SQLite took no VFS"));
        }
        Ok(Self { vfs, data, name })
    }

    pub fn name(&self) -> &str {
        self.name.to_str().unwrap_or_default()
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        // SAFETY: both were made by `Box::into_raw`, and no connection is open any more, which the owner of the disk
        // has to see to.
        unsafe {
            sqlite3_vfs_unregister(self.vfs);
            drop(Box::from_raw(self.vfs));
            drop(Box::from_raw(self.data));
        }
    }
}

/// The VFS below.
unsafe fn below(vfs: *mut sqlite3_vfs) -> *mut sqlite3_vfs {
    // SAFETY: SQLite calls with the VFS registered, whose data live as long as it.
    unsafe { (*data(vfs)).below }
}

unsafe fn data(vfs: *mut sqlite3_vfs) -> *const Data {
    // SAFETY: as above.
    unsafe { (*vfs).pAppData.cast::<Data>() }
}

/// The file object of the VFS below.
unsafe fn real(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: SQLite allocated `szOsFile` bytes, ours and then those of the VFS below.
    unsafe { file.cast::<File>().add(1).cast() }
}

/// What the disk says, if the file has a name.
unsafe fn ask(file: *mut sqlite3_file, ask: impl FnOnce(&Shared, &Path) -> Verdict) -> Verdict {
    // SAFETY: `open` has filled the object.
    unsafe {
        let file = file.cast::<File>();
        if (*file).path.is_null() { Verdict::Goes } else { ask(&(*(*file).data).shared, &*(*file).path) }
    }
}

fn path_of(name: *const c_char) -> Option<PathBuf> {
    if name.is_null() {
        return None;
    }
    // SAFETY: SQLite gives a string that ends with a zero.
    let bytes = unsafe { CStr::from_ptr(name) }.to_bytes();
    Some(PathBuf::from(OsStr::from_bytes(bytes)))
}

/// Calls a method of the file below; an absent one is an error of SQLite's own.
macro_rules! through {
    ($file:expr, $method:ident $(, $argument:expr)*) => {{
        // SAFETY: the object below was opened by `open`, which gave it its methods.
        unsafe {
            let real = real($file);
            match (*(*real).pMethods).$method {
                Some(method) => method(real $(, $argument)*),
                None => SQLITE_IOERR,
            }
        }
    }};
}

/// Calls a function of the VFS below.
macro_rules! vfs_through {
    ($vfs:expr, $function:ident $(, $argument:expr)*) => {{
        // SAFETY: the VFS below is SQLite's own.
        unsafe {
            let below = below($vfs);
            match (*below).$function {
                Some(function) => function(below $(, $argument)*),
                None => SQLITE_IOERR,
            }
        }
    }};
}

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    let ours = file.cast::<File>();
    // SAFETY: SQLite gives an object of `szOsFile` bytes; without methods it closes nothing.
    let shared = unsafe {
        (*ours).base.pMethods = ptr::null();
        (*ours).data = data(vfs);
        (*ours).path = ptr::null_mut();
        &(*data(vfs)).shared
    };
    if !shared.has_power() {
        return SQLITE_IOERR;
    }
    let path = path_of(name);
    let created = path.as_ref().is_some_and(|path| !path.exists());
    let opened = vfs_through!(vfs, xOpen, name, real(file), flags, out_flags);
    if opened != SQLITE_OK {
        // SAFETY: the VFS below gives methods to what is to be closed even after a failure.
        if unsafe { !(*real(file)).pMethods.is_null() } {
            through!(file, xClose);
        }
        return opened;
    }
    // SAFETY: as above.
    unsafe {
        if let Some(path) = path {
            shared.opened(&path, created);
            (*ours).path = Box::into_raw(Box::new(path));
        }
        (*ours).base.pMethods = &raw const METHODS;
    }
    opened
}

unsafe extern "C" fn delete(vfs: *mut sqlite3_vfs, name: *const c_char, sync_directory: c_int) -> c_int {
    // SAFETY: as in `open`.
    let shared = unsafe { &(*data(vfs)).shared };
    let told = path_of(name).map(|path| shared.remove(&path, sync_directory != 0));
    if told == Some(Verdict::NoPower) {
        return SQLITE_IOERR_DELETE;
    }
    vfs_through!(vfs, xDelete, name, 0)
}

unsafe extern "C" fn access(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    result: *mut c_int,
) -> c_int {
    vfs_through!(vfs, xAccess, name, flags, result)
}

unsafe extern "C" fn full_pathname(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    length: c_int,
    out: *mut c_char,
) -> c_int {
    vfs_through!(vfs, xFullPathname, name, length, out)
}

unsafe extern "C" fn randomness(vfs: *mut sqlite3_vfs, length: c_int, out: *mut c_char) -> c_int {
    vfs_through!(vfs, xRandomness, length, out)
}

unsafe extern "C" fn sleep(vfs: *mut sqlite3_vfs, microseconds: c_int) -> c_int {
    vfs_through!(vfs, xSleep, microseconds)
}

unsafe extern "C" fn current_time(vfs: *mut sqlite3_vfs, out: *mut f64) -> c_int {
    vfs_through!(vfs, xCurrentTime, out)
}

unsafe extern "C" fn current_time_int64(vfs: *mut sqlite3_vfs, out: *mut sqlite3_int64) -> c_int {
    vfs_through!(vfs, xCurrentTimeInt64, out)
}

unsafe extern "C" fn last_error(vfs: *mut sqlite3_vfs, length: c_int, out: *mut c_char) -> c_int {
    vfs_through!(vfs, xGetLastError, length, out)
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    let closed = through!(file, xClose);
    // SAFETY: the path was made by `Box::into_raw` in `open`, and SQLite closes once.
    unsafe {
        let ours = file.cast::<File>();
        if !(*ours).path.is_null() {
            (*(*ours).data).shared.closed();
            drop(Box::from_raw((*ours).path));
            (*ours).path = ptr::null_mut();
        }
        (*ours).base.pMethods = ptr::null();
    }
    if closed == SQLITE_OK { SQLITE_OK } else { SQLITE_IOERR_CLOSE }
}

unsafe extern "C" fn read(
    file: *mut sqlite3_file,
    out: *mut c_void,
    length: c_int,
    at: sqlite3_int64,
) -> c_int {
    through!(file, xRead, out, length, at)
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    length: c_int,
    at: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite gives `length` bytes.
    let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), length as usize) };
    // SAFETY: as in `ask`.
    match unsafe { ask(file, |shared, path| shared.write(path, at as usize, bytes)) } {
        Verdict::Goes => through!(file, xWrite, from, length, at),
        Verdict::Full => SQLITE_FULL,
        Verdict::NoPower | Verdict::SyncFails => SQLITE_IOERR_WRITE,
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, length: sqlite3_int64) -> c_int {
    // SAFETY: as in `ask`.
    match unsafe { ask(file, |shared, path| shared.truncate(path, length as usize)) } {
        Verdict::Goes => through!(file, xTruncate, length),
        Verdict::Full | Verdict::NoPower | Verdict::SyncFails => SQLITE_IOERR_WRITE,
    }
}

/// Asks the disk alone: the file below need not be synced, since what is durable is ours to say.
unsafe extern "C" fn sync(file: *mut sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: as in `ask`.
    match unsafe { ask(file, Shared::sync) } {
        Verdict::Goes => SQLITE_OK,
        Verdict::Full | Verdict::NoPower | Verdict::SyncFails => SQLITE_IOERR_FSYNC,
    }
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, out: *mut sqlite3_int64) -> c_int {
    through!(file, xFileSize, out)
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    through!(file, xLock, level)
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    through!(file, xUnlock, level)
}

unsafe extern "C" fn check_reserved_lock(file: *mut sqlite3_file, out: *mut c_int) -> c_int {
    through!(file, xCheckReservedLock, out)
}

unsafe extern "C" fn file_control(file: *mut sqlite3_file, what: c_int, argument: *mut c_void) -> c_int {
    through!(file, xFileControl, what, argument)
}

unsafe extern "C" fn sector_size(file: *mut sqlite3_file) -> c_int {
    through!(file, xSectorSize)
}

unsafe extern "C" fn device_characteristics(file: *mut sqlite3_file) -> c_int {
    through!(file, xDeviceCharacteristics)
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    through!(file, xShmMap, page, size, extend, out)
}

unsafe extern "C" fn shm_lock(file: *mut sqlite3_file, from: c_int, count: c_int, flags: c_int) -> c_int {
    through!(file, xShmLock, from, count, flags)
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    // SAFETY: as in `through`.
    unsafe {
        let real = real(file);
        if let Some(barrier) = (*(*real).pMethods).xShmBarrier {
            barrier(real);
        }
    }
}

unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, delete: c_int) -> c_int {
    through!(file, xShmUnmap, delete)
}
