//! The dossier of one cell as a download.

use axum::{extract::State, http::header, response::Response};
use campaign::CellKey;

use super::{
    board::{When, asked, path_slug},
    report::named,
};
use crate::{
    dossier::{self, DossierOrder},
    extract::{Params, Part},
    node::Node,
    problem::Problem,
    viewer::Viewer,
};

/// `GET /dossier/{organisation}/{obligation}`.
#[utoipa::path(get, path = "/api/v1/dossier/{organisation}/{obligation}", params(("organisation" = String, Path), ("obligation" = String, Path), When), responses((status = 200, content_type = "application/zip"), (status = "4XX", body = Problem)))]
pub async fn download(
    State(node): State<Node>,
    viewer: Viewer,
    Part((organisation, obligation)): Part<(String, String)>,
    Params(when): Params<When>,
) -> Result<Response, Problem> {
    let key = CellKey { organisation: path_slug(organisation)?, obligation: path_slug(obligation)? };
    let asked = asked(&node, &viewer, when.at.as_deref(), when.known.as_deref()).await?;
    let order = DossierOrder { key, at: asked.at, known: asked.known };
    let turn = node.bundling.take(&viewer.scope.organisation).await;
    let _turn = turn.map_err(|_| Problem::bundle_in_the_making())?;
    let (body, length) = dossier::archive(&node.store, &viewer.scope, &order).await?;
    let mut response = named(body, "application/zip", &format!("{}.zip", dossier::folder(&order.key)));
    response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    Ok(response)
}
