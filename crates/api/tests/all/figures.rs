//! `/metrics` tells how many requests there were and how long they took, by route template, method and class of status, and
//! nothing of what was asked for.

use std::{net::SocketAddr, sync::Arc};

use access::Role;
use axum::{body::Body, extract::ConnectInfo, http::Request};
use prometheus_client::registry::Registry;

use crate::ground::{Ground, OWED, campaign};

#[tokio::test]
async fn requests_are_counted_by_the_template_of_their_route_and_name_nobody() {
    let organisations = [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];
    let mut ground = Ground::new(&campaign(&organisations, OWED), Vec::new()).await;
    let mut registry = Registry::with_prefix("thongsuot");
    ground.node.figures.register(&mut registry);
    ground.node.metrics = Arc::new(registry);
    ground.signed_in("an", Role::OperatorManager, "di-dong").await;
    for path in
        ["/cells/di-dong/truc", "/cells/di-dong/truc?at=x", "/cells/buu-dien/truc", "/khong/co", "/board?x=1"]
    {
        ground.get("an", path).await;
    }
    let odd = Request::builder().method("DIDONG").uri("/api/v1/board").body(Body::empty()).unwrap();
    ground.answer(odd).await;
    let mut request = Request::get("/metrics").body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1))));
    let told = String::from_utf8(ground.answer(request).await.body).unwrap();
    let name = "thongsuot_http_request_duration_seconds";
    let count = |route: &str, method: &str, status: &str| {
        let line = format!("{name}_count{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}} ");
        told.lines().find_map(|one| one.strip_prefix(&line)).map(str::to_owned)
    };
    let cell = "/cells/{organisation}/{obligation}";
    assert_eq!(count(cell, "GET", "2xx").as_deref(), Some("1"), "{told}");
    assert_eq!(count(cell, "GET", "4xx").as_deref(), Some("2"), "{told}");
    assert_eq!(count("/board", "GET", "4xx").as_deref(), Some("1"), "{told}");
    assert_eq!(count("none", "GET", "4xx").as_deref(), Some("1"), "{told}");
    assert!(told.contains(&format!("{name}_bucket{{le=\"0.05\",route=\"/board\"")), "{told}");
    for word in ["DIDONG", "di-dong", "buu-dien", "truc", "khong", "an\"", "127.0.0.1"] {
        assert!(!told.contains(word), "{word}: {told}");
    }
}
