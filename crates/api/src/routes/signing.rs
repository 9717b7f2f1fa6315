//! Before a report is signed: what it would say, what differs from the draft before, the draft, and the signature.
//!
//! A draft is a document that was kept, with the position it was drawn up from and its numbers; a signature stands by
//! one draft to the letter. Who may sign is the policy's alone; a delegation (KT., TL., TUQ.) that widens it stands in the
//! scope, and is the one the signer was shown. The offices it is signed for and by lie with `report.attested` as
//! commitments.

use std::{collections::BTreeMap, sync::Arc};

use access::{Action, Scope};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use campaign::{Cell, Paper, Status, review};
use journal::{Cursor, Draft, EntryId, Fact, Facts, Grade, Held, Kind, Subject};
use serde::Deserialize;
use store::{Asked, BoardNow, Disclosed, Drafted, EvidenceView, ReadFault, Store};
use utoipa::IntoParams;

use super::{
    board::slug,
    delegations::{lines, signature_lines},
    evidence::{SOURCE, clear},
    paging::asked,
    report::{named, paper},
};
use crate::{
    extract::{Body, Params, Part},
    left_out,
    node::Node,
    problem::Problem,
    reporting::{self, Kind as Document, Order},
    says,
    viewer::{Viewer, Writer},
    wire::{
        Attestation, AttestedView, ChangeView, DraftOrder, DraftView, DraftsView, GivenId, PaperName,
        ReceiptView, SignatureView, SigningRights, SigningView, SignsAs,
    },
};

/// Lines of a list shown at most: more than anybody reads before signing.
const MAX_LINES: usize = 2_000;
/// Drafts shown at most.
const MAX_DRAFTS: usize = 10;

/// Which report.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// The organisation reported on; everything the viewer sees where absent.
    pub organisation: Option<String>,
    /// Which paper; the results where absent.
    #[param(value_type = Option<PaperName>)]
    pub paper: Option<String>,
}

/// `GET /report/signing`.
#[utoipa::path(get, path = "/api/v1/report/signing", params(Which), responses((status = 200, body = SigningView), (status = "4XX", body = Problem)))]
pub async fn show(
    State(node): State<Node>,
    viewer: Viewer,
    Params(which): Params<Which>,
) -> Result<Json<SigningView>, Problem> {
    let organisation = which.organisation.map(|text| slug("organisation", text)).transpose()?;
    let order = order(&node, &viewer.scope, organisation, paper(which.paper.as_deref())?)?;
    let BoardNow { at, cursor, cells } = node.store.board_now(&viewer.scope);
    let cells = order.wanted(&viewer.scope, cells);
    let mut drafts = node.store.drafted(&viewer.scope, order.paper, order.organisation.as_ref()).await?;
    let mut changes = changes(&node.store, &viewer.scope, &order, drafts.first(), &cells).await?;
    let mut left_out = left_out::of(&node.store, &viewer.scope, &cells, MAX_LINES + 1).await?;
    let mut wanting: Vec<_> = cells.iter().filter(|cell| wants_a_look(cell)).map(Into::into).collect();
    let mut cut = Vec::new();
    cut.extend(shorten(&mut changes).then_some("changes"));
    cut.extend(shorten(&mut left_out).then_some("left_out"));
    cut.extend(shorten(&mut wanting).then_some("cells"));
    drafts.truncate(MAX_DRAFTS);
    let may = |action| viewer.scope.may(action, &viewer.scope.organisation).is_ok();
    Ok(Json(SigningView {
        at,
        cursor: cursor.encode(),
        organisation: order.organisation.as_ref().map(ToString::to_string),
        counts: counted(&node.store, &viewer.scope, &order, &cells).await?,
        cells: wanting,
        left_out,
        drafts: drafts.into_iter().map(draft_view).collect(),
        changes,
        cut,
        signs_as: signs_as(&node.store, &viewer.scope).await?,
        may: SigningRights { draft: may(Action::DraftReport), attest: may(Action::AttestReport) },
    }))
}

