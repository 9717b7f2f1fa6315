//! A dispute (khiếu nại số liệu): a claim against a figure, answers to it, and a decision from above. Pure: its state is
//! folded from the entries that open, answer and decide it, in any order they arrive.

use calendar::Instant;
use journal::{EntryId, Slug};
use serde::{Deserialize, Serialize};

use crate::{
    board::CellKey,
    evidence::{Body, Evidence},
};

/// What a claim is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The obligation whose figure is disputed.
    pub obligation: Slug,
    /// Name of the figure, where it is one.
    pub figure: Option<String>,
    /// By when an answer is due.
    pub reply_due: Instant,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// The claim is right.
    Upheld,
    /// The claim is right in part.
    Partly,
    /// The figure stands.
    Rejected,
}

/// How a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeState {
    /// Waits for an answer.
    Open,
    /// The answer is overdue.
    Overdue,
    /// Answered; waits for a decision.
    Answered,
    /// Decided.
    Decided,
}

impl DisputeState {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Open, Self::Overdue, Self::Answered, Self::Decided];
}

/// A dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The entry that opened it, which is its name.
    pub id: EntryId,
    /// Whose figure, and of what.
    pub key: CellKey,
    /// What is claimed, without the words.
    pub claim: Claim,
    /// Who claims: an opaque id, and whose log it stands in.
    pub by: (String, Slug),
    /// When it was opened.
    pub opened_at: Instant,
    /// The entries disputed, by id.
    pub disputed: Vec<EntryId>,
    /// The entries that answer it, in the order they were written down.
    pub answers: Vec<EntryId>,
    /// The decision.
    pub decision: Option<Decision>,
    /// How it stands.
    pub state: DisputeState,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The entry.
    pub id: EntryId,
    /// What was decided.
    pub ruling: Ruling,
    /// When.
    pub at: Instant,
}

impl Dispute {
    /// A dispute at a moment, from the entry that opened it and whatever answers that entry. The first decision that
    /// may be made counts, and what was said after it changes nothing. Nobody decides what they claimed themselves.
    pub fn fold<'a>(
        opening: &Evidence,
        answers: impl IntoIterator<Item = &'a Evidence>,
        is_regulator: impl Fn(&Slug) -> bool,
        at: Instant,
    ) -> Option<Self> {
        let Body::DisputeOpened(claim) = &opening.body else { return None };
        let mut said: Vec<&Evidence> = answers
            .into_iter()
            .filter(|one| one.answers.contains(&opening.id) && one.recorded_at <= at)
            .collect();
        said.sort_by_key(|one| (one.recorded_at, one.id));
        let decides = |one: &&&Evidence| {
            let from_above =
                is_regulator(one.log.organisation()) && one.log.organisation() != &opening.organisation;
            matches!(one.body, Body::DisputeDecided { .. }) && from_above && one.actor != opening.actor
        };
        let decided = said.iter().find(decides).copied();
        let before = |one: &&&Evidence| {
            decided.is_none_or(|decided| (one.recorded_at, one.id) < (decided.recorded_at, decided.id))
        };
        let answers: Vec<EntryId> = said
            .iter()
            .filter(|one| matches!(one.body, Body::DisputeAnswered { .. }))
            .filter(before)
            .map(|one| one.id)
            .collect();
        let decision = decided.and_then(|one| match one.body {
            Body::DisputeDecided { ruling, .. } => Some(Decision { id: one.id, ruling, at: one.recorded_at }),
            _ => None,
        });
        let state = match (&decision, answers.is_empty()) {
            (Some(_), _) => DisputeState::Decided,
            (None, false) => DisputeState::Answered,
            (None, true) if at >= claim.reply_due => DisputeState::Overdue,
            (None, true) => DisputeState::Open,
        };
        Some(Self {
            id: opening.id,
            key: CellKey { organisation: opening.organisation.clone(), obligation: claim.obligation.clone() },
            claim: claim.clone(),
            by: (opening.actor.clone(), opening.log.organisation().clone()),
            opened_at: opening.recorded_at,
            disputed: opening.answers.clone(),
            answers,
            decision,
            state,
        })
    }

    /// Whether it is not decided: what it is about may not go.
    pub fn holds(&self) -> bool {
        self.decision.is_none()
    }
}
