//! TCP: a connection that stands, one that is refused, one that never comes about.

use std::net::SocketAddr;

use measure::Cause;
use series::SampleStatus;
use socket2::{Domain, Socket, Type};

use crate::probe;
use crate::servers::{closed_port, serve};

#[tokio::test]
async fn a_listening_port_is_ok_and_timed() {
    let server = serve(|_| async {}).await;
    let outcome = probe(&server.url("tcp"), 5000).await;
    assert_eq!((outcome.status, outcome.cause), (SampleStatus::Ok, Cause::Ok));
    assert_eq!(Some(outcome.value_us), outcome.phases.connect_us);
    assert!(outcome.phases.total_us >= outcome.value_us);
    assert_eq!(outcome.phases.dns_us, None, "a literal address is not resolved");
    assert_eq!(outcome.address, Some(server.address.ip()));
}

#[tokio::test]
async fn a_closed_port_is_refused() {
    let outcome = probe(&format!("tcp://{}", closed_port().await), 5000).await;
    assert_eq!((outcome.status, outcome.cause), (SampleStatus::Refused, Cause::Refused));
    assert_eq!(outcome.detail, "connection refused");
}

/// A listener whose queue is full: the system drops what knocks, as an overloaded server's does.
#[tokio::test]
async fn a_full_backlog_is_a_timeout() {
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    listener.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    listener.listen(0).unwrap();
    let address = listener.local_addr().unwrap().as_socket().unwrap();
    let mut queued = Vec::new();
    loop {
        let knock = tokio::net::TcpStream::connect(address);
        match tokio::time::timeout(std::time::Duration::from_millis(200), knock).await {
            Ok(stream) => queued.push(stream.unwrap()),
            Err(_) => break,
        }
    }
    let outcome = probe(&format!("tcp://{address}"), 100).await;
    assert_eq!((outcome.status, outcome.cause), (SampleStatus::Timeout, Cause::Timeout));
    assert_eq!(outcome.detail, "no answer within 100 ms (connecting)");
    assert!(outcome.value_us >= 100_000);
}
