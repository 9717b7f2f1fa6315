//! The journal behind one cell, entry by entry: what it was judged from, what was measured beside it, and the campaign
//! that asked for it, with what opens their private values, as far as the viewer may hand them on.
//!
//! What others said to the cell's owner (a waiver, an approval, a decision) stands in a log the owner does not read. It
//! goes along with a voucher, which tells neither its place nor how long that log is.

use std::{collections::BTreeMap, sync::Arc};

use access::{Action, Scope};
use calendar::Instant;
use campaign::{Campaign, Cell, CellKey, Evidence, Obligation, Target};
use journal::{Cursor, Disclosure, Slug, Voucher};

use crate::{
    Store,
    campaigns::{board_of, evidence_of},
    core::{View, reading},
    evidence::{check_reads, opens},
    fault::ReadFault,
    projections::{Topic, concerns, own_targets},
    sql::{Place, StoredEntry, state::TopicPlace},
};

/// Entries of a dossier at most: more than a year of one target's summaries goes by its last ones and says so.
const MAX_RECORDS: usize = 4_000;

/// Observations of the clock and sealed segments looked at in each log, newest first.
const MAX_BESIDE: u32 = 500;

/// Places of one topic asked for at once.
const PIECE: u32 = 1_000;

/// An entry of a dossier.
#[derive(Clone, Debug)]
pub struct Record {
    /// What it says.
    pub evidence: Evidence,
    /// Its canonical bytes.
    pub canonical: Vec<u8>,
    /// What opens its commitments.
    pub disclosures: Vec<Disclosure>,
    /// The signed note that it stands in its log, where the viewer does not read that log: instead of a proof.
    pub voucher: Option<String>,
}

/// The journal behind a cell.
#[derive(Clone, Debug)]
pub struct CellRecords {
    /// The cell as it was judged from all of it.
    pub cell: Cell,
    /// The campaign it was judged by.
    pub campaign: Arc<Campaign>,
    /// Its obligation.
    pub obligation: Obligation,
    /// The targets its owner answers for.
    pub targets: Vec<Target>,
    /// By log and index.
    pub records: Vec<Record>,
    /// Entries it was judged from that are about others and whose log the viewer does not read.
    pub withheld: u32,
    /// There are more than a dossier holds.
    pub cut: bool,
}

/// What a cell is made of, before its evidence is looked for.
struct Frame {
    campaign: Arc<Campaign>,
    obligation: Obligation,
    targets: Vec<Target>,
    topics: Vec<Topic>,
    issued: Place,
}

type Entries = BTreeMap<Place, (StoredEntry, Evidence)>;

impl Store {
    /// A cell and what it was judged from at a position, with the campaign's entry, the clock's last observation before
    /// `at` and the segments sealed in each log of the viewer's that is involved.
    pub async fn cell_records(
        &self,
        scope: &Scope,
        key: &CellKey,
        known: &Cursor,
        at: Instant,
    ) -> Result<CellRecords, ReadFault> {
        let absent = || ReadFault::NotFound("cell");
        reading(scope, Action::ReadEvidence, &key.organisation, "cell")?;
        // One prefix for the verdict and for what goes along: what others record meanwhile is in neither.
        let prefix = self.prefix(scope, known).await?;
        let Frame { campaign, obligation, targets, topics, issued } =
            self.frame(key, &prefix, at).ok_or_else(absent)?;
        let cell = self.cell_within(scope, key, &prefix, at).await?.ok_or_else(absent)?;
        let view = self.core.judging(scope, topics.iter().filter_map(Topic::whose).cloned().collect());
        let (mut found, cut) = judged_from(&view, &topics, &targets, &prefix).await?;
        let before = found.len();
        found.retain(|_, (_, evidence)| {
            is_readable(scope, evidence.log.organisation()) || check_reads(scope, evidence).is_ok()
        });
        let withheld = u32::try_from(before - found.len()).unwrap_or(u32::MAX);
        while found.len() > MAX_RECORDS {
            found.pop_first();
        }
        self.add_beside(scope, &mut found, &prefix, at).await?;
        self.add_issued(&mut found, issued).await?;
        let records = self.records(scope, found).await?;
        Ok(CellRecords { cell, campaign, obligation, targets, records, withheld, cut })
    }

    /// By the campaigns known at the position.
    fn frame(&self, key: &CellKey, prefix: &Cursor, at: Instant) -> Option<Frame> {
        let issued = self.issued_within(prefix);
        let board = board_of(&issued, at);
        let (campaign, obligation) = board.find_obligation(&key.obligation)?;
        let issued = issued.iter().find(|one| one.campaign.digest == campaign.digest)?;
        Some(Frame {
            campaign: Arc::clone(&issued.campaign),
            obligation: obligation.clone(),
            targets: own_targets(campaign, obligation, &key.organisation).into_iter().cloned().collect(),
            topics: Topic::of_cell(campaign, obligation, &key.organisation),
            issued: issued.place,
        })
    }

