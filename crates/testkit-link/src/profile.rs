//! What a link does to packets, one direction at a time. Plain values: probabilities in parts per
//! million, so that two profiles are equal or not and a file can hold them exactly.

use std::time::Duration;

/// All packets, in parts per million.
pub const ALWAYS_PPM: u32 = 1_000_000;

/// One direction of a link. The default carries everything at once.
///
/// A packet meets, in this order: the cut, the queue before the transmitter, the loss on the wire,
/// the delay with its jitter, the hold that makes it late, and its duplication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Time on the wire, for every packet.
    pub delay: Duration,
    /// What comes on top of it, differently for each packet. It never changes the order: a packet
    /// waits for the one before, as in a queue along the way.
    pub jitter: Jitter,
    /// Packets lost each by itself, ppm.
    pub loss_ppm: u32,
    /// Packets lost in bursts, in addition.
    pub bursts: Option<Bursts>,
    /// Packets that arrive twice, ppm; the copy follows its original at once.
    pub duplicate_ppm: u32,
    /// Packets held back so that later ones pass them.
    pub held: Held,
    /// How fast the transmitter is and how much waits for it; none is without limit.
    pub rate: Option<Rate>,
    /// Whether everything that enters is lost. What is on the wire already still arrives.
    pub is_cut: bool,
}

impl Profile {
    /// A link that only takes time.
    pub fn delayed(delay: Duration) -> Self {
        Self { delay, ..Self::default() }
    }

    /// The same link with its cable cut.
    pub fn cut(self) -> Self {
        Self { is_cut: true, ..self }
    }

    /// Whether packets take the same way under both: if they do, later ones keep waiting for those
    /// before them when one replaces the other.
    pub(crate) fn has_same_way(&self, other: &Self) -> bool {
        (self.delay, self.jitter, self.rate) == (other.delay, other.jitter, other.rate)
    }
}

/// How the delay varies; always on top of it, never below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Jitter {
    /// Not at all.
    #[default]
    None,
    /// Anything from nothing up to the width, all equally likely.
    Uniform {
        /// The width.
        width: Duration,
    },
    /// Exponentially distributed: mostly little, sometimes much, as behind a busy queue.
    Exponential {
        /// The mean, before the limit.
        mean: Duration,
        /// What is longer is cut to this.
        limit: Duration,
    },
}

/// Loss in bursts by two states between which every packet may change: good and bad (E. N. Gilbert,
/// "Capacity of a Burst-Noise Channel", Bell System Technical Journal 39, 1960; with losses in the
/// good state too, E. O. Elliott, "Estimates of Error Rates for Codes on Burst-Noise Channels",
/// Bell System Technical Journal 42, 1963). A link begins in the good state.
///
/// In the long run the share of packets in the bad state is `to_bad / (to_bad + to_good)`, and a
/// burst lasts `1 / to_good` packets on average.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bursts {
    /// Chance to turn bad before a packet, ppm.
    pub to_bad_ppm: u32,
    /// Chance to turn good again before a packet, ppm.
    pub to_good_ppm: u32,
    /// Packets lost while good, ppm.
    pub loss_good_ppm: u32,
    /// Packets lost while bad, ppm.
    pub loss_bad_ppm: u32,
}

/// Packets held back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// How many, ppm.
    pub ppm: u32,
    /// For how long after they would have left.
    pub hold: Duration,
}

/// A transmitter with a queue before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Bits of IP packets a second; more than 0.
    pub bits_per_s: u64,
    /// Most bytes that wait or are being sent. A packet that doesn't fit is dropped (tail drop).
    pub queue_bytes: u64,
}
