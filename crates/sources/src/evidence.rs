//! Evidence of other kinds than a turn, as a mapping reads it from a body: what was taken note of, read, promised or
//! handed in, results of an inspection, and plans by the digest of their document. What people answer for is recorded in
//! the name of an account that the configuration names, and within what its role may do; a machine's word alone is a
//! measurement.

use std::collections::BTreeMap;

use calendar::Instant;
use journal::{Draft, EntryId, Fact, Facts, Grade, Hash, Held, Kind, NameFault, Origin, Slug, Subject};
use serde_json::Value;

use crate::{
    draft::{Writer, source_label},
    event::{self, Faults},
    path::JsonPath,
    text::one_line,
};

/// Longest private text taken, in characters.
const MAX_TEXT_CHARS: usize = 2_000;

/// What a rule makes of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceKind {
    /// `acknowledgement.given`.
    Acknowledgement,
    /// `briefing.read`.
    Briefing,
    /// `report.submitted`.
    Report,
    /// `handling.promised`.
    Promise,
    /// `inspection.signed`.
    Inspection,
    /// `plan.filed`.
    PlanFiled,
    /// `plan.tested`.
    PlanTested,
}

/// Where a body says what of a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRule {
    /// The bodies meant: every path has its value.
    pub when: BTreeMap<JsonPath, String>,
    /// What they become.
    pub kind: EvidenceKind,
    /// Of which obligation.
    pub obligation: Slug,
    /// The other system's id.
    pub id: JsonPath,
    /// When it was so.
    pub time: JsonPath,
    /// Who signs; an inspection has it.
    pub signer: Option<JsonPath>,
    /// What else there is to say.
    pub note: Option<JsonPath>,
    /// Which item of the checklist stands where.
    pub items: BTreeMap<Slug, JsonPath>,
    /// The values that mean that something is in order, is not, or does not apply.
    pub results: BTreeMap<String, &'static str>,
    /// Which plan.
    pub plan: Option<Slug>,
    /// The SHA-256 of the plan's or the report's document.
    pub document: Option<JsonPath>,
    /// How the exercise went.
    pub result: Option<JsonPath>,
    /// Which shift read a briefing.
    pub shift: Option<JsonPath>,
    /// The SHA-256 of the briefing that was read.
    pub briefing: Option<JsonPath>,
    /// Until when it is promised.
    pub until: Option<JsonPath>,
}

/// A piece of evidence that another system tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalEvidence {
    /// The other system's id of it.
    pub event: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// Of which obligation.
    pub obligation: Slug,
    /// When it was so.
    pub at: Instant,
    /// What may stand in the journal.
    pub facts: Facts,
    /// What enters as a commitment.
    pub private: Facts,
}

impl EvidenceKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Acknowledgement,
        Self::Briefing,
        Self::Report,
        Self::Promise,
        Self::Inspection,
        Self::PlanFiled,
        Self::PlanTested,
    ];

    /// The kind of the entry.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement.given",
            Self::Briefing => "briefing.read",
            Self::Report => "report.submitted",
            Self::Promise => "handling.promised",
            Self::Inspection => "inspection.signed",
            Self::PlanFiled => "plan.filed",
            Self::PlanTested => "plan.tested",
        }
    }

    /// What another system's word is worth: a named signer's attests, what it says by itself is asserted; a promise is no
    /// evidence.
    const fn grade(self) -> Option<Grade> {
        match self {
            Self::Inspection => Some(Grade::Attested),
            Self::Promise => None,
            _ => Some(Grade::Asserted),
        }
    }
}

fn text(text: &str) -> Fact {
    Fact::Text(text.to_owned())
}

impl EvidenceRule {
    /// Whether a body is meant.
    pub fn fits(&self, body: &Value) -> bool {
        self.when.iter().all(|(path, value)| path.find_text(body).as_ref() == Some(value))
    }

    /// Reads a body, or all its faults.
    pub fn read(&self, body: &Value, now: Instant) -> Result<ExternalEvidence, Vec<event::FieldFault>> {
        let mut faults = Faults::default();
        let id = faults.keep(&self.id.to_string(), event::event_id(self.id.find(body)));
        let at = faults.keep(&self.time.to_string(), event::moment(self.time.find(body), now));
        let mut facts = Facts::from([("obligation".to_owned(), text(self.obligation.as_str()))]);
        let mut private = Facts::new();
        match self.kind {
            EvidenceKind::Inspection => {
                self.signer(body, &mut private, &mut faults);
                facts.insert("checklist".to_owned(), Fact::List(self.checklist(body, &mut faults)));
            }
            EvidenceKind::Acknowledgement => {}
            EvidenceKind::Briefing => self.briefing(body, &mut facts, &mut faults),
            EvidenceKind::Report => {
                if let Some(digest) = digest(self.document.as_ref(), body, &mut faults) {
                    facts.insert("report".to_owned(), text(&digest));
                    private.insert("document".to_owned(), text(&digest));
                }
            }
            EvidenceKind::Promise => self.promise(body, &mut facts, &mut faults),
            EvidenceKind::PlanFiled | EvidenceKind::PlanTested => {
                self.plan(body, &mut facts, &mut private, &mut faults);
            }
        }
        let note = self.note.as_ref().and_then(|path| path.find_text(body));
        if let Some(note) = note.map(|note| one_line(&note, MAX_TEXT_CHARS)).filter(|note| !note.is_empty()) {
            private.insert("note".to_owned(), text(&note));
        }
        match (id, at, faults.0.is_empty()) {
            (Some(event), Some(at), true) => Ok(ExternalEvidence {
                event,
                kind: self.kind,
                obligation: self.obligation.clone(),
                at,
                facts,
                private,
            }),
            _ => Err(faults.0),
        }
    }

