//! What goes up: what the level above reads of the viewer's organisation and may add to it, by the policy that is
//! applied to it, and the entries as that level reads them.

use access::{Action, Relation, Role, Scope, allows};
use axum::{Json, extract::State};
use journal::Slug;
use serde::Deserialize;
use utoipa::IntoParams;

use super::board::evidence_view;
use crate::{
    extract::Params,
    node::Node,
    problem::Problem,
    viewer::Viewer,
    wire::{AboveView, GrantView, UpwardView},
};

/// Entries on a page.
const PAGE: u32 = 20;

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// Entries before this index; the newest where absent.
    pub before: Option<u64>,
}

/// `GET /upward`.
#[utoipa::path(get, path = "/api/v1/upward", params(Page), responses((status = 200, body = UpwardView), (status = "4XX", body = Problem)))]
pub async fn show(
    State(node): State<Node>,
    viewer: Viewer,
    Params(page): Params<Page>,
) -> Result<Json<UpwardView>, Problem> {
    let own = viewer.scope.organisation.clone();
    for action in [Action::ReadJournal, Action::ReadDisclosed] {
        viewer.scope.may(action, &own).map_err(|_| Problem::denied())?;
    }
    let above = above(&node, &viewer.scope);
    let mut view = UpwardView {
        organisation: own.to_string(),
        above: above
            .iter()
            .map(|(id, name, _)| AboveView { id: id.to_string(), name: name.clone() })
            .collect(),
        reads: grants(Action::only_reads),
        adds: grants(|action| !action.only_reads()),
        entries: Vec::new(),
        next: None,
    };
    let Some((_, _, reader)) = above.first() else { return Ok(Json(view)) };
    let found = node.store.entries(&viewer.scope, &own, page.before, PAGE).await?;
    view.next = found.next;
    for stored in found.entries {
        let entry = journal::Entry::parse(&stored.canonical).map_err(|fault| Problem::internal(&fault))?;
        view.entries.push(evidence_view(node.store.find_evidence(reader, entry.id).await?));
    }
    Ok(Json(view))
}

/// The organisations above the viewer's, the nearest authority first, each with the scope of its desk.
fn above(node: &Node, viewer: &Scope) -> Vec<(Slug, String, Scope)> {
    let tree = node.store.tree();
    let Some(campaign) = node.store.campaign(viewer) else { return Vec::new() };
    let mut found = Vec::new();
    for one in &campaign.organisations {
        let is_regulator = campaign.is_regulator(&one.id);
        let role = if is_regulator { Role::RegulatorDesk } else { Role::OperatorManager };
        let scope = Scope::new("upward", role, one.id.clone(), &tree);
        if scope.relation(&viewer.organisation) == Relation::Ancestor {
            found.push((one.id.clone(), one.name.clone(), scope));
        }
    }
    found.sort_by_key(|(id, ..)| !campaign.is_regulator(id));
    found
}

/// What the policy grants to the level above, of one sort of action.
fn grants(wanted: impl Fn(Action) -> bool) -> Vec<GrantView> {
    let asked = Action::ALL.into_iter().filter(|action| wanted(*action));
    let granted = asked.map(|action| GrantView {
        action,
        roles: Role::ALL.into_iter().filter(|role| allows(*role, Relation::Ancestor, action)).collect(),
    });
    granted.filter(|grant| !grant.roles.is_empty()).collect()
}
