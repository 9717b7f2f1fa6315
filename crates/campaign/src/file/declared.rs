//! What a file declares, and obligations against it: owners that exist in time, targets that are theirs, checks that
//! get what they need.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Instant;
use journal::Slug;

use super::{
    Extent, Faults,
    node::Node,
    references::{check_known, check_order, check_unique, hint_for},
    says, thresholds,
};
use crate::checks::{CheckKind, Rules};

/// What the file declares, whether or not the declaring table is otherwise in order.
pub struct Declared {
    /// Organisations by id.
    pub organisations: BTreeMap<Slug, Organisation>,
    targets: BTreeMap<Slug, Option<Slug>>,
    briefings: BTreeSet<Slug>,
    extent: Extent,
    /// First moment of the campaign.
    pub from: Option<Instant>,
    /// First moment after it.
    pub to: Option<Instant>,
}

/// What matters of an organisation here.
pub struct Organisation {
    parent: Option<Slug>,
    successor: Option<Slug>,
    valid_from: Option<Instant>,
    valid_to: Option<Instant>,
}

impl Declared {
    /// Reads what the file declares.
    pub fn read(root: &Node<'_>, campaign: Option<&Node<'_>>, extent: Extent) -> Self {
        let organisations = root.tables("organisation").into_iter().filter_map(|node| {
            let organisation = Organisation {
                parent: node.slug("parent"),
                successor: node.slug("successor"),
                valid_from: node.moment("valid_from"),
                valid_to: node.moment("valid_to"),
            };
            Some((node.slug("id")?, organisation))
        });
        let targets =
            root.tables("target").into_iter().filter_map(|node| Some((node.slug("id")?, node.slug("owner"))));
        Self {
            organisations: organisations.collect(),
            targets: targets.collect(),
            briefings: root.tables("briefing").iter().filter_map(|node| node.slug("id")).collect(),
            extent,
            from: campaign.and_then(|node| node.moment("from")),
            to: campaign.and_then(|node| node.moment("to")),
        }
    }

    /// Checks that a key names an organisation of the file.
    pub fn check_organisation_known(&self, node: &Node<'_>, key: &str, faults: &mut Faults<'_>) {
        let is_known = |name: &Slug| self.organisations.contains_key(name);
        check_known(node, key, is_known, self.organisations.keys(), "organisation", faults);
    }

    /// Checks an organisation's place in the tree and in time.
    pub fn check_organisation(&self, node: &Node<'_>, faults: &mut Faults<'_>) {
        self.check_organisation_known(node, "parent", faults);
        self.check_organisation_known(node, "successor", faults);
        check_order(node, "valid_from", "valid_to", faults);
        if node.item("successor").is_some() && node.item("valid_to").is_none() {
            let (what, hint) = (says::without_valid_to(), says::say_valid_to());
            faults.add(node.place_of_key("successor"), &node.path_of("successor"), what, Some(hint));
        }
        let Some(id) = node.slug("id") else { return };
        let follow_parent: fn(&Organisation) -> Option<&Slug> = |organisation| organisation.parent.as_ref();
        let follow_successor: fn(&Organisation) -> Option<&Slug> =
            |organisation| organisation.successor.as_ref();
        for (key, follow) in [("parent", follow_parent), ("successor", follow_successor)] {
            if let Some(circle) = self.circle(&id, follow) {
                let (what, hint) = (says::circle(circle), says::leave_out_topmost(key));
                faults.add(node.place_of(key), &node.path_of(key), what, Some(hint));
            }
        }
    }

    /// The circle that leads from `id` back to it, told once for all its members.
    fn circle(&self, id: &Slug, follow: fn(&Organisation) -> Option<&Slug>) -> Option<String> {
        let mut path = vec![id];
        let mut next = follow(self.organisations.get(id)?);
        while let Some(organisation) = next {
            if organisation == id {
                let first = path.iter().min().is_some_and(|least| *least == id);
                let names: Vec<&str> = path.iter().chain([&id]).map(|slug| slug.as_str()).collect();
                return first.then(|| names.join(" → "));
            }
            if path.contains(&organisation) {
                return None;
            }
            path.push(organisation);
            next = follow(self.organisations.get(organisation)?);
        }
        None
    }

    fn answers_for(&self, above: &Slug, id: &Slug) -> bool {
        let mut steps = 0..self.organisations.len();
        let mut next = Some(id);
        while let (Some(organisation), Some(_)) = (next, steps.next()) {
            if organisation == above {
                return true;
            }
            next = self.organisations.get(organisation).and_then(|known| known.parent.as_ref());
        }
        false
    }

