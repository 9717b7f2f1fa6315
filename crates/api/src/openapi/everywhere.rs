//! What holds for every operation of a sort: what is read and is no stream answers with a tag, and whatever asks the store may meet one
//! that does not answer.

use std::collections::BTreeSet;

use utoipa::{
    Modify,
    openapi::{
        Content, OpenApi as Document, Ref, RefOr, Response, ResponseBuilder,
        path::{Operation, ParameterIn},
    },
};

use super::{operations, parameter};
use crate::routes::{BASE, table};

const READ_FAILED: &str =
    "503 `unreadable`: the node's storage gave no answer. 500 `internal`: the cause is in the node's log.";
const WRITE_FAILED: &str = "Nothing was recorded: 503 `unavailable`, its storage takes no writes for now; 503 `rolled_back`, \
     the journal was found restored from an older copy and a person has to decide first; 503 `unreadable`, what it rests \
     on could not be read. 500 `internal`: the cause is in the node's log.";

/// Adds it.
pub struct Everywhere;

impl Modify for Everywhere {
    fn modify(&self, document: &mut Document) {
        let tagged: BTreeSet<String> =
            table().iter().filter(|route| route.tagged).map(|route| BASE.to_owned() + route.path).collect();
        for (path, item) in &mut document.paths.paths {
            let asks_store = path.starts_with(BASE);
            for (method, operation) in operations(item) {
                if method != "GET" {
                    failures(operation, asks_store.then_some(WRITE_FAILED));
                    continue;
                }
                if tagged.contains(path) {
                    let tag = "the `etag` of an answer the client has";
                    parameter(operation, "if-none-match", ParameterIn::Header, false, tag);
                    let unchanged = ResponseBuilder::new().description("the client has this answer").build();
                    operation.responses.responses.insert("304".to_owned(), unchanged.into());
                }
                failures(operation, asks_store.then_some(READ_FAILED));
            }
        }
    }
}

/// Refusals are problem details, whatever the operation answers otherwise.
fn failures(operation: &mut Operation, failed: Option<&str>) {
    if let Some(failed) = failed {
        operation.responses.responses.insert("5XX".to_owned(), problem(failed).into());
    }
    let refused = || problem("the request is refused: a parameter that is none, for one").into();
    operation.responses.responses.entry("4XX".to_owned()).or_insert_with(refused);
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.starts_with(['4', '5'])
            && let Some(content) = response.content.swap_remove("application/json")
        {
            response.content.insert("application/problem+json".to_owned(), content);
        }
    }
}

fn problem(description: &str) -> Response {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new().description(description).content("application/problem+json", content).build()
}
