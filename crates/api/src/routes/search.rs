//! One box to find anything by.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{extract::Params, node::Node, problem::Problem, viewer::Viewer, wire::SearchView};

/// Hits of each kind when nothing else is asked: what a list under a box shows.
const HITS: usize = 8;

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Question {
    /// Words of a name, with marks or without, at most 200 characters; or the whole id of an entry.
    pub q: Option<String>,
    /// Hits of each kind, at most 20.
    pub limit: Option<usize>,
}

/// `GET /search`: organisations, obligations and targets whose names have every word, and an entry by its id.
#[utoipa::path(get, path = "/api/v1/search", params(Question), responses((status = 200, body = SearchView), (status = "4XX", body = Problem)))]
pub async fn find(
    State(node): State<Node>,
    viewer: Viewer,
    Params(question): Params<Question>,
) -> Result<Json<SearchView>, Problem> {
    let words = question.q.unwrap_or_default();
    let hits = node.store.search(&viewer.scope, &words, question.limit.unwrap_or(HITS)).await?;
    Ok(Json(SearchView { hits: hits.into_iter().map(Into::into).collect() }))
}
