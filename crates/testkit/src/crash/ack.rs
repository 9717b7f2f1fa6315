//! One acknowledgement as the writer prints it and the harness reads it: a line that is written whole
//! after `record()` returned, and never before.

use journal::{EntryId, Hash, Slug};
use store::Receipt;

/// What the writer was promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    /// Whose log it stands in.
    pub organisation: Slug,
    /// Its index there.
    pub index: u64,
    /// Its id.
    pub id: EntryId,
    /// Its leaf hash.
    pub leaf: Hash,
    /// The picture that went with it.
    pub blob: Option<Hash>,
}

impl Ack {
    /// The acknowledgement of a receipt.
    pub fn of(receipt: &Receipt, blob: Option<Hash>) -> Self {
        Self {
            organisation: receipt.origin.organisation().clone(),
            index: receipt.index,
            id: receipt.id,
            leaf: receipt.leaf,
            blob,
        }
    }

    /// The line, without its end.
    pub fn line(&self) -> String {
        let blob = self.blob.map_or_else(|| "-".to_owned(), |blob| blob.to_string());
        format!("ack {} {} {} {} {blob}", self.organisation, self.index, self.id, self.leaf)
    }

    /// Reads a line; nothing for what is no whole acknowledgement.
    pub fn parse(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.split(' ').collect();
        let ["ack", organisation, index, id, leaf, blob] = words[..] else { return None };
        Some(Self {
            organisation: Slug::new(organisation).ok()?,
            index: index.parse().ok()?,
            id: EntryId::parse(id).ok()?,
            leaf: Hash::parse(leaf).ok()?,
            blob: if blob == "-" { None } else { Some(Hash::parse(blob).ok()?) },
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use calendar::Instant;

    #[test]
    fn a_line_reads_back_and_a_cut_one_does_not() {
        let ack = Ack {
            organisation: Slug::new("alpha").unwrap(),
            index: 7,
            id: EntryId::v7(Instant::from_ms(1_790_000_000_000), [9; 10]),
            leaf: Hash::of(b"leaf"),
            blob: Some(Hash::of(b"picture")),
        };
        assert_eq!(Ack::parse(&ack.line()), Some(ack.clone()));
        let line = ack.line();
        assert_eq!(Ack::parse(&line[..line.len() - 1]), None);
        assert_eq!(Ack::parse("ready"), None);
    }
}
