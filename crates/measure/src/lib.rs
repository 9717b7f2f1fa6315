//! Measurement: probes that speak for the network, and an engine that never mistakes itself for it.
//!
//! A [`Prober`] asks one question of one target (ICMP, TCP, DNS, HTTP, HTTPS, TLS), only inside the
//! ranges the administrator [`Granted`], and answers with an [`Outcome`]. The [`Engine`] asks on
//! schedule: samples go to the series, state edges and periodic summaries to the journal through a
//! [`Sink`]. What our own node was late for is `own_late`, what nobody measured is a gap, and
//! neither is ever a loss.

mod address;
mod certificate;
mod drafts;
mod edge;
mod engine;
pub mod fuzz;
mod grant;
mod outbox;
mod outcome;
mod probe;
mod samples;
pub mod says;
mod schedule;
mod sink;
mod stall;
mod stopwatch;
mod summary;
mod target;

pub use address::{AddressFault, Endpoint, Host, ProbeKind};
pub use certificate::{Certificate, CertificateFault, Chain};
pub use drafts::{SOURCE, Writer};
pub use edge::{Edge, State, Turn};
pub use engine::{
    Engine, EngineFault, EngineFigures, EngineHandle, EngineSpec, Measuring, Started, TargetNow,
};
pub use grant::{Grant, Granted, NotGranted, resolve};
pub use outcome::{Body, Cause, Outcome, Phases};
pub use probe::dns::{DnsVerdict, read_answer};
pub use probe::http::{HttpAnswer, HttpFault, exchange};
pub use probe::tls::{Roots, RootsFault, TrustRoots};
pub use probe::{Boxed, Prober, ProberSpec, Probing, Resolving};
pub use schedule::{Schedule, Tick, Verdict};
pub use sink::{Sink, SinkFault};
pub use summary::{Closed, Summaries, TargetSummary};
pub use target::{SpecFault, TargetSpec};
