//! What every handler shares: the store, the clock, the samples, and how to make fresh randomness.

use std::sync::Arc;

use access::secrecy::Taking;
use calendar::Instant;
use journal::Slug;
use series::SeriesStore;
use store::Store;

use crate::{
    bundle_queue::BundleQueue, caller::TrustedProxies, figures::Figures, measurer::Measurer,
    repeats::Repeats, reporting::Offices, sources::Sources, streams::Streams, throttle::Throttle,
};

/// What is known of a target by the engine that probes it; the journal knows only edges and summaries.
#[derive(Clone, Debug, Default)]
pub struct LiveTarget {
    /// Start of the last sample.
    pub at: Option<Instant>,
    /// Round trip in microseconds, when it answered.
    pub rtt_us: Option<u32>,
    /// How it ended.
    pub status: String,
    /// When the certificate it shows ends.
    pub not_after: Option<Instant>,
}

/// A campaign that is played: its board is of a drill, and every screen says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Played {
    /// Seconds of the node's clock in a real one.
    pub speed: u32,
}

/// Asks the measuring engine for a target; none when this node does not probe it.
pub type AskTarget = Arc<dyn Fn(&Slug) -> Option<LiveTarget> + Send + Sync>;

/// The node as the handlers see it. Cheap to clone.
#[derive(Clone)]
pub struct Node {
    /// The store.
    pub store: Store,
    /// Samples for charts.
    pub series: Arc<dyn SeriesStore>,
    /// The measuring engine's view of a target.
    pub ask_target: AskTarget,
    /// The measuring engine's side of campaigns.
    pub measurer: Arc<dyn Measurer>,
    /// Fresh bytes for tokens.
    pub random: fn() -> [u8; 32],
    /// Whether this node takes what bears a secrecy mark.
    pub taking: Taking,
    /// Failed sign-ins.
    pub throttle: Arc<Throttle>,
    /// Live streams that are open.
    pub streams: Arc<Streams>,
    /// Servers in front of this node whose word on who asks is taken.
    pub proxies: Arc<TrustedProxies>,
    /// Answers to writes that may be sent again.
    pub repeats: Repeats,
    /// Other systems that this node hears.
    pub sources: Arc<Sources>,
    /// Leave to put a bundle together.
    pub bundling: Arc<BundleQueue>,
    /// What stands at the head and foot of papers.
    pub offices: Offices,
    /// What is counted of requests.
    pub figures: Arc<Figures>,
    /// What Prometheus may know.
    pub metrics: Arc<prometheus_client::registry::Registry>,
    /// Set where the node's is a drill.
    pub played: Option<Played>,
    /// Becomes true when the node stops: live streams end.
    pub stopping: tokio::sync::watch::Receiver<bool>,
}

impl Node {
    /// The moment by the node's clock.
    pub fn now(&self) -> Instant {
        self.store.now()
    }
}