    /// What was measured beside the entries, in the logs of theirs that the viewer reads.
    async fn add_beside(
        &self,
        scope: &Scope,
        found: &mut Entries,
        prefix: &Cursor,
        at: Instant,
    ) -> Result<(), ReadFault> {
        let logs = found.values().map(|(_, evidence)| evidence.log.organisation().clone());
        let mut logs: Vec<Slug> = logs.filter(|log| is_readable(scope, log)).collect();
        logs.sort_unstable();
        logs.dedup();
        for log in logs {
            let beside = self.beside(scope, &log, prefix, at).await?;
            for stored in self.core.seen(scope).entries_at(&beside).await? {
                let evidence = evidence_of(&stored)?;
                found.insert(stored.place, (stored, evidence));
            }
        }
        Ok(())
    }

    /// The entry that issued the campaign: everybody whom it addresses knows it was issued.
    async fn add_issued(&self, found: &mut Entries, issued: Place) -> Result<(), ReadFault> {
        let issuer = {
            let standing = self.core.shared.read();
            standing.heads.iter().find(|(_, head)| head.no == issued.log).map(|(issuer, _)| issuer.clone())
        };
        let Some(issuer) = issuer else { return Ok(()) };
        for stored in self.core.of(&issuer).entries_at(&[issued]).await? {
            let evidence = evidence_of(&stored)?;
            found.insert(stored.place, (stored, evidence));
        }
        Ok(())
    }

    /// The last observation of the clock before a moment, and the segments sealed by then.
    async fn beside(
        &self,
        scope: &Scope,
        log: &Slug,
        prefix: &Cursor,
        at: Instant,
    ) -> Result<Vec<Place>, ReadFault> {
        let (journal, index) = (self.core.seen(scope), self.core.indexed(scope));
        let mut wanted = Vec::new();
        for (topic, all) in [(Topic::Clock(log.clone()), false), (Topic::Segments(log.clone()), true)] {
            let places = index.places(&topic.text(), None, MAX_BESIDE).await?;
            let places: Vec<Place> = places.into_iter().map(|found| found.place).collect();
            for stored in journal.entries_at(&places).await? {
                let evidence = evidence_of(&stored)?;
                if prefix.includes(&evidence.log, evidence.index) && evidence.held.from <= at {
                    wanted.push(stored.place);
                    if !all {
                        break;
                    }
                }
            }
        }
        Ok(wanted)
    }

    async fn records(&self, scope: &Scope, found: Entries) -> Result<Vec<Record>, ReadFault> {
        let open: Vec<Place> = found
            .iter()
            .filter(|(_, (_, evidence))| opens(scope, evidence))
            .map(|(place, _)| *place)
            .collect();
        let mut disclosed: BTreeMap<Place, Vec<Disclosure>> = BTreeMap::new();
        for row in self.core.seen(scope).disclosures(&open).await? {
            let place = row.place;
            if let Some((stored, _)) = found.get(&place) {
                disclosed.entry(place).or_default().push(row.opened(&stored.entry()?)?);
            }
        }
        let mut records = Vec::with_capacity(found.len());
        for (place, (stored, evidence)) in found {
            let voucher = if is_readable(scope, evidence.log.organisation()) {
                None
            } else {
                self.core.doubt.check("signing a voucher")?;
                Some(Voucher::of(evidence.log.clone(), &stored.canonical).sign(&self.core.key))
            };
            let disclosures = disclosed.remove(&place).unwrap_or_default();
            records.push(Record { evidence, canonical: stored.canonical, disclosures, voucher });
        }
        Ok(records)
    }
}

fn is_readable(scope: &Scope, log: &Slug) -> bool {
    reading(scope, Action::ReadJournal, log, "log").is_ok()
}

/// The entries of these topics within a prefix, and whether there are more than a dossier holds.
async fn judged_from(
    view: &View,
    topics: &[Topic],
    targets: &[Target],
    prefix: &Cursor,
) -> Result<(Entries, bool), ReadFault> {
    let targets: Vec<&Target> = targets.iter().collect();
    let mut found = Entries::new();
    for topic in topics {
        let mut before: Option<TopicPlace> = None;
        loop {
            let places = view.index.places(&topic.text(), before, PIECE).await?;
            before = places.last().copied();
            let last = places.len() < PIECE as usize;
            let places: Vec<Place> = places.into_iter().map(|found| found.place).collect();
            for stored in view.journal.entries_at(&places).await? {
                let evidence = evidence_of(&stored)?;
                if prefix.includes(&evidence.log, evidence.index) && concerns(&targets, &evidence) {
                    found.insert(stored.place, (stored, evidence));
                }
            }
            if found.len() > MAX_RECORDS {
                return Ok((found, true));
            }
            if last {
                break;
            }
        }
    }
    Ok((found, false))
}
