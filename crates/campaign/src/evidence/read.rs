//! From an entry to evidence: one reader per kind.

use journal::{Cursor, Entry, Facts, Origin};

use super::{
    Assignment, Body, DraftedReport, DutyEntry, Evidence, EvidenceFault, Outcome, TargetSummary,
    facts::{
        ACCOUNT_CHANGES, DUTY, Fields, GIVEN_CHANGES, Got, KEY_CHANGES, OUTCOMES, PAPERS, RULINGS, STATES,
        checklist,
    },
    says,
};
use crate::dispute::Claim;

impl Evidence {
    /// Reads an entry that stands at `index` of its log. An unknown kind is [`Body::NotUnderstood`]; facts that do
    /// not fit a known kind are a fault that names the field.
    pub fn read(entry: &Entry, index: u64) -> Result<Self, EvidenceFault> {
        let body = read_body(entry.kind.as_str(), &entry.facts)?;
        let about = Fields::new(&entry.facts, "facts").find_slug("organisation")?;
        Ok(Self::with(entry, index, body, about))
    }

    /// Reads an entry that is in the journal already: what does not fit is kept as [`Body::NotUnderstood`].
    pub fn keep(entry: &Entry, index: u64) -> Self {
        Self::read(entry, index).unwrap_or_else(|fault| {
            Self::with(entry, index, Body::NotUnderstood { why: Some(fault.to_string()) }, None)
        })
    }

    fn with(entry: &Entry, index: u64, body: Body, about: Option<journal::Slug>) -> Self {
        Self {
            log: entry.origin.clone(),
            index,
            id: entry.id,
            kind: entry.kind.clone(),
            held: entry.held,
            recorded_at: entry.recorded_at,
            actor: entry.actor.clone(),
            source: entry.source.clone(),
            grade: entry.grade,
            answers: entry.answers.clone(),
            campaign: entry.campaign,
            organisation: about.unwrap_or_else(|| entry.origin.organisation().clone()),
            body,
        }
    }
}

/// Reads the facts of a kind.
pub fn read_body(kind: &str, facts: &Facts) -> Got<Body> {
    let facts = Fields::new(facts, "facts");
    let obligation = || facts.slug("obligation");
    Ok(match kind {
        "campaign.issued" => Body::CampaignIssued {
            campaign: facts.find_slug("campaign")?,
            title: facts.text("title")?.to_owned(),
        },
        "acknowledgement.given" => Body::AcknowledgementGiven { obligation: obligation()? },
        "inspection.signed" => Body::InspectionSigned {
            obligation: obligation()?,
            checklist: checklist(facts, "checklist")?,
            photos: facts.find_count("photos")?.unwrap_or(0),
        },
        "plan.filed" => Body::PlanFiled { obligation: obligation()?, plan: facts.slug("plan")? },
        "plan.approved" => Body::PlanApproved { obligation: obligation()?, plan: facts.slug("plan")? },
        "plan.tested" => {
            Body::PlanTested { obligation: obligation()?, plan: facts.slug("plan")?, result: outcome(facts)? }
        }
        "briefing.read" => Body::BriefingRead {
            obligation: obligation()?,
            shift: facts.slug("shift")?,
            briefing: facts.hash("briefing")?,
        },
        "report.submitted" => {
            Body::ReportSubmitted { obligation: obligation()?, report: facts.hash("report")? }
        }
        "obligation.waived" => {
            Body::ObligationWaived { obligation: obligation()?, until: facts.find_instant("until")? }
        }
        "obligation.assigned" => Body::ObligationAssigned(Assignment {
            obligation: obligation()?,
            change: facts.word("change", GIVEN_CHANGES)?,
            unit: facts.find_slug("unit")?,
            account: facts.find_slug("account")?,
            until: facts.find_instant("until")?,
        }),
        "handling.promised" => {
            Body::HandlingPromised { obligation: obligation()?, until: facts.instant("until")? }
        }
        "evidence.corrected" => Body::EvidenceCorrected {
            obligation: facts.find_slug("obligation")?,
            withdraws: facts.bool("withdraws")?,
            fields: if facts.find("fields").is_some() { facts.map("fields")?.clone() } else { Facts::new() },
        },
        "finding.explained" => Body::FindingExplained { obligation: obligation()? },
        "measurement.summarised" => {
            Body::MeasurementSummarised { period_s: facts.count("period_s")?, targets: summaries(facts)? }
        }
        "target.turned" => Body::TargetTurned {
            target: facts.slug("target")?,
            from: facts.word("from", STATES)?,
            to: facts.word("to", STATES)?,
            cause: facts.text("cause")?.to_owned(),
            detail: if facts.find("detail").is_some() {
                facts.text("detail")?.to_owned()
            } else {
                String::new()
            },
        },
        "clock.observed" => Body::ClockObserved {
            offset_us: facts.int("offset_us")?,
            source: facts.text("source")?.to_owned(),
        },
        "probing.granted" => Body::ProbingGranted { grants: facts.list("grants")?.to_vec() },
        "segment.sealed" => Body::SegmentSealed {
            sha256: facts.hash("sha256")?,
            bytes: facts.int("bytes")?.try_into().or_else(|_| facts.fault("bytes", says::negative()))?,
        },
        "disclosure.erased" => {
            Body::DisclosureErased { entry: facts.id("entry")?, fields: texts(facts, "fields")? }
        }
        "account.changed" => Body::AccountChanged {
            account: facts.slug("account")?,
            change: facts.word("change", ACCOUNT_CHANGES)?,
        },
        "key.changed" => {
            Body::KeyChanged { key: facts.slug("key")?, change: facts.word("change", KEY_CHANGES)? }
        }
        "delegation.changed" => Body::DelegationChanged {
            delegation: facts.slug("delegation")?,
            account: facts.slug("account")?,
            change: facts.word("change", GIVEN_CHANGES)?,
        },
        "access.opened" => Body::AccessOpened {
            opening: facts.slug("opening")?,
            account: facts.slug("account")?,
            until: facts.instant("until")?,
        },
        "access.closed" => Body::AccessClosed { opening: facts.slug("opening")? },
        "duty.logged" => Body::DutyLogged(DutyEntry {
            what: facts.word("what", DUTY)?,
            concerns: facts.find_slug("concerns")?,
            obligation: facts.find_slug("obligation")?,
            target: facts.find_slug("target")?,
            corrects: facts.flag("corrects")?,
        }),
        "dispute.opened" => Body::DisputeOpened(Claim {
            obligation: obligation()?,
            figure: facts.find_text("figure")?.map(str::to_owned),
            reply_due: facts.instant("reply_due")?,
        }),
        "dispute.answered" => Body::DisputeAnswered { obligation: obligation()? },
        "dispute.decided" => {
            Body::DisputeDecided { obligation: obligation()?, ruling: facts.word("ruling", RULINGS)? }
        }
        "report.drafted" => Body::ReportDrafted(drafted(facts)?),
        "report.attested" => Body::ReportAttested(drafted(facts)?),
        "rollback.accepted" => {
            let size =
                |name: &str| facts.int(name)?.try_into().or_else(|_| facts.fault(name, says::negative()));
            Body::RollbackAccepted { found_size: size("found_size")?, kept_size: size("kept_size")? }
        }
        _ => Body::NotUnderstood { why: None },
    })
}

