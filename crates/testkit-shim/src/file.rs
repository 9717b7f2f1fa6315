//! Hooks for what changes or syncs a file's contents.
//! Each follows one shape: find out whether the descriptor is watched, hold the log, note the old bytes,
//! make the system call, let go. An unwatched descriptor goes straight to the kernel.

use libc::{c_int, c_void, iovec, off_t, size_t, ssize_t};

use crate::log::{Shim, shim};
use crate::raw;

/// The shim when `fd` is a watched regular file.
fn watched_file(fd: c_int) -> Option<&'static Shim> {
    let shim = shim()?;
    let stat = raw::stat_fd(fd)?;
    (stat.st_mode & libc::S_IFMT == libc::S_IFREG && shim.watches(&raw::path_of_fd(fd)?)).then_some(shim)
}

/// Where a write without an offset will land.
fn landing(fd: c_int) -> u64 {
    if raw::appends(fd) {
        return raw::stat_fd(fd).map_or(0, |stat| stat.st_size as u64);
    }
    raw::position(fd)
}

/// Notes the old content of a watched file, makes the call, and lets go.
fn changing(
    fd: c_int,
    offset: impl FnOnce() -> u64,
    length: usize,
    call: impl FnOnce() -> ssize_t,
) -> ssize_t {
    let Some(shim) = watched_file(fd) else {
        return call();
    };
    let mut log = shim.hold();
    log.note_content(fd, offset(), length);
    call()
}

/// Replaces `write(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn write(fd: c_int, buffer: *const c_void, count: size_t) -> ssize_t {
    // SAFETY: the caller's promise about its buffer is passed on unchanged.
    changing(
        fd,
        || landing(fd),
        count,
        || unsafe { libc::syscall(libc::SYS_write, fd, buffer, count) as ssize_t },
    )
}

/// Replaces `writev(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn writev(fd: c_int, vectors: *const iovec, count: c_int) -> ssize_t {
    // SAFETY: the caller's promise about its vectors is passed on unchanged.
    changing(
        fd,
        || landing(fd),
        raw::total(vectors, count),
        || unsafe { libc::syscall(libc::SYS_writev, fd, vectors, count) as ssize_t },
    )
}

/// Replaces `pwrite(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn pwrite(fd: c_int, buffer: *const c_void, count: size_t, offset: off_t) -> ssize_t {
    // SAFETY: the caller's promise about its buffer is passed on unchanged.
    changing(
        fd,
        || offset.max(0) as u64,
        count,
        || unsafe { libc::syscall(libc::SYS_pwrite64, fd, buffer, count, offset) as ssize_t },
    )
}

/// Replaces `pwrite64`, the same call under its large-file name.
#[unsafe(no_mangle)]
pub extern "C" fn pwrite64(fd: c_int, buffer: *const c_void, count: size_t, offset: off_t) -> ssize_t {
    pwrite(fd, buffer, count, offset)
}

/// Replaces `pwritev(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn pwritev(fd: c_int, vectors: *const iovec, count: c_int, offset: off_t) -> ssize_t {
    // SAFETY: as for `writev`; on 64-bit systems the high half of the offset is zero.
    changing(
        fd,
        || offset.max(0) as u64,
        raw::total(vectors, count),
        || unsafe { libc::syscall(libc::SYS_pwritev, fd, vectors, count, offset, 0_i64) as ssize_t },
    )
}

/// Replaces `pwritev64`.
#[unsafe(no_mangle)]
pub extern "C" fn pwritev64(fd: c_int, vectors: *const iovec, count: c_int, offset: off_t) -> ssize_t {
    pwritev(fd, vectors, count, offset)
}

/// Replaces `ftruncate(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn ftruncate(fd: c_int, length: off_t) -> c_int {
    // SAFETY: no memory is passed.
    let call = || unsafe { libc::syscall(libc::SYS_ftruncate, fd, length) as c_int };
    let Some(shim) = watched_file(fd) else {
        return call();
    };
    let mut log = shim.hold();
    log.note_length(fd, length.max(0) as u64);
    call()
}

