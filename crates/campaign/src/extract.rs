//! What one cell is judged by, cut out of a campaign for a reader who may not read the rest: its obligation with this
//! owner alone, the targets this owner answers for, the limits with their sources, the windows of the campaign, and of
//! the organisations those that the cell and its evidence name. A board made of it judges the cell as a board made of
//! the whole campaign does.
//!
//! It is the same for everybody who cuts it, so that whoever has the campaign file can tell whether it is true.

use std::collections::BTreeSet;

use journal::{Hash, Slug};

use crate::{
    board::CellKey,
    evidence::{Body, Evidence},
    file::{Fault, parse_cut, write},
    model::{Campaign, Obligation, Organisation},
};

/// The cut of a campaign for one cell and the organisations that its evidence names; none where the campaign has no
/// such cell. It keeps the digest of the whole file, by which findings name the campaign.
pub fn extract(campaign: &Campaign, key: &CellKey, named: &BTreeSet<Slug>) -> Option<Campaign> {
    let obligation = campaign.find_obligation(&key.obligation)?;
    if !obligation.owners.contains(&key.organisation) {
        return None;
    }
    let obligation = of_owner(campaign, obligation, &key.organisation);
    let wanted: BTreeSet<&Slug> = obligation.checks.iter().flat_map(|check| &check.targets).collect();
    let targets: Vec<_> =
        campaign.targets.iter().filter(|target| wanted.contains(&target.id)).cloned().collect();
    let briefed: BTreeSet<&Slug> =
        obligation.checks.iter().filter_map(|check| check.briefing.as_ref()).collect();
    let briefings =
        campaign.briefings.iter().filter(|briefing| briefed.contains(&briefing.id)).cloned().collect();
    let mut kept = BTreeSet::from([&key.organisation]);
    kept.extend(targets.iter().flat_map(|target| up_to(campaign, &target.owner, &key.organisation)));
    kept.extend(named.iter().flat_map(|one| up_to(campaign, one, &key.organisation)));
    kept.extend(named.iter().filter(|one| campaign.is_regulator(one)));
    let organisations = campaign.organisations.iter().filter(|one| kept.contains(&one.id)).map(|one| {
        let is_below = campaign.answers_for(&key.organisation, &one.id);
        among(one, &kept, is_below)
    });
    Some(Campaign {
        organisations: organisations.collect(),
        targets,
        briefings,
        obligations: vec![obligation],
        directives: campaign.directives.clone(),
        phases: campaign.phases.clone(),
        critical: campaign.critical.clone(),
        freeze: campaign.freeze.clone(),
        id: campaign.id.clone(),
        title: campaign.title.clone(),
        zone: campaign.zone.clone(),
        ..*campaign
    })
}

/// The cut as a campaign file.
pub fn extract_text(extract: &Campaign) -> String {
    write::text(extract)
}

/// Reads a cut of the campaign file with this digest.
pub fn parse_extract(text: &str, file_name: &str, digest: Hash) -> Result<Campaign, Vec<Fault>> {
    Ok(Campaign { digest, ..parse_cut(text, file_name)? })
}

/// The organisations that an entry names: whose log it stands in and whom it is about.
pub fn named_by<'a>(evidence: impl IntoIterator<Item = &'a Evidence>) -> BTreeSet<Slug> {
    let judged = evidence.into_iter().filter(|one| !matches!(one.body, Body::CampaignIssued { .. }));
    judged.flat_map(|one| [one.log.organisation().clone(), one.organisation.clone()]).collect()
}

/// The obligation as one owner owes it.
fn of_owner(campaign: &Campaign, obligation: &Obligation, owner: &Slug) -> Obligation {
    let mut obligation = obligation.clone();
    obligation.owners.retain(|one| one == owner);
    for check in &mut obligation.checks {
        let own: BTreeSet<&Slug> =
            campaign.targets_of(check, owner).into_iter().map(|target| &target.id).collect();
        let own = check.targets.iter().filter(|id| own.contains(id)).cloned().collect();
        check.targets = own;
    }
    obligation
}

/// An organisation and those between it and the owner above it; none where it does not stand below the owner.
fn up_to<'a>(campaign: &'a Campaign, id: &Slug, owner: &Slug) -> Vec<&'a Slug> {
    let mut line = campaign.lineage(id);
    match line.iter().position(|one| *one == owner) {
        Some(place) => line.truncate(place + 1),
        None => line.clear(),
    }
    line
}

/// An organisation among those that are kept. Of one that does not stand below the owner nothing is told but that its
/// word counts.
fn among(organisation: &Organisation, kept: &BTreeSet<&Slug>, is_below: bool) -> Organisation {
    let known = |one: &Option<Slug>| one.clone().filter(|one| is_below && kept.contains(one));
    let name = if is_below { organisation.name.clone() } else { organisation.id.to_string() };
    Organisation {
        id: organisation.id.clone(),
        name,
        parent: known(&organisation.parent),
        kind: organisation.kind,
        valid_from: organisation.valid_from.filter(|_| is_below),
        valid_to: organisation.valid_to.filter(|_| is_below),
        successor: known(&organisation.successor),
    }
}
