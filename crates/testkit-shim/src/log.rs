//! What the shim watches and where it writes the undo log.
//! One lock covers a record and the call it precedes, so that the log's order is the file's order and a
//! sync never claims a write that had been logged but not yet made. A shim that can't keep its log stops
//! the program: a run with holes in its log would prove nothing.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use libc::c_int;

use crate::raw;
use crate::record::Change;

/// The directory to watch, absolute and canonical. Without it the shim does nothing.
const WATCHED: &[u8] = b"TESTKIT_SHIM_WATCH";
/// The directory for `undo.log` and the graveyard: same file system, outside the watched one.
const SIDE: &[u8] = b"TESTKIT_SHIM_SIDE";
/// A part of a path: a sync of what contains it is not noted, as by a disk that says yes and keeps
/// nothing, or by a program whose fsync was removed.
const LYING: &[u8] = b"TESTKIT_SHIM_LYING";

/// The shim's settings and its open log.
pub struct Shim {
    watched: Vec<u8>,
    side: Vec<u8>,
    lying: Option<Vec<u8>>,
    log: Mutex<Log>,
}

/// The open log. Several processes may append to it: a record's place is its byte offset.
pub struct Log {
    fd: c_int,
    /// Files buried by this process, for their names.
    buried: u64,
}

/// The shim, or nothing when no directory is watched.
pub fn shim() -> Option<&'static Shim> {
    static SHIM: OnceLock<Option<Shim>> = OnceLock::new();
    SHIM.get_or_init(|| {
        let (watched, side) = (raw::variable(WATCHED)?, raw::variable(SIDE)?);
        let path = [&side[..], b"/undo.log"].concat();
        let fd = raw::open(&path, libc::O_WRONLY | libc::O_CREAT | libc::O_APPEND);
        if fd < 0 {
            give_up();
        }
        let lying = raw::variable(LYING);
        Some(Shim { watched, side, lying, log: Mutex::new(Log { fd, buried: 0 }) })
    })
    .as_ref()
}

impl Shim {
    /// Whether changes to this path are logged. SQLite's shared memory is not: it is rebuilt, never read
    /// after a crash, and it is changed through a mapping that no hook sees.
    pub fn watches(&self, path: &[u8]) -> bool {
        let below = path.strip_prefix(&self.watched[..]).is_some_and(|rest| rest.first() == Some(&b'/'));
        below && !path.ends_with(b"-shm")
    }

    /// Holds the log; the guard lives until the call that was logged has been made.
    pub fn hold(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a file under a name in the graveyard, which is returned.
    pub fn bury(&self, log: &mut Log, path: &[u8]) -> Vec<u8> {
        log.buried += 1;
        let grave = format!("grave-{}-{}", std::process::id(), log.buried).into_bytes();
        let target = [&self.side[..], b"/", &grave].concat();
        if !raw::link(path, &target) {
            give_up();
        }
        grave
    }

    /// How much of the log a sync that starts now will cover: every call logged by now has been made,
    /// since a record and its call share the lock.
    pub fn before_sync(&self) -> u64 {
        let log = self.hold();
        raw::stat_fd(log.fd).map_or(0, |stat| stat.st_size as u64)
    }

    /// Notes that the file or directory is on the disk as it was when the log was `through` bytes long.
    pub fn after_sync(&self, fd: c_int, inode: u64, through: u64) {
        let lie = |part: &Vec<u8>| {
            let path = raw::path_of_fd(fd).unwrap_or_default();
            path.windows(part.len().max(1)).any(|window| window == &part[..])
        };
        if !self.lying.as_ref().is_some_and(lie) {
            self.hold().append(Change::Synced { inode, through });
        }
    }
}

impl Log {
    /// Notes what a file holds at `offset` before `length` bytes there change.
    pub fn note_content(&mut self, fd: c_int, offset: u64, length: usize) {
        let Some(stat) = raw::stat_fd(fd) else { return };
        let old_length = stat.st_size as u64;
        let reach = old_length.saturating_sub(offset).min(length as u64) as usize;
        let old = read_old(fd, stat.st_ino, offset, reach);
        self.append(Change::Content { inode: stat.st_ino, offset, old_length, old });
    }

    /// Notes the tail that a shorter length cuts off, or the length before a longer one.
    pub fn note_length(&mut self, fd: c_int, length: u64) {
        let Some(stat) = raw::stat_fd(fd) else { return };
        let cut = (stat.st_size as u64).saturating_sub(length) as usize;
        self.note_content(fd, length, cut);
    }

    /// Writes one record; the kernel has it when this returns, which is all a SIGKILL asks for.
    pub fn append(&mut self, change: Change) {
        if !raw::write_all(self.fd, &change.encode()) {
            give_up();
        }
    }
}

/// The inode of the directory that holds `path`.
pub fn parent_inode(path: &[u8]) -> u64 {
    let cut = path.iter().rposition(|b| *b == b'/').unwrap_or(0);
    raw::stat_path(&path[..cut.max(1)]).map_or(0, |stat| stat.st_ino)
}

/// Old bytes through the descriptor itself, or through a second one when it was opened for writing only.
fn read_old(fd: c_int, inode: u64, offset: u64, length: usize) -> Vec<u8> {
    if length == 0 {
        return Vec::new();
    }
    let direct = raw::read_at(fd, offset, length);
    if direct.len() == length {
        return direct;
    }
    let again = raw::open(format!("/proc/self/fd/{fd}").as_bytes(), libc::O_RDONLY);
    if again < 0 || raw::stat_fd(again).map(|stat| stat.st_ino) != Some(inode) {
        give_up();
    }
    let bytes = raw::read_at(again, offset, length);
    raw::close(again);
    if bytes.len() != length {
        give_up();
    }
    bytes
}

fn give_up() -> ! {
    raw::write_all(2, b"testkit-shim: the undo log cannot be kept; stopping\n");
    // SAFETY: abort takes no argument and does not return.
    unsafe { libc::abort() }
}
