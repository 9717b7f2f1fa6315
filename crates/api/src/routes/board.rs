//! The board, one cell with everything behind it, one obligation over all its owners.

use axum::{Json, extract::State};
use calendar::{Instant, TimeFault};
use campaign::{CellKey, Status};
use journal::{Cursor, Slug};
use serde::{Deserialize, Serialize};
use store::{Asked, BoardQuery, Disclosed, EvidenceView as Recorded};
use utoipa::{IntoParams, ToSchema};

use super::delegations::signature_lines;
use crate::{
    extract::{Params, Part},
    node::Node,
    problem::Problem,
    says,
    viewer::Viewer,
    wire::{
        BoardPage, CellDetail, CellView, EvidenceView, ObligationView, OrganisationView, SignatureView,
        StatusName, TargetBrief,
    },
};

/// Obligations on a page when nothing else is asked.
const PAGE: usize = 200;
/// Evidence shown with a cell, newest first; the journal has the rest.
const EVIDENCE: usize = 200;

/// Which moment, and by what was known.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct When {
    /// A moment with zone: how it stood then.
    pub at: Option<String>,
    /// A cursor, or a moment with zone: by what was known then.
    pub known: Option<String>,
}

/// Which page of the board.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// The last obligation of the page before.
    pub after: Option<String>,
    /// Obligations on the page, at most 500.
    pub limit: Option<usize>,
    /// Cells of this organisation only.
    pub organisation: Option<String>,
    /// Cells that stand so, and obligations that have one; the counts are of all.
    #[param(value_type = Option<StatusName>)]
    pub status: Option<Status>,
    /// A moment with zone: how it stood then.
    pub at: Option<String>,
    /// A cursor, or a moment with zone: by what was known then.
    pub known: Option<String>,
}

/// An obligation and its cells.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObligationDetail {
    /// The obligation.
    pub obligation: ObligationView,
    /// Its cells, as far as the viewer sees them.
    pub cells: Vec<CellView>,
}

/// `GET /board`.
#[utoipa::path(get, path = "/api/v1/board", params(Page), responses((status = 200, body = BoardPage), (status = "4XX", body = Problem)))]
pub async fn page(
    State(node): State<Node>,
    viewer: Viewer,
    Params(page): Params<Page>,
) -> Result<Json<BoardPage>, Problem> {
    let asked = asked(&node, &viewer, page.at.as_deref(), page.known.as_deref()).await?;
    let query = BoardQuery {
        asked,
        after: page.after.map(|after| slug("after", after)).transpose()?,
        limit: page.limit.unwrap_or(PAGE),
        organisation: page.organisation.map(|organisation| slug("organisation", organisation)).transpose()?,
        status: page.status,
    };
    let found = node.store.board_page(&viewer.scope, &query).await?;
    let sees = |organisation: &Slug| viewer.scope.sees(organisation);
    let obligations =
        found.obligations.iter().map(|of| ObligationView::of(&of.campaign, &of.what, sees)).collect();
    Ok(Json(BoardPage {
        now: found.now,
        at: found.at,
        known: found.known.encode(),
        cursor: found.cursor.encode(),
        counts: found.counts.iter().map(|(status, n)| (status.as_str().to_owned(), u64::from(*n))).collect(),
        organisations: found.organisations.iter().map(|one| OrganisationView::of(one, sees)).collect(),
        obligations,
        cells: found.cells.iter().map(CellView::from).collect(),
        next: found.next.map(|next| next.to_string()),
    }))
}

/// `GET /cells/{organisation}/{obligation}`.
#[utoipa::path(get, path = "/api/v1/cells/{organisation}/{obligation}", params(("organisation" = String, Path), ("obligation" = String, Path), When), responses((status = 200, body = CellDetail), (status = "4XX", body = Problem)))]
pub async fn cell(
    State(node): State<Node>,
    viewer: Viewer,
    Part((organisation, obligation)): Part<(String, String)>,
    Params(when): Params<When>,
) -> Result<Json<CellDetail>, Problem> {
    let asked = asked(&node, &viewer, when.at.as_deref(), when.known.as_deref()).await?;
    let key = CellKey { organisation: path_slug(organisation)?, obligation: path_slug(obligation)? };
    let found = node.store.cell(&viewer.scope, &key, &asked).await?;
    let recorded = node.store.evidence(&viewer.scope, &key, None, EVIDENCE).await?;
    let (campaign, obligation) = (&found.obligation.campaign, &found.obligation.what);
    // A board of the past shows what was held and known then; what came later is not yet there.
    let evidence = recorded.items.into_iter().filter(|one| {
        let held = asked.at.is_none_or(|at| one.entry.held.from <= at);
        held && asked.known.as_ref().is_none_or(|known| known.includes(&one.entry.origin, one.index))
    });
    Ok(Json(CellDetail {
        cell: (&found.cell).into(),
        obligation: ObligationView::of(campaign, obligation, |one| viewer.scope.sees(one)),
        findings: found.cell.findings.iter().map(Into::into).collect(),
        evidence: evidence.map(|one| evidence_view(&node, one)).collect(),
        targets: found
            .targets
            .iter()
            .map(|target| TargetBrief {
                id: target.id.to_string(),
                title: target.title.clone(),
                kind: target.kind,
                owner: target.owner.to_string(),
            })
            .collect(),
        allowed: viewer.scope.says_about(&key.organisation, &key.obligation).collect(),
    }))
}

