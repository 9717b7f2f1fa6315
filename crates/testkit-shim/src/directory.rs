//! Hooks for what changes names: open with creation or truncation, rename, link, unlink, mkdir, rmdir.
//! A name's change is noted under its directory and stays open until that directory is synced.

use libc::{c_char, c_int, c_uint, mode_t};

use crate::log::{Shim, parent_inode, shim};
use crate::raw;
use crate::record::Change;

/// The absolute path a call names, with `.` and `..` resolved by the text alone.
fn absolute(directory: c_int, path: *const c_char) -> Vec<u8> {
    let given = raw::bytes_of(path);
    let base = if given.first() == Some(&b'/') {
        Vec::new()
    } else if directory == libc::AT_FDCWD {
        raw::working_directory().unwrap_or_default()
    } else {
        raw::path_of_fd(directory).unwrap_or_default()
    };
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in base.split(|b| *b == b'/').chain(given.split(|b| *b == b'/')) {
        match part {
            b"" | b"." => {}
            b".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    let mut out = Vec::with_capacity(base.len() + given.len() + 1);
    for part in parts {
        out.push(b'/');
        out.extend_from_slice(part);
    }
    out
}

/// The shim and the path when the path is watched.
fn watched_path(directory: c_int, path: *const c_char) -> Option<(&'static Shim, Vec<u8>)> {
    let shim = shim()?;
    let path = absolute(directory, path);
    shim.watches(&path).then_some((shim, path))
}

fn opening(directory: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: the caller's promise about its path is passed on unchanged.
    let call = || unsafe { libc::syscall(libc::SYS_openat, directory, path, flags, mode) as c_int };
    if flags & (libc::O_CREAT | libc::O_TRUNC) == 0 {
        return call();
    }
    let Some((shim, path)) = watched_path(directory, path) else {
        return call();
    };
    let mut log = shim.hold();
    match raw::stat_path(&path) {
        None if flags & libc::O_CREAT != 0 => {
            log.append(Change::Created { parent: parent_inode(&path), path });
        }
        Some(stat) if flags & libc::O_TRUNC != 0 && stat.st_size > 0 => {
            let fd = raw::open(&path, libc::O_RDONLY);
            if fd >= 0 {
                log.note_length(fd, 0);
                raw::close(fd);
            }
        }
        _ => {}
    }
    call()
}

/// Replaces `open(2)`. C declares it with a variable last argument; on the 64-bit Linux conventions a
/// third register argument reads the same, and it is only used where the flags say it was passed.
#[unsafe(no_mangle)]
pub extern "C" fn open(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    opening(libc::AT_FDCWD, path, flags, mode)
}

/// Replaces `open64`.
#[unsafe(no_mangle)]
pub extern "C" fn open64(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    opening(libc::AT_FDCWD, path, flags, mode)
}

/// Replaces `openat(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn openat(directory: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    opening(directory, path, flags, mode)
}

/// Replaces `openat64`.
#[unsafe(no_mangle)]
pub extern "C" fn openat64(directory: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    opening(directory, path, flags, mode)
}

/// Replaces `creat(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn creat(path: *const c_char, mode: mode_t) -> c_int {
    opening(libc::AT_FDCWD, path, libc::O_CREAT | libc::O_WRONLY | libc::O_TRUNC, mode)
}

fn renaming(from_dir: c_int, from: *const c_char, to_dir: c_int, to: *const c_char, flags: c_uint) -> c_int {
    // SAFETY: the caller's promise about its paths is passed on unchanged.
    let call = || unsafe { libc::syscall(libc::SYS_renameat2, from_dir, from, to_dir, to, flags) as c_int };
    let Some((shim, to)) = watched_path(to_dir, to) else {
        return call();
    };
    let from = absolute(from_dir, from);
    let mut log = shim.hold();
    if raw::stat_path(&from).is_none() {
        return call();
    }
    let replaced = raw::stat_path(&to).is_some_and(|stat| stat.st_mode & libc::S_IFMT == libc::S_IFREG);
    let grave = if replaced { shim.bury(&mut log, &to) } else { Vec::new() };
    log.append(Change::Renamed { parent: parent_inode(&to), from, to, grave });
    call()
}

