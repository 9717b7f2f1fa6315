//! Randomness by seed and by name.

use calendar::Instant;
use rand::{Rng, RngCore, SeedableRng, rngs::StdRng};
use sha2::{Digest, Sha256};

/// What the name of a stream is mixed under.
const CONTEXT: &[u8] = b"thongsuot/dice/v1";

/// One stream of chance. Two streams of one seed have nothing to do with each other, so that who draws once more than
/// before changes nobody else's luck.
#[derive(Clone, Debug)]
pub struct Dice(StdRng);

impl Dice {
    /// The stream of this name.
    pub fn of(seed: u64, name: &str) -> Self {
        let mut mixed = Sha256::new();
        mixed.update(CONTEXT);
        mixed.update(seed.to_le_bytes());
        mixed.update(name.as_bytes());
        Self(StdRng::from_seed(mixed.finalize().into()))
    }

    /// A number below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 { 0 } else { self.0.random_range(0..n) }
    }

    /// A number from `from` to `to`, both included; `from` where they are the wrong way round.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        if from < to { self.0.random_range(from..=to) } else { from }
    }

    /// Whether something comes to pass that does so `ppm` times in a million.
    pub fn happens(&mut self, ppm: u32) -> bool {
        ppm > 0 && self.below(1_000_000) < u64::from(ppm)
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len() as u64) as usize)
    }

    /// A waiting time of this mean, as between events that know nothing of each other; at most twelve means, ms.
    pub fn wait_ms(&mut self, mean_ms: i64) -> i64 {
        let unit: f64 = self.0.random();
        let wait = -(1.0 - unit).ln() * mean_ms as f64;
        (wait as i64).clamp(0, mean_ms.saturating_mul(12))
    }

    /// Fresh bytes.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }
}

/// Chance by moment: what is drawn for a moment has nothing to do with what was drawn before, or whether anything was.
/// For what is asked a million times, and must stay the same when something else is left out.
#[derive(Clone, Copy, Debug)]
pub struct Luck(u64);

impl Luck {
    /// Of this name.
    pub fn of(seed: u64, name: &str) -> Self {
        Self(Dice::of(seed, name).below(u64::MAX))
    }

    /// What is drawn for a moment: two numbers that know nothing of each other.
    pub fn at(self, at: Instant) -> (u32, u32) {
        // SplitMix64 (Steele, Lea, Flood 2014) over the moment: each bit of the moment changes half of the result.
        let mut mixed = self.0.wrapping_add((at.as_ms() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        ((mixed >> 32) as u32, mixed as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luck_is_the_moments_own_and_evenly_spread() {
        let (luck, other) = (Luck::of(7, "a"), Luck::of(7, "b"));
        let at = Instant::from_ms(1_801_000_000_000);
        assert_eq!(luck.at(at), luck.at(at));
        assert_ne!(luck.at(at), other.at(at));
        assert_ne!(luck.at(at), luck.at(at.plus_ms(1)));
        let low = (0..100_000).filter(|ms| luck.at(at.plus_ms(*ms)).0 < u32::MAX / 10).count();
        assert!((9_600..10_400).contains(&low), "{low}");
    }

    #[test]
    fn a_stream_repeats_itself_and_no_other() {
        let draw = |seed, name| {
            let mut dice = Dice::of(seed, name);
            (0..8).map(|_| dice.below(1 << 40)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7, "people"), draw(7, "people"));
        assert_ne!(draw(7, "people"), draw(8, "people"));
        assert_ne!(draw(7, "people"), draw(7, "disk"));
    }

    #[test]
    fn waits_have_the_mean_they_are_asked_for() {
        let mut dice = Dice::of(1, "waits");
        let total: i64 = (0..20_000).map(|_| dice.wait_ms(1_000)).sum();
        assert!((960..1_040).contains(&(total / 20_000)), "{}", total / 20_000);
    }
}
