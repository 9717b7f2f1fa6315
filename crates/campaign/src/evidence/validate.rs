//! Whether a draft may enter a journal: every fault of it at once, each naming its field.
//!
//! This looks at what the draft says and at the campaigns in force. Who may say it is the access policy's business,
//! and whether the entries it answers exist is the store's.

use std::{collections::BTreeSet, fmt};

use calendar::Instant;
use journal::{Draft, Fact, Grade, Hash, Slug};

use super::{
    Assignment, Body, ChecklistAnswer, DraftedReport, DutyEntry, EvidenceFault, GivenChange,
    facts::Fields,
    read::read_body,
    says,
    shape::{BLOBS, SUMMARY_LINE, Shape, field_name, find_shape, known_kinds},
    times::check_times,
};
use crate::{
    Said,
    checks::CheckKind,
    dispute::Claim,
    model::{Campaign, CheckSpec, Obligation},
    text::hidden_character,
};

/// Longest text a fact may hold, in characters: a cause and a detail, not a page.
const MAX_TEXT_CHARS: usize = 300;

/// Longest time for an answer to a dispute: a year.
const MAX_REPLY_MS: i64 = 366 * 24 * 3_600 * 1_000;

/// Why a draft is refused: its faults, in the order of its fields.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct DraftFault {
    /// Every fault.
    pub fields: Vec<EvidenceFault>,
}

impl fmt::Display for DraftFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.fields.iter().enumerate() {
            write!(out, "{}{fault}", if place > 0 { "; " } else { "" })?;
        }
        Ok(())
    }
}

/// Checks a draft that `writer` wants in its own log at `now`, against the campaigns in force.
pub fn validate<'a>(
    draft: &Draft,
    campaigns: impl IntoIterator<Item = &'a Campaign>,
    writer: &Slug,
    now: Instant,
) -> Result<(), DraftFault> {
    let campaigns: Vec<&Campaign> = campaigns.into_iter().collect();
    let mut faults = Faults(Vec::new());
    let Some(shape) = find_shape(draft.kind.as_str()) else {
        let known: Vec<&str> = known_kinds().collect();
        faults.add("kind", says::unknown_kind(&draft.kind, known.join(", ")));
        return faults.settle();
    };
    faults.check_frame(draft, shape);
    faults.0.extend(check_times(draft, &campaigns, now));
    match read_body(draft.kind.as_str(), &draft.facts) {
        Err(fault) => faults.0.push(fault),
        Ok(body) => {
            let frame = Frame { draft, campaigns: &campaigns, writer };
            frame.check(&body, &mut faults);
        }
    }
    faults.settle()
}

struct Faults(Vec<EvidenceFault>);

impl Faults {
    fn add(&mut self, field: &str, what: Said) {
        self.0.push(EvidenceFault { field: field.to_owned(), what });
    }

    fn settle(self) -> Result<(), DraftFault> {
        if self.0.is_empty() { Ok(()) } else { Err(DraftFault { fields: self.0 }) }
    }

    /// Keys, subject, grade and private fields.
    fn check_frame(&mut self, draft: &Draft, shape: &Shape) {
        self.0.extend(Fields::new(&draft.facts, "facts").only(shape.facts).err());
        if let Some((kind, fact)) = shape.subject {
            let repeated = fact.and_then(|fact| draft.facts.get(fact)).and_then(Fact::as_text);
            if draft.subject.kind() != kind || repeated.is_some_and(|slug| slug != draft.subject.slug()) {
                self.add("subject", says::not_subject(format!("{kind}:{}", repeated.unwrap_or("…"))));
            }
        }
        let allowed = match draft.grade {
            Some(grade) => shape.grades.contains(&grade),
            None => shape.ungraded,
        };
        if !allowed {
            let mut words: Vec<&str> = shape.grades.iter().map(|grade| grade.as_str()).collect();
            words.extend(shape.ungraded.then_some("none"));
            self.add("grade", says::grade_of(shape.kind, words.join(", ")));
        }
        for need in shape.needs {
            if !draft.private.contains_key(*need) {
                self.add(&format!("private.{need}"), says::missing());
            }
        }
        for (field, value) in &draft.private {
            self.check_private(field, value, shape);
        }
        for (part, fields) in [("facts", &draft.facts), ("private", &draft.private)] {
            // What a probe heard from a foreign socket is kept as it is.
            for (field, value) in fields.iter().filter(|_| draft.grade != Some(Grade::Measured)) {
                self.check_letters(&format!("{part}.{field}"), value);
            }
        }
        for (field, value) in &draft.facts {
            if value.as_text().is_some_and(|text| text.chars().count() > MAX_TEXT_CHARS) {
                self.add(&format!("facts.{field}"), says::too_long(MAX_TEXT_CHARS));
            }
        }
    }

