//! Invented journals of any size, the same bytes for the same seed: a regulator and three operators
//! of a province that does not exist, recording what real ones would. For benchmarks, for tests of
//! growth, and for trying `verify` without a running node.

mod machines;
mod people;
mod random;
mod stream;

pub use stream::{Generated, LogStream};

use crate::checkpoint::Checkpoint;
use crate::export::{ExportFault, ExportWriter};
use crate::hash::Hash;
use crate::key::{SigningKey, VerifierKey};
use std::path::Path;

/// The node that writes every generated log.
pub const NODE: &str = "nut.sinh-mau.example";

/// The logs, the regulator's first, with their shares of a thousand entries; the last takes the rest.
const LOGS: [(&str, u64); 4] =
    [("so-khcn", 40), ("di-dong-mau", 480), ("co-dinh-mau", 300), ("buu-chinh-mau", 0)];

/// What was generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedExport {
    /// The node's key, to be pinned by `verify`.
    pub key: VerifierKey,
    /// The heads of its logs.
    pub heads: Vec<Checkpoint>,
}

/// The campaign file of the generated entries; its digest stands in each of them.
fn campaign(seed: u64) -> String {
    format!("schema = 1\n[campaign]\nid = \"sinh-mau\"\ntitle = \"Đợt bảo đảm sinh mẫu {seed}\"\n")
}

/// The signing key of a seed. It is no secret: generated journals prove nothing about anybody.
fn signing_key(seed: u64) -> Option<SigningKey> {
    let seed = Hash::of(format!("thongsuot/generate/v1 {seed}").as_bytes());
    SigningKey::from_seed(NODE, seed.as_bytes()).ok()
}

/// The generated logs as streams, which hold `entries` entries together.
pub fn streams(entries: u64, seed: u64) -> Vec<LogStream> {
    let mut left = entries;
    let mut streams = Vec::new();
    for (at, (organisation, share)) in LOGS.into_iter().enumerate() {
        let last = at + 1 == LOGS.len();
        let size = if last { left } else { (entries * share).div_ceil(1000).min(left) };
        left -= size;
        if size > 0 || at == 0 {
            streams.extend(LogStream::new(organisation, size, entries, seed));
        }
    }
    streams
}

/// Writes an export of `entries` invented entries; the directory must be empty or not exist.
pub fn generate(entries: u64, seed: u64, out: &Path) -> Result<GeneratedExport, ExportFault> {
    let Some(key) = signing_key(seed) else {
        return Err(ExportFault::Name(NODE.to_owned()));
    };
    let mut export = ExportWriter::create(out)?;
    let mut heads = Vec::new();
    let mut canonical = Vec::new();
    let mut issued = false;
    for stream in streams(entries, seed) {
        let mut log = export.log(stream.origin().clone())?;
        for generated in stream {
            issued |= generated.entry.kind.as_str() == "campaign.issued";
            canonical.clear();
            generated.entry.push_canonical(&mut canonical);
            log.push(&canonical, &generated.disclosures, &generated.erased)?;
        }
        heads.push(log.head());
        log.sign(&key)?;
    }
    if issued {
        export.blob(campaign(seed).as_bytes())?;
    }
    export.finish(&key)?;
    Ok(GeneratedExport { key: key.verifier(), heads })
}
