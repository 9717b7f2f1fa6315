//! The API's own description, OpenAPI 3.1, built from the handlers.

use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::{OpenApi as Document, path::PathItem},
};

use crate::routes::{
    account, accounts, blobs, board, campaign, delegations, duty, events, evidence, invitation, journal,
    keys, openings, organisations, recoveries, report, search, second_factor, session, sessions, sheets,
    signing, sources, targets, upward,
};

/// The description.
#[derive(OpenApi)]
#[openapi(
    modifiers(&OperationIds),
    info(
        title = "Thông Suốt",
        description = "Evidence-backed assurance campaigns. Times are UTC with milliseconds; a time given without a zone is refused."
    ),
    paths(
        session::show,
        session::sign_in,
        session::sign_out,
        sessions::list,
        sessions::close,
        sessions::close_all,
        account::change_password,
        second_factor::show,
        second_factor::begin,
        second_factor::confirm,
        second_factor::remove,
        second_factor::renew,
        accounts::page,
        accounts::invite,
        accounts::invite_again,
        accounts::disable,
        accounts::enable,
        accounts::change_role,
        accounts::end_sessions,
        invitation::accept,
        recoveries::ask,
        recoveries::list,
        recoveries::withdraw,
        recoveries::confirm,
        delegations::list,
        delegations::give,
        delegations::withdraw,
        openings::list,
        openings::open,
        openings::close,
        organisations::list,
        keys::page,
        keys::make,
        keys::revoke,
        campaign::show,
        board::page,
        board::cell,
        board::obligation,
        targets::list,
        targets::show,
        targets::samples,
        duty::log,
        duty::page,
        evidence::record,
        evidence::erase,
        blobs::put,
        blobs::show,
        journal::logs,
        journal::entries,
        journal::proof,
        report::bundle,
        report::download,
        signing::show,
        signing::draft,
        signing::document,
        signing::attest,
        upward::show,
        events::stream,
        search::find,
        sources::list,
        sources::receive,
        sheets::preview,
        sheets::apply,
    )
)]
pub struct Description;

/// Gives every operation an id of its own, from its method and path: a client's generator keys its types by it, and
/// the handlers' names (`show`, `list`) are only distinct within their modules.
struct OperationIds;

impl Modify for OperationIds {
    fn modify(&self, document: &mut Document) {
        for (path, item) in &mut document.paths.paths {
            let place = path.trim_start_matches("/api/v1/").replace(['/', '-'], "_").replace(['{', '}'], "");
            let PathItem { get, put, post, delete, patch, .. } = item;
            for (method, operation) in
                [("get", get), ("put", put), ("post", post), ("delete", delete), ("patch", patch)]
            {
                if let Some(operation) = operation {
                    operation.operation_id = Some(format!("{method}_{place}"));
                }
            }
        }
    }
}

/// `GET /openapi.json`.
pub async fn show() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}