    fn check_letters(&mut self, path: &str, value: &Fact) {
        match value {
            Fact::Text(text) => {
                if let Some(letter) = hidden_character(text) {
                    self.add(path, says::hidden_letter(format!("U+{:04X}", u32::from(letter))));
                }
            }
            Fact::List(list) => {
                list.iter()
                    .enumerate()
                    .for_each(|(n, fact)| self.check_letters(&format!("{path}[{n}]"), fact));
            }
            Fact::Map(map) => {
                for (key, fact) in map {
                    self.check_letters(&format!("{path}.{key}"), fact);
                }
            }
            Fact::Null | Fact::Bool(_) | Fact::Int(_) => {}
        }
    }

    fn check_private(&mut self, field: &str, value: &Fact, shape: &Shape) {
        let path = format!("private.{field}");
        let name = field_name(field);
        if !shape.private.contains(&name) {
            return self.add(&path, says::unknown_field());
        }
        match value.as_text() {
            None => self.add(&path, says::not_text()),
            Some(text) if BLOBS.contains(&name) && Hash::parse(text).is_err() => {
                self.add(&path, says::not_blob());
            }
            Some(text) if !text.chars().any(char::is_alphanumeric) => self.add(&path, says::no_words()),
            Some(_) => {}
        }
    }
}

/// A draft among the campaigns in force.
struct Frame<'a> {
    draft: &'a Draft,
    campaigns: &'a [&'a Campaign],
    writer: &'a Slug,
}

