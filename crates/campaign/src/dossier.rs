//! The claim of a dossier, judged again: from the campaign file, or what was cut out of it, and the entries alone, by the
//! code that judged on the node. Pure: the files are the caller's to read.
//!
//! What was cut is held against the campaign's entry by the digest of the whole file, and against its own form: there is
//! one text for a cut, so that nothing can ride along in it. That it is a true cut only who has the whole file can tell,
//! by cutting it again; to everybody else it is the word of the node's key.

use std::sync::Arc;

use calendar::Instant;
use journal::{Hash, Slug, dossier as files};
use serde::Serialize;
use serde_json::Value;

use crate::{
    board::{Cell, CellKey, board_at},
    evidence::{Body, Evidence},
    extract::{extract, extract_text, named_by, parse_extract},
    file::parse_issued,
    model::Campaign,
};

/// The version of the claim that is written. From the second on an operator's dossier has a cut of the campaign file.
pub const FORM: u32 = 2;

/// What a claim says it was judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JudgedBy {
    /// The campaign file.
    Campaign,
    /// What the node cut out of it for this cell.
    Extract,
}

impl JudgedBy {
    /// What the claim names; none where it names neither.
    pub fn named(claim: &Value) -> Option<Self> {
        [Self::Campaign, Self::Extract].into_iter().find(|one| claim["campaign"][one.key()] == one.file())
    }

    /// The file of it.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Campaign => files::CAMPAIGN,
            Self::Extract => files::EXTRACT,
        }
    }

    /// The key that names the file in the claim.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Campaign => "file",
            Self::Extract => "extract",
        }
    }
}

/// What judging again gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejudged {
    /// The same verdict, to the letter.
    Same,
    /// What is claimed does not follow: how.
    Differs(&'static str),
    /// It could not be judged: why.
    Not(&'static str),
}

/// Judges the claimed cell again, from the text of the file that [`JudgedBy::named`] tells, as far as it is there.
pub fn judge_again(claim: &Value, text: Option<&str>, evidence: &[Evidence]) -> Rejudged {
    match judged(claim, text, evidence) {
        Ok(()) => Rejudged::Same,
        Err(other) => other,
    }
}

fn judged(claim: &Value, text: Option<&str>, evidence: &[Evidence]) -> Result<(), Rejudged> {
    let form = claim["dossier"].as_u64();
    if form.is_none_or(|form| !(1..=u64::from(FORM)).contains(&form)) {
        return Err(Rejudged::Not("this program does not know this version of a dossier"));
    }
    if claim["complete"] != true {
        return Err(Rejudged::Not("entries it was judged from are withheld or too many"));
    }
    let by = JudgedBy::named(claim).ok_or(Rejudged::Not("the campaign file is withheld"))?;
    let text = text.ok_or(Rejudged::Differs("names a campaign file that is not here"))?;
    let at = claim["at"].as_str().and_then(|text| Instant::parse(text).ok());
    let (Some(key), Some(at)) = (cell_of(claim), at) else {
        return Err(Rejudged::Differs("says not whose cell it is, or of which moment"));
    };
    let campaign = campaign_of(claim, (by, text), &key, evidence)?;
    let board = board_at(vec![Arc::new(campaign)], evidence, at);
    // Who holds a cell is no part of its verdict.
    let cell = board.cell(&key, at).map(|cell| Cell { holder: None, ..cell });
    let Some(cell) = cell.and_then(|cell| serde_json::to_value(cell).ok()) else {
        return Err(Rejudged::Differs("is about a cell that its campaign does not have"));
    };
    if versions(&cell) != versions(&claim["cell"]) {
        return Err(Rejudged::Not("this program judges by another version of the checks"));
    }
    if cell == claim["cell"] {
        Ok(())
    } else {
        Err(Rejudged::Differs("gives another verdict than its entries do"))
    }
}

/// Holds what a claim was judged by against the campaign file, for who has it: that it is that file, or was cut out of
/// it. Otherwise what is wrong, said of the dossier's file.
pub fn check_against(
    claim: &Value,
    text: Option<&str>,
    whole: &str,
    evidence: &[Evidence],
) -> Result<(), &'static str> {
    let campaign =
        parse_issued(whole, files::CAMPAIGN).map_err(|_| "is held against a file that does not read")?;
    if claim["campaign"]["digest"] != campaign.digest.hex().as_str() {
        return Err("is of another campaign file than the one it is held against");
    }
    if JudgedBy::named(claim) != Some(JudgedBy::Extract) {
        return Ok(());
    }
    let cut = cell_of(claim).and_then(|key| extract(&campaign, &key, &named_by(evidence)));
    if cut.map(|cut| extract_text(&cut)).as_deref() == text {
        Ok(())
    } else {
        Err("is not what is cut out of the campaign file")
    }
}

/// Whose cell is claimed.
fn cell_of(claim: &Value) -> Option<CellKey> {
    let field = |name: &str| claim["cell"][name].as_str().and_then(|text| Slug::new(text).ok());
    Some(CellKey { organisation: field("organisation")?, obligation: field("obligation")? })
}

/// The campaign that the claim, the file beside it and the campaign's entry agree on.
fn campaign_of(
    claim: &Value,
    (by, text): (JudgedBy, &str),
    key: &CellKey,
    evidence: &[Evidence],
) -> Result<Campaign, Rejudged> {
    let unread = |_| Rejudged::Differs("was judged by a campaign file that does not read");
    let other = Rejudged::Differs("names another campaign file than the one beside it");
    let digest = claim["campaign"]["digest"].as_str().and_then(|text| Hash::parse(text).ok());
    let Some(digest) = digest else { return Err(other) };
    let campaign = match by {
        JudgedBy::Campaign => parse_issued(text, by.file()).map_err(unread)?,
        JudgedBy::Extract => {
            let campaign = parse_extract(text, by.file(), digest).map_err(unread)?;
            let again = extract(&campaign, key, &named_by(evidence));
            if again.is_none_or(|again| extract_text(&again) != text) {
                return Err(Rejudged::Differs(
                    "was judged by an extract that holds other than this cell asks for",
                ));
            }
            campaign
        }
    };
    if campaign.digest != digest {
        return Err(other);
    }
    let issues =
        |one: &Evidence| matches!(one.body, Body::CampaignIssued { .. }) && one.campaign == Some(digest);
    // The first version asked for no such entry.
    if claim["dossier"] != 1 && !evidence.iter().any(issues) {
        return Err(Rejudged::Differs("holds no entry that issued the campaign it names"));
    }
    Ok(campaign)
}

fn versions(cell: &Value) -> Vec<(Option<&str>, Option<u64>)> {
    let findings = cell["findings"].as_array().into_iter().flatten();
    findings.map(|finding| (finding["check"].as_str(), finding["check_version"].as_u64())).collect()
}
