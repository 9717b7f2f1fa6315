//! How late the link itself is: the time by which packets left after they should have, on a machine
//! that is otherwise as it is and on one with every core busy; and how much longer than the log says a
//! program sees a round trip take, which is the system's way to and from the program.
//!
//! `cargo run -p testkit-link --example link_jitter [seconds]`
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement may stop at once")]
#![allow(clippy::disallowed_methods, reason = "a measurement of real time lives on the real clock")]

use std::net::{SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use testkit_link::{Direction, Fate, Jitter, Link, LinkSpec, Namespace, Profile, Until, quantile};

const SEED: u64 = 2027;
/// Packets are sent in bursts this far apart.
const TICK: Duration = Duration::from_millis(1);
/// How often a socket's reader looks whether it should end.
const LOOK: Duration = Duration::from_millis(20);

fn main() {
    let seconds = std::env::args().nth(1).map_or(5, |n| n.parse().unwrap());
    let time = Duration::from_secs(seconds);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!(
        "busy: threads of ours that do nothing but work; load: tasks of the whole machine in the minute before"
    );
    println!("forth: 20 ms and up to 10 ms of jitter; lateness is the time left minus the time planned");
    println!(
        "busy  packets/s  packets  late_p50_us  late_p99_us  late_p999_us  late_max_us  cpu_us/packet  load"
    );
    for busy in [0, cores] {
        for rate in [1_000, 10_000, 50_000] {
            with_busy(busy, || lateness(busy, rate, time));
        }
    }
    println!();
    println!("round trip of an echo server, 5 ms each way; over is what a program saw beyond the log");
    println!("busy  trips  told_p50_us  told_max_us  over_p50_us  over_p99_us  over_max_us");
    for busy in [0, cores] {
        with_busy(busy, || round_trips(busy, time));
    }
}

/// Runs something while so many ordinary threads do nothing but work.
fn with_busy(busy: usize, body: impl FnOnce()) {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..busy {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        body();
        is_over.store(true, Ordering::Relaxed);
    });
}

fn lateness(busy: usize, rate: u32, time: Duration) {
    let profile = Profile {
        jitter: Jitter::Uniform { width: Duration::from_millis(10) },
        ..Profile::delayed(Duration::from_millis(20))
    };
    let link = open(profile);
    let (near, far) = (bind(link.near()), bind(link.far()));
    let to = far.local_addr().unwrap();
    let reading = link.far().start("reader", time * 4, move |until| read(&far, until)).unwrap();
    let burst = rate / 1_000;
    let sending = link.near().start_prompt("sender", time * 4, move |_| {
        let begin = Instant::now();
        let mut sent = 0_u32;
        for tick in 0.. {
            if TICK * tick >= time {
                break;
            }
            thread::sleep((begin + TICK * tick).saturating_duration_since(Instant::now()));
            for _ in 0..burst {
                near.send_to(&sent.to_be_bytes(), to).unwrap();
                sent += 1;
            }
        }
        sent as usize
    });
    let sent = sending.unwrap().join().unwrap();
    link.wait_until_empty(time * 4).unwrap();
    let cpu_ns = link_cpu_ns();
    reading.stop().unwrap();
    let truth = link.truth().unwrap();
    assert_eq!(truth.count(Direction::Forth, Fate::Passed), sent, "all that was sent went through");
    let late = truth.lateness();
    let us = |ppm| quantile(&late, ppm).unwrap().as_micros();
    println!(
        "{busy:<5} {rate:<10} {:<8} {:<12} {:<12} {:<13} {:<12} {:<14.1} {}",
        late.len(),
        us(500_000),
        us(990_000),
        us(999_000),
        us(1_000_000),
        cpu_ns as f64 / 1_000.0 / late.len() as f64,
        load(),
    );
}

fn round_trips(busy: usize, time: Duration) {
    let link = open(Profile::delayed(Duration::from_millis(5)));
    let (near, far) = (bind(link.near()), bind(link.far()));
    near.connect(far.local_addr().unwrap()).unwrap();
    near.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let answering = link.far().start_prompt("server", time * 4, move |until| {
        let mut datagram = [0; 64];
        while !until.is_over() {
            if let Ok((length, from)) = far.recv_from(&mut datagram) {
                far.send_to(&datagram[..length], from).unwrap();
            }
        }
    });
    let asking = link.near().start_prompt("client", time * 4, move |_| {
        let begin = Instant::now();
        let mut seen = Vec::new();
        while begin.elapsed() < time {
            let sent = Instant::now();
            near.send(b"echo").unwrap();
            near.recv(&mut [0; 64]).unwrap();
            seen.push(sent.elapsed());
        }
        seen
    });
    let seen = asking.unwrap().join().unwrap();
    answering.unwrap().stop().unwrap();
    let truth = link.truth().unwrap();
    let on_the_way = |direction| {
        truth.of(direction).map(|record| Duration::from_nanos(record.left_ns.unwrap() - record.entered_ns))
    };
    let mut told: Vec<Duration> = on_the_way(Direction::Forth)
        .zip(on_the_way(Direction::Back))
        .map(|(forth, back)| forth + back)
        .collect();
    assert_eq!(told.len(), seen.len());
    let mut over: Vec<Duration> =
        seen.iter().zip(&told).map(|(seen, told)| seen.checked_sub(*told).unwrap()).collect();
    over.sort_unstable();
    told.sort_unstable();
    let us = |sorted: &[Duration], ppm| quantile(sorted, ppm).unwrap().as_micros();
    println!(
        "{busy:<5} {:<6} {:<12} {:<12} {:<12} {:<12} {}",
        seen.len(),
        us(&told, 500_000),
        us(&told, 1_000_000),
        us(&over, 500_000),
        us(&over, 990_000),
        us(&over, 1_000_000),
    );
}

fn open(profile: Profile) -> Link {
    let link = Link::open(&LinkSpec::both(SEED, profile)).unwrap_or_else(|fault| {
        eprintln!("{fault}");
        std::process::exit(3)
    });
    assert!(link.is_real_time(), "the link may not run before ordinary work");
    link
}

fn bind(namespace: &Namespace) -> UdpSocket {
    let address = SocketAddr::new(namespace.v4().into(), 0);
    let socket = namespace.inside("bind", move || UdpSocket::bind(address)).unwrap().unwrap();
    socket.set_read_timeout(Some(LOOK)).unwrap();
    socket
}

fn read(socket: &UdpSocket, until: &Until) {
    let mut datagram = [0; 64];
    while !until.is_over() {
        // Nothing came for a moment; or nothing comes any more.
        let _ = socket.recv(&mut datagram);
    }
}

/// Processor time of the link's thread so far, ns, as the scheduler counts it.
fn link_cpu_ns() -> u64 {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().map(|task| task.unwrap().path());
    let is_link = |task: &std::path::PathBuf| {
        std::fs::read_to_string(task.join("comm")).is_ok_and(|name| name == "link\n")
    };
    let spent = |task: std::path::PathBuf| std::fs::read_to_string(task.join("schedstat")).ok();
    let link = tasks.into_iter().find(is_link).and_then(spent).unwrap();
    link.split_whitespace().next().unwrap().parse().unwrap()
}

/// Of the last minute: what else the machine had to do.
fn load() -> String {
    let all = std::fs::read_to_string("/proc/loadavg").unwrap();
    all.split_whitespace().next().unwrap().to_owned()
}
