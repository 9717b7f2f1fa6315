//! Disputes: opened against a figure, answered, decided from above, with minutes as a document.

use access::{Action, Scope};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use campaign::dispute::{Dispute, DisputeState, Ruling};
use journal::{EntryId, Fact, Facts, Hash, Slug};
use report::{Letterhead, Minutes, Said};
use serde::Deserialize;
use store::{DisputeView, EvidenceView};
use utoipa::IntoParams;

use super::{
    board::slug,
    evidence::{Saying, clear},
    paging::asked,
    report::named,
};
use crate::{
    extract::{Body, Params, Part},
    node::Node,
    problem::Problem,
    reporting::{self, Kind as Document},
    says,
    viewer::{Viewer, Writer},
    wire::{
        DisputeDraft, DisputeLine, DisputeReply, DisputeStateName, DisputeVerdict, DisputeWord, DisputesView,
        File, GivenId, ReceiptView,
    },
};

/// Which disputes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// About figures of this organisation; of every one the viewer sees where absent.
    pub organisation: Option<String>,
    /// About this obligation.
    pub obligation: Option<String>,
    /// Those that stand so.
    #[param(value_type = Option<DisputeStateName>)]
    pub state: Option<DisputeState>,
    /// `next` of the page before.
    pub after: Option<String>,
    /// Lines on the page, at most 500; 100 where absent.
    pub limit: Option<usize>,
}

/// `GET /disputes`.
#[utoipa::path(get, path = "/api/v1/disputes", params(Which), responses((status = 200, body = DisputesView), (status = "4XX", body = Problem)))]
pub async fn list(
    State(node): State<Node>,
    viewer: Viewer,
    Params(which): Params<Which>,
) -> Result<Json<DisputesView>, Problem> {
    let only = which.organisation.map(|text| slug("organisation", text)).transpose()?;
    let wanted = |one: &Dispute| {
        which.obligation.as_deref().is_none_or(|obligation| one.key.obligation.as_str() == obligation)
            && which.state.is_none_or(|state| one.state == state)
    };
    let asked = asked(which.after, which.limit);
    let found = node.store.dispute_page(&viewer.scope, only.as_ref(), wanted, &asked).await?;
    let disputes = found.lines.into_iter().map(|view| line(&node, &viewer.scope, view));
    Ok(Json(DisputesView { disputes: disputes.collect(), next: found.next }))
}

/// `POST /disputes`.
#[utoipa::path(post, path = "/api/v1/disputes", request_body = DisputeDraft, responses((status = 201, body = ReceiptView), (status = "4XX", body = Problem)))]
pub async fn open(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(body): Body<DisputeDraft>,
) -> Result<(StatusCode, Json<ReceiptView>), Problem> {
    let id = GivenId::admit(body.id)?;
    let mut facts = Facts::from([("reply_due".to_owned(), Fact::Text(body.reply_due.to_string()))]);
    facts.extend(body.figure.map(|figure| ("figure".to_owned(), Fact::Text(figure))));
    let about = body.organisation.unwrap_or_else(|| viewer.scope.organisation.clone());
    let said = Words { field: "claim", text: body.claim, document: body.document };
    let speech = Speech { kind: "dispute.opened", id, answers: body.entries, facts, said };
    speech.record(&node, &viewer.scope, &about, &body.obligation).await
}

/// `POST /disputes/{id}/answers`.
#[utoipa::path(post, path = "/api/v1/disputes/{id}/answers", params(("id" = String, Path)), request_body = DisputeReply, responses((status = 201, body = ReceiptView), (status = "4XX", body = Problem)))]
pub async fn answer(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
    Body(body): Body<DisputeReply>,
) -> Result<(StatusCode, Json<ReceiptView>), Problem> {
    let given = GivenId::admit(body.id)?;
    let view = find(&node, &viewer.scope, &id).await?;
    let answers = std::iter::once(view.dispute.id).chain(body.entries).collect();
    let said = Words { field: "text", text: body.text, document: body.document };
    let speech = Speech { kind: "dispute.answered", id: given, answers, facts: Facts::new(), said };
    let key = view.dispute.key;
    speech.record(&node, &viewer.scope, &key.organisation, &key.obligation).await
}

/// `POST /disputes/{id}/decision`.
#[utoipa::path(post, path = "/api/v1/disputes/{id}/decision", params(("id" = String, Path)), request_body = DisputeVerdict, responses((status = 201, body = ReceiptView), (status = "4XX", body = Problem)))]
pub async fn decide(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
    Body(body): Body<DisputeVerdict>,
) -> Result<(StatusCode, Json<ReceiptView>), Problem> {
    let given = GivenId::admit(body.id)?;
    let view = find(&node, &viewer.scope, &id).await?;
    let facts = Facts::from([("ruling".to_owned(), Fact::Text(word(body.ruling).to_owned()))]);
    let said = Words { field: "reason", text: body.reason, document: body.document };
    let speech = Speech { kind: "dispute.decided", id: given, answers: vec![view.dispute.id], facts, said };
    let key = view.dispute.key;
    speech.record(&node, &viewer.scope, &key.organisation, &key.obligation).await
}

/// As which document.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Form {
    /// `docx` or `pdf`; `docx` where absent.
    #[serde(rename = "as")]
    pub kind: Option<String>,
}

