//! A dossier: everything behind one sentence of a report, in one folder that `thongsuot verify` checks without the
//! server. What is claimed stands in `dossier.json`; the entries with their proofs stand beside it; the signed manifest
//! covers every byte of both.
//!
//! A viewer who may not read the campaign file or a log that the cell rests on gets the dossier without them: it says
//! so, and its verdict is then proved but not judged again.

use std::path::Path;

use access::Scope;
use axum::body::Body as HttpBody;
use calendar::Instant;
use campaign::{Body, Cell, CellKey, Evidence};
use journal::{Cursor, Slug, dossier, prove::InclusionProof};
use report::{Language, Wording};
use serde_json::{Value, json};
use store::{Asked, Attachment, CellDetail, CellRecords, ExportScope, ReadFault, Store};

use crate::{
    bundle::{self, BundleFault},
    left_out,
    wire::{CellView, FindingView},
};

/// Version of `dossier.json`.
const FORMAT: u32 = 1;

/// Pieces left out told at most.
const MAX_LEFT_OUT: usize = 1_000;

/// Which sentence.
pub struct DossierOrder {
    /// Which cell.
    pub key: CellKey,
    /// How it stood at this moment; now where absent.
    pub at: Option<Instant>,
    /// By what was known; all where absent.
    pub known: Option<Cursor>,
}

/// Writes a dossier into a directory that is empty or does not exist, and gives what it claims.
pub async fn write(
    store: &Store,
    scope: &Scope,
    order: &DossierOrder,
    out: &Path,
) -> Result<Value, BundleFault> {
    // Taken before the cell is asked, so that what is judged and what goes along are of one position.
    let known = order.known.clone().unwrap_or_else(|| store.cursor(scope));
    let at = order.at.unwrap_or_else(|| store.now());
    let asked = Asked { at: Some(at), known: Some(known.clone()) };
    let detail = store.cell(scope, &order.key, &asked).await?;
    let records = store.cell_records(scope, &order.key, &known, at).await?;
    let mut files: Vec<Attachment> = Vec::new();
    let mut disclosures = Vec::new();
    let mut entries = Vec::new();
    for record in &records.records {
        let Evidence { log, index, id, kind, recorded_at, .. } = &record.evidence;
        let proof = store.proof(scope, log.organisation(), *index).await?;
        let text =
            InclusionProof { index: *index, path: proof.path, checkpoint: proof.checkpoint.note }.text();
        let name = dossier::entry_name(log, *index);
        let key = dossier::key_name(log);
        if files.iter().all(|file| file.name != key) {
            files.push(Attachment { name: key, bytes: format!("{}\n", proof.vkey).into_bytes() });
        }
        files.push(Attachment { name: format!("{name}.json"), bytes: record.canonical.clone() });
        files.push(Attachment { name: format!("{name}.proof"), bytes: text.into_bytes() });
        for disclosure in &record.disclosures {
            disclosures.extend(dossier::disclosure_line(*index, disclosure));
        }
        entries.push(json!({
            "file": format!("{name}.json"), "id": id.to_string(), "log": log.to_string(), "index": index,
            "kind": kind.to_string(), "recorded_at": recorded_at, "judged": is_judged(&record.evidence),
        }));
    }
    files.push(Attachment { name: dossier::DISCLOSURES.to_owned(), bytes: disclosures });
    let campaign = &detail.obligation.campaign;
    let campaign_file = match store.get_blob(scope, campaign.digest).await {
        Ok(bytes) => Some(bytes),
        Err(ReadFault::NotFound(_)) => None,
        Err(fault) => return Err(fault.into()),
    };
    let left_out = left_out::of(store, scope, std::slice::from_ref(&detail.cell), MAX_LEFT_OUT).await?;
    let mut claim = claim(store, &detail, &records, &known, at);
    claim["left_out"] = json!(
        left_out
            .into_iter()
            .filter(|piece| {
                piece.obligation.as_deref().is_none_or(|one| one == order.key.obligation.as_str())
            })
            .collect::<Vec<_>>()
    );
    claim["entries"] = Value::Array(entries);
    claim["campaign"]["file"] = json!(campaign_file.is_some().then_some(dossier::CAMPAIGN));
    files.extend(campaign_file.map(|bytes| Attachment { name: dossier::CAMPAIGN.to_owned(), bytes }));
    let mut text = serde_json::to_vec_pretty(&claim).map_err(std::io::Error::other)?;
    text.push(b'\n');
    files.push(Attachment { name: dossier::STATEMENT.to_owned(), bytes: text });
    store.export(scope, &ExportScope::Logs(Vec::new()), files, out).await?;
    Ok(claim)
}

