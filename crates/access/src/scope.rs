//! A `Scope`: one actor, in one role, in one organisation, and what follows from that for every other organisation.
//!
//! Every call of the store takes one. It is made once per request from the account and the tree of the day, so that a
//! role withdrawn takes effect with the next request.
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use calendar::Instant;
use journal::Slug;
use serde::{Deserialize, Serialize};

use crate::policy::{Action, Relation, Role, allows, may_be_delegated, opens};
use crate::tree::Tree;

/// Who asks, and for whom they may.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Opaque id of the account or program.
    pub actor: String,
    /// Its role.
    pub role: Role,
    /// Its organisation.
    pub organisation: Slug,
    /// The organisations whose data it reads: its own and those below; for a regulator every one.
    pub visible: BTreeSet<Slug>,
    relations: BTreeMap<Slug, Relation>,
    /// What a program is held to, of what its role may.
    limit: Option<KeyLimit>,
    /// It is held to a key.
    is_keyed: bool,
    delegations: Vec<Delegated>,
    opened: BTreeMap<Slug, &'static [Action]>,
    until: Option<Instant>,
}

/// In which form somebody signs for another (Decree 30/2020/NĐ-CP, annex I, II.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedAs {
    /// Ký thay: a deputy for the head.
    Kt,
    /// Thừa lệnh: by the head's order.
    Tl,
    /// Thừa uỷ quyền: by the head's authorisation.
    Tuq,
}

impl SignedAs {
    /// What stands before the head's position.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Kt => "KT.",
            Self::Tl => "TL.",
            Self::Tuq => "TUQ.",
        }
    }
}

impl fmt::Display for SignedAs {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(out)
    }
}

/// What an account signs for the head of its organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegated {
    /// Opaque id of the delegation.
    pub id: String,
    /// In which form.
    pub signed_as: SignedAs,
    /// What is signed.
    pub actions: BTreeSet<Action>,
    /// About whom.
    pub organisations: BTreeSet<Slug>,
    /// Until when.
    pub until: Instant,
}

/// What a program's key names: of what the policy grants its role, this alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyLimit {
    /// The actions.
    pub actions: BTreeSet<Action>,
    /// The obligations it may record for; every one where it names none.
    pub obligations: BTreeSet<Slug>,
    /// The targets it may record for; every one where it names none.
    pub targets: BTreeSet<Slug>,
}

impl KeyLimit {
    /// Whether it lets a fact about this obligation and this target pass.
    pub fn lets(&self, obligation: Option<&str>, target: Option<&str>) -> bool {
        let named = |names: &BTreeSet<Slug>, one: Option<&str>| {
            names.is_empty() || one.is_some_and(|one| names.iter().any(|name| name.as_str() == one))
        };
        match (obligation, target) {
            // A fact about neither, as the clock, is nobody's.
            (None, None) => self.obligations.is_empty() && self.targets.is_empty(),
            (Some(_), None) => named(&self.obligations, obligation),
            (None, Some(_)) => named(&self.targets, target),
            (Some(_), Some(_)) => named(&self.obligations, obligation) && named(&self.targets, target),
        }
    }
}

impl Scope {
    /// The scope of `actor` as `role` of `organisation`. A program without a key records measurements and reads nothing.
    pub fn new(actor: impl Into<String>, role: Role, organisation: Slug, tree: &Tree) -> Self {
        let limit = (role == Role::Machine)
            .then(|| KeyLimit { actions: [Action::RecordMeasurement].into(), ..KeyLimit::default() });
        Self::limited(actor.into(), role, organisation, tree, limit)
    }

    /// The scope of a measuring program of `organisation`: it records measurements for it and those below, and reads
    /// nothing.
    pub fn machine(actor: impl Into<String>, organisation: Slug, tree: &Tree) -> Self {
        Self::new(actor, Role::Machine, organisation, tree)
    }

    /// The scope of a program with a key: what the policy grants a machine and the key names.
    pub fn keyed(actor: impl Into<String>, organisation: Slug, tree: &Tree, limit: KeyLimit) -> Self {
        let scope = Self::limited(actor.into(), Role::Machine, organisation, tree, Some(limit));
        Self { is_keyed: true, ..scope }
    }

