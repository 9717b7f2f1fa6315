//! From a letter to a campaign in force, without leaving the screens: the letter is read and a campaign file drafted,
//! the file is checked with the letters beside it, and issued after the same check. What stands between lives in the
//! browser: the node keeps nothing of a draft.

use access::{Action, secrecy::Taking};
use axum::{Json, extract::State, http::StatusCode};
use campaign::{
    Campaign, Target,
    file::{Beside, LetterFault, LetterText, ProbeFault, says, to_json, to_toml},
};
use directive::LetterFile;
use journal::Hash;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    extract::{Body, Params, Raw},
    letter::letter_fault,
    measurer::Measurer,
    node::Node,
    problem::Problem,
    viewer::{Viewer, Writer},
    wire::{CampaignDraft, CampaignDrafted, CheckedView, LetterBeside, LetterView, ReceiptView},
};

/// Largest body taken: a file of 50,000 targets with its letters, written as JSON.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Letters beside one file at most.
const MAX_LETTERS: usize = 32;
/// Longest name of a letter, in characters.
const MAX_NAME_CHARS: usize = 100;
/// What the file is called in its faults.
const FILE: &str = "campaign.toml";

/// What the letter is called.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Named {
    /// The file name of the letter; `cong-van.txt` where absent.
    pub name: Option<String>,
}

/// Whether the viewer may issue campaigns at all: nothing is read for anybody else.
fn may_issue(viewer: &Viewer) -> Result<(), Problem> {
    let may = viewer.scope.may(Action::IssueCampaign, &viewer.scope.organisation);
    may.map_err(|_| Problem::denied())
}

/// `POST /campaign/draft`: reads a letter (text, .docx, pdf with text) and drafts a campaign file from it. Nothing is
/// kept.
#[utoipa::path(post, path = "/api/v1/campaign/draft", params(Named), request_body(content((String = "text/plain"), (Vec<u8> = "application/octet-stream"))), responses((status = 200, body = CampaignDrafted), (status = "4XX", body = Problem)))]
pub async fn draft(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Params(named): Params<Named>,
    Raw(bytes): Raw,
) -> Result<Json<CampaignDrafted>, Problem> {
    may_issue(&viewer)?;
    let name = letter_name(named.name.as_deref().unwrap_or("cong-van.txt"))?;
    let bytes = node.store.admit(bytes, store::Incoming::File).await?;
    let taking = node.taking;
    // A letter of the largest size, or a pdf, takes seconds: not on a thread that answers others.
    aside(move || draft_of(&name, &bytes, taking)).await?.map(Json)
}

fn draft_of(name: &str, bytes: &[u8], taking: Taking) -> Result<CampaignDrafted, Problem> {
    let taken = directive::take(bytes, &taking)
        .map_err(|fault| Problem::bad_field("letter", letter_fault(fault).what))?;
    let letter = taken.letter();
    // A campaign file names a text in Unicode: of a .docx, a pdf, a letter in TCVN3 or VNI, what was read of it.
    let text = taken.named(bytes).into_owned();
    let sha256 = Hash::of(text.as_bytes()).hex();
    let original = (text.as_bytes() != bytes).then(|| Hash::of(bytes).hex());
    let named = LetterFile { name, sha256: &sha256, original_sha256: original.as_deref() };
    let file = directive::draft(&letter, &named);
    let form = to_json(&file, FILE).map_err(|_| Problem::internal(&"a draft is no TOML"))?;
    Ok(CampaignDrafted {
        obligations: letter.obligations.len(),
        unclaimed: letter.unclaimed.len(),
        letter: LetterView {
            name: name.to_owned(),
            sha256,
            text,
            number: letter.number.clone(),
            issued: letter.issued.clone(),
            issuer: letter.issuer.clone(),
            subject: letter.subject.clone(),
            complete: letter.complete,
        },
        reading: letter.into(),
        file,
        form,
    })
}

/// A name that stands in a campaign file as it is, and leads nowhere.
fn letter_name(name: &str) -> Result<String, Problem> {
    let plain = |c: char| !c.is_control() && !matches!(c, '/' | '\\' | '"');
    if name.is_empty()
        || name.starts_with('.')
        || name.chars().count() > MAX_NAME_CHARS
        || !name.chars().all(plain)
    {
        return Err(Problem::bad_field("name", crate::says::no_file_name(MAX_NAME_CHARS)));
    }
    Ok(name.to_owned())
}

