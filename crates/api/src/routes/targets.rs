//! A target as it stands, and its chart.

use axum::{Json, extract::State};
use campaign::{TargetKind, TargetState};
use serde::Deserialize;
use series::{ChartBuilder, ChartSpan};
use store::TargetQuery;
use utoipa::IntoParams;

use super::board::{moment, path_slug, slug};
use crate::{
    extract::{Params, Part},
    node::Node,
    problem::Problem,
    says,
    viewer::Viewer,
    wire::{
        CertificateView, LastSample, SamplesView, TargetRow, TargetStateName, TargetUse, TargetView,
        TargetsPage,
    },
};

/// Points of a chart when nothing else is asked.
const POINTS: usize = 600;
/// The stretch shown when nothing else is asked.
const USUAL_MS: i64 = 15 * 60_000;
/// The longest stretch one chart covers: a campaign of a season.
const MAX_SPAN_MS: i64 = 120 * DAY_MS;
const DAY_MS: i64 = 86_400_000;

/// Which stretch of samples.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Span {
    /// First moment, with zone.
    pub from: Option<String>,
    /// First moment after, with zone.
    pub to: Option<String>,
    /// Points wanted.
    pub points: Option<usize>,
}

/// Which targets.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// The last target of the page before.
    pub after: Option<String>,
    /// How many, at most 1,000.
    pub limit: Option<usize>,
    /// Those of this organisation only, without its units'.
    pub owner: Option<String>,
    /// Those that stand so only.
    #[param(value_type = Option<TargetStateName>)]
    pub state: Option<TargetState>,
    /// Those that are probed so only: `icmp`, `tcp`, `dns`, `http`, `https` or `tls`.
    #[param(value_type = Option<String>)]
    pub kind: Option<TargetKind>,
}

/// Targets on a page when nothing else is asked.
const PAGE: usize = 500;

/// `GET /targets`.
#[utoipa::path(get, path = "/api/v1/targets", params(Page), responses((status = 200, body = TargetsPage), (status = "4XX", body = Problem)))]
pub async fn list(
    State(node): State<Node>,
    viewer: Viewer,
    Params(page): Params<Page>,
) -> Result<Json<TargetsPage>, Problem> {
    let query = TargetQuery {
        after: page.after.map(|text| slug("after", text)).transpose()?,
        limit: page.limit.unwrap_or(PAGE),
        owner: page.owner.map(|text| slug("owner", text)).transpose()?,
        state: page.state,
        kind: page.kind,
    };
    let found = node.store.target_page(&viewer.scope, &query);
    let targets = found.lines.into_iter().map(|line| TargetRow {
        id: line.target.id.to_string(),
        title: line.target.title,
        owner: line.target.owner.to_string(),
        kind: line.target.kind,
        state: line.now.state,
        since: line.now.since,
        cause: (!line.now.cause.is_empty()).then_some(line.now.cause),
        rtt_us_p50: line.now.last.and_then(|last| last.rtt_us_p50),
        ok: line.now.last.map(|last| last.ok),
        lost: line.now.last.map(|last| last.lost),
    });
    Ok(Json(TargetsPage { targets: targets.collect(), next: found.next.map(|next| next.to_string()) }))
}

/// `GET /targets/{target}`.
#[utoipa::path(get, path = "/api/v1/targets/{target}", params(("target" = String, Path)), responses((status = 200, body = TargetView), (status = "4XX", body = Problem)))]
pub async fn show(
    State(node): State<Node>,
    viewer: Viewer,
    Part(target): Part<String>,
) -> Result<Json<TargetView>, Problem> {
    let found = node.store.target(&viewer.scope, &path_slug(target)?)?;
    let live = (node.ask_target)(&found.target.id).unwrap_or_default();
    let now = node.now();
    let not_after = live.not_after.or_else(|| found.now.last.and_then(|last| last.not_after));
    let certificate = not_after.map(|not_after| CertificateView {
        not_after,
        days_left: not_after.ms_since(now).div_euclid(DAY_MS),
    });
    let target = &found.target;
    Ok(Json(TargetView {
        id: target.id.to_string(),
        title: target.title.clone(),
        owner: target.owner.to_string(),
        kind: target.kind,
        address: (target.owner == viewer.scope.organisation || viewer.scope.sees(&target.owner))
            .then(|| target.address.clone()),
        every_s: target.every_s,
        state: found.now.state,
        since: found.now.since,
        cause: (!found.now.cause.is_empty()).then(|| found.now.cause.clone()),
        last: live.at.map(|at| LastSample { at, rtt_us: live.rtt_us, status: live.status }),
        certificate,
        used_by: found
            .used_by
            .iter()
            .map(|(key, check)| TargetUse {
                organisation: key.organisation.to_string(),
                obligation: key.obligation.to_string(),
                check: check.as_str().to_owned(),
            })
            .collect(),
    }))
}

/// `GET /targets/{target}/samples`.
#[utoipa::path(get, path = "/api/v1/targets/{target}/samples", params(("target" = String, Path), Span), responses((status = 200, body = SamplesView), (status = "4XX", body = Problem)))]
pub async fn samples(
    State(node): State<Node>,
    viewer: Viewer,
    Part(target): Part<String>,
    Params(span): Params<Span>,
) -> Result<Json<SamplesView>, Problem> {
    let found = node.store.target(&viewer.scope, &path_slug(target)?)?;
    let to = span.to.map_or_else(|| Ok(node.now()), |text| moment("to", &text))?;
    let from = span.from.map_or_else(|| Ok(to.plus_ms(-USUAL_MS)), |text| moment("from", &text))?;
    if !(1..=MAX_SPAN_MS).contains(&to.ms_since(from)) {
        return Err(Problem::bad_field("from", says::range_too_long()));
    }
    let every_ms = i64::from(found.target.every_s) * 1_000;
    let chart_span = ChartSpan { from, to, points: span.points.unwrap_or(POINTS), every_ms };
    let (series, name) = (node.series.clone(), found.target.id.to_string());
    let drawn = tokio::task::spawn_blocking(move || {
        let mut chart = ChartBuilder::new(chart_span);
        series.visit(&name, from, to, &mut |sample| chart.add(sample))?;
        Ok::<_, series::SeriesFault>(chart.finish())
    });
    let chart =
        drawn.await.map_err(|fault| Problem::internal(&fault))?.map_err(|fault| Problem::internal(&fault))?;
    Ok(Json(SamplesView {
        from: chart.from,
        to: chart.to,
        step_ms: chart.step_ms,
        t: chart.t,
        p50_us: chart.p50_us,
        p05_us: chart.p05_us,
        p95_us: chart.p95_us,
        max_us: chart.max_us,
        sent: chart.sent,
        lost: chart.lost,
        own_late: chart.own_late,
    }))
}