impl Frame<'_> {
    fn check(&self, body: &Body, faults: &mut Faults) {
        let organisation = self.organisation(faults);
        if let Some(id) = body.obligation() {
            self.check_obligation(id, &organisation, body, faults);
        }
        let held = self.draft.held;
        match body {
            Body::ObligationWaived { until, .. } => {
                if !self.is_regulator() {
                    faults.add("organisation", says::only_regulator_waives());
                }
                if !self.draft.facts.contains_key("organisation") {
                    faults.add("facts.organisation", says::waiver_for_whom());
                }
                if until.is_some_and(|until| until <= held.from) {
                    faults.add("facts.until", says::not_after_held());
                }
            }
            Body::ObligationAssigned(assignment) => self.check_assigned(assignment, &organisation, faults),
            Body::HandlingPromised { until, .. } if *until <= held.from => {
                faults.add("facts.until", says::not_after_held());
            }
            Body::EvidenceCorrected { withdraws, fields, .. } => {
                self.check_answers(faults);
                if !withdraws && fields.is_empty() {
                    faults.add("facts.fields", says::corrects_nothing());
                }
            }
            Body::FindingExplained { .. } => self.check_answers(faults),
            Body::MeasurementSummarised { .. } => self.check_summary(body, &organisation, faults),
            Body::TargetTurned { target, from, to, .. } => {
                self.check_target(target, &organisation, "facts.target", faults);
                if from == to {
                    faults.add("facts.to", says::same_state());
                }
            }
            Body::DisputeOpened(claim) => {
                let late = claim.reply_due.ms_since(held.from);
                if !(1..=MAX_REPLY_MS).contains(&late) {
                    faults.add("facts.reply_due", says::reply_too_late());
                }
            }
            Body::DisputeAnswered { .. } | Body::DisputeDecided { .. } => self.check_answers(faults),
            Body::DutyLogged(entry) => self.check_duty(entry, faults),
            Body::ReportAttested(report) => {
                self.check_drafted(report, faults);
                if self.draft.answers.len() != 1 {
                    faults.add("answers", says::not_one_draft());
                }
                if self.draft.facts.contains_key("delegation") != self.draft.private.contains_key("position")
                {
                    faults.add("private.position", says::position_of_whom());
                }
            }
            Body::ReportDrafted(report) => {
                self.check_drafted(report, faults);
                self.check_document(report.report, faults);
            }
            Body::ReportSubmitted { report, .. } => self.check_document(*report, faults),
            _ => {}
        }
    }

    fn is_regulator(&self) -> bool {
        self.campaigns.iter().any(|campaign| campaign.is_regulator(self.writer))
    }

    /// Whom the draft is about.
    fn organisation(&self, faults: &mut Faults) -> Slug {
        let named = self.draft.facts.get("organisation").and_then(Fact::as_text);
        let Some(named) = named.and_then(|text| Slug::new(text).ok()) else {
            return self.writer.clone();
        };
        if &named != self.writer && !self.is_regulator() {
            faults.add("facts.organisation", says::only_regulator_speaks());
        }
        if self.campaigns.iter().all(|campaign| campaign.find_organisation(&named).is_none()) {
            faults.add("facts.organisation", says::in_no_campaign(&named));
        }
        named
    }

    fn check_answers(&self, faults: &mut Faults) {
        if self.draft.answers.is_empty() {
            faults.add("answers", says::answers_none());
        }
    }

    fn check_obligation(&self, id: &Slug, organisation: &Slug, body: &Body, faults: &mut Faults) {
        let found =
            self.campaigns.iter().rev().find_map(|campaign| Some((campaign, campaign.find_obligation(id)?)));
        // One answer for both: whether another owes what this organisation does not is not said.
        let owed = found.filter(|(_, obligation)| obligation.owners.contains(organisation));
        let Some((campaign, obligation)) = owed else {
            return faults.add("facts.obligation", says::no_obligation_of(id, organisation));
        };
        let kind = self.draft.kind.as_str();
        let judged = CheckKind::ALL.iter().any(|check| check.rules().reads.contains(&kind));
        let readers = || obligation.checks.iter().filter(|spec| spec.kind.rules().reads.contains(&kind));
        // Taking note is sensible whether or not a check asks for it.
        if judged && kind != "acknowledgement.given" && readers().next().is_none() {
            faults.add("kind", says::no_check_reads(id, kind));
        }
        match body {
            Body::InspectionSigned { checklist, photos, .. } => {
                self.check_checklist(checklist, *photos, obligation, faults);
            }
            Body::PlanFiled { plan, .. }
            | Body::PlanApproved { plan, .. }
            | Body::PlanTested { plan, .. } => {
                let wanted: Vec<&Slug> = readers().filter_map(|spec| spec.plan.as_ref()).collect();
                if readers().all(|spec| spec.plan.is_some()) && !wanted.is_empty() && !wanted.contains(&plan)
                {
                    faults.add("facts.plan", says::no_plan_of(join(&wanted)));
                }
                if matches!(body, Body::PlanApproved { .. }) && organisation == self.writer {
                    faults.add("facts.plan", says::own_plan());
                }
            }
            Body::BriefingRead { shift, briefing, .. } => {
                check_briefing(readers(), campaign, shift, *briefing, faults);
            }
            Body::DisputeOpened(Claim { figure: Some(figure), .. }) => {
                check_figure(figure, obligation, faults);
            }
            _ => {}
        }
    }

    /// A holder is a unit below whoever owes the obligation, or a person; who that is, is the store's to know.
    fn check_assigned(&self, assignment: &Assignment, owner: &Slug, faults: &mut Faults) {
        let Assignment { change, unit, account, until, .. } = assignment;
        match change {
            GivenChange::Given => {
                if unit.is_none() && account.is_none() {
                    faults.add("facts.unit", says::given_to_nobody());
                }
                if account.is_some() != self.draft.private.contains_key("person") {
                    faults.add("private.person", says::person_of_account());
                }
                if until.is_some_and(|until| until <= self.draft.held.from) {
                    faults.add("facts.until", says::not_after_held());
                }
            }
            GivenChange::Withdrawn => {
                if self.draft.answers.len() != 1 {
                    faults.add("answers", says::not_one_given());
                }
                for field in ["unit", "account", "until"] {
                    if self.draft.facts.contains_key(field) {
                        faults.add(&format!("facts.{field}"), says::only_when_given());
                    }
                }
            }
        }
        let below = |unit: &Slug| self.campaigns.iter().any(|campaign| campaign.is_unit_of(unit, owner));
        if let Some(unit) = unit.as_ref().filter(|unit| !below(unit)) {
            faults.add("facts.unit", says::no_unit_of(unit, owner));
        }
    }

    fn check_checklist(
        &self,
        answers: &[ChecklistAnswer],
        photos: u32,
        obligation: &Obligation,
        faults: &mut Faults,
    ) {
        let lists = obligation.checks.iter().flat_map(|spec| &spec.checklist);
        let known: BTreeSet<&Slug> = lists.map(|line| &line.item).collect();
        let mut seen = BTreeSet::new();
        if answers.is_empty() {
            faults.add("facts.checklist", says::empty());
        }
        for (place, answer) in answers.iter().enumerate() {
            let path = format!("facts.checklist[{place}].item");
            if !known.contains(&answer.item) {
                faults.add(&path, says::no_item_of(&answer.item, &obligation.id));
            }
            if !seen.insert(&answer.item) {
                faults.add(&path, says::answered_twice(&answer.item));
            }
        }
        let carried = self.draft.private.keys().filter(|field| field.starts_with("photo_")).count();
        if carried != photos as usize {
            faults.add("facts.photos", says::photos_differ(photos, carried));
        }
    }

    /// The document that is handed in is the one the facts speak of.
    fn check_document(&self, report: Hash, faults: &mut Faults) {
        let document = self.draft.private.get("document").and_then(Fact::as_text);
        if document.is_some_and(|document| document != report.hex()) {
            faults.add("private.document", says::other_document());
        }
    }

    fn check_drafted(&self, report: &DraftedReport, faults: &mut Faults) {
        let subject = self.draft.subject.slug();
        let campaign = self.campaigns.iter().rev().find(|campaign| campaign.id.as_str() == subject);
        let Some(campaign) = campaign else {
            return faults.add("subject", says::no_campaign(subject));
        };
        if report.about.as_ref().is_some_and(|about| campaign.find_organisation(about).is_none()) {
            faults.add("facts.about", says::no_organisation_of(subject));
        }
    }

    fn check_duty(&self, entry: &DutyEntry, faults: &mut Faults) {
        if self.draft.subject.slug() != self.writer.as_str() {
            faults.add("subject", says::not_subject(format!("organisation:{}", self.writer)));
        }
        if self.draft.held.to != Some(self.draft.held.from) {
            faults.add("held", says::not_one_moment());
        }
        if entry.corrects && self.draft.answers.len() != 1 {
            faults.add("answers", says::not_one_entry());
        }
        let concerned = entry.concerns.as_ref().unwrap_or(self.writer);
        if self.campaigns.iter().all(|campaign| campaign.find_organisation(concerned).is_none()) {
            faults.add("facts.concerns", says::in_no_campaign(concerned));
        }
        if let Some(id) = &entry.obligation {
            let found = self.campaigns.iter().rev().find_map(|campaign| campaign.find_obligation(id));
            if !found.is_some_and(|obligation| obligation.owners.contains(concerned)) {
                faults.add("facts.obligation", says::no_obligation_of(id, concerned));
            }
        }
        if let Some(target) = &entry.target {
            self.check_target(target, concerned, "facts.target", faults);
        }
    }

    fn check_target(&self, target: &Slug, organisation: &Slug, path: &str, faults: &mut Faults) {
        let known =
            self.campaigns.iter().find_map(|campaign| Some((campaign, campaign.find_target(target)?)));
        if !known.is_some_and(|(campaign, known)| campaign.answers_for(organisation, &known.owner)) {
            faults.add(path, says::no_target_of(target, organisation));
        }
    }

    fn check_summary(&self, body: &Body, organisation: &Slug, faults: &mut Faults) {
        let Body::MeasurementSummarised { period_s, targets } = body else {
            return;
        };
        if self.draft.subject.slug() != organisation.as_str() {
            faults.add("subject", says::not_subject(format!("organisation:{organisation}")));
        }
        if *period_s == 0 {
            faults.add("facts.period_s", says::zero());
        }
        let length_ms = self.draft.held.to.map_or(0, |to| to.ms_since(self.draft.held.from));
        if length_ms <= 0 || u32::try_from(length_ms).is_err() {
            faults.add("held", says::no_period());
        }
        if self.draft.grade != Some(Grade::Measured) {
            return;
        }
        let lines = self.draft.facts.get("targets").and_then(Fact::as_list).unwrap_or_default();
        for (place, line) in lines.iter().enumerate() {
            let path = format!("facts.targets[{place}]");
            let Some(facts) = line.as_map() else { continue };
            faults.0.extend(Fields::new(facts, &path).only(SUMMARY_LINE).err());
            let name = facts.get("target").and_then(Fact::as_text).unwrap_or_default();
            let Some(summary) = targets.iter().find(|summary| summary.target.as_str() == name) else {
                continue;
            };
            self.check_target(&summary.target, organisation, &format!("{path}.target"), faults);
            if u64::from(summary.ok) + u64::from(summary.lost) > u64::from(summary.sent) {
                faults.add(&format!("{path}.sent"), says::sent_too_few());
            }
            if i64::from(summary.gap_s) * 1_000 > length_ms.max(0) + 1_000 {
                faults.add(&format!("{path}.gap_s"), says::gap_too_long());
            }
        }
    }
}

