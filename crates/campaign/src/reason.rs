//! Why a check judged as it did: a code with arguments, put into words by `locales/*/reasons.ftl`.
//!
//! [`Reason::CODES`] is the whole list; a locale is complete when it has a message for each, named `reason-` and the
//! code with its dot turned into a dash, using no other placeables than the arguments listed here.

use std::collections::BTreeMap;

use calendar::Instant;
use serde::Serialize;

/// A reason code with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// One of [`Reason::CODES`].
    pub code: &'static str,
    /// What the sentence is filled with.
    pub args: BTreeMap<&'static str, Arg>,
}

/// One argument of a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Arg {
    /// A count or a figure.
    Int(i64),
    /// A moment; screens show it at +07:00.
    At(Instant),
    /// A slug or a word.
    Text(String),
}

impl From<i64> for Arg {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<usize> for Arg {
    fn from(value: usize) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<Instant> for Arg {
    fn from(value: Instant) -> Self {
        Self::At(value)
    }
}

impl From<&str> for Arg {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&journal::Slug> for Arg {
    fn from(value: &journal::Slug) -> Self {
        Self::Text(value.to_string())
    }
}

impl Reason {
    /// Every code with the arguments its sentence may use.
    pub const CODES: &'static [(&'static str, &'static [&'static str])] = &[
        ("acknowledgement.given", &["at"]),
        ("acknowledgement.low_grade", &["grade", "min_grade"]),
        ("acknowledgement.missing", &["due"]),
        ("acknowledgement.not_due", &["due"]),
        ("availability.allowance", &["target", "used_percent"]),
        ("availability.answers", &["targets", "target", "availability_ppm", "outage_s"]),
        ("availability.below", &["target", "availability_ppm", "limit_ppm"]),
        ("availability.coverage", &["target", "coverage_ppm", "limit_ppm"]),
        ("availability.dark", &["target", "since", "probes_lost"]),
        ("availability.down", &["target", "since", "cause"]),
        ("availability.excluded", &["target", "since"]),
        ("availability.held", &["targets", "availability_ppm"]),
        ("availability.low_grade", &["grade", "min_grade"]),
        ("availability.no_target", &[]),
        ("availability.not_due", &["from"]),
        ("availability.not_granted", &["target", "since"]),
        ("availability.not_permitted", &["target", "since"]),
        ("availability.outage", &["target", "outage_s", "limit_s"]),
        ("availability.silent", &["target", "since"]),
        ("availability.so_far", &["target", "availability_ppm", "limit_ppm"]),
        ("availability.unheard", &["target"]),
        ("availability.unjudged", &["target", "availability_ppm", "outage_s"]),
        ("availability.up", &["targets", "since"]),
        ("briefing.low_grade", &["grade", "min_grade"]),
        ("briefing.missing", &["missing", "shift", "due"]),
        ("briefing.not_due", &["due"]),
        ("briefing.outdated", &["shift"]),
        ("briefing.read", &["shifts", "at"]),
        ("cell.waived", &["until"]),
        ("cell.waived_open", &[]),
        ("inspection.failed", &["item", "failed"]),
        ("inspection.incomplete", &["missing", "item", "due"]),
        ("inspection.low_grade", &["grade", "min_grade"]),
        ("inspection.missing", &["due"]),
        ("inspection.not_due", &["due"]),
        ("inspection.passed", &["items", "at"]),
        ("plan.approved", &["plan", "at"]),
        ("plan.filed", &["plan", "at"]),
        ("plan.low_grade", &["grade", "min_grade"]),
        ("plan.missing", &["requires", "due"]),
        ("plan.not_due", &["requires", "due"]),
        ("plan.not_filed", &["plan", "requires", "due"]),
        ("plan.short", &["plan", "has", "requires", "due"]),
        ("plan.test_failed", &["plan", "at"]),
        ("plan.tested", &["plan", "at"]),
        ("quality.allowance", &["target", "name", "used_percent"]),
        ("quality.certificate_low", &["target", "days_left", "limit_days", "not_after"]),
        ("quality.certificate_soon", &["target", "days_left", "limit_days", "not_after"]),
        ("quality.excluded", &["target", "since"]),
        ("quality.low_grade", &["grade", "min_grade"]),
        ("quality.no_target", &[]),
        ("quality.not_due", &["from"]),
        ("quality.not_granted", &["target", "since"]),
        ("quality.not_permitted", &["target", "since"]),
        ("quality.over", &["target", "name", "value", "unit", "limit", "since"]),
        ("quality.over_allowance", &["target", "name", "over_ppm", "limit_ppm"]),
        ("quality.silent", &["target", "since"]),
        ("quality.so_far", &["target", "name", "over_ppm", "limit_ppm"]),
        ("quality.unheard", &["target", "name"]),
        ("quality.within", &["targets"]),
        ("report.low_grade", &["grade", "min_grade"]),
        ("report.missing", &["due"]),
        ("report.not_due", &["due"]),
        ("report.submitted", &["at"]),
    ];

    /// A reason of a listed code with exactly its arguments.
    pub(crate) fn new<const N: usize>(code: &'static str, args: [(&'static str, Arg); N]) -> Self {
        let reason = Self { code, args: BTreeMap::from(args) };
        debug_assert!(reason.is_listed(), "{code} is not listed with these arguments: {:?}", reason.args);
        reason
    }

    /// Whether the code is listed and carries its arguments, all of them and no others.
    pub fn is_listed(&self) -> bool {
        let listed = Self::CODES.iter().find(|(code, _)| *code == self.code);
        listed.is_some_and(|(_, names)| {
            names.len() == self.args.len() && names.iter().all(|name| self.args.contains_key(name))
        })
    }

    /// The key of its sentence in `reasons.ftl`.
    pub fn message_key(code: &str) -> String {
        format!("reason-{}", code.replace('.', "-"))
    }
}
