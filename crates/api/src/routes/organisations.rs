//! Organisations over time: names, parents, from when until when, and what came after, as the campaign has them.

use access::Action;
use axum::{Json, extract::State};
use journal::Slug;

use super::paging::Page;
use crate::{
    extract::Params,
    node::Node,
    problem::Problem,
    viewer::Viewer,
    wire::{OrganisationTime, OrganisationsView},
};

/// `GET /organisations`: those whose accounts or board the viewer may read.
#[utoipa::path(get, path = "/api/v1/organisations", params(Page), responses((status = 200, body = OrganisationsView), (status = "4XX", body = Problem)))]
pub async fn list(
    State(node): State<Node>,
    viewer: Viewer,
    Params(page): Params<Page>,
) -> Result<Json<OrganisationsView>, Problem> {
    let scope = &viewer.scope;
    let sees = |one: &Slug| scope.sees(one) || scope.may(Action::ReadAccounts, one).is_ok();
    let seen = |one: &Slug| sees(one).then(|| one.to_string());
    let campaign = node.store.campaign(scope);
    let organisations = campaign.iter().flat_map(|campaign| &campaign.organisations);
    let organisations = organisations.filter(|one| sees(&one.id)).map(|one| OrganisationTime {
        id: one.id.to_string(),
        name: one.name.clone(),
        kind: one.kind,
        parent: one.parent.as_ref().and_then(seen),
        valid_from: one.valid_from,
        valid_to: one.valid_to,
        successor: one.successor.as_ref().and_then(seen),
    });
    let key = |one: &OrganisationTime| one.id.clone();
    let found = store::Page::of(organisations.collect(), key, &page.into());
    Ok(Json(OrganisationsView { now: node.now(), organisations: found.lines, next: found.next }))
}
