//! An exported journal: plain files that anyone can check without the server.
//!
//! ```text
//! manifest                              signed note: every log's head, every file that is no tile
//! key                                   verifier key of the node that exported
//! logs/<node>/<organisation>/checkpoint the signed head
//! logs/<node>/<organisation>/key        verifier key of the log
//! logs/<node>/<organisation>/tile/…     C2SP tlog-tiles: hashes and entry bundles
//! logs/<node>/<organisation>/disclosures.jsonl  one line for each commitment
//! blobs/<2 hex>/<64 hex>                what disclosed or stated digests stand for
//! report.docx …                         what else is handed over beside the journal
//! ```
//!
//! Tiles follow from the head; all else is listed in the manifest with length and SHA-256, so no
//! byte, file or name can change unseen. The manifest is written last: an export that was cut short
//! has none.

mod layout;
mod lines;
mod manifest;
mod writer;

pub(crate) use layout::{BLOBS, DISCLOSURES, MANIFEST, NODE_KEY, blob_path, is_attachment, log_path};
pub(crate) use lines::{DisclosureLine, State, value_text};
pub(crate) use manifest::{Listed, Manifest};
pub use writer::{ExportFault, ExportWriter, LogWriter};
