//! From the board and the evidence to what a report says: names, numbers and private values resolved.
//!
//! The caller hands over what its reader may see and nothing else: cells of its scope, evidence of its scope, and a
//! [`Disclosures`] that knows which private values this reader was given. What is not in there cannot get into a
//! report. An id whose entry was not handed over stays in the report as an id.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Instant;
use campaign::{
    Campaign, Cell, CheckSpec, Evidence, Figure, Finding, Obligation, Paper, Period, Reason, Status, Waiver,
    review::{Difference, Stand},
};
use journal::{EntryId, Origin, Slug};

use crate::{
    letterhead::{self, name_of},
    model::{
        AttestedPart, CampaignPart, CellPart, CheckpointPart, DirectivePart, EvidenceNumber, EvidencePart,
        ExplanationPart, FigurePart, FindingPart, Letterhead, LimitPart, Model, ObligationPart,
        OrganisationCounts, Private, WaiverPart,
    },
    parts::{AssignmentPart, ChangePart, CheckPart, DutyPart, LimitedPart, PeriodPart, SincePart, StandPart},
    wording::Wording,
};

/// What a report is computed from.
pub struct Sources<'a> {
    /// Which paper.
    pub paper: Paper,
    /// Whose paper it is.
    pub reporter: &'a Slug,
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The cells of the reader's scope at the moment of the report.
    pub cells: &'a [Cell],
    /// The evidence of the reader's scope: at least what the cells name.
    pub evidence: &'a [Evidence],
    /// The private values this reader was given.
    pub disclosures: &'a dyn Disclosures,
    /// The heads of the logs.
    pub checkpoints: Vec<CheckpointPart>,
    /// Who signed a draft of the report.
    pub attested: Vec<AttestedPart>,
    /// Who reports to whom; [`Letterhead::of`] where nothing else is known.
    pub letterhead: Letterhead,
    /// The moment of the report.
    pub at: Instant,
    /// What a situation report has besides.
    pub lately: Lately,
}

/// What happened since the report before, where that matters to the paper.
#[derive(Default)]
pub struct Lately {
    /// The report before.
    pub since: Option<SincePart>,
    /// What stands otherwise.
    pub changes: Vec<Difference>,
    /// What the duty log has.
    pub duty: Option<Vec<DutyPart>>,
}

/// Which private values a reader was given.
pub trait Disclosures {
    /// The private field of an entry, as this reader may see it.
    fn private(&self, entry: &EntryId, field: &str) -> Private;

    /// Whether this log goes along with the report, so that a place in it can be looked up.
    fn goes_along(&self, log: &Origin) -> bool;

    /// How many documents the entry names of which only the digest is kept here.
    fn by_digest(&self, entry: &EntryId) -> usize;

    /// The name behind an opaque actor, as this reader may see it.
    fn actor(&self, actor: &str) -> Private;

    /// The lines above the signature of an entry that was signed for another, as this reader may see them.
    fn signed_for(&self, _entry: &EntryId) -> Vec<String> {
        Vec::new()
    }
}

/// A reader who was given nothing.
pub struct NothingDisclosed;

impl Disclosures for NothingDisclosed {
    fn private(&self, _entry: &EntryId, _field: &str) -> Private {
        Private::Withheld
    }

    fn goes_along(&self, _log: &Origin) -> bool {
        true
    }

    fn by_digest(&self, _entry: &EntryId) -> usize {
        0
    }

    fn actor(&self, _actor: &str) -> Private {
        Private::Absent
    }
}

impl Model {
    /// What a report says of a campaign at a moment.
    pub fn build(sources: Sources<'_>, words: &Wording) -> Self {
        let desk = Desk::new(&sources, words);
        let obligations = desk.obligations();
        let campaign = sources.campaign;
        let mut letterhead = sources.letterhead.clone();
        if let Some(addressees) = letterhead::addressees(&sources, &obligations) {
            letterhead.addressees = addressees;
        }
        Self {
            paper: sources.paper,
            assignments: desk.assignments(&obligations),
            changes: desk.changes(&sources.lately.changes, &obligations),
            counts: counts(&obligations, None),
            by_organisation: by_organisation(&obligations),
            evidence: desk.named(&obligations),
            obligations,
            campaign: CampaignPart {
                id: campaign.id.to_string(),
                title: campaign.title.clone(),
                from: campaign.from,
                to: campaign.to,
                digest: campaign.digest.hex(),
                phases: periods(&campaign.phases),
                critical: periods(&campaign.critical),
                freeze: periods(&campaign.freeze),
            },
            directives: campaign.directives.iter().map(directive).collect(),
            at: sources.at,
            letterhead,
            attested: sources.attested,
            checkpoints: sources.checkpoints,
            since: sources.lately.since,
            duty: sources.lately.duty,
        }
    }
}

