//! Randomness by seed and by name.

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

#[cfg(test)]
mod tests {
    use super::*;

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
