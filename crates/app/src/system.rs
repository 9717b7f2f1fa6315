//! The real clock and the real randomness, read here and handed down.

use calendar::{Clock, Instant};
use rand::RngCore;

/// The machine's wall clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock's one owner")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Instant::from_ms(since.map_or(0, |duration| duration.as_millis() as i64))
    }
}

/// `N` bytes from the operating system's generator.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the program's one source of randomness besides the store's"
)]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// How many files this process may have open.
pub fn open_files() -> usize {
    use nix::sys::resource::{Resource, getrlimit};
    // Where it can't be asked, what nearly every system gives at least.
    let files = getrlimit(Resource::RLIMIT_NOFILE).map_or(1_024, |(soft, _)| soft);
    usize::try_from(files).unwrap_or(usize::MAX)
}
