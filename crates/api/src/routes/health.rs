//! Whether the program lives, and whether it is ready to serve.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use crate::{node::Node, problem::Problem};

/// The media type of the text format.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The process answers.
pub async fn alive() -> &'static str {
    "alive"
}

/// The store is open and the board restored: both hold before the listener is opened. A journal found rolled back is
/// still served for reading, and a damaged one for what is whole of it, so the answer stays 200 and says so.
pub async fn ready(State(node): State<Node>) -> &'static str {
    if node.store.is_in_doubt() {
        "ready, reading only: the journal was rolled back"
    } else if node.store.damage_count() > 0 {
        "ready, but the journal is damaged: put back a backup"
    } else {
        "ready"
    }
}

/// Figures of the node in Prometheus' text format, for a collector on the same machine. Whoever comes from elsewhere,
/// also through a server in front of this one, finds nothing here.
pub async fn metrics(
    State(node): State<Node>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let forwarded =
        ["forwarded", "x-forwarded-for", "x-real-ip"].iter().any(|name| headers.contains_key(*name));
    if forwarded || !peer.ip().to_canonical().is_loopback() {
        return Problem::not_found().into_response();
    }
    let mut text = String::new();
    match prometheus_client::encoding::text::encode(&mut text, &node.metrics) {
        Ok(()) => ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(fault) => Problem::internal(&fault).into_response(),
    }
}

/// No such route.
pub async fn nothing_here() -> Problem {
    Problem::not_found()
}

/// No such method of a route that is there. The router names those that are, in `Allow`.
pub async fn no_such_method() -> Problem {
    Problem::method_not_allowed()
}