/// Which drafts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichDrafts {
    /// The organisation reported on; everything the viewer sees where absent.
    pub organisation: Option<String>,
    /// Of which paper; the results where absent.
    #[param(value_type = Option<PaperName>)]
    pub paper: Option<String>,
    /// `next` of the page before.
    pub after: Option<String>,
    /// Lines on the page, at most 500; 100 where absent.
    pub limit: Option<usize>,
}

/// `GET /report/drafts`.
#[utoipa::path(get, path = "/api/v1/report/drafts", params(WhichDrafts), responses((status = 200, body = DraftsView), (status = "4XX", body = Problem)))]
pub async fn drafts(
    State(node): State<Node>,
    viewer: Viewer,
    Params(which): Params<WhichDrafts>,
) -> Result<Json<DraftsView>, Problem> {
    let organisation = which.organisation.map(|text| slug("organisation", text)).transpose()?;
    let (paper, asked) = (paper(which.paper.as_deref())?, asked(which.after, which.limit));
    let found = node.store.drafted_page(&viewer.scope, paper, organisation.as_ref(), &asked).await?;
    Ok(Json(DraftsView { drafts: found.lines.into_iter().map(draft_view).collect(), next: found.next }))
}

/// `POST /report/drafts`.
#[utoipa::path(post, path = "/api/v1/report/drafts", request_body = DraftOrder, responses((status = 201, body = DraftView), (status = "4XX", body = Problem)))]
pub async fn draft(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(body): Body<DraftOrder>,
) -> Result<(StatusCode, Json<DraftView>), Problem> {
    // A draft is kept: what is open for a time only is read, and does not go into one.
    let scope = &viewer.scope.unopened();
    scope.may(Action::DraftReport, &scope.organisation).map_err(|_| Problem::denied())?;
    let given = GivenId::admit(body.id)?;
    let order = order(&node, scope, body.organisation, paper(body.paper.as_deref())?)?;
    if let Some(id) = given
        && let Some(known) = find_draft(&node.store, scope, id).await?
    {
        return Ok((StatusCode::CREATED, Json(draft_view(known))));
    }
    let BoardNow { at, cursor, cells } = node.store.board_now(scope);
    let counts = counted(&node.store, scope, &order, &order.wanted(scope, cells.clone())).await?;
    let model = reporting::model_of(&node.store, scope, &order, cells, at).await?;
    let written = tokio::task::spawn_blocking(move || reporting::write(&model, Document::Docx));
    let bytes = written.await.map_err(|fault| Problem::internal(&fault))??;
    let digest = node.store.put_blob(scope, bytes).await?;
    let text = |text: String| Fact::Text(text);
    let mut facts = Facts::from([
        ("campaign".to_owned(), text(order.campaign.id.to_string())),
        ("at".to_owned(), text(at.to_string())),
        ("report".to_owned(), text(digest.hex())),
        ("known".to_owned(), position(&cursor)),
        ("counts".to_owned(), numbers(&counts)),
    ]);
    facts.extend(order.organisation.as_ref().map(|one| ("about".to_owned(), text(one.to_string()))));
    // An entry that names no paper is of the results, as all were before there were others.
    let named = (order.paper != Paper::Results).then(|| order.paper.name().to_owned());
    facts.extend(named.map(|name| ("paper".to_owned(), text(name))));
    let draft = Draft {
        private: [("document".to_owned(), text(digest.hex()))].into(),
        ..entry(&node, scope, &order, given, "report.drafted", facts)?
    };
    let receipt = node.store.record(scope, &scope.organisation, draft).await?;
    let kept = find_draft(&node.store, scope, receipt.id).await?.ok_or_else(Problem::not_found)?;
    Ok((StatusCode::CREATED, Json(draft_view(kept))))
}

/// `GET /report/drafts/{id}`.
#[utoipa::path(get, path = "/api/v1/report/drafts/{id}", params(("id" = String, Path)), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (status = "4XX", body = Problem)))]
pub async fn document(
    State(node): State<Node>,
    viewer: Viewer,
    Part(id): Part<String>,
) -> Result<Response, Problem> {
    let id = EntryId::parse(&id).map_err(|_| Problem::not_found())?;
    let bytes = node.store.drafted_document(&viewer.scope, id).await?;
    Ok(named(bytes, Document::Docx.content_type(), "bao-cao-du-thao.docx"))
}

