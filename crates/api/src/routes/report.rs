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
    bundle,
    extract::Params,
    node::Node,
    problem::Problem,
    reporting::{self, Kind, Order},
    says,
    viewer::Viewer,
    wire::File,
};

/// Which report.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// `docx` or `pdf`; `xlsx`, the annex of figures; `txt` or `png`, to be sent in a chat.
    #[serde(rename = "as")]
    pub kind: String,
    /// The organisation reported on; everything the viewer sees where absent.
    pub organisation: Option<String>,
    /// The moment, with zone, not later than now; now where absent.
    pub at: Option<String>,
}

/// `GET /report/bundle`.
#[utoipa::path(get, path = "/api/v1/report/bundle", params(Which), responses((status = 200, content_type = "application/zip"), (status = "4XX", body = Problem)))]
pub async fn bundle(
    State(node): State<Node>,
    viewer: Viewer,
    Params(which): Params<Which>,
) -> Result<Response, Problem> {
    let (order, kind) = which.read(&node, &viewer)?;
    let leave = node.bundling.take(&viewer.scope.organisation).await;
    let _leave = leave.map_err(|_| Problem::bundle_in_the_making())?;
    let (body, length) = bundle::archive(&node.store, &viewer.scope, &order, kind).await?;
    let mut response = named(body, "application/zip", &format!("bao-cao-{}.zip", order.campaign.id));
    response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    Ok(response)
}

/// `GET /report`.
#[utoipa::path(get, path = "/api/v1/report", params(Which), responses((status = 200, content((inline(File) = "application/pdf"), (inline(File) = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (inline(File) = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/plain"), (inline(File) = "image/png"))), (status = "4XX", body = Problem)))]
pub async fn download(
    State(node): State<Node>,
    viewer: Viewer,
    Params(which): Params<Which>,
) -> Result<Response, Problem> {
    let (order, kind) = which.read(&node, &viewer)?;
    let name = order.file_name(kind);
    let model = reporting::model(&node.store, &viewer.scope, &order).await?;
    let bytes = tokio::task::spawn_blocking(move || reporting::write(&model, kind));
    let bytes = bytes.await.map_err(|fault| Problem::internal(&fault))??;
    Ok(named(bytes, kind.content_type(), &name))
}

impl Which {
    fn read(self, node: &Node, viewer: &Viewer) -> Result<(Order, Kind), Problem> {
        let kind = Kind::parse(&self.kind).ok_or_else(|| Problem::bad_field("as", says::report_kinds()))?;
        let organisation = self.organisation.map(|text| slug("organisation", text)).transpose()?;
        let at = self.at.map(|text| moment("at", &text)).transpose()?;
        let campaign = node.store.campaign(&viewer.scope).ok_or_else(Problem::not_found)?;
        let order = Order { campaign, organisation, at };
        // Before anything waits for its turn.
        reporting::check(&node.store, &viewer.scope, &order)?;
        Ok((order, kind))
    }
}

/// A download under a name.
pub(super) fn named(body: impl IntoResponse, content_type: &'static str, name: &str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
