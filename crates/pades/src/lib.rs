//! Signatures in pdf files (PAdES, ETSI EN 319 142-1; ISO 32000-2 §12.8): who signed which bytes of a file and when, whether
//! the certificate leads to an authority that the office named, and what stands in the file that nobody signed.
//!
//! Pure: a file, authorities and a moment go in, [`Seal`]s come out. Everything in a signed file comes from a stranger;
//! what is taken of it is bounded ([`bounds`]), and what is not of the form that the norms ask for is refused instead
//! of guessed. A file passes `intake` before it comes here: that is where secrecy marks are looked for.
//!
//! Nobody is asked whether a certificate was revoked: a node may have no way out.
//! `docs/reference/pades.md` says what is checked, and by which clause.

mod algorithms;
mod anchors;
pub mod bounds;
mod certificate;
mod chain;
mod cms;
mod der;
mod examine;
mod fault;
pub mod fuzz;
mod oid;
mod pdf;
mod seal;
mod stamp;
mod times;

pub use anchors::{AnchorFault, Anchors};
pub use examine::examine;
pub use fault::{Flaw, PadesFault};
pub use seal::{ChainState, Covers, Fingerprint, Kind, Seal, Why};
