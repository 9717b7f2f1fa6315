//! What is measured: one target with its state and the cells that rest on it.

use access::{Action, Scope};
use campaign::{CellKey, CheckKind, Target, board::TargetNow};
use journal::Slug;

use crate::{Store, core::reading, fault::ReadFault};

/// A target with what is known of it.
#[derive(Clone, Debug)]
pub struct TargetDetail {
    /// The target.
    pub target: Target,
    /// Its state, its last summary, its certificate.
    pub now: TargetNow,
    /// The cells that rest on it, as far as the viewer sees them, and by which check.
    pub used_by: Vec<(CellKey, CheckKind)>,
}

impl Store {
    /// One target, if the viewer sees its owner.
    pub fn target(&self, scope: &Scope, id: &Slug) -> Result<TargetDetail, ReadFault> {
        let standing = self.core.shared.read();
        let site = standing.catalogue.targets.get(id).ok_or(ReadFault::NotFound("target"))?;
        reading(scope, Action::ReadTarget, &site.target.owner, "target")?;
        let used_by = site.used_by.iter().filter(|(key, _)| scope.sees(&key.organisation)).cloned().collect();
        let now = standing.board.target(id).cloned().unwrap_or_default();
        Ok(TargetDetail { target: site.target.clone(), now, used_by })
    }

    /// Every target whose owner the viewer sees, by id.
    pub fn targets(&self, scope: &Scope) -> Vec<TargetDetail> {
        let ids: Vec<Slug> = self.core.shared.read().catalogue.targets.keys().cloned().collect();
        ids.iter().filter_map(|id| self.target(scope, id).ok()).collect()
    }
}
