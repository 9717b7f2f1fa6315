//! A query parameter that a route does not name is refused: answered as if it were not there, a misspelt filter would give
//! everything. The names are those of the description, so that neither can drift from the other.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{extract::Params, problem::Problem, says};

/// What is told back of a name, in characters.
const MAX_SHOWN_CHARS: usize = 40;

/// The query parameters of one route, by method.
pub type Named = BTreeMap<&'static str, BTreeSet<String>>;

/// Lets a request on whose parameters its route names, each once.
pub async fn declared(State(named): State<&'static Named>, request: Request, next: Next) -> Response {
    // What is asked with HEAD is what is asked with GET; a method that the route does not take is refused as that.
    let method = if *request.method() == Method::HEAD { "GET" } else { request.method().as_str() };
    let Some(names) = named.get(method) else { return next.run(request).await };
    if request.uri().query().is_none_or(str::is_empty) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let given = match Params::<Vec<(String, String)>>::from_request_parts(&mut parts, &()).await {
        Ok(Params(given)) => given,
        Err(problem) => return problem.into_response(),
    };
    let mut seen = BTreeSet::new();
    for (name, _) in &given {
        let shown = || name.chars().take(MAX_SHOWN_CHARS).collect::<String>();
        if !names.contains(name) {
            return Problem::bad_request(says::query_unknown(shown())).into_response();
        }
        if !seen.insert(name) {
            return Problem::bad_request(says::query_twice(shown())).into_response();
        }
    }
    next.run(Request::from_parts(parts, body)).await
}
