//! The evidence behind a cell, newest first, with private values for those who may read them.

use std::collections::{BTreeMap, BTreeSet};

use access::{Action, Scope};
use campaign::{Body, CellKey, Evidence, names_document};
use journal::{Entry, EntryId, Fact, Hash, Slug};
use sabotage::Mutant;

use crate::{
    Store,
    campaigns::evidence_of,
    core::{View, reading},
    delegations::Signature,
    fault::{EnvironmentFault, ReadFault},
    projections::{Topic, concerns, own_targets},
    says,
    sql::{Place, StoredEntry, accounts, journal::DisclosureRow, machine_keys, state::TopicPlace},
};

/// Entries on a page at most.
const MAX_EVIDENCE_PAGE: usize = 200;

/// A private value as its reader finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disclosed {
    /// The clear value.
    Value(Fact),
    /// It was erased; the commitment stays.
    Erased,
}

/// An entry as evidence.
#[derive(Clone, Debug)]
pub struct EvidenceView {
    /// The entry.
    pub entry: Entry,
    /// Its place in its log.
    pub index: u64,
    /// The viewer sees that log; otherwise its length, and so the place, is not theirs to know.
    pub sees_log: bool,
    /// Whom it is about.
    pub organisation: Slug,
    /// It was recorded after the due moment of the obligation.
    pub late: bool,
    /// This version understands its kind and facts.
    pub understood: bool,
    /// Its private values by field; none when the viewer may not read them.
    pub private: Option<BTreeMap<String, Disclosed>>,
    /// The private fields that name a document or a picture of which only the digest is here.
    pub by_digest: BTreeSet<String>,
    /// Name of who recorded it; none when it is no account, or the viewer may not know.
    pub actor_name: Option<String>,
    /// How it was signed for another.
    pub signature: Option<Signature>,
}

/// An entry with the clear values that lie beside it, before a reader's scope is applied to it.
#[derive(Clone)]
pub struct Shown {
    /// The entry.
    pub entry: Entry,
    /// What it says.
    pub evidence: Evidence,
    /// Clear values by field, as far as they are there.
    pub clear: BTreeMap<String, Fact>,
    /// It comes after the due moment of its obligation.
    pub late: bool,
}

/// Some evidence of a cell.
#[derive(Clone, Debug)]
pub struct EvidencePage {
    /// Newest first.
    pub items: Vec<EvidenceView>,
    /// What to give as `before` for the next page.
    pub next: Option<EntryId>,
}

