//! System calls made directly, so that the shim never calls the libc functions it replaces.
//! Each returns what the kernel returned, with `errno` set by `libc::syscall`.

use libc::{c_char, c_int, c_long, off_t, size_t, stat};

/// Copies `buffer` whole to `fd`; false when the kernel refused.
pub fn write_all(fd: c_int, buffer: &[u8]) -> bool {
    let mut done = 0;
    while done < buffer.len() {
        // SAFETY: the pointer and the length describe the rest of `buffer`.
        let n = unsafe { libc::syscall(libc::SYS_write, fd, buffer.as_ptr().add(done), buffer.len() - done) };
        if n <= 0 {
            return false;
        }
        done += n as usize;
    }
    true
}

/// Up to `length` bytes of `fd` from `offset`; shorter at the end of the file or when it can't be read.
pub fn read_at(fd: c_int, offset: u64, length: usize) -> Vec<u8> {
    let mut bytes = vec![0_u8; length];
    let mut done = 0;
    while done < length {
        // SAFETY: the pointer and the length describe the rest of `bytes`.
        let n = unsafe {
            libc::syscall(
                libc::SYS_pread64,
                fd,
                bytes.as_mut_ptr().add(done),
                length - done,
                (offset + done as u64) as off_t,
            )
        };
        if n <= 0 {
            break;
        }
        done += n as usize;
    }
    bytes.truncate(done);
    bytes
}

/// `fstat`, or nothing for a bad descriptor.
pub fn stat_fd(fd: c_int) -> Option<stat> {
    let mut out = std::mem::MaybeUninit::<stat>::zeroed();
    // SAFETY: the kernel fills the structure when it returns 0.
    (unsafe { libc::syscall(libc::SYS_fstat, fd, out.as_mut_ptr()) } == 0)
        .then(|| unsafe { out.assume_init() })
}

/// `stat` of a NUL-terminated path without following a last symbolic link.
pub fn stat_path(path: &[u8]) -> Option<stat> {
    let path = terminated(path);
    let mut out = std::mem::MaybeUninit::<stat>::zeroed();
    // SAFETY: the path is NUL-terminated; the kernel fills the structure when it returns 0.
    let code = unsafe {
        libc::syscall(
            libc::SYS_newfstatat,
            libc::AT_FDCWD,
            path.as_ptr(),
            out.as_mut_ptr(),
            libc::AT_SYMLINK_NOFOLLOW,
        )
    };
    (code == 0).then(|| unsafe { out.assume_init() })
}

/// The path behind an open descriptor.
pub fn path_of_fd(fd: c_int) -> Option<Vec<u8>> {
    let link = format!("/proc/self/fd/{fd}\0");
    let mut out = vec![0_u8; libc::PATH_MAX as usize];
    // SAFETY: the link is NUL-terminated and the buffer has the length given.
    let n = unsafe {
        libc::syscall(libc::SYS_readlinkat, libc::AT_FDCWD, link.as_ptr(), out.as_mut_ptr(), out.len())
    };
    (n > 0).then(|| {
        out.truncate(n as usize);
        out
    })
}

/// The working directory.
pub fn working_directory() -> Option<Vec<u8>> {
    let mut out = vec![0_u8; libc::PATH_MAX as usize];
    // SAFETY: the buffer has the length given; the kernel returns the length with its NUL.
    let n = unsafe { libc::syscall(libc::SYS_getcwd, out.as_mut_ptr(), out.len()) };
    (n > 1).then(|| {
        out.truncate(n as usize - 1);
        out
    })
}

/// Opens a file for reading, or for appending and creating.
pub fn open(path: &[u8], flags: c_int) -> c_int {
    let path = terminated(path);
    // SAFETY: the path is NUL-terminated.
    unsafe {
        libc::syscall(libc::SYS_openat, libc::AT_FDCWD, path.as_ptr(), flags | libc::O_CLOEXEC, 0o600)
            as c_int
    }
}

/// Closes a descriptor the shim opened.
pub fn close(fd: c_int) {
    // SAFETY: closing takes no memory.
    unsafe { libc::syscall(libc::SYS_close, fd) };
}

/// Makes a second name for a file; false when the kernel refused.
pub fn link(from: &[u8], to: &[u8]) -> bool {
    let (from, to) = (terminated(from), terminated(to));
    // SAFETY: both paths are NUL-terminated.
    unsafe {
        libc::syscall(libc::SYS_linkat, libc::AT_FDCWD, from.as_ptr(), libc::AT_FDCWD, to.as_ptr(), 0) == 0
    }
}

/// The descriptor's position, for a `write` without an offset.
pub fn position(fd: c_int) -> u64 {
    // SAFETY: lseek takes no memory.
    let at: c_long = unsafe { libc::syscall(libc::SYS_lseek, fd, 0 as off_t, libc::SEEK_CUR) };
    at.max(0) as u64
}

/// Whether the descriptor appends whatever its position.
pub fn appends(fd: c_int) -> bool {
    // SAFETY: F_GETFL takes no memory.
    let flags = unsafe { libc::syscall(libc::SYS_fcntl, fd, libc::F_GETFL) };
    flags >= 0 && flags as c_int & libc::O_APPEND != 0
}

/// The value of an environment variable, read once at the first hooked call.
pub fn variable(name: &[u8]) -> Option<Vec<u8>> {
    let name = terminated(name);
    // SAFETY: the name is NUL-terminated; the value stays as long as nobody calls setenv, which no program under test does.
    let value = unsafe { libc::getenv(name.as_ptr().cast::<c_char>()) };
    if value.is_null() {
        return None;
    }
    // SAFETY: getenv returns a NUL-terminated string.
    Some(unsafe { std::ffi::CStr::from_ptr(value) }.to_bytes().to_vec())
}

/// The bytes of a C string handed to a hooked call.
pub fn bytes_of(path: *const c_char) -> Vec<u8> {
    if path.is_null() {
        return Vec::new();
    }
    // SAFETY: the caller of the hooked function promises a NUL-terminated path.
    unsafe { std::ffi::CStr::from_ptr(path) }.to_bytes().to_vec()
}

/// The whole length of an iovec array.
pub fn total(vectors: *const libc::iovec, count: c_int) -> usize {
    if vectors.is_null() || count <= 0 {
        return 0;
    }
    // SAFETY: the caller of the hooked function promises `count` vectors.
    let list: &[libc::iovec] = unsafe { std::slice::from_raw_parts(vectors, count as size_t) };
    list.iter().map(|v| v.iov_len).sum()
}

fn terminated(path: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(path.len() + 1);
    out.extend_from_slice(path);
    out.push(0);
    out
}
