//! Targets that will not be measured, because their address lies outside the ranges the administrator granted.
//!
//! The board says so as soon as a probe was refused; whoever starts the node or checks a campaign file hears it before.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
    time::Duration,
};

use calendar::Instant;
use campaign::{Campaign, Said, Target};
use journal::Slug;
use measure::{Grant, Granted, Host, TargetSpec, resolve, says};
use store::{ProbingGrant, Store};

use crate::measuring::specs;

/// Longest wait for the address of a name; the probes go on asking.
const LOOK_UP: Duration = Duration::from_secs(5);

/// A target outside the granted ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ungranted {
    /// The target.
    pub target: Slug,
    /// Whose it is: for its targets the range would have to be granted.
    pub owner: Slug,
    /// Its address as the campaign file writes it.
    pub address: String,
    granted: String,
}

impl Ungranted {
    fn new(spec: TargetSpec, address: String, granted: &Granted, now: Instant) -> Self {
        let ranges: Vec<String> = granted.ranges(&spec.owner, now).map(ToString::to_string).collect();
        let granted = if ranges.is_empty() { "none".to_owned() } else { ranges.join(", ") };
        Self { target: spec.id, owner: spec.owner, address, granted }
    }

    /// The same, to be said in any language.
    pub fn said(&self) -> Said {
        match self.granted.as_str() {
            "none" => says::none_granted(&self.target, &self.address, &self.owner),
            granted => says::not_granted(&self.target, &self.address, &self.owner, granted),
        }
    }
}

impl fmt::Display for Ungranted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.said())
    }
}

/// What holds for the targets of a campaign: a grant to an organisation is one to its units.
pub fn with_units(granted: &Granted, campaign: &Campaign) -> Granted {
    let ids = || campaign.organisations.iter().map(|organisation| &organisation.id);
    let units = ids().flat_map(|organisation| ids().map(move |unit| (organisation, unit)));
    granted.with_units(units.filter(|(organisation, unit)| campaign.is_unit_of(unit, organisation)))
}

/// Puts on record what may be probed of each organisation that owns targets, where it is not what was granted before.
pub async fn tell(store: &Store, campaigns: &[Arc<Campaign>], granted: &Granted) {
    for (owner, grants) in by_owner(campaigns, granted) {
        if let Err(fault) = store.tell_granted(&owner, grants).await {
            tracing::error!(%owner, %fault, "what may be probed was not put on record");
        }
    }
}

/// What was granted to each organisation that owns targets, of all campaigns together: two that differ on whose unit it
/// is make one record between them, and not each its own at every start.
fn by_owner(campaigns: &[Arc<Campaign>], granted: &Granted) -> BTreeMap<Slug, Vec<ProbingGrant>> {
    let mut by_owner: BTreeMap<Slug, Vec<ProbingGrant>> = BTreeMap::new();
    for campaign in campaigns {
        let granted = with_units(granted, campaign);
        let owners: BTreeSet<&Slug> = campaign.targets.iter().map(|target| &target.owner).collect();
        for owner in owners {
            let told = by_owner.entry(owner.clone()).or_default();
            for grant in granted.grants(owner).map(on_record) {
                if !told.contains(&grant) {
                    told.push(grant);
                }
            }
        }
    }
    by_owner
}

fn on_record(grant: &Grant) -> ProbingGrant {
    let ranges = grant.ranges.iter().map(ToString::to_string).collect();
    ProbingGrant { ranges, from: grant.from, until: grant.until }
}

/// The targets whose address is written as a number and lies outside; names are looked up by whoever measures.
pub fn ungranted(campaign: &Campaign, granted: &Granted, now: Instant) -> Vec<Ungranted> {
    let granted = &with_units(granted, campaign);
    let outside = specs(campaign).into_iter().filter(|spec| match spec.endpoint() {
        Ok(endpoint) => {
            matches!(endpoint.host, Host::Ip(ip) if granted.check(&spec.owner, ip, now).is_err())
        }
        // An address that cannot be read is told when the engine is built.
        Err(_) => false,
    });
    outside
        .map(|spec| {
            let address = spec.address.clone();
            Ungranted::new(spec, address, granted, now)
        })
        .collect()
}

