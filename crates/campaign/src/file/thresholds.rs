//! Thresholds against what their check knows: the figure, its unit, the side that makes sense, the bounds.

use super::{Faults, nearest::nearest, node::Node, says};
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
                Some(near) => says::did_you_mean(near),
                None => says::known_words(known().collect::<Vec<_>>().join(", ")),
            };
            let what = says::no_threshold(rules.name, name);
            faults.add(threshold.place_of("name"), &threshold.path_of("name"), what, Some(hint));
        }
        if seen.contains(&name) {
            let what = says::stands_twice(name);
            faults.add(threshold.place_of("name"), &threshold.path_of("name"), what, None);
        }
        seen.push(name);
    }
}

fn check_one(threshold: &Node<'_>, rule: &ThresholdRule, faults: &mut Faults<'_>) {
    if let Some(unit) = threshold.word("unit")
        && unit != rule.unit
    {
        let hint = Some(says::write_unit(rule.unit));
        let what = says::other_unit(rule.name, rule.unit, unit);
        faults.add(threshold.place_of("unit"), &threshold.path_of("unit"), what, hint);
    }
    if let Some(op) = threshold.word("op").and_then(read_op)
        && !rule.ops.contains(&op)
    {
        let what = says::bad_side(op.sign(), rule.name);
        let hint = match rule.ops {
            [one, other] => Some(says::write_sign_of(one.sign(), other.sign())),
            ops => ops.first().map(|one| says::write_sign(one.sign())),
        };
        faults.add(threshold.place_of("op"), &threshold.path_of("op"), what, hint);
    }
    let (least, most) = rule.range;
    if let Some(value) = threshold.int("value")
        && !(least..=most).contains(&value)
    {
        let what = says::not_between_in(value, least, most, rule.unit);
        let hint = Some(says::check_means(format!("threshold.{}", rule.name), rule.meaning));
        faults.add(threshold.place_of("value"), &threshold.path_of("value"), what, hint);
    }
}

/// The sign of a limit.
pub fn read_op(sign: &str) -> Option<Op> {
    [Op::AtLeast, Op::MoreThan, Op::AtMost, Op::LessThan].into_iter().find(|op| op.sign() == sign)
}
