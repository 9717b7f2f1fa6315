//! Elapsed time in µs, from the monotonic clock. The wall clock says *when* a probe was, this says
//! *how long* it took; the two are never mixed. It is tokio's clock, so that a simulation in paused
//! time is timed in its own time.

use tokio::time::Instant;

/// Runs from its creation.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts one.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Microseconds since the start; at most about 71 minutes.
    pub fn elapsed_us(self) -> u32 {
        clamp_us(self.0.elapsed())
    }

    /// Microseconds from this start to a later one.
    pub fn until_us(self, later: Self) -> u32 {
        clamp_us(later.0.saturating_duration_since(self.0))
    }
}

fn clamp_us(elapsed: std::time::Duration) -> u32 {
    u32::try_from(elapsed.as_micros()).unwrap_or(u32::MAX)
}
