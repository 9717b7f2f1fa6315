//! Slows down guessing without locking out the victim: tries are counted per what is guessed and caller address
//! together.
//!
//! Someone who guesses from elsewhere cannot use up the owner's tries; many tries from one address are bounded too, and
//! so is what the counters take: when they are full the oldest are forgotten, and nobody waits for a stranger's sake.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::Mutex,
};

use calendar::Instant;

/// Tries allowed for one thing guessed at from one address within the window.
const TRIES_PER_GUESS: u32 = 8;
/// Tries at logins allowed from one address within the window, over all of them. Whoever else is behind the same
/// address shares them, so what succeeds is given back, and what programs try counts by itself.
const TRIES_PER_ADDRESS: u32 = 60;
/// Requests a program's key is good for within the window: ten a second, a poll of every page many times over.
const REQUESTS_PER_KEY: u32 = 600;
/// The window.
const WINDOW_MS: i64 = 60_000;
/// How many counters are kept.
const MAX_COUNTERS: usize = 20_000;

/// What is guessed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess<'a> {
    /// The password or a code of this login.
    Login(&'a str),
    /// The code of an invitation.
    Invitation,
    /// A program's key.
    Key,
    /// The secret of a source.
    Source,
}

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Counted {
    Address(IpAddr),
    Login(IpAddr, String),
    Invitation(IpAddr),
    Key(IpAddr),
    Source(IpAddr),
    /// Requests of the key of this id, wherever they come from.
    Requests(String),
}

#[derive(Default)]
struct Counter {
    since_ms: i64,
    tries: u32,
}

/// Tries of the last minute.
#[derive(Default)]
pub struct Throttle {
    counters: Mutex<HashMap<Counted, Counter>>,
}

impl Throttle {
    /// Whether another try is allowed now; counts it when it is.
    pub fn admit(&self, address: IpAddr, guess: Guess<'_>, now: Instant) -> bool {
        let address = counted_address(address);
        // The address first: beyond its limit it makes no further counters.
        let within =
            !matches!(guess, Guess::Login(_)) || self.take(Counted::Address(address), now, TRIES_PER_ADDRESS);
        within && self.take(counted(address, guess), now, TRIES_PER_GUESS)
    }

    /// Whether a program's key is good for another request now.
    pub fn admit_request(&self, key: &str, now: Instant) -> bool {
        self.take(Counted::Requests(key.to_owned()), now, REQUESTS_PER_KEY)
    }

    /// Forgets the failed tries after one that succeeded.
    pub fn forget(&self, address: IpAddr, guess: Guess<'_>) {
        let address = counted_address(address);
        if let Ok(mut counters) = self.counters.lock() {
            counters.remove(&counted(address, guess));
            if matches!(guess, Guess::Login(_))
                && let Some(all) = counters.get_mut(&Counted::Address(address))
            {
                all.tries = all.tries.saturating_sub(1);
            }
        }
    }

    fn take(&self, key: Counted, now: Instant, limit: u32) -> bool {
        let Ok(mut counters) = self.counters.lock() else { return false };
        let now = now.as_ms();
        if counters.len() >= MAX_COUNTERS && !counters.contains_key(&key) {
            make_room(&mut counters, now);
        }
        let counter = counters.entry(key).or_default();
        if now - counter.since_ms >= WINDOW_MS {
            *counter = Counter { since_ms: now, tries: 0 };
        }
        counter.tries = counter.tries.saturating_add(1);
        counter.tries <= limit
    }
}

fn counted(address: IpAddr, guess: Guess<'_>) -> Counted {
    match guess {
        Guess::Login(login) => Counted::Login(address, login.to_owned()),
        Guess::Invitation => Counted::Invitation(address),
        Guess::Key => Counted::Key(address),
        Guess::Source => Counted::Source(address),
    }
}

