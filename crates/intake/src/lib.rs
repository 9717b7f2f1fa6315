//! Whether this node may have what came in: the one way by which files and texts are held against the rule on secrecy
//! marks, however they are packed.
//!
//! [`admit`] takes a file, [`admit_sheet`] a table whose cells stand for themselves, [`admit_text`] what was typed;
//! [`paper`] takes a letter and gives its words.
//! Everything that is unpacked is bounded as it comes out. What nothing here can look into is refused, but for
//! pictures: those only people can read, and they pass.

pub mod archive;
pub mod bounds;
mod docx;
pub mod fuzz;
mod kind;
mod lines;
mod marks;
pub mod old_fonts;
mod paper;
mod pdf;
pub mod says;
pub mod xml;

use std::fmt;

use access::secrecy::Refused;
use campaign::Said;

pub use self::marks::{admit, admit_sheet, admit_text};
pub use self::paper::{Form, Paper, PaperFault, breaks_a_word, paper};

/// Why a file was not taken. No fault repeats any of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeFault {
    /// Marked with a secrecy level.
    #[error(transparent)]
    Secret(#[from] Refused),
    /// It may be marked, and cannot be looked at.
    #[error(transparent)]
    Unseen(#[from] Unseen),
}

/// Why a file cannot be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unseen {
    /// Torn, encrypted, or not what its first bytes say.
    Damaged,
    /// An archive of more parts than [`bounds::ARCHIVE`] lets.
    ManyParts,
    /// It unpacks to more than [`bounds::ARCHIVE`] lets.
    UnpacksLarge,
    /// Files in files, deeper than [`bounds::MAX_NESTED`].
    Nested,
    /// `.doc`, `.xls`, or an office document under a password.
    OldOffice,
    /// `.rtf`.
    Rtf,
    /// A container that nothing here opens.
    Sealed,
    /// A pdf that is damaged, encrypted or beyond what is taken, or whose letters have no names.
    Pdf,
    /// A pdf that carries files or an XML form.
    PdfFiles,
}

impl Unseen {
    /// For a person, in their language: what to do about it stands in it.
    pub fn said(self) -> Said {
        match self {
            Self::Damaged => says::file_damaged(),
            Self::ManyParts => says::file_many_parts(bounds::ARCHIVE.parts),
            Self::UnpacksLarge => says::file_unpacks_large(bounds::ARCHIVE.bytes),
            Self::Nested => says::file_nested(bounds::MAX_NESTED),
            Self::OldOffice => says::file_old_office(),
            Self::Rtf => says::file_rtf(),
            Self::Sealed => says::file_sealed(),
            Self::Pdf => says::file_pdf(),
            Self::PdfFiles => says::file_pdf_files(),
        }
    }
}

impl fmt::Display for Unseen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.said().as_str())
    }
}

impl std::error::Error for Unseen {}
