//! What Prometheus may know of requests: how many there were and how long they took, by the template of their route, the
//! method and the class of their status. Never a path as it was asked, an organisation, an account or an address.

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use axum::{extract::Request, extract::State, http::StatusCode, middleware::Next, response::Response};
use prometheus_client::{
    encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder},
    metrics::{family::Family, histogram::Histogram},
    registry::{Registry, Unit},
};

/// Upper bounds in seconds: the figures that are promised (50 ms, 100 ms, 1 s) are among them.
const BOUNDS_S: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// What no route is for.
pub const NO_ROUTE: &str = "none";

/// Of which requests.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    route: &'static str,
    method: &'static str,
    status: Class,
}

/// The class of a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Class(u16);

impl EncodeLabelValue for Class {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
        write!(encoder, "{}xx", self.0)
    }
}

type Took = Family<Of, Histogram, fn() -> Histogram>;

/// How many requests there were, and how long they took until their answer began.
#[derive(Clone)]
pub struct Figures(Took);

impl Default for Figures {
    fn default() -> Self {
        Self(Family::new_with_constructor(|| Histogram::new(BOUNDS_S)))
    }
}

impl fmt::Debug for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Figures")
    }
}

impl Figures {
    /// Makes them known to a collector.
    pub fn register(&self, registry: &mut Registry) {
        let help = "requests and how long each took until its answer began, by the template of its route";
        registry.register_with_unit("http_request_duration", help, Unit::Seconds, self.0.clone());
    }

    fn count(
        &self,
        route: &'static str,
        method: &'static str,
        status: StatusCode,
        took: std::time::Duration,
    ) {
        let of = Of { route, method, status: Class(status.as_u16() / 100) };
        self.0.get_or_create(&of).observe(took.as_secs_f64());
    }
}

/// What the requests of one route are counted as.
#[derive(Clone, Debug)]
pub struct Counting {
    /// Where they are counted.
    pub figures: Arc<Figures>,
    /// The template of the route.
    pub route: &'static str,
}

/// Counts a request with its answer.
pub async fn counted(
    State(Counting { figures, route }): State<Counting>,
    request: Request,
    next: Next,
) -> Response {
    let method = method(request.method().as_str());
    let begun = tokio::time::Instant::now();
    let response = next.run(request).await;
    figures.count(route, method, response.status(), begun.elapsed());
    response
}

/// One of the methods that routes take: whoever makes up others makes no line of its own.
fn method(asked: &str) -> &'static str {
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        .into_iter()
        .find(|known| *known == asked)
        .unwrap_or("other")
}
