//! The way of drafts to the journal: in order, tried again while the journal can't take them, and
//! never in the way of the probes.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use journal::{Draft, Slug};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout_at};

use crate::engine::Counters;
use crate::sink::{Sink, SinkFault};

/// Drafts that may wait: days of edges and summaries of a large node, and bounded.
const MAX_WAITING: usize = 8192;
/// First pause after the journal said "not now"; doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// Longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// How long a stopping engine waits for what is left to be recorded.
const LAST_CALL: Duration = Duration::from_secs(5);

/// Hands drafts over, from the engine's side.
#[derive(Clone)]
pub struct Outbox {
    sender: mpsc::Sender<(Slug, Draft)>,
    counters: Arc<Counters>,
}

impl Outbox {
    /// An outbox, and the task that empties it.
    pub fn new(sink: Arc<dyn Sink>, counters: Arc<Counters>) -> (Self, Delivery) {
        let (sender, receiver) = mpsc::channel(MAX_WAITING);
        let delivery = Delivery { sink, receiver, counters: counters.clone() };
        (Self { sender, counters }, delivery)
    }

    /// Hands a draft over; never waits.
    pub fn post(&self, organisation: &Slug, draft: Draft) {
        if let Err(fault) = self.sender.try_send((organisation.clone(), draft)) {
            self.counters.drafts_dropped.add(1);
            let (mpsc::error::TrySendError::Full((_, draft)) | mpsc::error::TrySendError::Closed((_, draft))) =
                fault;
            tracing::error!(kind = %draft.kind, id = %draft.id, "no room for a draft, it is lost");
        }
    }
}

/// Brings drafts to the sink.
pub struct Delivery {
    sink: Arc<dyn Sink>,
    receiver: mpsc::Receiver<(Slug, Draft)>,
    counters: Arc<Counters>,
}

impl Delivery {
    /// Runs until every [`Outbox`] is gone and what they left is delivered or has had its last call.
    pub async fn run(mut self) {
        let mut waiting: VecDeque<(Slug, Draft)> = VecDeque::new();
        let mut pause = FIRST_PAUSE;
        let mut last_call: Option<Instant> = None;
        loop {
            if waiting.is_empty() {
                match self.receiver.recv().await {
                    Some(next) => waiting.push_back(next),
                    None => return,
                }
            }
            let Some((organisation, draft)) = waiting.front() else {
                continue;
            };
            match self.sink.record(organisation, draft.clone()).await {
                Ok(()) => self.counters.drafts_recorded.add(1),
                Err(SinkFault::Refused(why)) => {
                    self.counters.drafts_refused.add(1);
                    tracing::warn!(kind = %draft.kind, id = %draft.id, why, "the journal refused a draft");
                }
                Err(SinkFault::Busy(why)) => {
                    tracing::warn!(kind = %draft.kind, id = %draft.id, why, "the journal is busy, trying again");
                    if self.receiver.is_closed() {
                        let until = *last_call.get_or_insert_with(|| Instant::now() + LAST_CALL);
                        if Instant::now() >= until {
                            tracing::error!(
                                left = self.receiver.len() + 1,
                                "stopping with drafts not recorded"
                            );
                            return;
                        }
                        let _ = timeout_at(until, sleep(pause)).await;
                    } else {
                        sleep(pause).await;
                    }
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    continue;
                }
            }
            pause = FIRST_PAUSE;
            waiting.pop_front();
        }
    }
}
