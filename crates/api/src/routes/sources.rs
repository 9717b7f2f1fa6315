//! Other systems as sources: what they send becomes evidence, and what it was not is shown to their organisation.

use access::Action;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::future::join_all;
use sources::{BodyFault, FieldFault, Kind, Presented, Reading};
use store::Incoming;

use crate::{
    caller::Caller,
    extract::{Part, Raw},
    node::Node,
    problem::Problem,
    sources::{self as hearing, Refused, Source, TakingFault},
    viewer::Viewer,
    wire::{EventOutcome, EventResult, ExchangeView, SourceAnswer, SourceView, SourcesView, UnmatchedView},
};

/// Largest body taken.
pub const MAX_BYTES: usize = sources::MAX_BODY_BYTES;
/// Seconds since 1970 by the sender's clock, in decimal.
const TIMESTAMP: &str = "x-thongsuot-timestamp";
/// HMAC-SHA256 of timestamp, full stop and body, in lower-case hex.
const SIGNATURE: &str = "x-thongsuot-signature";
/// Events recorded side by side: they share the writer's fsync and leave room in its queue.
const SIDE_BY_SIDE: usize = 64;

/// `POST /sources/{id}/events`.
#[utoipa::path(
    post,
    path = "/api/v1/sources/{id}/events",
    params(
        ("id" = String, Path),
        ("x-thongsuot-timestamp" = Option<String>, Header, description = "Seconds since 1970, at most five minutes off."),
        ("x-thongsuot-signature" = Option<String>, Header, description = "HMAC-SHA256 under the secret over the timestamp, a full stop and the body; lower-case hex.")
    ),
    request_body(content = Object, content_type = "application/json"),
    responses(
        (status = 200, body = SourceAnswer, description = "Each event has its result; what was recorded before has its first receipt."),
        (status = 201, body = SourceAnswer, description = "The event is recorded."),
        (status = 202, body = SourceAnswer, description = "No rule knows the event's object, or it turns no target: nothing is recorded."),
        (status = "4XX", body = Problem),
        (status = "5XX", body = Problem)
    )
)]
pub async fn receive(
    State(node): State<Node>,
    Caller(address): Caller,
    Part(id): Part<String>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<Response, Problem> {
    let now = node.now();
    let source = node.sources.admit(&id, presented(&headers), &body, address, now).map_err(refused)?;
    let body = node.store.admit(body, Incoming::File).await.inspect_err(|_| {
        source.count(EventOutcome::Refused, None, now);
    })?;
    let readings = sources::read(source.spec.kind, &source.spec.mapping, &body, now).map_err(|fault| {
        source.count(EventOutcome::Refused, None, now);
        body_problem(fault)
    })?;
    let mut results = Vec::with_capacity(readings.len());
    for part in readings.chunks(SIDE_BY_SIDE) {
        results.extend(join_all(part.iter().map(|reading| take(&node, source, reading))).await);
    }
    if source.spec.kind == Kind::Alertmanager {
        // The sender comes again with all of them, and those that are recorded stay one fact.
        return match results.iter_mut().find_map(|result| result.problem.take_if(|one| one.status >= 500)) {
            Some(problem) => Err(problem),
            None => Ok((StatusCode::OK, Json(SourceAnswer { results })).into_response()),
        };
    }
    if let Some(problem) = results.iter_mut().find_map(|result| result.problem.take()) {
        return Err(problem);
    }
    let status = match results.first().map(|result| result.outcome) {
        Some(EventOutcome::Recorded) => StatusCode::CREATED,
        Some(EventOutcome::Unmatched | EventOutcome::Nothing) => StatusCode::ACCEPTED,
        _ => StatusCode::OK,
    };
    Ok((status, Json(SourceAnswer { results })).into_response())
}

/// `GET /sources`: those of the viewer's own organisation. What they could not place never goes up.
#[utoipa::path(get, path = "/api/v1/sources", responses((status = 200, body = SourcesView), (status = "4XX", body = Problem)))]
pub async fn list(State(node): State<Node>, viewer: Viewer) -> Result<Json<SourcesView>, Problem> {
    let own = &viewer.scope.organisation;
    viewer.scope.may(Action::ReadTarget, own).map_err(|_| Problem::denied())?;
    Ok(Json(SourcesView { sources: node.sources.of(own).map(view).collect() }))
}

fn presented(headers: &HeaderMap) -> Presented<'_> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let bearer = text(header::AUTHORIZATION.as_str()).and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    Presented { timestamp: text(TIMESTAMP), signature: text(SIGNATURE), bearer }
}

async fn take(node: &Node, source: &Source, reading: &Reading) -> EventResult {
    let taken = hearing::take(&node.store, source, reading).await;
    EventResult {
        event: reading.event.clone(),
        outcome: taken.outcome,
        target: taken.target.map(|target| target.to_string()),
        receipt: taken.receipt.map(Into::into),
        problem: taken.fault.map(|fault| match fault {
            TakingFault::Fields(faults) => fields_problem(&faults),
            TakingFault::Record(fault) => fault.into(),
            TakingFault::Account => Problem::denied(),
            TakingFault::Name(fault) => Problem::internal(&fault),
        }),
    }
}

fn refused(refused: Refused) -> Problem {
    match refused {
        Refused::Unproven => Problem::unproven(),
        Refused::TooMany => Problem::slow_down(),
    }
}

fn body_problem(fault: BodyFault) -> Problem {
    match fault {
        BodyFault::TooLarge => Problem::too_large(),
        BodyFault::NotJson { .. } => Problem::bad_request(fault.to_string()),
        BodyFault::Shape(fault) => Problem::bad_field(fault.field, fault.what),
    }
}

fn fields_problem(faults: &[FieldFault]) -> Problem {
    Problem::bad_fields(faults.iter().map(|fault| (fault.field.clone(), fault.what.clone())))
}

fn view(source: &Source) -> SourceView {
    let heard = source.heard().clone();
    let objects = heard.unmatched.objects().map(|one| UnmatchedView {
        object: one.object.clone(),
        count: one.count,
        first_at: one.first_at,
        last_at: one.last_at,
    });
    SourceView {
        id: source.spec.id.to_string(),
        kind: source.spec.kind.name().to_owned(),
        targets: source.spec.mapping.targets().len(),
        last_at: heard.last_at,
        recorded: heard.recorded,
        repeated: heard.repeated,
        nothing: heard.nothing,
        refused: heard.faulty,
        unproven: heard.unproven,
        unmatched: heard.unmatched.total(),
        unmatched_objects: objects.collect(),
        exchange: heard.exchange.map(|exchange| ExchangeView {
            reached_at: exchange.reached_at,
            failing_since: exchange.failing.as_ref().map(|(since, _)| *since),
            fault: exchange.failing.map(|(_, what)| what),
            told: exchange.told,
            untold: exchange.untold,
            caught_up: exchange.caught_up,
        }),
    }
}
