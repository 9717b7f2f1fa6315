//! Crashes: a SIGKILL at a random moment, and what the disk would have kept had the power gone with it.
//!
//! [`Disk`] puts a program under the shim and cuts the power. [`Harness`] runs a writer on it that
//! prints every acknowledgement, kills it, opens the store again and looks for each of them. What it
//! holds the store to: everything acknowledged is there, once, unchanged, and the journals verify.

mod ack;
mod check;
mod harness;
mod power;
mod writer;

use std::io;
use std::path::{Path, PathBuf};

pub use ack::Ack;
pub use check::Loss;
pub use harness::{Failure, Harness, Honesty, Totals};
pub use power::{Cut, Disk, Taken, record};
pub use writer::{WriterOptions, write_until_killed};

/// The shim's shared object, which Cargo builds beside the programs of this crate.
pub fn shim_path() -> io::Result<PathBuf> {
    beside_this_program("libtestkit_shim.so")
}

/// The writer program, which Cargo builds beside this one.
pub fn writer_path() -> io::Result<PathBuf> {
    beside_this_program("crash-writer")
}

/// A file in this program's folder, below it in `deps`, or above it when this is a test.
fn beside_this_program(name: &str) -> io::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let folder = program.parent().unwrap_or(Path::new("."));
    let above = folder.parent().unwrap_or(folder);
    let places = [folder.join(name), folder.join("deps").join(name), above.join(name)];
    places.into_iter().find(|place| place.is_file()).ok_or_else(|| {
        io::Error::new(io::ErrorKind::NotFound, format!("there is no {name} beside {}", program.display()))
    })
}