/// `GET /disputes/{id}/minutes`.
#[utoipa::path(get, path = "/api/v1/disputes/{id}/minutes", params(("id" = String, Path), Form), responses((status = 200, content((inline(File) = "application/pdf"), (inline(File) = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))), (status = "4XX", body = Problem)))]
pub async fn minutes(
    State(node): State<Node>,
    viewer: Viewer,
    Part(id): Part<String>,
    Params(form): Params<Form>,
) -> Result<Response, Problem> {
    let kind = match form.kind.as_deref() {
        None | Some("docx") => Document::Docx,
        Some("pdf") => Document::Pdf,
        Some(_) => return Err(Problem::bad_field("as", says::minutes_kinds())),
    };
    let view = find(&node, &viewer.scope, &id).await?;
    let campaign = node.store.campaign(&viewer.scope).ok_or_else(Problem::not_found)?;
    let key = &view.dispute.key;
    let obligation = campaign.find_obligation(&key.obligation);
    let organisation = campaign.find_organisation(&key.organisation);
    let decided = view.dispute.decision.as_ref();
    let words = view.said.iter();
    let reasons = words.clone().find(|said| decided.is_some_and(|decided| decided.id == said.entry.id));
    let minutes = Minutes {
        letterhead: match node.offices.get(&viewer.scope.organisation) {
            Some(office) => Letterhead::of(&campaign, &viewer.scope.organisation).with(office),
            None => Letterhead::of(&campaign, &viewer.scope.organisation),
        },
        campaign: campaign.title.clone(),
        organisation: organisation.map_or_else(|| key.organisation.to_string(), |one| one.name.clone()),
        obligation: obligation.map_or_else(|| key.obligation.to_string(), |one| one.title.clone()),
        figure: view.dispute.claim.figure.clone(),
        claim: said(&view.opening, "claim"),
        reply_due: view.dispute.claim.reply_due,
        disputed: view.dispute.disputed.iter().map(ToString::to_string).collect(),
        answers: words
            .filter(|one| view.dispute.answers.contains(&one.entry.id))
            .map(|one| said(one, "text"))
            .collect(),
        decision: decided
            .zip(reasons)
            .map(|(decided, reasons)| (word(decided.ruling).to_owned(), said(reasons, "reason"))),
        at: node.now(),
    };
    let bytes = tokio::task::spawn_blocking(move || reporting::write_minutes(&minutes, kind));
    let bytes = bytes.await.map_err(|fault| Problem::internal(&fault))??;
    Ok(named(bytes, kind.content_type(), &format!("bien-ban-khieu-nai.{}", kind.ending())))
}

/// What is said, and under which field.
struct Words {
    field: &'static str,
    text: String,
    document: Option<Hash>,
}

/// An entry of a dispute before it is one.
struct Speech {
    kind: &'static str,
    id: Option<EntryId>,
    answers: Vec<EntryId>,
    facts: Facts,
    said: Words,
}

impl Speech {
    async fn record(
        self,
        node: &Node,
        scope: &Scope,
        about: &Slug,
        obligation: &Slug,
    ) -> Result<(StatusCode, Json<ReceiptView>), Problem> {
        let Self { kind, id, answers, mut facts, said } = self;
        if about != &scope.organisation {
            facts.insert("organisation".to_owned(), Fact::Text(about.to_string()));
        }
        let mut private = Facts::from([(said.field.to_owned(), Fact::Text(said.text))]);
        private.extend(said.document.map(|digest| ("document".to_owned(), Fact::Text(digest.hex()))));
        Saying { kind, id, answers, facts, private }.record(node, scope, obligation).await
    }
}

async fn find(node: &Node, scope: &Scope, id: &str) -> Result<DisputeView, Problem> {
    let id = EntryId::parse(id).map_err(|_| Problem::not_found())?;
    Ok(node.store.find_dispute(scope, id).await?)
}

const fn word(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Upheld => "upheld",
        Ruling::Partly => "partly",
        Ruling::Rejected => "rejected",
    }
}

fn written_by(view: &EvidenceView) -> String {
    view.actor_name.clone().unwrap_or_else(|| view.entry.actor.clone())
}

fn said(view: &EvidenceView, field: &str) -> Said {
    Said {
        by: written_by(view),
        at: view.entry.recorded_at,
        text: clear(view, field),
        entry: view.entry.id.to_string(),
    }
}

fn line(node: &Node, scope: &Scope, view: DisputeView) -> DisputeLine {
    let DisputeView { dispute, opening, said } = view;
    let words = |view: &EvidenceView, field: &str| DisputeWord {
        entry: view.entry.id.to_string(),
        log: view.entry.origin.organisation().to_string(),
        log_name: node.store.name_on_record(view.entry.origin.organisation()),
        index: view.sees_log.then_some(view.index),
        at: view.entry.recorded_at,
        by: written_by(view),
        text: clear(view, field),
        document: clear(view, "document"),
        entries: view.entry.answers.iter().filter(|id| **id != dispute.id).map(ToString::to_string).collect(),
    };
    let decided = dispute.decision.as_ref();
    // Whoever claims does not decide.
    let may = |action: &Action| match action {
        Action::AnswerDispute => dispute.holds(),
        Action::DecideDispute => dispute.holds() && dispute.by.0 != scope.actor,
        _ => false,
    };
    DisputeLine {
        id: dispute.id.to_string(),
        organisation: dispute.key.organisation.to_string(),
        obligation: dispute.key.obligation.to_string(),
        figure: dispute.claim.figure.clone(),
        state: dispute.state,
        reply_due: dispute.claim.reply_due,
        disputed: dispute.disputed.iter().map(ToString::to_string).collect(),
        claim: words(&opening, "claim"),
        answers: said
            .iter()
            .filter(|one| dispute.answers.contains(&one.entry.id))
            .map(|one| words(one, "text"))
            .collect(),
        ruling: decided.map(|decided| decided.ruling),
        decision: said
            .iter()
            .find(|one| decided.is_some_and(|decided| decided.id == one.entry.id))
            .map(|one| words(one, "reason")),
        allowed: scope.says_about(&dispute.key.organisation, &dispute.key.obligation).filter(may).collect(),
    }
}
