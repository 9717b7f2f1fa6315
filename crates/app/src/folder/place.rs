//! The folder as the file system has it, reached by handles: nothing in it is followed, whatever whoever may write there
//! puts in the place of a file or of the node's own folders in the meantime.

use std::{
    ffi::CString,
    fs::File,
    io::{self, Read, Write},
    os::{
        fd::{AsFd, OwnedFd},
        unix::{ffi::OsStrExt, fs::MetadataExt},
    },
    path::{Path, PathBuf},
};

use nix::{
    fcntl::{OFlag, open, openat, renameat},
    sys::stat::{Mode, mkdirat},
    unistd::{UnlinkatFlags, unlinkat},
};

/// Names looked at in one look; the rest waits for the next.
const MAX_NAMES: usize = 10_000;

/// A folder that is open.
pub struct Place {
    path: PathBuf,
    handle: OwnedFd,
}

/// A file as it was at one look: while any of this changes, somebody is still writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    inode: u64,
    size: u64,
    changed: (i64, i64),
}

/// What stands under a name.
pub enum Found {
    /// A file.
    File(File, Seen),
    /// Something that is no file: a link, a folder, a pipe.
    Strange,
    /// Nothing any more.
    Gone,
}

fn name(text: &str) -> io::Result<CString> {
    CString::new(text).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))
}

impl Place {
    /// Opens a folder, which must be one itself and no link to one.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
        Ok(Self { path: path.to_owned(), handle: open(path, flags, Mode::empty())? })
    }

    /// Opens a folder in it, which is made where there is none.
    pub fn inner(&self, folder: &str) -> io::Result<Self> {
        match mkdirat(self.handle.as_fd(), name(folder)?.as_c_str(), Mode::S_IRWXU) {
            Ok(()) | Err(nix::errno::Errno::EEXIST) => {}
            Err(error) => return Err(error.into()),
        }
        let flags = OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
        let handle = openat(self.handle.as_fd(), name(folder)?.as_c_str(), flags, Mode::empty())?;
        Ok(Self { path: self.path.join(folder), handle })
    }

    /// The names in it that are UTF-8, in order. A name that is not belongs to nothing that is taken.
    pub fn names(&self) -> io::Result<Vec<String>> {
        let entries = std::fs::read_dir(&self.path)?.take(MAX_NAMES);
        let mut names = Vec::new();
        for entry in entries {
            names.extend(std::str::from_utf8(entry?.file_name().as_bytes()).map(str::to_owned));
        }
        names.sort();
        Ok(names)
    }

    /// What stands under a name. Neither a link is followed nor a pipe waited for.
    pub fn find(&self, file: &str) -> io::Result<Found> {
        let flags = OFlag::O_RDONLY | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
        let file = match openat(self.handle.as_fd(), name(file)?.as_c_str(), flags, Mode::empty()) {
            Ok(handle) => File::from(handle),
            Err(nix::errno::Errno::ENOENT) => return Ok(Found::Gone),
            Err(nix::errno::Errno::ELOOP | nix::errno::Errno::ENXIO) => return Ok(Found::Strange),
            Err(error) => return Err(error.into()),
        };
        let meta = file.metadata()?;
        if !meta.is_file() {
            return Ok(Found::Strange);
        }
        let changed = (meta.mtime(), meta.mtime_nsec());
        Ok(Found::File(file, Seen { inode: meta.ino(), size: meta.len(), changed }))
    }

    /// Writes a file so that it is there whole or not at all.
    pub fn write(&self, file: &str, bytes: &[u8]) -> io::Result<()> {
        let half = format!(".{file}.part");
        let flags = OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_TRUNC | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
        let mode = Mode::S_IRUSR | Mode::S_IWUSR;
        let mut out = File::from(openat(self.handle.as_fd(), name(&half)?.as_c_str(), flags, mode)?);
        out.write_all(bytes)?;
        out.sync_all()?;
        self.give(&half, self, file)
    }

    /// Moves a file into another folder, in the place of what stands there.
    pub fn give(&self, file: &str, to: &Self, as_name: &str) -> io::Result<()> {
        renameat(self.handle.as_fd(), name(file)?.as_c_str(), to.handle.as_fd(), name(as_name)?.as_c_str())?;
        to.sync()?;
        self.sync()
    }

    /// Removes a file.
    pub fn remove(&self, file: &str) -> io::Result<()> {
        Ok(unlinkat(self.handle.as_fd(), name(file)?.as_c_str(), UnlinkatFlags::NoRemoveDir)?)
    }

    fn sync(&self) -> io::Result<()> {
        Ok(nix::unistd::fsync(self.handle.as_fd())?)
    }
}

/// The bytes of a file, or none where there are more than `limit`.
pub fn read(file: File, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}

impl Seen {
    /// When it was written to last.
    pub const fn changed(&self) -> (i64, i64) {
        self.changed
    }

    /// Its size.
    pub const fn size(&self) -> u64 {
        self.size
    }
}
