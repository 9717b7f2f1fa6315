//! What every place that keeps series must do, whatever lies beneath it.

use calendar::Instant;
use serde::Serialize;

use crate::fault::SeriesFault;
use crate::sample::{Reading, Sample};

/// Keeps samples. Calls block on the disk for a short time: from async code, give them a thread.
pub trait SeriesStore: Send + Sync {
    /// Keeps a batch, all of it or nothing; once it returns, the death of the process loses none of it.
    fn append(&self, batch: &[Reading]) -> Result<(), SeriesFault>;

    /// Shows every kept sample of `series` with `from` ≤ start < `to`, in the order of keeping.
    fn visit(
        &self,
        series: &str,
        from: Instant,
        to: Instant,
        each: &mut dyn FnMut(&Sample),
    ) -> Result<(), SeriesFault>;

    /// Every kept sample of `series` with `from` ≤ start < `to`, in time order.
    fn read(&self, series: &str, from: Instant, to: Instant) -> Result<Vec<Sample>, SeriesFault> {
        let mut found = Vec::new();
        self.visit(series, from, to, &mut |sample| found.push(*sample))?;
        found.sort_by_key(|s| s.at_us);
        Ok(found)
    }

    /// Seals what is open, if it is due; the digest of what was sealed is the journal's business.
    fn seal(&self, now: Instant, when: SealWhen) -> Result<Option<Sealed>, SeriesFault>;

    /// Every series with the span of its samples, by name.
    fn list(&self) -> Result<Vec<SeriesSpan>, SeriesFault>;

    /// The sealed segments, oldest first.
    fn sealed(&self) -> Vec<Sealed>;
}

/// When to seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealWhen {
    /// If the hour of the first open sample is over, or the tail has reached 8 MiB.
    Due,
    /// At once, if there is anything.
    Now,
}

/// A sealed segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sealed {
    /// File name inside the store.
    pub file: String,
    /// SHA-256 of the whole file, lower-case hex.
    pub sha256: String,
    /// Length of the file.
    pub bytes: u64,
    /// Start of its first sample.
    pub from: Instant,
    /// Just after the start of its last sample.
    pub to: Instant,
    /// Number of series.
    pub series: u32,
    /// Number of samples.
    pub samples: u64,
}

/// A series and where its samples lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeriesSpan {
    /// Name of the series.
    pub series: String,
    /// Start of its first kept sample.
    pub first: Instant,
    /// Start of its last kept sample.
    pub last: Instant,
    /// Number of kept samples.
    pub samples: u64,
}

/// What was found when a store was opened; anything but the default deserves a line in the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// Samples taken back from the open tail.
    pub tail_samples: u64,
    /// Bytes of a torn end that were cut off the tail.
    pub cut_bytes: u64,
    /// Sealed segments that can't be read, with the reason; their period is a gap.
    pub damaged: Vec<(String, String)>,
}