    fn limited(actor: String, role: Role, organisation: Slug, tree: &Tree, limit: Option<KeyLimit>) -> Self {
        // Operators need not name the authority as their parent for it to stand above them; but a regulator's role in
        // an organisation that stands under another, or that nobody knows, raises nobody.
        let above_all =
            role.is_regulator() && tree.contains(&organisation) && tree.parent(&organisation).is_none();
        let mut relations: BTreeMap<Slug, Relation> = tree
            .organisations()
            .map(|other| {
                let relation = match tree.relation(&organisation, other) {
                    Relation::Foreign if above_all => Relation::Ancestor,
                    relation => relation,
                };
                (other.clone(), relation)
            })
            .collect();
        relations.insert(organisation.clone(), Relation::Own);
        let mut scope = Self {
            actor,
            role,
            organisation,
            visible: BTreeSet::new(),
            relations,
            limit,
            is_keyed: false,
            delegations: Vec::new(),
            opened: BTreeMap::new(),
            until: None,
        };
        scope.visible = scope.organisations(Action::ReadBoard).cloned().collect();
        scope
    }

    /// How this actor's organisation stands to `organisation`.
    pub fn relation(&self, organisation: &Slug) -> Relation {
        self.relations.get(organisation).copied().unwrap_or(Relation::Foreign)
    }

    /// Whether the actor may do this for `organisation`: the one the fact is about, whoever's log it goes to.
    pub fn may(&self, action: Action, organisation: &Slug) -> Result<(), Denied> {
        let relation = self.relation(organisation);
        if self.grants(action, organisation, relation) {
            Ok(())
        } else {
            Err(Denied { role: self.role, action, relation })
        }
    }

    /// The one place where it is decided.
    fn grants(&self, action: Action, organisation: &Slug, relation: Relation) -> bool {
        let by_role = allows(self.role, relation, action)
            && self.limit.as_ref().is_none_or(|limit| limit.actions.contains(&action));
        by_role
            || self.opened.get(organisation).is_some_and(|opened| opened.contains(&action))
            || self.signs_as(action, organisation).is_some()
    }

    /// Adds what the account signs for the head of its organisation while a delegation holds.
    pub fn delegate(&mut self, delegated: Delegated) {
        self.ends(delegated.until);
        self.delegations.push(delegated);
    }

    /// The delegation under which the actor signs this about that organisation now; the newest, where several hold.
    pub fn signs_as(&self, action: Action, organisation: &Slug) -> Option<&Delegated> {
        let relation = self.relation(organisation);
        self.delegations.iter().find(|one| {
            one.actions.contains(&action)
                && one.organisations.contains(organisation)
                && may_be_delegated(self.role, relation, action)
        })
    }

    /// Opens what break-glass access opens of an organisation.
    pub fn open(&mut self, organisation: &Slug, until: Instant) {
        let opened = opens(self.role, self.relation(organisation));
        if opened.is_empty() || !self.relations.contains_key(organisation) {
            return;
        }
        self.ends(until);
        self.opened.insert(organisation.clone(), opened);
        if opened.contains(&Action::ReadBoard) {
            self.visible.insert(organisation.clone());
        }
    }

    /// What it is without what break-glass access opened: for what is kept longer than that lasts.
    pub fn unopened(&self) -> Self {
        let mut scope = Self { opened: BTreeMap::new(), ..self.clone() };
        scope.visible = scope.organisations(Action::ReadBoard).cloned().collect();
        scope
    }

    fn ends(&mut self, until: Instant) {
        self.until = Some(self.until.map_or(until, |before| before.min(until)));
    }

    /// When the first of what is granted for a time ends: a scope that is held on to is made anew then.
    pub const fn until(&self) -> Option<Instant> {
        self.until
    }

    /// Whether two scopes grant the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.role == other.role
            && self.organisation == other.organisation
            && self.visible == other.visible
            && self.limit == other.limit
            && self.is_keyed == other.is_keyed
            && self.delegations == other.delegations
            && self.opened == other.opened
    }

    /// The organisations for which the actor may do this, in the order of their ids.
    pub fn organisations(&self, action: Action) -> impl Iterator<Item = &Slug> {
        let granted = move |(organisation, relation): &(&Slug, &Relation)| {
            self.grants(action, organisation, **relation)
        };
        self.relations.iter().filter(granted).map(|(organisation, _)| organisation)
    }

    /// What the actor may say about how this obligation stands at that organisation, in the order of the actions.
    pub fn says_about<'a>(
        &'a self,
        organisation: &'a Slug,
        obligation: &'a Slug,
    ) -> impl Iterator<Item = Action> + 'a {
        let named = self.limit.as_ref().is_none_or(|limit| limit.lets(Some(obligation.as_str()), None));
        Action::ALL.into_iter().filter(move |action| {
            named && action.is_about_a_cell() && self.may(*action, organisation).is_ok()
        })
    }

    /// Whether the actor reads this organisation's data at all. What it can't see is answered as if it were not there.
    pub fn sees(&self, organisation: &Slug) -> bool {
        self.visible.contains(organisation)
    }

    /// Whether a program with a key of its own asks, and not one of the node's.
    pub const fn is_keyed(&self) -> bool {
        self.is_keyed
    }

    /// What a program is held to; nothing for people.
    pub const fn limit(&self) -> Option<&KeyLimit> {
        self.limit.as_ref()
    }
}