    fn signer(&self, body: &Value, private: &mut Facts, faults: &mut Faults) {
        let Some(path) = &self.signer else { return };
        match path.find_text(body).map(|name| one_line(&name, MAX_TEXT_CHARS)).filter(|name| !name.is_empty())
        {
            Some(name) => {
                private.insert("signer".to_owned(), text(&name));
            }
            None => faults.add(&path.to_string(), "is missing, or empty"),
        }
    }

    fn checklist(&self, body: &Value, faults: &mut Faults) -> Vec<Fact> {
        let mut answers = Vec::new();
        for (item, path) in &self.items {
            // What was not looked at is left out.
            let Some(value) = path.find_text(body).filter(|value| !value.trim().is_empty()) else { continue };
            match self.results.get(value.trim()) {
                Some(result) => answers.push(Fact::Map(Facts::from([
                    ("item".to_owned(), text(item.as_str())),
                    ("result".to_owned(), text(result)),
                ]))),
                None => {
                    faults
                        .add(&path.to_string(), "is none of the values under pass, fail and not_applicable");
                }
            }
        }
        if answers.is_empty() && faults.0.is_empty() {
            faults.add("items", "answers no item of the checklist");
        }
        answers
    }

    fn plan(&self, body: &Value, facts: &mut Facts, private: &mut Facts, faults: &mut Faults) {
        if let Some(plan) = &self.plan {
            facts.insert("plan".to_owned(), text(plan.as_str()));
        }
        if let Some(digest) = digest(self.document.as_ref(), body, faults) {
            private.insert("document".to_owned(), text(&digest));
        }
        let Some(path) = &self.result else { return };
        let result = path.find_text(body).and_then(|value| self.results.get(value.trim()).copied());
        match result.filter(|result| *result != "not_applicable") {
            Some(result) => {
                facts.insert("result".to_owned(), text(result));
            }
            None => faults.add(&path.to_string(), "is none of the values under pass and fail"),
        }
    }

    fn briefing(&self, body: &Value, facts: &mut Facts, faults: &mut Faults) {
        if let Some(path) = &self.shift {
            match path.find_text(body).and_then(|shift| Slug::new(shift.trim().to_owned()).ok()) {
                Some(shift) => {
                    facts.insert("shift".to_owned(), text(shift.as_str()));
                }
                None => faults.add(&path.to_string(), "is no short name of a shift"),
            }
        }
        if let Some(digest) = digest(self.briefing.as_ref(), body, faults) {
            facts.insert("briefing".to_owned(), text(&digest));
        }
    }

    fn promise(&self, body: &Value, facts: &mut Facts, faults: &mut Faults) {
        let Some(path) = &self.until else { return };
        match path.find_text(body).and_then(|until| Instant::parse_edge(until.trim()).ok()) {
            Some(until) => {
                facts.insert("until".to_owned(), text(&until.to_string()));
            }
            None => faults.add(&path.to_string(), "is no time with a zone"),
        }
    }
}

/// The digest of a document that a body names.
fn digest(path: Option<&JsonPath>, body: &Value, faults: &mut Faults) -> Option<String> {
    let path = path?;
    let digest = path.find_text(body).and_then(|digest| Hash::parse(digest.trim()).ok());
    if digest.is_none() {
        faults.add(&path.to_string(), "is no SHA-256 in lower-case hex");
    }
    digest.map(|digest| digest.to_string())
}

impl Writer<'_> {
    /// A piece of evidence, to be recorded in the name of an account. The same event has the same id however often it
    /// comes; it names no campaign, so that one issued between two deliveries does not make two facts of it.
    pub fn evidence(&self, external: &ExternalEvidence) -> Result<Draft, NameFault> {
        let source = source_label(self.source);
        let origin = Origin::of(self.node, self.organisation)?;
        let kind = external.kind.name();
        Ok(Draft {
            id: EntryId::v8(&origin, &source, &format!("{kind}/{}", external.event)),
            kind: Kind::new(kind)?,
            subject: Subject::of("obligation", &external.obligation)?,
            held: Held::at(external.at),
            // The store names the account.
            actor: String::new(),
            source,
            answers: Vec::new(),
            campaign: None,
            grade: external.kind.grade(),
            facts: external.facts.clone(),
            private: external.private.clone(),
        })
    }
}
