//! Documents and pictures, by digest.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use journal::Hash;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    extract::{Part, Raw},
    node::Node,
    problem::Problem,
    viewer::{Viewer, Writer},
    wire::File,
};

/// Largest file taken: a signed PDF scanned with care, or a phone's picture.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// Kinds taken, each known by its first bytes: what a browser claims is not believed.
const KINDS: [(&str, &[u8]); 3] =
    [("application/pdf", b"%PDF-"), ("image/jpeg", &[0xff, 0xd8, 0xff]), ("image/png", b"\x89PNG\r\n\x1a\n")];

/// That a file is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct Kept {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its size.
    pub bytes: usize,
}

/// `POST /blobs`.
#[utoipa::path(post, path = "/api/v1/blobs", request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = Kept), (status = "4XX", body = Problem)))]
pub async fn put(
    State(node): State<Node>,
    Writer(viewer): Writer,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<(StatusCode, Json<Kept>), Problem> {
    let claimed = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind_of(&body) != Some(claimed) {
        return Err(Problem::unsupported(
            "application/pdf, image/jpeg or image/png, and the bytes must be of that kind",
        ));
    }
    let bytes = body.len();
    let digest = node.store.put_blob(&viewer.scope, body.into()).await?;
    Ok((StatusCode::CREATED, Json(Kept { sha256: digest.to_string(), bytes })))
}

/// `GET /blobs/{sha256}`.
#[utoipa::path(get, path = "/api/v1/blobs/{sha256}", params(("sha256" = String, Path)), responses((status = 200, content((inline(File) = "application/pdf"), (inline(File) = "image/jpeg"), (inline(File) = "image/png"), (inline(File) = "application/octet-stream"))), (status = "4XX", body = Problem)))]
pub async fn show(
    State(node): State<Node>,
    viewer: Viewer,
    Part(sha256): Part<String>,
) -> Result<Response, Problem> {
    let digest: Hash = sha256.parse().map_err(|_| Problem::not_found())?;
    let bytes = node.store.get_blob(&viewer.scope, digest).await?;
    let kind = kind_of(&bytes).unwrap_or("application/octet-stream");
    let mut response = bytes.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    // Opened beside the screens it could run as one of them: it is always saved instead.
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    Ok(response)
}

fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    KINDS.iter().find(|(_, magic)| bytes.starts_with(magic)).map(|(kind, _)| *kind)
}