/// One subscriber commonly holds a whole /64, so that counting its addresses singly would count nothing.
fn counted_address(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Forgets what is past, and where that is not enough the older half.
fn make_room(counters: &mut HashMap<Counted, Counter>, now: i64) {
    counters.retain(|_, counter| now - counter.since_ms < WINDOW_MS);
    if counters.len() >= MAX_COUNTERS {
        let mut begun: Vec<i64> = counters.values().map(|counter| counter.since_ms).collect();
        let (_, middle, _) = begun.select_nth_unstable(MAX_COUNTERS / 2);
        let middle = *middle;
        let mut kept = 0;
        counters.retain(|_, counter| {
            let keeps = counter.since_ms >= middle && kept < MAX_COUNTERS / 2;
            kept += usize::from(keeps);
            keeps
        });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_guesser_elsewhere_does_not_lock_out_the_owner() {
        let throttle = Throttle::default();
        let (guesser, owner) = (address("127.0.0.9"), address("127.0.0.1"));
        let now = Instant::from_ms(1_000_000);
        let login = Guess::Login("truc");
        let admitted = (0..50).filter(|_| throttle.admit(guesser, login, now)).count();
        assert_eq!(admitted, TRIES_PER_GUESS as usize);
        assert!(throttle.admit(owner, login, now));
        assert!(throttle.admit(guesser, login, now.plus_ms(WINDOW_MS)));
    }

    #[test]
    fn many_logins_from_one_address_are_bounded() {
        let throttle = Throttle::default();
        let now = Instant::from_ms(0).plus_ms(WINDOW_MS);
        let tried = |n: u32| throttle.admit(address("127.0.0.9"), Guess::Login(&format!("u{n}")), now);
        assert_eq!((0..500).filter(|n| tried(*n)).count(), TRIES_PER_ADDRESS as usize);
        let tried = |n: u32| throttle.admit(address(&format!("2001:db8::{n:x}")), Guess::Invitation, now);
        assert_eq!(
            (0..500).filter(|n| tried(*n)).count(),
            TRIES_PER_GUESS as usize,
            "one network, one guesser"
        );
    }

    #[test]
    fn a_shift_that_signs_in_and_a_program_with_an_old_key_shut_out_nobody_behind_their_address() {
        let throttle = Throttle::default();
        let (now, room) = (Instant::from_ms(1_000_000), address("192.0.2.1"));
        for n in 0..200 {
            // Refused after a few; what matters is that it costs the people beside it nothing.
            throttle.admit(room, Guess::Key, now);
            let login = format!("u{n}");
            assert!(throttle.admit(room, Guess::Login(&login), now), "{n}");
            throttle.forget(room, Guess::Login(&login));
        }
    }

    #[test]
    fn no_login_is_taken_for_anything_else() {
        let throttle = Throttle::default();
        let (now, near) = (Instant::from_ms(1_000_000), address("127.0.0.1"));
        for login in ["", "\u{1}invitation", "Invitation"] {
            while throttle.admit(near, Guess::Login(login), now) {}
        }
        let later = now.plus_ms(WINDOW_MS);
        for guess in [Guess::Invitation, Guess::Key, Guess::Source] {
            assert!(throttle.admit(near, guess, later), "{guess:?}");
        }
    }

    #[test]
    fn a_flood_of_addresses_shuts_nobody_out() {
        let throttle = Throttle::default();
        let now = Instant::from_ms(1_000_000);
        for n in 0..MAX_COUNTERS as u32 {
            let flood = IpAddr::from((0x0a00_0000 + n).to_be_bytes());
            assert!(throttle.admit(flood, Guess::Login("truc"), now));
        }
        assert!(throttle.counters.lock().unwrap().len() <= MAX_COUNTERS);
        assert!(throttle.admit(address("192.0.2.1"), Guess::Login("truc"), now));
    }

    #[test]
    fn a_key_is_good_for_so_many_requests_a_minute_wherever_they_come_from() {
        let throttle = Throttle::default();
        let now = Instant::from_ms(1_000_000);
        assert_eq!(
            (0..1_000).filter(|_| throttle.admit_request("k-1", now)).count(),
            REQUESTS_PER_KEY as usize
        );
        assert!(throttle.admit_request("k-2", now));
        assert!(throttle.admit_request("k-1", now.plus_ms(WINDOW_MS)));
    }
}
