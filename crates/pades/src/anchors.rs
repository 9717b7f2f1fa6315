//! The authorities that an office named: what a chain of certificates must lead to.

use x509_parser::pem::Pem;

use crate::{algorithms::AlgorithmFault, bounds, certificate::Certificate};

/// Authorities, as certificates in a PEM file. An authority between a root and the signer may be named just as well: then
/// whatever else the root issued is not trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchors(Vec<Vec<u8>>);

impl Anchors {
    /// Reads a PEM file of certificates. All of them must be authorities' that could vouch for somebody; whether they are
    /// in force is asked when they do.
    pub fn from_pem(pem: &[u8]) -> Result<Self, AnchorFault> {
        if pem.len() > bounds::MAX_ANCHORS_BYTES {
            return Err(AnchorFault::TooLarge);
        }
        let mut found: Vec<Vec<u8>> = Vec::new();
        for (at, block) in Pem::iter_from_buffer(pem).enumerate() {
            let number = at + 1;
            let block = block.map_err(|_| AnchorFault::NotPem { number })?;
            if number > bounds::MAX_ANCHORS {
                return Err(AnchorFault::Many);
            }
            if block.label != "CERTIFICATE" {
                return Err(AnchorFault::SomethingElse { number });
            }
            check(&block.contents, number)?;
            if !found.contains(&block.contents) {
                found.push(block.contents);
            }
        }
        if found.is_empty() { Err(AnchorFault::Empty) } else { Ok(Self(found)) }
    }

    /// The certificates.
    pub(crate) fn certificates(&self) -> Vec<Certificate<'_>> {
        self.0.iter().filter_map(|der| Certificate::read(der)).collect()
    }
}

fn check(der: &[u8], number: usize) -> Result<(), AnchorFault> {
    let certificate = Certificate::read(der).ok_or(AnchorFault::NotACertificate { number })?;
    let name = certificate.name();
    if certificate.authority().is_err() {
        return Err(AnchorFault::NotAnAuthority { number, name });
    }
    if certificate.conditions().is_err() {
        return Err(AnchorFault::UnknownCondition { number, name });
    }
    match certificate.key() {
        Ok(_) => Ok(()),
        Err(AlgorithmFault::Weak) => Err(AnchorFault::Weak { number, name }),
        Err(AlgorithmFault::Unknown | AlgorithmFault::Form) => Err(AnchorFault::UnknownKey { number, name }),
    }
}

/// Why a file names no authorities. Certificates are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnchorFault {
    /// Longer than [`bounds::MAX_ANCHORS_BYTES`].
    #[error("the file of authorities has more than {} bytes", bounds::MAX_ANCHORS_BYTES)]
    TooLarge,
    /// More certificates than [`bounds::MAX_ANCHORS`].
    #[error("the file names more than {} authorities", bounds::MAX_ANCHORS)]
    Many,
    /// No block in it.
    #[error("the file names no authority: it holds no certificate in PEM")]
    Empty,
    /// A block that is torn or no base64.
    #[error("block {number} of the file is no PEM")]
    NotPem {
        /// Which.
        number: usize,
    },
    /// A key, a request, a list: what is not asked for, and in a key's case should not lie there.
    #[error("block {number} of the file is no certificate but something else")]
    SomethingElse {
        /// Which.
        number: usize,
    },
    /// A block that can't be read as a certificate.
    #[error("certificate {number} of the file can't be read")]
    NotACertificate {
        /// Which.
        number: usize,
    },
    /// A person's or a server's.
    #[error("certificate {number} of the file, of {name}, is not an authority's")]
    NotAnAuthority {
        /// Which.
        number: usize,
        /// Whose.
        name: String,
    },
    /// One that sets conditions on those below it which are not understood here.
    #[error("certificate {number} of the file, of {name}, sets conditions that are not checked here")]
    UnknownCondition {
        /// Which.
        number: usize,
        /// Whose.
        name: String,
    },
    /// Its key is too short.
    #[error("certificate {number} of the file, of {name}, has a key that is too short")]
    Weak {
        /// Which.
        number: usize,
        /// Whose.
        name: String,
    },
    /// Its key is of a kind that is not checked here.
    #[error("certificate {number} of the file, of {name}, has a key of a kind that is not checked")]
    UnknownKey {
        /// Which.
        number: usize,
        /// Whose.
        name: String,
    },
}
