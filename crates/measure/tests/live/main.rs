//! Everything real: sockets on loopback and across a troubled link, samples on disk, time as it passes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod crossing;
mod cut;
mod socket;
mod told;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use calendar::{Clock, Instant};
use journal::{Draft, Slug};
use measure::{
    Boxed, Engine, EngineHandle, EngineSpec, Granted, Prober, ProberSpec, Sink, SinkFault, TargetSpec,
};
use series::{FileSeries, Sample, SeriesStore};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Passes as time does, from Giao thừa on.
struct Passing(tokio::time::Instant);

impl Clock for Passing {
    fn now(&self) -> Instant {
        let start = Instant::parse("2027-02-05T17:00:00.000Z").unwrap();
        start.plus_ms(self.0.elapsed().as_millis() as i64)
    }
}

struct Wire(mpsc::UnboundedSender<Draft>);

impl Sink for Wire {
    fn record<'a>(&'a self, _: &'a Slug, draft: Draft) -> Boxed<'a, Result<(), SinkFault>> {
        Box::pin(async move {
            self.0.send(draft).unwrap();
            Ok(())
        })
    }
}

fn prober(granted: Granted, clock: Arc<dyn Clock>) -> Prober {
    let counter = AtomicU64::new(1);
    let random = Arc::new(move || counter.fetch_add(1, Ordering::Relaxed));
    Prober::new(ProberSpec { granted, clock, random })
}

/// An engine that runs with everything real.
struct Running {
    target: Slug,
    drafts: mpsc::UnboundedReceiver<Draft>,
    handle: EngineHandle,
    series: Arc<FileSeries>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

impl Running {
    /// Starts one for a target.
    fn start(spec: TargetSpec, granted: Granted) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(Passing(tokio::time::Instant::now()));
        let prober = Arc::new(prober(granted, clock.clone()));
        let series = Arc::new(FileSeries::open(folder.path()).unwrap().0);
        let (sender, drafts) = mpsc::unbounded_channel();
        let target = spec.id.clone();
        let spec = EngineSpec::new("tinh.example", "so".parse().unwrap(), vec![spec]);
        let engine = Engine::new(spec, prober, series.clone(), Arc::new(Wire(sender)), clock).unwrap();
        let handle = engine.handle();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let until = async {
                let _ = stopped.await;
            };
            engine.run(until).await;
        });
        Self { target, drafts, handle, series, stop, task, _folder: folder }
    }

    /// Waits for the next turn: from what, to what, why.
    async fn turned(&mut self) -> (String, String, String) {
        let next = async {
            loop {
                let draft = self.drafts.recv().await.unwrap();
                if draft.kind.as_str() == "target.turned" {
                    let text = |key: &str| draft.facts[key].as_text().unwrap().to_owned();
                    return (text("from"), text("to"), text("cause"));
                }
            }
        };
        tokio::time::timeout(Duration::from_mins(1), next).await.unwrap()
    }

    /// Stops it and returns all samples it kept.
    async fn stop(self) -> Vec<Sample> {
        self.stop.send(()).unwrap();
        self.task.await.unwrap();
        let kept =
            self.series.read(self.target.as_str(), Instant::from_ms(0), Instant::from_ms(i64::MAX)).unwrap();
        assert_eq!(self.handle.figures().samples_kept, kept.len() as u64);
        kept
    }
}

fn words(from: &str, to: &str, cause: &str) -> (String, String, String) {
    (from.into(), to.into(), cause.into())
}
