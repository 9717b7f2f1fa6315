//! The journal behind one cell, entry by entry: what it was judged from, what was measured beside it, and the campaign
//! that asked for it, with what opens their private values, as far as the viewer may hand them on.

use std::collections::BTreeMap;

use access::{Action, Scope};
use calendar::Instant;
use campaign::{CellKey, Evidence};
use journal::{Cursor, Disclosure, Slug};

use crate::{
    Store,
    campaigns::evidence_of,
    core::reading,
    evidence::opens,
    fault::ReadFault,
    projections::{Topic, concerns, own_targets},
    sql::{Place, StoredEntry, state::TopicPlace},
};

/// Entries of a dossier at most: more than a year of one target's summaries goes by its last ones and says so.
const MAX_RECORDS: usize = 4_000;

/// Observations of the clock and sealed segments looked at in each log, newest first.
const MAX_BESIDE: u32 = 500;

/// An entry of a dossier.
#[derive(Clone, Debug)]
pub struct Record {
    /// What it says.
    pub evidence: Evidence,
    /// Its canonical bytes.
    pub canonical: Vec<u8>,
    /// What opens its commitments.
    pub disclosures: Vec<Disclosure>,
}

/// The journal behind a cell.
#[derive(Clone, Debug, Default)]
pub struct CellRecords {
    /// By log and index.
    pub records: Vec<Record>,
    /// Entries it was judged from that stand in logs the viewer does not read.
    pub withheld: u32,
    /// There are more than a dossier holds.
    pub cut: bool,
}

impl Store {
    /// What a cell was judged from at a position, with the campaign's entry, the clock's last observation before `at`
    /// and the segments sealed in each log involved.
    pub async fn cell_records(
        &self,
        scope: &Scope,
        key: &CellKey,
        known: &Cursor,
        at: Instant,
    ) -> Result<CellRecords, ReadFault> {
        reading(scope, Action::ReadEvidence, &key.organisation, "cell")?;
        let prefix = self.prefix(scope, known).await?;
        let frame = {
            let standing = self.core.shared.read();
            standing.board.find_obligation(&key.obligation).and_then(|(campaign, obligation)| {
                let issued = standing.campaigns.iter().find(|one| one.campaign.digest == campaign.digest)?;
                let targets = own_targets(campaign, obligation, &key.organisation).into_iter().cloned();
                let topics = Topic::of_cell(campaign, obligation, &key.organisation);
                Some((topics, targets.collect::<Vec<_>>(), issued.place))
            })
        };
        let (topics, targets, issued) = frame.ok_or(ReadFault::NotFound("cell"))?;
        let targets: Vec<&_> = targets.iter().collect();
        self.core.settle_index().await?;
        let view = self.core.judging(scope, topics.iter().filter_map(Topic::whose).cloned().collect());
        let mut found: BTreeMap<Place, (StoredEntry, Evidence)> = BTreeMap::new();
        let mut out = CellRecords::default();
        for topic in topics {
            let mut before: Option<TopicPlace> = None;
            while !out.cut {
                let places = view.index.places(&topic.text(), before, 1_000).await?;
                before = places.last().copied();
                let last = places.len() < 1_000;
                let places: Vec<Place> = places.into_iter().map(|found| found.place).collect();
                for stored in view.journal.entries_at(&places).await? {
                    let evidence = evidence_of(&stored)?;
                    if prefix.includes(&evidence.log, evidence.index) && concerns(&targets, &evidence) {
                        found.insert(stored.place, (stored, evidence));
                    }
                }
                out.cut = found.len() > MAX_RECORDS;
                if last {
                    break;
                }
            }
        }
        let readable = |log: &Slug| reading(scope, Action::ReadJournal, log, "log").is_ok();
        let before = found.len();
        found.retain(|_, (_, evidence)| readable(evidence.log.organisation()));
        out.withheld = u32::try_from(before - found.len()).unwrap_or(u32::MAX);
        while found.len() > MAX_RECORDS {
            found.pop_first();
        }
        let mut logs: Vec<Slug> =
            found.values().map(|(_, evidence)| evidence.log.organisation().clone()).collect();
        logs.sort_unstable();
        logs.dedup();
        let mut beside = vec![issued];
        for log in logs {
            beside.extend(self.beside(scope, &log, &prefix, at).await?);
        }
        for stored in self.core.seen(scope).entries_at(&beside).await? {
            let evidence = evidence_of(&stored)?;
            if readable(evidence.log.organisation()) {
                found.insert(stored.place, (stored, evidence));
            }
        }
        out.records = self.records(scope, found).await?;
        Ok(out)
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

    async fn records(
        &self,
        scope: &Scope,
        found: BTreeMap<Place, (StoredEntry, Evidence)>,
    ) -> Result<Vec<Record>, ReadFault> {
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
        let record = |(place, (stored, evidence)): (Place, (StoredEntry, Evidence))| Record {
            evidence,
            canonical: stored.canonical,
            disclosures: disclosed.remove(&place).unwrap_or_default(),
        };
        Ok(found.into_iter().map(record).collect())
    }
}
