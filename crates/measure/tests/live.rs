//! The engine with everything real: sockets on loopback, samples on disk, time as it passes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use calendar::{Clock, Instant};
use journal::{Draft, Slug};
use measure::{
    Boxed, Engine, EngineSpec, Granted, ProbeKind, Prober, ProberSpec, Sink, SinkFault, State, TargetSpec,
};
use series::{FileSeries, SampleStatus, SeriesStore};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

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

/// Waits for the next turn: from what, to what, why.
async fn turned(drafts: &mut mpsc::UnboundedReceiver<Draft>) -> (String, String, String) {
    let next = async {
        loop {
            let draft = drafts.recv().await.unwrap();
            if draft.kind.as_str() == "target.turned" {
                let text = |key: &str| draft.facts[key].as_text().unwrap().to_owned();
                return (text("from"), text("to"), text("cause"));
            }
        }
    };
    tokio::time::timeout(Duration::from_mins(1), next).await.unwrap()
}

fn words(from: &str, to: &str, cause: &str) -> (String, String, String) {
    (from.into(), to.into(), cause.into())
}

/// Takes connections until dropped.
struct Open(tokio::task::JoinHandle<()>);

impl Open {
    async fn at(address: &str) -> (Self, String) {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let taking = async move { while listener.accept().await.is_ok() {} };
        (Self(tokio::spawn(taking)), address)
    }

    async fn close(self) {
        self.0.abort();
        let _ = self.0.await;
    }
}

#[tokio::test]
async fn a_socket_that_closes_is_down_and_one_that_opens_again_is_up() {
    let dir = tempfile::tempdir().unwrap();
    let (open, address) = Open::at("127.0.0.1:0").await;
    let mut spec =
        TargetSpec::new("cong-web".parse().unwrap(), "mang".parse().unwrap(), ProbeKind::Tcp, &address);
    (spec.every_ms, spec.timeout_ms, spec.fail_after) = (100, 100, 3);
    let clock: Arc<dyn Clock> = Arc::new(Passing(tokio::time::Instant::now()));
    let counter = AtomicU64::new(1);
    let random = Arc::new(move || counter.fetch_add(1, Ordering::Relaxed));
    let prober = Prober::new(ProberSpec { granted: Granted::default(), clock: clock.clone(), random });
    let series = Arc::new(FileSeries::open(dir.path()).unwrap().0);
    let (sender, mut drafts) = mpsc::unbounded_channel();
    let engine_spec = EngineSpec::new("tinh.example", "so".parse().unwrap(), vec![spec]);
    let engine =
        Engine::new(engine_spec, Arc::new(prober), series.clone(), Arc::new(Wire(sender)), clock).unwrap();
    let handle = engine.handle();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(engine.run(async {
        let _ = stopped.await;
    }));

    assert_eq!(turned(&mut drafts).await, words("unknown", "up", "ok"));
    open.close().await;
    assert_eq!(turned(&mut drafts).await, words("up", "down", "refused"));
    let (_open, _) = Open::at(&address).await;
    assert_eq!(turned(&mut drafts).await, words("down", "up", "ok"));
    assert_eq!(handle.target(&"cong-web".parse().unwrap()).unwrap().state, State::Up);

    stop.send(()).unwrap();
    running.await.unwrap();
    let kept = series.read("cong-web", Instant::from_ms(0), Instant::from_ms(i64::MAX)).unwrap();
    assert_eq!(handle.figures().samples_kept, kept.len() as u64);
    let refused = kept.iter().filter(|s| s.status == SampleStatus::Refused).count();
    assert!(refused >= 3, "{refused} of {}", kept.len());
    let other =
        kept.iter().filter(|s| matches!(s.status, SampleStatus::Timeout | SampleStatus::Error)).count();
    assert_eq!(other, 0, "a busy machine is own_late, never a loss");
}
