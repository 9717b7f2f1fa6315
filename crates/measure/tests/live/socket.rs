//! A socket on loopback that closes and opens again.

use measure::{Granted, ProbeKind, State, TargetSpec};
use series::SampleStatus;
use tokio::net::TcpListener;

use crate::{Running, words};

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
    let (open, address) = Open::at("127.0.0.1:0").await;
    let mut spec =
        TargetSpec::new("cong-web".parse().unwrap(), "mang".parse().unwrap(), ProbeKind::Tcp, &address);
    (spec.every_ms, spec.timeout_ms, spec.fail_after) = (100, 100, 3);
    let mut running = Running::start(spec, Granted::loopback());

    assert_eq!(running.turned().await, words("unknown", "up", "ok"));
    open.close().await;
    assert_eq!(running.turned().await, words("up", "down", "refused"));
    let (_open, _) = Open::at(&address).await;
    assert_eq!(running.turned().await, words("down", "up", "ok"));
    assert_eq!(running.handle.target(&"cong-web".parse().unwrap()).unwrap().state, State::Up);

    let kept = running.stop().await;
    let refused = kept.iter().filter(|s| s.status == SampleStatus::Refused).count();
    assert!(refused >= 3, "{refused} of {}", kept.len());
    let other =
        kept.iter().filter(|s| matches!(s.status, SampleStatus::Timeout | SampleStatus::Error)).count();
    assert_eq!(other, 0, "a busy machine is own_late, never a loss");
}
