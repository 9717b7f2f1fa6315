//! Slows down guessing without locking out the victim: tries are counted per what is guessed and caller address
//! together, and apart from those where the one who tries is known otherwise: by a session, or by a browser from which
//! the login has signed in before (the device cookies of OWASP's notes on slowing down guessing).
//!
//! Someone who guesses, from elsewhere or from behind the same address, cannot use up the tries of an owner at their usual
//! desk; many tries from one address are bounded too, and so is what the counters take: they keep digests, go when their
//! window is past, and when they are full the oldest are forgotten, so that nobody waits for a stranger's sake.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::Mutex,
};

use calendar::Instant;
use sha2::{Digest, Sha256};
use store::KnownDevice;

/// Tries allowed for one thing guessed at from one address, session or device within the window.
const TRIES_PER_GUESS: u32 = 8;
/// Tries at logins allowed from one address within the window, over all of them. Whoever else is behind the same
/// address shares them, so what succeeds is given back, and what programs and known browsers try counts by itself.
const TRIES_PER_ADDRESS: u32 = 60;
/// Requests a program's key is good for within the window: ten a second, a poll of every page many times over.
const REQUESTS_PER_KEY: u32 = 600;
/// Writes of one account within the window: more than any outbox sends at once when the signal is back, and a fraction of
/// what a node takes, so that nobody's script or stolen session fills the journal of all.
const WRITES_PER_ACCOUNT: u32 = 6_000;
/// The window.
const WINDOW_MS: i64 = 60_000;
/// How many counters are kept: a hundred bytes each, whatever was sent.
const MAX_COUNTERS: usize = 20_000;

/// What is guessed at, and from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess<'a> {
    /// The password or a code of this login, from an address.
    Login(IpAddr, &'a str),
    /// The same, from a browser that is known for the login.
    Known(KnownDevice),
    /// Password or code of one's own account, from the session of this handle.
    Session(&'a str),
    /// The code of an invitation.
    Invitation(IpAddr),
    /// The password that the code of this digest was taken up with.
    Used([u8; 32]),
    /// A program's key.
    Key(IpAddr),
    /// The secret of a source.
    Source(IpAddr),
}

/// What is counted. None keeps a text that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Counted {
    Address(IpAddr),
    Login(IpAddr, [u8; 32]),
    Known(KnownDevice),
    Session([u8; 32]),
    Invitation(IpAddr),
    Used([u8; 32]),
    Key(IpAddr),
    Source(IpAddr),
    /// Requests of the key of an id, wherever they come from.
    Requests([u8; 32]),
    /// Writes of the account of an id, from whichever of its sessions.
    Writes([u8; 32]),
}

#[derive(Default)]
struct Counter {
    since_ms: i64,
    tries: u32,
}

#[derive(Default)]
struct Counters {
    by_what: HashMap<Counted, Counter>,
    /// When those that were past were last forgotten.
    swept_ms: i64,
}

/// Tries of the last minute.
#[derive(Default)]
pub struct Throttle {
    counters: Mutex<Counters>,
}

impl Throttle {
    /// Whether another try is allowed now; counts it when it is.
    pub fn admit(&self, guess: Guess<'_>, now: Instant) -> bool {
        // The address first: beyond its limit it makes no further counters.
        let within =
            shared(guess).is_none_or(|address| self.take(Counted::Address(address), now, TRIES_PER_ADDRESS));
        within && self.take(counted(guess), now, TRIES_PER_GUESS)
    }

    /// Whether a program's key is good for another request now.
    pub fn admit_request(&self, key: &str, now: Instant) -> bool {
        self.take(Counted::Requests(digest(key)), now, REQUESTS_PER_KEY)
    }

    /// Whether an account may write once more now.
    pub fn admit_write(&self, account: &str, now: Instant) -> bool {
        self.take(Counted::Writes(digest(account)), now, WRITES_PER_ACCOUNT)
    }

    /// Forgets the failed tries after one that succeeded.
    pub fn forget(&self, guess: Guess<'_>) {
        if let Ok(mut counters) = self.counters.lock() {
            counters.by_what.remove(&counted(guess));
            if let Some(address) = shared(guess)
                && let Some(all) = counters.by_what.get_mut(&Counted::Address(address))
            {
                all.tries = all.tries.saturating_sub(1);
            }
        }
    }

    fn take(&self, key: Counted, now: Instant, limit: u32) -> bool {
        let Ok(mut counters) = self.counters.lock() else { return false };
        let now = now.as_ms();
        counters.make_room(&key, now);
        let counter = counters.by_what.entry(key).or_default();
        if now - counter.since_ms >= WINDOW_MS {
            *counter = Counter { since_ms: now, tries: 0 };
        }
        counter.tries = counter.tries.saturating_add(1);
        counter.tries <= limit
    }
}