/// `POST /report/attestations`.
#[utoipa::path(post, path = "/api/v1/report/attestations", request_body = Attestation, responses((status = 201, body = ReceiptView), (status = "4XX", body = Problem)))]
pub async fn attest(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(body): Body<Attestation>,
) -> Result<(StatusCode, Json<ReceiptView>), Problem> {
    let scope = &viewer.scope;
    scope.may(Action::AttestReport, &scope.organisation).map_err(|_| Problem::denied())?;
    let given = GivenId::admit(body.id)?;
    let drafted = find_draft(&node.store, scope, body.draft).await?.ok_or_else(Problem::not_found)?;
    if drafted.report.report != body.report {
        return Err(Problem::bad_field("report", says::other_draft_document()));
    }
    if drafted.report.counts != body.counts {
        return Err(Problem::bad_field("counts", says::other_draft_counts()));
    }
    // Whoever was shown one signature does not give another.
    let holds = scope.signs_as(Action::AttestReport, &scope.organisation).map(|one| one.id.as_str());
    if holds != body.delegation.as_deref() {
        return Err(Problem::bad_field(
            "delegation",
            "is not the one that holds now: look again before signing",
        ));
    }
    let order = order(&node, scope, drafted.report.about.clone(), drafted.report.paper)?;
    let said = [("signer", Some(body.signer)), ("note", body.note)];
    let said = said.into_iter().filter_map(|(name, said)| Some((name.to_owned(), Fact::Text(said?))));
    let facts = drafted.view.entry.facts.clone();
    // One that comes again was signed when it came first.
    let first = drafted.attested.iter().find(|signed| Some(signed.entry.id) == given);
    let made = entry(&node, scope, &order, given, "report.attested", facts)?;
    let draft = Draft {
        held: first.map_or(made.held, |signed| signed.entry.held),
        subject: drafted.view.entry.subject.clone(),
        answers: vec![body.draft],
        grade: Some(Grade::Attested),
        private: said.collect(),
        ..made
    };
    let receipt = node.store.record(scope, &scope.organisation, draft).await?;
    Ok((StatusCode::CREATED, Json(receipt.into())))
}

async fn signs_as(store: &Store, scope: &Scope) -> Result<Option<SignsAs>, Problem> {
    let Some(held) = scope.signs_as(Action::AttestReport, &scope.organisation) else { return Ok(None) };
    let signature = store.signature(scope, &held.id).await?;
    Ok(signature.map(|signature| SignsAs {
        delegation: held.id.clone(),
        signed_as: held.signed_as,
        lines: signature_lines(&signature),
    }))
}

fn order(
    node: &Node,
    scope: &Scope,
    organisation: Option<journal::Slug>,
    paper: Paper,
) -> Result<Order, Problem> {
    let campaign = node.store.campaign(scope).ok_or_else(Problem::not_found)?;
    let order = Order { campaign, paper, offices: Arc::clone(&node.offices), organisation, at: None };
    reporting::check(&node.store, scope, &order)?;
    Ok(order)
}

/// The numbers shown: how many cells stand how, and how many disputes about them are not decided.
async fn counted(
    store: &Store,
    scope: &Scope,
    order: &Order,
    cells: &[Cell],
) -> Result<BTreeMap<String, u32>, Problem> {
    let mut counts = review::counts(cells);
    let disputes = store.disputes(scope, order.organisation.as_ref()).await?;
    let open = disputes.iter().filter(|view| view.dispute.holds());
    let open =
        open.filter(|view| order.campaign.find_obligation(&view.dispute.key.obligation).is_some()).count();
    counts.insert("disputes_open".to_owned(), u32::try_from(open).unwrap_or(u32::MAX));
    Ok(counts)
}

/// All but what is proven by more than a word and in time, not due, or waived.
fn wants_a_look(cell: &Cell) -> bool {
    let settled = matches!(cell.status, Status::Proven | Status::NotDue | Status::Waived);
    !settled || cell.late || review::is_asserted_only(cell)
}

