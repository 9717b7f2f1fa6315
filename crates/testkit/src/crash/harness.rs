//! Rounds of crashes: start the writer under the shim, kill it at a seeded moment, cut the power in one of
//! three ways, open the store and count what is missing. Rounds go on with the same data, so that a crash
//! also meets what earlier crashes left; every so many rounds a fresh directory begins.

use std::collections::HashSet;
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::ack::Ack;
use super::check::{Loss, check};
use super::power::{Cut, Disk};

/// Rounds on one data directory before a fresh one begins: enough to meet old crashes, few enough that a
/// round stays short.
const ROUNDS_A_DIRECTORY: u64 = 20;
/// How long the writer may take until its first acknowledgement.
const START_LIMIT: Duration = Duration::from_mins(1);
/// The latest moment of a kill after the writer is ready.
const KILL_WITHIN_MS: u64 = 250;
/// One round in so many is killed while the writer starts.
const EARLY_KILL_EVERY: u32 = 6;
const EARLY_KILL_WITHIN_MS: u64 = 40;
const CLIENTS: u64 = 16;
/// Losses that are listed; the rest is counted.
const LISTED: usize = 20;

/// Whether the disk keeps what it says it synced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Honesty {
    /// A sync is a sync.
    Honest,
    /// A sync of a path that contains this is answered and forgotten, as if the program's fsync had been
    /// removed: the sabotage that the harness must find out. `/` is every path.
    LiesAbout(String),
}

/// A run of the harness.
#[derive(Debug, Clone)]
pub struct Harness {
    /// The writer program.
    pub writer: PathBuf,
    /// The shim.
    pub shim: PathBuf,
    /// A folder for data and scratch, created and emptied.
    pub work: PathBuf,
    /// Decides the moments, the cuts and what is written.
    pub seed: u64,
    /// How many crashes.
    pub rounds: u64,
    /// What the disk is like.
    pub honesty: Honesty,
}

/// What a run came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Crashes.
    pub rounds: u64,
    /// Kills after which everything written stayed.
    pub kills_only: u64,
    /// Kills after which all that was unsynced was dropped.
    pub clean_cuts: u64,
    /// Kills after which some unsynced sectors survived and some did not.
    pub torn_cuts: u64,
    /// Entries acknowledged; one that is sent again is acknowledged again and counts once.
    pub acknowledged: u64,
    /// Those of them with a picture.
    pub pictures: u64,
    /// Entries found afterwards; more than were acknowledged, as a kill comes between commit and answer.
    pub found: u64,
    /// Writes that were taken back.
    pub writes_dropped: u64,
    /// Names that were taken back.
    pub names_dropped: u64,
}

/// A run that found losses.
#[derive(Debug)]
pub struct Failure {
    /// The seed of the run.
    pub seed: u64,
    /// The round, from 1.
    pub round: u64,
    /// How the power was cut in it.
    pub how: String,
    /// What was lost.
    pub losses: Vec<Loss>,
    /// What the run had come to.
    pub totals: Totals,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, round, how, losses, .. } = self;
        writeln!(f, "seed {seed}, round {round} ({how}): {} losses", losses.len())?;
        losses.iter().take(LISTED).try_for_each(|loss| writeln!(f, "  {loss}"))
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} crashes: {} kill -9 alone, {} with every unsynced write dropped, {} torn",
            self.rounds, self.kills_only, self.clean_cuts, self.torn_cuts
        )?;
        writeln!(
            f,
            "{} acknowledged ({} with a picture), {} found, 0 lost, 0 twice",
            self.acknowledged, self.pictures, self.found
        )?;
        write!(f, "{} unsynced writes and {} names taken back", self.writes_dropped, self.names_dropped)
    }
}

/// How one round ends.
#[derive(Debug, Clone, Copy)]
enum End {
    Kill,
    Power(Cut),
}

