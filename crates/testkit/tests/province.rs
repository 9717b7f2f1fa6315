//! The province's promises, on real sockets: what is closed is refused, what is opened answers, and a
//! certificate expires when the specification says.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
#![allow(clippy::disallowed_methods, reason = "real sockets need a real clock")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use testkit::province::{Behaviour, Province, Service, SocketSpec, Spec};

fn spec(sockets: Vec<SocketSpec>) -> Spec {
    Spec { control: any_port(), sockets }
}

fn any_port() -> SocketAddr {
    "127.0.0.1:0".parse().unwrap()
}

fn address(province: &Province, id: &str) -> SocketAddr {
    province.targets().into_iter().find(|t| t.id == id).unwrap().address
}

/// A blocking client on its own thread, so that the province's tasks go on.
async fn blocking<T: Send + 'static>(call: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(call).await.unwrap()
}

fn ask(at: SocketAddr, line: &str) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(stream, "{line} HTTP/1.1\r\nhost: t.example\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn a_closed_socket_is_refused_and_an_opened_one_answers_again() {
    let sockets = vec![SocketSpec::healthy("web", any_port(), Service::Http)];
    let province = Province::open(&spec(sockets)).await.unwrap();
    let at = address(&province, "web");
    assert!(blocking(move || ask(at, "GET /")).await.starts_with("HTTP/1.1 200"));
    for _ in 0..3 {
        province.close_target("web").await.unwrap();
        let refused = blocking(move || TcpStream::connect(at)).await.unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
        province.open_target("web").await.unwrap();
        assert!(blocking(move || ask(at, "GET /")).await.ends_with("thông suốt\n"));
    }
}

#[tokio::test]
async fn the_control_endpoint_closes_opens_and_lists() {
    let mut shut = SocketSpec::healthy("shut", any_port(), Service::Tcp);
    shut.behaviour = Behaviour::Refused;
    let province = Province::open(&spec(vec![shut])).await.unwrap();
    let control = province.control();
    let list = blocking(move || ask(control, "GET /targets")).await;
    assert!(list.contains("\"id\":\"shut\"") && list.contains("\"open\":false"), "{list}");
    assert!(blocking(move || ask(control, "POST /open?target=shut")).await.starts_with("HTTP/1.1 200"));
    let at = address(&province, "shut");
    blocking(move || TcpStream::connect(at)).await.unwrap();
    assert!(blocking(move || ask(control, "POST /close?target=shut")).await.starts_with("HTTP/1.1 200"));
    assert!(blocking(move || TcpStream::connect(at)).await.is_err());
    assert!(blocking(move || ask(control, "POST /close?target=none")).await.starts_with("HTTP/1.1 404"));
    assert!(blocking(move || ask(control, "GET /close?target=shut")).await.starts_with("HTTP/1.1 405"));
}

#[tokio::test]
async fn a_slow_socket_answers_late_and_a_silent_one_never() {
    let mut slow = SocketSpec::healthy("slow", any_port(), Service::Http);
    (slow.behaviour, slow.delay_ms) = (Behaviour::Slow, 120);
    let mut silent = SocketSpec::healthy("silent", any_port(), Service::Dns);
    silent.behaviour = Behaviour::Silent;
    let province = Province::open(&spec(vec![slow, silent])).await.unwrap();
    let (late, never) = (address(&province, "slow"), address(&province, "silent"));
    let took = blocking(move || {
        let start = Instant::now();
        ask(late, "GET /");
        start.elapsed()
    });
    assert!(took.await >= Duration::from_millis(120));
    let answer = blocking(move || {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        socket.send_to(b"anything", never).unwrap();
        socket.recv(&mut [0; 64])
    });
    assert!(answer.await.is_err());
}

#[tokio::test]
async fn a_flapping_socket_is_seen_both_ways() {
    let mut flapping = SocketSpec::healthy("flap", any_port(), Service::Tcp);
    (flapping.behaviour, flapping.up_ms, flapping.down_ms) = (Behaviour::Flapping, 20, 20);
    let province = Province::open(&spec(vec![flapping])).await.unwrap();
    let at = address(&province, "flap");
    let seen = blocking(move || {
        let (mut up, mut down) = (false, false);
        let start = Instant::now();
        while !(up && down) && start.elapsed() < Duration::from_secs(20) {
            match TcpStream::connect(at) {
                Ok(_) => up = true,
                Err(_) => down = true,
            }
        }
        (up, down)
    });
    assert_eq!(seen.await, (true, true));
}

#[tokio::test]
async fn a_taken_address_is_named_at_once() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap();
    let fault = Province::open(&spec(vec![SocketSpec::healthy("x", at, Service::Tcp)])).await;
    let Err(fault) = fault else { panic!("a taken address was opened") };
    assert!(fault.to_string().contains(&format!("socket `x` cannot listen on {at}")), "{fault}");
}
