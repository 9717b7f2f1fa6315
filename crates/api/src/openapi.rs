//! The API's own description, OpenAPI 3.1, built from the handlers. What holds for every operation of a sort is said
//! once: [`everywhere`] how it answers, [`admission`] what a request shows for itself.

mod admission;
mod everywhere;

use std::{collections::BTreeMap, sync::LazyLock};

use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document, RefOr, Required, Type,
        path::{Operation, ParameterBuilder, ParameterIn, PathItem},
        schema::ObjectBuilder,
    },
};

use self::{admission::Admission, everywhere::Everywhere};
use crate::routes::{
    account, accounts, assignments, blobs, board, campaign, delegations, disputes, dossier, drafting, duty,
    events, evidence, health, invitation, journal, keys, node, openings, organisations, recoveries, report,
    search, second_factor, session, sessions, sheets, signing, sources, targets, upward,
};
use crate::{declared::Named, routes::BASE};

/// The description.
#[derive(OpenApi)]
#[openapi(
    modifiers(&OperationIds, &Everywhere, &Admission),
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
        campaign::calendar,
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
        health::alive,
        health::ready,
        health::metrics,
        show,
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
            let place = path
                .trim_start_matches(BASE)
                .trim_start_matches('/')
                .replace(['/', '-'], "_")
                .replace(['{', '}'], "");
            for (method, operation) in operations(item) {
                operation.operation_id = Some(format!("{}_{place}", method.to_ascii_lowercase()));
            }
        }
    }
}

/// What can be asked of a path, by method.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    let all = [("GET", get), ("PUT", put), ("POST", post), ("DELETE", delete), ("PATCH", patch)];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// Made once: anybody may ask.
static DESCRIPTION: LazyLock<Document> = LazyLock::new(Description::openapi);

/// `GET /openapi.json`: this description.
#[utoipa::path(get, path = "/api/v1/openapi.json", responses((status = 200, body = Object)))]
pub async fn show() -> Json<&'static Document> {
    Json(&DESCRIPTION)
}

/// The query parameters of every operation, by path and method.
static NAMED: LazyLock<BTreeMap<&'static str, Named>> = LazyLock::new(|| {
    let paths = DESCRIPTION.paths.paths.iter();
    paths.map(|(path, item)| (path.as_str(), query_parameters(item))).collect()
});

/// Those of the route of a path, as the description has it.
pub fn named(path: &str) -> &'static Named {
    static NONE: Named = Named::new();
    NAMED.get(path).unwrap_or(&NONE)
}

fn query_parameters(item: &PathItem) -> Named {
    let of = |operation: &Operation| {
        let parameters = operation.parameters.iter().flatten();
        let in_query = parameters.filter_map(|parameter| match parameter {
            RefOr::T(one) if one.parameter_in == ParameterIn::Query => Some(one.name.clone()),
            _ => None,
        });
        in_query.collect()
    };
    operations(&mut item.clone()).map(|(method, operation)| (method, of(operation))).collect()
}

/// Adds a parameter that is a text.
fn parameter(operation: &mut Operation, name: &str, place: ParameterIn, required: bool, description: &str) {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(if required { Required::True } else { Required::False })
        .description(Some(description))
        .schema(Some(text))
        .build();
    operation.parameters.get_or_insert_default().push(parameter.into());
}
