//! The undo log's records: what a file or a directory was before a call changed it.
//! The shim writes them, testkit's crash harness reads them (it includes this file by path, since
//! linking the shim itself would put its hooks into the harness). A record is
//! `length u32 | kind u8 | fields | length again`, little-endian; the second length
//! tells a whole record from one that a SIGKILL cut, which is dropped: its change never happened.

/// One change, with what is needed to take it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Bytes of a file were about to be overwritten, or its length changed.
    Content {
        /// The file's inode.
        inode: u64,
        /// Where the old bytes stood.
        offset: u64,
        /// The file's length before.
        old_length: u64,
        /// The bytes that stood at `offset`, as far as the file reached.
        old: Vec<u8>,
    },
    /// A file or directory was created.
    Created {
        /// Inode of the directory it was created in.
        parent: u64,
        /// Its absolute path.
        path: Vec<u8>,
    },
    /// A file was unlinked; a hard link named `grave` keeps what it held.
    Unlinked {
        /// Inode of its directory.
        parent: u64,
        /// Its absolute path.
        path: Vec<u8>,
        /// Its name in the graveyard.
        grave: Vec<u8>,
    },
    /// An empty directory was removed.
    DirectoryRemoved {
        /// Inode of the directory it stood in.
        parent: u64,
        /// Its absolute path.
        path: Vec<u8>,
    },
    /// A file was renamed; what it replaced, if anything, lies in the graveyard as `grave`.
    Renamed {
        /// Inode of the directory of the new name.
        parent: u64,
        /// Old absolute path.
        from: Vec<u8>,
        /// New absolute path.
        to: Vec<u8>,
        /// The replaced file's name in the graveyard; empty when nothing was replaced.
        grave: Vec<u8>,
    },
    /// Everything logged for this inode before the log was `through` bytes long reached the disk.
    Synced {
        /// Inode of a file (its contents) or a directory (its names).
        inode: u64,
        /// The log's length when the sync began.
        through: u64,
    },
}

const KIND_CONTENT: u8 = 1;
const KIND_CREATED: u8 = 2;
const KIND_UNLINKED: u8 = 3;
const KIND_DIRECTORY_REMOVED: u8 = 4;
const KIND_RENAMED: u8 = 5;
const KIND_SYNCED: u8 = 6;

impl Change {
    /// Takes one record off the front of a log, with its framed length; nothing where the log ends or
    /// its last record was cut short.
    pub fn decode(log: &[u8]) -> Option<(Self, usize)> {
        let mut framed = Fields(log);
        let length = framed.u32()? as usize;
        let mut body = Fields(framed.take(length)?);
        if framed.u32()? as usize != length {
            return None;
        }
        let kind = body.take(1)?[0];
        let inode = body.u64()?;
        let change = match kind {
            KIND_CONTENT => {
                Self::Content { inode, offset: body.u64()?, old_length: body.u64()?, old: body.bytes()? }
            }
            KIND_CREATED => Self::Created { parent: inode, path: body.bytes()? },
            KIND_UNLINKED => Self::Unlinked { parent: inode, path: body.bytes()?, grave: body.bytes()? },
            KIND_DIRECTORY_REMOVED => Self::DirectoryRemoved { parent: inode, path: body.bytes()? },
            KIND_RENAMED => {
                Self::Renamed { parent: inode, from: body.bytes()?, to: body.bytes()?, grave: body.bytes()? }
            }
            KIND_SYNCED => Self::Synced { inode, through: body.u64()? },
            _ => return None,
        };
        Some((change, length + 8))
    }

    /// The record's bytes, framed.
    pub fn encode(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(64);
        body.push(self.kind());
        match self {
            Change::Content { inode, offset, old_length, old } => {
                for number in [inode, offset, old_length] {
                    body.extend_from_slice(&number.to_le_bytes());
                }
                put_bytes(&mut body, old);
            }
            Change::Created { parent, path } | Change::DirectoryRemoved { parent, path } => {
                body.extend_from_slice(&parent.to_le_bytes());
                put_bytes(&mut body, path);
            }
            Change::Unlinked { parent, path, grave } => {
                body.extend_from_slice(&parent.to_le_bytes());
                put_bytes(&mut body, path);
                put_bytes(&mut body, grave);
            }
            Change::Renamed { parent, from, to, grave } => {
                body.extend_from_slice(&parent.to_le_bytes());
                put_bytes(&mut body, from);
                put_bytes(&mut body, to);
                put_bytes(&mut body, grave);
            }
            Change::Synced { inode, through } => {
                body.extend_from_slice(&inode.to_le_bytes());
                body.extend_from_slice(&through.to_le_bytes());
            }
        }
        let length = (body.len() as u32).to_le_bytes();
        let mut framed = Vec::with_capacity(body.len() + 8);
        framed.extend_from_slice(&length);
        framed.extend_from_slice(&body);
        framed.extend_from_slice(&length);
        framed
    }

    const fn kind(&self) -> u8 {
        match self {
            Change::Content { .. } => KIND_CONTENT,
            Change::Created { .. } => KIND_CREATED,
            Change::Unlinked { .. } => KIND_UNLINKED,
            Change::DirectoryRemoved { .. } => KIND_DIRECTORY_REMOVED,
            Change::Renamed { .. } => KIND_RENAMED,
            Change::Synced { .. } => KIND_SYNCED,
        }
    }
}

fn put_bytes(body: &mut Vec<u8>, bytes: &[u8]) {
    body.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    body.extend_from_slice(bytes);
}

/// Reads fields off the front of a byte string.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    fn bytes(&mut self) -> Option<Vec<u8>> {
        let length = self.u32()? as usize;
        self.take(length).map(<[u8]>::to_vec)
    }
}
