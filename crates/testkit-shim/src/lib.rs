//! An `LD_PRELOAD` layer under a program's files that makes a power cut testable.
//!
//! Killing a process loses nothing that it wrote: the kernel still has it. A power cut loses what was
//! never synced. This layer notes, before every change to a file below one directory, what stood there
//! before, and notes every sync; after a SIGKILL the crash harness in `testkit` takes back all that no
//! sync covered. Names (create, rename, unlink) count as on disk only after their directory's sync,
//! which is what POSIX promises and less than most file systems give.
//!
//! Not seen: writes through a mapping, `O_SYNC`, `io_uring`, and system calls that bypass libc. The
//! program under test uses none of them on files that must last.
#![expect(unsafe_code, reason = "replacing libc's file calls means speaking C's calling convention")]

mod directory;
mod file;
mod log;
mod raw;
pub mod record;
