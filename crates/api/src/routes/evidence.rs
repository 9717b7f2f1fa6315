//! Recording what people know, and erasing what may not stay.

use access::{Action, Role, Scope};
use axum::{Json, extract::State, http::StatusCode};
use journal::{Draft, EntryId, Fact, Facts, Grade, Held, Kind, Slug, Subject};
use serde::Deserialize;
use store::{Disclosed, EvidenceView};
use utoipa::ToSchema;

use super::{board::slug, measured};
use crate::{
    extract::{Body, Part},
    node::Node,
    problem::Problem,
    says,
    viewer::{Viewer, Writer},
    wire::{EvidenceDraft, GivenId, ReceiptView},
};

/// How an entry made on the screens names its way in.
pub(super) const SOURCE: &str = "screens";
/// How one does that a program with a key sent: a reader who weighs a measurement sees that its owner's program states it.
const KEY: &str = "key";

/// `POST /evidence`.
#[utoipa::path(post, path = "/api/v1/evidence", request_body = EvidenceDraft, responses((status = 201, body = ReceiptView), (status = "4XX", body = Problem)))]
pub async fn record(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(body): Body<EvidenceDraft>,
) -> Result<(StatusCode, Json<ReceiptView>), Problem> {
    let draft = draft_of(&node, &viewer, body)?;
    let receipt = node.store.record(&viewer.scope, &viewer.scope.organisation, draft).await?;
    Ok((StatusCode::CREATED, Json(receipt.into())))
}

/// The entry that a request asks for, before it is one.
pub(super) fn draft_of(node: &Node, viewer: &Viewer, body: EvidenceDraft) -> Result<Draft, Problem> {
    let id = GivenId::admit(body.id)?;
    let by_machine = viewer.scope.role == Role::Machine;
    let measured = Action::of_kind(&body.kind) == Some(Action::RecordMeasurement);
    if measured && !by_machine {
        return Err(Problem::bad_field("kind", says::by_machines_only()));
    }
    let wanted = if measured { Grade::Measured } else { Grade::Asserted };
    if by_machine && body.grade.is_some_and(|grade| grade != wanted) {
        return Err(Problem::bad_field("grade", says::grade_of_program(wanted.as_str())));
    }
    if !by_machine && body.grade == Some(Grade::Measured) {
        return Err(Problem::bad_field("grade", says::person_not_measured()));
    }
    let campaign = node.store.campaign(&viewer.scope).ok_or_else(Problem::not_found)?;
    let obligation = body.obligation.map(|text| slug("obligation", text)).transpose()?;
    let own = viewer.scope.organisation.clone();
    let about = match body.organisation {
        Some(text) => slug("organisation", text)?,
        None => own.clone(),
    };
    if body.grade == Some(Grade::Countersigned) && about == own {
        return Err(Problem::bad_field("grade", says::own_countersign()));
    }
    let mut facts = body.facts;
    let subject = match (&obligation, measured) {
        (Some(obligation), _) => {
            facts.insert("obligation".to_owned(), Fact::Text(obligation.to_string()));
            subject(obligation)?
        }
        (None, true) => subject_of_measurement(&facts, &about)?,
        (None, false) => return Err(Problem::bad_field("obligation", campaign::file::says::missing())),
    };
    if about != own {
        facts.insert("organisation".to_owned(), Fact::Text(about.to_string()));
    }
    let held = body.held.map_or_else(|| Held::at(node.now()), |held| Held { from: held.from, to: held.to });
    if measured {
        measured::check(node, &viewer.scope, &body.kind, &facts)?;
    }
    Ok(Draft {
        id: id.unwrap_or_else(|| node.store.new_id()),
        kind: Kind::new(body.kind.clone()).map_err(|fault| Problem::bad_field("kind", fault.to_string()))?,
        subject,
        held,
        source: if by_machine { KEY } else { SOURCE }.to_owned(),
        actor: viewer.scope.actor.clone(),
        answers: body.answers,
        campaign: Some(campaign.digest),
        grade: if by_machine { Some(wanted) } else { grade(&body.kind, body.grade, about == own) },
        facts,
        private: body.private,
    })
}

