//! The parts of a ZIP archive from a stranger, unpacked within one bound.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// What is taken of an archive.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Most parts.
    pub parts: usize,
    /// Most bytes that are unpacked, all parts together.
    pub bytes: u64,
}

/// Why an archive was not read on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArchiveFault {
    /// It is no archive, or torn.
    NotOpened,
    /// It has more parts than taken.
    TooManyParts,
    /// This part is damaged, or encrypted.
    NotUnpacked(String),
    /// It unpacks to more bytes than taken.
    UnpacksLarge,
}

/// An archive, and what may still be unpacked of it.
pub struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Parts<'a> {
    /// Opens an archive; nothing is unpacked yet.
    pub fn open(bytes: &'a [u8], bounds: Bounds) -> Result<Self, ArchiveFault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ArchiveFault::NotOpened)?;
        if archive.len() > bounds.parts {
            return Err(ArchiveFault::TooManyParts);
        }
        Ok(Self { archive, left: bounds.bytes })
    }

    /// The names of all parts, in the archive's order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        (0..self.archive.len()).filter_map(|at| self.archive.name_for_index(at))
    }

    /// How many parts there are.
    pub(crate) fn count(&self) -> usize {
        self.archive.len()
    }

    /// How many bytes may still be unpacked: what is unpacked of a part's own parts counts as well.
    pub(crate) const fn left(&mut self) -> &mut u64 {
        &mut self.left
    }

    /// A part by its name, or none where there is none.
    pub fn find(&mut self, path: &str) -> Result<Option<Vec<u8>>, ArchiveFault> {
        self.archive.index_for_name(path).map(|at| self.unpack(at)).transpose()
    }

    /// A part by its place.
    pub(crate) fn unpack(&mut self, at: usize) -> Result<Vec<u8>, ArchiveFault> {
        let name = self.archive.name_for_index(at).unwrap_or_default().to_owned();
        let Ok(part) = self.archive.by_index(at) else { return Err(ArchiveFault::NotUnpacked(name)) };
        unpack(part, &mut self.left).map_err(|fault| match fault {
            UnpackFault::Damaged => ArchiveFault::NotUnpacked(name),
            UnpackFault::Large => ArchiveFault::UnpacksLarge,
        })
    }
}

/// Why a stream was not unpacked.
pub(crate) enum UnpackFault {
    /// It is torn, or not what its first bytes say.
    Damaged,
    /// More comes out than taken.
    Large,
}

/// Everything a stream gives, within what is left. What an archive says of sizes is its own word; what counts is what
/// comes out.
pub(crate) fn unpack(stream: impl Read, left: &mut u64) -> Result<Vec<u8>, UnpackFault> {
    let mut bytes = Vec::new();
    stream.take(*left + 1).read_to_end(&mut bytes).map_err(|_| UnpackFault::Damaged)?;
    *left = left.checked_sub(bytes.len() as u64).ok_or(UnpackFault::Large)?;
    Ok(bytes)
}
