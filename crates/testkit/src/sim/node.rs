//! The node: the real store on a disk that fails, started and stopped by power.

use std::{
    fs, io,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant as RealInstant},
};

use simulator::{Dice, NodeClock, WorldTime};
use store::{Entropy, OpenFault, OpenOptions, Store, Ticks};
use tempfile::TempDir;
use testkit_disk::{Disk, Fault, Remains, Turned};
use tokio::runtime::{Builder, Runtime};

use super::counted::Counted;

/// The node's name.
pub const NAME: &str = "nut-1.example";

/// What the node keeps.
const DATABASES: [&str; 2] = ["journal.db", "state.db"];

/// How long SQLite's threads may take to let go of their files, in real time.
const LET_GO: Duration = Duration::from_secs(20);

/// Why a node cannot go on; never a simulated fault.
#[derive(Debug)]
pub enum NodeFault {
    /// It did not open although it had power.
    Open(OpenFault),
    /// The machine under the simulation failed.
    Machine(io::Error),
}

impl From<io::Error> for NodeFault {
    fn from(fault: io::Error) -> Self {
        Self::Machine(fault)
    }
}

/// A node.
pub struct Node {
    life: Option<Life>,
    disk: Arc<Disk>,
    dir: TempDir,
    clock: NodeClock,
    entropy: Entropy,
    chance: Dice,
    workers: usize,
}

/// What a power cut ends.
struct Life {
    store: Store,
    ticks: Ticks,
    // After the store: its tasks end with it.
    runtime: Runtime,
}

impl Node {
    /// A node that has never run, still without power; its tasks run on so many threads, or on the caller's with none.
    pub fn new(seed: u64, workers: usize, world: &WorldTime) -> io::Result<Self> {
        // In memory: durability is the simulated disk's business.
        let dir = tempfile::Builder::new().prefix("thongsuot-sim-").tempdir_in(drill::memory())?;
        let disk = Arc::new(Disk::new()?);
        store::open_through(&data(&dir), Some(disk.vfs()));
        let entropy = drill::entropy(seed);
        let chance = Dice::of(seed, "remains");
        Ok(Self { life: None, disk, dir, clock: NodeClock::right(world), entropy, chance, workers })
    }

    /// Its clock.
    pub const fn clock(&self) -> &NodeClock {
        &self.clock
    }

    /// Whether it runs.
    pub const fn is_up(&self) -> bool {
        self.life.is_some()
    }

    /// The store, while it runs.
    pub fn store(&self) -> Option<&Store> {
        self.life.as_ref().map(|life| &life.store)
    }

    /// Gives it power. False where the power went again while it opened, or the disk refused what an opening writes.
    pub fn start(&mut self) -> Result<bool, NodeFault> {
        let mut builder = match self.workers {
            0 => Builder::new_current_thread(),
            _ => Builder::new_multi_thread(),
        };
        let runtime = builder.worker_threads(self.workers.max(1)).enable_all().build()?;
        let options = self.options();
        let (refusals, _) = self.refusals();
        let fault = match runtime.block_on(Store::open(options)) {
            Ok(store) => match runtime.block_on(store.settle()) {
                Ok(()) => return self.lives(store, runtime),
                Err(fault) => {
                    self.kill((store, runtime))?;
                    OpenFault::from(fault)
                }
            },
            Err(fault) => {
                // It lets go in order, as far as the disk does what it asks for.
                drop(runtime);
                self.let_go()?;
                fault
            }
        };
        let is_of_disk = matches!(fault, OpenFault::Environment(_));
        if is_of_disk && (self.disk.is_without_power() || self.refuses_since(refusals)) {
            Ok(false)
        } else {
            Err(NodeFault::Open(fault))
        }
    }

    fn lives(&mut self, store: Store, runtime: Runtime) -> Result<bool, NodeFault> {
        // An opening syncs the directory after the journal was made ready, and before state.db is.
        self.disk.directory_synced("journal.db");
        let ticks = runtime.block_on(async { store.ticks() });
        self.life = Some(Life { store, ticks, runtime });
        if self.disk.is_without_power() {
            self.end()?;
        }
        Ok(self.is_up())
    }

    fn options(&self) -> OpenOptions {
        let mut options = OpenOptions::new(data(&self.dir), NAME, Arc::new(self.clock.clone()));
        options.entropy = self.entropy.clone();
        options.snapshot_entries = 40;
        options.checkpoint_minutes = 20;
        let clock = self.clock.clone();
        options.clock_offset = Some(Arc::new(move || Some(drill::clock_offset(&clock))));
        options
    }

    /// Whether another program that opens the data directory of the running node is told that it is in use.
    pub fn keeps_others_out(&self) -> bool {
        let Some(Life { runtime, .. }) = &self.life else { return true };
        let opened = runtime.block_on(Store::open(self.options()));
        matches!(opened, Err(OpenFault::InUse { .. }))
    }

    /// Asks the running store, and waits for all that follows. Nobody answers without power.
    pub fn call<T>(&mut self, ask: impl AsyncFnOnce(&Store) -> T) -> Result<Option<T>, NodeFault> {
        let Some(Life { store, runtime, .. }) = &self.life else { return Ok(None) };
        let answer = runtime.block_on(async {
            let answer = ask(store).await;
            // Where it can't be waited for, the caller's next question says why.
            let _ = store.settle().await;
            answer
        });
        if self.disk.is_without_power() {
            self.end()?;
            return Ok(None);
        }
        Ok(Some(answer))
    }

