//! `/readyz` is an answer of the writer and the database, and tells a stranger no more than yes or no.

use access::Role;
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};

use crate::ground::{Ground, OWED, campaign};

#[tokio::test]
async fn a_node_whose_writer_has_stopped_is_alive_and_not_ready() {
    let organisations = [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];
    let ground = Ground::new(&campaign(&organisations, OWED), Vec::new()).await;
    ground.signed_in("an", Role::OperatorManager, "di-dong").await;
    let ask = async |path: &str, peer: &str| {
        let peer: std::net::SocketAddr = peer.parse().unwrap();
        let request = Request::get(path).extension(ConnectInfo(peer)).body(Body::empty()).unwrap();
        let answer = ground.answer(request).await;
        (answer.status, String::from_utf8(answer.body).unwrap())
    };
    assert_eq!(ask("/readyz", "192.0.2.7:1").await, (StatusCode::OK, "ready".to_owned()));
    ground.node.store.close().await.unwrap();
    // What was answered a moment ago stands, so that nobody keeps the disk busy by asking.
    assert_eq!(ask("/readyz", "192.0.2.7:1").await.0, StatusCode::OK);
    ground.clock.advance(1_000);
    assert_eq!(
        ask("/readyz", "192.0.2.7:1").await,
        (StatusCode::SERVICE_UNAVAILABLE, "not ready".to_owned())
    );
    let (status, why) = ask("/readyz", "127.0.0.1:1").await;
    assert!(status == StatusCode::SERVICE_UNAVAILABLE && why.starts_with("not ready: "), "{why}");
    assert_eq!(ask("/healthz", "192.0.2.7:1").await.0, StatusCode::OK);
}
