//! The node of a drill: the store itself in a data directory of its own, on the drill's clock.

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use simulator::{Dice, NodeClock, WorldTime};
use store::{ClockOffset, Entropy, EnvironmentReason, OpenFault, OpenOptions, PageLimit, Store, Ticks};
use tokio::runtime::{Builder, Runtime};

use crate::fault::DrillFault;

/// The node's name: whoever reads the journal sees that it is a drill's.
pub const NAME: &str = "dien-tap.example";

/// A killed store's threads let go of their files in their own time: so often an opening is tried, so far apart.
const OPEN_TRIES: u32 = 500;
const OPEN_PAUSE: Duration = Duration::from_millis(10);

/// The node.
pub struct Node {
    life: Option<Life>,
    data: PathBuf,
    clock: NodeClock,
    entropy: Entropy,
    limit: PageLimit,
    pace: u32,
}

/// What a kill ends.
struct Life {
    store: Store,
    ticks: Ticks,
    // After the store: its tasks end with it.
    runtime: Runtime,
}

impl Node {
    /// A node that was never started.
    pub fn new(data: PathBuf, seed: u64, world: &WorldTime) -> Self {
        let (clock, entropy) = (NodeClock::right(world), entropy(seed));
        Self { life: None, data, clock, entropy, limit: PageLimit::none(), pace: 1 }
    }

    /// The same, before people: of its seconds so many pass in one of theirs.
    pub fn paced(self, pace: u32) -> Self {
        Self { pace, ..self }
    }

    /// Its clock.
    pub const fn clock(&self) -> &NodeClock {
        &self.clock
    }

    /// The store, while it runs.
    pub fn store(&self) -> Option<&Store> {
        self.life.as_ref().map(|life| &life.store)
    }

    /// Starts it, unless it runs.
    pub fn start(&mut self) -> Result<(), DrillFault> {
        if self.life.is_some() {
            return Ok(());
        }
        let runtime = Builder::new_current_thread().enable_all().build().map_err(DrillFault::Runtime)?;
        let mut options = OpenOptions::new(&self.data, NAME, Arc::new(self.clock.clone()));
        options.entropy = self.entropy.clone();
        options.page_limit = self.limit.clone();
        options.pace = self.pace;
        // No bit turns on its disk: to read the journal again every hour would be most of a played week.
        options.examination_minutes = u32::MAX;
        let clock = self.clock.clone();
        // What a right clock says of itself every few minutes would be half of the journal.
        options.clock_offset =
            Some(Arc::new(move || Some(clock_offset(&clock)).filter(|told| told.offset_us != 0)));
        let (store, ticks) = runtime.block_on(async {
            let store = opened(options).await?;
            store.settle().await.map_err(OpenFault::from)?;
            let ticks = store.ticks();
            Ok::<_, OpenFault>((store, ticks))
        })?;
        self.life = Some(Life { store, ticks, runtime });
        Ok(())
    }

    /// Asks the running store, and waits for what follows from it; none while it is down.
    pub fn call<T>(&mut self, ask: impl AsyncFnOnce(&Store) -> T) -> Option<T> {
        let Life { store, runtime, .. } = self.life.as_ref()?;
        Some(runtime.block_on(ask(store)))
    }

    /// Lets somebody begin to serve the running store, within its runtime.
    pub fn served_by(&self, serve: &mut dyn FnMut(&Store) -> io::Result<()>) -> Result<(), DrillFault> {
        let Some(Life { store, runtime, .. }) = &self.life else { return Ok(()) };
        let _within = runtime.enter();
        serve(store).map_err(DrillFault::Serve)
    }

    /// Waits in real time; what serves the store works meanwhile.
    pub fn rest(&self, real: Duration) -> Result<(), DrillFault> {
        let sleep = async { tokio::time::sleep(real).await };
        if let Some(Life { runtime, .. }) = &self.life {
            runtime.block_on(sleep);
        } else {
            let idle = Builder::new_current_thread().enable_time().build();
            idle.map_err(DrillFault::Runtime)?.block_on(sleep);
        }
        Ok(())
    }

    /// What happens without anybody asking: cells that time alone turns, checkpoints, snapshots.
    pub fn look(&mut self) {
        if let Some(Life { ticks, runtime, .. }) = &mut self.life {
            runtime.block_on(ticks.look());
        }
    }

    /// Ends it as a kill does: nothing is closed, nothing is said.
    pub fn kill(&mut self) {
        self.life = None;
    }

    /// From now on journal.db may not grow, or may again.
    pub fn fill_disk(&self, full: bool) {
        // SQLite takes a bound below the file's size for that size.
        self.limit.set(if full { 1 } else { u32::MAX });
    }

    /// Closes it as a person would.
    pub fn close(&mut self) -> Result<(), DrillFault> {
        if let Some(Life { store, runtime, .. }) = self.life.take() {
            runtime.block_on(store.close()).map_err(OpenFault::from)?;
        }
        Ok(())
    }
}

/// A node's randomness, the same for the same seed.
pub fn entropy(seed: u64) -> Entropy {
    let of = |name: &str| {
        let dice = Mutex::new(Dice::of(seed, name));
        move |bytes: &mut [u8]| dice.lock().unwrap_or_else(PoisonError::into_inner).fill(bytes)
    };
    Entropy::new(of("entropy"), of("names"))
}

/// How far a clock is off the world's.
pub fn clock_offset(clock: &NodeClock) -> ClockOffset {
    ClockOffset { offset_us: clock.offset_ms() * 1_000, source: "world".to_owned() }
}

/// Where files that nobody reads afterwards cost no disk, on a machine that has such a place.
pub fn memory() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { memory } else { std::env::temp_dir() }
}

async fn opened(options: OpenOptions) -> Result<Store, OpenFault> {
    let mut tries = 0;
    loop {
        match Store::open(options.clone()).await {
            Err(OpenFault::InUse { .. }) if tries < OPEN_TRIES => {}
            Err(OpenFault::Environment(fault))
                if fault.reason == EnvironmentReason::Busy && tries < OPEN_TRIES => {}
            answer => return answer,
        }
        tries += 1;
        tokio::time::sleep(OPEN_PAUSE).await;
    }
}
