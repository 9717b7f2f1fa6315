//! Disputes: every one a viewer sees with how it stands, who may say what in it, and the hold it puts on data: what is
//! under dispute is neither erased nor cleared away until somebody decided.

use std::collections::BTreeSet;

use access::{Action, Scope};
use campaign::{Body, Evidence, dispute::Dispute};
use journal::{Draft, EntryId, Slug};

use crate::{
    EvidenceView, Store,
    campaigns::evidence_of,
    core::reading,
    fault::{EnvironmentFault, ReadFault, RecordFault},
    projections::Topic,
    says,
    sql::{Journal, Place, State},
};

/// Disputes looked at for one organisation, newest first.
const MAX_DISPUTES: u32 = 200;
/// Entries of one dispute looked at.
const MAX_SAID: u32 = 200;

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
            for (opening, said) in self.disputed(&view.journal, &view.index, &organisation).await? {
                found.push(self.dispute_view(scope, &opening, &said).await?);
            }
        }
        found.sort_by_key(|view| std::cmp::Reverse((view.dispute.opened_at, view.dispute.id)));
        Ok(found)
    }

    /// One dispute.
    pub async fn find_dispute(&self, scope: &Scope, id: EntryId) -> Result<DisputeView, ReadFault> {
        let opening = self.find_evidence(scope, id).await?;
        let opening = Evidence::keep(&opening.entry, opening.index);
        if !matches!(opening.body, Body::DisputeOpened(_)) {
            return Err(ReadFault::NotFound("dispute"));
        }
        let said = self.said_to(&self.core.seen(scope), &self.core.indexed(scope), id).await?;
        self.dispute_view(scope, &opening, &said).await
    }

    async fn dispute_view(
        &self,
        scope: &Scope,
        opening: &Evidence,
        said: &[Evidence],
    ) -> Result<DisputeView, ReadFault> {
        let dispute = self.fold_dispute(opening, said).ok_or(ReadFault::NotFound("dispute"))?;
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

    async fn disputed(
        &self,
        journal: &Journal,
        index: &State,
        organisation: &Slug,
    ) -> Result<Vec<(Evidence, Vec<Evidence>)>, ReadFault> {
        self.core.settle_index().await?;
        let topic = Topic::Disputes(organisation.clone());
        let mut found = Vec::new();
        for opening in evidence_of_topic(journal, index, &topic, MAX_DISPUTES).await? {
            let said = self.said_to(journal, index, opening.id).await?;
            found.push((opening, said));
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
        let mut said = evidence_of_topic(journal, index, &Topic::Answers(id), MAX_SAID).await?;
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
        let folded = found.iter().filter_map(|(opening, said)| self.fold_dispute(opening, said));
        Ok(folded.filter(Dispute::holds).collect())
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

    /// What is said in a dispute is about the figure it was opened for, while it is not decided; the decision comes
    /// from another than whoever claims.
    pub(crate) async fn check_dispute(&self, scope: &Scope, draft: &Draft) -> Result<(), RecordFault> {
        let kind = draft.kind.as_str();
        if !matches!(kind, "dispute.answered" | "dispute.decided") {
            return Ok(());
        }
        let absent = || RecordFault::NotFound("dispute");
        let id = draft.answers.first().copied().ok_or_else(absent)?;
        let view = self.find_dispute(scope, id).await.map_err(|fault| match fault {
            ReadFault::Environment(fault) => RecordFault::Environment(fault),
            _ => absent(),
        })?;
        // What comes again is told so by the writer.
        if view.said.iter().any(|said| said.entry.id == draft.id) {
            return Ok(());
        }
        let opened = &view.opening.entry.facts;
        let about = |facts: &journal::Facts, own: &Slug| {
            facts
                .get("organisation")
                .and_then(journal::Fact::as_text)
                .map_or_else(|| own.to_string(), str::to_owned)
        };
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

async fn evidence_of_topic(
    journal: &Journal,
    index: &State,
    topic: &Topic,
    limit: u32,
) -> Result<Vec<Evidence>, EnvironmentFault> {
    let places = index.places(&topic.text(), None, limit).await?;
    let places: Vec<Place> = places.into_iter().map(|found| found.place).collect();
    journal.entries_at(&places).await?.iter().map(evidence_of).collect()
}
