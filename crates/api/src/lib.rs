//! HTTP: the JSON API, sessions, the live stream, and the built screens.
//!
//! Wire shapes live here alone. Every handler hands the viewer's scope to the store, which applies the policy; what a
//! viewer may not see answers as what is not there.

pub mod bundle;
mod bundle_queue;
mod caller;
pub mod code;
mod cookie;
mod declared;
mod device;
pub mod dossier;
mod extract;
mod fault;
mod figures;
mod fresh;
mod gate;
mod headers;
mod known_device;
mod left_out;
mod letter;
mod machine_key;
mod measurer;
mod node;
mod once;
pub mod openapi;
pub mod password;
mod problem;
mod proof;
mod repeats;
pub mod reporting;
mod routes;
pub mod says;
pub mod schedule;
mod screens;
mod sources;
mod streams;
mod throttle;
mod totp;
mod viewer;
pub mod wire;

pub use self::sources::{Exchange, Source, SourceSpec, Sources, Taken, TakingFault, draft, take};
pub use bundle_queue::BundleQueue;
pub use caller::TrustedProxies;
pub use extract::TooSlow;
pub use figures::Figures;
pub use gate::{Gate, Route};
pub use letter::letter_fault;
pub use measurer::{Measurer, MeasuresNothing};
pub use node::{AskTarget, LiveTarget, Node, Played};
pub use problem::Problem;
pub use repeats::Repeats;
pub use routes::{probes, router, table};
pub use streams::{MAX_STREAMS, Streams};
pub use throttle::{Throttle, counted_address};
