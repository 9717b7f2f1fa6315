//! What is measured: one target with its state and the cells that rest on it.

use std::ops::Bound;

use access::{Action, Scope};
use campaign::{CellKey, CheckKind, Target, board::TargetNow};
use journal::Slug;

use crate::{Store, core::reading, fault::ReadFault, standing::TargetSite};

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

/// Targets on a page at most.
const MAX_TARGETS: usize = 1_000;

/// A target in a list.
#[derive(Clone, Debug)]
pub struct TargetLine {
    /// The target.
    pub target: Target,
    /// Its state and its last summary.
    pub now: TargetNow,
}

/// Some targets.
#[derive(Clone, Debug)]
pub struct TargetPage {
    /// By id.
    pub lines: Vec<TargetLine>,
    /// What to give as `after` for the next page.
    pub next: Option<Slug>,
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

    /// The targets whose owner the viewer sees, by id, after the one named.
    pub fn target_page(&self, scope: &Scope, after: Option<&Slug>, limit: usize) -> TargetPage {
        let standing = self.core.shared.read();
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let sees = |site: &&TargetSite| scope.may(Action::ReadTarget, &site.target.owner).is_ok();
        let sites = standing.catalogue.targets.range::<Slug, _>((from, Bound::Unbounded));
        let mut seen = sites.map(|(_, site)| site).filter(sees);
        let limit = limit.clamp(1, MAX_TARGETS);
        let lines: Vec<TargetLine> = seen
            .by_ref()
            .take(limit)
            .map(|site| TargetLine {
                target: site.target.clone(),
                now: standing.board.target(&site.target.id).cloned().unwrap_or_default(),
            })
            .collect();
        let next = seen.next().and(lines.last().map(|line| line.target.id.clone()));
        TargetPage { lines, next }
    }
}