    /// The same, for what is only looked at: nothing follows from it.
    pub fn call_still<T>(&self, ask: impl AsyncFnOnce(&Store) -> T) -> Option<T> {
        let Life { store, runtime, .. } = self.life.as_ref()?;
        Some(runtime.block_on(ask(store)))
    }

    /// What happens without anybody asking.
    pub fn look(&mut self) -> Result<(), NodeFault> {
        let Some(Life { ticks, store, runtime }) = &mut self.life else { return Ok(()) };
        runtime.block_on(async {
            ticks.look().await;
            let _ = store.settle().await;
        });
        if self.disk.is_without_power() {
            self.end()?;
        }
        Ok(())
    }

    /// Lets something go wrong on the disk, under a number to relieve it by.
    pub fn arm(&self, number: usize, fault: Fault) {
        self.disk.arm(number, fault);
    }

    /// The number of the armed cut that took the power; told once.
    pub fn take_cut(&self) -> Option<usize> {
        self.disk.take_cut()
    }

    /// Whether the disk is known to have power.
    pub fn has_power(&self) -> bool {
        !self.disk.is_without_power()
    }

    /// Whether the disk refused something since it had so many refusals, or does now.
    pub fn refuses_since(&self, refusals: u64) -> bool {
        let (refused, is_full) = self.refusals();
        is_full || refused > refusals
    }

    /// How often the disk refused something, and whether it does now.
    pub fn refusals(&self) -> (u64, bool) {
        let figures = self.disk.figures();
        (figures.full + figures.failed_syncs, self.disk.is_full())
    }

    /// What was armed under this number does not come any more, or is over.
    pub fn relieve(&self, number: usize) {
        self.disk.relieve(number);
    }

    /// The same of all.
    pub fn relieve_all(&self) {
        self.disk.relieve_all();
    }

    /// Takes the power now.
    pub fn cut_power(&mut self) -> io::Result<()> {
        self.disk.cut_power();
        self.end()
    }

    /// What a cut left is what there is from now on.
    pub fn restore_power(&mut self, remains: Remains) -> io::Result<()> {
        let Self { disk, chance, .. } = self;
        disk.restore_power(remains, &mut |n| chance.below(n)).map(drop)
    }

    /// A bit of a file turns, and it is said which; the node must be down.
    pub fn rot(&mut self, file: &str) -> io::Result<Option<Turned>> {
        let file = fs::canonicalize(data(&self.dir))?.join(file);
        let Self { disk, chance, .. } = self;
        disk.rot(&file, &mut |n| chance.below(n))
    }

    /// Ends the program as SIGKILL does: all that it wrote is there, synced or not.
    pub fn kill_now(&mut self) -> io::Result<()> {
        self.end()
    }

    /// Both databases as they lie there, with their write-ahead logs, the journal's first; the node must be down.
    pub fn copy(&self) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
        let dir = fs::canonicalize(data(&self.dir))?;
        let files = DATABASES.into_iter().flat_map(|name| [name.to_owned(), format!("{name}-wal")]);
        let files = files.map(|name| dir.join(name)).filter(|file| file.exists());
        files.map(|file| fs::read(&file).map(|bytes| (file, bytes))).collect()
    }

    /// Puts a copy back; the node must be down.
    pub fn put_back(&mut self, copy: &[(PathBuf, Vec<u8>)]) -> io::Result<()> {
        self.end()?;
        let dir = fs::canonicalize(data(&self.dir))?;
        for name in DATABASES {
            for suffix in ["-wal", "-shm"] {
                let beside = dir.join(format!("{name}{suffix}"));
                if beside.exists() {
                    self.disk.replace(&beside, Vec::new())?;
                }
            }
        }
        copy.iter().try_for_each(|(file, bytes)| self.disk.replace(file, bytes.clone()))
    }

    /// Closes it as a person would.
    pub fn close(&mut self) -> io::Result<()> {
        if let Some(life) = self.life.take() {
            // A store that can't close is looked at when it is opened again.
            let _ = life.runtime.block_on(life.store.close());
            drop(life);
        }
        self.let_go()
    }

    /// Does something with it while nothing goes wrong on its disk.
    pub fn spared<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        let disk = Arc::clone(&self.disk);
        disk.spared(|| act(self))
    }

    fn end(&mut self) -> io::Result<()> {
        let life = self.life.take();
        self.kill(life)
    }

    /// Ends a program as SIGKILL does: which of its threads would have got to close its file in order is not left to
    /// chance, none does.
    fn kill(&self, program: impl Sized) -> io::Result<()> {
        self.disk.killed(|| {
            drop(program);
            self.let_go()
        })
    }

    /// SQLite's threads close their files in their own time.
    fn let_go(&self) -> io::Result<()> {
        let since = RealInstant::now();
        while self.disk.open_files() > 0 {
            if since.elapsed() > LET_GO {
                return Err(io::Error::other("SQLite did not let go of its files"));
            }
            std::thread::sleep(Duration::from_micros(200));
        }
        Ok(())
    }

    /// What the disk counted.
    pub fn count(&self, counted: &mut Counted) {
        let figures = self.disk.figures();
        counted.dropped_writes = figures.dropped;
        counted.torn_writes = figures.torn;
        counted.failed_syncs = figures.failed_syncs;
        counted.full_disk = figures.full;
        counted.rotten_bits = figures.rotten;
    }

    /// One line per file over every operation on it.
    pub fn disk_traces(&self) -> String {
        let line = |(file, trace)| format!("{file} {trace:016x}\n");
        self.disk.traces().into_iter().map(line).collect()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // The disk goes after its files.
        let _ = self.end();
        store::open_through(&data(&self.dir), None);
    }
}

fn data(dir: &TempDir) -> PathBuf {
    dir.path().join("data")
}
