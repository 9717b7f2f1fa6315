//! The API's own description, OpenAPI 3.1, built from the handlers.

use axum::Json;
use utoipa::OpenApi;

use crate::routes::{
    account, accounts, blobs, board, campaign, duty, events, evidence, invitation, journal, report,
    second_factor, session, sessions, sheets, signing, sources, targets, upward,
};

/// The description.
#[derive(OpenApi)]
#[openapi(
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
        sources::list,
        sources::receive,
        sheets::preview,
        sheets::apply,
    )
)]
pub struct Description;

/// `GET /openapi.json`.
pub async fn show() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}