fn periods(list: &[Period]) -> Vec<PeriodPart> {
    let part = |one: &Period| PeriodPart { title: one.title.clone(), from: one.from, to: one.to };
    list.iter().map(part).collect()
}

fn directive(directive: &campaign::Directive) -> DirectivePart {
    DirectivePart {
        number: directive.number.clone(),
        issued: directive.issued.clone(),
        issuer: directive.issuer.clone(),
        subject: directive.subject.clone(),
        sha256: directive.sha256.hex(),
    }
}

fn counts(obligations: &[ObligationPart], organisation: Option<&str>) -> Vec<(Status, usize)> {
    let cells = || obligations.iter().flat_map(|obligation| &obligation.cells);
    let own = |cell: &&CellPart| organisation.is_none_or(|id| cell.organisation == id);
    Status::ALL
        .map(|status| (status, cells().filter(own).filter(|cell| cell.status == status).count()))
        .to_vec()
}

/// Organisations in the order in which they first appear.
pub(crate) fn by_organisation(obligations: &[ObligationPart]) -> Vec<OrganisationCounts> {
    let mut seen = BTreeSet::new();
    let cells = obligations.iter().flat_map(|obligation| &obligation.cells);
    cells
        .filter(|cell| seen.insert(cell.organisation.as_str()))
        .map(|cell| OrganisationCounts {
            id: cell.organisation.clone(),
            name: cell.organisation_name.clone(),
            counts: counts(obligations, Some(&cell.organisation)),
        })
        .collect()
}

/// Everything at hand while a report is put together.
struct Desk<'a> {
    campaign: &'a Campaign,
    cells: BTreeMap<(&'a Slug, &'a Slug), &'a Cell>,
    evidence: BTreeMap<&'a EntryId, &'a Evidence>,
    disclosures: &'a dyn Disclosures,
    words: &'a Wording,
}

impl<'a> Desk<'a> {
    fn new(sources: &Sources<'a>, words: &'a Wording) -> Self {
        Self {
            campaign: sources.campaign,
            cells: sources.cells.iter().map(|cell| ((&cell.obligation, &cell.organisation), cell)).collect(),
            evidence: sources.evidence.iter().map(|evidence| (&evidence.id, evidence)).collect(),
            disclosures: sources.disclosures,
            words,
        }
    }

    /// The obligations of which some cell was handed over, in the order and with the numbers of the file: a reader of
    /// one organisation finds the same numbers as a reader of all.
    fn obligations(&self) -> Vec<ObligationPart> {
        // Numbered among what its reader is shown: a gap would tell how much others owe.
        let shown = self.campaign.obligations.iter().filter(|obligation| {
            obligation.owners.iter().any(|owner| self.cells.contains_key(&(&obligation.id, owner)))
        });
        shown.enumerate().map(|(place, obligation)| self.obligation(place + 1, obligation)).collect()
    }

    fn obligation(&self, number: usize, obligation: &Obligation) -> ObligationPart {
        let cells = obligation.owners.iter().filter_map(|owner| self.cells.get(&(&obligation.id, owner)));
        ObligationPart {
            number,
            id: obligation.id.to_string(),
            title: obligation.title.clone(),
            quote: obligation.quote.clone(),
            modality: obligation.modality,
            condition: obligation.condition.as_ref().map(|condition| condition.quote.clone()),
            due: obligation.due,
            due_strict: obligation.due_strict,
            checks: obligation.checks.iter().map(|check| self.check(check, obligation)).collect(),
            cells: cells.map(|cell| self.cell(cell)).collect(),
        }
    }

