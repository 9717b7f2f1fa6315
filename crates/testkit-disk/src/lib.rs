//! A disk for databases that fails as told: a layer between SQLite and its own files.
//!
//! [`Disk`] registers a VFS under a name of its own. Reads, locks and shared memory are SQLite's usual ones, on real
//! files; writes and syncs are noted besides, so that it is known at every moment what a power cut would leave. A
//! [`Fault`] is armed at the nth write or sync of a file: the power goes, the sync fails and what it should have kept
//! never arrives, or the disk is full. After a cut nothing works until the files are put back as the cut left them
//! with [`Disk::restore_power`].
//!
//! Only what goes through SQLite is under it: other files of a data directory stay as they were written.
#![expect(unsafe_code, reason = "SQLite calls a VFS through C function pointers")]

mod disk;
mod fault;
mod image;
mod vfs;

pub use disk::{Cut, Disk, Figures, Turned};
pub use fault::{Fault, On, Wrong};
pub use image::Remains;
