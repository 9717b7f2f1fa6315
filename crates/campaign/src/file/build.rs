//! From a checked file to the campaign. A key that is missing or does not fit gives no campaign; its fault is told
//! elsewhere.

use journal::{Grade, Hash, Slug};

use super::{
    node::Node,
    shape::{EVERY_S, FAIL_AFTER, SUMMARY_S, TIMEOUT_MS},
    thresholds::read_op,
};
use crate::{
    checks::CheckKind,
    model::{
        Briefing, Campaign, CheckSpec, ChecklistItem, Condition, Directive, Modality, Obligation,
        Organisation, OrganisationKind, Period, PlanState, Target, TargetKind, Threshold,
    },
};

/// The campaign of a file.
pub fn campaign(root: &Node<'_>, digest: Hash) -> Option<Campaign> {
    let campaign = root.table("campaign")?;
    Some(Campaign {
        digest,
        id: campaign.slug("id")?,
        title: campaign.text("title")?,
        zone: campaign.text("zone")?,
        from: campaign.moment("from")?,
        to: campaign.moment("to")?,
        summary_s: campaign.count("summary_s").unwrap_or(SUMMARY_S),
        directives: all(root, "directive", directive)?,
        phases: periods(root, "phase")?,
        critical: periods(root, "critical")?,
        freeze: periods(root, "freeze")?,
        organisations: all(root, "organisation", organisation)?,
        targets: all(root, "target", target)?,
        briefings: all(root, "briefing", briefing)?,
        obligations: all(root, "obligation", obligation)?,
    })
}

fn all<T>(node: &Node<'_>, key: &str, build: impl Fn(&Node<'_>) -> Option<T>) -> Option<Vec<T>> {
    node.tables(key).iter().map(build).collect()
}

fn directive(node: &Node<'_>) -> Option<Directive> {
    Some(Directive {
        file: node.text("file")?,
        sha256: node.digest("sha256")?,
        original_sha256: node.digest("original_sha256"),
        number: node.text("number"),
        issued: node.day("issued"),
        issuer: node.text("issuer"),
        subject: node.text("subject"),
    })
}

fn periods(root: &Node<'_>, key: &str) -> Option<Vec<Period>> {
    let period = |(number, node): (usize, &Node<'_>)| {
        let id = match node.slug("id") {
            Some(id) => id,
            None => Slug::new(format!("{key}-{number}")).ok()?,
        };
        let title = node.text("title").unwrap_or_else(|| id.to_string());
        Some(Period { id, title, from: node.moment("from")?, to: node.moment("to")? })
    };
    (1..).zip(&root.tables(key)).map(period).collect()
}

fn organisation(node: &Node<'_>) -> Option<Organisation> {
    let id = node.slug("id")?;
    Some(Organisation {
        name: node.text("name").unwrap_or_else(|| id.to_string()),
        parent: node.slug("parent"),
        kind: match node.word("kind")? {
            "regulator" => OrganisationKind::Regulator,
            "telecom_operator" => OrganisationKind::TelecomOperator,
            "postal_operator" => OrganisationKind::PostalOperator,
            "agency" => OrganisationKind::Agency,
            "unit" => OrganisationKind::Unit,
            _ => return None,
        },
        valid_from: node.moment("valid_from"),
        valid_to: node.moment("valid_to"),
        successor: node.slug("successor"),
        id,
    })
}

/// One target.
pub fn target(node: &Node<'_>) -> Option<Target> {
    let id = node.slug("id")?;
    Some(Target {
        title: node.text("title").unwrap_or_else(|| id.to_string()),
        owner: node.slug("owner")?,
        kind: match node.word("kind")? {
            "icmp" => TargetKind::Icmp,
            "tcp" => TargetKind::Tcp,
            "dns" => TargetKind::Dns,
            "http" => TargetKind::Http,
            "https" => TargetKind::Https,
            "tls" => TargetKind::Tls,
            _ => return None,
        },
        address: node.word("address")?.to_owned(),
        query: node.text("query"),
        every_s: node.count("every_s").unwrap_or(EVERY_S),
        timeout_ms: node.count("timeout_ms").unwrap_or(TIMEOUT_MS),
        fail_after: node.count("fail_after").unwrap_or(FAIL_AFTER),
        id,
    })
}

fn briefing(node: &Node<'_>) -> Option<Briefing> {
    let id = node.slug("id")?;
    Some(Briefing {
        title: node.text("title").unwrap_or_else(|| id.to_string()),
        file: node.text("file"),
        sha256: node.digest("sha256")?,
        id,
    })
}

fn obligation(node: &Node<'_>) -> Option<Obligation> {
    let quote = node.text("quote")?;
    let condition = match node.table("condition") {
        Some(table) => Some(Condition { quote: table.text("quote")?, span: table.span("span") }),
        None => None,
    };
    Some(Obligation {
        id: node.slug("id")?,
        title: node.text("title").unwrap_or_else(|| quote.clone()),
        quote,
        span: node.span("span"),
        sector: node.text("sector"),
        owners: slugs(node, "owners"),
        modality: match node.word("modality") {
            None | Some("must") => Modality::Must,
            Some("must_not") => Modality::MustNot,
            Some(_) => return None,
        },
        condition,
        due: node.moment("due"),
        due_strict: node.flag("due_strict").unwrap_or(false),
        checks: all(node, "check", check)?,
    })
}

fn slugs(node: &Node<'_>, key: &str) -> Vec<Slug> {
    node.slugs(key).into_iter().map(|(_, slug)| slug).collect()
}

/// One check of an obligation.
pub fn check(node: &Node<'_>) -> Option<CheckSpec> {
    let kind = CheckKind::find(node.word("kind")?)?;
    let min_grade = match node.word("min_grade") {
        Some(word) => Grade::parse(word)?,
        None => kind.rules().min_grade,
    };
    let requires = match node.word("requires") {
        None => None,
        Some("filed") => Some(PlanState::Filed),
        Some("approved") => Some(PlanState::Approved),
        Some("tested") => Some(PlanState::Tested),
        Some(_) => return None,
    };
    Some(CheckSpec {
        kind,
        targets: slugs(node, "targets"),
        min_grade,
        thresholds: all(node, "thresholds", threshold)?,
        checklist: all(node, "checklist", checklist_item)?,
        requires,
        plan: node.slug("plan"),
        briefing: node.slug("briefing"),
        shifts: slugs(node, "shifts"),
        stale_after_s: node.count("stale_after_s"),
    })
}

fn checklist_item(node: &Node<'_>) -> Option<ChecklistItem> {
    let item = node.slug("item")?;
    Some(ChecklistItem { title: node.text("title").unwrap_or_else(|| item.to_string()), item })
}

fn threshold(node: &Node<'_>) -> Option<Threshold> {
    Some(Threshold {
        name: node.text("name")?,
        op: read_op(node.word("op")?)?,
        value: node.int("value")?,
        unit: node.text("unit")?,
        source: node.text("source")?,
        source_date: node.day("source_date")?,
    })
}