/// The dossier as one archive, and its length.
pub async fn archive(
    store: &Store,
    scope: &Scope,
    order: &DossierOrder,
) -> Result<(HttpBody, u64), BundleFault> {
    let scratch = store.scratch()?;
    let folder = folder(&order.key);
    write(store, scope, order, &scratch.join(&folder)).await?;
    bundle::packed(scratch, folder).await
}

/// The name of a dossier's folder.
pub fn folder(key: &CellKey) -> String {
    format!("ho-so-{}-{}", key.organisation, key.obligation)
}

/// Whether an entry is among what the cell was judged from, and not only beside it.
fn is_judged(evidence: &Evidence) -> bool {
    !matches!(
        evidence.body,
        Body::CampaignIssued { .. } | Body::ClockObserved { .. } | Body::SegmentSealed { .. }
    )
}

fn claim(store: &Store, detail: &CellDetail, records: &CellRecords, known: &Cursor, at: Instant) -> Value {
    let words = Wording::of(Language::Vietnamese);
    let (cell, obligation, campaign) = (&detail.cell, &detail.obligation.what, &detail.obligation.campaign);
    let sentence = format!("{}: {}", words.status(cell.status), words.reason(&cell.reason, &|_, _| None));
    let evidence = || records.records.iter().map(|record| &record.evidence);
    let judged = Cell { holder: None, ..cell.clone() };
    let targets: Vec<&Slug> = detail.targets.iter().map(|target| &target.id).collect();
    let findings: Vec<FindingView> = cell.findings.iter().map(Into::into).collect();
    json!({
        "dossier": FORMAT,
        "made_at": store.now(),
        "program": { "name": "thongsuot", "version": env!("CARGO_PKG_VERSION") },
        "node": store.node(),
        "organisation": cell.organisation,
        "obligation": {
            "id": obligation.id, "title": obligation.title, "quote": obligation.quote,
        },
        "campaign": { "id": campaign.id, "title": campaign.title, "digest": campaign.digest.hex() },
        "at": at,
        "known": known.encode(),
        "sentence": sentence,
        "verdict": CellView::from(cell),
        "findings": findings,
        // The verdict as it is judged, and not who holds the cell: what a recomputation is compared with, to the letter.
        "cell": judged,
        "complete": records.withheld == 0 && !records.cut,
        "withheld": records.withheld,
        "cut": records.cut,
        "windows": evidence().flat_map(|one| windows(one, &targets)).collect::<Vec<_>>(),
        "corrections": evidence().filter_map(correction).collect::<Vec<_>>(),
        "clock": evidence().filter_map(clock).collect::<Vec<_>>(),
        "segments": evidence().filter_map(segment).collect::<Vec<_>>(),
    })
}

/// The windows of a summary that are about these targets. Samples stay with whoever measured; their segments are named
/// by digest.
fn windows(evidence: &Evidence, targets: &[&Slug]) -> Vec<Value> {
    let Body::MeasurementSummarised { targets: lines, .. } = &evidence.body else { return Vec::new() };
    let own = lines.iter().filter(|line| targets.contains(&&line.target));
    own.map(|line| {
        json!({
            "entry": evidence.id.to_string(), "target": line.target,
            "from": evidence.held.from, "to": evidence.held.to,
            "sent": line.sent, "ok": line.ok, "lost": line.lost,
            "own_late": line.own_late, "excluded": line.excluded, "gap_s": line.gap_s,
            "rtt_us_p50": line.rtt_us_p50, "rtt_us_p95": line.rtt_us_p95, "rtt_us_max": line.rtt_us_max,
        })
    })
    .collect()
}

fn correction(evidence: &Evidence) -> Option<Value> {
    let Body::EvidenceCorrected { withdraws, fields, .. } = &evidence.body else { return None };
    let answers: Vec<String> = evidence.answers.iter().map(ToString::to_string).collect();
    Some(json!({
        "entry": evidence.id.to_string(), "answers": answers, "withdraws": withdraws, "fields": fields,
        "by": evidence.actor, "log": evidence.log.to_string(), "recorded_at": evidence.recorded_at,
    }))
}

fn clock(evidence: &Evidence) -> Option<Value> {
    let Body::ClockObserved { offset_us, source } = &evidence.body else { return None };
    Some(json!({
        "entry": evidence.id.to_string(), "log": evidence.log.to_string(), "at": evidence.held.from,
        "offset_us": offset_us, "against": source,
    }))
}

fn segment(evidence: &Evidence) -> Option<Value> {
    let Body::SegmentSealed { sha256, bytes } = &evidence.body else { return None };
    Some(json!({
        "entry": evidence.id.to_string(), "log": evidence.log.to_string(), "sha256": sha256.hex(), "bytes": bytes,
        "sealed_at": evidence.held.from,
    }))
}
