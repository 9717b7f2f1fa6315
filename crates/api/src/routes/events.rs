//! Live events: server-sent, each with the journal cursor of the viewer's scope as its id.
//!
//! A browser that comes back names the last id it saw and goes on from there. The session is looked at again whenever
//! sessions are ended and now and then besides: one who is signed out hears nothing more, and one whose scope changed is
//! cut off and comes back with the new one. An account follows so many at once.

use std::{convert::Infallible, time::Duration};

use access::Scope;
use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::Stream;
use journal::Cursor;
use serde::{Deserialize, Serialize};
use store::{LiveEvent, Subscription};
use tokio::sync::watch;

use crate::{
    extract::Params,
    node::Node,
    problem::Problem,
    streams::OpenStream,
    viewer::{Credential, Viewer, credential_of, scope_of},
    wire::CellView,
};

/// How long a stream may go before its session is looked at again.
const RECHECK: Duration = Duration::from_secs(30);
/// How often a silent stream says that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Where to go on from.
#[derive(Debug, Deserialize)]
pub struct From {
    after: Option<String>,
}

#[derive(Serialize)]
struct Cells {
    now: calendar::Instant,
    cells: Vec<CellView>,
}

#[derive(Serialize)]
struct Target<'a> {
    id: &'a str,
    state: campaign::TargetState,
    since: Option<calendar::Instant>,
    cause: &'a str,
}

#[derive(Serialize)]
struct Grown<'a> {
    origin: &'a str,
    size: u64,
}

#[derive(Serialize)]
struct Nothing {}

struct Listening {
    node: Node,
    credential: Credential,
    scope: Scope,
    events: Subscription,
    _place: OpenStream,
    checked: tokio::time::Instant,
    ended: watch::Receiver<u64>,
    /// Ids of the openings that the listener was told of.
    openings: Vec<String>,
}

/// `GET /events`.
#[utoipa::path(get, path = "/api/v1/events", params(("after" = Option<String>, Query, description = "cursor to go on from; the Last-Event-ID header comes first")), responses((status = 200, content_type = "text/event-stream"), (status = "4XX", body = Problem)))]
pub async fn stream(
    State(node): State<Node>,
    viewer: Viewer,
    Params(from): Params<From>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let after = last.or(from.after).map(|text| Cursor::decode(&text)).transpose();
    let after = after.map_err(|_| Problem::bad_field("after", "is no cursor"))?;
    let credential = credential_of(&headers).ok_or_else(Problem::not_signed_in)?;
    let place = node.streams.open(&viewer.scope.actor).ok_or_else(Problem::too_many_streams)?;
    let events = node.store.subscribe(&viewer.scope, after.as_ref());
    let (checked, ended) = (tokio::time::Instant::now(), node.store.sessions_changed());
    let state = Listening {
        node,
        credential,
        scope: viewer.scope,
        events,
        _place: place,
        checked,
        ended,
        openings: Vec::new(),
    };
    // A session that ended between its look-up and the line above told nobody.
    if !still_the_same(&state).await {
        return Err(Problem::not_signed_in());
    }
    let stream = futures_util::stream::unfold(state, |mut state| async move {
        loop {
            if news_of_openings(&mut state) {
                return Some((Ok(Event::default().event("session").data("{}")), state));
            }
            let stopping = state.node.stopping.clone();
            let next = tokio::select! {
                next = state.events.next() => next,
                () = tokio::time::sleep_until(state.checked + RECHECK) => {
                    if !still_the_same(&state).await {
                        return None;
                    }
                    state.checked = tokio::time::Instant::now();
                    continue;
                }
                // The store outlives its streams: there is always somebody to tell.
                _ = state.ended.changed() => {
                    if !still_the_same(&state).await {
                        return None;
                    }
                    state.checked = tokio::time::Instant::now();
                    continue;
                }
                () = stopped(stopping) => return None,
            };
            // A cell may tell more than the viewer's role of a moment ago allowed: look again before it goes out.
            let over = state.scope.until().is_some_and(|until| state.node.now() >= until);
            if (over || state.checked.elapsed() >= RECHECK) && !still_the_same(&state).await {
                return None;
            }
            return next.map(|event| (Ok(told(&event)), state));
        }
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}

/// Whether the openings that the listener is told of are others than before; those that last when the stream begins are
/// news, for the session may have been read before they were there.
fn news_of_openings(state: &mut Listening) -> bool {
    let told = state.node.store.openings_told(&state.scope).into_iter().map(|one| one.id).collect();
    let news = told != state.openings;
    state.openings = told;
    news
}

async fn stopped(mut stopping: tokio::sync::watch::Receiver<bool>) {
    // A sender that is gone has stopped as well.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

async fn still_the_same(state: &Listening) -> bool {
    let scope = scope_of(&state.node, &state.credential).await;
    scope.is_ok_and(|scope| scope.is_some_and(|scope| scope.is_same(&state.scope)))
}

fn told(event: &LiveEvent) -> Event {
    match event {
        LiveEvent::Cells { cursor, now, cells } => {
            let cells = Cells { now: *now, cells: cells.iter().map(CellView::from).collect() };
            written("cells", cursor, &cells)
        }
        LiveEvent::Target { cursor, id, target } => written(
            "target",
            cursor,
            &Target { id: id.as_str(), state: target.state, since: target.since, cause: &target.cause },
        ),
        LiveEvent::Entry { cursor, origin, size } => {
            written("entry", cursor, &Grown { origin: origin.as_str(), size: *size })
        }
        LiveEvent::Reload { cursor } => written("reload", cursor, &Nothing {}),
    }
}

fn written(name: &str, cursor: &Cursor, body: &impl Serialize) -> Event {
    let event = Event::default().event(name).id(cursor.encode());
    event.json_data(body).unwrap_or_else(|fault| {
        tracing::error!(%fault, "an event could not be written");
        Event::default().event("reload").id(cursor.encode()).data("{}")
    })
}
