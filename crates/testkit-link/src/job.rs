//! Work on a thread of its own with a limit on its time, and on how many there are. A thread can't be
//! ended from outside: work that waits asks [`Until`] how long it may, and ends when told.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::fault::LinkFault;

/// Most jobs in a namespace at once.
const MAX_JOBS: usize = 64;
/// How much longer than its limit a job is waited for.
const GRACE: Duration = Duration::from_secs(2);

/// When work has to end.
#[derive(Clone, Debug)]
pub struct Until {
    at: Instant,
    stopped: Arc<(Mutex<bool>, Condvar)>,
}

impl Until {
    #[expect(clippy::disallowed_methods, reason = "real threads have real limits")]
    fn new(limit: Duration) -> Self {
        Self { at: Instant::now() + limit, stopped: Arc::default() }
    }

    /// Whether it has to end now.
    pub fn is_over(&self) -> bool {
        *self.is_stopped() || self.left().is_zero()
    }

    /// Waits until it has to end.
    pub fn wait(&self) {
        let left = self.left();
        // Whether its time is over or it was told to end: it ends.
        let _ = self.stopped.1.wait_timeout_while(self.is_stopped(), left, |is_stopped| !*is_stopped);
    }

    /// How long it may still take, unless it is told to end before.
    #[expect(clippy::disallowed_methods, reason = "real threads have real limits")]
    pub fn left(&self) -> Duration {
        self.at.saturating_duration_since(Instant::now())
    }

    fn stop(&self) {
        *self.is_stopped() = true;
        self.stopped.1.notify_all();
    }

    fn is_stopped(&self) -> MutexGuard<'_, bool> {
        // A word is whole whoever panicked while holding it.
        self.stopped.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Work that goes on. Dropping it tells it to end and waits for that a little.
#[derive(Debug)]
pub struct Job<T> {
    name: String,
    limit: Duration,
    until: Until,
    done: Receiver<Result<T, LinkFault>>,
    thread: Option<JoinHandle<()>>,
}

impl<T: Send + 'static> Job<T> {
    pub(crate) fn start(
        running: Arc<AtomicUsize>,
        name: &str,
        limit: Duration,
        prepare: impl FnOnce() -> Result<(), LinkFault> + Send + 'static,
        body: impl FnOnce(&Until) -> T + Send + 'static,
    ) -> Result<Self, LinkFault> {
        let place = Place::take(running)?;
        let until = Until::new(limit);
        let (sender, done) = sync_channel(1);
        let works_until = until.clone();
        let work = move || {
            let _place = place;
            let result = prepare().map(|()| body(&works_until));
            // Nobody waits any more for what came too late.
            let _ = sender.send(result);
        };
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work).map_err(program(name))?;
        Ok(Self { name: name.to_owned(), limit, until, done, thread: Some(thread) })
    }
}

impl<T> Job<T> {
    /// Waits for its end and returns what came of it; if it panicked, so does this.
    pub fn join(mut self) -> Result<T, LinkFault> {
        self.wait()
    }

    /// Tells it to end, and waits for that.
    pub fn stop(mut self) -> Result<T, LinkFault> {
        self.until.stop();
        self.wait()
    }

    fn wait(&mut self) -> Result<T, LinkFault> {
        match self.done.recv_timeout(self.until.left() + GRACE) {
            Ok(result) => {
                self.collect();
                result
            }
            Err(RecvTimeoutError::Timeout) => {
                self.until.stop();
                Err(LinkFault::Overran { name: self.name.clone(), limit: self.limit })
            }
            Err(RecvTimeoutError::Disconnected) => match self.thread.take().map(JoinHandle::join) {
                Some(Err(panic)) => std::panic::resume_unwind(panic),
                _ => Err(LinkFault::Ended(format!("{} ended without a word", self.name))),
            },
        }
    }

    /// Takes back a thread that has nothing left to do.
    fn collect(&mut self) {
        if let Some(thread) = self.thread.take() {
            // Its result is here already: it can't have panicked.
            let _ = thread.join();
        }
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        if self.thread.is_none() {
            return;
        }
        self.until.stop();
        match self.done.recv_timeout(GRACE) {
            Ok(_) | Err(RecvTimeoutError::Disconnected) => self.collect(),
            Err(RecvTimeoutError::Timeout) => eprintln!("{} was told to end and goes on", self.name),
        }
    }
}

/// A place among the jobs of a namespace.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(running: Arc<AtomicUsize>) -> Result<Self, LinkFault> {
        let before = running.fetch_add(1, Ordering::Relaxed);
        // Made first: it gives the place back if there was none.
        let place = Self(running);
        if before < MAX_JOBS { Ok(place) } else { Err(LinkFault::TooManyJobs { limit: MAX_JOBS }) }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// For `map_err`: starting or waiting for a thread or program of this name.
pub fn program(name: &str) -> impl Fn(io::Error) -> LinkFault {
    let program = name.to_owned();
    move |source| LinkFault::Program { program: program.clone(), source }
}
