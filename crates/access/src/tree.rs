//! Which organisation stands under which. A tree as it was on one day: the caller picks the parents that are valid.
use std::collections::BTreeMap;

use journal::Slug;

use crate::Relation;

/// How many levels are followed upward; a longer line, or a circle, ends there. The state has four.
const MAX_LEVELS: usize = 16;

/// Organisations and their parents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    parents: BTreeMap<Slug, Option<Slug>>,
}

impl Tree {
    /// A tree of these organisations, each with the one above it.
    pub fn new(organisations: impl IntoIterator<Item = (Slug, Option<Slug>)>) -> Self {
        Self { parents: organisations.into_iter().collect() }
    }

    /// Every organisation of the tree.
    pub fn organisations(&self) -> impl Iterator<Item = &Slug> {
        self.parents.keys()
    }

    /// Whether the tree knows the organisation.
    pub fn contains(&self, organisation: &Slug) -> bool {
        self.parents.contains_key(organisation)
    }

    /// The organisation directly above.
    pub fn parent(&self, organisation: &Slug) -> Option<&Slug> {
        self.parents.get(organisation)?.as_ref()
    }

    /// Whether `above` stands somewhere above `below`.
    pub fn is_above(&self, above: &Slug, below: &Slug) -> bool {
        std::iter::successors(self.parent(below), |next| self.parent(next))
            .take(MAX_LEVELS)
            .any(|ancestor| ancestor == above)
    }

    /// How `actor` stands to `other`.
    pub fn relation(&self, actor: &Slug, other: &Slug) -> Relation {
        if actor == other {
            Relation::Own
        } else if self.is_above(actor, other) {
            Relation::Ancestor
        } else if self.is_above(other, actor) {
            Relation::Descendant
        } else if self.parent(actor).is_some() && self.parent(actor) == self.parent(other) {
            Relation::Sibling
        } else {
            Relation::Foreign
        }
    }
}