/// What is to be erased, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// The private fields.
    pub fields: Vec<String>,
    /// Why; it stays on record.
    pub reason: String,
}

/// `POST /entries/{id}/erase`.
#[utoipa::path(post, path = "/api/v1/entries/{id}/erase", params(("id" = String, Path)), request_body = Erasure, responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn erase(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
    Body(body): Body<Erasure>,
) -> Result<StatusCode, Problem> {
    let id = EntryId::parse(&id).map_err(|_| Problem::not_found())?;
    node.store.erase(&viewer.scope, id, &body.fields, &body.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What somebody says about an obligation that no check weighs, before it is an entry.
pub(super) struct Saying {
    pub(super) kind: &'static str,
    /// Made by the client, so that what is sent again is said once.
    pub(super) id: Option<EntryId>,
    pub(super) answers: Vec<EntryId>,
    pub(super) facts: Facts,
    pub(super) private: Facts,
}

impl Saying {
    /// Records it in the log of the viewer's organisation.
    pub(super) async fn record(
        self,
        node: &Node,
        scope: &Scope,
        obligation: &Slug,
    ) -> Result<(StatusCode, Json<ReceiptView>), Problem> {
        let campaign = node.store.campaign(scope).ok_or_else(Problem::not_found)?;
        let Self { kind, id, answers, mut facts, private } = self;
        facts.insert("obligation".to_owned(), Fact::Text(obligation.to_string()));
        // One that comes again was said when it came first.
        let first = match id {
            Some(id) => node.store.find_evidence(scope, id).await.ok(),
            None => None,
        };
        let draft = Draft {
            id: id.unwrap_or_else(|| node.store.new_id()),
            kind: Kind::new(kind).map_err(|fault| Problem::internal(&fault))?,
            subject: subject(obligation)?,
            held: first.map_or_else(|| Held::at(node.now()), |first| first.entry.held),
            source: SOURCE.to_owned(),
            actor: scope.actor.clone(),
            answers,
            campaign: Some(campaign.digest),
            grade: None,
            facts,
            private,
        };
        let receipt = node.store.record(scope, &scope.organisation, draft).await?;
        Ok((StatusCode::CREATED, Json(receipt.into())))
    }
}

/// A private text as its reader may see it; none where it is erased or withheld.
pub(super) fn clear(view: &EvidenceView, field: &str) -> Option<String> {
    match view.private.as_ref().and_then(|private| private.get(field)) {
        Some(Disclosed::Value(Fact::Text(text))) => Some(text.clone()),
        _ => None,
    }
}

/// What a program's measurement is about: the target it names, or its organisation.
fn subject_of_measurement(facts: &Facts, about: &Slug) -> Result<Subject, Problem> {
    let made = match facts.get("target").and_then(Fact::as_text) {
        Some(target) => Subject::of("target", &slug("facts.target", target.to_owned())?),
        None => Subject::of("organisation", about),
    };
    made.map_err(|fault| Problem::internal(&fault))
}

pub(super) fn subject(obligation: &Slug) -> Result<Subject, Problem> {
    Subject::of("obligation", obligation).map_err(|fault| Problem::internal(&fault))
}

/// What bears no grade is no evidence: it answers or changes evidence instead.
/// An inspection of another organisation is a second party's word, which the inspected alone cannot take back.
pub(super) fn grade(kind: &str, claimed: Option<Grade>, own: bool) -> Option<Grade> {
    match kind {
        "obligation.waived" | "obligation.assigned" | "handling.promised" | "finding.explained" => None,
        "inspection.signed" if !own => Some(claimed.unwrap_or(Grade::Countersigned)),
        _ => Some(claimed.unwrap_or(Grade::Attested)),
    }
}
