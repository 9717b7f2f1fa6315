//! A target: its state, its chart, who relies on it.

use calendar::Instant;
use serde::Serialize;
use utoipa::ToSchema;

/// A target as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetView {
    /// Short name.
    pub id: String,
    /// Name shown to people.
    pub title: String,
    /// Whose network it stands for.
    pub owner: String,
    /// How it is probed.
    #[schema(value_type = String)]
    pub kind: campaign::TargetKind,
    /// Where it is; only its owner and the node's own desk see it.
    pub address: Option<String>,
    /// Seconds between probes.
    pub every_s: u32,
    /// `up`, `down`, `unknown` or `excluded`.
    #[schema(value_type = super::names::TargetStateName)]
    pub state: campaign::TargetState,
    /// Since when.
    #[schema(value_type = Option<String>)]
    pub since: Option<Instant>,
    /// Why, in a word.
    pub cause: Option<String>,
    /// The last sample.
    pub last: Option<LastSample>,
    /// Its certificate, where it has one.
    pub certificate: Option<CertificateView>,
    /// The checks that rest on it.
    pub used_by: Vec<TargetUse>,
}

/// A target in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetRow {
    /// Short name.
    pub id: String,
    /// Name shown to people.
    pub title: String,
    /// Whose network it stands for.
    pub owner: String,
    /// How it is probed.
    #[schema(value_type = String)]
    pub kind: campaign::TargetKind,
    /// `up`, `down`, `unknown` or `excluded`.
    #[schema(value_type = super::names::TargetStateName)]
    pub state: campaign::TargetState,
    /// Since when.
    #[schema(value_type = Option<String>)]
    pub since: Option<Instant>,
    /// Why, in a word.
    pub cause: Option<String>,
    /// Median round trip of the last summary, in microseconds.
    pub rtt_us_p50: Option<u32>,
    /// Probes answered in the last summary.
    pub ok: Option<u32>,
    /// Probes not answered in it.
    pub lost: Option<u32>,
}

/// Some targets, by id.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetsPage {
    /// The targets.
    pub targets: Vec<TargetRow>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
}

/// The last sample of a target.
#[derive(Debug, Serialize, ToSchema)]
pub struct LastSample {
    /// When.
    #[schema(value_type = String)]
    pub at: Instant,
    /// Round trip in microseconds, when it answered.
    pub rtt_us: Option<u32>,
    /// `ok`, `timeout`, `refused`, …
    pub status: String,
}

/// What is known of a certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateView {
    /// When it ends.
    #[schema(value_type = String)]
    pub not_after: Instant,
    /// Whole days left now.
    pub days_left: i64,
}

/// A check that rests on a target.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetUse {
    /// Whose cell.
    pub organisation: String,
    /// Which obligation.
    pub obligation: String,
    /// Which check.
    pub check: String,
}

/// Samples drawn together for a chart. A gap is null, never a line.
#[derive(Debug, Serialize, ToSchema)]
pub struct SamplesView {
    /// First moment.
    #[schema(value_type = String)]
    pub from: Instant,
    /// First moment after.
    #[schema(value_type = String)]
    pub to: Instant,
    /// Width of one point.
    pub step_ms: i64,
    /// Start of each point, milliseconds since 1970.
    pub t: Vec<i64>,
    /// Median round trip.
    pub p50_us: Vec<Option<u32>>,
    /// The round trip 5 % of the answers did not exceed.
    pub p05_us: Vec<Option<u32>>,
    /// The round trip 95 % of the answers did not exceed.
    pub p95_us: Vec<Option<u32>>,
    /// Longest round trip.
    pub max_us: Vec<Option<u32>>,
    /// Probes sent.
    pub sent: Vec<u32>,
    /// Probes lost.
    pub lost: Vec<u32>,
    /// Probes this node sent too late: its own fault, never the network's.
    pub own_late: Vec<u32>,
}
