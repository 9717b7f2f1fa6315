//! What a program with a key may state as measured. Its word is that of the organisation it belongs to: it never takes
//! the place of what this node measures by itself. That it tells of no time that is not over is the store's to see.

use std::collections::BTreeMap;

use access::{Action, Scope};
use campaign::Target;
use journal::{Fact, Facts};

use crate::{node::Node, problem::Problem, says};

/// What a node states of its own clock and its own files.
const BY_THE_NODE_ALONE: [&str; 2] = ["clock.observed", "segment.sealed"];

/// Refuses what a key may not state. Whose targets it may name at all is the store's to say.
pub(super) fn check(node: &Node, scope: &Scope, kind: &str, facts: &Facts) -> Result<(), Problem> {
    if BY_THE_NODE_ALONE.contains(&kind) {
        return Err(Problem::bad_field("kind", says::by_node_alone()));
    }
    check_targets(node, scope, facts)
}

fn check_targets(node: &Node, scope: &Scope, facts: &Facts) -> Result<(), Problem> {
    let named = named(facts);
    for campaign in node.store.campaigns_in_force() {
        // Of another's target nothing is told: the store answers as if it were not there.
        let own = |target: &&Target| {
            named.contains_key(target.id.as_str())
                && scope.may(Action::RecordMeasurement, &target.owner).is_ok()
        };
        let among: Vec<&Target> = campaign.targets.iter().filter(own).collect();
        if let Some(target) = node.measurer.find_probed(&campaign, &among) {
            let field = named.get(target.id.as_str()).cloned().unwrap_or_default();
            return Err(Problem::bad_field(field, says::measured_here(&target.id)));
        }
    }
    Ok(())
}

/// The targets that a measurement names, with the field of each.
fn named(facts: &Facts) -> BTreeMap<&str, String> {
    let turned =
        facts.get("target").and_then(Fact::as_text).map(|target| (target, "facts.target".to_owned()));
    let lines = facts.get("targets").and_then(Fact::as_list).unwrap_or_default().iter().enumerate();
    let summed = lines.filter_map(|(place, line)| {
        let target = line.as_map()?.get("target")?.as_text()?;
        Some((target, format!("facts.targets[{place}].target")))
    });
    turned.into_iter().chain(summed).collect()
}
