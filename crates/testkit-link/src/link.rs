//! The link: two namespaces, what lies between them, and its log.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nix::sys::eventfd::{EfdFlags, EventFd};

use crate::fault::LinkFault;
use crate::lane::{Lane, MAX_PLANNED_CHANGES};
use crate::namespace::Namespace;
use crate::profile::Profile;
use crate::system::{self, Priority};
use crate::truth::{Direction, Truth};
use crate::wire::{Ask, Wire};

/// Addresses of the near and the far end, from the ranges for documentation (RFC 5737, RFC 3849):
/// each link has namespaces of its own, so that all may have the same.
const V4: [Ipv4Addr; 2] = [Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(192, 0, 2, 2)];
const V6: [Ipv6Addr; 2] =
    [Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1), Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 2)];
/// How long the link may take to answer a question.
const ANSWER: Duration = Duration::from_secs(30);
/// Packets a log holds unless told otherwise; some 200 MB.
const MAX_RECORDS: usize = 2_000_000;

/// What a link is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkSpec {
    /// Where all chance comes from.
    pub seed: u64,
    /// From the near end to the far end.
    pub forth: Profile,
    /// From the far end to the near end.
    pub back: Profile,
    /// Packets the log holds; the link ends with the first that is more.
    pub max_records: usize,
}

impl LinkSpec {
    /// The same both ways.
    pub const fn both(seed: u64, profile: Profile) -> Self {
        Self { seed, forth: profile, back: profile, max_records: MAX_RECORDS }
    }
}

/// A link that carries packets until it is dropped.
#[derive(Debug)]
pub struct Link {
    near: Namespace,
    far: Namespace,
    epoch: Instant,
    is_real_time: bool,
    asks: Sender<Ask>,
    wake: Arc<EventFd>,
    ended: Arc<Mutex<Option<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Link {
    /// Makes both namespaces and begins to carry packets.
    #[expect(clippy::disallowed_methods, reason = "the link is what makes real time pass for packets")]
    pub fn open(spec: &LinkSpec) -> Result<Self, LinkFault> {
        let (near, near_device) = Namespace::make(V4[0], V6[0])?;
        let (far, far_device) = Namespace::make(V4[1], V6[1])?;
        let wake = EventFd::from_flags(EfdFlags::EFD_CLOEXEC | EfdFlags::EFD_NONBLOCK)
            .map_err(std::io::Error::from)
            .map_err(LinkFault::not_made("making an event descriptor"))?;
        let wake = Arc::new(wake);
        let (asks, asked) = channel();
        let epoch = Instant::now();
        let mut wire = Wire {
            epoch,
            lanes: [
                Lane::new(spec.seed, Direction::Forth, spec.forth),
                Lane::new(spec.seed, Direction::Back, spec.back),
            ],
            devices: [near_device, far_device],
            asked,
            wake: wake.clone(),
            max_records: spec.max_records,
        };
        let ended = Arc::new(Mutex::new(None));
        let why = ended.clone();
        let (says, is_real_time) = channel();
        let carry = move || {
            // Refused where root is not all-powerful: the log tells how late the link was.
            let _ = says.send(system::run_before_ordinary(Priority::Link).is_ok());
            if let Err(fault) = wire.run() {
                *why.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
            }
            // Only now, when the reason can be read, does anybody notice.
            drop(wire);
        };
        let thread = std::thread::Builder::new()
            .name("link".to_owned())
            .spawn(carry)
            .map_err(LinkFault::not_made("starting the link's thread"))?;
        let is_real_time = is_real_time.recv_timeout(ANSWER).unwrap_or(false);
        Ok(Self { near, far, epoch, is_real_time, asks, wake, ended, thread: Some(thread) })
    }

    /// The end from which packets go forth.
    pub const fn near(&self) -> &Namespace {
        &self.near
    }

    /// The end from which packets go back.
    pub const fn far(&self) -> &Namespace {
        &self.far
    }

    /// Whether the link runs before all ordinary work of the machine. Where it may not, a busy machine
    /// shows in how late packets leave.
    pub const fn is_real_time(&self) -> bool {
        self.is_real_time
    }

    /// Time since the link was made, by which changes are planned and the log is kept.
    pub fn elapsed(&self) -> Duration {
        self.epoch.elapsed()
    }

    /// Changes a direction at once: what enters after the call has the new profile.
    pub fn change(&self, direction: Direction, profile: Profile) -> Result<(), LinkFault> {
        self.plan(direction, None, profile)
    }

    /// Plans a change for a moment after the link was made, such as a cut and its repair.
    pub fn change_at(
        &self,
        after: Duration,
        direction: Direction,
        profile: Profile,
    ) -> Result<(), LinkFault> {
        self.plan(direction, Some(after.as_nanos() as u64), profile)
    }

    /// Waits until nothing is on the way: what was sent before the call has arrived or is lost.
    pub fn wait_until_empty(&self, limit: Duration) -> Result<(), LinkFault> {
        self.ask(limit, Ask::Empty).map_err(|fault| match fault {
            LinkFault::Overran { .. } => LinkFault::NotEmpty(limit),
            other => other,
        })
    }

    /// The log so far. An error if it is not whole because the system dropped packets before the link
    /// could take them.
    pub fn truth(&self) -> Result<Truth, LinkFault> {
        let truth = self.ask(ANSWER, Ask::Truth)?;
        let dropped = |end: &Namespace| end.dropped()?.ok_or_else(|| self.why_ended());
        let (forth, back) = (dropped(&self.near)?, dropped(&self.far)?);
        if forth + back > 0 {
            return Err(LinkFault::Missed { forth, back });
        }
        Ok(truth)
    }

    fn plan(&self, direction: Direction, at_ns: Option<u64>, profile: Profile) -> Result<(), LinkFault> {
        let is_planned = self.ask(ANSWER, |answer| Ask::Change(direction, at_ns, profile, answer))?;
        if is_planned { Ok(()) } else { Err(LinkFault::TooManyChanges { limit: MAX_PLANNED_CHANGES }) }
    }

    fn ask<T>(&self, limit: Duration, ask: impl FnOnce(Sender<T>) -> Ask) -> Result<T, LinkFault> {
        use std::sync::mpsc::RecvTimeoutError;
        let (sender, answer) = channel();
        if self.asks.send(ask(sender)).is_err() {
            return Err(self.why_ended());
        }
        self.wake();
        answer.recv_timeout(limit).map_err(|fault| match fault {
            RecvTimeoutError::Timeout => LinkFault::Overran { name: "the link".to_owned(), limit },
            RecvTimeoutError::Disconnected => self.why_ended(),
        })
    }

    fn why_ended(&self) -> LinkFault {
        let why = self.ended.lock().unwrap_or_else(PoisonError::into_inner).clone();
        LinkFault::Ended(why.unwrap_or_else(|| "its thread is gone".to_owned()))
    }

    fn wake(&self) {
        // Fails only if the counter is full, and then the thread is awake.
        let _ = self.wake.write(1);
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        let _ = self.asks.send(Ask::Stop);
        self.wake();
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was shown when it happened.
            let _ = thread.join();
        }
    }
}