/// What the table does not grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("role {role} may not {action} for an organisation that is {relation}")]
pub struct Denied {
    /// Who asked.
    pub role: Role,
    /// For what.
    pub action: Action,
    /// How the actor's organisation stands to the one asked about.
    pub relation: Relation,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at once")]
    use super::*;

    fn slug(text: &str) -> Slug {
        Slug::new(text).unwrap()
    }

    fn province() -> Tree {
        Tree::new(
            [
                ("so", None),
                ("alpha", Some("so")),
                ("alpha-north", Some("alpha")),
                ("beta", Some("so")),
                ("lone", None),
            ]
            .map(|(id, parent)| (slug(id), parent.map(slug))),
        )
    }

    fn seen(role: Role, organisation: &str) -> Vec<String> {
        let scope = Scope::new("a1", role, slug(organisation), &province());
        scope.visible.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_operator_never_reads_a_siblings_data() {
        let tree = province();
        for role in Role::ALL.into_iter().filter(|role| !role.is_regulator()) {
            let scope = Scope::new("a1", role, slug("alpha"), &tree);
            assert_eq!(scope.relation(&slug("beta")), Relation::Sibling);
            assert!(!scope.sees(&slug("beta")) && !scope.sees(&slug("so")) && !scope.sees(&slug("lone")));
            for action in Action::ALL {
                let denied = scope.may(action, &slug("beta")).unwrap_err();
                assert_eq!((denied.role, denied.action), (role, action));
            }
        }
    }

    #[test]
    fn what_is_visible_follows_the_tree() {
        assert_eq!(seen(Role::OperatorManager, "alpha"), ["alpha", "alpha-north"]);
        assert_eq!(seen(Role::UnitStaff, "alpha-north"), ["alpha-north"]);
        assert_eq!(seen(Role::Auditor, "so"), ["alpha", "alpha-north", "beta", "so"]);
        assert_eq!(seen(Role::RegulatorDesk, "so"), ["alpha", "alpha-north", "beta", "lone", "so"]);
        assert!(seen(Role::Machine, "alpha").is_empty());
        assert!(seen(Role::Administrator, "so").is_empty());
    }

    #[test]
    fn a_regulators_role_in_an_organisation_that_nobody_knows_raises_nobody() {
        assert_eq!(seen(Role::RegulatorHead, "so-khac"), ["so-khac"]);
    }

    #[test]
    fn a_regulators_role_in_an_operators_organisation_raises_nobody() {
        assert_eq!(seen(Role::RegulatorHead, "alpha"), ["alpha", "alpha-north"]);
    }

    #[test]
    fn an_unknown_organisation_is_a_stranger_to_everybody() {
        for role in Role::ALL {
            let scope = Scope::new("a1", role, slug("so"), &province());
            assert_eq!(scope.relation(&slug("nowhere")), Relation::Foreign);
            assert!(scope.may(Action::ReadBoard, &slug("nowhere")).is_err());
        }
    }

    #[test]
    fn a_machine_records_for_its_organisation_and_those_below() {
        let machine = Scope::machine("probe-1", slug("alpha"), &province());
        assert!(machine.may(Action::RecordMeasurement, &slug("alpha")).is_ok());
        assert!(machine.may(Action::RecordMeasurement, &slug("alpha-north")).is_ok());
        assert!(machine.may(Action::RecordMeasurement, &slug("beta")).is_err());
        assert!(machine.may(Action::Acknowledge, &slug("alpha")).is_err());
    }

    #[test]
    fn a_key_is_held_to_what_it_names_of_what_a_machine_may() {
        let limit = |actions: &[Action]| KeyLimit {
            actions: actions.iter().copied().collect(),
            ..KeyLimit::default()
        };
        let all = Scope::keyed("k-1", slug("alpha"), &province(), limit(&Action::ALL));
        let narrow = Scope::keyed("k-2", slug("alpha"), &province(), limit(&[Action::ReadBoard]));
        for organisation in ["so", "alpha", "alpha-north", "beta", "lone"].map(slug) {
            for action in Action::ALL {
                let granted = allows(Role::Machine, all.relation(&organisation), action);
                assert_eq!(all.may(action, &organisation).is_ok(), granted, "{action} {organisation}");
                let named = granted && action == Action::ReadBoard;
                assert_eq!(narrow.may(action, &organisation).is_ok(), named, "{action} {organisation}");
            }
        }
        assert!(narrow.sees(&slug("alpha-north")) && !narrow.sees(&slug("beta")));
        let writes = Scope::keyed("k-3", slug("alpha"), &province(), limit(&[Action::RecordMeasurement]));
        assert!(writes.visible.is_empty());
    }

    #[test]
    fn a_key_for_some_obligations_or_targets_records_for_no_others() {
        let names = |list: &[&str]| list.iter().copied().map(slug).collect::<BTreeSet<_>>();
        let any = KeyLimit::default();
        let one = KeyLimit { obligations: names(&["truc"]), ..KeyLimit::default() };
        let both = KeyLimit { obligations: names(&["truc"]), targets: names(&["a"]), ..KeyLimit::default() };
        let asked = [
            (None, None),
            (Some("truc"), None),
            (Some("bao-cao"), None),
            (None, Some("a")),
            (None, Some("b")),
        ];
        let lets = |limit: &KeyLimit| asked.map(|(obligation, target)| limit.lets(obligation, target));
        assert_eq!(lets(&any), [true; 5]);
        assert_eq!(lets(&one), [false, true, false, true, true]);
        assert_eq!(lets(&both), [false, true, false, true, false]);
    }

    #[test]
    fn a_delegation_grants_what_it_names_and_the_head_may_sign() {
        let delegated = |actions: &[Action], about: &[&str]| Delegated {
            id: "d-1".to_owned(),
            signed_as: SignedAs::Kt,
            actions: actions.iter().copied().collect(),
            organisations: about.iter().copied().map(slug).collect(),
            until: Instant::from_ms(5),
        };
        let mut scope = Scope::new("a1", Role::UnitStaff, slug("alpha"), &province());
        assert!(scope.may(Action::SubmitReport, &slug("alpha")).is_err());
        scope.delegate(delegated(&Action::ALL, &["alpha", "alpha-north", "beta"]));
        assert!(scope.may(Action::SubmitReport, &slug("alpha")).is_ok());
        assert_eq!(scope.signs_as(Action::Inspect, &slug("alpha")).unwrap().signed_as, SignedAs::Kt);
        for (action, about) in [
            (Action::Waive, "alpha"),
            (Action::Erase, "alpha"),
            (Action::ApprovePlan, "alpha"),
            (Action::Inspect, "beta"),
            (Action::Inspect, "alpha-north"),
        ] {
            assert!(scope.may(action, &slug(about)).is_err(), "{action} {about}");
        }
        assert_eq!(scope.until(), Some(Instant::from_ms(5)));
        let mut auditor = Scope::new("a1", Role::Auditor, slug("alpha"), &province());
        auditor.delegate(delegated(&Action::ALL, &["alpha"]));
        assert!(auditor.may(Action::SubmitReport, &slug("alpha")).is_err());
    }

    #[test]
    fn the_broken_glass_shows_what_the_policy_opens_and_nothing_else() {
        let tree = Tree::new(
            [("bo", None), ("so", Some("bo")), ("so-2", Some("bo")), ("op", Some("so-2"))]
                .map(|(id, parent)| (slug(id), parent.map(slug))),
        );
        let mut head = Scope::new("a1", Role::RegulatorHead, slug("so"), &tree);
        let before = head.clone();
        assert!(!head.sees(&slug("op")));
        head.open(&slug("op"), Instant::from_ms(9));
        assert!(head.unopened().is_same(&before));
        assert!(head.sees(&slug("op")) && !head.sees(&slug("so-2")) && !head.is_same(&before));
        let granted: Vec<Action> =
            Action::ALL.into_iter().filter(|action| head.may(*action, &slug("op")).is_ok()).collect();
        let reads = opens(Role::RegulatorHead, Relation::Foreign);
        assert!(granted.iter().all(|action| reads.contains(action) || *action == Action::BreakGlass));
        assert!(head.may(Action::ReadDisclosed, &slug("op")).is_err());
        for role in Role::ALL.into_iter().filter(|role| *role != Role::RegulatorHead) {
            let mut scope = Scope::new("a1", role, slug("so"), &tree);
            scope.open(&slug("op"), Instant::from_ms(9));
            assert!(scope.may(Action::ReadBoard, &slug("op")).is_err(), "{role}");
        }
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let tree = Tree::new([("a", Some("b")), ("b", Some("a"))].map(|(id, up)| (slug(id), up.map(slug))));
        let scope = Scope::new("a1", Role::OperatorManager, slug("a"), &tree);
        assert!(scope.sees(&slug("a")));
        assert!(!tree.is_above(&slug("c"), &slug("a")));
    }

    #[test]
    fn a_denial_says_who_what_and_how_they_stand() {
        let scope = Scope::new("a1", Role::OperatorManager, slug("alpha"), &province());
        let denied = scope.may(Action::Waive, &slug("alpha")).unwrap_err();
        assert_eq!(denied.to_string(), "role operator_manager may not waive for an organisation that is own");
    }
}
