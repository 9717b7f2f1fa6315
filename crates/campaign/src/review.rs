//! What a signer is told before signing: how many cells stand how, what rests on nothing but somebody's word, and what
//! differs from the draft before. Pure: two boards' cells go in, the differences come out.

use std::collections::BTreeMap;

use journal::{Grade, Slug};
use serde::Serialize;

use crate::{
    board::{Cell, CellKey},
    finding::Status,
};

/// Names of what is counted beside the statuses.
pub const ASSERTED_ONLY: &str = "asserted_only";
/// Cells that rest on something written down late.
pub const LATE: &str = "late";

/// How a cell stands, as far as a signer compares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stand {
    /// Its status.
    pub status: Status,
    /// The grade behind it.
    pub grade: Option<Grade>,
    /// It rests on something written down late.
    pub late: bool,
    /// Code of the reason.
    pub reason: &'static str,
}

/// A figure that is another number than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureChange {
    /// Its name.
    pub name: &'static str,
    /// The target it was taken on.
    pub target: Option<Slug>,
    /// Its unit.
    pub unit: &'static str,
    /// The number before; none where there was none.
    pub before: Option<i64>,
    /// The number now.
    pub after: Option<i64>,
}

/// A cell that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which cell.
    pub key: CellKey,
    /// How it stood; none where the draft did not have it.
    pub before: Option<Stand>,
    /// How it stands; none where it is gone.
    pub after: Option<Stand>,
    /// The figures that are other numbers.
    pub figures: Vec<FigureChange>,
}

impl Difference {
    /// Whether more than figures differ.
    pub fn is_turned(&self) -> bool {
        self.before != self.after
    }
}

impl Stand {
    fn of(cell: &Cell) -> Self {
        Self { status: cell.status, grade: cell.grade, late: cell.late, reason: cell.reason.code }
    }
}

/// Whether a cell rests on nothing better than somebody's word.
pub fn is_asserted_only(cell: &Cell) -> bool {
    cell.grade == Some(Grade::Asserted) && cell.status != Status::Waived
}

/// How many cells stand how: every status by its word, then what rests on somebody's word alone and what is late,
/// which are counted among the statuses too.
pub fn counts(cells: &[Cell]) -> BTreeMap<String, u32> {
    let mut counts: BTreeMap<String, u32> =
        Status::ALL.into_iter().map(|status| (status.as_str().to_owned(), 0)).collect();
    let mut add = |name: &str| *counts.entry(name.to_owned()).or_default() += 1;
    for cell in cells {
        add(cell.status.as_str());
        if is_asserted_only(cell) {
            add(ASSERTED_ONLY);
        }
        if cell.late {
            add(LATE);
        }
    }
    counts.entry(ASSERTED_ONLY.to_owned()).or_default();
    counts.entry(LATE.to_owned()).or_default();
    counts
}

/// The cells that differ between two boards, in the order of their keys.
pub fn differences(before: &[Cell], after: &[Cell]) -> Vec<Difference> {
    let by_key =
        |cells: &'_ [Cell]| cells.iter().map(|cell| (cell.key(), cell.clone())).collect::<BTreeMap<_, _>>();
    let (before, after) = (by_key(before), by_key(after));
    let mut keys: Vec<&CellKey> = before.keys().chain(after.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let difference = |key: &CellKey| {
        let (was, is) = (before.get(key), after.get(key));
        let difference = Difference {
            key: key.clone(),
            before: was.map(Stand::of),
            after: is.map(Stand::of),
            figures: figures(was, is),
        };
        (difference.is_turned() || !difference.figures.is_empty()).then_some(difference)
    };
    keys.into_iter().filter_map(difference).collect()
}

/// The figures that are other numbers, of those both boards know or only one of them.
fn figures(before: Option<&Cell>, after: Option<&Cell>) -> Vec<FigureChange> {
    type Key = (usize, &'static str, Option<Slug>);
    let numbers = |cell: Option<&Cell>| -> BTreeMap<Key, (i64, &'static str)> {
        let findings = cell.map_or(&[][..], |cell| &cell.findings[..]).iter().enumerate();
        let figures =
            findings.flat_map(|(place, finding)| finding.figures.iter().map(move |one| (place, one)));
        figures.map(|(place, one)| ((place, one.name, one.target.clone()), (one.value, one.unit))).collect()
    };
    let (before, after) = (numbers(before), numbers(after));
    let mut keys: Vec<&Key> = before.keys().chain(after.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let change = |key: &Key| {
        let (was, is) = (before.get(key), after.get(key));
        let (name, target) = (key.1, key.2.clone());
        let unit = is.or(was).map_or("", |(_, unit)| unit);
        let value = |one: Option<&(i64, &'static str)>| one.map(|(value, _)| *value);
        (was != is).then(|| FigureChange { name, target, unit, before: value(was), after: value(is) })
    };
    keys.into_iter().filter_map(change).collect()
}
