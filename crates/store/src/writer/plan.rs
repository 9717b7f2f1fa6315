//! What one transaction will add, decided before anything is written: order, times, hashes, receipts. Pure but for the
//! salts it draws. A draft that can't be an entry is refused here and keeps nobody else waiting.

use std::collections::BTreeMap;

use calendar::Instant;
use campaign::{Evidence, EvidenceFault};
use journal::{Draft, EntryFault, EntryId, Fact, Facts, Hash, Held, Kind, Origin, Slug, Subject};
use sabotage::Mutant;

use super::{
    AppendJob, Reply, With,
    head::{Heads, LogHead},
};
use crate::{
    Receipt,
    carried_out::Mark,
    entropy::Entropy,
    fault::RecordFault,
    says,
    sql::{
        Place,
        append::{Addition, NewEntry},
        place::MAX_LOGS,
    },
};

/// A clock that falls back by less than this is being steered; by more, it jumped, and the journal says so.
const CLOCK_JUMP_MS: i64 = 1_000;

/// An entry of the transaction, for the projections.
#[derive(Clone, Debug)]
pub struct Committed {
    /// Where it stands.
    pub place: Place,
    /// What it says.
    pub evidence: Evidence,
}

/// What one transaction will do, and whom to tell.
#[derive(Default)]
pub struct Plan {
    /// What is added.
    pub addition: Addition,
    /// The heads of the touched logs afterwards.
    pub heads: Heads,
    /// The entries for the projections.
    pub committed: Vec<Committed>,
    /// Who gets which receipt after the commit.
    pub accepted: Vec<(Reply, Receipt)>,
    /// What else belongs into the transaction.
    pub erasures: Vec<Erasure>,
    /// The marks of the writes that entries tell of.
    pub marks: Vec<(Mark, EntryId)>,
}

/// Clear values to be deleted.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// Of which entry.
    pub place: Place,
    /// Which fields.
    pub fields: Vec<String>,
    /// Whose log it stands in.
    pub organisation: Slug,
}

/// The frame of a plan.
pub struct Frame<'a> {
    /// How the logs stand now.
    pub heads: &'a Heads,
    /// The node's name.
    pub node: &'a str,
    /// The moment of the batch.
    pub now: Instant,
    /// Fresh bytes.
    pub entropy: &'a Entropy,
}

