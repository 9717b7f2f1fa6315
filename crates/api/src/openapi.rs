//! The API's own description, OpenAPI 3.1, built from the handlers.

use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document, RefOr, Required, ResponseBuilder, Type,
        path::{Operation, ParameterBuilder, ParameterIn, PathItem},
        schema::ObjectBuilder,
    },
};

use crate::routes::{
    account, accounts, assignments, blobs, board, campaign, delegations, disputes, dossier, drafting, duty,
    events, evidence, invitation, journal, keys, node, openings, organisations, recoveries, report, search,
    second_factor, session, sessions, sheets, signing, sources, targets, upward,
};

/// The description.
#[derive(OpenApi)]
#[openapi(
    modifiers(&OperationIds, &Everywhere),
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
        assignments::list,
        assignments::give,
        assignments::withdraw,
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
        drafting::draft,
        drafting::check,
        drafting::issue,
        board::page,
        board::cell,
        board::obligation,
        targets::list,
        targets::show,
        targets::samples,
        disputes::list,
        disputes::open,
        disputes::answer,
        disputes::decide,
        disputes::minutes,
        dossier::download,
        duty::log,
        duty::page,
        evidence::record,
        evidence::erase,
        blobs::put,
        blobs::show,
        journal::logs,
        journal::entries,
        journal::proof,
        node::show,
        report::bundle,
        report::download,
        signing::show,
        signing::drafts,
        signing::draft,
        signing::document,
        signing::attest,
        upward::show,
        upward::preview,
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

/// What holds for every operation of a sort is said once: a write takes an idempotency key, and what is polled answers
/// with a tag.
struct Everywhere;

/// What clients poll.
const POLLED: [&str; 12] = [
    "/api/v1/accounts",
    "/api/v1/campaign",
    "/api/v1/board",
    "/api/v1/cells/{organisation}/{obligation}",
    "/api/v1/obligations/{obligation}",
    "/api/v1/targets",
    "/api/v1/targets/{target}",
    "/api/v1/journal",
    "/api/v1/journal/{organisation}/entries",
    "/api/v1/upward",
    "/api/v1/sources",
    "/api/v1/node",
];

impl Modify for Everywhere {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut openapi.paths.paths {
            let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
            operations.into_iter().flatten().for_each(refusals);
            for write in [&mut item.post, &mut item.put, &mut item.delete].into_iter().flatten() {
                take(
                    write,
                    "idempotency-key",
                    "sent again with the same key, the write is answered and not repeated",
                );
            }
            if let Some(read) = item.get.as_mut().filter(|_| POLLED.contains(&path.as_str())) {
                take(read, "if-none-match", "the `etag` of an answer the client has");
                let unchanged = ResponseBuilder::new().description("the client has this answer").build();
                read.responses.responses.insert("304".to_owned(), unchanged.into());
            }
        }
    }
}

/// Refusals are problem details, whatever the operation answers otherwise.
fn refusals(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.starts_with(['4', '5'])
            && let Some(content) = response.content.swap_remove("application/json")
        {
            response.content.insert("application/problem+json".to_owned(), content);
        }
    }
}

fn take(operation: &mut Operation, header: &str, description: &str) {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    let parameter = ParameterBuilder::new()
        .name(header)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(text))
        .build();
    operation.parameters.get_or_insert_default().push(parameter.into());
}