/// Replaces `rename(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    renaming(libc::AT_FDCWD, from, libc::AT_FDCWD, to, 0)
}

/// Replaces `renameat(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn renameat(from_dir: c_int, from: *const c_char, to_dir: c_int, to: *const c_char) -> c_int {
    renaming(from_dir, from, to_dir, to, 0)
}

/// Replaces `renameat2(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn renameat2(
    from_dir: c_int,
    from: *const c_char,
    to_dir: c_int,
    to: *const c_char,
    flags: c_uint,
) -> c_int {
    renaming(from_dir, from, to_dir, to, flags)
}

fn linking(from_dir: c_int, from: *const c_char, to_dir: c_int, to: *const c_char, flags: c_int) -> c_int {
    // SAFETY: the caller's promise about its paths is passed on unchanged.
    let call = || unsafe { libc::syscall(libc::SYS_linkat, from_dir, from, to_dir, to, flags) as c_int };
    creating(to_dir, to, call)
}

/// Replaces `link(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn link(from: *const c_char, to: *const c_char) -> c_int {
    linking(libc::AT_FDCWD, from, libc::AT_FDCWD, to, 0)
}

/// Replaces `linkat(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn linkat(
    from_dir: c_int,
    from: *const c_char,
    to_dir: c_int,
    to: *const c_char,
    flags: c_int,
) -> c_int {
    linking(from_dir, from, to_dir, to, flags)
}

/// Notes a name that is about to appear, makes the call, and lets go.
fn creating(directory: c_int, path: *const c_char, call: impl FnOnce() -> c_int) -> c_int {
    let Some((shim, path)) = watched_path(directory, path) else {
        return call();
    };
    let mut log = shim.hold();
    if raw::stat_path(&path).is_none() {
        log.append(Change::Created { parent: parent_inode(&path), path });
    }
    call()
}

/// Replaces `mkdir(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn mkdir(path: *const c_char, mode: mode_t) -> c_int {
    mkdirat(libc::AT_FDCWD, path, mode)
}

/// Replaces `mkdirat(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn mkdirat(directory: c_int, path: *const c_char, mode: mode_t) -> c_int {
    // SAFETY: the caller's promise about its path is passed on unchanged.
    creating(directory, path, || unsafe { libc::syscall(libc::SYS_mkdirat, directory, path, mode) as c_int })
}

/// Replaces `unlink(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn unlink(path: *const c_char) -> c_int {
    unlinkat(libc::AT_FDCWD, path, 0)
}

/// Replaces `rmdir(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn rmdir(path: *const c_char) -> c_int {
    unlinkat(libc::AT_FDCWD, path, libc::AT_REMOVEDIR)
}

/// Replaces `unlinkat(2)`, which removes files and, by its flag, empty directories.
#[unsafe(no_mangle)]
pub extern "C" fn unlinkat(directory: c_int, path: *const c_char, flags: c_int) -> c_int {
    // SAFETY: the caller's promise about its path is passed on unchanged.
    let call = || unsafe { libc::syscall(libc::SYS_unlinkat, directory, path, flags) as c_int };
    let Some((shim, path)) = watched_path(directory, path) else {
        return call();
    };
    let mut log = shim.hold();
    let Some(stat) = raw::stat_path(&path) else {
        return call();
    };
    let parent = parent_inode(&path);
    if flags & libc::AT_REMOVEDIR != 0 {
        // A refused removal (a directory that is not empty) leaves a record whose undo finds the
        // directory still there, and does nothing.
        log.append(Change::DirectoryRemoved { parent, path });
    } else if stat.st_mode & libc::S_IFMT == libc::S_IFREG {
        let grave = shim.bury(&mut log, &path);
        log.append(Change::Unlinked { parent, path, grave });
    }
    call()
}