/// `POST /campaign/check`: every fault of a campaign file at once, with the letters it names.
#[utoipa::path(post, path = "/api/v1/campaign/check", request_body = CampaignDraft, responses((status = 200, body = CheckedView), (status = "4XX", body = Problem)))]
pub async fn check(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(draft): Body<CampaignDraft>,
) -> Result<Json<CheckedView>, Problem> {
    may_issue(&viewer)?;
    let Checked { campaign, text, form, sent_form } = checked(&node, draft).await?;
    let file = sent_form.then_some(text);
    let (campaign, faults) = match campaign {
        Ok(campaign) => (Some(campaign), Vec::new()),
        Err(faults) => (None, faults),
    };
    let warnings = campaign.as_ref().map(|campaign| node.measurer.warnings(campaign)).unwrap_or_default();
    let size = |of: fn(&Campaign) -> usize| campaign.as_ref().map_or(0, of);
    Ok(Json(CheckedView {
        valid: campaign.is_some(),
        digest: campaign.as_ref().map(|campaign| campaign.digest.to_string()),
        faults: faults.into_iter().map(Into::into).collect(),
        warnings: warnings.into_iter().map(Into::into).collect(),
        organisations: size(|campaign| campaign.organisations.len()),
        targets: size(|campaign| campaign.targets.len()),
        obligations: size(|campaign| campaign.obligations.len()),
        file,
        form,
    }))
}

/// `POST /campaign`: issues a campaign file, after the same check. The same file again is the same fact.
#[utoipa::path(post, path = "/api/v1/campaign", request_body = CampaignDraft, responses((status = 201, body = ReceiptView), (status = "4XX", body = Problem)))]
pub async fn issue(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(draft): Body<CampaignDraft>,
) -> Result<(StatusCode, Json<ReceiptView>), Problem> {
    may_issue(&viewer)?;
    let Checked { campaign, text: file, .. } = checked(&node, draft).await?;
    let said =
        |fault: campaign::Fault| (format!("{}:{}: {}", fault.line, fault.column, fault.field), fault.what);
    let campaign = campaign.map_err(|faults| Problem::bad_fields(faults.into_iter().map(said)))?;
    // A campaign says who stands under whom, and so who reads whose data: nobody places those they do not see.
    let tree = node.store.tree();
    let theirs = |one: &journal::Slug| tree.contains(one) && !viewer.scope.sees(one);
    if campaign.organisations.iter().any(|one| theirs(&one.id)) {
        return Err(Problem::denied());
    }
    let receipt = node.store.issue_campaign(&viewer.scope, file.as_bytes(), FILE).await?;
    node.measurer.campaign_issued();
    Ok((StatusCode::CREATED, Json(receipt.into())))
}

/// What was found of a campaign file that was sent.
struct Checked {
    campaign: Result<Campaign, Vec<campaign::Fault>>,
    /// The text that was read.
    text: String,
    /// Its keys, where they were asked for and it is TOML.
    form: Option<serde_json::Value>,
    /// Whether its keys were sent and not the text.
    sent_form: bool,
}

/// Checks what was sent. A file of the largest size takes seconds to turn and to read: none of it on a thread that answers
/// others.
async fn checked(node: &Node, draft: CampaignDraft) -> Result<Checked, Problem> {
    if draft.letters.len() > MAX_LETTERS {
        return Err(Problem::bad_field("letters", crate::says::too_many_letters(MAX_LETTERS)));
    }
    let CampaignDraft { file, form, letters, convert } = draft;
    let sent_form = form.is_some();
    let text = match (file, form) {
        (Some(file), None) => file,
        (None, Some(form)) => {
            // A mark is looked for in each value, before they are lines of a text.
            let (text, keys) =
                aside(move || (to_toml(&form), serde_json::Value::Object(form).to_string())).await?;
            node.store.admit(keys, store::Incoming::File).await?;
            text
        }
        (Some(_), Some(_)) => return Err(Problem::bad_field("form", crate::says::file_or_form())),
        (None, None) => return Err(Problem::bad_field("file", says::missing())),
    };
    let text = node.store.admit(text, store::Incoming::File).await?;
    let node = node.clone();
    aside(move || {
        let beside = Sent { letters, taking: node.taking, measurer: node.measurer.as_ref() };
        let campaign = campaign::parse_beside(&text, FILE, &beside);
        let form = convert.then(|| to_json(&text, FILE).ok()).flatten();
        Checked { campaign, text, form, sent_form }
    })
    .await
}

/// Does what takes long on a thread of its own.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|fault| Problem::internal(&fault))
}

/// The letters that came with a file.
struct Sent<'a> {
    letters: Vec<LetterBeside>,
    taking: Taking,
    measurer: &'a dyn Measurer,
}

impl Beside for Sent<'_> {
    fn probe(&self, target: &Target) -> Result<(), ProbeFault> {
        self.measurer.takes(target)
    }

    fn letter(&self, name: &str) -> Result<LetterText, LetterFault> {
        let Some(letter) = self.letters.iter().find(|letter| letter.name == name) else {
            let (what, hint) = (says::letter_absent(), Some(says::add_letter()));
            return Err(LetterFault { what, hint, secret: false });
        };
        match directive::letter_text(letter.text.as_bytes(), &self.taking) {
            Ok(text) => Ok(LetterText { sha256: Hash::of(letter.text.as_bytes()), original: None, text }),
            Err(unread) => Err(letter_fault(unread)),
        }
    }
}