/// `GET /obligations/{obligation}`.
#[utoipa::path(get, path = "/api/v1/obligations/{obligation}", params(("obligation" = String, Path), When), responses((status = 200, body = ObligationDetail), (status = "4XX", body = Problem)))]
pub async fn obligation(
    State(node): State<Node>,
    viewer: Viewer,
    Part(obligation): Part<String>,
    Params(when): Params<When>,
) -> Result<Json<ObligationDetail>, Problem> {
    let asked = asked(&node, &viewer, when.at.as_deref(), when.known.as_deref()).await?;
    let found = node.store.obligation(&viewer.scope, &path_slug(obligation)?, &asked).await?;
    let of = &found.obligation;
    Ok(Json(ObligationDetail {
        obligation: ObligationView::of(&of.campaign, &of.what, |one| viewer.scope.sees(one)),
        cells: found.cells.iter().map(Into::into).collect(),
    }))
}

/// What a viewer asks for, from the query's texts.
pub async fn asked(
    node: &Node,
    viewer: &Viewer,
    at: Option<&str>,
    known: Option<&str>,
) -> Result<Asked, Problem> {
    let at = at.map(|text| moment("at", text)).transpose()?;
    let known = match known {
        None => None,
        Some(text) => Some(match Cursor::decode(text) {
            Ok(cursor) => cursor,
            Err(_) => node.store.known_at(&viewer.scope, moment("known", text)?).await?,
        }),
    };
    Ok(Asked { at, known })
}

/// What is told back of a text that does not fit, in characters.
const MAX_SHOWN_CHARS: usize = 40;

/// A moment of the query; one without a zone is refused.
pub fn moment(field: &str, text: &str) -> Result<Instant, Problem> {
    Instant::parse_edge(text).map_err(|fault| {
        let what = match fault {
            TimeFault::NoZone(shown) => says::time_no_zone(shown),
            TimeFault::NotATime(shown) | TimeFault::NotCanonical(shown) => says::time_unread(shown),
            TimeFault::OutOfRange | TimeFault::NoSuchLunarDate(..) => says::time_out_of_range(),
        };
        Problem::bad_field(field, what)
    })
}

/// A name of the query.
pub fn slug(field: &str, text: String) -> Result<Slug, Problem> {
    let shown: String = text.chars().take(MAX_SHOWN_CHARS).collect();
    Slug::new(text).map_err(|_| Problem::bad_field(field, says::not_a_slug(shown)))
}

/// A name of the path; what cannot be one is not there.
pub fn path_slug(text: String) -> Result<Slug, Problem> {
    Slug::new(text).map_err(|_| Problem::not_found())
}

/// An entry as its reader may see it.
pub fn evidence_view(node: &Node, recorded: Recorded) -> EvidenceView {
    let private = recorded.private.unwrap_or_default().into_iter().map(|(field, value)| match value {
        Disclosed::Value(value) => (field, value),
        Disclosed::Erased => (field, journal::Fact::Text("erased".to_owned())),
    });
    let private = private.collect();
    let entry = recorded.entry;
    EvidenceView {
        id: entry.id.to_string(),
        origin_name: node.store.name_on_record(entry.origin.organisation()),
        origin: entry.origin.to_string(),
        index: recorded.sees_log.then_some(recorded.index),
        by_digest: recorded.by_digest.into_iter().collect(),
        kind: entry.kind.to_string(),
        held: entry.held.into(),
        recorded_at: entry.recorded_at,
        source: entry.source,
        actor: entry.actor,
        actor_name: recorded.actor_name,
        signature: recorded.signature.map(|signature| SignatureView {
            lines: signature_lines(&signature),
            signed_as: signature.signed_as,
        }),
        grade: entry.grade,
        late: recorded.late,
        answers: entry.answers.iter().map(ToString::to_string).collect(),
        facts: entry.facts,
        private,
        understood: recorded.understood,
    }
}
