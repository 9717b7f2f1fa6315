//! The one mapping from what went wrong to what a client is told: RFC 9457 problem details.
//!
//! A stranger learns nothing: what the viewer may not see answers exactly as what is not there, and the cause of an
//! internal fault goes to the log, never to the wire.

use std::collections::BTreeMap;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use campaign::Said;
use journal::EntryId;
use serde::Serialize;
use utoipa::ToSchema;

/// A refusal as the client reads it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable address of the kind of problem.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub kind: Box<str>,
    /// Short text for people.
    pub title: &'static str,
    /// HTTP status code.
    pub status: u16,
    /// Stable code for programs.
    pub code: &'static str,
    /// What was wrong with this very request, in English, or the id it is about.
    #[schema(value_type = String)]
    pub detail: Box<str>,
    /// Stable code of that sentence, for other languages; absent where there is English alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_code: Option<&'static str>,
    /// What that sentence is filled with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_args: Option<Box<BTreeMap<&'static str, String>>>,
    /// Faults by field, where the body was at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldFault>,
}

/// One field that was at fault.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldFault {
    /// Path of the field in the body.
    pub field: String,
    /// What is wrong with it, in English.
    pub what: String,
    /// Stable code of that sentence, for other languages; absent where there is English alone.
    pub code: Option<&'static str>,
    /// What the sentence is filled with.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<&'static str, String>,
}

impl FieldFault {
    /// What is wrong with a field.
    pub fn new(field: impl Into<String>, what: impl Into<Said>) -> Self {
        let said: Said = what.into();
        Self { field: field.into(), what: said.as_str().to_owned(), code: said.code, args: said.args() }
    }
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, title: &'static str, detail: impl Into<Said>) -> Self {
        let detail: Said = detail.into();
        Self {
            kind: format!("urn:thongsuot:problem:{code}").into(),
            title,
            status: status.as_u16(),
            code,
            detail: detail.as_str().into(),
            detail_code: detail.code,
            detail_args: Some(detail.args()).filter(|args| !args.is_empty()).map(Box::new),
            fields: Vec::new(),
        }
    }

    /// Nobody is signed in.
    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in", "sign in first", "")
    }

    /// Login or password is wrong; which of the two is not said.
    pub fn bad_credentials() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "bad_credentials", "login or password is wrong", "")
    }

    /// The request does not prove to come from a source of this node; whether there is such a source is not said.
    pub fn unproven() -> Self {
        let title = "the request does not prove to come from a source of this node";
        Self::new(StatusCode::UNAUTHORIZED, "unproven", title, "")
    }

    /// The password was right and the account has a second factor: its code is asked for.
    pub fn code_required() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "code_required", "the code of your phone is asked for", "")
    }

    /// The code does not count: wrong, too old, or used before.
    pub fn bad_code() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "bad_code", "the code does not count", "")
    }

    /// Too many tries.
    pub fn slow_down() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "throttled", "too many tries, wait a minute", "")
    }

    /// The account follows as many live streams as it may.
    pub fn too_many_streams() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_streams",
            "this account has as many live pages open as it may; close one",
            "",
        )
    }

    /// The viewer's organisation has asked for a bundle that is not there yet.
    pub fn bundle_in_the_making() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "bundle_in_the_making",
            "a bundle is being made for your organisation already; ask again when it is there",
            "",
        )
    }

    /// The viewer's role does not allow it.
    pub fn denied() -> Self {
        Self::new(StatusCode::FORBIDDEN, "denied", "your role does not allow this", "")
    }

    /// The write came without the session's token.
    pub fn csrf() -> Self {
        Self::new(StatusCode::FORBIDDEN, "csrf", "the x-csrf-token header is missing or wrong", "")
    }

    /// Not there, or not for this viewer: the two are one answer.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "not found", "")
    }

    /// There is something at this address, and nothing that this method does; `Allow` names those that do.
    pub fn method_not_allowed() -> Self {
        let title = "this address does not take this method";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", title, "")
    }

    /// The request itself is at fault.
    pub fn bad_request(detail: impl Into<Said>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", "the request is not understood", detail)
    }

    /// A field of the body is at fault.
    pub fn bad_field(field: impl Into<String>, what: impl Into<Said>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_field", "a field is at fault", "");
        problem.fields.push(FieldFault::new(field, what));
        problem
    }

    /// Several fields of the body are at fault: each with what is wrong.
    pub fn bad_fields<T: Into<Said>>(faults: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut problem = Self::bad_field("", "");
        problem.fields = faults.into_iter().map(|(field, what)| FieldFault::new(field, what)).collect();
        problem
    }

    /// The id was used before for other content.
    pub fn conflict(detail: impl Into<Said>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", "the id was used for other content", detail)
    }

    /// The idempotency key was used for another request.
    pub fn key_reused() -> Self {
        let title = "the idempotency key was used for another request";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "key_reused", title, "")
    }

    /// The first request of this idempotency key is not answered yet.
    pub fn being_carried_out() -> Self {
        let title = "the same request is being carried out; ask again in a moment";
        Self::new(StatusCode::CONFLICT, "being_carried_out", title, "")
    }

    /// The write of this idempotency key was carried out and its answer lost; this entry tells of it.
    pub fn carried_out(entry: Option<EntryId>) -> Self {
        let title =
            "this was carried out, and its answer was lost: look at what is there before sending it anew";
        let detail = entry.map(|entry| entry.to_string()).unwrap_or_default();
        Self::new(StatusCode::CONFLICT, "carried_out", title, detail)
    }

    /// What was to go is under dispute.
    pub fn under_dispute(detail: impl Into<Said>) -> Self {
        let title = "it is under dispute, and stays until that is decided";
        Self::new(StatusCode::CONFLICT, "under_dispute", title, detail)
    }

    /// More bytes than the route takes.
    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body is larger than this route takes", "")
    }

    /// The body did not come in as fast as it has to.
    pub fn too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "too_slow", "the body came in too slowly; send it again", "")
    }

    /// A kind of content this node does not take.
    pub fn unsupported(detail: impl Into<Said>) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported",
            "this kind of content is not taken",
            detail,
        )
    }

    /// Disk or another part of the environment failed while something was to be recorded; nothing was.
    pub fn unavailable() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "not recorded: the node's storage answers no writes; nothing was lost, try again",
            "",
        )
    }

    /// The journal was found rolled back: nothing is recorded or signed until a person decides.
    pub fn rolled_back() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "rolled_back",
            "not recorded: the journal was restored from an older copy, and whoever runs the node has to decide first",
            "",
        )
    }

    /// The node's storage gave no answer to a question; why, as far as that helps who asked.
    pub fn unreadable(detail: Said) -> Self {
        let title = "no answer: the node's storage cannot be read";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unreadable", title, detail)
    }

    /// Something failed inside; the cause is in the log only.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the node failed to answer", "")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}
