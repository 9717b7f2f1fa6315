//! The routes, a file a resource. Each handler names what it asks of the store, which applies the policy.

pub mod account;
pub mod accounts;
pub mod blobs;
pub mod board;
pub mod campaign;
pub mod events;
pub mod evidence;
pub mod health;
pub mod invitation;
pub mod journal;
pub mod report;
pub mod second_factor;
pub mod session;
pub mod sessions;
pub mod targets;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{delete, get, post},
};

use crate::{headers, node::Node, openapi, screens};

/// Largest JSON body taken: an inspection with every line and a note fits many times over.
const MAX_JSON_BYTES: usize = 64 * 1024;

/// The whole HTTP surface of a node.
pub fn router(node: Node) -> Router {
    let api = Router::new()
        .route("/session", get(session::show).post(session::sign_in).delete(session::sign_out))
        .route("/sessions", get(sessions::list).delete(sessions::close_all))
        .route("/sessions/{id}", delete(sessions::close))
        .route("/account/password", post(account::change_password))
        .route("/account/second-factor", get(second_factor::show).post(second_factor::begin))
        .route("/account/second-factor/confirm", post(second_factor::confirm))
        .route("/account/second-factor/remove", post(second_factor::remove))
        .route("/account/second-factor/recovery-codes", post(second_factor::renew))
        .route("/accounts", get(accounts::page).post(accounts::invite))
        .route("/accounts/{id}/invitation", post(accounts::invite_again))
        .route("/accounts/{id}/disable", post(accounts::disable))
        .route("/accounts/{id}/enable", post(accounts::enable))
        .route("/accounts/{id}/role", post(accounts::change_role))
        .route("/accounts/{id}/sessions", delete(accounts::end_sessions))
        .route("/invitation", post(invitation::accept))
        .route("/campaign", get(campaign::show))
        .route("/board", get(board::page))
        .route("/cells/{organisation}/{obligation}", get(board::cell))
        .route("/obligations/{obligation}", get(board::obligation))
        .route("/targets/{target}", get(targets::show))
        .route("/targets/{target}/samples", get(targets::samples))
        .route("/evidence", post(evidence::record))
        .route("/entries/{id}/erase", post(evidence::erase))
        .route("/blobs", post(blobs::put).layer(DefaultBodyLimit::max(blobs::MAX_BYTES)))
        .route("/blobs/{sha256}", get(blobs::show))
        .route("/journal", get(journal::logs))
        .route("/journal/{organisation}/entries", get(journal::entries))
        .route("/journal/{organisation}/proof", get(journal::proof))
        .route("/report", get(report::download))
        .route("/report/bundle", get(report::bundle))
        .route("/events", get(events::stream))
        .route("/openapi.json", get(openapi::show))
        .fallback(health::nothing_here)
        .layer(DefaultBodyLimit::max(MAX_JSON_BYTES));
    Router::new()
        .nest("/api/v1", api)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(screens::screen)
        .layer(middleware::from_fn(headers::secure))
        .with_state(node)
}
