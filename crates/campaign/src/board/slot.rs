//! A cell with the states of its checks and what stands beside them: assignments, corrections, explanations, promises,
//! waivers.

use calendar::Instant;
use journal::{EntryId, Grade, Slug};
use serde::{Deserialize, Serialize};

use super::{
    cell::{Cell, CellKey, Holder, Waiver},
    index::{Index, Site},
};
use crate::{
    checks::{Answered, Change, CheckState, Context, Corrections, InForce, Moment},
    evidence::{Assignment, Body, Evidence, GivenChange},
    finding::{Finding, Status},
    reason::{Arg, Reason},
};

/// A cell with what it remembers.
#[derive(Debug)]
pub struct Slot {
    site: Site,
    pub(super) states: Vec<CheckState>,
    pub(super) beside: Beside,
    cell: Option<Box<Cell>>,
}

/// What stands beside the checks of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    assignments: Vec<Assigned>,
    pub(super) corrections: Corrections,
    explanations: Vec<Note>,
    promises: Vec<Note>,
    waivers: Vec<Note>,
}

/// An explanation, a promise or a waiver. Ordered by when it holds and id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    actor: String,
    from: Instant,
    id: EntryId,
    log: Slug,
    recorded_at: Instant,
    until: Option<Instant>,
}

/// That a cell was given to somebody, or taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Assigned {
    account: Option<Slug>,
    /// Its place in the owner's log, which alone gives and takes back: of two of one moment the later entry counts.
    index: u64,
    note: Note,
    /// The entry that gave what is taken back; none where something is given.
    takes_back: Option<EntryId>,
    unit: Option<Slug>,
}

impl Note {
    fn of(evidence: &Evidence, until: Option<Instant>) -> Self {
        Self {
            actor: evidence.actor.clone(),
            from: evidence.held.from,
            id: evidence.id,
            log: evidence.log.organisation().clone(),
            recorded_at: evidence.recorded_at,
            until,
        }
    }

    const fn key(&self) -> (Instant, EntryId) {
        (self.from, self.id)
    }
}

fn assigned(assignments: &mut Vec<Assigned>, evidence: &Evidence, given: &Assignment) {
    let takes_back = match given.change {
        GivenChange::Given => None,
        GivenChange::Withdrawn if evidence.answers.is_empty() => return,
        GivenChange::Withdrawn => evidence.answers.first().copied(),
    };
    let note = Note::of(evidence, given.until);
    let key = (note.from, evidence.index);
    if let Err(place) = assignments.binary_search_by_key(&key, |one| (one.note.from, one.index)) {
        let (account, unit) = (given.account.clone(), given.unit.clone());
        assignments.insert(place, Assigned { account, index: evidence.index, note, takes_back, unit });
    }
}

fn note(notes: &mut Vec<Note>, evidence: &Evidence, until: Option<Instant>) {
    let note = Note::of(evidence, until);
    if let Err(place) = notes.binary_search_by_key(&note.key(), Note::key) {
        notes.insert(place, note);
    }
}

impl Beside {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Slot {
    /// A cell that has heard nothing.
    pub fn new(site: Site, states: Vec<CheckState>) -> Self {
        Self { site, states, beside: Beside::default(), cell: None }
    }

    /// Where it stands on the board.
    pub const fn site(&self) -> &Site {
        &self.site
    }

    /// Its key.
    pub fn key(&self) -> CellKey {
        self.site.key.clone()
    }

    /// The cell as last judged.
    pub fn cell(&self) -> Option<&Cell> {
        self.cell.as_deref()
    }

    /// When it may change by itself.
    pub fn next_change_at(&self) -> Option<Instant> {
        self.cell.as_ref().and_then(|cell| cell.next_change_at)
    }

    /// Holds a judgement.
    pub fn hold(&mut self, cell: Cell) {
        self.cell = Some(Box::new(cell));
    }

    /// Whether nothing was heard yet.
    pub fn is_untouched(&self) -> bool {
        let mut checks = self.states.iter().zip(&self.site.kinds);
        self.beside.is_empty() && checks.all(|(state, kind)| *state == CheckState::new(*kind))
    }

    /// Takes in evidence about the cell; says whether its writer may speak of it at all.
    pub fn fold(&mut self, index: &Index, evidence: &Evidence) -> bool {
        let Self { site, states, beside, .. } = self;
        let log = evidence.log.organisation();
        let by_regulator = index.roster(site).is_regulator(log);
        if log != &evidence.organisation && !by_regulator {
            return false;
        }
        match &evidence.body {
            Body::ObligationWaived { until, .. } => {
                if by_regulator {
                    note(&mut beside.waivers, evidence, *until);
                }
                return by_regulator;
            }
            // Whoever owes an obligation says who carries it out.
            Body::ObligationAssigned(given) => {
                let by_owner = log == &evidence.organisation;
                if by_owner {
                    assigned(&mut beside.assignments, evidence, given);
                }
                return by_owner;
            }
            Body::HandlingPromised { until, .. } => note(&mut beside.promises, evidence, Some(*until)),
            // Words about a figure: they change no verdict.
            Body::DisputeOpened(_) | Body::DisputeAnswered { .. } | Body::DisputeDecided { .. } => {
                return false;
            }
            Body::FindingExplained { .. } => note(&mut beside.explanations, evidence, None),
            Body::EvidenceCorrected { .. } => {
                beside.corrections.add(evidence);
            }
            _ => {
                beside.corrections.add(evidence);
                for (number, state) in states.iter_mut().enumerate() {
                    let context = index.context(site, number, &beside.corrections);
                    if context.spec.kind.rules().reads.contains(&evidence.kind.as_str()) {
                        state.fold(evidence, &context);
                    }
                }
            }
        }
        true
    }

