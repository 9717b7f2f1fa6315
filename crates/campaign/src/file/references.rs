//! What the tables of a file say to each other: ids that are unique, names that exist, periods that run forwards.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Instant;
use journal::Slug;

use super::{Faults, nearest::nearest, node::Node, thresholds};
use crate::{checks::CheckKind, checks::Rules};

/// What the file declares, whether or not the declaring table is otherwise in order.
pub struct Declared {
    organisations: BTreeMap<Slug, Organisation>,
    targets: BTreeMap<Slug, Option<Slug>>,
    briefings: BTreeSet<Slug>,
    from: Option<Instant>,
    to: Option<Instant>,
}

struct Organisation {
    parent: Option<Slug>,
    successor: Option<Slug>,
    valid_from: Option<Instant>,
    valid_to: Option<Instant>,
}

/// Checks every reference of the file.
pub fn check(root: &Node<'_>, faults: &mut Faults<'_>) {
    let campaign = root.table("campaign");
    let declared = Declared::read(root, campaign.as_ref());
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
        check_known(&node, "owner", declared.organisations.keys(), "organisation", faults);
        check_target(&node, faults);
    }
    for node in root.tables("obligation") {
        declared.check_obligation(&node, faults);
    }
}

fn check_order(node: &Node<'_>, from: &str, to: &str, faults: &mut Faults<'_>) {
    if let (Some(begin), Some(end)) = (node.moment(from), node.moment(to))
        && end <= begin
    {
        let what = format!("{} is not after {from}, {}", end.edge(), begin.edge());
        faults.add(
            node.place_of(to),
            &node.path_of(to),
            what,
            Some("a period runs forwards: [from, to)".to_owned()),
        );
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
            let hint = Some(format!("let it begin when {other} ends, or end when that begins"));
            faults.add(node.place_of("from"), &node.path_of("from"), format!("overlaps {other}"), hint);
        }
        earlier.push((from, to, node.path.clone()));
        let Some(Declared { from: Some(begin), to: Some(end), .. }) = bounds else {
            continue;
        };
        if from < *begin || to > *end {
            let at = if from < *begin { "from" } else { "to" };
            let hint = Some(format!("the campaign is {} to {}", begin.edge(), end.edge()));
            faults.add(node.place_of(at), &node.path_of(at), "lies outside the campaign", hint);
        }
    }
}

/// Ids that stand twice among the tables.
fn check_unique(nodes: &[Node<'_>], key: &str, faults: &mut Faults<'_>) {
    let mut seen: BTreeMap<Slug, usize> = BTreeMap::new();
    for node in nodes {
        let Some(id) = node.slug(key) else { continue };
        let place = node.place_of(key);
        match seen.get(&id) {
            Some(first) => {
                let (line, _) = faults.lines.locate(*first);
                let what = format!("{id} stands twice");
                faults.add(place, &node.path_of(key), what, Some(format!("it is first in line {line}")));
            }
            None => {
                seen.insert(id, place);
            }
        }
    }
}

/// What to write in place of a name nobody declares.
fn hint_for<'a>(name: &Slug, known: impl Iterator<Item = &'a Slug> + Clone, what: &str) -> Option<String> {
    const LISTED: usize = 12;
    if let Some(near) = nearest(name.as_str(), known.clone().map(Slug::as_str)) {
        return Some(format!("did you mean {near}?"));
    }
    let listed: Vec<&str> = known.clone().take(LISTED).map(Slug::as_str).collect();
    Some(match (listed.is_empty(), known.count() > LISTED) {
        (true, _) => format!("declare it with [[{what}]] and id = \"{name}\""),
        (false, more) => format!("known are {}{}", listed.join(", "), if more { ", …" } else { "" }),
    })
}

fn check_known<'a>(
    node: &Node<'_>,
    key: &str,
    known: impl Iterator<Item = &'a Slug> + Clone,
    what: &str,
    faults: &mut Faults<'_>,
) {
    let Some(name) = node.slug(key) else { return };
    if !known.clone().any(|id| *id == name) {
        let hint = hint_for(&name, known, what);
        faults.add(node.place_of(key), &node.path_of(key), format!("there is no {what} {name}"), hint);
    }
}

