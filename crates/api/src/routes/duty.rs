//! The duty log: one entry for a telephone call, and the log by when things were heard.

use axum::{Json, extract::State, http::StatusCode};
use campaign::{Body as Said, Evidence};
use journal::{Draft, EntryId, Fact, Facts, Held, Kind, Subject};
use serde::Deserialize;
use store::{Disclosed, DutyLine, DutyQuery};
use utoipa::IntoParams;

use super::{
    board::{moment, path_slug},
    evidence::SOURCE,
};
use crate::{
    extract::{Body, Params, Part},
    node::Node,
    problem::Problem,
    viewer::{Viewer, Writer},
    wire::{DutyDraft, DutyLineView, DutyPageView, GivenId, ReceiptView},
};

/// Lines on a page when nothing else is asked.
const PAGE: u32 = 100;

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// Heard at this moment, with zone, or later.
    pub from: Option<String>,
    /// Heard before this moment, with zone.
    pub to: Option<String>,
    /// The last line of the page before.
    pub before: Option<String>,
    /// Lines on the page, at most 500.
    pub limit: Option<u32>,
}

/// `GET /duty/{organisation}`.
#[utoipa::path(get, path = "/api/v1/duty/{organisation}", params(("organisation" = String, Path), Page), responses((status = 200, body = DutyPageView), (status = "4XX", body = Problem)))]
pub async fn page(
    State(node): State<Node>,
    viewer: Viewer,
    Part(organisation): Part<String>,
    Params(page): Params<Page>,
) -> Result<Json<DutyPageView>, Problem> {
    let organisation = path_slug(organisation)?;
    let query = DutyQuery {
        from: page.from.map(|text| moment("from", &text)).transpose()?,
        to: page.to.map(|text| moment("to", &text)).transpose()?,
        before: page
            .before
            .map(|id| EntryId::parse(&id))
            .transpose()
            .map_err(|_| Problem::bad_field("before", "is no entry id"))?,
        limit: page.limit.unwrap_or(PAGE),
    };
    let found = node.store.duty(&viewer.scope, &organisation, query).await?;
    Ok(Json(DutyPageView {
        organisation: organisation.to_string(),
        lines: found.lines.into_iter().map(line).collect(),
        next: found.next.map(|id| id.to_string()),
    }))
}

/// `POST /duty`: in the log of one's own organisation.
#[utoipa::path(post, path = "/api/v1/duty", request_body = DutyDraft, responses((status = 201, body = ReceiptView), (status = "4XX", body = Problem)))]
pub async fn log(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(body): Body<DutyDraft>,
) -> Result<(StatusCode, Json<ReceiptView>), Problem> {
    let draft = draft_of(&node, &viewer, body)?;
    let receipt = node.store.record(&viewer.scope, &viewer.scope.organisation, draft).await?;
    Ok((StatusCode::CREATED, Json(receipt.into())))
}

/// The line that a request asks for, before it is one.
pub(super) fn draft_of(node: &Node, viewer: &Viewer, body: DutyDraft) -> Result<Draft, Problem> {
    let id = GivenId::admit(body.id)?;
    let own = viewer.scope.organisation.clone();
    let campaign = node.store.campaign(&viewer.scope).ok_or_else(Problem::not_found)?;
    let text = |text: &str| Fact::Text(text.to_owned());
    let named = [
        ("concerns", body.concerns.as_ref().map(|one| text(one.as_str()))),
        ("obligation", body.obligation.as_ref().map(|one| text(one.as_str()))),
        ("target", body.target.as_ref().map(|one| text(one.as_str()))),
        ("corrects", body.corrects.map(|_| Fact::Bool(true))),
    ];
    let what = serde_json::to_value(body.what).map_err(|fault| Problem::internal(&fault))?;
    let mut facts = Facts::from([("what".to_owned(), text(what.as_str().unwrap_or_default()))]);
    facts.extend(named.into_iter().filter_map(|(name, fact)| Some((name.to_owned(), fact?))));
    let said = [("text", Some(body.text)), ("caller", body.caller), ("number", body.number)];
    let said = said.into_iter().filter_map(|(name, said)| Some((name.to_owned(), Fact::Text(said?))));
    Ok(Draft {
        id: id.unwrap_or_else(|| node.store.new_id()),
        kind: Kind::new("duty.logged").map_err(|fault| Problem::internal(&fault))?,
        subject: Subject::of("organisation", &own).map_err(|fault| Problem::internal(&fault))?,
        held: Held::at(body.heard_at.unwrap_or_else(|| node.now())),
        source: SOURCE.to_owned(),
        actor: viewer.scope.actor.clone(),
        answers: body.corrects.into_iter().collect(),
        campaign: Some(campaign.digest),
        grade: None,
        facts,
        private: said.collect(),
    })
}

fn line(line: DutyLine) -> DutyLineView {
    let DutyLine { view, answered_by } = line;
    let read = Evidence::keep(&view.entry, view.index).body;
    let duty = if let Said::DutyLogged(duty) = read { Some(duty) } else { None };
    let name = |one: Option<&journal::Slug>| one.map(ToString::to_string);
    let private = view.private.unwrap_or_default().into_iter().map(|(field, value)| match value {
        Disclosed::Value(value) => (field, Some(value)),
        Disclosed::Erased => (field, None),
    });
    DutyLineView {
        id: view.entry.id.to_string(),
        index: view.sees_log.then_some(view.index),
        what: duty.as_ref().map(|duty| duty.what),
        heard_at: view.entry.held.from,
        recorded_at: view.entry.recorded_at,
        actor: view.entry.actor,
        actor_name: view.actor_name,
        concerns: name(duty.as_ref().and_then(|duty| duty.concerns.as_ref())),
        obligation: name(duty.as_ref().and_then(|duty| duty.obligation.as_ref())),
        target: name(duty.as_ref().and_then(|duty| duty.target.as_ref())),
        corrects: duty
            .is_some_and(|duty| duty.corrects)
            .then(|| view.entry.answers.first().map(ToString::to_string))
            .flatten(),
        private: private.collect(),
        answered_by: answered_by.into_iter().map(Into::into).collect(),
    }
}