    /// Checks an obligation's owners and checks.
    pub fn check_obligation(&self, node: &Node<'_>, faults: &mut Faults<'_>) {
        let owners = node.slugs("owners");
        for (index, owner) in &owners {
            let place = node.place_of_element("owners", *index);
            let path = format!("{}[{index}]", node.path_of("owners"));
            match self.organisations.get(owner) {
                None => {
                    let hint = Some(hint_for(owner, self.organisations.keys(), "organisation"));
                    faults.add(place, &path, says::no_such("organisation", owner), hint);
                }
                Some(known) => self.check_validity(owner, known, place, &path, faults),
            }
        }
        if node.item("due_strict").is_some() && node.item("due").is_none() {
            let place = node.place_of_key("due_strict");
            faults.add(place, &node.path_of("due_strict"), says::without_due(), Some(says::say_due()));
        }
        let owners: Vec<Slug> = owners.into_iter().map(|(_, owner)| owner).collect();
        for check in node.tables("check") {
            self.check_check(&check, &owners, faults);
        }
    }

    fn check_validity(
        &self,
        owner: &Slug,
        known: &Organisation,
        place: usize,
        path: &str,
        faults: &mut Faults<'_>,
    ) {
        if let (Some(from), Some(ended)) = (self.from, known.valid_to)
            && ended <= from
        {
            let hint = known.successor.as_ref().map(says::successor_is);
            faults.add(place, path, says::ceased_before(owner), hint);
        }
        if let (Some(to), Some(began)) = (self.to, known.valid_from)
            && began >= to
        {
            faults.add(place, path, says::begins_after(owner), None);
        }
    }

    fn check_check(&self, node: &Node<'_>, owners: &[Slug], faults: &mut Faults<'_>) {
        let Some(rules) = node.word("kind").and_then(CheckKind::find).map(CheckKind::rules) else {
            return;
        };
        check_fields(node, rules, self.extent, faults);
        for (index, target) in node.slugs("targets") {
            let place = node.place_of_element("targets", index);
            let path = format!("{}[{index}]", node.path_of("targets"));
            match self.targets.get(&target) {
                None => {
                    let hint = Some(hint_for(&target, self.targets.keys(), "target"));
                    faults.add(place, &path, says::no_such("target", target), hint);
                }
                // An owner nobody declares is told at the target.
                Some(Some(owner))
                    if self.organisations.contains_key(owner)
                        && !owners.iter().any(|above| self.answers_for(above, owner)) =>
                {
                    faults.add(place, &path, says::not_owned(target, owner), Some(says::name_owner()));
                }
                Some(_) => {}
            }
        }
        let is_known = |name: &Slug| self.briefings.contains(name);
        check_known(node, "briefing", is_known, self.briefings.iter(), "briefing", faults);
        check_unique(&node.tables("checklist"), "item", faults);
        thresholds::check(node, rules, faults);
    }
}

/// Which keys the kind of check takes, and what grades can prove.
fn check_fields(node: &Node<'_>, rules: &Rules, extent: Extent, faults: &mut Faults<'_>) {
    const ALWAYS: [&str; 2] = ["kind", "min_grade"];
    let known_to_some = |key: &str| super::shape::CHECK.fields.iter().any(|field| field.name == key);
    for key in node.keys().filter(|key| known_to_some(key)) {
        if !ALWAYS.contains(&key) && !rules.fields.contains(&key) {
            let hint = match rules.fields {
                [] => says::check_takes_grade(rules.name),
                fields => says::check_takes(rules.name, fields.join(", ")),
            };
            let what = says::not_for_check(rules.name);
            faults.add(node.place_of_key(key), &node.path_of(key), what, Some(hint));
        }
    }
    let means = || Some(says::check_means(format!("check.{}", rules.name), rules.meaning));
    let may_lack = |need: &str| extent == Extent::Cut && need == "targets";
    for need in rules.needs.iter().filter(|need| !may_lack(need)) {
        let absent = node.item(need).is_none();
        let empty = !absent
            && node.item(need).is_some_and(|item| item.as_array().is_some_and(toml_edit::Array::is_empty));
        if absent {
            faults.add(node.place, &node.path_of(need), says::needed_by(rules.name), means());
        } else if empty && matches!(*need, "checklist" | "thresholds") {
            faults.add(node.place_of(need), &node.path_of(need), says::empty(), means());
        }
    }
    let Some(min_grade) = node.word("min_grade").and_then(journal::Grade::parse) else {
        return;
    };
    let fault = if min_grade > rules.best_grade {
        Some(says::grade_too_high(rules.name, rules.best_grade.as_str()))
    } else if rules.is_measured() && min_grade < journal::Grade::Measured {
        Some(says::measured_only(rules.name))
    } else {
        None
    };
    if let Some(what) = fault {
        let hint = Some(says::leave_out_for(rules.min_grade.as_str()));
        faults.add(node.place_of("min_grade"), &node.path_of("min_grade"), what, hint);
    }
}