impl Counters {
    /// Forgets what is past, once a window or when it is full; and where that is not enough, the older half.
    fn make_room(&mut self, key: &Counted, now: i64) {
        let is_full = self.by_what.len() >= MAX_COUNTERS && !self.by_what.contains_key(key);
        if !is_full && now - self.swept_ms < WINDOW_MS {
            return;
        }
        self.swept_ms = now;
        self.by_what.retain(|_, counter| now - counter.since_ms < WINDOW_MS);
        if self.by_what.len() >= MAX_COUNTERS {
            let mut begun: Vec<i64> = self.by_what.values().map(|counter| counter.since_ms).collect();
            let (_, middle, _) = begun.select_nth_unstable(MAX_COUNTERS / 2);
            let middle = *middle;
            let mut kept = 0;
            self.by_what.retain(|_, counter| {
                let keeps = counter.since_ms >= middle && kept < MAX_COUNTERS / 2;
                kept += usize::from(keeps);
                keeps
            });
        }
    }
}

/// The address whose tries at all logins together are counted besides.
fn shared(guess: Guess<'_>) -> Option<IpAddr> {
    if let Guess::Login(address, _) = guess { Some(counted_address(address)) } else { None }
}

fn counted(guess: Guess<'_>) -> Counted {
    match guess {
        Guess::Login(address, login) => Counted::Login(counted_address(address), digest(login)),
        Guess::Known(device) => Counted::Known(device),
        Guess::Session(handle) => Counted::Session(digest(handle)),
        Guess::Invitation(address) => Counted::Invitation(counted_address(address)),
        Guess::Used(code) => Counted::Used(code),
        Guess::Key(address) => Counted::Key(counted_address(address)),
        Guess::Source(address) => Counted::Source(counted_address(address)),
    }
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// One subscriber commonly holds a whole /64, so that counting its addresses singly would count nothing.
pub fn counted_address(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 @ IpAddr::V4(_) => v4,
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
        let try_at = |from, now| throttle.admit(Guess::Login(from, "truc"), now);
        let admitted = (0..50).filter(|_| try_at(guesser, now)).count();
        assert_eq!(admitted, TRIES_PER_GUESS as usize);
        assert!(try_at(owner, now));
        assert!(try_at(guesser, now.plus_ms(WINDOW_MS)));
    }

    #[test]
    fn many_logins_from_one_address_are_bounded() {
        let throttle = Throttle::default();
        let now = Instant::from_ms(0).plus_ms(WINDOW_MS);
        let tried = |n: u32| throttle.admit(Guess::Login(address("127.0.0.9"), &format!("u{n}")), now);
        assert_eq!((0..500).filter(|n| tried(*n)).count(), TRIES_PER_ADDRESS as usize);
        let tried = |n: u32| throttle.admit(Guess::Invitation(address(&format!("2001:db8::{n:x}"))), now);
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
            throttle.admit(Guess::Key(room), now);
            let login = format!("u{n}");
            assert!(throttle.admit(Guess::Login(room, &login), now), "{n}");
            throttle.forget(Guess::Login(room, &login));
        }
    }

    #[test]
    fn no_login_is_taken_for_anything_else() {
        let throttle = Throttle::default();
        let (now, near) = (Instant::from_ms(1_000_000), address("127.0.0.1"));
        for login in ["", "\u{1}invitation", "Invitation"] {
            while throttle.admit(Guess::Login(near, login), now) {}
        }
        let later = now.plus_ms(WINDOW_MS);
        for guess in [Guess::Invitation(near), Guess::Key(near), Guess::Source(near), Guess::Session("")] {
            assert!(throttle.admit(guess, later), "{guess:?}");
        }
    }

    #[test]
    fn a_flood_of_addresses_shuts_nobody_out() {
        let throttle = Throttle::default();
        let now = Instant::from_ms(1_000_000);
        for n in 0..MAX_COUNTERS as u32 {
            let flood = IpAddr::from((0x0a00_0000 + n).to_be_bytes());
            assert!(throttle.admit(Guess::Login(flood, "truc"), now));
        }
        assert!(throttle.counters.lock().unwrap().by_what.len() <= MAX_COUNTERS);
        assert!(throttle.admit(Guess::Login(address("192.0.2.1"), "truc"), now));
    }

    #[test]
    fn what_is_past_is_forgotten_and_nothing_sent_is_kept() {
        let throttle = Throttle::default();
        let now = Instant::from_ms(1_000_000);
        let long = "x".repeat(65_536);
        for n in 0..500_u32 {
            let from = IpAddr::from((0x0a00_0000 + n).to_be_bytes());
            throttle.admit(Guess::Login(from, &long), now);
        }
        assert!(size_of::<Counted>() + size_of::<Counter>() <= 100);
        throttle.admit(Guess::Session("s"), now.plus_ms(WINDOW_MS));
        assert_eq!(throttle.counters.lock().unwrap().by_what.len(), 1);
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

    #[test]
    fn an_account_writes_so_often_a_minute_and_not_at_the_cost_of_another() {
        let throttle = Throttle::default();
        let now = Instant::from_ms(1_000_000);
        let written = (0..WRITES_PER_ACCOUNT + 10).filter(|_| throttle.admit_write("a-1", now)).count();
        assert_eq!(written, WRITES_PER_ACCOUNT as usize);
        assert!(throttle.admit_write("a-2", now) && throttle.admit_request("a-1", now));
        assert!(throttle.admit_write("a-1", now.plus_ms(WINDOW_MS)));
    }

    #[test]
    fn a_subscriber_of_ipv6_counts_as_one() {
        let counted = |text: &str| counted_address(address(text)).to_string();
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(counted("::ffff:192.0.2.7"), "192.0.2.7");
    }
}
