//! Keys of programs: made, listed and revoked by the administrator of their organisation or of one above it. A key one
//! does not manage is not there.

use std::collections::BTreeSet;

use access::{Action, KeyLimit, Relation, Role, allows};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use journal::Slug;
use store::{MachineKey, NewKey, PageAsked};

use super::{board::slug, paging::Page};
use crate::{
    extract::{Body, Params, Part},
    machine_key,
    node::Node,
    problem::Problem,
    viewer::{Viewer, Writer},
    wire::{KeyMade, KeyOrder, KeyView, KeysPage},
};

/// `GET /keys`.
#[utoipa::path(get, path = "/api/v1/keys", params(Page), responses((status = 200, body = KeysPage), (status = "4XX", body = Problem)))]
pub async fn page(
    State(node): State<Node>,
    viewer: Viewer,
    Params(page): Params<Page>,
) -> Result<Json<KeysPage>, Problem> {
    let asked = PageAsked::from(page);
    let found = node.store.keys(&viewer.scope, asked.after.as_deref(), asked.limit).await?;
    let keys = found.keys.into_iter().map(|key| view(&node, &viewer, key)).collect();
    let actions = Action::ALL.into_iter().filter(|action| allows(Role::Machine, Relation::Own, *action));
    Ok(Json(KeysPage { keys, next: found.next, actions: actions.collect() }))
}

/// `POST /keys`: the key is in this answer alone.
#[utoipa::path(post, path = "/api/v1/keys", request_body = KeyOrder, responses((status = 201, body = KeyMade), (status = "4XX", body = Problem)))]
pub async fn make(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(order): Body<KeyOrder>,
) -> Result<Response, Problem> {
    let organisation = slug("organisation", order.organisation)?;
    let limit = KeyLimit {
        actions: order.actions.into_iter().collect(),
        obligations: slugs("obligations", order.obligations)?,
        targets: slugs("targets", order.targets)?,
    };
    let (token, shown) = machine_key::fresh(&node);
    let new = NewKey {
        prefix: shown.prefix,
        secret_hash: shown.secret_hash,
        name: order.name,
        organisation,
        limit,
        expires_at: order.expires_at,
    };
    let key = node.store.make_key(&viewer.scope, new).await?;
    let answer = KeyMade { key: view(&node, &viewer, key), token };
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// `POST /keys/{id}/revoke`: it opens nothing from then on.
#[utoipa::path(post, path = "/api/v1/keys/{id}/revoke", params(("id" = String, Path)), responses((status = 200, body = KeyView), (status = "4XX", body = Problem)))]
pub async fn revoke(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
) -> Result<Json<KeyView>, Problem> {
    let key = node.store.revoke_key(&viewer.scope, &id).await?;
    Ok(Json(view(&node, &viewer, key)))
}

/// Names, each of which is one; the fault says which is not.
pub(super) fn slugs(field: &str, names: Vec<String>) -> Result<BTreeSet<Slug>, Problem> {
    let read = |(place, name)| slug(&format!("{field}[{place}]"), name);
    names.into_iter().enumerate().map(read).collect()
}

fn view(node: &Node, viewer: &Viewer, key: MachineKey) -> KeyView {
    let name = node.store.organisation_name(&viewer.scope, &key.organisation);
    KeyView {
        state: match key.revoked_at {
            Some(_) => "revoked",
            None if key.expires_at <= node.now() => "expired",
            None => "active",
        },
        id: key.id,
        prefix: key.prefix,
        name: key.name,
        organisation_name: name.unwrap_or_else(|| key.organisation.to_string()),
        organisation: key.organisation.to_string(),
        actions: key.limit.actions.into_iter().collect(),
        obligations: key.limit.obligations.iter().map(ToString::to_string).collect(),
        targets: key.limit.targets.iter().map(ToString::to_string).collect(),
        created_at: key.created_at,
        expires_at: key.expires_at,
        revoked_at: key.revoked_at,
        used_at: key.used_at,
    }
}
