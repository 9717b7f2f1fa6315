//! Disputes: every one a viewer sees with how it stands, who may say what in it, and the hold it puts on data: what is
//! under dispute is neither erased nor cleared away until somebody decided.

use std::collections::{BTreeSet, HashMap};

use access::{Action, Scope};
use campaign::{Body, Evidence, dispute::Dispute};
use journal::{Draft, EntryId, Fact, Facts, Slug};

use crate::{
    EvidenceView, Store,
    campaigns::evidence_of,
    core::reading,
    fault::{EnvironmentFault, ReadFault, RecordFault},
    keyed::{Page, PageAsked, newest_first},
    projections::Topic,
    says,
    sql::{Journal, Place, State},
};

/// Decided disputes about one organisation that are listed, the newest; what is not decided is always listed.
const LISTED_DECIDED: usize = 200;

/// Disputes of one organisation about another's figures that may wait for a decision at a time: a person reads each.
const MAX_UNDECIDED: usize = 50;

/// A dispute with the entries it is made of.
#[derive(Clone, Debug)]
pub struct DisputeView {
    /// How it stands.
    pub dispute: Dispute,
    /// The entry that opened it.
    pub opening: EvidenceView,
    /// What was said to it, in the order it was written down.
    pub said: Vec<EvidenceView>,
}

impl Store {
    /// The disputes about figures of the organisations a viewer sees, newest first.
    pub async fn disputes(&self, scope: &Scope, only: Option<&Slug>) -> Result<Vec<DisputeView>, ReadFault> {
        let organisations: Vec<Slug> = match only {
            Some(one) => {
                reading(scope, Action::ReadEvidence, one, "organisation")?;
                vec![one.clone()]
            }
            None => scope.organisations(Action::ReadEvidence).cloned().collect(),
        };
        let view = self.core.judging(scope, BTreeSet::new());
        let mut found = Vec::new();
        for organisation in organisations {
            let mut decided = 0;
            for (opening, said, dispute) in self.disputed(&view.journal, &view.index, &organisation).await? {
                decided += usize::from(!dispute.holds());
                if dispute.holds() || decided <= LISTED_DECIDED {
                    found.push(self.dispute_view(scope, &opening, &said, dispute).await?);
                }
            }
        }
        found.sort_by_key(|view| std::cmp::Reverse((view.dispute.opened_at, view.dispute.id)));
        Ok(found)
    }

    /// A page of them, of those alone that `wanted` names.
    pub async fn dispute_page(
        &self,
        scope: &Scope,
        only: Option<&Slug>,
        wanted: impl Fn(&Dispute) -> bool,
        asked: &PageAsked,
    ) -> Result<Page<DisputeView>, ReadFault> {
        let mut all = self.disputes(scope, only).await?;
        all.retain(|view| wanted(&view.dispute));
        let key = |view: &DisputeView| newest_first(view.dispute.opened_at, &view.dispute.id.to_string());
        Ok(Page::of(all, key, asked))
    }

    /// One dispute.
    pub async fn find_dispute(&self, scope: &Scope, id: EntryId) -> Result<DisputeView, ReadFault> {
        let opening = self.find_evidence(scope, id).await?;
        let opening = Evidence::keep(&opening.entry, opening.index);
        if !matches!(opening.body, Body::DisputeOpened(_)) {
            return Err(ReadFault::NotFound("dispute"));
        }
        let said = self.said_to(&self.core.seen(scope), &self.core.indexed(scope), id).await?;
        let dispute = self.fold_dispute(&opening, &said).ok_or(ReadFault::NotFound("dispute"))?;
        self.dispute_view(scope, &opening, &said, dispute).await
    }

    async fn dispute_view(
        &self,
        scope: &Scope,
        opening: &Evidence,
        said: &[Evidence],
        dispute: Dispute,
    ) -> Result<DisputeView, ReadFault> {
        let mut views = Vec::with_capacity(said.len());
        for one in said
            .iter()
            .filter(|one| matches!(one.body, Body::DisputeAnswered { .. } | Body::DisputeDecided { .. }))
        {
            views.push(self.find_evidence(scope, one.id).await?);
        }
        Ok(DisputeView { dispute, opening: self.find_evidence(scope, opening.id).await?, said: views })
    }

    fn fold_dispute(&self, opening: &Evidence, said: &[Evidence]) -> Option<Dispute> {
        Dispute::fold(opening, said, |organisation| self.is_regulator(organisation), self.now())
    }

    /// Every dispute about an organisation's figures, newest first. None is left out however many there are: one that is
    /// not decided holds what it is about.
    async fn disputed(
        &self,
        journal: &Journal,
        index: &State,
        organisation: &Slug,
    ) -> Result<Vec<(Evidence, Vec<Evidence>, Dispute)>, ReadFault> {
        self.core.settle_index().await?;
        let openings = evidence_of_topic(journal, index, &Topic::Disputes(organisation.clone())).await?;
        let topics: Vec<String> = openings.iter().map(|opening| Topic::Answers(opening.id).text()).collect();
        let places = index.places_among(&topics).await?;
        let all: Vec<Place> = places.values().flatten().map(|found| found.place).collect();
        let said = journal.entries_at(&all).await?;
        let said = said.iter().map(|stored| Ok((stored.place, evidence_of(stored)?)));
        let said = said.collect::<Result<HashMap<Place, Evidence>, EnvironmentFault>>()?;
        let mut found = Vec::with_capacity(openings.len());
        for (opening, topic) in openings.into_iter().zip(&topics) {
            let places = places.get(topic).into_iter().flatten();
            // An entry may answer several: each has it.
            let said: Vec<Evidence> = places.filter_map(|found| said.get(&found.place).cloned()).collect();
            if let Some(dispute) = self.fold_dispute(&opening, &said) {
                found.push((opening, said, dispute));
            }
        }
        Ok(found)
    }

