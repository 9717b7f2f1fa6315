//! Real probes across a link that loses, repeats, delays and reorders: they find what the link did.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use hickory_proto::op::{Message, MessageType};
use hickory_proto::rr::{RData, Record};
use measure::{Granted, Outcome, TargetSpec};
use series::SampleStatus;
use testkit_link::{Bursts, Direction, Fate, Held, Jitter, Job, Label, Link, LinkSpec, Profile, Until};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{Passing, prober, told};

/// Probes of a kind.
const PROBES: usize = 300;
/// Between them.
const EVERY: Duration = Duration::from_millis(5);
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

/// Sends probes to a target from the near end, and returns what each found, in order.
fn probe(link: &Link, url: String) -> Vec<Outcome> {
    let probing = async move {
        let clock = Arc::new(Passing(tokio::time::Instant::now()));
        let prober = Arc::new(prober(granted(), clock));
        let mut spec = TargetSpec::for_url(&url).unwrap();
        spec.timeout_ms = told::TIMEOUT_MS;
        let mut ticks = tokio::time::interval(EVERY);
        let mut probes = Vec::new();
        for _ in 0..PROBES {
            ticks.tick().await;
            let (prober, spec) = (prober.clone(), spec.clone());
            probes.push(tokio::spawn(async move { prober.probe_once(&spec).await.unwrap() }));
        }
        let mut outcomes = Vec::new();
        for probe in probes {
            outcomes.push(probe.await.unwrap());
        }
        outcomes
    };
    link.near().start_prompt("probes", PATIENCE, |_| block_on(probing)).unwrap().join().unwrap()
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

/// An address of the far end whose port the system chooses.
fn far(link: &Link) -> SocketAddr {
    SocketAddr::new(link.far().v4().into(), 0)
}

#[test]
fn echo_probes_find_every_loss_and_every_round_trip() {
    let link = troubled(101);
    let outcomes = probe(&link, format!("icmp://{}", link.far().v4()));
    let truth = link.truth().unwrap();
    told::judge(&outcomes, &told::echoes(&truth, PROBES));
    for fate in [Fate::Lost, Fate::LostInBurst] {
        assert!(truth.count(Direction::Forth, fate) > 0, "{fate:?} happens");
    }
    assert!(truth.records.iter().any(|record| record.decision.copies == 2));
    assert!(truth.records.iter().any(|record| record.decision.is_held));
}

#[test]
fn echo_probes_do_so_in_ipv6() {
    let link = troubled(102);
    let outcomes = probe(&link, format!("icmp://[{}]", link.far().v6()));
    assert_eq!(outcomes[0].address, Some(IpAddr::V6(link.far().v6())));
    told::judge(&outcomes, &told::echoes(&link.truth().unwrap(), PROBES));
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
    let outcomes = probe(&link, format!("dns://{address}/tet.example"));
    told::judge(&outcomes, &told::questions(&link.truth().unwrap()));
}

#[test]
fn tcp_probes_find_every_loss_and_every_round_trip() {
    let link = troubled(104);
    let address = far(&link);
    let listener = link.far().inside("listen", move || TcpListener::bind(address)).unwrap().unwrap();
    let address = listener.local_addr().unwrap();
    listener.set_nonblocking(true).unwrap();
    let _server = serve(&link, async move {
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        while listener.accept().await.is_ok() {}
    });
    let outcomes = probe(&link, format!("tcp://{address}"));
    told::judge(&outcomes, &told::connections(&link.truth().unwrap(), Label::is_syn));
}

/// TCP sends again what is lost once the connection stands: what the log tells of such a probe is how
/// long it took, and whether its time was enough.
#[test]
fn http_probes_find_how_long_the_connection_and_the_first_byte_took() {
    let link = troubled(105);
    let address = far(&link);
    let listener = link.far().inside("listen", move || TcpListener::bind(address)).unwrap().unwrap();
    let address = listener.local_addr().unwrap();
    listener.set_nonblocking(true).unwrap();
    let _server = serve(&link, async move {
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                if stream.read(&mut [0; 1_024]).await.is_ok_and(|length| length > 0) {
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
                }
            });
        }
    });
    let outcomes = probe(&link, format!("http://{address}/"));
    let truth = link.truth().unwrap();
    let connects = told::connections(&truth, Label::is_syn);
    let answers = told::connections(&truth, |label| label.payload_bytes > 0);
    let all = outcomes.iter().zip(connects.iter().zip(answers));
    let timeout = Duration::from_millis(told::TIMEOUT_MS.into());
    let (mut connected, mut answered) = (Vec::new(), Vec::new());
    for (outcome, (connect, answer)) in all {
        let phases = outcome.phases;
        assert_eq!(phases.connect_us.is_some(), connect.is_some(), "{outcome:?}, {connect:?} told");
        connected.extend(phases.connect_us.zip(*connect));
        match phases.first_byte_us {
            Some(first_byte_us) => answered.push((first_byte_us, answer.unwrap())),
            None => assert!(
                connect.is_none()
                    || answer.is_none_or(|answer| connect.unwrap() + answer + timeout / 20 > timeout),
                "{outcome:?}, {connect:?} and {answer:?} told"
            ),
        }
        let expected = if phases.first_byte_us.is_some() { SampleStatus::Ok } else { SampleStatus::Timeout };
        assert_eq!(outcome.status, expected, "{outcome:?}");
    }
    assert!(connected.len() < PROBES && answered.len() > PROBES / 2);
    told::agree(connected.into_iter());
    told::agree(answered.into_iter());
}
