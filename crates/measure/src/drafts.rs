//! Facts in the shapes the journal keeps: turns, summaries, sealed segments.
//!
//! Ids are UUIDv8 from what is stated, not from when we came to state it: the same summary made
//! again after a restart is the same fact.

use calendar::Instant;
use journal::{Draft, EntryId, Fact, Facts, Grade, Hash, Held, Kind, NameFault, Origin, Slug, Subject};
use series::{Sealed, Window};

use crate::edge::Turn;
use crate::summary::{Closed, TargetSummary};

/// The source of every fact made here.
pub const SOURCE: &str = "measure";
/// Most targets in one entry of 32 KiB: a line takes at most about 360 bytes. More are continued in
/// further entries of the same period, each with targets of its own.
const MAX_TARGETS_AN_ENTRY: usize = 80;
/// Longest detail of a turn, characters.
const MAX_DETAIL_CHARS: usize = 200;

/// Writes drafts for one node.
#[derive(Clone, Debug)]
pub struct Writer {
    /// Name of the node, the first half of every origin.
    pub node: String,
    /// Opaque id of the program as an actor.
    pub actor: String,
    /// Digest of the campaign the targets come from.
    pub campaign: Option<Hash>,
}

impl Writer {
    /// `target.turned`: a state edge.
    pub fn turned(&self, owner: &Slug, target: &Slug, turn: &Turn) -> Result<Draft, NameFault> {
        let external = format!("turned/{target}/{}/{}", turn.to.name(), turn.at);
        let facts = facts([
            ("target", target.as_str().into()),
            ("from", turn.from.name().into()),
            ("to", turn.to.name().into()),
            ("cause", turn.cause.name().into()),
            ("detail", Fact::Text(turn.detail.chars().take(MAX_DETAIL_CHARS).collect())),
        ]);
        let subject = Subject::of("target", target)?;
        self.draft(owner, "target.turned", subject, &external, Held::at(turn.at), facts)
    }

    /// `measurement.summarised`: one period of all targets of one organisation, in as many entries
    /// as it takes. What came of a period that was stated before is a fact of its own.
    pub fn summarised(&self, organisation: &Slug, closed: &Closed) -> Result<Vec<Draft>, NameFault> {
        let mut lines: Vec<&TargetSummary> =
            closed.targets.iter().filter(|t| t.owner == *organisation).collect();
        lines.sort_by(|a, b| a.target.cmp(&b.target));
        let period_s = closed.to.ms_since(closed.from) / 1000;
        let parts = lines.chunks(MAX_TARGETS_AN_ENTRY).zip(1..);
        parts
            .map(|(part, number)| {
                let mut external = format!("summary/{organisation}/{}", closed.from);
                if closed.before > 0 {
                    external = format!("{external}/again/{}", closed.before);
                }
                if number > 1 {
                    external = format!("{external}/{number}");
                }
                let facts = facts([
                    ("period_s", Fact::Int(period_s)),
                    ("targets", Fact::List(part.iter().map(|line| Fact::Map(line_facts(line))).collect())),
                ]);
                let subject = Subject::of("organisation", organisation)?;
                let held = Held::between(closed.from, closed.to);
                self.draft(organisation, "measurement.summarised", subject, &external, held, facts)
            })
            .collect()
    }

    /// `segment.sealed`: the digest under which a segment of samples is known from now on. It stands
    /// in the log of the node's own organisation, since a segment holds everybody's samples.
    pub fn sealed(&self, node_organisation: &Slug, sealed: &Sealed) -> Result<Draft, NameFault> {
        let external = format!("segment/{}", sealed.sha256);
        let facts = facts([
            ("sha256", sealed.sha256.as_str().into()),
            ("bytes", Fact::Int(sealed.bytes as i64)),
            ("from", instant(sealed.from)),
            ("to", instant(sealed.to)),
            ("series", Fact::Int(i64::from(sealed.series))),
        ]);
        let subject = Subject::of("organisation", node_organisation)?;
        let held = Held::between(sealed.from, sealed.to);
        self.draft(node_organisation, "segment.sealed", subject, &external, held, facts)
    }

    fn draft(
        &self,
        organisation: &Slug,
        kind: &str,
        subject: Subject,
        external: &str,
        held: Held,
        facts: Facts,
    ) -> Result<Draft, NameFault> {
        let origin = Origin::new(format!("{}/{organisation}", self.node))?;
        Ok(Draft {
            id: EntryId::v8(&origin, SOURCE, external),
            kind: Kind::new(kind)?,
            subject,
            held,
            source: SOURCE.to_owned(),
            actor: self.actor.clone(),
            answers: Vec::new(),
            campaign: self.campaign,
            grade: Some(Grade::Measured),
            facts,
            private: Facts::new(),
        })
    }
}

fn line_facts(line: &TargetSummary) -> Facts {
    let Window { sent, ok, lost, own_late, excluded, max_us, .. } = line.window;
    let mut found = facts([
        ("target", line.target.as_str().into()),
        ("sent", count(sent)),
        ("ok", count(ok)),
        ("lost", count(lost)),
        ("own_late", count(own_late)),
        ("excluded", count(excluded)),
        ("gap_s", count(line.gap_s)),
    ]);
    // What was not measured is absent: a 0 here would be a figure nobody measured.
    let measured = [
        ("rtt_us_p50", line.window.p50_us()),
        ("rtt_us_p95", line.window.p95_us()),
        ("rtt_us_max", max_us),
        ("loss_ppm", line.window.loss_ppm()),
        ("status", line.http_status.map(u32::from)),
    ];
    found.extend(measured.into_iter().filter_map(|(key, value)| Some((key.to_owned(), count(value?)))));
    found.extend(line.not_after.map(|at| ("not_after".to_owned(), instant(at))));
    found
}

fn facts<const N: usize>(pairs: [(&str, Fact); N]) -> Facts {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn count(value: u32) -> Fact {
    Fact::Int(i64::from(value))
}

fn instant(at: Instant) -> Fact {
    Fact::Text(at.to_string())
}
