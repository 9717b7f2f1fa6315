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
pub mod sheets;
pub mod sources;
pub mod targets;
pub mod upward;

use access::Action;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{delete, get, post},
};

use crate::{
    gate::{Gate, Route},
    headers,
    node::Node,
    openapi, screens,
};

/// Largest JSON body taken: an inspection with every line and a note fits many times over.
const MAX_JSON_BYTES: usize = 64 * 1024;

/// Every route below `/api/v1`, with whom it lets in.
pub fn table() -> Vec<Route> {
    use Action as A;
    use Gate::{Lists, Needs, Public, Secret, SignedIn};
    vec![
        Route::new(
            "/session",
            &[("GET", SignedIn), ("POST", Public), ("DELETE", SignedIn)],
            get(session::show).post(session::sign_in).delete(session::sign_out),
        ),
        Route::new(
            "/sessions",
            &[("GET", SignedIn), ("DELETE", SignedIn)],
            get(sessions::list).delete(sessions::close_all),
        ),
        Route::new("/sessions/{id}", &[("DELETE", SignedIn)], delete(sessions::close)),
        Route::new("/account/password", &[("POST", SignedIn)], post(account::change_password)),
        Route::new(
            "/account/second-factor",
            &[("GET", SignedIn), ("POST", SignedIn)],
            get(second_factor::show).post(second_factor::begin),
        ),
        Route::new("/account/second-factor/confirm", &[("POST", SignedIn)], post(second_factor::confirm)),
        Route::new("/account/second-factor/remove", &[("POST", SignedIn)], post(second_factor::remove)),
        Route::new(
            "/account/second-factor/recovery-codes",
            &[("POST", SignedIn)],
            post(second_factor::renew),
        ),
        Route::new(
            "/accounts",
            &[("GET", Needs(&[A::ReadAccounts])), ("POST", Needs(&[A::ManageAccounts]))],
            get(accounts::page).post(accounts::invite),
        ),
        Route::new(
            "/accounts/{id}/invitation",
            &[("POST", Needs(&[A::ManageAccounts]))],
            post(accounts::invite_again),
        ),
        Route::new(
            "/accounts/{id}/disable",
            &[("POST", Needs(&[A::ManageAccounts]))],
            post(accounts::disable),
        ),
        Route::new("/accounts/{id}/enable", &[("POST", Needs(&[A::ManageAccounts]))], post(accounts::enable)),
        Route::new(
            "/accounts/{id}/role",
            &[("POST", Needs(&[A::ManageAccounts]))],
            post(accounts::change_role),
        ),
        Route::new(
            "/accounts/{id}/sessions",
            &[("DELETE", Needs(&[A::ManageAccounts]))],
            delete(accounts::end_sessions),
        ),
        Route::new("/invitation", &[("POST", Public)], post(invitation::accept)),
        Route::new("/campaign", &[("GET", Lists(&[A::ReadObligation]))], get(campaign::show)),
        Route::new("/board", &[("GET", Lists(&[A::ReadBoard]))], get(board::page)),
        Route::new(
            "/cells/{organisation}/{obligation}",
            &[("GET", Needs(&[A::ReadBoard, A::ReadEvidence]))],
            get(board::cell),
        ),
        Route::new(
            "/obligations/{obligation}",
            &[("GET", Needs(&[A::ReadObligation]))],
            get(board::obligation),
        ),
        Route::new("/targets", &[("GET", Lists(&[A::ReadTarget]))], get(targets::list)),
        Route::new("/targets/{target}", &[("GET", Needs(&[A::ReadTarget]))], get(targets::show)),
        Route::new("/targets/{target}/samples", &[("GET", Needs(&[A::ReadTarget]))], get(targets::samples)),
        Route::new("/evidence", &[("POST", Needs(RECORDED))], post(evidence::record)),
        Route::new("/entries/{id}/erase", &[("POST", Needs(&[A::Erase]))], post(evidence::erase)),
        Route::new(
            "/blobs",
            &[("POST", Needs(&[A::Attach]))],
            post(blobs::put).layer(DefaultBodyLimit::max(blobs::MAX_BYTES)),
        ),
        Route::new("/blobs/{sha256}", &[("GET", Needs(&[A::ReadDisclosed]))], get(blobs::show)),
        Route::new("/journal", &[("GET", Lists(&[A::ReadJournal]))], get(journal::logs)),
        Route::new(
            "/journal/{organisation}/entries",
            &[("GET", Needs(&[A::ReadJournal]))],
            get(journal::entries),
        ),
        Route::new(
            "/journal/{organisation}/proof",
            &[("GET", Needs(&[A::ReadJournal]))],
            get(journal::proof),
        ),
        Route::new("/report", &[("GET", Needs(&[A::ReadReport]))], get(report::download)),
        Route::new("/report/bundle", &[("GET", Needs(&[A::ReadReport]))], get(report::bundle)),
        Route::new("/upward", &[("GET", Needs(&[A::ReadJournal, A::ReadDisclosed]))], get(upward::show)),
        Route::new("/events", &[("GET", Lists(&[A::ReadBoard]))], get(events::stream)),
        Route::new("/sources", &[("GET", Needs(&[A::ReadTarget]))], get(sources::list)),
        Route::new(
            "/sources/preview",
            &[("POST", Needs(&[A::Inspect]))],
            post(sheets::preview).layer(DefaultBodyLimit::max(sheets::MAX_BYTES)),
        ),
        Route::new(
            "/sources/apply",
            &[("POST", Needs(&[A::Inspect]))],
            post(sheets::apply).layer(DefaultBodyLimit::max(sheets::MAX_BYTES)),
        ),
        Route::new(
            "/sources/{id}/events",
            &[("POST", Secret)],
            post(sources::receive).layer(DefaultBodyLimit::max(sources::MAX_BYTES)),
        ),
        Route::new("/openapi.json", &[("GET", Public)], get(openapi::show)),
    ]
}

/// What people record by hand.
const RECORDED: &[Action] = &[
    Action::Acknowledge,
    Action::Inspect,
    Action::FilePlan,
    Action::ApprovePlan,
    Action::TestPlan,
    Action::ReadBriefing,
    Action::SubmitReport,
    Action::Promise,
    Action::Explain,
    Action::Correct,
    Action::Waive,
];

/// The whole HTTP surface of a node.
pub fn router(node: Node) -> Router {
    let api = table().into_iter().fold(Router::new(), |api, route| api.route(route.path, route.methods));
    let api = api.fallback(health::nothing_here).layer(DefaultBodyLimit::max(MAX_JSON_BYTES));
    Router::new()
        .nest("/api/v1", api)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .fallback(screens::screen)
        .layer(middleware::from_fn(headers::secure))
        .with_state(node)
}
