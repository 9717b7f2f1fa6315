//! What a seed decides beforehand: the troubles, each by itself, so that one can be taken away.

use std::fmt;

use serde::{Deserialize, Serialize};
use simulator::{Dice, Link};
use testkit_disk::{Fault, On, Remains, Wrong};

/// How long people act and targets are measured where a plan says nothing else, ms.
const LENGTH_MS: i64 = 9 * HOUR_MS / 2;
const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// Troubles of one plan, at most.
const MAX_TROUBLES: u64 = 12;

/// The files something may happen to.
const FILES: [&str; 4] = ["journal.db-wal", "journal.db", "state.db-wal", "state.db"];

/// One run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Decides everything that is not a trouble.
    pub seed: u64,
    /// How long people act and targets are measured, ms.
    #[serde(default = "usual_length")]
    pub length_ms: i64,
    /// In the order of their time.
    pub troubles: Vec<Trouble>,
}

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// When, ms after the begin.
    pub at_ms: i64,
    /// How long, ms.
    pub for_ms: i64,
    /// What.
    pub what: What,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// The power goes: at an operation of the disk, or between two. What was unsynced remains so.
    PowerCut(Option<(String, On, u64)>, Remains),
    /// A sync fails.
    SyncFails(String, u64),
    /// The disk is full.
    Full(u64),
    /// The power goes or the node is stopped, and a bit of what can be rebuilt turns while it is away.
    Rot,
    /// The node is stopped, and a bit of its journal turns; once it is seen what the node makes of that, the journal is
    /// put back as it was.
    RotJournal,
    /// Some clients do not reach the node.
    CutOff(Vec<usize>),
    /// Links are bad.
    PoorLinks(Link),
    /// The node's clock jumps and gains.
    NodeClock(i64, i64),
    /// A client's clock jumps and gains.
    ClientClock(usize, i64, i64),
    /// A person does nothing.
    Silent(usize),
    /// A target does not answer.
    TargetDown(usize),
    /// A target takes so many times as long to answer.
    TargetSlow(usize, u32),
    /// So many of a target's answers get lost, ppm.
    TargetLossy(usize, u32),
    /// The node is killed, and a bit of its journal's write-ahead log turns; once it is seen what the node makes of that,
    /// everything is put back as it was.
    RotWal,
}

impl Plan {
    /// The plan of a seed.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::of(seed, "plan");
        let mut troubles: Vec<Trouble> =
            (0..3 + dice.below(MAX_TROUBLES - 2)).map(|_| trouble(&mut dice)).collect();
        troubles.sort_by_key(|trouble| trouble.at_ms);
        Self { seed, length_ms: LENGTH_MS, troubles }
    }

    /// The same people and targets, and nothing goes wrong.
    pub const fn quiet(seed: u64) -> Self {
        Self { seed, length_ms: LENGTH_MS, troubles: Vec::new() }
    }

    /// How far beyond the plan's end a measuring agent whose clock was ahead has stated turns of its targets: so much
    /// longer what it saw by a wrong clock stands beside what was so.
    pub fn stated_ahead_ms(&self) -> i64 {
        let ahead = |trouble: &Trouble| match trouble.what {
            What::ClientClock(who, ms, _) if who >= super::world::PEOPLE && ms > 0 => Some((who, ms)),
            _ => None,
        };
        let end = |trouble: &Trouble| (trouble.at_ms + trouble.for_ms).min(self.length_ms);
        let stated_until = self.troubles.iter().filter_map(|one| {
            let (who, _) = ahead(one)?;
            let meanwhile = |other: &&Trouble| other.at_ms < end(one) && one.at_ms < end(other);
            let together = self.troubles.iter().filter(meanwhile).filter_map(ahead);
            Some(end(one) + together.filter(|(whose, _)| *whose == who).map(|(_, ms)| ms).sum::<i64>())
        });
        stated_until.max().map_or(0, |until| (until - self.length_ms).max(0))
    }
}

const fn usual_length() -> i64 {
    LENGTH_MS
}

fn trouble(dice: &mut Dice) -> Trouble {
    let at_ms = dice.between(MINUTE_MS, LENGTH_MS - MINUTE_MS);
    let for_ms = dice.between(5_000, 40 * MINUTE_MS);
    let file = |dice: &mut Dice| FILES[dice.below(FILES.len() as u64) as usize].to_owned();
    let what = match dice.below(18) {
        0..=2 => {
            let on = if dice.below(3) == 0 { On::Sync } else { On::Write };
            let hit = (dice.below(4) > 0).then(|| (file(dice), on, dice.below(40)));
            What::PowerCut(hit, remains(dice))
        }
        3 => What::SyncFails(file(dice), dice.below(6)),
        4 => What::Full(dice.below(30)),
        5 => What::Rot,
        6 => What::CutOff((0..super::world::CLIENTS).filter(|_| dice.below(2) == 0).collect()),
        7 | 8 => What::PoorLinks(Link {
            delay_ms: dice.between(10, 2_000),
            jitter_ms: dice.between(0, 8_000),
            loss_ppm: dice.below(500_000) as u32,
            duplicate_ppm: dice.below(300_000) as u32,
            reorder_ppm: dice.below(200_000) as u32,
        }),
        9 => What::NodeClock(dice.between(-2 * HOUR_MS, HOUR_MS), gain_ppm(dice)),
        10 => What::ClientClock(client(dice), dice.between(-HOUR_MS, HOUR_MS), gain_ppm(dice)),
        11 => What::Silent(dice.below(super::world::PEOPLE as u64) as usize),
        12 => What::RotJournal,
        13 => What::TargetSlow(target(dice), dice.between(10, 4_000) as u32),
        14 => What::TargetLossy(target(dice), 50_000 + dice.below(600_000) as u32),
        15 => What::RotWal,
        _ => What::TargetDown(target(dice)),
    };
    Trouble { at_ms, for_ms, what }
}

/// What a clock gains: a little, as a crystal does, or much, as that of a machine that is held up.
fn gain_ppm(dice: &mut Dice) -> i64 {
    let most = if dice.below(2) == 0 { 200 } else { 20_000 };
    dice.between(-most, most)
}

fn client(dice: &mut Dice) -> usize {
    dice.below(super::world::CLIENTS as u64) as usize
}

fn target(dice: &mut Dice) -> usize {
    dice.below(super::world::TARGETS.len() as u64) as usize
}

fn remains(dice: &mut Dice) -> Remains {
    match dice.below(5) {
        0 => Remains::Nothing,
        1 => Remains::Everything,
        2 => Remains::Beginning,
        _ => Remains::AnyOfThem,
    }
}

impl What {
    /// What the disk is armed with.
    pub fn fault(&self) -> Option<Fault> {
        match self {
            Self::PowerCut(Some((file, on, after)), _) => {
                Some(Fault { file: file.clone(), on: *on, after: *after, wrong: Wrong::PowerCut })
            }
            Self::SyncFails(file, after) => {
                Some(Fault { file: file.clone(), on: On::Sync, after: *after, wrong: Wrong::SyncFails })
            }
            Self::Full(after) => {
                // Whatever is written needs room.
                Some(Fault { file: String::new(), on: On::Write, after: *after, wrong: Wrong::Full })
            }
            _ => None,
        }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.length_ms / MINUTE_MS;
        write!(f, "seed {}, {minutes} minutes, {} troubles", self.seed, self.troubles.len())?;
        for Trouble { at_ms, for_ms, what } in &self.troubles {
            write!(f, "\n  at {} s for {} s: {what:?}", at_ms / 1_000, for_ms / 1_000)?;
        }
        Ok(())
    }
}