/// Replaces `ftruncate64`.
#[unsafe(no_mangle)]
pub extern "C" fn ftruncate64(fd: c_int, length: off_t) -> c_int {
    ftruncate(fd, length)
}

/// Replaces `fallocate(2)`: it may lengthen the file or clear a range.
#[unsafe(no_mangle)]
pub extern "C" fn fallocate(fd: c_int, mode: c_int, offset: off_t, length: off_t) -> c_int {
    changing(
        fd,
        || offset.max(0) as u64,
        length.max(0) as usize,
        || unsafe {
            // SAFETY: no memory is passed.
            libc::syscall(libc::SYS_fallocate, fd, mode, offset, length) as ssize_t
        },
    ) as c_int
}

/// Replaces `fallocate64`.
#[unsafe(no_mangle)]
pub extern "C" fn fallocate64(fd: c_int, mode: c_int, offset: off_t, length: off_t) -> c_int {
    fallocate(fd, mode, offset, length)
}

/// Replaces `posix_fallocate`, which returns the error instead of setting it.
#[unsafe(no_mangle)]
pub extern "C" fn posix_fallocate(fd: c_int, offset: off_t, length: off_t) -> c_int {
    if fallocate(fd, 0, offset, length) == 0 {
        return 0;
    }
    // SAFETY: errno's address is valid for the calling thread.
    unsafe { *libc::__errno_location() }
}

/// Replaces `posix_fallocate64`.
#[unsafe(no_mangle)]
pub extern "C" fn posix_fallocate64(fd: c_int, offset: off_t, length: off_t) -> c_int {
    posix_fallocate(fd, offset, length)
}

/// Replaces `copy_file_range(2)` by a refusal for watched files, so that the caller copies through `write`.
#[unsafe(no_mangle)]
pub extern "C" fn copy_file_range(
    from: c_int,
    from_offset: *mut i64,
    to: c_int,
    to_offset: *mut i64,
    length: size_t,
    flags: libc::c_uint,
) -> ssize_t {
    if watched_file(to).is_some() {
        return refuse(libc::EXDEV);
    }
    // SAFETY: the caller's promise about its pointers is passed on unchanged.
    unsafe {
        libc::syscall(libc::SYS_copy_file_range, from, from_offset, to, to_offset, length, flags) as ssize_t
    }
}

/// Replaces `sendfile(2)` likewise.
#[unsafe(no_mangle)]
pub extern "C" fn sendfile(to: c_int, from: c_int, offset: *mut off_t, count: size_t) -> ssize_t {
    if watched_file(to).is_some() {
        return refuse(libc::EINVAL);
    }
    // SAFETY: the caller's promise about its pointer is passed on unchanged.
    unsafe { libc::syscall(libc::SYS_sendfile, to, from, offset, count) as ssize_t }
}

/// Replaces `sendfile64`.
#[unsafe(no_mangle)]
pub extern "C" fn sendfile64(to: c_int, from: c_int, offset: *mut off_t, count: size_t) -> ssize_t {
    sendfile(to, from, offset, count)
}

/// Replaces `fsync(2)`: contents of a file, or the names in a directory.
#[unsafe(no_mangle)]
pub extern "C" fn fsync(fd: c_int) -> c_int {
    syncing(fd, libc::SYS_fsync)
}

/// Replaces `fdatasync(2)`. It keeps contents and length, which is all that is noted for a file.
#[unsafe(no_mangle)]
pub extern "C" fn fdatasync(fd: c_int) -> c_int {
    syncing(fd, libc::SYS_fdatasync)
}

fn syncing(fd: c_int, number: libc::c_long) -> c_int {
    // SAFETY: no memory is passed.
    let call = || unsafe { libc::syscall(number, fd) as c_int };
    let (Some(shim), Some(stat)) = (shim(), raw::stat_fd(fd)) else {
        return call();
    };
    // Not only below the watched directory: its own sync makes the names in it last.
    let through = shim.before_sync();
    let code = call();
    if code == 0 {
        shim.after_sync(fd, stat.st_ino, through);
    }
    code
}

fn refuse(error: c_int) -> ssize_t {
    // SAFETY: errno's address is valid for the calling thread.
    unsafe { *libc::__errno_location() = error };
    -1
}
