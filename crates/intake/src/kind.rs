//! What a file is, by its bytes and never by its name.

/// Kinds that are told apart, by how a mark is looked for in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Everything that is none of the others, text above all.
    Plain,
    /// A ZIP archive: `.docx`, `.xlsx`, `.odt` and their kin.
    Archive,
    /// A pdf.
    Pdf,
    /// One compressed file.
    Gzip,
    /// A JPEG or PNG picture.
    Picture,
    /// A file of older office programs (`.doc`, `.xls`), or an office document under a password.
    Compound,
    /// `.rtf`.
    Rtf,
    /// A container that nothing here opens: RAR, 7z, xz, bzip2, zstd.
    Sealed,
}

/// The first bytes of containers that nothing here opens.
const SEALED: [&[u8]; 5] =
    [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\0", b"BZh", b"\x28\xb5\x2f\xfd"];

impl Kind {
    /// Of these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        match bytes {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Archive,
            [0xFF, 0xD8, 0xFF, ..] | [0x89, b'P', b'N', b'G', ..] => Self::Picture,
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => Self::Compound,
            [0x1F, 0x8B, 8, ..] => Self::Gzip,
            [b'{', b'\\', b'r', b't', b'f', ..] => Self::Rtf,
            _ if SEALED.iter().any(|magic| bytes.starts_with(magic)) => Self::Sealed,
            // Readers look for its beginning this far in.
            _ if bytes[..bytes.len().min(1_024)].windows(5).any(|word| word == b"%PDF-") => Self::Pdf,
            // A self-extracting archive begins with something else, and is an archive for whoever opens it.
            _ if ends_as_archive(bytes) => Self::Archive,
            _ => Self::Plain,
        }
    }
}

/// Whether the end of a ZIP archive's directory stands at the end of the file.
fn ends_as_archive(bytes: &[u8]) -> bool {
    // The record has 22 bytes, and a comment behind it whose length it names.
    let last = bytes.get(bytes.len().saturating_sub(22 + 65_535)..).unwrap_or_default();
    last.windows(22).enumerate().any(|(at, record)| {
        let comment = usize::from(u16::from_le_bytes([record[20], record[21]]));
        record.starts_with(b"PK\x05\x06") && at + 22 + comment == last.len()
    })
}
