//! Why a file is refused before anything can be said about who signed it.

use crate::{algorithms::AlgorithmFault, bounds, der::DerFault};

/// Why a file's signatures can't be examined. One signature that is not of its form refuses the whole file: a person is
/// to see it, and not the ones beside it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PadesFault {
    /// It does not begin as a pdf: what stands before the beginning would be signed, and read by nobody.
    #[error("the file is no pdf")]
    NotPdf,
    /// Longer than [`bounds::MAX_PDF_BYTES`].
    #[error("the pdf has more than {} bytes", bounds::MAX_PDF_BYTES)]
    TooLarge,
    /// No byte range in it.
    #[error("the pdf bears no signature")]
    NoSignature,
    /// More places than [`bounds::MAX_PLACES`] that look like one.
    #[error("the pdf has more than {} places that look like signatures", bounds::MAX_PLACES)]
    ManyPlaces,
    /// A signature that is not of the form it must have.
    #[error("the signature at byte {at}: {flaw}")]
    Signature {
        /// Where its dictionary begins, or its byte range where it has none.
        at: usize,
        /// What is wrong.
        flaw: Flaw,
    },
}

/// What is wrong with the form of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// There is none around the byte range, or a key in it stands twice, is spelt with escapes, or is missing.
    #[error("it has no dictionary, or one that lacks a key or has one twice")]
    Dictionary,
    /// Not four numbers, not from the first byte, or beyond the file.
    #[error("its byte range is not two parts of the file from the first byte on")]
    ByteRange,
    /// Between the two parts stands something besides the signature, or not all of it.
    #[error("its byte range leaves out something else than the signature itself")]
    Gap,
    /// Not hex digits in one case.
    #[error("it is not written in hex digits of one case alone")]
    Hex,
    /// Larger than [`bounds::MAX_SIGNATURE_BYTES`].
    #[error("it has more than {} bytes", bounds::MAX_SIGNATURE_BYTES)]
    Large,
    /// Not PAdES and not detached PKCS#7.
    #[error("it is of a form that is not checked")]
    UnknownForm,
    /// Not the DER of a signature.
    #[error("it is not written as a signature is")]
    Der,
    /// Something other than zeros behind the signature.
    #[error("something stands behind it in its own place")]
    Trailing,
    /// None, or several.
    #[error("it is not of one signer")]
    Signers,
    /// It brings along what it should be about.
    #[error("it holds a content of its own")]
    Content,
    /// An attribute is missing, stands twice, or says another thing than the rest.
    #[error("its signed attributes are missing or contradict it")]
    Attributes,
    /// More certificates, attributes or stamps than [`bounds`] lets.
    #[error("it carries more certificates, attributes or stamps than are taken")]
    Many,
    /// The signer's certificate is not there, is not the one it names, or can't be read.
    #[error("the certificate of its signer is missing, is another, or can't be read")]
    Certificate,
    /// MD5, SHA-1, or a key that is too short.
    #[error("its digest or its key is too weak")]
    Weak,
    /// A digest, a key or a signature that is not checked here.
    #[error("its digest, its key or its algorithm is not one of those that are checked")]
    UnknownAlgorithm,
    /// Its stamp is not of the form it must have.
    #[error("its time stamp is not written as one is")]
    Stamp,
}

impl From<DerFault> for Flaw {
    fn from(_: DerFault) -> Self {
        Self::Der
    }
}

impl From<AlgorithmFault> for Flaw {
    fn from(fault: AlgorithmFault) -> Self {
        match fault {
            AlgorithmFault::Weak => Self::Weak,
            AlgorithmFault::Unknown => Self::UnknownAlgorithm,
            AlgorithmFault::Form => Self::Der,
        }
    }
}
