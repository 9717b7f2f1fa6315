//! What is said of one signature in a file.

use std::fmt;

use calendar::Instant;

/// One signature in a file, as far as it can be judged offline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// A person's, or a time stamp over the whole document.
    pub kind: Kind,
    /// Where its dictionary begins, in bytes.
    pub at: usize,
    /// Whether what it covers is, byte for byte, what was signed with the key of its certificate, and the stamp in it is
    /// of it. Without this nothing else counts.
    pub intact: bool,
    /// What of the file it covers.
    pub covers: Covers,
    /// Whom its certificate names. Only an authority's word makes it more than a claim: see `chain`.
    pub signer: String,
    /// The certificate itself, by its SHA-256.
    pub certificate: Fingerprint,
    /// When it was signed, as the signer's own clock had it: a claim.
    pub signed_at: Option<Instant>,
    /// When it was there at the latest, by the word of a time stamp that holds.
    pub stamped_at: Option<Instant>,
    /// Whether the time stamp in it leads to an authority; none if there is no stamp.
    pub stamp: Option<ChainState>,
    /// Whether its certificate leads to an authority that the office named, and was in force.
    pub chain: ChainState,
}

impl Seal {
    /// Whether the signature holds: unchanged, and of somebody for whom an authority of the office's vouches. What stands
    /// behind it in the file is another question: [`Seal::covers`].
    pub fn holds(&self) -> bool {
        self.intact && matches!(self.chain, ChainState::Trusted { .. })
    }
}

/// What kind of signature it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody signed.
    Signature,
    /// A time stamp over the document (ISO 32000-2 §12.8.5): nobody's word but that it was there by then.
    TimeStamp,
}

/// What of the file a signature covers. It always covers from the first byte on, all but the signature itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covers {
    /// All of it.
    Whole,
    /// All up to where something was appended. That may be a second signature, or another text in place of the signed
    /// one: this signature says nothing about it.
    Until {
        /// The first byte that it does not cover.
        byte: usize,
        /// How many stand there.
        unsigned_bytes: usize,
    },
}

/// Whether a certificate leads to an authority that the office named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainState {
    /// It does, and every certificate on the way was in force.
    Trusted {
        /// Which.
        authority: String,
    },
    /// It does not.
    Untrusted {
        /// What is missing.
        why: Why,
    },
}

/// Why a certificate is not trusted. A name is that of the certificate at fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// No authority that the office named vouches for it, or for whoever issued it.
    #[error("no authority that was named vouches for the certificate")]
    UnknownAuthority,
    /// It had run out when it was used.
    #[error("the certificate of {name} ran out at {until}, before it was used")]
    Expired {
        /// Whose certificate.
        name: String,
        /// When it ran out.
        until: Instant,
    },
    /// It was used when it was in force, says the signer; it has run out since, and no time stamp that holds tells that
    /// the signature is older.
    #[error("the certificate of {name} ran out at {until}, and no time stamp shows that it was used before")]
    ExpiredSince {
        /// Whose certificate.
        name: String,
        /// When it ran out.
        until: Instant,
    },
    /// It was not in force yet.
    #[error("the certificate of {name} is in force from {from}, after it was used")]
    NotYet {
        /// Whose certificate.
        name: String,
        /// From when.
        from: Instant,
    },
    /// The signer's clock was ahead of ours by more than [`crate::bounds::MAX_AHEAD_MS`].
    #[error("it says to be of {at}, which is still to come")]
    Ahead {
        /// When it says to be of.
        at: Instant,
    },
    /// It is for something else than signing documents, or than time stamps where it signed one.
    #[error("the certificate of {name} is not for this kind of signature")]
    NotForThis {
        /// Whose certificate.
        name: String,
    },
    /// Who issued it may not issue certificates.
    #[error("{name} may not issue certificates")]
    NotAnAuthority {
        /// Whose certificate.
        name: String,
    },
    /// Longer than [`crate::bounds::MAX_CHAIN`], or than an authority in it lets.
    #[error("the chain of certificates is longer than it may be")]
    TooLong,
    /// Signed by MD5 or SHA-1, or with a key that is too short.
    #[error("the certificate of {name} rests on a weak digest or key")]
    Weak {
        /// Whose certificate.
        name: String,
    },
    /// It sets conditions that are not understood here.
    #[error("the certificate of {name} sets conditions that are not checked here")]
    UnknownCondition {
        /// Whose certificate.
        name: String,
    },
}

/// The SHA-256 of a certificate; its text is lower-case hex.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