impl Store {
    /// The evidence of a cell that became known before the entry `before`, at most `limit` entries.
    pub async fn evidence(
        &self,
        scope: &Scope,
        key: &CellKey,
        before: Option<EntryId>,
        limit: usize,
    ) -> Result<EvidencePage, ReadFault> {
        reading(scope, Action::ReadEvidence, &key.organisation, "cell")?;
        let frame = {
            let standing = self.core.shared.read();
            standing.board.find_obligation(&key.obligation).and_then(|(campaign, obligation)| {
                let targets = own_targets(campaign, obligation, &key.organisation).into_iter().cloned();
                let topics = Topic::of_cell(campaign, obligation, &key.organisation);
                let issued = standing.campaigns.iter().find(|one| one.campaign.digest == campaign.digest)?;
                Some((topics, targets.collect::<Vec<_>>(), obligation.clone(), issued.campaign.clone()))
            })
        };
        let (topics, targets, obligation, campaign) = frame.ok_or(ReadFault::NotFound("cell"))?;
        let targets: Vec<&_> = targets.iter().collect();
        self.core.settle_index().await?;
        let limit = limit.clamp(1, MAX_EVIDENCE_PAGE);
        let view = self.core.judging(scope, topics.iter().filter_map(Topic::whose).cloned().collect());
        let before = match before {
            Some(id) => Some(topic_place(&view, id).await?),
            None => None,
        };
        let mut walk = Walk { view, topics, before, done: false };
        let mut found: Vec<(StoredEntry, Evidence)> = Vec::with_capacity(limit);
        // One more than asked for tells whether anything follows.
        while found.len() <= limit && !walk.done {
            for stored in walk.next(limit as u32 + 1).await? {
                let evidence = evidence_of(&stored)?;
                if concerns(&targets, &evidence) {
                    found.push((stored, evidence));
                }
            }
        }
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|(_, evidence)| evidence.id);
        let is_late = |evidence: &Evidence| obligation.is_written_late(&campaign, evidence);
        let items = self.views(scope, found, is_late).await?;
        Ok(EvidencePage { items, next })
    }

    /// One entry as evidence, if the viewer sees its log or the organisation it is about.
    pub async fn find_evidence(&self, scope: &Scope, id: EntryId) -> Result<EvidenceView, ReadFault> {
        let absent = || ReadFault::NotFound("entry");
        let (stored, _) = self.core.seen(scope).find_by_id(id).await?.ok_or_else(absent)?;
        let evidence = evidence_of(&stored)?;
        if !sabotage::is(Mutant::FindForeign) {
            check_reads(scope, &evidence)?;
        }
        let late = self.is_late(&evidence);
        let mut views = self.views(scope, vec![(stored, evidence)], |_| late).await?;
        views.pop().ok_or_else(absent)
    }

    /// Whether it was recorded after the due moment of its obligation.
    pub(crate) fn is_late(&self, evidence: &Evidence) -> bool {
        let standing = self.core.shared.read();
        let obligation = evidence.body.obligation().and_then(|id| standing.board.find_obligation(id));
        obligation.is_some_and(|(campaign, obligation)| obligation.is_written_late(campaign, evidence))
    }

    pub(crate) async fn views(
        &self,
        scope: &Scope,
        found: Vec<(StoredEntry, Evidence)>,
        is_late: impl Fn(&Evidence) -> bool,
    ) -> Result<Vec<EvidenceView>, ReadFault> {
        let may = |evidence: &Evidence| opens(scope, evidence);
        let readable: Vec<Place> =
            found.iter().filter(|(_, evidence)| may(evidence)).map(|(stored, _)| stored.place).collect();
        let mut disclosed: BTreeMap<Place, Vec<DisclosureRow>> = BTreeMap::new();
        for row in self.core.seen(scope).disclosures(&readable).await? {
            disclosed.entry(row.place).or_default().push(row);
        }
        let actors = found.iter().map(|(_, evidence)| evidence.actor.clone()).collect();
        let names = self.actor_names(scope, actors).await?;
        let mut views = Vec::with_capacity(found.len());
        for (stored, evidence) in found {
            let entry = stored.entry()?;
            let rows = disclosed.remove(&stored.place).unwrap_or_default().into_iter();
            let clear = |row: DisclosureRow| row.opened(&entry).map(|opened| (opened.field, opened.value));
            let clear = rows.map(clear).collect::<Result<BTreeMap<_, _>, _>>()?;
            if may(&evidence) && entry.commitments.keys().any(|field| !clear.contains_key(field)) {
                self.check_erased(&entry, stored.place).await?;
            }
            let late = is_late(&evidence);
            views.push(self.view(scope, Shown { entry, evidence, clear, late }, &names).await?);
        }
        Ok(views)
    }

    /// The one projection of an entry to a reader, whether it stands on record or is about to.
    pub(crate) async fn view(
        &self,
        scope: &Scope,
        shown: Shown,
        names: &BTreeMap<String, String>,
    ) -> Result<EvidenceView, ReadFault> {
        let Shown { entry, evidence, mut clear, late } = shown;
        let private: Option<BTreeMap<String, Disclosed>> = opens(scope, &evidence).then(|| {
            let fields = entry.commitments.keys();
            let value = |clear: Option<Fact>| clear.map_or(Disclosed::Erased, Disclosed::Value);
            fields.map(|field| (field.clone(), value(clear.remove(field)))).collect()
        });
        let log = evidence.log.organisation();
        let by_digest = self.documents_elsewhere(private.as_ref(), &[log, &evidence.organisation]).await?;
        let sees_log = reading(scope, Action::ReadJournal, log, "log").is_ok();
        let delegation = entry.facts.get("delegation").and_then(Fact::as_text);
        let signature = match delegation.filter(|_| entry.kind.as_str() != "delegation.changed") {
            Some(id) => self.signature(scope, id).await?,
            None => None,
        };
        Ok(EvidenceView {
            signature,
            by_digest,
            late,
            understood: evidence.body.is_understood(),
            actor_name: names.get(&evidence.actor).cloned(),
            organisation: evidence.organisation,
            index: evidence.index,
            sees_log,
            entry,
            private,
        })
    }

    /// The fields whose document neither the writer nor whom it is about handed in. A document may stay with its owner;
    /// then its digest is all there is, and is not to look like the document. What others hold is not told.
    async fn documents_elsewhere(
        &self,
        private: Option<&BTreeMap<String, Disclosed>>,
        own: &[&Slug],
    ) -> Result<BTreeSet<String>, ReadFault> {
        let mut elsewhere = BTreeSet::new();
        for (field, value) in private.into_iter().flatten().filter(|(field, _)| names_document(field)) {
            let Disclosed::Value(Fact::Text(text)) = value else { continue };
            let Ok(digest) = Hash::parse(text) else { continue };
            if !self.core.journal.within(own.iter().copied()).holds_blob(digest, own).await? {
                elsewhere.insert(field.clone());
            }
        }
        Ok(elsewhere)
    }

    /// Names of the accounts behind these actors, of organisations whose private values the viewer may read.
    pub(crate) async fn actor_names(
        &self,
        scope: &Scope,
        actors: BTreeSet<String>,
    ) -> Result<BTreeMap<String, String>, ReadFault> {
        let failed = |error| EnvironmentFault::sql("reading accounts", error);
        let mut connection = self.core.seen(scope).acquire().await.map_err(failed)?;
        let mut names = BTreeMap::new();
        for actor in actors {
            if let Some(account) = accounts::find_actor(&mut connection, &actor).await?
                && scope.may(Action::ReadDisclosed, &account.organisation).is_ok()
            {
                names.insert(actor, account.name);
            } else if actor.starts_with("k-")
                && let Some(key) = machine_keys::find(&mut connection, &actor).await?
                && scope.may(Action::ReadDisclosed, &key.organisation).is_ok()
            {
                names.insert(actor, key.name);
            }
        }
        Ok(names)
    }
}