impl Harness {
    /// Runs the rounds; the inner error is what the harness is there to find.
    pub fn run(&self) -> Result<std::result::Result<Totals, Box<Failure>>> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut rng = StdRng::seed_from_u64(self.seed);
        let mut totals = Totals::default();
        let mut acks: Vec<Ack> = Vec::new();
        let mut known = HashSet::new();
        let mut found_before = 0;
        for round in 0..self.rounds {
            if round % ROUNDS_A_DIRECTORY == 0 {
                empty(&self.work)?;
                acks.clear();
                known.clear();
                found_before = 0;
            }
            let disk = Disk::create(&self.work)?;
            let mut fresh = self.crash(&disk, &mut rng, round).with_context(|| self.place(round))?;
            fresh.retain(|ack| known.insert((ack.id, ack.organisation.clone(), ack.index)));
            totals.acknowledged += fresh.len() as u64;
            totals.pictures += fresh.iter().filter(|ack| ack.blob.is_some()).count() as u64;
            acks.extend(fresh);
            let end = self.end(&mut rng);
            let taken = match end {
                End::Kill => {
                    disk.forget()?;
                    super::Taken::default()
                }
                End::Power(cut) => disk.cut(cut).with_context(|| self.place(round))?,
            };
            totals.count(end, taken);
            let scratch = self.work.join("export");
            let looked = runtime.block_on(check(disk.watched(), &acks, &scratch));
            let (losses, found) = looked.with_context(|| self.place(round))?;
            if !losses.is_empty() {
                let how = format!("{end:?}");
                return Ok(Err(Box::new(Failure { seed: self.seed, round: round + 1, how, losses, totals })));
            }
            totals.found += found - found_before;
            found_before = found;
        }
        Ok(Ok(totals))
    }

    fn end(&self, rng: &mut StdRng) -> End {
        // A lying disk keeps everything as long as the power stays on: only a cut shows it.
        match (&self.honesty, rng.random_range(0..3)) {
            (Honesty::LiesAbout(_), _) | (_, 1) => End::Power(Cut::Clean),
            (_, 0) => End::Kill,
            _ => End::Power(Cut::Torn(rng.random())),
        }
    }

    /// Starts the writer, kills it at a random moment, and returns what it had been promised.
    fn crash(&self, disk: &Disk, rng: &mut StdRng, round: u64) -> Result<Vec<Ack>> {
        let mut command = Command::new(&self.writer);
        command.arg("--data").arg(disk.watched());
        command.args(["--seed", &(self.seed.wrapping_mul(7919).wrapping_add(round)).to_string()]);
        command.args(["--clients", &CLIENTS.to_string()]);
        command.envs(disk.environment(&self.shim)).stdin(Stdio::null()).stdout(Stdio::piped());
        if let Honesty::LiesAbout(part) = &self.honesty {
            command.env("TESTKIT_SHIM_LYING", part);
        }
        let mut child = command.spawn().with_context(|| format!("starting {}", self.writer.display()))?;
        let stdout = child.stdout.take().context("the writer has no output")?;
        let (send, lines) = channel();
        let reader = std::thread::spawn(move || read_lines(stdout, &send));
        let mut acks = Vec::new();
        if rng.random_ratio(1, EARLY_KILL_EVERY) && self.honesty == Honesty::Honest {
            std::thread::sleep(Duration::from_millis(rng.random_range(0..EARLY_KILL_WITHIN_MS)));
        } else {
            wait_until_ready(&lines, &mut acks, || child.try_wait().ok().flatten())?;
            std::thread::sleep(Duration::from_millis(rng.random_range(1..KILL_WITHIN_MS)));
        }
        if let Some(status) = child.try_wait()? {
            bail!("the writer ended by itself with {status}");
        }
        // SIGKILL; the wait returns once every thread is gone, so that no write comes after it.
        child.kill()?;
        child.wait()?;
        reader.join().map_err(|_| anyhow::anyhow!("the reader of the writer's output failed"))?;
        acks.extend(lines.try_iter().filter_map(|line| Ack::parse(&line)));
        Ok(acks)
    }

    fn place(&self, round: u64) -> String {
        format!("seed {}, round {}", self.seed, round + 1)
    }
}

impl Totals {
    fn count(&mut self, end: End, taken: super::Taken) {
        self.rounds += 1;
        match end {
            End::Kill => self.kills_only += 1,
            End::Power(Cut::Clean) => self.clean_cuts += 1,
            End::Power(Cut::Torn(_)) => self.torn_cuts += 1,
        }
        self.writes_dropped += taken.writes;
        self.names_dropped += taken.names;
    }
}

/// Passes on every whole line until the pipe closes.
fn read_lines(stdout: ChildStdout, send: &Sender<String>) {
    let mut reader = BufReader::new(stdout);
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|n| n > 0) {
        if line.ends_with('\n') && send.send(line.trim_end().to_owned()).is_err() {
            return;
        }
        line.clear();
    }
}

fn wait_until_ready(
    lines: &Receiver<String>,
    acks: &mut Vec<Ack>,
    mut ended: impl FnMut() -> Option<ExitStatus>,
) -> Result<()> {
    let start = Instant::now();
    loop {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(line) if line == "ready" => return Ok(()),
            Ok(line) => acks.extend(Ack::parse(&line)),
            Err(_) => {
                if let Some(status) = ended() {
                    bail!("the writer ended before it was ready, with {status}");
                }
                if start.elapsed() > START_LIMIT {
                    bail!("the writer was not ready after {} s", START_LIMIT.as_secs());
                }
            }
        }
    }
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))
}
