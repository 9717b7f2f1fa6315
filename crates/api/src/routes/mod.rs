//! The routes, a file a resource. Each handler names what it asks of the store, which applies the policy.

pub mod account;
pub mod accounts;
pub mod assignments;
pub mod blobs;
pub mod board;
pub mod campaign;
pub mod delegations;
pub mod disputes;
pub mod dossier;
pub mod drafting;
pub mod duty;
pub mod events;
pub mod evidence;
pub mod health;
pub mod invitation;
pub mod journal;
pub mod keys;
mod measured;
pub mod node;
pub mod openings;
pub mod organisations;
mod paging;
pub mod recoveries;
pub mod report;
pub mod search;
pub mod second_factor;
pub mod session;
pub mod sessions;
pub mod sheets;
pub mod signing;
pub mod sources;
pub mod targets;
pub mod upward;

use std::sync::Arc;

use access::Action;
use axum::{
    Router, middleware,
    routing::{delete, get, post},
};

use crate::{
    figures::{self, Counting, NO_ROUTE},
    gate::{Gate, Leaves, Route},
    headers,
    node::Node,
    openapi, screens,
};

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
            &[("GET", Needs(A::ReadAccounts, &[])), ("POST", Needs(A::ManageAccounts, &[]))],
            get(accounts::page).post(accounts::invite),
        ),
        Route::new(
            "/accounts/{id}/invitation",
            &[("POST", Needs(A::ManageAccounts, &[]))],
            post(accounts::invite_again),
        ),
        Route::new(
            "/accounts/{id}/disable",
            &[("POST", Needs(A::ManageAccounts, &[]))],
            post(accounts::disable),
        ),
        Route::new(
            "/accounts/{id}/enable",
            &[("POST", Needs(A::ManageAccounts, &[]))],
            post(accounts::enable),
        ),
        Route::new(
            "/accounts/{id}/role",
            &[("POST", Needs(A::ManageAccounts, &[]))],
            post(accounts::change_role),
        ),
        Route::new(
            "/accounts/{id}/sessions",
            &[("DELETE", Needs(A::ManageAccounts, &[]))],
            delete(accounts::end_sessions),
        ),
        Route::new(
            "/accounts/{id}/recovery",
            &[("POST", Needs(A::ManageAccounts, &[]))],
            post(recoveries::ask),
        ),
        Route::new("/recoveries", &[("GET", Needs(A::ReadAccounts, &[]))], get(recoveries::list)),
        Route::new(
            "/recoveries/{id}",
            &[("DELETE", Needs(A::ManageAccounts, &[]))],
            delete(recoveries::withdraw),
        ),
        Route::new(
            "/recoveries/{id}/confirm",
            &[("POST", Needs(A::ManageAccounts, &[]))],
            post(recoveries::confirm),
        ),
        Route::new(
            "/delegations",
            &[("GET", Lists(A::Delegate, &[A::ReadDisclosed])), ("POST", Needs(A::Delegate, &[]))],
            get(delegations::list).post(delegations::give),
        ),
        Route::new(
            "/delegations/{id}/withdraw",
            &[("POST", Needs(A::Delegate, &[]))],
            post(delegations::withdraw),
        ),
        Route::new(
            "/assignments",
            &[("GET", Lists(A::ReadBoard, &[])), ("POST", Needs(A::Assign, &[]))],
            get(assignments::list).post(assignments::give),
        ),
        Route::new(
            "/assignments/{id}/withdraw",
            &[("POST", Needs(A::Assign, &[]))],
            post(assignments::withdraw),
        ),
        Route::new(
            "/openings",
            &[("GET", Lists(A::ReadJournal, &[A::ReadAccounts])), ("POST", Needs(A::BreakGlass, &[]))],
            get(openings::list).post(openings::open),
        ),
        Route::new("/openings/{id}", &[("DELETE", SignedIn)], delete(openings::close)),
        Route::new(
            "/organisations",
            &[("GET", Lists(A::ReadBoard, &[A::ReadAccounts]))],
            get(organisations::list),
        ),
        Route::new(
            "/keys",
            &[("GET", Needs(A::ReadAccounts, &[])), ("POST", Needs(A::ManageAccounts, &[]))],
            get(keys::page).post(keys::make),
        ),
        Route::new("/keys/{id}/revoke", &[("POST", Needs(A::ManageAccounts, &[]))], post(keys::revoke)),
        Route::new("/invitation", &[("POST", Public)], post(invitation::accept)),
        Route::new(
            "/campaign",
            &[("GET", Lists(A::ReadObligation, &[])), ("POST", Needs(A::IssueCampaign, &[]))],
            get(campaign::show).post(drafting::issue),
        )
        .up_to(drafting::MAX_BYTES),
        Route::new("/campaign/calendar", &[("GET", Lists(A::ReadObligation, &[]))], get(campaign::calendar)),
        Route::new("/campaign/draft", &[("POST", Needs(A::IssueCampaign, &[]))], post(drafting::draft))
            .up_to(drafting::MAX_BYTES)
            .leaving(Leaves::Nothing),
        Route::new("/campaign/check", &[("POST", Needs(A::IssueCampaign, &[]))], post(drafting::check))
            .up_to(drafting::MAX_BYTES)
            .leaving(Leaves::Nothing),
        Route::new("/board", &[("GET", Lists(A::ReadBoard, &[]))], get(board::page)),
        Route::new(
            "/cells/{organisation}/{obligation}",
            &[("GET", Needs(A::ReadBoard, &[A::ReadEvidence]))],
            get(board::cell),
        ),
        Route::new(
            "/obligations/{obligation}",
            &[("GET", Needs(A::ReadObligation, &[]))],
            get(board::obligation),
        ),
        Route::new("/targets", &[("GET", Lists(A::ReadTarget, &[]))], get(targets::list)),
        Route::new("/targets/{target}", &[("GET", Needs(A::ReadTarget, &[]))], get(targets::show)),
        Route::new("/targets/{target}/samples", &[("GET", Needs(A::ReadTarget, &[]))], get(targets::samples)),
        Route::new("/evidence", &[("POST", Needs(A::Acknowledge, RECORDED))], post(evidence::record)),
        Route::new("/entries/{id}/erase", &[("POST", Needs(A::Erase, &[]))], post(evidence::erase)),
        Route::new("/blobs", &[("POST", Needs(A::Attach, &[]))], post(blobs::put)).up_to(blobs::MAX_BYTES),
        Route::new("/blobs/{sha256}", &[("GET", Needs(A::ReadDisclosed, &[]))], get(blobs::show)),
        Route::new(
            "/dossier/{organisation}/{obligation}",
            &[("GET", Needs(A::ReadReport, &[A::ReadEvidence]))],
            get(dossier::download),
        )
        .untagged(),
        Route::new(
            "/disputes",
            &[("GET", Lists(A::ReadEvidence, &[])), ("POST", Needs(A::OpenDispute, &[]))],
            get(disputes::list).post(disputes::open),
        ),
        Route::new(
            "/disputes/{id}/answers",
            &[("POST", Needs(A::AnswerDispute, &[]))],
            post(disputes::answer),
        ),
        Route::new(
            "/disputes/{id}/decision",
            &[("POST", Needs(A::DecideDispute, &[]))],
            post(disputes::decide),
        ),
        Route::new("/disputes/{id}/minutes", &[("GET", Needs(A::ReadEvidence, &[]))], get(disputes::minutes)),
        Route::new("/duty", &[("POST", Needs(A::LogDuty, &[]))], post(duty::log)),
        Route::new("/duty/{organisation}", &[("GET", Needs(A::ReadDuty, &[]))], get(duty::page)),
        Route::new("/journal", &[("GET", Lists(A::ReadJournal, &[]))], get(journal::logs)),
        Route::new(
            "/journal/{organisation}/entries",
            &[("GET", Needs(A::ReadJournal, &[]))],
            get(journal::entries),
        ),
        Route::new(
            "/journal/{organisation}/proof",
            &[("GET", Needs(A::ReadJournal, &[]))],
            get(journal::proof),
        ),
        Route::new("/node", &[("GET", SignedIn)], get(node::show)),
        Route::new("/report", &[("GET", Needs(A::ReadReport, &[]))], get(report::download)),
        Route::new("/report/bundle", &[("GET", Needs(A::ReadReport, &[]))], get(report::bundle)).untagged(),
        Route::new("/report/signing", &[("GET", Needs(A::ReadReport, &[]))], get(signing::show)),
        Route::new(
            "/report/drafts",
            &[("GET", Needs(A::ReadReport, &[])), ("POST", Needs(A::DraftReport, &[]))],
            get(signing::drafts).post(signing::draft),
        ),
        Route::new(
            "/report/drafts/{id}",
            &[("GET", Needs(A::ReadReport, &[A::ReadDisclosed]))],
            get(signing::document),
        ),
        Route::new("/report/attestations", &[("POST", Needs(A::AttestReport, &[]))], post(signing::attest)),
        Route::new("/upward", &[("GET", Needs(A::ReadJournal, &[A::ReadDisclosed]))], get(upward::show)),
        Route::new("/upward/preview", &[("POST", Needs(A::Acknowledge, FORESEEN))], post(upward::preview))
            .leaving(Leaves::Nothing),
        Route::new("/events", &[("GET", Lists(A::ReadBoard, &[]))], get(events::stream)).untagged(),
        Route::new("/sources", &[("GET", Needs(A::ReadTarget, &[]))], get(sources::list)),
        Route::new("/sources/preview", &[("POST", Needs(A::Inspect, &[]))], post(sheets::preview))
            .up_to(sheets::MAX_BYTES)
            .leaving(Leaves::Nothing),
        Route::new("/sources/apply", &[("POST", Needs(A::Inspect, &[]))], post(sheets::apply))
            .up_to(sheets::MAX_BYTES)
            .leaving(Leaves::Ids),
        Route::new("/sources/{id}/events", &[("POST", Secret)], post(sources::receive))
            .up_to(sources::MAX_BYTES),
        Route::new("/search", &[("GET", Lists(A::ReadObligation, &[A::ReadTarget]))], get(search::find)),
        Route::new("/openapi.json", &[("GET", Public)], get(openapi::show)),
    ]
}

