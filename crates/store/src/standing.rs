//! How things stand right now: the board, the heads of the logs, the campaigns in force. One lock guards them, so that
//! a reader never sees a board ahead of or behind the cursor it is told.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicU64, Ordering},
    },
};

use access::{Scope, Tree};
use calendar::{Clock, Instant};
use campaign::{Board, Body, Campaign, CellKey, CheckKind, Organisation, Target};
use journal::{Cursor, Hash, Slug};
use sabotage::Mutant;

use crate::{
    blobs::Blobs,
    fault::EnvironmentFault,
    live::{Change, Live},
    search::Names,
    sql::Place,
    writer::{Afterwards, Committed, Heads, head},
};

/// A campaign with the entry that issued it.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The entry.
    pub place: Place,
    /// The campaign.
    pub campaign: Arc<Campaign>,
}

/// What is known of the campaigns in force, by name.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Every target.
    pub targets: BTreeMap<Slug, TargetSite>,
    /// The organisations that owe something.
    pub owners: BTreeMap<Slug, Organisation>,
    /// Names of organisations.
    pub names: BTreeMap<Slug, String>,
    /// Which organisation stands under which.
    pub tree: Arc<Tree>,
    /// All of it by its names, for whoever looks for words.
    pub words: Arc<Names>,
}

/// A target with the cells that rest on it.
#[derive(Clone, Debug)]
pub struct TargetSite {
    /// The target.
    pub target: Target,
    /// The cells and the checks of theirs that measure it.
    pub used_by: Vec<(CellKey, CheckKind)>,
}

impl Catalogue {
    /// The catalogue of some campaigns; where two name the same thing, the last one counts.
    pub fn new(campaigns: &[Issued]) -> Self {
        let mut catalogue = Self::default();
        let mut parents = BTreeMap::new();
        for Issued { campaign, .. } in campaigns {
            for organisation in &campaign.organisations {
                parents.insert(organisation.id.clone(), organisation.parent.clone());
                catalogue.names.insert(organisation.id.clone(), organisation.name.clone());
            }
            for target in &campaign.targets {
                let site = TargetSite { target: target.clone(), used_by: Vec::new() };
                catalogue.targets.insert(target.id.clone(), site);
            }
            for obligation in &campaign.obligations {
                for owner in &obligation.owners {
                    if !catalogue.owners.contains_key(owner)
                        && let Some(organisation) = campaign.find_organisation(owner)
                    {
                        catalogue.owners.insert(owner.clone(), organisation.clone());
                    }
                }
                for check in obligation.checks.iter().filter(|check| !check.targets.is_empty()) {
                    for organisation in &obligation.owners {
                        let key =
                            CellKey { organisation: organisation.clone(), obligation: obligation.id.clone() };
                        for target in campaign.targets_of(check, organisation) {
                            if let Some(site) = catalogue.targets.get_mut(&target.id) {
                                site.used_by.push((key.clone(), check.kind));
                            }
                        }
                    }
                }
            }
        }
        catalogue.tree = Arc::new(Tree::new(parents));
        catalogue.words = Arc::new(Names::new(campaigns));
        catalogue
    }
}

/// The tree of a campaign's organisations, for whoever acts before it is in force.
pub fn tree_of(campaign: &Campaign) -> Tree {
    Tree::new(campaign.organisations.iter().map(|one| (one.id.clone(), one.parent.clone())))
}

/// How things stand.
#[derive(Debug)]
pub struct Standing {
    /// The board.
    pub board: Board,
    /// The heads of the logs.
    pub heads: Heads,
    /// The campaigns issued, oldest first.
    pub campaigns: Vec<Issued>,
    /// What they name.
    pub catalogue: Catalogue,
}

impl Standing {
    /// The journal prefix a viewer's logs stand at.
    pub fn cursor(&self, scope: &Scope) -> Cursor {
        let seen = self.heads.iter().filter(|(organisation, _)| scope.sees(organisation));
        seen.map(|(_, head)| (head.origin.clone(), head.frontier.size())).collect()
    }
}

/// How things stand, shared by readers, the writer and those who listen.
pub struct Shared {
    standing: RwLock<Standing>,
    /// Those who listen.
    pub live: Live,
    /// The blobs.
    pub blobs: Blobs,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Entries since the last snapshot.
    pub unsaved: AtomicU64,
    /// How often what is derived was built anew since the start.
    pub rebuilds: AtomicU64,
    /// Entries since checkpoints were last signed by themselves.
    pub unsigned: AtomicU64,
    /// Transactions that added entries.
    pub commits: AtomicU64,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Shared {
    /// Shares how things stand.
    pub fn new(standing: Standing, blobs: Blobs, clock: Arc<dyn Clock>, unsaved: u64) -> Self {
        let live = Live::from(head::cursor(&standing.heads));
        Self {
            standing: RwLock::new(standing),
            live,
            blobs,
            clock,
            unsaved: AtomicU64::new(unsaved),
            rebuilds: AtomicU64::new(0),
            unsigned: AtomicU64::new(0),
            commits: AtomicU64::new(0),
        }
    }

    /// For a short look.
    pub fn read(&self) -> RwLockReadGuard<'_, Standing> {
        self.standing.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// For a change.
    pub fn write(&self) -> RwLockWriteGuard<'_, Standing> {
        self.standing.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The cursor over a viewer's logs.
    pub fn cursor(&self, scope: &Scope) -> Cursor {
        self.read().cursor(scope)
    }

    /// Brings the board to now and tells what time alone changed.
    pub fn tick(&self) {
        let now = self.clock.now();
        let due = |next: Option<Instant>| next.is_some_and(|next| next <= now);
        if !due(self.read().board.next_change_at()) || sabotage::is(Mutant::ForgetTime) {
            return;
        }
        let mut standing = self.write();
        let cells = standing.board.tick(now);
        let cursor = head::cursor(&standing.heads);
        drop(standing);
        if !cells.is_empty() && !sabotage::is(Mutant::HushTime) {
            self.live.tell(Change {
                cursor,
                cells,
                targets: Vec::new(),
                owners: Vec::new(),
                logs: Vec::new(),
                everything: false,
            });
        }
    }
}

impl Afterwards for Shared {
    fn committed(&self, heads: &Heads, entries: &[Committed]) {
        let now = self.clock.now();
        let (mut cells, mut targets) = (Vec::new(), Vec::new());
        let mut standing = self.write();
        for Committed { evidence, .. } in entries {
            cells.extend(standing.board.apply(evidence, now));
            if let Body::TargetTurned { target, .. } = &evidence.body {
                targets.push(target.clone());
            }
        }
        standing.heads.extend(heads.clone());
        let sites = &standing.catalogue.targets;
        let owners =
            targets.iter().filter_map(|id| sites.get(id)).map(|site| site.target.owner.clone()).collect();
        let cursor = head::cursor(&standing.heads);
        drop(standing);
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.unsaved.fetch_add(entries.len() as u64, Ordering::Relaxed);
        self.unsigned.fetch_add(entries.len() as u64, Ordering::Relaxed);
        cells.sort_unstable();
        cells.dedup();
        let logs = heads.values().map(|head| head.origin.clone()).collect();
        self.live.tell(Change { cursor, cells, targets, owners, logs, everything: false });
    }

    fn unheld(&self, blobs: &[Hash]) -> Result<(), EnvironmentFault> {
        blobs.iter().try_for_each(|digest| self.blobs.remove(*digest))
    }
}
