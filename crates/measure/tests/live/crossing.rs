//! Real probes across a link that loses, repeats, delays and reorders: they find what the link did.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use hickory_proto::op::{Message, MessageType};
use hickory_proto::rr::{RData, Record};
use measure::{Granted, TargetSpec};
use series::SampleStatus;
use testkit_link::{Bursts, Direction, Fate, Held, Jitter, Job, Label, Link, LinkSpec, Profile, Until};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::told::{Probed, TIMEOUT};
use crate::{Passing, prober, told};

/// Probes of a kind.
const PROBES: u16 = 300;
/// Between them.
const EVERY: Duration = Duration::from_millis(5);
/// Between the beats by which the probes' thread notes its own sleep.
const BEAT: Duration = Duration::from_millis(2);
/// Most time a test may take.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A link on which everything happens.
fn troubled(seed: u64) -> Link {
    let profile = Profile {
        delay: Duration::from_millis(20),
        jitter: Jitter::Exponential { mean: Duration::from_millis(3), limit: Duration::from_millis(30) },
        loss_ppm: 20_000,
        bursts: Some(Bursts {
            to_bad_ppm: 10_000,
            to_good_ppm: 250_000,
            loss_good_ppm: 0,
            loss_bad_ppm: 800_000,
        }),
        duplicate_ppm: 30_000,
        held: Held { ppm: 20_000, hold: Duration::from_millis(25) },
        rate: None,
        is_cut: false,
    };
    Link::open(&LinkSpec::both(seed, profile)).unwrap_or_else(|fault| panic!("{fault}"))
}

/// The ranges of the link's addresses.
pub fn granted() -> Granted {
    Granted::new(vec!["192.0.2.0/24".parse().unwrap(), "2001:db8::/32".parse().unwrap()])
}

/// A runtime on this thread alone: sockets are made where it is, in its namespace.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Sends a probe to each target from the near end.
fn probe(link: &Link, urls: Vec<String>) -> Probed {
    let probing = async move {
        let clock = Arc::new(Passing(Instant::now()));
        let prober = Arc::new(prober(granted(), clock));
        let beating = tokio::spawn(beat(Instant::now() + EVERY * u32::from(PROBES) + TIMEOUT + EVERY));
        let mut ticks = tokio::time::interval(EVERY);
        let mut probes = Vec::new();
        for url in urls {
            ticks.tick().await;
            let mut spec = TargetSpec::for_url(&url).unwrap();
            spec.timeout_ms = TIMEOUT.as_millis() as u32;
            let prober = prober.clone();
            probes.push(tokio::spawn(async move {
                let begin = Instant::now();
                (prober.probe_once(&spec).await.unwrap(), begin..Instant::now())
            }));
        }
        let mut ended = Vec::new();
        for probe in probes {
            ended.push(probe.await.unwrap());
        }
        Probed::new(ended, &beating.await.unwrap())
    };
    link.near().start_prompt("probes", PATIENCE, |_| block_on(probing)).unwrap().join().unwrap()
}

/// Notes when this thread did not run as it should.
async fn beat(until: Instant) -> Vec<Range<Instant>> {
    let mut ticks = tokio::time::interval(BEAT);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut last, mut slept) = (Instant::now(), Vec::new());
    while last < until {
        ticks.tick().await;
        let now = Instant::now();
        if now.duration_since(last) > 2 * BEAT {
            slept.push(last..now);
        }
        last = now;
    }
    slept
}

/// Serves at the far end until dropped.
fn serve<F: Future<Output = ()> + Send + 'static>(link: &Link, serving: F) -> Job<()> {
    let until_told = move |until: &Until| {
        block_on(async {
            let serving = tokio::spawn(serving);
            let until = until.clone();
            tokio::task::spawn_blocking(move || until.wait()).await.unwrap();
            serving.abort();
        });
    };
    link.far().start_prompt("server", PATIENCE, until_told).unwrap()
}

/// Takes connections at the far end, at as many ports as there are probes: by its port a probe is known.
fn accept<F: Future<Output = ()> + Send + 'static>(
    link: &Link,
    answer: impl Fn(TcpStream) -> F + Clone + Send + 'static,
) -> (Vec<u16>, Job<()>) {
    let address = far(link);
    let listen = move || (0..PROBES).map(|_| TcpListener::bind(address).unwrap()).collect();
    let listeners: Vec<TcpListener> = link.far().inside("listen", listen).unwrap();
    let ports = listeners.iter().map(|listener| listener.local_addr().unwrap().port()).collect();
    let serving = async move {
        let mut accepting = JoinSet::new();
        for listener in listeners {
            let answer = answer.clone();
            listener.set_nonblocking(true).unwrap();
            accepting.spawn(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(answer(stream));
                }
            });
        }
        accepting.join_all().await;
    };
    (ports, serve(link, serving))
}