impl Frame<'_> {
    /// Plans these jobs in order; every one is new to the journal.
    pub fn plan(&self, jobs: Vec<AppendJob>) -> Plan {
        let mut plan = Plan::default();
        for job in jobs {
            let AppendJob { organisation, draft, with, mark, reply } = job;
            let decides = matches!(with, With::Rollback(_));
            match self.add(&mut plan, &organisation, draft, decides) {
                Ok(receipt) => {
                    let place = plan.addition.entries.last().map(|entry| entry.place);
                    match (with, place) {
                        (With::Campaign(file), Some(place)) => plan.addition.campaigns.push((place, file)),
                        (With::Erasure(erasure), _) => plan.erasures.push(erasure),
                        (With::Rollback(heads), Some(place)) => plan.addition.rollbacks.push((place, heads)),
                        _ => {}
                    }
                    plan.marks.extend(mark.map(|mark| (mark, receipt.id)));
                    plan.accepted.push((reply, receipt));
                }
                Err(fault) => {
                    // The caller may have gone; then nobody needs the answer.
                    let _ = reply.send(Err(fault));
                }
            }
        }
        let heads = plan.heads.values();
        plan.addition.heads = heads.map(|head| (head.no, head.frontier.size(), head.recorded_at)).collect();
        plan
    }

    /// Adds a draft. One that decides on a rollback stands exactly where the history was found to end: no note on the
    /// clock comes before it.
    fn add(
        &self,
        plan: &mut Plan,
        organisation: &Slug,
        draft: Draft,
        decides: bool,
    ) -> Result<Receipt, RecordFault> {
        let mut head = match plan.heads.get(organisation) {
            Some(head) => head.clone(),
            None => self.head(plan, organisation)?,
        };
        let behind_ms = head.recorded_at.ms_since(self.now);
        let jumped = behind_ms >= CLOCK_JUMP_MS && !head.clock_behind && !decides;
        let jumped = jumped && !sabotage::is(Mutant::HideClock);
        let noted = if jumped { Some(self.clock_draft(&head, behind_ms)?) } else { None };
        head.clock_behind = behind_ms >= CLOCK_JUMP_MS && !decides;
        // Nothing may remain of a draft that is refused, not even the note before it.
        let mut staged = Staged::default();
        if let Some(draft) = noted {
            staged.seal(self, &mut head, draft)?;
        }
        let receipt = staged.seal(self, &mut head, draft)?;
        staged.join(plan);
        plan.heads.insert(organisation.clone(), head);
        Ok(receipt)
    }

    /// The head of a log as the database has it, or of one that begins.
    fn head(&self, plan: &mut Plan, organisation: &Slug) -> Result<LogHead, RecordFault> {
        if let Some(head) = self.heads.get(organisation) {
            return Ok(head.clone());
        }
        let begun = plan.addition.new_logs.len() as u32;
        let no = self.heads.values().map(|head| head.no + 1).max().unwrap_or(0) + begun;
        if no >= MAX_LOGS {
            return Err(RecordFault::field("organisation", says::too_many_logs()));
        }
        let origin = Origin::of(self.node, organisation)
            .map_err(|_| RecordFault::field("organisation", "does not make a log name with this node's"))?;
        plan.addition.new_logs.push((no, origin.clone()));
        let recorded_at = Instant::from_ms(0);
        let head =
            LogHead { no, origin, frontier: journal::Frontier::new(), recorded_at, clock_behind: false };
        plan.heads.insert(organisation.clone(), head.clone());
        Ok(head)
    }

    /// The note that the clock fell back.
    fn clock_draft(&self, head: &LogHead, behind_ms: i64) -> Result<Draft, RecordFault> {
        let organisation = head.origin.organisation();
        let form = |_| RecordFault::field("organisation", "is no subject");
        let facts: Facts = BTreeMap::from([
            ("offset_us".to_owned(), Fact::Int(-behind_ms.saturating_mul(1_000))),
            ("source".to_owned(), Fact::Text("last entry of the log".to_owned())),
        ]);
        Ok(Draft {
            id: self.entropy.id(self.now),
            kind: Kind::new("clock.observed").map_err(form)?,
            subject: Subject::of("organisation", organisation).map_err(form)?,
            held: Held::at(self.now),
            source: "store".to_owned(),
            actor: "node".to_owned(),
            answers: Vec::new(),
            campaign: None,
            grade: None,
            facts,
            private: Facts::new(),
        })
    }
}

/// What one job adds, before it is known that all of it fits.
#[derive(Default)]
struct Staged {
    entries: Vec<NewEntry>,
    nodes: Vec<(u32, u8, u64, Hash)>,
    disclosures: Vec<(Place, journal::Disclosure)>,
    committed: Vec<Committed>,
}

impl Staged {
    fn seal(&mut self, frame: &Frame<'_>, head: &mut LogHead, draft: Draft) -> Result<Receipt, RecordFault> {
        let back = sabotage::is(Mutant::FollowClockBack);
        let late_ms = i64::from(sabotage::is(Mutant::StampLate));
        let recorded_at = if back { frame.now } else { head.recorded_at.max(frame.now.plus_ms(late_ms)) };
        let mut salt = || frame.entropy.bytes();
        let (entry, disclosures) =
            draft.seal(head.origin.clone(), recorded_at, &mut salt).map_err(invalid)?;
        let canonical = entry.canonical();
        let leaf = journal::leaf_hash(&canonical);
        let index = head.frontier.size();
        let place = Place { log: head.no, index };
        head.frontier.push(leaf, |level, index, hash| self.nodes.push((head.no, level, index, hash)));
        head.recorded_at = recorded_at;
        let evidence = Evidence::keep(&entry, index);
        let about = evidence.organisation.clone();
        self.entries.push(NewEntry { place, id: entry.id, leaf, canonical, about });
        self.disclosures.extend(disclosures.into_iter().map(|disclosure| (place, disclosure)));
        self.committed.push(Committed { place, evidence });
        Ok(Receipt { id: entry.id, origin: entry.origin, index, leaf, recorded_at, replayed: false })
    }

    fn join(self, plan: &mut Plan) {
        plan.addition.entries.extend(self.entries);
        plan.addition.nodes.extend(self.nodes);
        plan.addition.disclosures.extend(self.disclosures);
        plan.committed.extend(self.committed);
    }
}

fn invalid(fault: EntryFault) -> RecordFault {
    RecordFault::Invalid(vec![EvidenceFault { field: fault.field, what: fault.what.to_string().into() }])
}
