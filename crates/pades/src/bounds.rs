//! What is taken of a signed file from a stranger, with the reason of each limit.

/// Largest file, bytes: three times what a node takes as a document.
pub const MAX_PDF_BYTES: usize = 32 * 1024 * 1024;
/// Most places in a file that look like a signature: five people and their stamps sign a document at most, and each
/// place costs a pass over the file.
pub const MAX_PLACES: usize = 32;
/// Largest signature, bytes: one with a stamp and both chains has some 10 KiB, one that carries revocation lists some
/// hundreds.
pub const MAX_SIGNATURE_BYTES: usize = 1024 * 1024;
/// Largest dictionary of a signature, bytes: the signature in hex, and its words.
pub const MAX_DICTIONARY_BYTES: usize = 2 * MAX_SIGNATURE_BYTES + 64 * 1024;
/// How many objects before a signature's byte range are tried as the one it belongs to: words in a string may look like
/// the beginning of one.
pub const MAX_BEGINNINGS: usize = 4;
/// Deepest nesting in a signature's dictionary: some four in what programs write.
pub const MAX_DEPTH: usize = 16;
/// Most certificates that a signature carries: a chain has four.
pub const MAX_CARRIED: usize = 32;
/// Largest certificate, bytes; usual ones are below 4 KiB.
pub const MAX_CERTIFICATE_BYTES: usize = 32 * 1024;
/// Most attributes, signed and not: a dozen are defined.
pub const MAX_ATTRIBUTES: usize = 32;
/// Most stamps in one signature: a second one is there where an algorithm is being replaced.
pub const MAX_STAMPS: usize = 4;
/// Most certificates from the signer's to the authority's, both counted: public authorities use three or four.
pub const MAX_CHAIN: usize = 8;
/// Most signatures of certificates that are checked in search of one chain: certificates that all bear one name would
/// otherwise be tried in every order.
pub const MAX_CHAIN_CHECKS: usize = 64;
/// Largest file of authorities, bytes, and most certificates in it: a country has some twenty public ones.
pub const MAX_ANCHORS_BYTES: usize = 1024 * 1024;
/// See [`MAX_ANCHORS_BYTES`].
pub const MAX_ANCHORS: usize = 128;
/// Longest name that is taken out of a certificate, characters.
pub const MAX_NAME_CHARS: usize = 200;
/// How far a clock may be ahead of ours, milliseconds, before a time counts as one still to come.
pub const MAX_AHEAD_MS: i64 = 10 * 60 * 1000;
/// Shortest RSA key, bits: NIST SP 800-131A rev. 2 ends shorter ones for signatures.
pub const MIN_RSA_BITS: usize = 2048;
/// Longest RSA key, bits: checking takes time with the cube of it.
pub const MAX_RSA_BITS: usize = 8192;
