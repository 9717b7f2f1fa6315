//! Where things lie in an export. Paths use `/` and plain ASCII, whatever the system.

use crate::hash::Hash;
use crate::name::Origin;

/// The signed list.
pub(crate) const MANIFEST: &str = "manifest";
/// The verifier key of whoever exported; each log's directory has its own under the same name.
pub(crate) const NODE_KEY: &str = "key";
/// One line for each commitment of a log.
pub(crate) const DISCLOSURES: &str = "disclosures.jsonl";
/// The directory of blobs.
pub(crate) const BLOBS: &str = "blobs";
const LOGS: &str = "logs";

/// Longest name of a file handed over beside the journal.
const MAX_ATTACHMENT_NAME: usize = 128;

/// The directory of a log.
pub(crate) fn log_path(origin: &Origin) -> String {
    format!("{LOGS}/{origin}")
}

/// The file of a blob.
pub(crate) fn blob_path(digest: &Hash) -> String {
    let hex = digest.hex();
    format!("{BLOBS}/{}/{hex}", &hex[..2])
}

/// Whether a name may stand at the top of an export beside the journal's own files.
pub(crate) fn is_attachment(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    (1..=MAX_ATTACHMENT_NAME).contains(&name.len())
        && name.bytes().all(plain)
        && !name.starts_with('.')
        && ![MANIFEST, NODE_KEY, BLOBS, LOGS].contains(&name)
}