/// The same target for every probe.
fn every_time(url: String) -> Vec<String> {
    vec![url; PROBES.into()]
}

/// A target at each port of the far end.
fn at_ports(link: &Link, scheme: &str, ports: &[u16]) -> Vec<String> {
    ports.iter().map(|port| format!("{scheme}://{}:{port}/", link.far().v4())).collect()
}

/// An address of the far end whose port the system chooses.
fn far(link: &Link) -> SocketAddr {
    SocketAddr::new(link.far().v4().into(), 0)
}

#[test]
fn echo_probes_find_every_loss_and_every_round_trip() {
    let link = troubled(101);
    let probed = probe(&link, every_time(format!("icmp://{}", link.far().v4())));
    let truth = link.truth().unwrap();
    probed.judge(&told::echoes(&truth, PROBES));
    for fate in [Fate::Lost, Fate::LostInBurst] {
        assert!(truth.count(Direction::Forth, fate) > 0, "{fate:?} happens");
    }
    assert!(truth.records.iter().any(|record| record.decision.copies == 2));
    assert!(truth.records.iter().any(|record| record.decision.is_held));
}

#[test]
fn echo_probes_do_so_in_ipv6() {
    let link = troubled(102);
    let probed = probe(&link, every_time(format!("icmp://[{}]", link.far().v6())));
    assert_eq!(probed.outcomes[0].address, Some(IpAddr::V6(link.far().v6())));
    probed.judge(&told::echoes(&link.truth().unwrap(), PROBES));
}

#[test]
fn dns_probes_find_every_loss_and_every_round_trip() {
    let link = troubled(103);
    let address = far(&link);
    let socket = link.far().inside("bind", move || UdpSocket::bind(address)).unwrap().unwrap();
    let address = socket.local_addr().unwrap();
    socket.set_nonblocking(true).unwrap();
    let _server = serve(&link, async move {
        let socket = tokio::net::UdpSocket::from_std(socket).unwrap();
        let mut buffer = [0; 512];
        // An error is an earlier answer that nobody waited for: its asker's port is closed.
        loop {
            if let Ok((length, from)) = socket.recv_from(&mut buffer).await {
                let mut message = Message::from_vec(&buffer[..length]).unwrap();
                message.metadata.message_type = MessageType::Response;
                let name = message.queries[0].name().clone();
                let record = Record::from_rdata(name, 60, RData::A(Ipv4Addr::new(192, 0, 2, 9).into()));
                message.add_answer(record);
                let _ = socket.send_to(&message.to_vec().unwrap(), from).await;
            }
        }
    });
    let probed = probe(&link, every_time(format!("dns://{address}/tet.example")));
    probed.judge(&told::questions(&link.truth().unwrap(), PROBES));
}

#[test]
fn tcp_probes_find_every_loss_and_every_round_trip() {
    let link = troubled(104);
    let (ports, _server) = accept(&link, |stream| async move { drop(stream) });
    let probed = probe(&link, at_ports(&link, "tcp", &ports));
    probed.judge(&told::connections(&link.truth().unwrap(), &ports, Label::is_syn));
}

/// TCP sends again what is lost once the connection stands: what the log tells of such a probe is how
/// long it took, and whether its time was enough.
#[test]
fn http_probes_find_how_long_the_connection_and_the_first_byte_took() {
    let link = troubled(105);
    let (ports, _server) = accept(&link, |mut stream| async move {
        if stream.read(&mut [0; 1_024]).await.is_ok_and(|length| length > 0) {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
        }
    });
    let probed = probe(&link, at_ports(&link, "http", &ports));
    let truth = link.truth().unwrap();
    let connects = told::connections(&truth, &ports, Label::is_syn);
    let answers = told::connections(&truth, &ports, |label| label.payload_bytes > 0);
    probed.agree(&connects, |outcome| outcome.phases.connect_us);
    probed.agree(&answers, |outcome| outcome.phases.first_byte_us);
    for (outcome, (connect, answer)) in probed.outcomes.iter().zip(connects.iter().zip(answers)) {
        assert_eq!(outcome.phases.connect_us.is_some(), connect.is_some(), "{outcome:?}, {connect:?} told");
        let is_answered = outcome.phases.first_byte_us.is_some();
        let expected = if is_answered { SampleStatus::Ok } else { SampleStatus::Timeout };
        assert_eq!(outcome.status, expected, "{outcome:?}");
        // Between the two the probe has its own work to do, and near its end that decides.
        let told = connect.zip(answer).map(|(connect, answer)| connect + answer);
        let is_near_the_end = told.is_some_and(|told| told + TIMEOUT / 10 > TIMEOUT);
        assert!(is_answered == told.is_some() || is_near_the_end, "{outcome:?}, {told:?} told");
    }
}
