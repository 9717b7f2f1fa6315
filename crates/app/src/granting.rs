//! Targets that will not be measured, because their address lies outside the ranges the administrator granted.
//!
//! The board says so as soon as a probe was refused; whoever starts the node or checks a campaign file hears it before.

use std::{fmt, sync::Arc, time::Duration};

use campaign::{Campaign, Said};
use journal::Slug;
use measure::{Granted, Host, resolve, says};

use crate::measuring::specs;

/// Longest wait for the address of a name; the probes go on asking.
const LOOK_UP: Duration = Duration::from_secs(5);

/// A target outside the granted ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ungranted {
    /// The target.
    pub target: Slug,
    /// Its address as the campaign file writes it.
    pub address: String,
    granted: String,
}

impl Ungranted {
    fn new(target: Slug, address: String, granted: &Granted) -> Self {
        let ranges: Vec<String> = granted.ranges().iter().map(ToString::to_string).collect();
        let granted = if ranges.is_empty() { "none".to_owned() } else { ranges.join(", ") };
        Self { target, address, granted }
    }

    /// The same, to be said in any language.
    pub fn said(&self) -> Said {
        match self.granted.as_str() {
            "none" => says::none_granted(&self.target, &self.address),
            granted => says::not_granted(&self.target, &self.address, granted),
        }
    }
}

impl fmt::Display for Ungranted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.said())
    }
}

/// The targets whose address is written as a number and lies outside; names are looked up by whoever measures.
pub fn ungranted(campaign: &Campaign, granted: &Granted) -> Vec<Ungranted> {
    let outside = specs(campaign).into_iter().filter(|spec| match spec.endpoint() {
        Ok(endpoint) => matches!(endpoint.host, Host::Ip(ip) if granted.check(ip).is_err()),
        // An address that cannot be read is told when the engine is built.
        Err(_) => false,
    });
    outside.map(|spec| Ungranted::new(spec.id, spec.address, granted)).collect()
}

/// Logs every target outside: those written as numbers at once, names once they were looked up.
pub fn warn(campaign: &Arc<Campaign>, granted: &Granted) {
    for target in ungranted(campaign, granted) {
        tracing::warn!("{target}");
    }
    let (campaign, granted) = (Arc::clone(campaign), granted.clone());
    // Nobody waits for it: it ends by itself, or with the program.
    tokio::spawn(async move {
        for spec in specs(&campaign) {
            let Ok(endpoint) = spec.endpoint() else { continue };
            if matches!(endpoint.host, Host::Ip(_)) {
                continue;
            }
            if let Ok(Ok(address)) = tokio::time::timeout(LOOK_UP, resolve(&endpoint.host)).await
                && granted.check(address).is_err()
            {
                let address = format!("{} ({address})", spec.address);
                tracing::warn!("{}", Ungranted::new(spec.id, address, &granted));
            }
        }
    });
}
