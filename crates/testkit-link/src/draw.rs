//! What chance says of a packet: the same for the same seed, direction and number, whatever happened
//! before, on another thread or under another profile. Each packet has a stream of `ChaCha8` of its
//! own, read in a fixed order, so that changing one probability leaves all other fates as they were.

use std::time::Duration;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::profile::{ALWAYS_PPM, Jitter};
use crate::truth::Direction;

/// The draws of one direction.
pub struct Draws(ChaCha8Rng);

/// The draws of one packet, each evenly spread over all values of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    pub loss: u32,
    pub turn: u32,
    pub burst_loss: u32,
    pub duplicate: u32,
    pub held: u32,
    pub jitter: u64,
}

impl Draws {
    pub fn new(seed: u64, direction: Direction) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8] = direction as u8;
        Self(ChaCha8Rng::from_seed(key))
    }

    pub fn of(&mut self, number: u64) -> Draw {
        let random = &mut self.0;
        random.set_stream(number);
        random.set_word_pos(0);
        Draw {
            loss: random.next_u32(),
            turn: random.next_u32(),
            burst_loss: random.next_u32(),
            duplicate: random.next_u32(),
            held: random.next_u32(),
            jitter: random.next_u64(),
        }
    }
}

/// Whether a draw falls among the first so many parts per million.
pub fn is_within(draw: u32, ppm: u32) -> bool {
    (u64::from(draw) * u64::from(ALWAYS_PPM)) >> 32 < u64::from(ppm)
}

impl Jitter {
    /// What this draw adds to the delay, ns.
    pub(crate) fn of_draw(self, draw: u64) -> u64 {
        match self {
            Self::None => 0,
            Self::Uniform { width } => ((u128::from(draw) * width.as_nanos()) >> 64) as u64,
            Self::Exponential { mean, limit } => {
                // In (0, 1]: the 53 bits that a float holds, and never 0, whose logarithm has no value.
                let share = ((draw >> 11) + 1) as f64 / (1_u64 << 53) as f64;
                let drawn_us = -share.ln() * mean.as_micros() as f64;
                // In whole µs: the last digit of a logarithm may differ between machines.
                Duration::from_micros(drawn_us as u64).min(limit).as_nanos() as u64
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packets_draws_do_not_depend_on_those_before() {
        let mut straight = Draws::new(7, Direction::Forth);
        let in_order: Vec<Draw> = (0..100).map(|number| straight.of(number)).collect();
        let mut jumping = Draws::new(7, Direction::Forth);
        for number in (0..100).rev() {
            assert_eq!(jumping.of(number), in_order[number as usize]);
        }
        assert_ne!(Draws::new(7, Direction::Back).of(0), in_order[0]);
        assert_ne!(Draws::new(8, Direction::Forth).of(0), in_order[0]);
    }

    /// A seed that failed once must fail again: another version of the generator may not change fates.
    #[test]
    fn the_draws_of_a_seed_are_these_for_ever() {
        let draw = Draws::new(2027, Direction::Back).of(3);
        let kept = Draw {
            loss: 2_366_909_759,
            turn: 179_945_265,
            burst_loss: 3_513_810_603,
            duplicate: 2_792_788_047,
            held: 3_126_611_131,
            jitter: 10_954_683_945_264_562_389,
        };
        assert_eq!(draw, kept);
    }

    #[test]
    fn never_is_never_and_always_is_always() {
        for draw in [0, 1, u32::MAX / 2, u32::MAX] {
            assert!(!is_within(draw, 0));
            assert!(is_within(draw, ALWAYS_PPM));
        }
        assert!(is_within(0, 1) && !is_within(u32::MAX, ALWAYS_PPM - 1));
    }

    #[test]
    fn jitter_is_spread_as_it_says() {
        let (mean, limit) = (Duration::from_millis(5), Duration::from_millis(40));
        let mut draws = Draws::new(1, Direction::Forth);
        let mut all = |jitter: Jitter| -> Vec<u64> {
            let mut all: Vec<u64> =
                (0..20_000).map(|number| jitter.of_draw(draws.of(number).jitter)).collect();
            all.sort_unstable();
            all
        };
        let near = |found_ns: u64, want_us: u64| {
            let found_us = found_ns / 1000;
            assert!(found_us.abs_diff(want_us) * 20 < want_us, "{found_us} µs, not about {want_us} µs");
        };
        let uniform = all(Jitter::Uniform { width: mean });
        near(uniform[10_000], 2_500);
        near(uniform[19_800], 4_950);
        let exponential = all(Jitter::Exponential { mean, limit });
        // Quantiles of the exponential distribution: mean × ln 2 and mean × ln 10.
        near(exponential[10_000], 3_466);
        near(exponential[18_000], 11_513);
        assert_eq!(exponential[19_999], limit.as_nanos() as u64, "some of 20,000 go beyond eight means");
    }
}