/// Whether probes go to a target at `now`; `granted` is what holds for its campaign. What a name leads to shows only when
/// it is asked for, and may change with whoever keeps it: a name counts as probed wherever its owner was granted anything.
pub fn is_probed(target: &Target, granted: &Granted, now: Instant) -> bool {
    match TargetSpec::from(target).endpoint().map(|endpoint| endpoint.host) {
        Ok(Host::Ip(ip)) => granted.check(&target.owner, ip, now).is_ok(),
        Ok(Host::Name(_)) => granted.ranges(&target.owner, now).next().is_some(),
        Err(_) => false,
    }
}

/// Logs every target outside: those written as numbers at once, names once they were looked up.
pub fn warn(campaign: &Arc<Campaign>, granted: &Granted, now: Instant) {
    for target in ungranted(campaign, granted, now) {
        tracing::warn!("{target}");
    }
    let (campaign, granted) = (Arc::clone(campaign), with_units(granted, campaign));
    // Nobody waits for it: it ends by itself, or with the program.
    tokio::spawn(async move {
        for spec in specs(&campaign) {
            let Ok(endpoint) = spec.endpoint() else { continue };
            if matches!(endpoint.host, Host::Ip(_)) {
                continue;
            }
            if let Ok(Ok(address)) = tokio::time::timeout(LOOK_UP, resolve(&endpoint.host)).await
                && granted.check(&spec.owner, address, now).is_err()
            {
                let address = format!("{} ({address})", spec.address);
                tracing::warn!("{}", Ungranted::new(spec, address, &granted, now));
            }
        }
    });
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_probed_where_its_owner_was_granted_what_it_stands_at() {
        let campaign = |kind: &str, address: &str| {
            let file = include_str!("../tests/campaign.toml");
            let file = file.replace("\"icmp\"", &format!("\"{kind}\""));
            campaign::parse(&file.replace("127.0.0.1", address), "tet.toml").unwrap()
        };
        let probed = |granted: &Granted, kind: &str, address: &str| {
            is_probed(&campaign(kind, address).targets[0], granted, Instant::from_ms(0))
        };
        let (none, loopback) = (Granted::default(), Granted::loopback());
        assert!(probed(&loopback, "icmp", "127.0.0.1") && !probed(&none, "icmp", "127.0.0.1"));
        assert!(!probed(&loopback, "icmp", "192.0.2.7"));
        // What a name leads to is for whoever keeps the name to say.
        assert!(probed(&loopback, "tcp", "loi.example:443") && !probed(&none, "tcp", "loi.example:443"));
    }

    #[test]
    fn campaigns_that_differ_on_whose_unit_an_owner_is_make_one_record_of_it_between_them() {
        let file = include_str!("../tests/campaign.toml");
        let under = |operator: &str| {
            let unit = format!(
                "[[organisation]]\nid = \"hai\"\nname = \"Hai\"\nkind = \"telecom_operator\"\nparent = \"so\"\n\
                 [[organisation]]\nid = \"tram\"\nname = \"Trạm\"\nkind = \"unit\"\nparent = \"{operator}\"\n"
            );
            let text = file.replace("owner = \"so\"", "owner = \"tram\"") + &unit;
            Arc::new(campaign::parse(&text, "tet.toml").unwrap())
        };
        let slug = |text: &str| Slug::new(text).unwrap();
        let grant = |range: &str| Grant { ranges: vec![range.parse().unwrap()], ..Grant::default() };
        let granted = Granted::default()
            .to(slug("di-dong"), grant("10.1.0.0/16"))
            .to(slug("hai"), grant("10.2.0.0/16"));
        let told = |operators: &[&str]| {
            let campaigns: Vec<_> = operators.iter().map(|operator| under(operator)).collect();
            let grants = by_owner(&campaigns, &granted).remove(&slug("tram")).unwrap();
            grants.into_iter().flat_map(|grant| grant.ranges).collect::<Vec<_>>()
        };
        assert_eq!(told(&["di-dong"]), ["10.1.0.0/16"]);
        assert_eq!(told(&["di-dong", "hai"]), ["10.1.0.0/16", "10.2.0.0/16"]);
        assert_eq!(told(&["hai", "hai"]), ["10.2.0.0/16"]);
    }
}