fn drafted(facts: Fields<'_>) -> Got<DraftedReport> {
    let known = facts.maps("known", |line| {
        let Ok(log) = Origin::new(line.text("log")?) else {
            return line.fault("log", says::not_log());
        };
        let size = line.int("size")?;
        Ok((log, size.try_into().or_else(|_| line.fault("size", says::negative()))?))
    })?;
    let counted = Fields::new(facts.map("counts")?, "facts.counts");
    let counts = facts.map("counts")?.keys().map(|name| Ok((name.clone(), counted.count(name)?)));
    Ok(DraftedReport {
        about: facts.find_slug("about")?,
        paper: facts.find_word("paper", PAPERS)?.unwrap_or_default(),
        at: facts.instant("at")?,
        report: facts.hash("report")?,
        known: known.into_iter().collect::<Cursor>(),
        counts: counts.collect::<Got<_>>()?,
    })
}

fn outcome(facts: Fields<'_>) -> Got<Outcome> {
    facts.word("result", OUTCOMES)
}

fn texts(facts: Fields<'_>, field: &str) -> Got<Vec<String>> {
    let list = facts.list(field)?;
    let all: Option<Vec<String>> = list.iter().map(|fact| fact.as_text().map(str::to_owned)).collect();
    all.map_or_else(|| facts.fault(field, says::not_texts()), Ok)
}

/// The targets of a summary, ordered by id so that a check finds its own by search.
fn summaries(facts: Fields<'_>) -> Got<Vec<TargetSummary>> {
    let mut targets = facts.maps("targets", |line| {
        Ok(TargetSummary {
            target: line.slug("target")?,
            sent: line.count("sent")?,
            ok: line.count("ok")?,
            lost: line.count("lost")?,
            own_late: line.find_count("own_late")?.unwrap_or(0),
            excluded: line.find_count("excluded")?.unwrap_or(0),
            rtt_us_p50: line.find_count("rtt_us_p50")?,
            rtt_us_p95: line.find_count("rtt_us_p95")?,
            rtt_us_max: line.find_count("rtt_us_max")?,
            gap_s: line.find_count("gap_s")?.unwrap_or(0),
            not_after: line.find_instant("not_after")?,
        })
    })?;
    targets.sort_by(|a, b| a.target.cmp(&b.target));
    match targets.windows(2).find(|pair| pair[0].target == pair[1].target) {
        Some(pair) => facts.fault("targets", says::target_twice(&pair[0].target)),
        None => Ok(targets),
    }
}
