//! What the tables of a file say to each other: ids that are unique, names that exist, periods that run forwards.

use std::collections::BTreeMap;

use calendar::Instant;
use journal::Slug;

use super::{Extent, Faults, addresses, declared::Declared, nearest::nearest, node::Node, says};
use crate::Said;

/// Checks every reference of the file.
pub fn check(root: &Node<'_>, extent: Extent, faults: &mut Faults<'_>) {
    let campaign = root.table("campaign");
    let declared = Declared::read(root, campaign.as_ref(), extent);
    if let Some(campaign) = &campaign {
        check_order(campaign, "from", "to", faults);
    }
    for (key, bounded) in [("phase", true), ("critical", true), ("freeze", false)] {
        check_periods(root, key, bounded.then_some(&declared), faults);
    }
    for key in ["organisation", "target", "briefing", "obligation"] {
        check_unique(&root.tables(key), "id", faults);
    }
    for node in root.tables("organisation") {
        declared.check_organisation(&node, faults);
    }
    for node in root.tables("target") {
        declared.check_organisation_known(&node, "owner", faults);
        addresses::check(&node, faults);
    }
    for node in root.tables("obligation") {
        declared.check_obligation(&node, faults);
    }
}

/// A period whose end is not after its beginning.
pub fn check_order(node: &Node<'_>, from: &str, to: &str, faults: &mut Faults<'_>) {
    if let (Some(begin), Some(end)) = (node.moment(from), node.moment(to))
        && end <= begin
    {
        let what = says::not_after(end.edge(), from, begin.edge());
        faults.add(node.place_of(to), &node.path_of(to), what, Some(says::runs_forwards()));
    }
}

fn check_periods(root: &Node<'_>, key: &str, bounds: Option<&Declared>, faults: &mut Faults<'_>) {
    let nodes = root.tables(key);
    check_unique(&nodes, "id", faults);
    let mut earlier: Vec<(Instant, Instant, String)> = Vec::new();
    for node in &nodes {
        check_order(node, "from", "to", faults);
        let (Some(from), Some(to)) = (node.moment("from"), node.moment("to")) else {
            continue;
        };
        if let Some((_, _, other)) = earlier.iter().find(|(begin, end, _)| from < *end && *begin < to) {
            let hint = Some(says::begin_when_ends(other));
            faults.add(node.place_of("from"), &node.path_of("from"), says::overlaps(other), hint);
        }
        earlier.push((from, to, node.path.clone()));
        let Some(Declared { from: Some(begin), to: Some(end), .. }) = bounds else {
            continue;
        };
        if from < *begin || to > *end {
            let at = if from < *begin { "from" } else { "to" };
            let hint = Some(says::campaign_lasts(begin.edge(), end.edge()));
            faults.add(node.place_of(at), &node.path_of(at), says::outside_campaign(), hint);
        }
    }
}

/// Ids that stand twice among the tables.
pub fn check_unique(nodes: &[Node<'_>], key: &str, faults: &mut Faults<'_>) {
    let mut seen: BTreeMap<Slug, usize> = BTreeMap::new();
    for node in nodes {
        let Some(id) = node.slug(key) else { continue };
        let place = node.place_of(key);
        match seen.get(&id) {
            Some(first) => {
                let (line, _) = faults.locate(*first);
                let (what, hint) = (says::stands_twice(id), says::first_in_line(line));
                faults.add(place, &node.path_of(key), what, Some(hint));
            }
            None => {
                seen.insert(id, place);
            }
        }
    }
}

/// What to write in place of a name nobody declares.
pub fn hint_for<'a>(name: &Slug, known: impl Iterator<Item = &'a Slug> + Clone, what: &str) -> Said {
    const LISTED: usize = 12;
    /// A slip of the finger is looked for among so many names; a file with more is not written by hand.
    const COMPARED: usize = 2_000;
    if let Some(near) = nearest(name.as_str(), known.clone().take(COMPARED).map(Slug::as_str)) {
        return says::did_you_mean(near);
    }
    let listed: Vec<&str> = known.clone().take(LISTED).map(Slug::as_str).collect();
    match (listed.is_empty(), known.count() > LISTED) {
        (true, _) => says::declare(what, name),
        (false, more) => says::known_names(listed.join(", ") + if more { ", …" } else { "" }),
    }
}

/// A name nobody declares.
pub fn check_known<'a>(
    node: &Node<'_>,
    key: &str,
    is_known: impl Fn(&Slug) -> bool,
    known: impl Iterator<Item = &'a Slug> + Clone,
    what: &str,
    faults: &mut Faults<'_>,
) {
    let Some(name) = node.slug(key).filter(|name| !is_known(name)) else { return };
    let hint = Some(hint_for(&name, known, what));
    faults.add(node.place_of(key), &node.path_of(key), says::no_such(what, name), hint);
}
