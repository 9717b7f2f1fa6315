//! `dossier`: everything behind one sentence, from a data directory into a folder.

use std::path::Path;

use api::dossier::{self, DossierOrder};
use calendar::Instant;
use campaign::CellKey;
use journal::Slug;

use crate::{asking::Known, config::NodeConfig, fault::AppFault, opening};

/// What `dossier` is told.
pub struct DossierWish {
    /// Whose.
    pub organisation: Slug,
    /// Of what.
    pub obligation: Slug,
    /// The moment; now where absent.
    pub at: Option<Instant>,
    /// By what was known; all where absent.
    pub known: Option<Known>,
}

/// Writes it into `out`, and gives what it claims.
pub async fn write_dossier(
    config: &NodeConfig,
    data: &Path,
    wish: DossierWish,
    out: &Path,
) -> Result<serde_json::Value, AppFault> {
    let store = opening::open_existing(config, data).await?;
    let (scope, _) = opening::desk(&store, data)?;
    let known = match wish.known {
        Some(Known::Cursor(cursor)) => Some(cursor),
        Some(Known::Moment(moment)) => Some(store.known_at(&scope, moment).await?),
        None => None,
    };
    let key = CellKey { organisation: wish.organisation, obligation: wish.obligation };
    let order = DossierOrder { key, at: wish.at, known };
    let claim = dossier::write(&store, &scope, &order, out).await?;
    store.close().await?;
    Ok(claim)
}
