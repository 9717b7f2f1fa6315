//! One probe's result at one instant, and the closed list of what a probe can come to.
//! The codes are part of the segment format: a number is never reused.

use std::sync::Arc;

use calendar::Instant;
use serde::{Deserialize, Serialize};

/// What one sample is worth: when the probe started, what it measured, how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Start of the probe, microseconds since the Unix epoch.
    pub at_us: i64,
    /// What was measured, µs; for a probe that got no answer, the time spent waiting.
    pub value_us: u32,
    /// How the probe ended.
    pub status: SampleStatus,
}

impl Sample {
    /// A sample that started at `at`.
    pub const fn new(at: Instant, value_us: u32, status: SampleStatus) -> Self {
        Self { at_us: at.as_ms().saturating_mul(1000), value_us, status }
    }

    /// The start of the probe at the journal's precision, rounded down.
    pub const fn at(&self) -> Instant {
        Instant::from_ms(self.at_us.div_euclid(1000))
    }
}

/// How a probe ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum SampleStatus {
    /// Answered as it should.
    Ok = 0,
    /// No answer within the time allowed.
    Timeout = 1,
    /// The other side refused the connection.
    Refused = 2,
    /// The network said that there is no way there.
    Unreachable = 3,
    /// Answered, but wrongly (a protocol error, a status of 500, another question's answer).
    Error = 4,
    /// Our own node was late or out of means: says nothing about the network.
    OwnLate = 5,
    /// Deliberately not measured.
    Excluded = 6,
}

impl SampleStatus {
    /// The byte a segment holds.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The status of a segment's byte.
    pub const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::Ok,
            1 => Self::Timeout,
            2 => Self::Refused,
            3 => Self::Unreachable,
            4 => Self::Error,
            5 => Self::OwnLate,
            6 => Self::Excluded,
            _ => return None,
        })
    }

    /// Its word in facts, messages and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Timeout => "timeout",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::Error => "error",
            Self::OwnLate => "own_late",
            Self::Excluded => "excluded",
        }
    }

    /// Whether the probe really went out and speaks of the network.
    pub const fn is_sent(self) -> bool {
        !matches!(self, Self::OwnLate | Self::Excluded)
    }

    /// Whether the probe went out and did not get what it should.
    pub const fn is_lost(self) -> bool {
        self.is_sent() && !matches!(self, Self::Ok)
    }
}

/// A sample and the series it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Name of the series, usually the target's id.
    pub series: Arc<str>,
    /// The sample.
    pub sample: Sample,
}

/// Longest name of a series, bytes: a target's slug is at most 64, the rest is room for parts.
pub const MAX_SERIES_NAME_BYTES: usize = 128;

/// Whether `name` can name a series: 1 to 128 bytes of lower-case letters, digits, `-`, `_`, `.`, `/`.
pub fn is_series_name(name: &str) -> bool {
    (1..=MAX_SERIES_NAME_BYTES).contains(&name.len())
        && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/'))
}
