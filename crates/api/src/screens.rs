//! Serves the built screens from the binary itself.
//!
//! Without a web build the program still runs: a plain page says how to build the screens, so that `cargo test`
//! needs no npm.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/dist"]
#[allow_missing = true]
struct Built;

const NOT_BUILT: &str = "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>Thông Suốt</title>\
<p>Chưa có màn hình trong bản dựng này. Hãy chạy <code>make demo</code>, hoặc <code>npm run build</code> trong \
<code>web/</code> rồi dựng lại.</p><p lang=\"en\">This build has no screens. Run <code>make demo</code>, or \
<code>npm run build</code> in <code>web/</code> and build again.</p></html>";

/// Answers with a built file, or with the index page, whose own router knows the rest.
pub async fn screen(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    if let Some(file) = Built::get(path) {
        return answer(path, file.data.into_owned());
    }
    if path.starts_with("assets/") || path.starts_with("api/") {
        return crate::problem::Problem::not_found().into_response();
    }
    match Built::get("index.html") {
        Some(file) => answer("index.html", file.data.into_owned()),
        None => answer("index.html", NOT_BUILT.as_bytes().to_vec()),
    }
}

fn answer(path: &str, bytes: Vec<u8>) -> Response {
    let mut response = (StatusCode::OK, Body::from(bytes)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    // Built assets carry a digest in their names; the pages themselves must be asked for anew.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json" | "webmanifest") => "application/json",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
