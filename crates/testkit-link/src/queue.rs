//! A transmitter of a given rate and the bounded queue before it, in whole nanoseconds: a packet is
//! sent after those before it, and one that doesn't fit into the queue is dropped.

use std::collections::VecDeque;

use crate::profile::Rate;

const NS_A_SECOND: u128 = 1_000_000_000;

/// The queue, as of the last packet offered.
#[derive(Clone, Debug)]
pub struct Queue {
    rate: Rate,
    /// What waits or is being sent: when its last bit leaves, and how many bytes it has.
    waiting: VecDeque<(u64, u32)>,
    waiting_bytes: u64,
    /// When the transmitter has sent all that was offered.
    free_at_ns: u64,
}

impl Queue {
    pub const fn new(rate: Rate) -> Self {
        Self { rate, waiting: VecDeque::new(), waiting_bytes: 0, free_at_ns: 0 }
    }

    /// Offers a packet; times never go back. Says when its last bit leaves, or nothing if it is dropped.
    pub fn offer(&mut self, now_ns: u64, bytes: u32) -> Option<u64> {
        while let Some(&(left_at_ns, left)) = self.waiting.front().filter(|(at, _)| *at <= now_ns) {
            debug_assert!(left_at_ns <= self.free_at_ns, "the transmitter is free after the last packet");
            self.waiting.pop_front();
            self.waiting_bytes -= u64::from(left);
        }
        if self.waiting_bytes + u64::from(bytes) > self.rate.queue_bytes {
            return None;
        }
        let leaves_at_ns = self.free_at_ns.max(now_ns) + self.rate.transmission_ns(bytes);
        self.free_at_ns = leaves_at_ns;
        self.waiting.push_back((leaves_at_ns, bytes));
        self.waiting_bytes += u64::from(bytes);
        Some(leaves_at_ns)
    }
}

impl Rate {
    /// How long the bits of a packet take, rounded up.
    pub(crate) fn transmission_ns(self, bytes: u32) -> u64 {
        let bits = u128::from(bytes) * 8;
        u64::try_from((bits * NS_A_SECOND).div_ceil(u128::from(self.bits_per_s.max(1)))).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_packet_takes_its_bits_by_the_rate_and_waits_for_those_before() {
        let mut queue = Queue::new(Rate { bits_per_s: 8_000_000, queue_bytes: 3_000 });
        assert_eq!(queue.offer(0, 1_000), Some(1_000_000), "1,000 bytes at a byte a µs");
        assert_eq!(queue.offer(0, 1_000), Some(2_000_000));
        assert_eq!(queue.offer(999_999, 1_000), Some(3_000_000), "just fits");
        assert_eq!(queue.offer(999_999, 1), None, "the first is still being sent");
        assert_eq!(queue.offer(1_000_000, 1), Some(3_001_000), "the first has left");
        assert_eq!(queue.offer(10_000_000, 40), Some(10_040_000), "an idle transmitter sends at once");
    }

    /// Times between packets, ns, and their sizes.
    fn offers() -> impl Strategy<Value = Vec<(u64, u32)>> {
        proptest::collection::vec((0_u64..2_000_000, 20_u32..1_501), 1..200)
    }

    fn rates() -> impl Strategy<Value = Rate> {
        (1_000_u64..100_000_000, 0_u64..20_000)
            .prop_map(|(bits_per_s, queue_bytes)| Rate { bits_per_s, queue_bytes })
    }

    proptest! {
        /// What the queue says against its definition: all earlier packets looked at again each time.
        #[test]
        fn it_drops_what_does_not_fit_and_nothing_else(rate in rates(), offers in offers()) {
            let mut queue = Queue::new(rate);
            let mut taken: Vec<(u64, u32)> = Vec::new();
            let mut now_ns = 0;
            for (after_ns, bytes) in offers {
                now_ns += after_ns;
                let inside: u64 =
                    taken.iter().filter(|(left, _)| *left > now_ns).map(|(_, bytes)| u64::from(*bytes)).sum();
                let begins_ns = taken.iter().map(|(left, _)| *left).max().unwrap_or(0).max(now_ns);
                let fits = inside + u64::from(bytes) <= rate.queue_bytes;
                let want = fits.then(|| begins_ns + rate.transmission_ns(bytes));
                prop_assert_eq!(queue.offer(now_ns, bytes), want);
                taken.extend(want.map(|left| (left, bytes)));
            }
        }

        /// Over any stretch that begins with an idle transmitter no more leaves than the rate allows,
        /// and no packet waits longer than a full queue takes to send.
        #[test]
        fn it_never_exceeds_the_rate_and_never_waits_longer_than_a_full_queue(
            rate in rates(),
            offers in offers(),
        ) {
            let mut queue = Queue::new(rate);
            let (mut now_ns, mut last_ns, mut packets) = (0, 0, 0);
            for (after_ns, bytes) in offers {
                now_ns += after_ns;
                let Some(leaves_ns) = queue.offer(now_ns, bytes) else { continue };
                packets += 1;
                prop_assert!(leaves_ns - last_ns >= rate.transmission_ns(bytes));
                let full_ns = rate.transmission_ns(rate.queue_bytes as u32);
                // Each packet's time is rounded up by less than a ns.
                prop_assert!(leaves_ns - now_ns <= full_ns + packets);
                last_ns = leaves_ns;
            }
        }
    }
}
