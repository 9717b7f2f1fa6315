//! A dossier: everything behind one sentence of a report, in one folder that `thongsuot verify` checks without the
//! server. What is claimed stands in `dossier.json`; the entries with their proofs stand beside it; the signed manifest
//! covers every byte of both.
//!
//! A viewer who may not read the campaign file gets what the cell is judged by, cut out of it; one who does not read a
//! log gets of it what is about the cell, under a voucher. What is left out beyond that the dossier counts, and its
//! verdict is then not judged again.

use std::path::Path;

use access::Scope;
use axum::body::Body as HttpBody;
use calendar::Instant;
use campaign::{
    Body, Cell, CellKey, Evidence,
    dossier::{FORM, JudgedBy},
};
use journal::{
    Cursor, Slug,
    dossier::{self, Standing},
    prove::InclusionProof,
};
use report::{Language, Wording};
use serde_json::{Value, json};
use store::{Attachment, CellRecords, ExportScope, ReadFault, Store};

use crate::{
    bundle::{self, BundleFault},
    left_out,
    wire::{CellView, FindingView},
};

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
    let records = store.cell_records(scope, &order.key, &known, at).await?;
    let (mut files, entries) = borne_out(store, scope, &records).await?;
    let (judged_by, campaign_file) = campaign_file(store, scope, &order.key, &records).await?;
    let left_out = left_out::of(store, scope, std::slice::from_ref(&records.cell), MAX_LEFT_OUT).await?;
    let mut claim = claim(store, &records, &known, at);
    claim["left_out"] = json!(
        left_out
            .into_iter()
            .filter(|piece| {
                piece.obligation.as_deref().is_none_or(|one| one == order.key.obligation.as_str())
            })
            .collect::<Vec<_>>()
    );
    claim["entries"] = Value::Array(entries);
    claim["campaign"][judged_by.key()] = json!(judged_by.file());
    files.push(Attachment { name: judged_by.file().to_owned(), bytes: campaign_file });
    let mut text = serde_json::to_vec_pretty(&claim).map_err(std::io::Error::other)?;
    text.push(b'\n');
    files.push(Attachment { name: dossier::STATEMENT.to_owned(), bytes: text });
    store.export(scope, &ExportScope::Logs(Vec::new()), files, out).await?;
    Ok(claim)
}

/// The entries with what bears them out, the keys of their logs and what opens their commitments; and how each is named
/// in the claim.
async fn borne_out(
    store: &Store,
    scope: &Scope,
    records: &CellRecords,
) -> Result<(Vec<Attachment>, Vec<Value>), BundleFault> {
    let mut files: Vec<Attachment> = Vec::new();
    let (mut disclosures, mut entries) = (Vec::new(), Vec::new());
    for record in &records.records {
        let Evidence { log, index, id, kind, recorded_at, .. } = &record.evidence;
        let (standing, text) = if let Some(voucher) = &record.voucher {
            (Standing::Vouched, voucher.clone())
        } else {
            let proof = store.proof(scope, log.organisation(), *index).await?;
            let (path, checkpoint) = (proof.path, proof.checkpoint.note);
            (Standing::At(*index), InclusionProof { index: *index, path, checkpoint }.text())
        };
        let key = dossier::key_name(log);
        if files.iter().all(|file| file.name != key) {
            let vkey = store.verifier_key(log.organisation()).ok_or(ReadFault::NotFound("log"))?;
            files.push(Attachment { name: key, bytes: format!("{vkey}\n").into_bytes() });
        }
        let file = standing.file(log, *id);
        files.push(Attachment { name: file.clone(), bytes: record.canonical.clone() });
        files.push(Attachment { name: standing.borne_out_by(log, *id), bytes: text.into_bytes() });
        for disclosure in &record.disclosures {
            disclosures.extend(dossier::disclosure_line(&standing, disclosure));
        }
        entries.push(json!({
            "file": file, "id": id.to_string(), "log": log.to_string(), "index": standing.index(),
            "kind": kind.to_string(), "recorded_at": recorded_at, "judged": is_judged(&record.evidence),
        }));
    }
    files.push(Attachment { name: dossier::DISCLOSURES.to_owned(), bytes: disclosures });
    Ok((files, entries))
}

/// The campaign file, or what the cell is judged by cut out of it.
async fn campaign_file(
    store: &Store,
    scope: &Scope,
    key: &CellKey,
    records: &CellRecords,
) -> Result<(JudgedBy, Vec<u8>), BundleFault> {
    match store.get_blob(scope, records.campaign.digest).await {
        Ok(bytes) => return Ok((JudgedBy::Campaign, bytes)),
        Err(ReadFault::NotFound(_)) => {}
        Err(fault) => return Err(fault.into()),
    }
    let named = campaign::named_by(records.records.iter().map(|record| &record.evidence));
    let cut = campaign::extract(&records.campaign, key, &named).ok_or(ReadFault::NotFound("cell"))?;
    Ok((JudgedBy::Extract, campaign::extract_text(&cut).into_bytes()))
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

fn claim(store: &Store, records: &CellRecords, known: &Cursor, at: Instant) -> Value {
    let words = Wording::of(Language::Vietnamese);
    let CellRecords { cell, obligation, campaign, .. } = records;
    let sentence = format!("{}: {}", words.status(cell.status), words.reason(&cell.reason, &|_, _| None));
    let evidence = || records.records.iter().map(|record| &record.evidence);
    let judged = Cell { holder: None, ..cell.clone() };
    let targets: Vec<&Slug> = records.targets.iter().map(|target| &target.id).collect();
    let findings: Vec<FindingView> = cell.findings.iter().map(Into::into).collect();
    json!({
        "dossier": FORM,
        "made_at": store.now(),
        "program": { "name": "thongsuot", "version": env!("CARGO_PKG_VERSION") },
        "node": store.node(),
        "organisation": cell.organisation,
        "obligation": {
            "id": obligation.id, "title": obligation.title, "quote": obligation.quote,
        },
        "campaign": { "id": campaign.id, "title": campaign.title, "digest": campaign.digest.hex(), "file": null, "extract": null },
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
