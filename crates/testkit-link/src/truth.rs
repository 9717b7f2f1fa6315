//! The truth log: what became of each packet, and when. Results of what is tested are judged by it.
//!
//! A packet has arrived when the far end's system has it. What that does with it is its own: a socket
//! whose buffer is full still drops it.
//!
//! As a file it is CSV (RFC 4180) with a header line, a line a packet, forth and back each in the
//! order in which packets entered. Times are ns since the link was made; what there is none of is empty.
//!
//! | column | meaning |
//! |---|---|
//! | `direction` | `forth` (near to far) or `back` |
//! | `number` | 0 for the first packet of its direction |
//! | `protocol` | `icmp`, `tcp`, `udp`, or the number of another |
//! | `from`, `to` | ports; for ICMP echo its identifier and sequence |
//! | `detail` | TCP flags or ICMP type, as the number on the wire |
//! | `length_bytes`, `payload_bytes` | the IP packet, and what TCP, UDP or ICMP carries in it |
//! | `tag` | the first two bytes of the payload, as a number |
//! | `entered_ns` | when the link took it |
//! | `fate` | `passed`, `lost`, `lost_in_burst`, `overflowed` (dropped by the full queue), `cut` |
//! | `is_held`, `copies` | held back on purpose; how many arrive: 0, 1, or 2 for a duplicate |
//! | `planned_ns` | time from entering until it should leave |
//! | `left_ns` | when the first copy did leave; empty if lost or still on the way |
//! | `late_ns` | how much later than planned that was: the link's own jitter |

use std::io::{self, Write};
use std::time::Duration;

use crate::packet::{Label, Protocol};
use crate::profile::{ALWAYS_PPM, Profile};

/// Which way a packet goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// From the near end to the far end.
    Forth = 0,
    /// From the far end to the near end.
    Back = 1,
}

impl Direction {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Forth, Self::Back];

    /// Its word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Forth => "forth",
            Self::Back => "back",
        }
    }
}

/// What became of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It arrives.
    Passed,
    /// Lost by itself.
    Lost,
    /// Lost by the states that make bursts.
    LostInBurst,
    /// Dropped because the queue was full.
    Overflowed,
    /// Lost because the link was cut.
    Cut,
}

impl Fate {
    /// Its word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Lost => "lost",
            Self::LostInBurst => "lost_in_burst",
            Self::Overflowed => "overflowed",
            Self::Cut => "cut",
        }
    }
}

/// What is decided of a packet as it enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// 0 for the first packet of its direction.
    pub number: u64,
    /// What becomes of it.
    pub fate: Fate,
    /// Whether it is held back so that later ones pass it.
    pub is_held: bool,
    /// How many arrive: 0, 1, or 2 for a duplicate.
    pub copies: u8,
    /// Time from entering until it should leave, ns; 0 if it is lost.
    pub planned_ns: u64,
}

/// A packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Which way.
    pub direction: Direction,
    /// What was decided.
    pub decision: Decision,
    /// What its headers say.
    pub label: Label,
    /// The whole IP packet.
    pub length_bytes: u32,
    /// When the link took it, ns since the link was made.
    pub entered_ns: u64,
    /// When its first copy left; none if it is lost or still on the way.
    pub left_ns: Option<u64>,
}

impl Record {
    /// How much later than planned it left, ns. Never early.
    pub fn late_ns(&self) -> Option<u64> {
        self.left_ns.map(|left_ns| left_ns.saturating_sub(self.entered_ns + self.decision.planned_ns))
    }

    /// Whether it arrived, once or twice.
    pub const fn has_arrived(&self) -> bool {
        self.left_ns.is_some()
    }
}

/// A profile and from when it was in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which way.
    pub direction: Direction,
    /// From which packet on.
    pub from_number: u64,
    /// When it was due, ns since the link was made.
    pub at_ns: u64,
    /// What came into force.
    pub profile: Profile,
}

/// All that a link did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    /// Every packet, in the order in which the link took them.
    pub records: Vec<Record>,
    /// Every change of a profile that came into force, from the first on.
    pub changes: Vec<Change>,
    /// Packets that were no business of the link: link-local multicast by which the system looks for
    /// routers and the like. They have no number and go nowhere.
    pub ignored: u64,
}

impl Truth {
    /// The packets of one direction.
    pub fn of(&self, direction: Direction) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |record| record.direction == direction)
    }

    /// How many packets of a direction met this fate.
    pub fn count(&self, direction: Direction, fate: Fate) -> usize {
        self.of(direction).filter(|record| record.decision.fate == fate).count()
    }

    /// How late packets left, sorted: the link's own jitter.
    pub fn lateness(&self) -> Vec<Duration> {
        let mut all: Vec<Duration> =
            self.records.iter().filter_map(Record::late_ns).map(Duration::from_nanos).collect();
        all.sort_unstable();
        all
    }

    /// Writes the log as CSV.
    pub fn write_csv(&self, mut to: impl Write) -> io::Result<()> {
        writeln!(
            to,
            "direction,number,protocol,from,to,detail,length_bytes,payload_bytes,tag,entered_ns,fate,is_held,copies,\
             planned_ns,left_ns,late_ns"
        )?;
        let or_empty = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
        for direction in Direction::BOTH {
            for record in self.of(direction) {
                let (decision, label) = (&record.decision, &record.label);
                let planned_ns = (decision.copies > 0).then_some(decision.planned_ns);
                writeln!(
                    to,
                    "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}",
                    direction.name(),
                    decision.number,
                    label.protocol,
                    label.from,
                    label.to,
                    label.detail,
                    record.length_bytes,
                    label.payload_bytes,
                    label.tag,
                    record.entered_ns,
                    decision.fate.name(),
                    decision.is_held,
                    decision.copies,
                    or_empty(planned_ns),
                    or_empty(record.left_ns),
                    or_empty(record.late_ns()),
                )?;
            }
        }
        Ok(())
    }
}

/// The value of sorted ones at or below which so many parts per million of them lie (nearest rank):
/// 500,000 is the median. None if there are none.
pub fn quantile(sorted: &[Duration], ppm: u32) -> Option<Duration> {
    let rank = (sorted.len() as u64 * u64::from(ppm.min(ALWAYS_PPM))).div_ceil(u64::from(ALWAYS_PPM)).max(1);
    sorted.get(rank as usize - 1).copied()
}

/// The round trip that the log tells for one request and its answer: from the first packet forth that
/// `is_request` names to the first copy back that left of those that `is_answer` names. None if either
/// never arrived.
pub fn round_trip(
    truth: &Truth,
    is_request: impl Fn(&Label) -> bool,
    is_answer: impl Fn(&Label) -> bool,
) -> Option<Duration> {
    let asked = truth.of(Direction::Forth).find(|record| is_request(&record.label))?;
    let answers = truth.of(Direction::Back).filter(|record| is_answer(&record.label));
    let answered_ns = answers.filter_map(|record| record.left_ns).min()?;
    Some(Duration::from_nanos(answered_ns.saturating_sub(asked.entered_ns)))
}

impl std::fmt::Display for Protocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Icmp => f.write_str("icmp"),
            Self::Tcp => f.write_str("tcp"),
            Self::Udp => f.write_str("udp"),
            Self::Other(number) => write!(f, "{number}"),
        }
    }
}