    /// A check, with those of its targets alone for which an owner answers whose cell was handed over.
    fn check(&self, check: &CheckSpec, obligation: &Obligation) -> CheckPart {
        let owners =
            obligation.owners.iter().filter(|owner| self.cells.contains_key(&(&obligation.id, owner)));
        let targets: BTreeSet<&Slug> = owners
            .flat_map(|owner| self.campaign.targets_of(check, owner))
            .map(|target| &target.id)
            .collect();
        let limits = check.thresholds.iter().map(|one| LimitedPart {
            name: one.name.clone(),
            unit: one.unit.clone(),
            limit: LimitPart {
                op: one.op,
                value: one.value,
                source: one.source.clone(),
                source_date: one.source_date.clone(),
            },
        });
        CheckPart {
            kind: check.kind,
            min_grade: check.min_grade,
            targets: check
                .targets
                .iter()
                .filter(|id| targets.contains(id))
                .map(|id| self.target(id))
                .collect(),
            limits: limits.collect(),
            checklist: check.checklist.iter().map(|line| line.title.clone()).collect(),
            requires: check.requires,
        }
    }

    /// Who was given what, in the order of the obligations.
    fn assignments(&self, obligations: &[ObligationPart]) -> Vec<AssignmentPart> {
        let mut given = Vec::new();
        for (part, obligation) in self.told(obligations) {
            for owner in &obligation.owners {
                let Some(cell) = self.cells.get(&(&obligation.id, owner)) else { continue };
                let Some(holder) = &cell.holder else { continue };
                given.push(AssignmentPart {
                    obligation: part.number,
                    organisation_name: self.organisation(owner),
                    unit: holder.unit.as_ref().map(|unit| self.organisation(unit)),
                    person: match holder.account {
                        Some(_) => self.disclosures.private(&holder.id, "person"),
                        None => Private::Absent,
                    },
                    note: self.disclosures.private(&holder.id, "note"),
                    from: holder.from,
                    until: holder.until,
                });
            }
        }
        given
    }

    /// What stands otherwise, of what the paper speaks of; a figure that is another number is no turn.
    fn changes(&self, found: &[Difference], obligations: &[ObligationPart]) -> Vec<ChangePart> {
        let stand = |stand: &Stand| StandPart { status: stand.status, grade: stand.grade, late: stand.late };
        let mut changes = Vec::new();
        for (part, obligation) in self.told(obligations) {
            let turned = found.iter().filter(|one| one.is_turned() && one.key.obligation == obligation.id);
            changes.extend(turned.map(|one| ChangePart {
                obligation: part.number,
                organisation_name: self.organisation(&one.key.organisation),
                before: one.before.as_ref().map(stand),
                after: one.after.as_ref().map(stand),
            }));
        }
        changes
    }

