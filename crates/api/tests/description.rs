//! The OpenAPI description is what the golden file says: a change of the API is a change somebody made on purpose.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use utoipa::OpenApi;

#[test]
fn the_description_is_what_the_golden_file_says() {
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/openapi.json");
    let mut now = api::openapi::Description::openapi().to_pretty_json().unwrap();
    now.push('\n');
    if std::fs::read_to_string(&golden).ok().as_deref() != Some(&now) {
        let new = golden.with_extension("new.json");
        std::fs::write(&new, &now).unwrap();
        panic!("the API differs from docs/reference/openapi.json; {} holds what it is now", new.display());
    }
}

#[test]
fn every_route_is_described() {
    let description = api::openapi::Description::openapi();
    let described: Vec<&str> = description.paths.paths.keys().map(String::as_str).collect();
    let source = include_str!("../src/routes/mod.rs");
    let routes = source.lines().filter_map(|line| line.trim().strip_prefix(".route(\""));
    let routes: Vec<String> = routes
        .filter_map(|rest| rest.split('"').next())
        .filter(|path| !matches!(*path, "/openapi.json" | "/healthz" | "/readyz"))
        .map(|path| format!("/api/v1{path}"))
        .collect();
    assert!(routes.len() > 10, "the routes were not found in the source");
    for route in &routes {
        assert!(described.contains(&route.as_str()), "{route} is not in the description");
    }
}