/// Whether a viewer reads an entry: where it reads the evidence of whom it is about, or of whose log it stands in.
pub fn check_reads(scope: &Scope, evidence: &Evidence) -> Result<(), ReadFault> {
    if reading(scope, Action::ReadEvidence, &evidence.organisation, "entry").is_err() {
        reading(scope, Action::ReadEvidence, evidence.log.organisation(), "entry")?;
    }
    Ok(())
}

/// Whether a viewer may read the private values of an entry: those of its organisation, but of a duty log's only
/// where the log is theirs.
pub fn opens(scope: &Scope, evidence: &Evidence) -> bool {
    if sabotage::is(Mutant::HideClear) {
        return false;
    }
    match evidence.body {
        Body::DutyLogged(_) => scope.may(Action::ReadDuty, evidence.log.organisation()).is_ok(),
        _ => scope.may(Action::ReadDisclosed, &evidence.organisation).is_ok(),
    }
}

/// Where a page goes on. An entry that the view does not hold is no place in it.
async fn topic_place(view: &View, id: EntryId) -> Result<TopicPlace, ReadFault> {
    let absent = || ReadFault::Invalid(says::no_place_in_list());
    let (stored, _) = view.journal.find_by_id(id).await?.ok_or_else(absent)?;
    let (place, evidence) = (stored.place, evidence_of(&stored)?);
    if !view.holds(&evidence) {
        return Err(absent());
    }
    Ok(TopicPlace { recorded_at: evidence.recorded_at, place })
}

/// Goes through several topics at once, newest first.
struct Walk {
    view: View,
    topics: Vec<Topic>,
    before: Option<TopicPlace>,
    done: bool,
}

impl Walk {
    /// The next entries of all topics together, newest first.
    async fn next(&mut self, limit: u32) -> Result<Vec<StoredEntry>, ReadFault> {
        let mut places: Vec<TopicPlace> = Vec::new();
        for topic in &self.topics {
            places.extend(self.view.index.places(&topic.text(), self.before, limit).await?);
        }
        places.sort_unstable_by(|a, b| b.cmp(a));
        places.dedup();
        self.done = places.len() <= limit as usize;
        places.truncate(limit as usize);
        self.before = places.last().copied().or(self.before);
        let places: Vec<Place> = places.into_iter().map(|found| found.place).collect();
        Ok(self.view.journal.entries_at(&places).await?)
    }
}
