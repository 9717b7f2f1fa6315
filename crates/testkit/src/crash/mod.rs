//! Crashes: a SIGKILL at a random moment, and what the disk would have kept had the power gone with it.
//! [`Disk`] puts a program under the shim and cuts the power.

mod power;

use std::io;
use std::path::PathBuf;

pub use power::{Cut, Disk, Taken, record};

/// The shim's shared object, which Cargo builds beside the programs of this crate.
pub fn shim_path() -> io::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let directory = program.parent().unwrap_or(&program);
    let places = [directory.join("libtestkit_shim.so"), directory.join("deps/libtestkit_shim.so")];
    places.into_iter().find(|place| place.is_file()).ok_or_else(|| {
        io::Error::new(io::ErrorKind::NotFound, format!("no libtestkit_shim.so beside {}", program.display()))
    })
}
