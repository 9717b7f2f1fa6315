//! What is measured: one target with its state and the cells that rest on it.

use std::ops::Bound;

use access::{Action, Scope};
use campaign::{CellKey, CheckKind, Target, TargetKind, TargetState, board::TargetNow};
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

/// Which page of which targets.
#[derive(Clone, Debug, Default)]
pub struct TargetQuery {
    /// The last target of the page before.
    pub after: Option<Slug>,
    /// How many targets, at most 1,000.
    pub limit: usize,
    /// Only this owner's.
    pub owner: Option<Slug>,
    /// Only those that stand so.
    pub state: Option<TargetState>,
    /// Only those that are probed so.
    pub kind: Option<TargetKind>,
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

    /// The targets whose owner the viewer sees, by id. Of an owner that the viewer does not see there are none, as of one
    /// that is not there.
    pub fn target_page(&self, scope: &Scope, query: &TargetQuery) -> TargetPage {
        let standing = self.core.shared.read();
        let from = query.after.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
        let is_wanted = |target: &Target| {
            query.owner.as_ref().is_none_or(|owner| target.owner == *owner)
                && query.kind.is_none_or(|kind| target.kind == kind)
                && scope.may(Action::ReadTarget, &target.owner).is_ok()
        };
        let sites = standing.catalogue.targets.range::<Slug, _>((from, Bound::Unbounded));
        let targets = sites.map(|(_, site)| &site.target).filter(|target| is_wanted(target));
        let lines = targets.map(|target| (target, standing.board.target(&target.id)));
        let stands = |now: Option<&TargetNow>| now.map_or(TargetState::Unknown, |now| now.state);
        let mut lines = lines.filter(|(_, now)| query.state.is_none_or(|state| stands(*now) == state));
        let limit = query.limit.clamp(1, MAX_TARGETS);
        let shown: Vec<TargetLine> = lines
            .by_ref()
            .take(limit)
            .map(|(target, now)| TargetLine { target: target.clone(), now: now.cloned().unwrap_or_default() })
            .collect();
        let next = lines.next().and(shown.last().map(|line| line.target.id.clone()));
        TargetPage { lines: shown, next }
    }
}