    async fn said_to(
        &self,
        journal: &Journal,
        index: &State,
        id: EntryId,
    ) -> Result<Vec<Evidence>, ReadFault> {
        self.core.settle_index().await?;
        let mut said = evidence_of_topic(journal, index, &Topic::Answers(id)).await?;
        said.reverse();
        Ok(said)
    }

    /// Every dispute of an organisation that is not decided.
    async fn holding(
        &self,
        journal: &Journal,
        index: &State,
        organisation: &Slug,
    ) -> Result<Vec<Dispute>, ReadFault> {
        let found = self.disputed(journal, index, organisation).await?;
        Ok(found.into_iter().map(|(.., dispute)| dispute).filter(Dispute::holds).collect())
    }

    /// The dispute that an entry may not be touched for: one that names it, one it was said in, or one about the very
    /// cell it speaks of.
    pub(crate) async fn held_by_dispute(
        &self,
        scope: &Scope,
        evidence: &Evidence,
    ) -> Result<Option<EntryId>, ReadFault> {
        let view = self.core.judging(scope, BTreeSet::from([evidence.organisation.clone()]));
        let holding = self.holding(&view.journal, &view.index, &evidence.organisation).await?;
        let held = holding.into_iter().find(|dispute| {
            let same_cell = evidence.body.obligation() == Some(&dispute.key.obligation);
            same_cell
                || dispute.id == evidence.id
                || dispute.disputed.contains(&evidence.id)
                || evidence.answers.contains(&dispute.id)
        });
        Ok(held.map(|dispute| dispute.id))
    }

    /// Whether anything on this node is under dispute.
    pub(crate) async fn is_anything_disputed(&self) -> Result<bool, EnvironmentFault> {
        let organisations: Vec<Slug> = {
            let standing = self.core.shared.read();
            standing.catalogue.names.keys().cloned().collect()
        };
        for organisation in organisations {
            match self.holding(&self.core.journal, &self.core.state, &organisation).await {
                Ok(holding) if holding.is_empty() => {}
                Ok(_) => return Ok(true),
                Err(ReadFault::Environment(fault)) => return Err(fault),
                // What cannot be told is held.
                Err(_) => return Ok(true),
            }
        }
        Ok(false)
    }

    /// An organisation that has many disputes waiting for a decision opens no other.
    async fn check_undecided(&self, scope: &Scope, draft: &Draft) -> Result<(), RecordFault> {
        let Ok(organisation) = Slug::new(about(&draft.facts, &scope.organisation)) else { return Ok(()) };
        let view = self.core.judging(scope, BTreeSet::new());
        let holding = self.holding(&view.journal, &view.index, &organisation).await;
        let holding = holding.map_err(|fault| fault.or_absent("organisation"))?;
        // What comes again is told so by the writer.
        let is_new = holding.iter().all(|dispute| dispute.id != draft.id);
        let own = holding.iter().filter(|dispute| dispute.by.1 == scope.organisation).count();
        if is_new && own >= MAX_UNDECIDED {
            return Err(RecordFault::field("kind", says::disputes_wait(MAX_UNDECIDED)));
        }
        Ok(())
    }

    /// What is said in a dispute is about the figure it was opened for, while it is not decided; the decision comes
    /// from another than whoever claims.
    pub(crate) async fn check_dispute(&self, scope: &Scope, draft: &Draft) -> Result<(), RecordFault> {
        let kind = draft.kind.as_str();
        if kind == "dispute.opened" {
            return self.check_undecided(scope, draft).await;
        }
        if !matches!(kind, "dispute.answered" | "dispute.decided") {
            return Ok(());
        }
        let id = draft.answers.first().copied().ok_or(RecordFault::NotFound("dispute"))?;
        let view = self.find_dispute(scope, id).await.map_err(|fault| fault.or_absent("dispute"))?;
        // What comes again is told so by the writer.
        if view.said.iter().any(|said| said.entry.id == draft.id) {
            return Ok(());
        }
        let opened = &view.opening.entry.facts;
        let log = view.opening.entry.origin.organisation();
        if opened.get("obligation") != draft.facts.get("obligation")
            || about(opened, log) != about(&draft.facts, &scope.organisation)
        {
            return Err(RecordFault::field("facts.obligation", says::not_disputed()));
        }
        if !view.dispute.holds() {
            return Err(RecordFault::field("answers", says::dispute_decided()));
        }
        if kind == "dispute.decided" && view.dispute.by.0 == scope.actor {
            return Err(RecordFault::field("answers", says::own_dispute()));
        }
        Ok(())
    }
}

/// The organisation a draft or an entry of this log is about.
fn about(facts: &Facts, own: &Slug) -> String {
    facts.get("organisation").and_then(Fact::as_text).map_or_else(|| own.to_string(), str::to_owned)
}

/// All evidence of a topic, newest first.
async fn evidence_of_topic(
    journal: &Journal,
    index: &State,
    topic: &Topic,
) -> Result<Vec<Evidence>, EnvironmentFault> {
    let places = index.all_places(&topic.text()).await?;
    journal.entries_at(&places).await?.iter().map(evidence_of).collect()
}
