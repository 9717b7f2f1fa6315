//! Slows down guessing without locking out the victim: tries are counted per login and caller address together.
//!
//! Someone who guesses from elsewhere cannot use up the owner's tries; many logins from one address are bounded too.

use std::{collections::HashMap, net::IpAddr, sync::Mutex};

use calendar::Instant;

/// Tries allowed for one login from one address within the window.
const TRIES_PER_LOGIN: u32 = 8;
/// Tries allowed from one address within the window, over all logins.
const TRIES_PER_ADDRESS: u32 = 60;
/// The window.
const WINDOW_MS: i64 = 60_000;
/// How many counters are kept; beyond it the expired ones are dropped, and if none is, the newest try waits.
const MAX_COUNTERS: usize = 20_000;

#[derive(Default)]
struct Counter {
    since_ms: i64,
    tries: u32,
}

/// Failed sign-ins of the last minute.
#[derive(Default)]
pub struct Throttle {
    counters: Mutex<HashMap<(IpAddr, Option<String>), Counter>>,
}

impl Throttle {
    /// Whether another try is allowed now; counts it when it is.
    pub fn admit(&self, address: IpAddr, login: &str, now: Instant) -> bool {
        let Ok(mut counters) = self.counters.lock() else { return false };
        let now = now.as_ms();
        if counters.len() >= MAX_COUNTERS {
            counters.retain(|_, counter| now - counter.since_ms < WINDOW_MS);
            if counters.len() >= MAX_COUNTERS {
                return false;
            }
        }
        let by_login = take(&mut counters, (address, Some(login.to_owned())), now, TRIES_PER_LOGIN);
        let by_address = take(&mut counters, (address, None), now, TRIES_PER_ADDRESS);
        by_login && by_address
    }

    /// Forgets a login's failed tries after it signed in.
    pub fn forget(&self, address: IpAddr, login: &str) {
        if let Ok(mut counters) = self.counters.lock() {
            counters.remove(&(address, Some(login.to_owned())));
        }
    }
}

fn take(
    counters: &mut HashMap<(IpAddr, Option<String>), Counter>,
    key: (IpAddr, Option<String>),
    now: i64,
    limit: u32,
) -> bool {
    let counter = counters.entry(key).or_default();
    if now - counter.since_ms >= WINDOW_MS {
        *counter = Counter { since_ms: now, tries: 0 };
    }
    counter.tries += 1;
    counter.tries <= limit
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_guesser_elsewhere_does_not_lock_out_the_owner() {
        let throttle = Throttle::default();
        let (guesser, owner) = ("127.0.0.9".parse().unwrap(), "127.0.0.1".parse().unwrap());
        let now = Instant::from_ms(1_000_000);
        let admitted = (0..50).filter(|_| throttle.admit(guesser, "truc", now)).count();
        assert_eq!(admitted, TRIES_PER_LOGIN as usize);
        assert!(throttle.admit(owner, "truc", now));
        assert!(throttle.admit(guesser, "truc", now.plus_ms(WINDOW_MS)));
    }

    #[test]
    fn many_logins_from_one_address_are_bounded() {
        let throttle = Throttle::default();
        let address = "127.0.0.9".parse().unwrap();
        let now = Instant::from_ms(0).plus_ms(WINDOW_MS);
        let admitted = (0..500).filter(|n| throttle.admit(address, &format!("u{n}"), now)).count();
        assert_eq!(admitted, TRIES_PER_ADDRESS as usize);
    }
}
