//! The program joined together: configuration, wiring, start and stop.
//!
//! Only this crate reads configuration, and the real clock and randomness are its own; everything below takes them as
//! arguments. It runs in-process for tests as it runs in the binary.

mod account;
mod asking;
mod backing_up;
mod campaign_file;
mod config;
mod config_file;
mod dossier;
mod engines;
pub mod exchange;
mod fault;
pub mod folder;
mod front;
mod granted_config;
mod granting;
mod isolation;
mod listening;
mod measuring;
mod metrics;
mod opening;
mod readiness;
mod serve;
mod source_config;
mod stand;
mod system;
mod tls;

pub use account::{AccountOrder, AddedAccount, add_account};
pub use api::reporting::Kind as ReportKind;
pub use asking::{Known, ReportOrder, Status, calendar, export, status, write_report};
pub use backing_up::{accept_rollback, back_up, move_journal, restore};
pub use campaign_file::{CampaignFile, check_campaign, read_bytes as read_campaign_bytes, read_campaign};
pub use config::{Checkpoints, ConfigFault, Http, Measure, Node, NodeConfig};
pub use dossier::{DossierWish, write_dossier};
pub use fault::AppFault;
pub use granting::{Ungranted, ungranted};
pub use isolation::{Routes, Tie, taking, ties};
pub use measuring::{EngineOrder, StoreSink, engine, specs};
pub use opening::{issue, open, open_existing};
pub use serve::{ServeOrder, serve, told_to_stop};
pub use source_config::{
    ApiConfig, FolderConfig, Place, ReadSources, SecretPlace, SourceConfig, Variables, Way, variable,
};
pub use stand::{OneTime, one_time, stand};
pub use store::{Destination, Sizes, Store};
pub use system::{SystemClock, random};
pub use tls::{Made, TlsFiles, make as make_tls};

/// Sends the program's log to standard error; `RUST_LOG` chooses how much.
pub fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,app=info"));
    // A second call finds the first subscriber in place, which is as good.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .log_internal_errors(false)
        .try_init();
}

/// SHA-256 of some bytes, lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    journal::Hash::new(Sha256::digest(bytes).into()).hex()
}
