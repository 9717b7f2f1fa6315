//! The engine in simulated time: scripted targets, a journal of paper, samples on disk.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod campaigns;
mod edges;
mod lateness;
mod paper;
mod restarts;
mod segments;
mod summaries;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use calendar::{Clock, Instant};
use journal::Slug;
use measure::{
    Boxed, Cause, Endpoint, Engine, EngineFigures, EngineSpec, Outcome, ProbeKind, Probing, Sink, TargetSpec,
};
use series::{FileSeries, Sample, SeriesStore};

use crate::paper::Paper;

/// The hour of Giao thừa, Đinh Mùi.
pub(crate) fn tet() -> Instant {
    Instant::parse("2027-02-05T17:00:00.000Z").unwrap()
}

/// Wall clock that moves with tokio's simulated time, and can be set.
#[derive(Clone)]
pub(crate) struct SimClock {
    base: Arc<std::sync::atomic::AtomicI64>,
    began: tokio::time::Instant,
}

impl SimClock {
    pub(crate) fn at(base: Instant) -> Self {
        Self { base: Arc::new(base.as_ms().into()), began: tokio::time::Instant::now() }
    }

    pub(crate) fn jump(&self, ms: i64) {
        self.base.fetch_add(ms, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for SimClock {
    fn now(&self) -> Instant {
        let base = self.base.load(std::sync::atomic::Ordering::SeqCst);
        Instant::from_ms(base + self.began.elapsed().as_millis() as i64)
    }
}

/// What a scripted target does when asked at some second after the start.
pub(crate) type Script = Arc<dyn Fn(&str, i64) -> Answer + Send + Sync>;

/// An answer, and how long it takes.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    Ok(u32),
    Fails(Cause),
    /// Takes so long, whatever the timeout says.
    Hangs(Duration),
    /// The probe itself dies.
    Dies,
}

struct Scripted {
    script: Script,
    clock: SimClock,
}

impl Probing for Scripted {
    fn probe<'a>(&'a self, spec: &'a TargetSpec, _: &'a Endpoint) -> Boxed<'a, Outcome> {
        Box::pin(async move {
            let second = self.clock.now().ms_since(tet()).div_euclid(1000);
            match (self.script)(spec.id.as_str(), second) {
                Answer::Ok(value_us) => {
                    tokio::time::sleep(Duration::from_micros(value_us.into())).await;
                    let mut outcome = Outcome::of(Cause::Ok, "");
                    outcome.value_us = value_us;
                    outcome
                }
                Answer::Fails(cause) => Outcome::of(cause, "as the script says"),
                Answer::Hangs(time) => {
                    tokio::time::sleep(time).await;
                    Outcome::of(Cause::Timeout, "no answer")
                }
                Answer::Dies => panic!("as the script says"),
            }
        })
    }
}

pub(crate) fn target(id: &str, owner: &str) -> TargetSpec {
    let mut spec =
        TargetSpec::new(id.parse().unwrap(), owner.parse().unwrap(), ProbeKind::Tcp, "127.0.0.1:1");
    spec.every_ms = 1000;
    spec.timeout_ms = 900;
    spec
}

pub(crate) fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

/// An engine with everything around it.
pub(crate) struct Stage {
    pub(crate) spec: EngineSpec,
    pub(crate) clock: SimClock,
    pub(crate) paper: Arc<Paper>,
    pub(crate) series: Arc<FileSeries>,
    pub(crate) script: Script,
}

impl Stage {
    pub(crate) fn new(
        dir: &Path,
        targets: Vec<TargetSpec>,
        script: impl Fn(&str, i64) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let mut spec = EngineSpec::new("tinh.example", slug("so"), targets);
        spec.summary_s = 60;
        Self {
            spec,
            clock: SimClock::at(tet()),
            paper: Arc::new(Paper::default()),
            series: Arc::new(FileSeries::open(dir).unwrap().0),
            script: Arc::new(script),
        }
    }

    pub(crate) fn engine(&self) -> Engine {
        let prober = Arc::new(Scripted { script: self.script.clone(), clock: self.clock.clone() });
        let sink: Arc<dyn Sink> = self.paper.clone();
        Engine::new(self.spec.clone(), prober, self.series.clone(), sink, Arc::new(self.clock.clone()))
            .unwrap()
    }

    /// Runs for so many simulated seconds.
    pub async fn run(&self, seconds: u64) -> EngineFigures {
        let engine = self.engine();
        let handle = engine.handle();
        engine.run(tokio::time::sleep(Duration::from_secs(seconds))).await;
        handle.figures()
    }

    pub(crate) fn samples(&self, series: &str) -> Vec<Sample> {
        self.series.read(series, Instant::from_ms(0), Instant::from_ms(i64::MAX)).unwrap()
    }
}
