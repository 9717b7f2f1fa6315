//! The rhythm of a flapping socket: open and closed by turns, each turn half to one and a half times its
//! median, from a seed. The same seed gives the same sequence of turns.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::sync::watch;

use super::SocketSpec;
use super::socket::Wish;

/// Runs the rhythm until the socket is dropped.
pub async fn run(spec: SocketSpec, wish: watch::Sender<Wish>) {
    let mut turns = turns(&spec);
    loop {
        for up in [true, false] {
            wish.send_modify(|wish| wish.rhythm_up = up);
            let Some(turn) = turns.next() else { return };
            tokio::time::sleep(turn).await;
        }
    }
}

/// The lengths of the turns, starting with an open one.
fn turns(spec: &SocketSpec) -> impl Iterator<Item = Duration> + Send + use<> {
    let mut rng = StdRng::seed_from_u64(spec.seed);
    let medians = [spec.up_ms, spec.down_ms].into_iter().cycle();
    medians.map(move |median_ms| {
        Duration::from_millis(rng.random_range(median_ms / 2..=median_ms + median_ms / 2))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use crate::province::Service;

    #[test]
    fn a_seed_decides_the_turns_and_they_stay_around_their_median() {
        let mut spec = SocketSpec::healthy("f", "127.0.0.1:0".parse().unwrap(), Service::Tcp);
        (spec.up_ms, spec.down_ms, spec.seed) = (1000, 200, 7);
        let first: Vec<_> = turns(&spec).take(50).collect();
        assert_eq!(first, turns(&spec).take(50).collect::<Vec<_>>());
        for pair in first.chunks(2) {
            assert!((500..=1500).contains(&pair[0].as_millis()));
            assert!((100..=300).contains(&pair[1].as_millis()));
        }
        spec.seed = 8;
        assert_ne!(first, turns(&spec).take(50).collect::<Vec<_>>());
    }
}
