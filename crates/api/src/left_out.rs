//! What a report does not count, and by whose hand: probes left out, targets not measured on purpose, measurements
//! withdrawn, obligations waived.

use std::collections::BTreeSet;

use access::{Action, Scope};
use calendar::Instant;
use campaign::{Arg, Body, Cell, Evidence, Finding};
use journal::{EntryId, Fact, Slug};
use store::{Disclosed, EvidenceView, ReadFault, Store};

use crate::wire::LeftOutView;

/// The figures that count what was left out.
const FIGURES: [&str; 2] = ["probes_excluded", "probes_own_late"];

/// What these cells do not count, as far as the viewer sees it; at most `limit` pieces.
pub async fn of(
    store: &Store,
    scope: &Scope,
    cells: &[Cell],
    limit: usize,
) -> Result<Vec<LeftOutView>, ReadFault> {
    let mut found = Vec::new();
    for cell in cells {
        for finding in &cell.findings {
            from_finding(store, scope, cell, finding, &mut found).await?;
        }
        if let Some(waiver) = &cell.waiver {
            let view = find(store, scope, waiver.id).await?;
            let piece = LeftOutView {
                obligation: Some(cell.obligation.to_string()),
                from: Some(waiver.from),
                to: waiver.until,
                ..said_by("waived", &cell.organisation, view.as_ref())
            };
            found.push(piece);
        }
        if found.len() >= limit {
            break;
        }
    }
    let owners: BTreeSet<&Slug> = cells.iter().map(|cell| &cell.organisation).collect();
    // What was measured of a unit counts for whoever stands above it.
    let tree = store.tree();
    let counted = |one: &&Slug| owners.iter().any(|owner| owner == one || tree.is_above(owner, one));
    for organisation in scope.organisations(Action::ReadEvidence).filter(counted) {
        withdrawn(store, scope, organisation, &mut found).await?;
    }
    found.truncate(limit);
    Ok(found)
}

async fn from_finding(
    store: &Store,
    scope: &Scope,
    cell: &Cell,
    finding: &Finding,
    found: &mut Vec<LeftOutView>,
) -> Result<(), ReadFault> {
    let counted = |name: &'static str| {
        finding.figures.iter().filter(move |figure| figure.name == name && figure.value > 0)
    };
    let on_purpose = finding.reason.code.ends_with(".excluded");
    if !on_purpose && FIGURES.iter().all(|name| counted(name).next().is_none()) {
        return Ok(());
    }
    let view = match finding.evidence.first() {
        Some(id) => find(store, scope, *id).await?,
        None => None,
    };
    let mut add = |what: &'static str, target: Option<String>, count: Option<i64>, from: Option<Instant>| {
        let said = said_by(what, &cell.organisation, view.as_ref());
        found.push(LeftOutView {
            obligation: Some(cell.obligation.to_string()),
            target,
            count,
            from,
            to: None,
            ..said
        });
    };
    for name in FIGURES {
        for figure in counted(name) {
            add(figure.name, figure.target.as_ref().map(ToString::to_string), Some(figure.value), None);
        }
    }
    if on_purpose {
        let target = match finding.reason.args.get("target") {
            Some(Arg::Text(target)) => Some(target.clone()),
            _ => None,
        };
        add("target_excluded", target, None, finding.since);
    }
    Ok(())
}

/// The measurements of an organisation that somebody took back.
async fn withdrawn(
    store: &Store,
    scope: &Scope,
    organisation: &Slug,
    found: &mut Vec<LeftOutView>,
) -> Result<(), ReadFault> {
    for view in store.corrections(scope, organisation).await? {
        let evidence = Evidence::keep(&view.entry, view.index);
        let Body::EvidenceCorrected { withdraws: true, obligation, .. } = &evidence.body else { continue };
        for id in &evidence.answers {
            let Some(answered) = find(store, scope, *id).await? else { continue };
            if !matches!(answered.entry.kind.as_str(), "measurement.summarised" | "target.turned") {
                continue;
            }
            let target = answered.entry.facts.get("target").and_then(Fact::as_text).map(ToOwned::to_owned);
            let held = answered.entry.held;
            let said = said_by("withdrawn", organisation, Some(&view));
            let obligation = obligation.as_ref().map(ToString::to_string);
            found.push(LeftOutView { obligation, target, from: Some(held.from), to: held.to, ..said });
        }
    }
    Ok(())
}

/// A piece with the entry that says so and whoever wrote it.
fn said_by(what: &'static str, organisation: &Slug, view: Option<&EvidenceView>) -> LeftOutView {
    let reason = view.and_then(|view| view.private.as_ref()).and_then(|private| {
        ["reason", "note"].iter().find_map(|field| match private.get(*field) {
            Some(Disclosed::Value(Fact::Text(text))) => Some(text.clone()),
            _ => None,
        })
    });
    LeftOutView {
        what,
        organisation: organisation.to_string(),
        obligation: None,
        target: None,
        count: None,
        from: None,
        to: None,
        entry: view.map(|view| view.entry.id.to_string()),
        log: view.map(|view| view.entry.origin.organisation().to_string()),
        index: view.filter(|view| view.sees_log).map(|view| view.index),
        by: view.map(|view| view.actor_name.clone().unwrap_or_else(|| view.entry.actor.clone())),
        reason,
    }
}

/// An entry, if the viewer may see it.
async fn find(store: &Store, scope: &Scope, id: EntryId) -> Result<Option<EvidenceView>, ReadFault> {
    match store.find_evidence(scope, id).await {
        Ok(view) => Ok(Some(view)),
        Err(ReadFault::NotFound(_) | ReadFault::Denied(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}
