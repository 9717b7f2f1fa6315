//! Probes against real sockets on loopback, opened here: what they say of servers that are well,
//! slow, wrong, silent or gone, and where they never go.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod dns;
mod grant;
mod http;
mod icmp;
mod servers;
mod tcp;
mod tls;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use calendar::{Instant, ManualClock};
use measure::{Granted, Outcome, Prober, ProberSpec, Roots, TargetSpec};

/// The clock certificates are judged by in these tests.
fn tet_clock() -> ManualClock {
    ManualClock::new(Instant::parse("2027-02-05T17:00:00.000Z").unwrap())
}

fn prober_within(granted: Granted) -> Prober {
    let counter = AtomicU64::new(0x5eed);
    let random = move || counter.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
    Prober::new(ProberSpec { granted, clock: Arc::new(tet_clock()), random: Arc::new(random) })
}

fn target(url: &str, timeout_ms: u32) -> TargetSpec {
    let mut spec = TargetSpec::for_url(url).unwrap();
    spec.timeout_ms = timeout_ms;
    spec
}

async fn probe(url: &str, timeout_ms: u32) -> Outcome {
    prober_within(Granted::loopback()).probe_once(&target(url, timeout_ms)).await.unwrap()
}

async fn probe_with(url: &str, roots: Roots) -> Outcome {
    let mut spec = target(url, 5000);
    spec.roots = roots;
    prober_within(Granted::loopback()).probe_once(&spec).await.unwrap()
}