/// What is disputed is a figure that some check of the obligation states, now or in another state of the cell: a report
/// of yesterday may have what the board of today has not.
fn check_figure(figure: &str, obligation: &Obligation, faults: &mut Faults) {
    let mut known: Vec<&str> = Vec::new();
    for name in obligation.checks.iter().flat_map(|check| check.kind.rules().figures) {
        if !known.contains(name) {
            known.push(name);
        }
    }
    match known.as_slice() {
        [] => faults.add("facts.figure", says::no_figures(&obligation.id)),
        known if known.contains(&figure) => {}
        known => faults.add("facts.figure", says::no_figure_of(figure, &obligation.id, known.join(", "))),
    }
}

fn check_briefing<'a>(
    readers: impl Iterator<Item = &'a CheckSpec> + Clone,
    campaign: &Campaign,
    shift: &Slug,
    digest: Hash,
    faults: &mut Faults,
) {
    let shifts: BTreeSet<&Slug> = readers.clone().flat_map(|spec| &spec.shifts).collect();
    if !shifts.is_empty() && !shifts.contains(shift) {
        let named: Vec<&Slug> = shifts.into_iter().collect();
        faults.add("facts.shift", says::no_shift_of(join(&named)));
    }
    let mut briefings = readers.filter_map(|spec| campaign.find_briefing(spec.briefing.as_ref()?)).peekable();
    if briefings.peek().is_some() && briefings.all(|briefing| briefing.sha256 != digest) {
        faults.add("facts.briefing", says::other_briefing());
    }
}

fn join(slugs: &[&Slug]) -> String {
    slugs.iter().map(|slug| slug.as_str()).collect::<Vec<_>>().join(", ")
}
