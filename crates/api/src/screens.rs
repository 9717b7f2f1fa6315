//! Serves the built screens from the binary itself.
//!
//! Without a web build the program still runs: a plain page says how to build the screens, so that `cargo test`
//! needs no npm.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
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
pub async fn screen(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let taken =
        headers.get(header::ACCEPT_ENCODING).and_then(|taken| taken.to_str().ok()).unwrap_or_default();
    if let Some(response) = built(path, taken) {
        return response;
    }
    if path.starts_with("assets/") || path.starts_with("api/") {
        return crate::problem::Problem::not_found().into_response();
    }
    built("index.html", taken).unwrap_or_else(|| answer("index.html", NOT_BUILT.as_bytes().to_vec()))
}

/// A built file, compressed when the browser takes it so and the build holds it so.
fn built(path: &str, taken: &str) -> Option<Response> {
    let plain = Built::get(path)?;
    for (name, ending) in [("br", "br"), ("gzip", "gz")] {
        if takes(taken, name)
            && let Some(file) = Built::get(&format!("{path}.{ending}"))
        {
            let mut response = answer(path, file.data.into_owned());
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
            return Some(response);
        }
    }
    Some(answer(path, plain.data.into_owned()))
}

/// Whether `Accept-Encoding` names a coding (RFC 9110, 12.5.3); a weight of zero says that it does not.
fn takes(header: &str, coding: &str) -> bool {
    header.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = parts.any(|part| {
            part.strip_prefix("q=")
                .and_then(|weight| weight.parse::<f32>().ok())
                .is_some_and(|weight| weight <= 0.0)
        });
        named && !refused
    })
}

fn answer(path: &str, bytes: Vec<u8>) -> Response {
    let mut response = (StatusCode::OK, Body::from(bytes)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
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

#[cfg(test)]
mod tests {
    use super::takes;

    #[test]
    fn a_browser_gets_the_codings_it_takes() {
        assert!(takes("gzip, deflate, br", "br"));
        assert!(takes("GZIP;q=0.5", "gzip"));
        assert!(!takes("br;q=0, gzip", "br"));
        assert!(!takes("brotli", "br"));
        assert!(!takes("", "gzip"));
    }
}