    /// Judges the cell at a moment.
    pub fn judge(&self, index: &Index, at: Instant) -> Cell {
        let moment = Moment::new(at);
        let contexts =
            (0..self.states.len()).map(|number| index.context(&self.site, number, &self.beside.corrections));
        let findings: Vec<Finding> =
            self.states.iter().zip(contexts).map(|(state, context)| state.judge(&context, &moment)).collect();
        let frame = index.context(&self.site, 0, &self.beside.corrections);
        let in_force = self.beside.corrections.in_force(index.roster(&self.site), &moment);
        let notes = Notes { context: &frame, in_force: &in_force, moment: &moment };
        let waiver = notes.waiver(&self.beside.waivers);
        let waiver_withdrawn_late = notes.is_late_withdrawal(&self.beside.waivers);
        let promised = notes.standing(&self.beside.promises, "handling.promised").next();
        let explanations =
            notes.standing(&self.beside.explanations, "finding.explained").map(|note| note.id).collect();
        let promised_until = promised.and_then(|note| note.until).filter(|until| !moment.reached(*until));
        let mut cell = verdict(self.site.key.clone(), findings, &frame);
        cell.explanations = explanations;
        cell.promised_until = promised_until;
        cell.holder = notes.holder(&self.beside.assignments);
        cell.late |= waiver_withdrawn_late;
        if let Some(note) = waiver {
            cell.status = Status::Waived;
            cell.grade = None;
            cell.since = Some(note.from);
            cell.late |= frame.is_late(note.recorded_at, &moment);
            cell.reason = match note.until {
                Some(until) => Reason::new("cell.waived", [("until", Arg::At(until))]),
                None => Reason::new("cell.waived_open", []),
            };
            cell.waiver =
                Some(Waiver { id: note.id, actor: note.actor.clone(), from: note.from, until: note.until });
        }
        cell.next_change_at = moment.next();
        cell
    }
}

/// The cell its checks make: the worst decides, and of equally bad ones the first in the file.
fn verdict(key: CellKey, findings: Vec<Finding>, context: &Context<'_>) -> Cell {
    let CellKey { organisation, obligation } = key;
    let worst = findings.iter().min_by_key(|finding| finding.status.rank());
    let (status, reason, since) = match worst {
        Some(finding) => (finding.status, finding.reason.clone(), finding.since),
        // The reader of campaign files refuses an obligation without checks; one built otherwise is never green.
        None => {
            (Status::Unproven, Reason::new("acknowledgement.missing", [("due", context.due().into())]), None)
        }
    };
    let grade = match status {
        Status::Proven => findings.iter().filter_map(|finding| finding.grade).min(),
        _ => worst.and_then(|finding| finding.grade),
    };
    let late = findings.iter().any(|finding| finding.late);
    Cell {
        organisation,
        obligation,
        status,
        grade,
        reason,
        since,
        late,
        findings,
        explanations: Vec::new(),
        promised_until: None,
        holder: None,
        waiver: None,
        next_change_at: None,
    }
}

const WAIVED: &str = "obligation.waived";
const ASSIGNED: &str = "obligation.assigned";

/// What stands beside the checks, at a moment.
struct Notes<'a> {
    context: &'a Context<'a>,
    in_force: &'a InForce<'a>,
    moment: &'a Moment,
}

impl<'a> Notes<'a> {
    /// The notes that hold and were not withdrawn, newest first.
    fn standing(
        &self,
        notes: &'a [Note],
        kind: &'static str,
    ) -> impl Iterator<Item = &'a Note> + use<'a, '_> {
        // All are compared with the moment, so that the next one to hold is known.
        let held = notes.iter().filter(|note| self.moment.reached(note.from));
        let held: Vec<&Note> = held.filter(|note| !self.is_withdrawn(note, kind)).collect();
        held.into_iter().rev()
    }

    fn change(&self, note: &Note, kind: &str) -> Change<'_> {
        let answered = Answered { id: note.id, log: &note.log, kind, grade: Grade::Asserted };
        self.in_force.change(answered, self.context.roster)
    }

    fn is_withdrawn(&self, note: &Note, kind: &str) -> bool {
        self.change(note, kind).withdrawn
    }

    /// Whether a waiver that would hold was withdrawn by something written down late.
    fn is_late_withdrawal(&self, waivers: &[Note]) -> bool {
        let held = waivers.iter().filter(|note| self.moment.reached(note.from));
        let changes = held.map(|note| self.change(note, WAIVED));
        let is_late = |at| self.context.is_late(at, self.moment);
        changes.filter(|change| change.withdrawn).any(|change| change.recorded_at.is_some_and(is_late))
    }

    /// Whom the cell was given to last, unless it was taken back from them or their time is over.
    fn holder(&self, assignments: &[Assigned]) -> Option<Holder> {
        // All are compared with the moment, so that the next one to hold is known.
        let held = assignments.iter().filter(|one| self.moment.reached(one.note.from));
        let held: Vec<&Assigned> = held.filter(|one| !self.is_withdrawn(&one.note, ASSIGNED)).collect();
        let last = held.iter().rev().find(|one| one.takes_back.is_none())?;
        let taken_back = held.iter().any(|one| one.takes_back == Some(last.note.id));
        let over = last.note.until.is_some_and(|until| self.moment.reached(until));
        (!taken_back && !over).then(|| Holder {
            id: last.note.id,
            unit: last.unit.clone(),
            account: last.account.clone(),
            from: last.note.from,
            until: last.note.until,
        })
    }

    fn waiver(&self, notes: &'a [Note]) -> Option<&'a Note> {
        self.standing(notes, WAIVED).find(|note| note.until.is_none_or(|until| !self.moment.reached(until)))
    }
}
