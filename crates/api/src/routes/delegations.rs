//! Delegations: who signs for the head of an organisation, put on record and withdrawn by the head or the administrator.

use access::{SIGNED_FOR_ANOTHER, SignedAs};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use journal::Hash;
use store::NewDelegation;

use super::{keys::slugs, paging::Page};
use crate::{
    extract::{Body, Params, Part},
    node::Node,
    problem::Problem,
    viewer::{Viewer, Writer},
    wire::{DelegationOrder, DelegationView, DelegationsView},
};

/// `GET /delegations`.
#[utoipa::path(get, path = "/api/v1/delegations", params(Page), responses((status = 200, body = DelegationsView), (status = "4XX", body = Problem)))]
pub async fn list(
    State(node): State<Node>,
    viewer: Viewer,
    Params(page): Params<Page>,
) -> Result<Json<DelegationsView>, Problem> {
    let found = node.store.delegations(&viewer.scope, &page.into()).await?;
    let delegations = found.lines.into_iter().map(|one| view(&node, &viewer, one)).collect();
    Ok(Json(DelegationsView { delegations, next: found.next, actions: SIGNED_FOR_ANOTHER.to_vec() }))
}

/// `POST /delegations`.
#[utoipa::path(post, path = "/api/v1/delegations", request_body = DelegationOrder, responses((status = 201, body = DelegationView), (status = "4XX", body = Problem)))]
pub async fn give(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(order): Body<DelegationOrder>,
) -> Result<Response, Problem> {
    let document = order.document.map(|text| Hash::parse(&text)).transpose();
    let new = NewDelegation {
        actor: order.account,
        signed_as: order.signed_as,
        position: order.position,
        own_position: order.own_position,
        actions: order.actions.into_iter().collect(),
        organisations: slugs("organisations", order.organisations)?,
        from: order.from,
        until: order.until,
        basis: order.basis,
        document: document.map_err(|_| Problem::bad_field("document", "is not 64 lower-case hex digits"))?,
    };
    let given = node.store.give_delegation(&viewer.scope, new).await?;
    Ok((StatusCode::CREATED, Json(view(&node, &viewer, given))).into_response())
}

/// `POST /delegations/{id}/withdraw`: what was signed under it stays as it is.
#[utoipa::path(post, path = "/api/v1/delegations/{id}/withdraw", params(("id" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn withdraw(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
) -> Result<StatusCode, Problem> {
    node.store.withdraw_delegation(&viewer.scope, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The lines above a signature (Decree 30/2020/NĐ-CP, annex I, II.7): the head's position behind the form's letters, and
/// under it the signer's own. Where the positions may not be told, the letters alone.
pub fn lines(signed_as: SignedAs, position: Option<&str>, own_position: Option<&str>) -> Vec<String> {
    let prefix = signed_as.prefix();
    let first = position
        .map_or_else(|| prefix.to_owned(), |position| format!("{prefix} {}", position.to_uppercase()));
    std::iter::once(first).chain(own_position.map(str::to_uppercase)).collect()
}

/// The lines above what was signed under a delegation.
pub fn signature_lines(signature: &store::Signature) -> Vec<String> {
    lines(signature.signed_as, signature.position.as_deref(), signature.own_position.as_deref())
}

fn view(node: &Node, viewer: &Viewer, found: store::DelegationView) -> DelegationView {
    let now = node.now();
    let one = found.delegation;
    let name = node.store.organisation_name(&viewer.scope, &one.organisation);
    DelegationView {
        state: match one.withdrawn_at {
            Some(_) => "withdrawn",
            None if now < one.from => "to_come",
            None if now >= one.until => "past",
            None => "holds",
        },
        lines: lines(one.signed_as, found.position.as_deref(), found.own_position.as_deref()),
        id: one.id,
        account: one.actor,
        name: found.name,
        organisation_name: name.unwrap_or_else(|| one.organisation.to_string()),
        organisation: one.organisation.to_string(),
        signed_as: one.signed_as,
        actions: one.actions.into_iter().collect(),
        organisations: one.organisations.iter().map(ToString::to_string).collect(),
        from: one.from,
        until: one.until,
        basis: found.basis,
        document: found.document,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_are_those_of_the_decree() {
        let of = |form| lines(form, Some("Giám đốc"), Some("Phó Giám đốc"));
        assert_eq!(of(SignedAs::Kt), ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]);
        assert_eq!(of(SignedAs::Tl)[0], "TL. GIÁM ĐỐC");
        assert_eq!(of(SignedAs::Tuq)[0], "TUQ. GIÁM ĐỐC");
        assert_eq!(lines(SignedAs::Kt, None, None), ["KT."]);
    }
}
