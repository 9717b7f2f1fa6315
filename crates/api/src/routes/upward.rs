//! What goes up: what each reader above has of the viewer's organisation and may add to it, by the policy that is
//! applied to them; the entries as a reader has them; and a draft as every reader will have it once it is recorded.

use access::{Action, KeyLimit, Relation, Role, Scope, allows};
use axum::{Json, extract::State};
use journal::Slug;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{board::evidence_view, duty, evidence};
use crate::{
    extract::{Body, Params},
    node::Node,
    problem::Problem,
    viewer::{Viewer, Writer},
    wire::{AboveView, ForeseenView, GrantView, ReaderView, UpwardDraft, UpwardPreview, UpwardView},
};

/// Entries on a page.
const PAGE: u32 = 20;

/// Whose view, and which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// Entries before this index; the newest where absent.
    pub before: Option<u64>,
    /// The reader above whose view is wanted, one of `readers`; the first where absent.
    #[serde(rename = "as")]
    #[param(rename = "as")]
    pub reader: Option<String>,
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
    let readers = readers(&node, &viewer.scope);
    let mut above: Vec<AboveView> = Vec::new();
    for one in &readers {
        if !above.iter().any(|known| known.id == one.organisation.as_str()) {
            above.push(AboveView { id: one.organisation.to_string(), name: one.name.clone() });
        }
    }
    let reader = match &page.reader {
        Some(wanted) => Some(readers.iter().find(|one| one.id() == *wanted).ok_or_else(Problem::not_found)?),
        None => readers.first(),
    };
    let mut view = UpwardView {
        organisation: own.to_string(),
        above,
        readers: readers.iter().map(|one| one.view(&own)).collect(),
        reader: reader.map(Reader::id),
        reads: grants(Action::only_reads),
        adds: grants(|action| !action.only_reads()),
        entries: Vec::new(),
        next: None,
    };
    let Some(reader) = reader else { return Ok(Json(view)) };
    let found = node.store.entries(&viewer.scope, &own, page.before, PAGE).await?;
    view.next = found.next;
    for stored in found.entries {
        let entry = journal::Entry::parse(&stored.canonical).map_err(|fault| Problem::internal(&fault))?;
        view.entries.push(evidence_view(&node, node.store.find_evidence(&reader.scope, entry.id).await?));
    }
    Ok(Json(view))
}

/// `POST /upward/preview`: what each reader above will have of a draft, before it is recorded. Nothing is written; what
/// could not be recorded is refused as it would be then.
#[utoipa::path(post, path = "/api/v1/upward/preview", request_body = UpwardDraft, responses((status = 200, body = UpwardPreview), (status = "4XX", body = Problem)))]
pub async fn preview(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(body): Body<UpwardDraft>,
) -> Result<Json<UpwardPreview>, Problem> {
    let own = viewer.scope.organisation.clone();
    let draft = match body {
        UpwardDraft::Evidence(draft) => evidence::draft_of(&node, &viewer, draft)?,
        UpwardDraft::Duty(draft) => duty::draft_of(&node, &viewer, draft)?,
    };
    let readers = readers(&node, &viewer.scope);
    let scopes: Vec<Scope> = readers.iter().map(|one| one.scope.clone()).collect();
    let foreseen = node.store.foresee(&viewer.scope, &own, draft, &scopes).await?;
    let foreseen = readers.iter().zip(foreseen).map(|(reader, seen)| ForeseenView {
        reader: reader.view(&own),
        // Where it will stand is not known before it stands there.
        entry: seen.map(|seen| evidence_view(&node, store::EvidenceView { sees_log: false, ..seen })),
    });
    Ok(Json(UpwardPreview { readers: foreseen.collect() }))
}

/// A role of an organisation above, with what the policy makes of it.
struct Reader {
    organisation: Slug,
    name: String,
    scope: Scope,
}

impl Reader {
    fn id(&self) -> String {
        format!("{}:{}", self.organisation, self.scope.role)
    }

    fn view(&self, below: &Slug) -> ReaderView {
        let granted = Action::ALL.into_iter().filter(|action| self.scope.may(*action, below).is_ok());
        ReaderView {
            id: self.id(),
            organisation: self.organisation.to_string(),
            organisation_name: self.name.clone(),
            role: self.scope.role,
            may: granted.collect(),
        }
    }
}

/// Everybody above who reads the viewer's evidence, by organisation and role, the nearest authority first. A program is
/// taken to have a key that names all it may read.
fn readers(node: &Node, viewer: &Scope) -> Vec<Reader> {
    let tree = node.store.tree();
    let Some(campaign) = node.store.campaign(viewer) else { return Vec::new() };
    let own = &viewer.organisation;
    let mut found = Vec::new();
    for one in &campaign.organisations {
        let is_regulator = campaign.is_regulator(&one.id);
        for role in Role::ALL.into_iter().filter(|role| is_regulator || !role.is_regulator()) {
            let scope = if role == Role::Machine {
                let reads = Action::ALL.into_iter().filter(|action| action.only_reads());
                let limit = KeyLimit { actions: reads.collect(), ..KeyLimit::default() };
                Scope::keyed("upward", one.id.clone(), &tree, limit)
            } else {
                Scope::new("upward", role, one.id.clone(), &tree)
            };
            let reads = scope.may(Action::ReadEvidence, own).is_ok();
            if reads && scope.relation(own) == Relation::Ancestor {
                found.push(Reader { organisation: one.id.clone(), name: one.name.clone(), scope });
            }
        }
    }
    found.sort_by_key(|one| !campaign.is_regulator(&one.organisation));
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
