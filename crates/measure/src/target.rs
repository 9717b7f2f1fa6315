//! A target as the engine takes it: plain values, convertible from a campaign's.

use calendar::Instant;
use campaign::Said;
use journal::Slug;
use thiserror::Error;

use crate::address::{AddressFault, Endpoint, ProbeKind};
use crate::probe::tls::Roots;
use crate::says;

/// One thing to measure, and how.
#[derive(Clone, Debug)]
pub struct TargetSpec {
    /// Its id; also the name of its series.
    pub id: Slug,
    /// The organisation whose network it stands for; its log gets the evidence.
    pub owner: Slug,
    /// How it is asked.
    pub kind: ProbeKind,
    /// Host, `host:port` or URL, according to the kind.
    pub address: String,
    /// For DNS: the name asked for, optionally with a record type.
    pub query: Option<String>,
    /// Interval between probes, ms.
    pub every_ms: u32,
    /// How long an answer may take, ms; at most the interval, so that probes never overlap.
    pub timeout_ms: u32,
    /// How many failures in a row mean down.
    pub fail_after: u32,
    /// Against what a certificate's chain is verified. The result is recorded and fails nothing.
    pub roots: Roots,
}

/// Shortest interval: ten probes a second, ms.
pub const MIN_EVERY_MS: u32 = 100;
/// Longest interval: a day, ms.
pub const MAX_EVERY_MS: u32 = 86_400_000;
/// Longest wait for an answer, ms.
pub const MAX_TIMEOUT_MS: u32 = 60_000;
/// Most failures in a row that may be asked for.
pub const MAX_FAIL_AFTER: u32 = 1000;

/// Why a target can't be measured.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SpecFault {
    /// The address can't be read.
    #[error("target {target}: {source}")]
    Address {
        /// The target.
        target: Slug,
        /// What is wrong.
        source: AddressFault,
    },
    /// A number out of bounds.
    #[error("target {target}: {what}")]
    Bounds {
        /// The target.
        target: Slug,
        /// The setting, as the campaign file calls it.
        field: &'static str,
        /// What it may be.
        what: Said,
    },
    /// Two targets of one id.
    #[error("target {target} is there twice")]
    Twice {
        /// The target.
        target: Slug,
    },
}

impl TargetSpec {
    /// A target with the usual settings: every 5 s, 2 s to answer, down after 3 failures.
    pub fn new(id: Slug, owner: Slug, kind: ProbeKind, address: impl Into<String>) -> Self {
        Self {
            id,
            owner,
            kind,
            address: address.into(),
            query: None,
            every_ms: 5_000,
            timeout_ms: 2_000,
            fail_after: 3,
            roots: Roots::NotChecked,
        }
    }

    /// A target for one probe by hand; its settings may be changed before it is asked.
    pub fn for_url(url: &str) -> Result<Self, AddressFault> {
        let kind = Endpoint::parse_url(url)?.kind;
        let name = || Slug::new("probe").expect("a word in lower case is a slug");
        let mut spec = Self::new(name(), name(), kind, url);
        // One probe has no interval that its timeout would have to fit in.
        spec.every_ms = MAX_EVERY_MS;
        Ok(spec)
    }

    /// Checks everything and reads the address.
    pub fn endpoint(&self) -> Result<Endpoint, SpecFault> {
        let bounds = |field, what| SpecFault::Bounds { target: self.id.clone(), field, what };
        if !(MIN_EVERY_MS..=MAX_EVERY_MS).contains(&self.every_ms) {
            return Err(bounds("every_s", says::probe_every_bounds()));
        }
        if !(1..=MAX_TIMEOUT_MS).contains(&self.timeout_ms) {
            return Err(bounds("timeout_ms", says::probe_timeout_bounds()));
        }
        if self.timeout_ms > self.every_ms {
            return Err(bounds("timeout_ms", says::probe_timeout_over()));
        }
        if !(1..=MAX_FAIL_AFTER).contains(&self.fail_after) {
            return Err(bounds("fail_after", says::probe_fail_after_bounds()));
        }
        Endpoint::parse(self.kind, &self.address, self.query.as_deref())
            .map_err(|source| SpecFault::Address { target: self.id.clone(), source })
    }
}

impl From<&campaign::Target> for TargetSpec {
    fn from(target: &campaign::Target) -> Self {
        let mut spec =
            Self::new(target.id.clone(), target.owner.clone(), target.kind.into(), &target.address);
        spec.query.clone_from(&target.query);
        spec.every_ms = target.every_s.saturating_mul(1000);
        spec.timeout_ms = target.timeout_ms;
        spec.fail_after = target.fail_after;
        spec
    }
}

impl From<campaign::TargetKind> for ProbeKind {
    fn from(kind: campaign::TargetKind) -> Self {
        use campaign::TargetKind as K;
        match kind {
            K::Icmp => Self::Icmp,
            K::Tcp => Self::Tcp,
            K::Dns => Self::Dns,
            K::Http => Self::Http,
            K::Https => Self::Https,
            K::Tls => Self::Tls,
        }
    }
}

/// Start of the period of `period_ms` that `at` lies in, aligned to the epoch.
pub(crate) fn period_start(at: Instant, period_ms: i64) -> Instant {
    Instant::from_ms(at.as_ms() - at.as_ms().rem_euclid(period_ms))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_campaigns_target_keeps_its_settings() {
        let target = campaign::Target {
            id: "phan-giai".parse().unwrap(),
            title: "Máy chủ phân giải".to_owned(),
            owner: "mang".parse().unwrap(),
            kind: campaign::TargetKind::Dns,
            address: "127.0.0.1:5300".to_owned(),
            query: Some("tet.example AAAA".to_owned()),
            every_s: 10,
            timeout_ms: 1500,
            fail_after: 4,
        };
        let spec = TargetSpec::from(&target);
        assert_eq!((spec.every_ms, spec.timeout_ms, spec.fail_after), (10_000, 1500, 4));
        assert_eq!(spec.endpoint().unwrap().question, ("tet.example".to_owned(), "AAAA".to_owned()));
    }

    #[test]
    fn numbers_out_of_bounds_are_named() {
        let good = || TargetSpec::for_url("tcp://127.0.0.1:1").unwrap();
        assert!(good().endpoint().is_ok());
        type Spoil = fn(&mut TargetSpec);
        let spoilt: [(&str, Spoil); 6] = [
            ("every_s", |spec| spec.every_ms = 99),
            ("every_s", |spec| spec.every_ms = MAX_EVERY_MS + 1),
            ("timeout_ms", |spec| spec.timeout_ms = 0),
            ("timeout_ms", |spec| spec.timeout_ms = MAX_TIMEOUT_MS + 1),
            ("timeout_ms", |spec| (spec.every_ms, spec.timeout_ms) = (1000, 1001)),
            ("fail_after", |spec| spec.fail_after = 0),
        ];
        for (field, spoil) in spoilt {
            let mut spec = good();
            spoil(&mut spec);
            let fault = spec.endpoint();
            assert!(
                matches!(fault, Err(SpecFault::Bounds { field: named, .. }) if named == field),
                "{spec:?}"
            );
        }
    }
}
