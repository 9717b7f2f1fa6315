//! The thread that carries packets: it takes what either device sends, lets the lane decide, and hands
//! it to the other device when it is due. One thread for both directions: their order is then one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, ppoll};
use nix::sys::eventfd::EventFd;
use nix::sys::time::TimeSpec;
use tun_rs::SyncDevice;

use crate::lane::Lane;
use crate::namespace::MTU_BYTES;
use crate::packet::{Label, is_unicast};
use crate::profile::Profile;
use crate::truth::{Direction, Record, Truth};

/// Packets taken from a device before looking whether others are due.
const BATCH: usize = 16;
/// Most packets on the way; at 1,500 bytes some 300 MB.
const MAX_ON_THE_WAY: usize = 200_000;

/// What the link is asked while it runs.
pub enum Ask {
    /// Another profile at a moment, or at once; answers whether it is planned.
    Change(Direction, Option<u64>, Profile, Sender<bool>),
    /// The log as it is.
    Truth(Sender<Truth>),
    /// An answer once nothing is on the way any more.
    Empty(Sender<()>),
    /// Stop.
    Stop,
}

/// What the thread has.
pub struct Wire {
    pub epoch: Instant,
    pub lanes: [Lane; 2],
    /// Of the near and the far end.
    pub devices: [SyncDevice; 2],
    pub asked: Receiver<Ask>,
    pub wake: Arc<EventFd>,
    pub max_records: usize,
}

/// What the thread knows.
struct State<'a> {
    wire: &'a mut Wire,
    truth: Truth,
    /// Earliest first; of those due together, the one that entered first.
    on_the_way: BinaryHeap<Reverse<OnTheWay>>,
    entered: u64,
    waiting_for_empty: Vec<Sender<()>>,
    buffer: Vec<u8>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct OnTheWay {
    due_ns: u64,
    entered: u64,
    record: usize,
    copies: u8,
    packet: Vec<u8>,
}

impl Wire {
    /// Carries packets until told to stop. The devices stay until this is dropped.
    pub fn run(&mut self) -> Result<(), String> {
        let buffer = vec![0; usize::from(MTU_BYTES)];
        let mut state = State {
            wire: self,
            truth: Truth::default(),
            on_the_way: BinaryHeap::new(),
            entered: 0,
            waiting_for_empty: Vec::new(),
            buffer,
        };
        loop {
            state.send_due()?;
            if !state.answer() {
                return Ok(());
            }
            let took_any = state.take(Direction::Forth)? | state.take(Direction::Back)?;
            if !took_any {
                state.tell_empty();
                state.wait().map_err(|fault| format!("waiting: {fault}"))?;
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the link is what makes real time pass for packets")]
    fn now_ns(&self) -> u64 {
        Instant::now().saturating_duration_since(self.epoch).as_nanos() as u64
    }
}

impl State<'_> {
    fn send_due(&mut self) -> Result<(), String> {
        while let Some(Reverse(next)) = self.on_the_way.peek() {
            let now_ns = self.wire.now_ns();
            if next.due_ns > now_ns {
                break;
            }
            let Some(Reverse(next)) = self.on_the_way.pop() else { break };
            let record = &mut self.truth.records[next.record];
            let device = match record.direction {
                Direction::Forth => &self.wire.devices[1],
                Direction::Back => &self.wire.devices[0],
            };
            for _ in 0..next.copies {
                device.send(&next.packet).map_err(|fault| format!("handing over a packet: {fault}"))?;
            }
            record.left_ns = Some(now_ns);
        }
        Ok(())
    }

    /// Takes a few packets of a direction; says whether there were any.
    fn take(&mut self, direction: Direction) -> Result<bool, String> {
        let from = direction as usize;
        for taken in 0..BATCH {
            let length = match self.wire.devices[from].recv(&mut self.buffer) {
                Ok(length) => length,
                Err(fault) if fault.kind() == io::ErrorKind::WouldBlock => return Ok(taken > 0),
                Err(fault) => return Err(format!("taking a packet: {fault}")),
            };
            let entered_ns = self.wire.now_ns();
            let packet = &self.buffer[..length];
            if !is_unicast(packet) {
                self.truth.ignored += 1;
                continue;
            }
            if self.truth.records.len() >= self.wire.max_records {
                return Err(format!("the log is full with {} packets", self.wire.max_records));
            }
            let length_bytes = length as u32;
            let decision = self.wire.lanes[from].enter(entered_ns, length_bytes);
            let label = Label::read(packet);
            self.entered += 1;
            if decision.copies > 0 {
                if self.on_the_way.len() >= MAX_ON_THE_WAY {
                    return Err(format!("{MAX_ON_THE_WAY} packets are on the way"));
                }
                self.on_the_way.push(Reverse(OnTheWay {
                    due_ns: entered_ns.saturating_add(decision.planned_ns),
                    entered: self.entered,
                    record: self.truth.records.len(),
                    copies: decision.copies,
                    packet: packet.to_vec(),
                }));
            }
            let record = Record { direction, decision, label, length_bytes, entered_ns, left_ns: None };
            self.truth.records.push(record);
        }
        Ok(true)
    }

    /// Answers what is asked; false when told to stop.
    fn answer(&mut self) -> bool {
        while let Ok(ask) = self.wire.asked.try_recv() {
            // Whoever asked may have stopped waiting: then nobody needs the answer.
            match ask {
                Ask::Stop => return false,
                Ask::Empty(answer) => self.waiting_for_empty.push(answer),
                Ask::Truth(answer) => {
                    let _ = answer.send(self.snapshot());
                }
                Ask::Change(direction, at_ns, profile, answer) => {
                    let now_ns = self.wire.now_ns();
                    let lane = &mut self.wire.lanes[direction as usize];
                    let is_planned = lane.plan(at_ns.unwrap_or(now_ns), profile);
                    lane.advance(now_ns);
                    let _ = answer.send(is_planned);
                }
            }
        }
        true
    }

    fn snapshot(&mut self) -> Truth {
        let now_ns = self.wire.now_ns();
        let mut truth = self.truth.clone();
        for lane in &mut self.wire.lanes {
            lane.advance(now_ns);
            truth.changes.extend_from_slice(lane.changes());
        }
        truth
    }

    fn tell_empty(&mut self) {
        if self.on_the_way.is_empty() {
            for waiting in self.waiting_for_empty.drain(..) {
                let _ = waiting.send(());
            }
        }
    }

    /// Sleeps until a packet comes, one is due, or something is asked.
    fn wait(&self) -> io::Result<()> {
        let left = self.on_the_way.peek().map(|Reverse(next)| {
            TimeSpec::from(Duration::from_nanos(next.due_ns.saturating_sub(self.wire.now_ns())))
        });
        let [near, far] = &self.wire.devices;
        let wake = self.wire.wake.as_fd();
        let mut watched =
            [near.as_fd(), far.as_fd(), wake].map(|descriptor| PollFd::new(descriptor, PollFlags::POLLIN));
        match ppoll(&mut watched, left, None) {
            Ok(_) | Err(nix::Error::EINTR) => {}
            Err(fault) => return Err(fault.into()),
        }
        if watched[2].any() == Some(true) {
            self.wire.wake.read()?;
        }
        Ok(())
    }
}