fn check_target(node: &Node<'_>, faults: &mut Faults<'_>) {
    let kind = node.word("kind").unwrap_or_default();
    if let Some(address) = node.word("address")
        && let Some(wanted) = address_fault(kind, address)
    {
        let what = format!("{address:?} is no address for {kind}");
        faults.add(node.place_of("address"), &node.path_of("address"), what, Some(format!("write {wanted}")));
    }
    let path = node.path_of("query");
    match (kind, node.item("query")) {
        ("dns", None) => {
            faults.add(
                node.place,
                &path,
                "is missing",
                Some("a dns target says which name to ask for".to_owned()),
            );
        }
        ("dns", Some(_)) | (_, None) => {}
        (_, Some(_)) => faults.add(node.place_of_key("query"), &path, "is only for dns targets", None),
    }
    let every_ms = i64::from(node.count("every_s").unwrap_or(super::shape::EVERY_S)) * 1_000;
    let timeout_ms = i64::from(node.count("timeout_ms").unwrap_or(super::shape::TIMEOUT_MS));
    if timeout_ms > every_ms {
        let place = node.place_of(if node.item("timeout_ms").is_some() { "timeout_ms" } else { "every_s" });
        let what = format!("a probe waits {timeout_ms} ms, longer than the {every_ms} ms to the next");
        faults.add(
            place,
            &node.path_of("timeout_ms"),
            what,
            Some("let timeout_ms be at most every_s".to_owned()),
        );
    }
}

/// What an address of this kind looks like, if this is none.
fn address_fault(kind: &str, address: &str) -> Option<&'static str> {
    let is_host = |host: &str| {
        let named = !host.is_empty()
            && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        named || host.parse::<std::net::Ipv6Addr>().is_ok()
    };
    let has_port = |authority: &str| {
        authority.rsplit_once(':').is_some_and(|(host, port)| {
            let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
            let bracketed = bare.len() < host.len();
            is_host(bare)
                && (bracketed || !bare.contains(':'))
                && port.parse::<u16>().is_ok_and(|port| port > 0)
        })
    };
    let is_url = |scheme: &str| {
        address.strip_prefix(scheme).is_some_and(|rest| {
            let authority = rest.split(['/', '?']).next().unwrap_or_default();
            is_host(authority)
                || has_port(authority)
                || authority.starts_with('[') && authority.ends_with(']')
        }) && !address.contains(char::is_whitespace)
    };
    match kind {
        "icmp" => (!is_host(address)).then_some("a host, as 192.0.2.1"),
        "tcp" | "dns" | "tls" => (!has_port(address)).then_some("host:port, as 192.0.2.1:443"),
        "http" => (!is_url("http://")).then_some("a URL, as http://portal.example/"),
        "https" => (!is_url("https://")).then_some("a URL, as https://portal.example/"),
        _ => None,
    }
}