/// What people record by hand, and programs with a key, beside acknowledgements.
const RECORDED: &[Action] = &[
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
    Action::RecordMeasurement,
    Action::Relay,
];

/// Whatever is recorded can be looked at before, by who may record it.
const FORESEEN: &[Action] = &{
    let mut actions = [Action::LogDuty; RECORDED.len() + 1];
    actions.split_at_mut(1).1.copy_from_slice(RECORDED);
    actions
};

/// What is asked about the program itself, at the root.
pub fn probes() -> Vec<Route> {
    vec![
        Route::new("/healthz", &[("GET", Gate::Public)], get(health::alive)).untagged(),
        Route::new("/readyz", &[("GET", Gate::Public)], get(health::ready)).untagged(),
        Route::new("/metrics", &[("GET", Gate::Near)], get(health::metrics)).untagged(),
    ]
}

/// What the routes of [`table`] stand below.
pub(crate) const BASE: &str = "/api/v1";

/// The whole HTTP surface of a node.
pub fn router(node: Node) -> Router {
    let served = |base: &'static str| {
        let node = &node;
        move |router: Router<Node>, route: Route| router.route(route.path, route.served(node, base))
    };
    let nowhere = Counting { figures: Arc::clone(&node.figures), route: NO_ROUTE };
    let nothing = get(health::nothing_here).fallback(health::nothing_here);
    let nothing = nothing.layer(middleware::from_fn_with_state(nowhere, figures::counted));
    let api = table().into_iter().fold(Router::new(), served(BASE));
    let api = api.fallback_service(nothing.with_state(node.clone()));
    let api = api.method_not_allowed_fallback(health::no_such_method);
    probes()
        .into_iter()
        .fold(Router::new().nest(BASE, api), served(""))
        .method_not_allowed_fallback(health::no_such_method)
        .fallback_service(get(screens::screen).fallback(health::no_such_method))
        .layer(middleware::from_fn_with_state(node.clone(), headers::secure))
        .with_state(node)
}