/// Cuts a list at its limit, and says whether it had to.
fn shorten<T>(list: &mut Vec<T>) -> bool {
    let long = list.len() > MAX_LINES;
    list.truncate(MAX_LINES);
    long
}

/// What differs from a draft: its board is replayed from the position it names.
async fn changes(
    store: &Store,
    scope: &Scope,
    order: &Order,
    draft: Option<&Drafted>,
    cells: &[Cell],
) -> Result<Vec<ChangeView>, Problem> {
    let Some(draft) = draft else { return Ok(Vec::new()) };
    let asked = Asked { at: Some(draft.report.at), known: Some(draft.report.known.clone()) };
    let before = order.wanted(scope, store.board_at(scope, &asked).await?);
    let mut found = review::differences(&before, cells);
    // Turns before mere numbers.
    found.sort_by_key(|difference| !difference.is_turned());
    Ok(found.into_iter().map(Into::into).collect())
}

async fn find_draft(store: &Store, scope: &Scope, id: EntryId) -> Result<Option<Drafted>, Problem> {
    match store.find_drafted(scope, id).await {
        Err(ReadFault::NotFound(_)) => Ok(None),
        found => Ok(Some(found?)),
    }
}

fn entry(
    node: &Node,
    scope: &Scope,
    order: &Order,
    id: Option<EntryId>,
    kind: &str,
    facts: Facts,
) -> Result<Draft, Problem> {
    Ok(Draft {
        id: id.unwrap_or_else(|| node.store.new_id()),
        kind: Kind::new(kind).map_err(|fault| Problem::internal(&fault))?,
        subject: Subject::of("campaign", &order.campaign.id).map_err(|fault| Problem::internal(&fault))?,
        held: Held::at(node.now()),
        source: SOURCE.to_owned(),
        actor: scope.actor.clone(),
        answers: Vec::new(),
        campaign: Some(order.campaign.digest),
        grade: None,
        facts,
        private: Facts::new(),
    })
}

fn position(cursor: &Cursor) -> Fact {
    let line = |(origin, size): (&journal::Origin, u64)| {
        let size = Fact::Int(i64::try_from(size).unwrap_or(i64::MAX));
        Fact::Map([("log".to_owned(), Fact::Text(origin.to_string())), ("size".to_owned(), size)].into())
    };
    Fact::List(cursor.iter().map(line).collect())
}

fn numbers(counts: &BTreeMap<String, u32>) -> Fact {
    Fact::Map(counts.iter().map(|(name, count)| (name.clone(), Fact::Int(i64::from(*count)))).collect())
}

fn written_by(view: &EvidenceView) -> String {
    view.actor_name.clone().unwrap_or_else(|| view.entry.actor.clone())
}

/// For whom a report was signed: the form of its entry, over the offices that lie with it.
pub fn attested_for(signed: &EvidenceView) -> Option<SignatureView> {
    let signed_as = signed.signature.as_ref()?.signed_as;
    let (position, own) = (clear(signed, "position"), clear(signed, "own_position"));
    Some(SignatureView { signed_as, lines: lines(signed_as, position.as_deref(), own.as_deref()) })
}

fn draft_view(drafted: Drafted) -> DraftView {
    let Drafted { view, report, attested } = drafted;
    let document = view.private.as_ref().and_then(|private| private.get("document"));
    DraftView {
        id: view.entry.id.to_string(),
        index: view.sees_log.then_some(view.index),
        recorded_at: view.entry.recorded_at,
        by: written_by(&view),
        organisation: report.about.map(|about| about.to_string()),
        paper: report.paper,
        at: report.at,
        report: report.report.hex(),
        cursor: report.known.encode(),
        counts: report.counts,
        erased: document == Some(&Disclosed::Erased),
        attested: attested
            .into_iter()
            .map(|signed| AttestedView {
                id: signed.entry.id.to_string(),
                index: signed.sees_log.then_some(signed.index),
                recorded_at: signed.entry.recorded_at,
                by: written_by(&signed),
                signer: clear(&signed, "signer"),
                signature: attested_for(&signed),
            })
            .collect(),
    }
}