impl Declared {
    fn read(root: &Node<'_>, campaign: Option<&Node<'_>>) -> Self {
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
            from: campaign.and_then(|node| node.moment("from")),
            to: campaign.and_then(|node| node.moment("to")),
        }
    }

    fn check_organisation(&self, node: &Node<'_>, faults: &mut Faults<'_>) {
        check_known(node, "parent", self.organisations.keys(), "organisation", faults);
        check_known(node, "successor", self.organisations.keys(), "organisation", faults);
        check_order(node, "valid_from", "valid_to", faults);
        if node.item("successor").is_some() && node.item("valid_to").is_none() {
            let hint = Some("say with valid_to when the successor took over".to_owned());
            faults.add(
                node.place_of_key("successor"),
                &node.path_of("successor"),
                "stands without valid_to",
                hint,
            );
        }
        let Some(id) = node.slug("id") else { return };
        let follow_parent: fn(&Organisation) -> Option<&Slug> = |organisation| organisation.parent.as_ref();
        let follow_successor: fn(&Organisation) -> Option<&Slug> =
            |organisation| organisation.successor.as_ref();
        for (key, follow) in [("parent", follow_parent), ("successor", follow_successor)] {
            if let Some(circle) = self.circle(&id, follow) {
                let hint = Some(format!("leave out {key} of the topmost of them"));
                faults.add(
                    node.place_of(key),
                    &node.path_of(key),
                    format!("runs in a circle: {circle}"),
                    hint,
                );
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

    fn check_obligation(&self, node: &Node<'_>, faults: &mut Faults<'_>) {
        let owners = node.slugs("owners");
        for (index, owner) in &owners {
            let place = node.place_of_element("owners", *index);
            let path = format!("{}[{index}]", node.path_of("owners"));
            match self.organisations.get(owner) {
                None => {
                    let hint = hint_for(owner, self.organisations.keys(), "organisation");
                    faults.add(place, &path, format!("there is no organisation {owner}"), hint);
                }
                Some(known) => self.check_validity(owner, known, place, &path, faults),
            }
        }
        if node.item("due_strict").is_some() && node.item("due").is_none() {
            let place = node.place_of_key("due_strict");
            faults.add(
                place,
                &node.path_of("due_strict"),
                "stands without due",
                Some("say by when".to_owned()),
            );
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
            let hint = known.successor.as_ref().map(|successor| format!("its successor is {successor}"));
            faults.add(place, path, format!("{owner} ceased before the campaign begins"), hint);
        }
        if let (Some(to), Some(began)) = (self.to, known.valid_from)
            && began >= to
        {
            faults.add(place, path, format!("{owner} begins after the campaign has ended"), None);
        }
    }

    fn check_check(&self, node: &Node<'_>, owners: &[Slug], faults: &mut Faults<'_>) {
        let Some(rules) = node.word("kind").and_then(CheckKind::find).map(CheckKind::rules) else {
            return;
        };
        check_fields(node, rules, faults);
        for (index, target) in node.slugs("targets") {
            let place = node.place_of_element("targets", index);
            let path = format!("{}[{index}]", node.path_of("targets"));
            match self.targets.get(&target) {
                None => {
                    let hint = hint_for(&target, self.targets.keys(), "target");
                    faults.add(place, &path, format!("there is no target {target}"), hint);
                }
                Some(Some(owner)) if !owners.iter().any(|above| self.answers_for(above, owner)) => {
                    let hint = Some(
                        "name an owner of the obligation, or a unit of one, as the target's owner".to_owned(),
                    );
                    faults.add(
                        place,
                        &path,
                        format!("{target} belongs to {owner}, for which no owner answers"),
                        hint,
                    );
                }
                Some(_) => {}
            }
        }
        check_known(node, "briefing", self.briefings.iter(), "briefing", faults);
        check_unique(&node.tables("checklist"), "item", faults);
        thresholds::check(node, rules, faults);
    }
}

/// Which keys the kind of check takes, and what grades can prove.
fn check_fields(node: &Node<'_>, rules: &Rules, faults: &mut Faults<'_>) {
    const ALWAYS: [&str; 2] = ["kind", "min_grade"];
    let known_to_some = |key: &str| super::shape::CHECK.fields.iter().any(|field| field.name == key);
    for key in node.keys().filter(|key| known_to_some(key)) {
        if !ALWAYS.contains(&key) && !rules.fields.contains(&key) {
            let takes =
                if rules.fields.is_empty() { "only min_grade".to_owned() } else { rules.fields.join(", ") };
            let what = format!("is not for {} checks", rules.name);
            faults.add(
                node.place_of_key(key),
                &node.path_of(key),
                what,
                Some(format!("{} takes {takes}", rules.name)),
            );
        }
    }
    for need in rules.needs {
        let absent = node.item(need).is_none();
        let empty = !absent
            && node.item(need).is_some_and(|item| item.as_array().is_some_and(toml_edit::Array::is_empty));
        if absent {
            let what = format!("is missing: {} checks need it", rules.name);
            faults.add(node.place, &node.path_of(need), what, Some(rules.meaning.to_owned()));
        } else if empty && matches!(*need, "checklist" | "thresholds") {
            faults.add(node.place_of(need), &node.path_of(need), "is empty", Some(rules.meaning.to_owned()));
        }
    }
    let Some(min_grade) = node.word("min_grade").and_then(journal::Grade::parse) else {
        return;
    };
    let fault = if min_grade > rules.best_grade {
        Some(format!(
            "{} evidence is {} at best, so this could never be proved",
            rules.name,
            rules.best_grade.as_str()
        ))
    } else if rules.min_grade == journal::Grade::Measured && min_grade < journal::Grade::Measured {
        Some(format!("{} is proved by measurements only", rules.name))
    } else {
        None
    };
    if let Some(what) = fault {
        let hint = Some(format!("leave it out for {}", rules.min_grade.as_str()));
        faults.add(node.place_of("min_grade"), &node.path_of("min_grade"), what, hint);
    }
}