    /// The obligations that the paper speaks of, as the campaign has them.
    fn told<'p>(
        &self,
        obligations: &'p [ObligationPart],
    ) -> impl Iterator<Item = (&'p ObligationPart, &'a Obligation)> {
        let campaign = self.campaign;
        obligations.iter().filter_map(move |part| {
            Some((part, campaign.obligations.iter().find(|one| one.id.as_str() == part.id)?))
        })
    }

    fn cell(&self, cell: &Cell) -> CellPart {
        CellPart {
            organisation: cell.organisation.to_string(),
            organisation_name: self.organisation(&cell.organisation),
            status: cell.status,
            grade: cell.grade,
            reason: self.reason(&cell.reason),
            late: cell.late,
            promised_until: cell.promised_until,
            waiver: cell.waiver.as_ref().map(|waiver| self.waiver(waiver)),
            findings: cell.findings.iter().map(|finding| self.finding(finding)).collect(),
            explanations: cell
                .explanations
                .iter()
                .map(|id| self.explanation(id, &cell.organisation))
                .collect(),
        }
    }

    fn finding(&self, finding: &Finding) -> FindingPart {
        FindingPart {
            check: finding.check,
            check_version: finding.check_version,
            status: finding.status,
            reason: self.reason(&finding.reason),
            grade: finding.grade,
            late: finding.late,
            figures: finding.figures.iter().map(|figure| self.figure(figure)).collect(),
            evidence: finding.evidence.iter().map(|id| self.number(id)).collect(),
        }
    }

    fn figure(&self, figure: &Figure) -> FigurePart {
        FigurePart {
            name: figure.name.to_owned(),
            value: figure.value,
            unit: figure.unit.to_owned(),
            target: figure.target.as_ref().map(|target| self.target(target)),
            limit: figure.limit.as_ref().map(|limit| LimitPart {
                op: limit.op,
                value: limit.value,
                source: limit.source.clone(),
                source_date: limit.source_date.clone(),
            }),
        }
    }

    fn waiver(&self, waiver: &Waiver) -> WaiverPart {
        let by = self.evidence.get(&waiver.id).map(|entry| self.organisation(entry.log.organisation()));
        WaiverPart {
            by: by.unwrap_or_default(),
            person: self.disclosures.actor(&waiver.actor),
            until: waiver.until,
            reason: self.disclosures.private(&waiver.id, "reason"),
            evidence: self.number(&waiver.id),
        }
    }

    /// An explanation whose entry was not handed over is named by its id, with the words withheld.
    fn explanation(&self, id: &EntryId, organisation: &Slug) -> ExplanationPart {
        let entry = self.evidence.get(id);
        let by = entry.map_or(organisation, |entry| entry.log.organisation());
        ExplanationPart {
            by: self.organisation(by),
            person: entry.map_or(Private::Withheld, |entry| self.disclosures.actor(&entry.actor)),
            recorded_at: entry.map(|entry| entry.recorded_at),
            text: self.disclosures.private(id, "text"),
            evidence: self.number(id),
        }
    }

    /// Every entry that the obligations name, once, in the order of its log.
    fn named(&self, obligations: &[ObligationPart]) -> Vec<EvidencePart> {
        let mut numbers = BTreeSet::new();
        for cell in obligations.iter().flat_map(|obligation| &obligation.cells) {
            numbers.extend(cell.findings.iter().flat_map(|finding| finding.evidence.iter().cloned()));
            numbers.extend(cell.explanations.iter().map(|explanation| explanation.evidence.clone()));
            numbers.extend(cell.waiver.iter().map(|waiver| waiver.evidence.clone()));
        }
        let known = numbers.into_iter().filter_map(|number| {
            let id = EntryId::parse(&number.id).ok()?;
            Some(self.listed(number, self.evidence.get(&id)?))
        });
        known.collect()
    }

    fn listed(&self, number: EvidenceNumber, entry: &Evidence) -> EvidencePart {
        let signed = entry.kind.as_str() == "inspection.signed";
        EvidencePart {
            number,
            kind: entry.kind.to_string(),
            organisation_name: self.organisation(&entry.organisation),
            held_from: entry.held.from,
            held_to: entry.held.to,
            recorded_at: entry.recorded_at,
            grade: entry.grade,
            signer: if signed { self.disclosures.private(&entry.id, "signer") } else { Private::Absent },
            signed_for: self.disclosures.signed_for(&entry.id),
            by_digest: self.disclosures.by_digest(&entry.id),
        }
    }

    fn number(&self, id: &EntryId) -> EvidenceNumber {
        let entry = self.evidence.get(id);
        EvidenceNumber {
            origin: entry.map(|entry| entry.log.to_string()).unwrap_or_default(),
            index: entry.filter(|entry| self.disclosures.goes_along(&entry.log)).map(|entry| entry.index),
            id: id.to_string(),
        }
    }

    fn reason(&self, reason: &Reason) -> String {
        self.words.reason(reason, &|name, slug| self.title(name, slug))
    }

    /// The title behind a slug in a reason, where the argument's name tells what kind of thing it is.
    fn title(&self, argument: &str, slug: &str) -> Option<String> {
        let slug = Slug::new(slug).ok()?;
        match argument {
            "target" => self.campaign.find_target(&slug).map(|target| target.title.clone()),
            "item" => {
                let checks = self.campaign.obligations.iter().flat_map(|obligation| &obligation.checks);
                let mut items = checks.flat_map(|check| &check.checklist);
                items.find(|item| item.item == slug).map(|item| item.title.clone())
            }
            _ => None,
        }
    }

    fn organisation(&self, id: &Slug) -> String {
        name_of(self.campaign, id)
    }

    fn target(&self, id: &Slug) -> String {
        self.campaign.find_target(id).map_or_else(|| id.to_string(), |target| target.title.clone())
    }
}
