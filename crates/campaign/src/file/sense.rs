//! Whether a file makes a campaign that can be issued and judged: somebody who issues it, obligations whose due moment
//! their checks can be judged by, files that lie beside it, and no check twice.

use std::path::{Component, Path};

use calendar::Instant;

use super::{Faults, build, form, node::Node, says, shape::ZONE};
use crate::{
    checks::CheckKind,
    model::{CheckSpec, Op},
};

/// A leap year: a moment a calendar year back is within it.
const YEAR_MS: i64 = 366 * 24 * 3_600_000;

/// Checks the file.
pub fn check(root: &Node<'_>, faults: &mut Faults<'_>) {
    check_regulator(root, faults);
    for key in ["directive", "briefing"] {
        for node in root.tables(key) {
            check_file_name(&node, faults);
        }
    }
    let campaign = root.table("campaign");
    if let Some(campaign) = &campaign {
        check_zone(campaign, faults);
    }
    let letter = first_letter(root);
    for node in root.tables("obligation") {
        if let Some(campaign) = &campaign {
            check_due(&node, campaign, faults);
            check_due_begin(&node, campaign, letter, faults);
        }
        check_repeated(&node, faults);
    }
}

/// A campaign is issued in the log of a regulator that stands under nobody.
fn check_regulator(root: &Node<'_>, faults: &mut Faults<'_>) {
    let organisations = root.tables("organisation");
    let kinds = super::shape::ORGANISATION_KINDS;
    // A kind that is missing or misspelt is told where it stands, and may be the very one.
    let Some(first) = organisations.first().filter(|_| {
        organisations.iter().all(|node| node.word("kind").is_some_and(|kind| kinds.contains(&kind)))
    }) else {
        return;
    };
    let regulators: Vec<&Node<'_>> =
        organisations.iter().filter(|node| node.word("kind") == Some("regulator")).collect();
    let Some(regulator) = regulators.first() else {
        faults.add(first.place, "organisation", says::no_regulator(), Some(says::add_regulator()));
        return;
    };
    if regulators.iter().all(|node| node.item("parent").is_some()) && has_top(regulator, &organisations) {
        let (what, hint) = (says::no_top_regulator(), says::leave_out_parent());
        faults.add(regulator.place_of("parent"), &regulator.path_of("parent"), what, Some(hint));
    }
}

/// Whether the organisations above lead to one without a parent; a circle or an unknown name is told elsewhere.
fn has_top(node: &Node<'_>, organisations: &[Node<'_>]) -> bool {
    let mut next = node;
    for _ in organisations {
        let Some(parent) = next.word("parent") else { return next.item("parent").is_none() };
        match organisations.iter().find(|above| above.word("id") == Some(parent)) {
            Some(above) => next = above,
            None => return false,
        }
    }
    false
}

/// Whether a name, taken from a folder, stays in it.
pub fn stays_inside(name: &str) -> bool {
    let is_inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    Path::new(name).components().all(is_inside)
}

/// A file beside this one is named from this one's folder and lies in it.
fn check_file_name(node: &Node<'_>, faults: &mut Faults<'_>) {
    if node.word("file").is_some_and(|name| !stays_inside(name)) {
        let (what, hint) = (says::leads_out(), says::put_beside());
        faults.add(node.place_of("file"), &node.path_of("file"), what, Some(hint));
    }
}

/// What people do is judged by the due moment, whenever that is: a report on Tết is due after Tết. What is measured is
/// judged over the campaign alone, so nothing could be said about it at a later moment.
fn check_due(node: &Node<'_>, campaign: &Node<'_>, faults: &mut Faults<'_>) {
    let (Some(due), Some(to)) = (node.moment("due"), campaign.moment("to")) else { return };
    if due <= to {
        return;
    }
    let checks = node.tables("check");
    let kinds = checks.iter().filter_map(|check| CheckKind::find(check.word("kind")?));
    let Some(measured) = kinds.map(CheckKind::rules).find(|rules| rules.is_measured()) else { return };
    let what = says::due_after_end(due.edge(), to.edge(), measured.name);
    let hint = says::due_within(measured.name);
    faults.add(node.place_of("due"), &node.path_of("due"), what, Some(hint));
}

/// Days, deadlines and lunar dates are reckoned at +07:00 everywhere in the program; a file that names another zone
/// would not be judged by it. What is no zone at all is told with the other kinds of values.
fn check_zone(campaign: &Node<'_>, faults: &mut Faults<'_>) {
    if campaign.word("zone").is_some_and(|zone| zone != ZONE && form::is_zone(zone)) {
        let (what, hint) = (says::other_zone(), says::write(ZONE));
        faults.add(campaign.place_of("zone"), &campaign.path_of("zone"), what, Some(hint));
    }
}

/// The beginning of the day on which the earliest letter with a date was issued.
fn first_letter(root: &Node<'_>) -> Option<Instant> {
    let letters = root.tables("directive").into_iter();
    let days = letters.filter_map(|node| node.day("issued"));
    days.filter_map(|day| Instant::parse_edge(&format!("{day}T00:00:00+07:00")).ok()).min()
}

/// Nobody owes anything before the letter that asks for it.
fn check_due_begin(node: &Node<'_>, campaign: &Node<'_>, letter: Option<Instant>, faults: &mut Faults<'_>) {
    let (Some(due), Some(from)) = (node.moment("due"), campaign.moment("from")) else { return };
    let what = match letter {
        Some(letter) if due < letter => says::due_before_letter(due.edge(), letter.edge()),
        None if due < from.plus_ms(-YEAR_MS) => says::due_long_before(due.edge(), from.edge()),
        _ => return,
    };
    faults.add(node.place_of("due"), &node.path_of("due"), what, Some(says::look_at_years()));
}

/// Two checks whose verdicts could never differ.
fn check_repeated(node: &Node<'_>, faults: &mut Faults<'_>) {
    let mut seen: Vec<(CheckSpec, usize)> = Vec::new();
    for check in node.tables("check") {
        // A check that does not build has faults of its own.
        let Some(spec) = build::check(&check) else { continue };
        let spec = judged_by(spec);
        match seen.iter().find(|(earlier, _)| *earlier == spec) {
            Some((_, first)) => {
                let (line, _) = faults.locate(*first);
                let what = says::same_check_twice(spec.kind.as_str());
                let hint = says::first_in_line_change(line);
                faults.add(check.place, &check.path, what, Some(hint));
            }
            None => seen.push((spec, check.place)),
        }
    }
}

/// What of a check decides its verdict: not the order of its lists, nor titles, nor where a limit comes from.
fn judged_by(mut spec: CheckSpec) -> CheckSpec {
    spec.targets.sort();
    spec.shifts.sort();
    spec.checklist.sort_by(|a, b| a.item.cmp(&b.item));
    spec.checklist.iter_mut().for_each(|line| line.title.clear());
    spec.thresholds.sort_by(|a, b| (&a.name, a.value, a.op.sign()).cmp(&(&b.name, b.value, b.op.sign())));
    for limit in &mut spec.thresholds {
        limit.source.clear();
        limit.source_date.clear();
        // Over whole numbers "more than 4" and "at least 5" are one limit.
        (limit.op, limit.value) = match limit.op {
            Op::MoreThan => (Op::AtLeast, limit.value.saturating_add(1)),
            Op::LessThan => (Op::AtMost, limit.value.saturating_sub(1)),
            kept => (kept, limit.value),
        };
    }
    spec
}
