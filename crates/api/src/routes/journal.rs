//! The journal: logs, entries as they were hashed, proofs.

use access::Action;
use axum::{Json, extract::State};
use journal::{Entry, Kind};
use serde::Deserialize;
use utoipa::IntoParams;

use super::board::path_slug;
use crate::{
    extract::{Params, Part},
    node::Node,
    problem::Problem,
    viewer::Viewer,
    wire::{EntriesPage, EntryLine, LogView, LogsView, ProofView},
};

/// Entries on a page when nothing else is asked.
const PAGE: u32 = 50;

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// Entries before this index; the newest where absent.
    pub before: Option<u64>,
    /// How many.
    pub limit: Option<u32>,
    /// Entries of this kind alone. A stretch of the log is looked through for a page: it may hold fewer than asked for.
    pub kind: Option<String>,
}

/// Which entry.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Its index.
    pub index: u64,
}

/// `GET /journal`.
#[utoipa::path(get, path = "/api/v1/journal", responses((status = 200, body = LogsView), (status = "4XX", body = Problem)))]
pub async fn logs(State(node): State<Node>, viewer: Viewer) -> Result<Json<LogsView>, Problem> {
    let logs = node.store.logs(&viewer.scope).await?;
    let logs = logs.into_iter().map(|log| LogView {
        origin: log.origin.to_string(),
        organisation: log.organisation.to_string(),
        name: log.name,
        size: log.size,
        root: log.root.to_string(),
        checkpoint_at: log.checkpoint.map(|head| head.signed_at),
        vkey: log.vkey,
    });
    Ok(Json(LogsView { logs: logs.collect() }))
}

/// `GET /journal/{organisation}/entries`.
#[utoipa::path(get, path = "/api/v1/journal/{organisation}/entries", params(("organisation" = String, Path), Page), responses((status = 200, body = EntriesPage), (status = "4XX", body = Problem)))]
pub async fn entries(
    State(node): State<Node>,
    viewer: Viewer,
    Part(organisation): Part<String>,
    Params(page): Params<Page>,
) -> Result<Json<EntriesPage>, Problem> {
    let organisation = path_slug(organisation)?;
    let (scope, limit) = (&viewer.scope, page.limit.unwrap_or(PAGE));
    let kind = page.kind.map(Kind::new).transpose();
    let found = match kind.map_err(|fault| Problem::bad_field("kind", fault.to_string()))? {
        Some(kind) => node.store.entries_of_kind(scope, &organisation, &kind, page.before, limit).await?,
        None => node.store.entries(scope, &organisation, page.before, limit).await?,
    };
    let entries = found.entries.into_iter().map(|stored| {
        let entry = Entry::parse(&stored.canonical).map_err(|fault| Problem::internal(&fault))?;
        Ok(EntryLine {
            index: stored.index,
            leaf: stored.leaf.to_string(),
            entry,
            raw: text(stored.canonical)?,
        })
    });
    let entries = entries.collect::<Result<_, Problem>>()?;
    Ok(Json(EntriesPage { origin: found.origin.to_string(), size: found.size, entries, next: found.next }))
}

/// `GET /journal/{organisation}/proof`.
#[utoipa::path(get, path = "/api/v1/journal/{organisation}/proof", params(("organisation" = String, Path), Which), responses((status = 200, body = ProofView), (status = "4XX", body = Problem)))]
pub async fn proof(
    State(node): State<Node>,
    viewer: Viewer,
    Part(organisation): Part<String>,
    Params(which): Params<Which>,
) -> Result<Json<ProofView>, Problem> {
    let organisation = path_slug(organisation)?;
    let proof = node.store.proof(&viewer.scope, &organisation, which.index).await?;
    Ok(Json(ProofView {
        may_erase: viewer.scope.may(Action::Erase, &organisation).is_ok(),
        origin: proof.origin.to_string(),
        index: proof.index,
        size: proof.size,
        leaf: proof.leaf.to_string(),
        raw: text(proof.canonical)?,
        path: proof.path.iter().map(ToString::to_string).collect(),
        root: proof.root.to_string(),
        checkpoint: proof.checkpoint.note,
        vkey: proof.vkey,
    }))
}

/// Canonical bytes are JSON, and so always text.
fn text(canonical: Vec<u8>) -> Result<String, Problem> {
    String::from_utf8(canonical).map_err(|fault| Problem::internal(&fault))
}
