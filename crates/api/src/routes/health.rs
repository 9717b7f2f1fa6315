//! Whether the program lives, and whether it is ready to serve.

use std::{borrow::Cow, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, State},
    http::{Extensions, HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{node::Node, problem::Problem};

/// The media type of the text format.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What names for whom somebody else asks.
const FORWARDING: [&str; 3] = ["forwarded", "x-forwarded-for", "x-real-ip"];

/// Whether a program on the same machine asks, and for nobody else.
fn is_near(extensions: &Extensions, headers: &HeaderMap) -> bool {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let near = peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback());
    near && !FORWARDING.iter().any(|name| headers.contains_key(*name))
}

/// `GET /healthz`: the process answers.
#[utoipa::path(get, path = "/healthz", responses((status = 200, body = String, content_type = "text/plain", description = "`alive`")))]
pub async fn alive() -> &'static str {
    "alive"
}

/// `GET /readyz`: whether the writer and the database answer now, within two seconds; 503 where one does not. A journal
/// found rolled back is still served for reading, and a damaged one for what is whole of it, so the answer stays 200; that
/// it is so, and what is wrong with the storage, is told to a program on the same machine alone.
#[utoipa::path(get, path = "/readyz", responses((status = 200, body = String, content_type = "text/plain", description = "`ready`; to who asks from the same machine also whether the journal was rolled back or is damaged"), (status = 503, body = String, content_type = "text/plain", description = "`not ready`; to who asks from the same machine also why")))]
pub async fn ready(
    State(node): State<Node>,
    extensions: Extensions,
    headers: HeaderMap,
) -> (StatusCode, Cow<'static, str>) {
    let near = is_near(&extensions, &headers);
    let said = match node.store.check_ready().await {
        Ok(()) if near => told_of(&node),
        Ok(()) => "ready",
        Err(fault) => {
            tracing::error!(%fault, "the node is not ready");
            let why = if near { format!("not ready: {}", fault.reason).into() } else { "not ready".into() };
            return (StatusCode::SERVICE_UNAVAILABLE, why);
        }
    };
    (StatusCode::OK, said.into())
}

/// What is so although the node is ready.
fn told_of(node: &Node) -> &'static str {
    if node.store.is_in_doubt() {
        "ready, reading only: the journal was rolled back"
    } else if node.store.damage_count() > 0 {
        "ready, but the journal is damaged: put back a backup"
    } else {
        "ready"
    }
}

/// `GET /metrics`: figures of the node in Prometheus' text format, for a collector on the same machine. Whoever comes from
/// elsewhere, also through a server in front of this one, finds nothing here.
#[utoipa::path(get, path = "/metrics", responses((status = 200, body = String, content_type = "application/openmetrics-text"), (status = "4XX", body = Problem)))]
pub async fn metrics(State(node): State<Node>, extensions: Extensions, headers: HeaderMap) -> Response {
    if !is_near(&extensions, &headers) {
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
