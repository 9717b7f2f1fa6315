//! Opening a data directory as this node, and issuing a campaign file into it.

use std::{path::Path, sync::Arc};

use access::{Role, Scope, secrecy::Taking};
use campaign::Campaign;
use journal::{Hash, Slug};
use store::{OpenOptions, Store};

use crate::{
    campaign_file::{self, CampaignFile},
    config::NodeConfig,
    fault::AppFault,
    system::SystemClock,
};

/// Opaque id under which the program itself acts.
pub const ACTOR: &str = "node";

/// Opens the store of this node.
pub async fn open(config: &NodeConfig, data: &Path, taking: Taking) -> Result<Store, AppFault> {
    if data.exists() && !data.is_dir() {
        return Err(AppFault::Input(format!("--data {}: is a file, not a directory", data.display())));
    }
    let mut options = OpenOptions::new(data, config.node.name.clone(), Arc::new(SystemClock));
    options.database = config.database()?;
    options.taking = taking;
    options.longest_opening_minutes = config.access.break_glass_minutes;
    options.outside.clone_from(&config.checkpoints.outside);
    Ok(Store::open(options).await?)
}

/// Opens a data directory that is there already: what only asks begins none.
pub async fn open_existing(config: &NodeConfig, data: &Path) -> Result<Store, AppFault> {
    if (!data.exists() || data.is_dir()) && !data.join("format").exists() {
        return Err(AppFault::Input(format!("--data {}: no data directory", data.display())));
    }
    open(config, data, Taking { isolated: false }).await
}

/// Issues a campaign file in the log of its regulator, once it and the letters beside it are found in order. One that is
/// in force already is left as it is: a restart asks nothing of letters that may have been put away since.
pub async fn issue(store: &Store, file: &Path, taking: Taking) -> Result<(), AppFault> {
    let bytes = campaign_file::read_bytes(file, taking)?;
    let digest = Hash::of(&bytes);
    if store.campaigns_in_force().iter().any(|campaign| campaign.digest == digest) {
        return Ok(());
    }
    let CampaignFile { bytes, campaign } = campaign_file::check_campaign(file, bytes, taking)?;
    let name = file.display().to_string();
    let regulator = campaign.authority().cloned().ok_or_else(|| {
        AppFault::Input(format!("{name}: no organisation of kind regulator stands at the top"))
    })?;
    let tree = store::tree_of(&campaign);
    let scope = Scope::new(ACTOR, Role::RegulatorHead, regulator, &tree);
    let receipt = store.issue_campaign(&scope, &bytes, &name).await?;
    if !receipt.replayed {
        tracing::info!(campaign = %campaign.id, digest = %campaign.digest, index = receipt.index, "campaign issued");
    }
    Ok(())
}

/// The scope of the regulator's head, in which the command line reads what the node holds.
pub fn desk(store: &Store, data: &Path) -> Result<(Scope, Arc<Campaign>), AppFault> {
    let campaigns = store.campaigns_in_force();
    let campaign = campaigns.last().cloned().ok_or_else(|| AppFault::NoCampaign(data.to_owned()))?;
    let regulator = campaign
        .authority()
        .cloned()
        .ok_or_else(|| AppFault::Input("the campaign has no regulator".to_owned()))?;
    Ok((Scope::new(ACTOR, Role::RegulatorHead, regulator, &store.tree()), campaign))
}

/// The organisations that a message names, when the one typed is not among them.
pub fn listed<'a>(known: impl Iterator<Item = &'a Slug>) -> String {
    /// More are no help on a terminal.
    const LISTED: usize = 24;
    let known: Vec<&str> = known.map(Slug::as_str).collect();
    let more = if known.len() > LISTED { ", …" } else { "" };
    format!("{}{more}", known[..known.len().min(LISTED)].join(", "))
}
