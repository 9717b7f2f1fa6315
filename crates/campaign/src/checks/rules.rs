//! What a campaign file may say to a check: the fields it takes, the thresholds it knows, the grade it wants.

use journal::Grade;

use crate::model::Op;

/// The rules of one kind of check for the campaign file.
#[derive(Debug)]
pub struct Rules {
    /// Its name in campaign files.
    pub name: &'static str,
    /// Version of its judgement; a change of verdicts is a new version.
    pub version: u32,
    /// One line on what it proves, for the schema.
    pub meaning: &'static str,
    /// The kinds of entries it reads.
    pub reads: &'static [&'static str],
    /// The fields it takes besides `kind` and `min_grade`.
    pub fields: &'static [&'static str],
    /// Those of them it can't do without.
    pub needs: &'static [&'static str],
    /// The thresholds it knows.
    pub thresholds: &'static [ThresholdRule],
    /// The figures its verdicts may state: what can be disputed of them.
    pub figures: &'static [&'static str],
    /// The lowest grade that proves where the file names none.
    pub min_grade: Grade,
    /// The highest grade its evidence can have: asking for more could never be met.
    pub best_grade: Grade,
}

impl Rules {
    /// Whether only measurements prove it: such a check judges the campaign's period and knows no due moment.
    pub fn is_measured(&self) -> bool {
        self.min_grade == Grade::Measured
    }
}

/// A threshold a check knows.
#[derive(Debug)]
pub struct ThresholdRule {
    /// Its name, which is the figure's.
    pub name: &'static str,
    /// The figure's unit.
    pub unit: &'static str,
    /// The sides that make sense.
    pub ops: &'static [Op],
    /// The smallest and largest sensible limit.
    pub range: (i64, i64),
    /// What it limits, for the schema.
    pub meaning: &'static str,
}

/// Both forms of a floor.
pub const FLOOR: &[Op] = &[Op::AtLeast, Op::MoreThan];
/// Both forms of a ceiling.
pub const CEILING: &[Op] = &[Op::AtMost, Op::LessThan];
/// A whole, in parts per million.
pub const WHOLE_PPM: i64 = 1_000_000;
