//! Thresholds against what their check knows: the figure, its unit, the side that makes sense, the bounds.

use super::{Faults, nearest::nearest, node::Node};
use crate::{
    checks::{Rules, ThresholdRule},
    model::Op,
};

/// Checks the thresholds of a check.
pub fn check(node: &Node<'_>, rules: &Rules, faults: &mut Faults<'_>) {
    if !rules.fields.contains(&"thresholds") {
        return;
    }
    let mut seen: Vec<&str> = Vec::new();
    for threshold in node.tables("thresholds") {
        let Some(name) = threshold.word("name") else {
            continue;
        };
        if let Some(rule) = rules.thresholds.iter().find(|rule| rule.name == name) {
            check_one(&threshold, rule, faults);
        } else {
            let known = || rules.thresholds.iter().map(|rule| rule.name);
            let hint = match nearest(name, known()) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("known are {}", known().collect::<Vec<_>>().join(", ")),
            };
            let what = format!("{} checks know no threshold {name}", rules.name);
            faults.add(threshold.place_of("name"), &threshold.path_of("name"), what, Some(hint));
        }
        if seen.contains(&name) {
            faults.add(
                threshold.place_of("name"),
                &threshold.path_of("name"),
                format!("{name} stands twice"),
                None,
            );
        }
        seen.push(name);
    }
}

fn check_one(threshold: &Node<'_>, rule: &ThresholdRule, faults: &mut Faults<'_>) {
    if let Some(unit) = threshold.word("unit")
        && unit != rule.unit
    {
        let hint = Some(format!("write unit = \"{}\", and the value in it", rule.unit));
        let what = format!("{} is in {}, not {unit}", rule.name, rule.unit);
        faults.add(threshold.place_of("unit"), &threshold.path_of("unit"), what, hint);
    }
    if let Some(op) = threshold.word("op").and_then(read_op)
        && !rule.ops.contains(&op)
    {
        let signs: Vec<String> = rule.ops.iter().map(|op| format!("{:?}", op.sign())).collect();
        let what = format!("{:?} would allow the bad side of {}", op.sign(), rule.name);
        faults.add(
            threshold.place_of("op"),
            &threshold.path_of("op"),
            what,
            Some(format!("write {}", signs.join(" or "))),
        );
    }
    let (least, most) = rule.range;
    if let Some(value) = threshold.int("value")
        && !(least..=most).contains(&value)
    {
        let what = format!("{value} is not between {least} and {most} {}", rule.unit);
        faults.add(
            threshold.place_of("value"),
            &threshold.path_of("value"),
            what,
            Some(rule.meaning.to_owned()),
        );
    }
}

/// The sign of a limit.
pub fn read_op(sign: &str) -> Option<Op> {
    [Op::AtLeast, Op::MoreThan, Op::AtMost, Op::LessThan].into_iter().find(|op| op.sign() == sign)
}
