//! The report as a download.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::board::{moment, slug};
use crate::{
    extract::Params,
    node::Node,
    problem::Problem,
    reporting::{self, Kind},
    viewer::Viewer,
};

/// Which report.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Which {
    /// `docx` or `pdf`.
    #[serde(rename = "as")]
    pub kind: String,
    /// The organisation reported on; everything the viewer sees where absent.
    pub organisation: Option<String>,
    /// The moment, with zone; now where absent.
    pub at: Option<String>,
}

/// `GET /report`.
#[utoipa::path(get, path = "/api/v1/report", params(Which), responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = Problem)))]
pub async fn download(
    State(node): State<Node>,
    viewer: Viewer,
    Params(which): Params<Which>,
) -> Result<Response, Problem> {
    let kind = Kind::parse(&which.kind).ok_or_else(|| Problem::bad_field("as", "is docx or pdf"))?;
    let organisation = which.organisation.map(|text| slug("organisation", text)).transpose()?;
    let at = which.at.map(|text| moment("at", &text)).transpose()?;
    let campaign = node.store.campaign(&viewer.scope).ok_or_else(Problem::not_found)?;
    let order = reporting::Order { campaign: campaign.clone(), organisation, at };
    let model = reporting::model(&node.store, &viewer.scope, &order).await?;
    let bytes = tokio::task::spawn_blocking(move || reporting::write(&model, kind));
    let bytes =
        bytes.await.map_err(|fault| Problem::internal(&fault))?.map_err(|fault| Problem::internal(&fault))?;
    let mut response = bytes.into_response();
    let name = format!("attachment; filename=\"bao-cao-{}.{}\"", campaign.id, kind.ending());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.content_type()));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
